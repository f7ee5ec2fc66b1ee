"""``.. reference:: SUBJECT``: a part of the reference, generated from the declarations of the code."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx

from _ext import declarations
from _ext.kinds import SIZES
from _ext.layers import Families, Layers
from _ext.operations import Operations
from _ext.parts import Cell, Parts
from _ext.python import Python
from _ext.typesetting import typeset
from sphinx_cnn.arithmetic.formula import SYMBOLS
from sphinx_cnn.arithmetic.quantities import DTYPES, FLOPS_CONVENTIONS, QUANTITIES, Totals
from sphinx_cnn.notation import DIALECTS, budget, folder, source, speaker
from sphinx_cnn.notation.evaluator import FOREIGN
from sphinx_cnn.notation.keras.layers import FUNCTIONS
from sphinx_cnn.notation.keras.makers import OF_EVERY_LAYER
from sphinx_cnn.notation.keras.models import TRAINING_CALLS
from sphinx_cnn.notation.keras.operations.elementwise import OPERATORS as OF_KERAS
from sphinx_cnn.notation.library import LIBRARY
from sphinx_cnn.notation.tensors.elementwise import OPERATORS as OF_PYTORCH
from sphinx_cnn.rendering import folding
from sphinx_cnn.rendering.columns import DEFAULT
from sphinx_cnn.rendering.working import typeset as text

OBJECT_TYPES = {"layer": "layer kind", "quantity": "quantity", "subtype": "subtype of warnings"}
"""What can be linked to: ``:layer:`Conv2D```, ``:quantity:`macs```, ``:subtype:`advice```."""


SIGNS: dict[type[ast.operator | ast.unaryop], str] = {
    ast.Add: "x + y",
    ast.Sub: "x - y",
    ast.Mult: "x * y",
    ast.Div: "x / y",
    ast.FloorDiv: "x // y",
    ast.Mod: "x % y",
    ast.Pow: "x ** y",
    ast.USub: "-x",
    ast.MatMult: "x @ y",
}


class Reference(Parts):
    """Gives the nodes of one subject."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Call the method of the subject."""
        subject = directives.choice(self.arguments[0], tuple(SUBJECTS))
        return SUBJECTS[subject](self)

    def settings(self) -> list[nodes.Node]:
        """The configuration values."""
        rows: list[Sequence[Cell]] = [
            (self.target("confval", setting.name), f"``{setting.default!r}``", setting.meaning, self.codes(choices))
            for setting, choices in declarations.settings()
        ]
        return [self.table(("Name", "Default", "Meaning", "Choices"), rows)]

    def subtypes(self) -> list[nodes.Node]:
        """The subtypes of warnings."""
        rows: list[Sequence[Cell]] = []
        for name, meaning in declarations.subtypes().items():
            node = nodes.literal(name, f"cnn.{name}")
            self.note("subtype", name, node)
            rows.append((node, meaning))
        return [self.table(("Type", "What it says"), rows)]

    def quantities(self) -> list[nodes.Node]:
        """The quantities of a layer."""
        rows: list[Sequence[Cell]] = [
            (
                self.target("quantity", quantity.name),
                quantity.title,
                quantity.meaning,
                quantity.unit or "text",
                "yes" if quantity.countable else "",
            )
            for quantity in QUANTITIES.values()
        ]
        return [self.table(("Name", "Title", "Meaning", "Unit", "Summed up"), rows)]

    def totals(self) -> list[nodes.Node]:
        """What is summed up for a network."""
        return self.parse_text_to_nodes(declarations.docstring(Totals))

    def columns(self) -> list[nodes.Node]:
        """The columns that are shown where none are chosen."""
        return [self.cell(f"The default is ``{' '.join(DEFAULT)}``.")]

    def symbols(self) -> list[nodes.Node]:
        """The symbols of the formulas."""
        rows: list[Sequence[Cell]] = [
            (typeset(symbol.name), symbol.meaning, "per axis" if symbol.per_axis else "") for symbol in SYMBOLS.values()
        ]
        return [self.table(("Symbol", "Meaning", ""), rows)]

    def sizes(self) -> list[nodes.Node]:
        """How a window turns one size into another."""
        rows: list[Sequence[Cell]] = [
            (padding, typeset(f"O = {text(formula)}")) for sizes in SIZES.values() for padding, formula in sizes.items()
        ]
        return [self.table(("Window", "Size of the output, per axis"), rows)]

    def dtypes(self) -> list[nodes.Node]:
        """The data types."""
        rows = [(f"``{name}``", str(size)) for name, size in DTYPES.items()]
        return [self.table(("Data type", "Bytes of one value"), rows)]

    def flops(self) -> list[nodes.Node]:
        """The conventions for a FLOP."""
        rows = [(f"``{name}``", meaning) for name, meaning in FLOPS_CONVENTIONS.items()]
        return [self.table(("Convention", "What is counted"), rows)]

    def dialects(self) -> list[nodes.Node]:
        """The dialects."""
        speakers = {name: speaker(name) for name in DIALECTS}
        rows = [(f"``{name}``", found.title, self.codes(sorted(found.roots))) for name, found in speakers.items()]
        return [self.table(("Dialect", "Framework", "Modules that are the framework"), rows)]

    def operators(self) -> list[nodes.Node]:
        """What an operator on feature maps becomes."""
        rows = [
            (f"``{SIGNS[kind]}``", meaning, f"``{name}``", f"``{OF_PYTORCH[kind][0] if kind in OF_PYTORCH else name}``")
            for kind, (name, meaning) in OF_KERAS.items()
        ]
        return [self.table(("Operator", "What it computes", "Name in Keras", "Name in PyTorch"), rows)]

    def merging(self) -> list[nodes.Node]:
        """Functions that merge feature maps."""
        return [self.cell(self.codes(f"keras.layers.{name}" for name in FUNCTIONS))]

    def training(self) -> list[nodes.Node]:
        """Methods of a model that are passed over."""
        return [self.cell(self.codes(sorted(TRAINING_CALLS)))]

    def imports(self) -> list[nodes.Node]:
        """What can be imported."""
        roots = [self.codes(sorted(speaker(name).roots)) for name in DIALECTS]
        rows = [
            (
                f"the framework: {'; or '.join(roots)}",
                "its layers, models and functions are read; all else of it is not",
            ),
            (
                "a file in the folder of the text, or below",
                "is read when it is first imported, also with ``from .name``",
            ),
            (self.codes(sorted(LIBRARY)), "what the table of the library has is read; all else of them is not"),
            (
                f"another framework, such as {self.codes(sorted(FOREIGN))}",
                "an error that says which dialect it looks like",
            ),
            ("anything else", "is not read"),
        ]
        return [self.table(("Import", "What happens"), rows)]

    def limits(self) -> list[nodes.Node]:
        """Bounds of a text."""
        rows = (
            ("length of the text", f"{source.LONGEST_TEXT // 1024} KiB"),
            ("imports from files beside it", f"{folder.MOST_IMPORTS:,}"),
            ("steps of the interpreter", f"{budget.STEPS:,}"),
            ("layers", f"{budget.LAYERS:,}"),
            ("calls within calls", f"{budget.CALL_DEPTH:,}"),
            ("a whole number", f"{budget.LARGEST_INTEGER:,}"),
            ("items of a list, characters of a string", f"{budget.LONGEST_SEQUENCE:,}"),
            ("width of a format", f"{budget.WIDEST_FORMAT:,}"),
        )
        return [self.table(("What", "At most"), rows)]

    def folding(self) -> list[nodes.Node]:
        """When a network is folded without being asked to."""
        return [
            self.cell(
                f"Without ``:depth:``, a network of more than {folding.MOST_READABLE} layers is folded in its diagram, "
                f"and on HTML pages in its table, until no more than {folding.MOST_READABLE} blocks are left."
            )
        ]

    def everywhere(self) -> list[nodes.Node]:
        """Arguments of every layer."""
        return [self.cell(self.codes(OF_EVERY_LAYER))]


SUBJECTS: dict[str, Callable[[Reference], list[nodes.Node]]] = {
    "settings": Reference.settings,
    "subtypes": Reference.subtypes,
    "quantities": Reference.quantities,
    "totals": Reference.totals,
    "columns": Reference.columns,
    "symbols": Reference.symbols,
    "sizes": Reference.sizes,
    "dtypes": Reference.dtypes,
    "flops": Reference.flops,
    "dialects": Reference.dialects,
    "operators": Reference.operators,
    "merging": Reference.merging,
    "training": Reference.training,
    "limits": Reference.limits,
    "imports": Reference.imports,
    "folding": Reference.folding,
    "everywhere": Reference.everywhere,
}


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the directive and what can be linked to."""
    for kind, name in OBJECT_TYPES.items():
        app.add_object_type(kind, kind, objname=name)
    app.add_directive("reference", Reference)
    app.add_directive("layers", Layers)
    app.add_directive("operations", Operations)
    app.add_directive("python", Python)
    app.add_directive("layer-families", Families)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
