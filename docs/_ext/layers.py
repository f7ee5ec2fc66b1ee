"""``.. layers:: FAMILY``: a section for each layer kind, generated from the declarations of the code."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes

from _ext import declarations, kinds
from _ext.builders import Counted
from _ext.kinds import Section, Spelling
from _ext.parts import Parts
from _ext.typesetting import typeset
from sphinx_cnn.arithmetic.formula import Symbol
from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.arithmetic.quantities import QUANTITIES
from sphinx_cnn.notation.kinds import Kind, Parameter
from sphinx_cnn.notation.values import Opaque
from sphinx_cnn.rendering.working import typeset as text

TITLES = {"operations": "FLOPs, textbook"}
"""Counts that are no quantities of their own."""

AS_ANOTHER = re.compile(r"As :func:`(\w+)`, (.*)")
"""How the docstring of a converter refers to another one."""

OF_CORE = re.compile(r":class:`(\w+)`")
"""How the docstring of a class of the core refers to another one."""

CHOICES = re.compile(r":data:`(\w+)`")
"""How the docstring of a converter refers to what may be chosen."""

ADDRESS = re.compile(r"https://[^\s,]+?(?=[.,;]?(?:\s|$))")

Fact = tuple[str, Sequence[nodes.Node]]


class Families(Parts):
    """``.. layer-families::`` lists all layer kinds of a dialect, with links to their signatures."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """A row for each family."""
        dialect = directives.choice(self.arguments[0], tuple(kinds.KINDS))
        rows = []
        for family, sections in kinds.families().items():
            spelled = [spelling for section in sections for spelling in section.spellings]
            names = [name for spelling in spelled if spelling.dialect == dialect for name in spelling.kinds]
            links = ", ".join(f":layer:`{name} <{kinds.object_name(dialect, name)}>`" for name in names)
            rows += [(f":doc:`/reference/layers/{family}`", links)] if names else []
        return [self.table(("Family", "Layers"), rows)]


class Layers(Parts):
    """Gives the sections of a family."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """What is said of the family, and its sections."""
        families = kinds.families()
        family = directives.choice(self.arguments[0], tuple(families))
        return [*self.parse_text_to_nodes(kinds.words(family)), *map(self._section, families[family])]

    def _section(self, entry: Section) -> nodes.Node:
        section = nodes.section("", nodes.title("", entry.title), classes=["layer"])
        self.state.document.note_implicit_target(section)
        section["names"].append(nodes.fully_normalize_name(entry.title))
        section += self._of_class(entry.layer)
        section += self.fields(self._of_formulas(entry))
        for layer, conditions in entry.otherwise.items():
            told = [_when(entry, *key, names) for key, names in conditions.items()]
            section += self.cell(f"{'; '.join(told)}:")
            section += self._of_class(layer)
            section += self.fields(_said(("Symbols", self._meanings(entry.own_symbols(layer)))))
        for framework, spellings in entry.frameworks.items():
            section += nodes.rubric("", str(framework))
            section += [self._signature(spelling) for spelling in spellings]
        sources = [self.cell(ADDRESS.sub(linked, source)) for source in entry.sources]
        section += self.fields(_said(("Sources", sources)))
        return section

    def _of_class(self, layer: type[Layer]) -> list[nodes.Node]:
        """What a class of the core is, and its formulas."""
        words = declarations.docstring(layer).partition(":param")[0]
        said = self.parse_text_to_nodes(OF_CORE.sub(lambda found: f"*{kinds.title(found[1])}*", words))
        return [*said, self.fields(self._counts(Counted(layer)))]

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

    def _signature(self, spelling: Spelling) -> nodes.Node:
        """The names, their arguments, and what each argument can be."""
        description = addnodes.desc(domain="std", objtype="layer", desctype="layer", classes=["std", "layer"])
        for name, kind in spelling.kinds.items():
            line = addnodes.desc_signature(name, "")
            if kind.in_framework:
                line += addnodes.desc_addname("", kinds.PATHS[spelling.dialect])
            line += [addnodes.desc_name(name, name), self._arguments(spelling)]
            description += line
            self.note("layer", kinds.object_name(spelling.dialect, name), line)
        description += addnodes.desc_content("", self.fields(self._facts(spelling)))
        return description

    def _arguments(self, spelling: Spelling) -> nodes.Node:
        shown = addnodes.desc_parameterlist()
        if spelling.incoming:
            shown += addnodes.desc_parameter("", "", addnodes.desc_sig_name("", spelling.incoming))
        by_name = kinds.only_by_name(spelling.first)
        for name, parameter in spelling.first.parameters.items():
            if name in by_name and shown.children and "*" not in [child.astext() for child in shown.children]:
                shown += addnodes.desc_parameter("", "", addnodes.desc_sig_operator("", "*"))
            argument = addnodes.desc_parameter("", "", addnodes.desc_sig_name("", name))
            if parameter.default:
                default = nodes.inline("", default_value(spelling.first, parameter), classes=["default_value"])
                argument += [addnodes.desc_sig_operator("", "="), default]
            shown += argument
        return shown

    def _facts(self, spelling: Spelling) -> list[Fact]:
        """What holds for kinds with the same arguments."""
        kind = spelling.first
        meanings = [self.cell(f"``{name}``: {meaning(parameter)}") for name, parameter in kind.parameters.items()]
        follows = [self.cell(f"``{name}`` is ``{other}`` where it is None") for name, other in kind.follows.items()]
        declared = self.codes(expected.argument for expected in kind.expects)
        checked = [self.cell(f"{declared}: if something else arrives, it is an error")] if declared else []
        anything = [self.cell("any arguments; none of them is read")] if kind.takes_anything else []
        aliases = self.codes(alias for kind in spelling.kinds.values() for alias in kind.aliases)
        absent = "there is no such layer; the line under the table says so"
        return _said(
            ("Arguments", [*meanings, *follows, *anything]),
            ("Declares", checked),
            ("Change no count", self._coded(spelling.passed_over)),
            ("Also known as", [self.cell(aliases)] if aliases else []),
            ("As a function", self._coded(spelling.functions)),
            (f"In {spelling.framework}", [] if kind.in_framework else [self.cell(absent)]),
        )

    def _coded(self, names: Sequence[str]) -> list[nodes.Node]:
        return [self.cell(self.codes(names))] if names else []

    def _of_formulas(self, entry: Section) -> list[Fact]:
        """The size of the output, and what the symbols of all formulas mean."""
        sizes = [self.cell(typeset(f"O = {text(formula)}"), f", {window}") for window, formula in entry.sizes.items()]
        return _said(("Size of the output", sizes), ("Symbols", self._meanings(entry.symbols)))

    def _meanings(self, symbols: list[Symbol]) -> list[nodes.Node]:
        return [
            self.cell(typeset(symbol.name), f": {symbol.meaning}{', per axis' if symbol.per_axis else ''}")
            for symbol in symbols
        ]


def _when(entry: Section, framework: str, condition: str, names: list[str]) -> str:
    """Of which kinds another class is spoken; of all of a framework's, if none is named."""
    all_of_them = [name for spelling in entry.frameworks[framework] for name in spelling.kinds]
    those = f"In {framework}" if names == all_of_them else f"{framework}'s {', '.join(f'``{name}``' for name in names)}"
    return f"{those}, where ``{condition}``" if condition else f"{those}, depending on what arrives"


