"""Nodes of the doctree that docutils does not have."""

from __future__ import annotations

from docutils import nodes


class HeaderCell(nodes.entry):
    """A cell that is a header of its column or its row; ``scope`` says of which."""


class NumberCell(nodes.entry):
    """A cell with a number; ``working`` says how it comes about."""


class Opener(nodes.General, nodes.Element):
    """What is always seen of something folded, and opens it."""


class SummaryDiagram(nodes.General, nodes.Element):
    """The place of a network's diagram. Attributes: ``key``, ``direction``."""


class InlineSvg(nodes.General, nodes.Element):
    """A drawing in the page itself. Attribute: ``svg``."""


class PendingNumber(nodes.Inline, nodes.TextElement):
    """The place of a number in the prose. Attributes: ``serial``, which its document's page knows it by, ``docname``.

    Its text is what the author typed; or, for a number that is to be computed, the reference itself.
    """


class WorkedNumber(nodes.inline):
    """A number in the prose; ``working`` says how it comes about."""
