"""The labels of tables and diagrams: ``:ref:`` and ``:numref:`` find them, and repeat their titles and numbers.

Labels are the domain's, not docutils' target names: of the same network on two pages the first one has them, without a
warning, and a label of the author's own wins.
"""

from __future__ import annotations

from sphinx_cnn.extension.domain import CnnDomain
from sphinx_cnn.extension.pages import Page


def register(domain: CnnDomain) -> None:
    """Let references find the tables and diagrams, and put numbers into the captions that labels are known by."""
    _retitle(domain)
    standard = domain.standard
    for docname in sorted(domain.pages):
        for name, label in domain.pages[docname].labels.items():
            definition = domain.networks.find(label.key)
            title = label.caption or (definition.title if definition else label.key) + label.suffix
            standard.anonlabels.setdefault(name, (docname, label.identifier))
            standard.labels.setdefault(name, (docname, label.identifier, title))


def withdraw(domain: CnnDomain) -> None:
    """Take the labels back before documents are read, so that an author's own is no duplicate."""
    standard = domain.standard
    for docname, page in domain.pages.items():
        for name, label in page.labels.items():
            if standard.anonlabels.get(name) == (docname, label.identifier):
                standard.anonlabels.pop(name)
                standard.labels.pop(name, None)


def _retitle(domain: CnnDomain) -> None:
    titles = {
        (docname, identifier): domain.outcomes.caption(docname, caption)
        for docname, page in domain.pages.items()
        for caption in page.captions
        for identifier in caption.ids
    }
    if titles:
        labels = domain.standard.labels
        for name, (docname, identifier, title) in list(labels.items()):
            labels[name] = (docname, identifier, titles.get((docname, identifier), title))


def repeated(domain: CnnDomain, name: str) -> object:
    """What references to a label show, if it is one whose title or number follows from a network."""
    standard = domain.standard
    found = standard.labels.get(name) or standard.anonlabels.get(name)
    if found is None:
        return None
    docname, identifier = found[0], found[1]
    page = domain.pages.get(docname, Page())
    ours = any(identifier == label.identifier for label in page.labels.values())
    if not ours and not any(identifier in caption.ids for caption in page.captions):
        return None
    numbers = [kind.get(identifier) for kind in domain.env.toc_fignumbers.get(docname, {}).values()]
    return (found, numbers)
