"""Groups of layers: function calls, nested models and modules, within one another; their paths are split here alone."""

from __future__ import annotations

import re

_END = re.compile(r"/|\.(?=(?:0|[1-9]\d*|[^\W\d]\w*)(?:[./]|$))")
"""What ends the name of a group: a slash, or a dot before the name or the number of a module (not in ``net_1.00``)."""


def and_its_parents(group: str) -> list[str]:
    """A group and those that it stands in, the outermost first: ``stage1`` and ``stage1/block``; none for no group."""
    ends = [match.start() for match in _END.finditer(group)]
    return [group[:end] for end in [*ends, len(group)] if group]


def outer(group: str, depth: int) -> str:
    """The group of this depth that a group is or stands in, ``1`` for an outermost one; nothing where it is none."""
    path = and_its_parents(group)
    return path[depth - 1] if depth <= len(path) else ""
