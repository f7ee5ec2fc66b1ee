"""The ids that links to networks and their layers lead to."""

from __future__ import annotations

from urllib.parse import quote

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.builders import Builder
from sphinx.errors import NoUri


def anchor(key: str, name: str) -> str:
    """The id of the row of a layer or a group, as Sphinx' domains write theirs, ``alexnet.conv1``.

    :param name: nothing for the row of the totals.
    """
    return (f"{key}.{name}" if name else f"{key}-total").replace(" ", "-")


def network_anchor(key: str) -> str:
    """The id of a network's definition where nothing of it is shown."""
    return f"network-{key}"


def address(builder: Builder, docname: str, target: tuple[str, str] | None) -> str | None:
    """Where a link on a page leads, or nothing where this builder has no pages to link to.

    :param target: a document and an id in it.
    """
    if target is None:
        return None
    home, identifier = target
    try:
        page = builder.get_relative_uri(docname, home) if home != docname else ""
    except NoUri:
        return None
    page = "" if "#" in page else page  # a single page for all documents
    return f"{page}#{quote(identifier, safe='@/.-_~!$*+,;=:') if identifier.isascii() else identifier}"


def is_in_link(node: nodes.Node) -> bool:
    """Whether a node stands in a link, which has no room for another one."""
    parent = node.parent
    while parent is not None:
        if isinstance(parent, nodes.reference | pending_xref):
            return True
        parent = parent.parent
    return False
