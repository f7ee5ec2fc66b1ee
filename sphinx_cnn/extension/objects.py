"""Networks and layers as objects that other pages, and other projects, link to by their names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.roles import XRefRole

from sphinx_cnn.extension.anchors import anchor
from sphinx_cnn.extension.pages import CrossReference
from sphinx_cnn.extension.warnings import Finding, Subtype
from sphinx_cnn.notation.errors import nearest

if TYPE_CHECKING:
    from sphinx_cnn.extension.domain import CnnDomain

NETWORK, LAYER = "network", "layer"

Object = tuple[str, str, str, str, str, int]
"""Name, shown name, kind, document, id and priority in the search."""


class ObjectRole(XRefRole):
    """``:cnn:network:`alexnet``` or ``:cnn:layer:`alexnet.conv1```."""

    def __init__(self, *, is_network: bool) -> None:
        # A network is shown by its title, as a section is, and a layer by its name, as code is.
        super().__init__(innernodeclass=nodes.inline if is_network else nodes.literal)


def find(domain: CnnDomain, kind: str, target: str) -> Object | None:
    """The object of a name."""
    key, _, layer = target.partition(".")
    definition = domain.find(key)
    if definition is None:
        return None
    if kind == NETWORK:
        return None if layer else (key, definition.title, NETWORK, definition.docname, definition.anchor, 1)
    home = domain.home(key)
    row = definition.summary and next((row for row in definition.summary.rows if row.key == layer), None)
    return (target, row.name, LAYER, home or "", anchor(key, row) if home else "", 2) if row else None


def find_any(domain: CnnDomain, target: str) -> tuple[list[Object], object]:
    """The objects of a name, of all kinds; and what has the name of its own and comes first."""
    found = [one for kind in (NETWORK, LAYER) if (one := find(domain, kind, target)) is not None]
    labels = domain.standard.anonlabels
    first = labels.get(target) or labels.get(target.lower()) or target in domain.env.all_docs
    return found, found and first


def all_objects(domain: CnnDomain) -> Iterator[Object]:
    """All networks and layers that can be linked to."""
    for key, (definition, *_) in domain.index.definitions.items():
        yield key, definition.title, NETWORK, definition.docname, definition.anchor, 1
        home = domain.home(key)
        if home is not None and definition.summary is not None:
            for row in definition.summary.rows:
                name = f"{key}.{row.key}"
                yield name, name, LAYER, home, anchor(key, row), 2


def missing(domain: CnnDomain, reference: CrossReference) -> Finding | None:
    """What is wrong with a reference: nothing, if what it names is in this project or another one."""
    kind, target = reference.kind, reference.target
    if find(domain, kind, target) is not None or _is_elsewhere(domain.env, kind, target):
        return None
    key, _, layer = target.partition(".")
    definition = domain.find(key)
    if kind == LAYER and definition is not None:
        if definition.summary is None:  # that is reported where it stands
            return None
        known = [row.key for row in definition.summary.rows]
        message = f"'{definition.title}' has no layer '{layer}'{nearest(layer, known)}"
    else:
        message = f"no network '{key}' in this project{nearest(key, domain.index.definitions)}"
        if kind == NETWORK and layer and definition is not None:
            message = f"'{target}' is no network; a layer is referred to by :cnn:layer:"
    return Finding(Subtype.REFERENCE, message, reference.location)


def _is_elsewhere(env: BuildEnvironment, kind: str, target: str) -> bool:
    """Whether a project that intersphinx knows has it."""
    if target in getattr(env, "intersphinx_inventory", {}).get(f"cnn:{kind}", {}):
        return True
    project, _, rest = target.partition(":")
    named = getattr(env, "intersphinx_named_inventory", {})
    return bool(rest) and rest in named.get(project, {}).get(f"cnn:{kind}", {})


def mark_missing(app: Sphinx, env: BuildEnvironment, node: addnodes.pending_xref, content: nodes.Element) -> Any:  # noqa: ANN401
    """Show a reference that leads nowhere as an error; it is reported on every build, also when no page is written."""
    if node.get("refdomain") != "cnn" or node.get("intersphinx"):
        return None
    if find(env.get_domain("cnn"), node["reftype"], node["reftarget"]) is not None:  # type: ignore[arg-type]
        return content
    return nodes.inline("", "", content, classes=["cnn-error"])
