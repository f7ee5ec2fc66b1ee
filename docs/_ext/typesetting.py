"""Formulas with real subscripts: ``K_h · K_w`` becomes what a reader expects."""

from __future__ import annotations

import re

from docutils import nodes

SUBSCRIPTED = re.compile(r"\b([A-Z])_(\w+)")


def typeset(written: str) -> nodes.inline:
    """One line of text with its subscripts set as such."""
    line = nodes.inline(classes=["formula"])
    end = 0
    for found in SUBSCRIPTED.finditer(written):
        line += [
            nodes.Text(written[end : found.start()] + found[1]),
            nodes.subscript("", found[2]),
        ]
        end = found.end()
    line += nodes.Text(written[end:])
    return line
