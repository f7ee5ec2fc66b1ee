"""What each output directory shows: the pages to write again when a network on another page changes.

It is remembered per output directory, in the doctree directory, and only when a build has finished; so a build that was
killed half way, or another builder on the same doctrees, leaves no page stale.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from sphinx.application import Sphinx

from sphinx_cnn.extension import labels, objects
from sphinx_cnn.extension.domain import CnnDomain


def fingerprints(domain: CnnDomain) -> dict[str, str]:
    """What each page shows of networks, by document; pages that show none are left out."""
    found = {}
    for docname, page in domain.pages.items():
        shown: list[object] = []
        for use in page.uses:
            # Links lead to the first network of a key; the numbers may be those of another one.
            both = domain.networks.find(use.key), domain.networks.find(use.key, use.digest)
            numbers = [one and (one.digest, one.title, one.columns, one.depth, one.docname) for one in both]
            shown.append((use.key, use.columns, use.direction, use.depth, numbers, domain.networks.home(use.key)))
        shown += domain.outcomes.shown_on(docname)
        shown += [objects.find(domain.networks, one.kind, one.target) for one in page.references]
        repeated = ((labels.repeated(domain, name.lower()), domain.find_any(name)) for name in sorted(page.targets))
        shown += [(label, found) for label, found in repeated if label or found[0]]
        if page.labels:  # Sphinx numbers tables and figures anew without writing their pages
            shown.append(sorted(domain.env.toc_fignumbers.get(docname, {}).items()))
        if shown:
            found[docname] = hashlib.sha256(repr(shown).encode(errors="replace")).hexdigest()
    return found


def record(app: Sphinx) -> Path:
    """The file that remembers what this output directory shows."""
    place = hashlib.sha256(f"{app.builder.name}\n{app.outdir}".encode()).hexdigest()[:16]
    return Path(app.doctreedir) / "cnn" / f"shown-{place}.json"


def outdated(app: Sphinx, domain: CnnDomain) -> list[str]:
    """The documents whose pages in this output directory show something else by now."""
    try:
        before = json.loads(record(app).read_text("utf-8"))
    except (OSError, ValueError):
        before = {}
    now = fingerprints(domain)
    # A page that shows nothing any more, because what it referred to is gone, is written again, too.
    known = (now.keys() | before.keys()) & domain.env.all_docs.keys()
    return sorted(docname for docname in known if before.get(docname) != now.get(docname))


def remember(app: Sphinx, domain: CnnDomain) -> None:
    """Write what is shown, if it has changed."""
    # A page that lacks a drawing is left out, so that the next build tries again, and warns again.
    drawn = {docname: shown for docname, shown in fingerprints(domain).items() if docname not in domain.undrawn}
    path, content = record(app), json.dumps(drawn, sort_keys=True, indent=0)
    if path.exists() and path.read_text("utf-8") == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.write_text(content, "utf-8")
    partial.replace(path)