def default_value(kind: Kind, parameter: Parameter) -> str:
    """A default value as code; a function by its name, and what a parameter is initialized by as three dots."""
    value = parameter.default[0]
    if parameter.name in getattr(kind, "learned", ()):
        return "…"
    return value.origin.rpartition(".")[2] if isinstance(value, Opaque) else repr(value)


def _said(*facts: Fact) -> list[Fact]:
    return [(title, paragraphs) for title, paragraphs in facts if paragraphs]


def linked(address: re.Match[str]) -> str:
    """An address as a link that says where it leads."""
    return f"`{address[0].removeprefix('https://').strip('/')} <{address[0]}>`__"


def meaning(parameter: Parameter) -> str:
    """What an argument can be, from the docstring of its converter."""
    words = in_words(parameter.convert).removesuffix(".")
    return words if words.startswith(("True", "False")) else words[:1].lower() + words[1:]


def in_words(function: Any) -> str:  # noqa: ANN401
    """The docstring of a function, with that of another one in it where it refers to it."""
    words = " ".join((function.__doc__ or "").split())
    words = CHOICES.sub(lambda found: ", ".join(f"``{name}``" for name in function.__globals__[found[1]]), words)

    def another(found: re.Match[str]) -> str:
        return f"{in_words(function.__globals__[found[1]]).removesuffix('.')}; {found[2]}"

    return AS_ANOTHER.sub(another, words)
