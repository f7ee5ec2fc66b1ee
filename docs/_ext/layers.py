"""``.. layers:: FAMILY``: a section for each layer kind, generated from the declarations of the code."""

from __future__ import annotations

import re
from collections.abc import Sequence

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes

from _ext import declarations, kinds
from _ext.kinds import Counted, Entry
from _ext.parts import Parts
from _ext.typesetting import typeset
from sphinx_cnn.arithmetic.quantities import QUANTITIES
from sphinx_cnn.notation.keras import arguments
from sphinx_cnn.notation.kinds import Kind, Parameter
from sphinx_cnn.rendering.working import typeset as text

TITLES = {"operations": "FLOPs, textbook"}
"""Counts that are no quantities of their own."""

AS_ANOTHER = re.compile(r"As :func:`(\w+)`, (.*)")
"""How the docstring of a converter refers to another one."""

ADDRESS = re.compile(r"https://\S+/")

Fact = tuple[str, Sequence[nodes.Node]]


class Families(Parts):
    """``.. layer-families::`` lists all layer kinds, with links to their sections."""

    def run(self) -> list[nodes.Node]:
        """A row for each family."""
        rows = [
            (f":doc:`/reference/layers/{family}`", ", ".join(f":layer:`{name}`" for e in entries for name in e.kinds))
            for family, entries in kinds.families().items()
        ]
        return [self.table(("Family", "Layers"), rows)]


class Layers(Parts):
    """Gives the sections of a family."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """What is said of the family, and its sections."""
        families = kinds.families()
        family = directives.choice(self.arguments[0], tuple(families))
        return [*self.parse_text_to_nodes(kinds.words(family)), *map(self._section, families[family])]

    def _section(self, entry: Entry) -> nodes.Node:
        section = nodes.section("", nodes.title("", ", ".join(entry.kinds)), classes=["layer"])
        for name in entry.kinds:
            self.note("layer", name, section)
        for counted in entry.counted:
            if counted.condition:
                section += self.cell(f"Where ``{counted.condition}``:")
            section += self.parse_text_to_nodes(declarations.docstring(counted.layer).partition(":param")[0])
            section += self.fields(self._counts(counted))
        section += self.fields(self._of_formulas(entry))
        section += [self._signature(names, kind) for names, kind in entry.signatures]
        section += self.fields(self._facts(entry))
        return section

    def _counts(self, counted: Counted) -> list[Fact]:
        """The formulas; what a layer has none of is left out, but for a view, which says so."""
        facts: list[tuple[str, str | nodes.Node]] = []
        for name, formula in counted.formulas.items():
            title = TITLES.get(name) or QUANTITIES[name].title
            if formula is None:
                facts.append((title, "not known"))
            elif not formula.is_zero:
                facts.append((title, typeset(text(formula))))
            elif name == "activations":
                facts.append((title, "none: it is a view"))
        if not counted.layer.learns:
            facts.append((QUANTITIES["trainable"].title, "none"))
        return [(title, [self.cell(content)]) for title, content in facts]

    def _signature(self, names: list[str], kind: Kind) -> nodes.Node:
        """The names, their arguments, and what each argument can be."""
        description = addnodes.desc(domain="std", objtype="layer", desctype="layer", classes=["std", "layer"])
        for name in names:
            line = addnodes.desc_signature(name, "", addnodes.desc_name(name, name))
            line += self._arguments(kind)
            description += line
        meanings = [self.cell(f"``{name}``: {meaning(parameter)}") for name, parameter in kind.parameters.items()]
        passed_over = [self.cell(self.codes(kind.passed_over))] if kind.passed_over else []
        facts = _said(("Arguments", meanings), ("Change no count", passed_over))
        description += addnodes.desc_content("", self.fields(facts))
        return description

    def _arguments(self, kind: Kind) -> nodes.Node:
        shown = addnodes.desc_parameterlist()
        by_name = kinds.only_by_name(kind)
        for name, parameter in kind.parameters.items():
            if name in by_name and shown.children and "*" not in [child.astext() for child in shown.children]:
                shown += addnodes.desc_parameter("", "", addnodes.desc_sig_operator("", "*"))
            argument = addnodes.desc_parameter("", "", addnodes.desc_sig_name("", name))
            if parameter.default:
                default = nodes.inline("", repr(parameter.default[0]), classes=["default_value"])
                argument += [addnodes.desc_sig_operator("", "="), default]
            shown += argument
        return shown

    def _of_formulas(self, entry: Entry) -> list[Fact]:
        """The size of the output, and what the symbols of all formulas mean."""
        sizes = [self.cell(typeset(f"O = {text(formula)}"), f", {window}") for window, formula in entry.sizes.items()]
        symbols = [
            self.cell(typeset(symbol.name), f": {symbol.meaning}{', per axis' if symbol.per_axis else ''}")
            for symbol in entry.symbols
        ]
        return _said(("Size of the output", sizes), ("Symbols", symbols))

    def _facts(self, entry: Entry) -> list[Fact]:
        """What else holds for all kinds of the section."""
        aliases = [alias for kind in entry.kinds.values() for alias in kind.aliases]
        functions = [f"keras.layers.{kind.function}" for kind in entry.kinds.values() if kind.function]
        absent = "there is no such layer; the line under the table says so"
        return _said(
            ("Also known as", [self.cell(self.codes(aliases))] if aliases else []),
            ("As a function", [self.cell(self.codes(functions))] if functions else []),
            ("In Keras", [] if entry.first.in_framework else [self.cell(absent)]),
            ("Sources", [self.cell(ADDRESS.sub(linked, source)) for source in entry.sources]),
        )


def _said(*facts: Fact) -> list[Fact]:
    return [(title, paragraphs) for title, paragraphs in facts if paragraphs]


def linked(address: re.Match[str]) -> str:
    """An address as a link that says where it leads."""
    return f"`{address[0].removeprefix('https://').strip('/')} <{address[0]}>`__"


def meaning(parameter: Parameter) -> str:
    """What an argument can be, from the docstring of its converter."""
    return _in_a_sentence(parameter.convert.__doc__)


def _in_a_sentence(docstring: str | None) -> str:
    words = " ".join((docstring or "").split()).removesuffix(".")
    words = AS_ANOTHER.sub(lambda found: f"{_in_a_sentence(getattr(arguments, found[1]).__doc__)}; {found[2]}", words)
    return words if words.startswith(("True", "False")) else words[:1].lower() + words[1:]
