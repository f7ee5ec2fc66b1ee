"""Networks and layers as objects that other pages, and other projects, link to by their names."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx.environment import BuildEnvironment
from sphinx.roles import XRefRole

from sphinx_cnn.extension.anchors import anchor
from sphinx_cnn.extension.networks import Networks
from sphinx_cnn.extension.pages import CrossReference
from sphinx_cnn.extension.warnings import Finding, Subtype
from sphinx_cnn.notation.errors import nearest

NETWORK, LAYER = "network", "layer"

Object = tuple[str, str, str, str, str, int]
"""Name, shown name, kind, document, id and priority in the search."""


class ObjectRole(XRefRole):
    """``:cnn:network:`alexnet``` or ``:cnn:layer:`alexnet.conv1```."""

    def __init__(self, *, is_network: bool) -> None:
        # A network is shown by its title, as a section is, and a layer by its name, as code is.
        super().__init__(innernodeclass=nodes.inline if is_network else nodes.literal)


def find(networks: Networks, kind: str, target: str) -> Object | None:
    """The object of a name."""
    key, _, layer = target.partition(".")
    definition = networks.find(key)
    if definition is None:
        return None
    if kind == NETWORK:
        return None if layer else (key, definition.title, NETWORK, definition.docname, definition.anchor, 1)
    home = networks.home(key)
    row = definition.summary and next((row for row in definition.summary.rows if row.key == layer), None)
    return (target, row.name, LAYER, home or "", anchor(key, row.key) if home else "", 2) if row else None


def all_objects(networks: Networks) -> Iterator[Object]:
    """All networks and layers that can be linked to."""
    for key, (definition, *_) in networks.definitions.items():
        yield key, definition.title, NETWORK, definition.docname, definition.anchor, 1
        home = networks.home(key)
        if home is not None and definition.summary is not None:
            for row in definition.summary.rows:
                name = f"{key}.{row.key}"
                yield name, name, LAYER, home, anchor(key, row.key), 2


def missing(networks: Networks, reference: CrossReference, env: BuildEnvironment) -> Finding | None:
    """What is wrong with a reference: nothing, if what it names is in this project or another one."""
    kind, target = reference.kind, reference.target
    if find(networks, kind, target) is not None or _is_elsewhere(env, kind, target):
        return None
    key, _, layer = target.partition(".")
    definition = networks.find(key)
    if kind == LAYER and definition is not None:
        if definition.summary is None:  # that is reported where it stands
            return None
        known = [row.key for row in definition.summary.rows]
        message = f"'{definition.title}' has no layer '{layer}'{nearest(layer, known)}"
    else:
        message = f"no network '{key}' in this project{nearest(key, networks.definitions)}"
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
