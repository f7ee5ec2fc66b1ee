"""``.. reference:: SUBJECT``: a part of the reference, generated from the declarations of the code."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.domains.std import StandardDomain
from sphinx.util.docutils import SphinxDirective

from _ext import declarations
from _ext.declarations import Entry
from _ext.typesetting import typeset
from sphinx_cnn.arithmetic.formula import SYMBOLS
from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.arithmetic.quantities import DTYPES, FLOPS_CONVENTIONS, QUANTITIES, Totals
from sphinx_cnn.arithmetic.window import FLOOR, SAME
from sphinx_cnn.notation import DIALECTS, budget, source
from sphinx_cnn.notation.keras import arguments
from sphinx_cnn.notation.keras.dialect import OF_EVERY_LAYER, OPERATIONS
from sphinx_cnn.notation.keras.layers import FUNCTIONS
from sphinx_cnn.notation.keras.models import TRAINING_CALLS
from sphinx_cnn.notation.kinds import Parameter
from sphinx_cnn.rendering import folding
from sphinx_cnn.rendering.columns import DEFAULT
from sphinx_cnn.rendering.working import typeset as text

Cell = str | nodes.Node
"""Text with inline markup, or a node."""

TITLES = {"operations": "FLOPs, textbook"}
"""Counts that are no quantities of their own."""

AS_ANOTHER = re.compile(r"As :func:`(\w+)`, (.*)")
"""How the docstring of a converter refers to another one."""

OBJECT_TYPES = {"layer": "layer kind", "quantity": "quantity", "subtype": "subtype of warnings"}
"""What can be linked to: ``:layer:`Conv2D```, ``:quantity:`macs```, ``:subtype:`advice```."""


class Reference(SphinxDirective):
    """Gives the nodes of one subject."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Call the method of the subject."""
        subject = directives.choice(self.arguments[0], tuple(SUBJECTS))
        return SUBJECTS[subject](self)

    # What the methods are made of.

    def inline(self, written: str) -> list[nodes.Node]:
        """Text with inline markup, as nodes."""
        parsed, messages = self.parse_inline(written)
        return [*parsed, *messages]

    def cell(self, content: Cell) -> nodes.Node:
        """A paragraph."""
        return nodes.paragraph("", "", *(self.inline(content) if isinstance(content, str) else [content]))

    def table(self, titles: Sequence[str], rows: Iterable[Sequence[Cell]]) -> nodes.Node:
        """A table with these columns, the first of which is the header of its row."""
        group = nodes.tgroup("", cols=len(titles))
        group += [nodes.colspec(colwidth=1, stub=int(i == 0)) for i in range(len(titles))]
        group += nodes.thead("", self._row(titles))
        group += nodes.tbody("", *(self._row(row) for row in rows))
        return nodes.table("", group, classes=["colwidths-auto", "reference-table"])

    def _row(self, cells: Sequence[Cell]) -> nodes.row:
        return nodes.row("", *(nodes.entry("", self.cell(content)) for content in cells))

    def target(self, kind: str, name: str) -> nodes.Element:
        """The name as code, and the place that links to it lead to."""
        node = nodes.literal(name, name)
        self.note(kind, name, node)
        return node

    def note(self, kind: str, name: str, node: nodes.Element) -> None:
        """Let links to a thing of the standard domain lead to a node."""
        identifier = nodes.make_id(f"{kind}-{name}")
        node["ids"].append(identifier)
        self.state.document.note_explicit_target(node)
        standard = self.env.get_domain("std")
        assert isinstance(standard, StandardDomain)  # noqa: S101
        standard.note_object(kind, name, identifier, location=node)

    def codes(self, names: Iterable[object]) -> str:
        """Names as code, with commas between them."""
        return ", ".join(f"``{name}``" for name in names)

    # The subjects.

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
            ("``valid``, or padding in numbers", typeset(f"O = {text(FLOOR)}")),
            ("``same``", typeset(f"O = {text(SAME)}")),
        ]
        return [self.table(("Padding", "Size of the output, per axis"), rows)]

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
        rows = [(f"``{name}``", dialect.title, self.codes(sorted(dialect.roots))) for name, dialect in DIALECTS.items()]
        return [self.table(("Dialect", "Framework", "Modules that are the framework"), rows)]

    def operators(self) -> list[nodes.Node]:
        """What an operator on feature maps becomes."""
        signs = {"Add": "+", "Sub": "-", "Mult": "*", "Div": "/", "Pow": "**", "USub": "-"}
        rows = [
            (f"``{signs[kind.__name__]}x``" if kind.__name__ == "USub" else f"``x {signs[kind.__name__]} y``", name)
            for kind, (name, _) in OPERATIONS.items()
        ]
        return [self.table(("Operator", "Layer"), [(sign, f"``{name}``") for sign, name in rows])]

    def functions(self) -> list[nodes.Node]:
        """Functions and methods of Python."""
        words = {
            "built-in": "built-in functions",
            "math": "``math``",
            "str": "methods of strings",
            "list": "methods of lists",
            "dict": "methods of dictionaries",
            "tuple": "methods of tuples",
        }
        rows = [(words[owner], self.codes(names)) for owner, names in declarations.functions().items()]
        return [self.table(("", "What is read"), rows)]

    def merging(self) -> list[nodes.Node]:
        """Functions that merge feature maps."""
        return [self.cell(self.codes(f"keras.layers.{name}" for name in FUNCTIONS))]

    def training(self) -> list[nodes.Node]:
        """Methods of a model that are passed over."""
        return [self.cell(self.codes(sorted(TRAINING_CALLS)))]

    def limits(self) -> list[nodes.Node]:
        """Bounds of a text."""
        rows = (
            ("length of the text", f"{source.LONGEST_TEXT // 1024} KiB"),
            ("steps of the interpreter", f"{budget.STEPS:,}"),
            ("layers", f"{budget.LAYERS:,}"),
            ("calls within calls", f"{budget.CALL_DEPTH:,}"),
            ("a whole number", f"{budget.LARGEST_INTEGER:,}"),
            ("items of a list, characters of a string", f"{budget.LONGEST_SEQUENCE:,}"),
            ("width of a format", f"{budget.WIDEST_FORMAT:,}"),
        )
        return [self.table(("What", "At most"), rows)]

    def folding(self) -> list[nodes.Node]:
        """When a diagram is drawn by groups, or not at all."""
        return [
            self.cell(
                f"A network of more than {folding.MOST_LAYERS} layers is drawn by its groups, one block for the "
                f"consecutive layers of each. With more than {folding.MOST_BLOCKS} blocks it is written as text."
            )
        ]

    def layers(self) -> list[nodes.Node]:
        """All layer kinds, a section for each family."""
        shown: list[nodes.Node] = []
        for family, entries in declarations.entries().items():
            section = nodes.section("", nodes.title("", family.capitalize()), ids=[nodes.make_id(f"family-{family}")])
            self.state.document.note_explicit_target(section)
            words, sources = declarations.of_family(entries[0])
            section += self.parse_text_to_nodes(words)
            section += [self._layer(entry) for entry in entries]
            section += self.parse_text_to_nodes(sources)
            shown.append(section)
        return shown

    def _layer(self, entry: Entry) -> nodes.Node:
        description = addnodes.desc(domain="std", objtype="layer", desctype="layer", classes=["std", "layer"])
        for name in entry.names:
            description += self._signature(name, entry)
        content = addnodes.desc_content()
        description += content
        for counted in entry.classes:
            content += self.parse_text_to_nodes(declarations.docstring(counted))
            content += self._counts(counted)
        content += self._arguments(entry)
        return description

    def _signature(self, name: str, entry: Entry) -> nodes.Node:
        signature = addnodes.desc_signature(name, "", addnodes.desc_name(name, name))
        arguments = addnodes.desc_parameterlist()
        for parameter in entry.parameters:
            argument = addnodes.desc_parameter("", "", addnodes.desc_sig_name("", parameter.name))
            if parameter.default:
                default = repr(parameter.default[0])
                argument += [addnodes.desc_sig_operator("", "="), nodes.inline("", default, classes=["default_value"])]
            arguments += argument
        signature += arguments
        self.note("layer", name, signature)
        return signature

    def _counts(self, counted: type[Layer]) -> nodes.Node:
        fields: list[tuple[str, Cell]] = []
        for name, formula in counted.counts.formulas.items():
            title = TITLES.get(name) or QUANTITIES[name].title
            if formula is None:
                fields.append((title, "not known"))
            elif name == "activations" and formula.is_zero:
                fields.append((title, "none"))
            elif name != "activations" and not formula.is_zero:
                fields.append((title, typeset(text(formula))))
        return self._fields(fields)

    def _arguments(self, entry: Entry) -> nodes.Node:
        meanings = [f"``{parameter.name}``: {meaning(parameter)}" for parameter in entry.parameters]
        fields: list[tuple[str, Cell]] = []
        if meanings:
            fields.append(("Arguments", nodes.bullet_list("", *(nodes.list_item("", self.cell(m)) for m in meanings))))
        if entry.kind.passed_over:
            fields.append(("Change no count", self.codes(entry.kind.passed_over)))
        if entry.aliases:
            fields.append(("Also known as", self.codes(entry.aliases)))
        if not entry.kind.in_framework:
            fields.append(("In Keras", "there is no such layer; the line under the table says so"))
        return self._fields(fields)

    def _fields(self, fields: list[tuple[str, Cell]]) -> nodes.Node:
        shown = nodes.field_list()
        for title, content in fields:
            is_block = isinstance(content, nodes.bullet_list)
            body = nodes.field_body("", content if is_block else self.cell(content))  # type: ignore[arg-type]
            shown += nodes.field("", nodes.field_name("", title), body)
        return shown

    def everywhere(self) -> list[nodes.Node]:
        """Arguments of every layer."""
        return [self.cell(self.codes(OF_EVERY_LAYER))]


def meaning(parameter: Parameter) -> str:
    """What an argument can be, from the docstring of its converter."""
    return _in_a_sentence(parameter.convert.__doc__)


def _in_a_sentence(docstring: str | None) -> str:
    words = " ".join((docstring or "").split()).removesuffix(".")
    words = AS_ANOTHER.sub(lambda found: f"{_in_a_sentence(getattr(arguments, found[1]).__doc__)}; {found[2]}", words)
    return words if words.startswith(("True", "False")) else words[:1].lower() + words[1:]


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
    "functions": Reference.functions,
    "merging": Reference.merging,
    "training": Reference.training,
    "limits": Reference.limits,
    "folding": Reference.folding,
    "layers": Reference.layers,
    "everywhere": Reference.everywhere,
}


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the directive and what can be linked to."""
    for kind, name in OBJECT_TYPES.items():
        app.add_object_type(kind, kind, objname=name)
    app.add_directive("reference", Reference)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
