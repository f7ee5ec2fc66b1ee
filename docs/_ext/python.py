"""``.. python:: SORT``: what of Python is read, each with an example and what comes of it."""

from __future__ import annotations

import re

from docutils import nodes
from docutils.parsers.rst import directives

from _ext import constructs
from _ext.constructs import Construct
from _ext.parts import Parts
from sphinx_cnn.notation.builtins import UNREAD
from sphinx_cnn.notation.errors import ArchitectureError
from sphinx_cnn.notation.reflection import ABSTRACT

SORTS = ("statements", "expressions", "built-in", "str", "list", "dict", "tuple", "library", "decorators", "refused")
NAMED = ("built-in", "str", "list", "dict", "tuple", "library", "decorators")
"""Sorts whose examples are known by a name."""


class Python(Parts):
    """Gives the table of a sort."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """The table, with what the interpreter makes of each example."""
        sort = directives.choice(self.arguments[0], (*SORTS, "unread", "abstract"))
        if sort == "unread":
            return [self.cell(self.codes(UNREAD))]
        if sort == "abstract":
            return [self.cell(self.codes(ABSTRACT))]
        if sort == "refused":
            examples = {**constructs.refused(), **constructs.REFUSED_VALUES}
            return [
                self.table(
                    ("Python", "What is said"), [(self._code(one), self._refusal(one)) for one in examples.values()]
                )
            ]
        found = constructs.decorators() if sort == "decorators" else constructs.examples()[sort]
        if sort in NAMED:
            named = {name: f"``{name}``" if re.fullmatch(r"@?[\w.]+", name) else name for name in found}
            rows = [(named[name], self._code(one), self._result(one)) for name, one in found.items()]
            return [self.table(("Name", "Example", "Result"), rows)]
        return [self.table(("Python", "Result"), [(self._code(one), self._result(one)) for one in found.values()])]

    def _code(self, construct: Construct) -> nodes.Node:
        if "\n" not in construct.code:
            return nodes.literal("", construct.code, classes=["code", "python"], language="python")
        return nodes.literal_block(construct.code, construct.code, language="python")

    def _result(self, construct: Construct) -> nodes.Node:
        """What the example gives, or leaves in ``x``, and what there is to say about it."""
        shown = repr(constructs.value(construct))
        literal = nodes.literal("", shown if construct.program != construct.code else f"x = {shown}")
        return self.lines([literal], [construct.note])

    def _refusal(self, construct: Construct) -> nodes.Node:
        try:
            constructs.value(construct)
        except ArchitectureError as error:
            return self.lines([nodes.Text(error.message)], [construct.note])
        raise self.error(f"this is read: {construct.code}")
