"""The layer kinds as a reader looks for them: by family, by what they are counted by, and then by framework."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, replace
from importlib import import_module
from typing import TypeVar

from _ext.builders import Counted, counted, helpers
from _ext.declarations import docstring
from sphinx_cnn.arithmetic.formula import SYMBOLS, Formula, Symbol
from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.arithmetic.window import FLOOR, SAME, TRANSPOSED, TransposedWindow, Window
from sphinx_cnn.notation import DIALECTS, speaker
from sphinx_cnn.notation.kinds import Kind
from sphinx_cnn.notation.pytorch.functional import TWINS

SIZES: dict[type, dict[str, Formula]] = {
    Window: {"any padding but ``same``": FLOOR, '``padding="same"``': SAME},
    TransposedWindow: {"transposed convolution": TRANSPOSED},
}
"""What the size of an output is along an axis, by what slides over the input."""

OUTPUT = Formula("O")

PATHS = {"keras": "keras.layers.", "pytorch": "torch.nn.", "lasagne": "lasagne.layers."}
"""Where a framework keeps its layers."""

KINDS: dict[str, dict[str, Kind]] = {
    dialect: import_module(f"sphinx_cnn.notation.{dialect}.layers").KINDS for dialect in DIALECTS
}
"""The layer kinds of all dialects."""


T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class Spelling:
    """Kinds of one framework that have the same arguments, such as ``Conv1D``, ``Conv2D`` and ``Conv3D``."""

    dialect: str
    kinds: dict[str, Kind]

    @property
    def first(self) -> Kind:
        """The kind that the others are like."""
        return next(iter(self.kinds.values()))

    @property
    def framework(self) -> str:
        """The framework's name."""
        return speaker(self.dialect).title

    @property
    def incoming(self) -> str:
        """The argument for what a layer is applied to, in a framework that applies it as it is made."""
        return str(getattr(self.first, "incoming", ""))

    @property
    def passed_over(self) -> list[str]:
        """The arguments that change no count."""
        return [name for name in self.first.passed_over if name not in self.first.parameters]

    @property
    def functions(self) -> list[str]:
        """The functions that make such a layer and apply it at once."""
        merging = [f"keras.layers.{kind.function}" for kind in self.kinds.values() if kind.function]
        twins = [twin.name for twin in TWINS.values() if self.dialect == "pytorch" and twin.kind in self.kinds]
        return [*merging, *(f"torch.nn.functional.{name}" for name in twins)]


@dataclass(frozen=True)
class Section:
    """The kinds of all frameworks that are, in the ordinary case, counted by the same class of the core."""

    layer: type[Layer]
    spellings: list[Spelling]

    @property
    def title(self) -> str:
        """What it is called."""
        return title(self.layer.__name__)

    @property
    def kinds(self) -> list[Kind]:
        """All of them."""
        return [kind for spelling in self.spellings for kind in spelling.kinds.values()]

    @property
    def frameworks(self) -> dict[str, list[Spelling]]:
        """The spellings by framework."""
        return _together(self.spellings, lambda spelling: spelling.framework)

    @property
    def otherwise(self) -> dict[type[Layer], dict[tuple[str, str], list[str]]]:
        """The classes that arguments can make of them instead, by framework and by what the arguments are."""
        found: dict[type[Layer], dict[tuple[str, str], list[str]]] = {}
        for spelling in self.spellings:
            for name, kind in spelling.kinds.items():
                for one in counted(kind):
                    if one.layer is not self.layer:
                        same = found.setdefault(one.layer, {})
                        same.setdefault((spelling.framework, one.condition), []).append(name)
        return found

    @property
    def classes(self) -> list[type[Layer]]:
        """All classes of the core, the ordinary one first."""
        return [self.layer, *self.otherwise]

    @property
    def sizes(self) -> dict[str, Formula]:
        """What the size of the output is along an axis, by the padding, where something slides over the input."""
        made = {helper for kind in self.kinds for helper in helpers(kind.build)}
        return {
            padding: formula for window, sizes in SIZES.items() if window in made for padding, formula in sizes.items()
        }

    @property
    def symbols(self) -> list[Symbol]:
        """The symbols of the ordinary formulas, and of those of the sizes."""
        return _symbols(self.layer, [*self.sizes.values(), *([OUTPUT] if self.sizes else [])])

    def own_symbols(self, layer: type[Layer]) -> list[Symbol]:
        """The symbols of another class that are not among those, or mean something else."""
        return [symbol for symbol in _symbols(layer, []) if symbol not in self.symbols]

    @property
    def sources(self) -> list[str]:
        """Where the arguments stand, if the framework has the kinds, and what the counts are taken from."""
        spelled = [spelling.first.build.__module__ for spelling in self.spellings if spelling.first.in_framework]
        modules = [*spelled, *(cls.__module__ for cls in self.classes)]
        return [source for module in dict.fromkeys(modules) if (source := _of_module(module)[1])]


def families() -> dict[str, list[Section]]:
    """All layer kinds by family, which is the file that they are declared in."""
    found: dict[str, dict[type[Layer], list[Spelling]]] = {}
    for dialect, kinds in KINDS.items():
        for alike in _together(kinds.items(), lambda item: (item[1].build, item[1].passed_over)).values():
            spelling = Spelling(dialect, dict(alike))
            family = spelling.first.build.__module__.rpartition(".")[2]
            ordinary = counted(spelling.first)[0].layer
            found.setdefault(family, {}).setdefault(ordinary, []).append(spelling)
    return {family: [Section(*section) for section in sections.items()] for family, sections in found.items()}


def _symbols(layer: type[Layer], others: list[Formula]) -> list[Symbol]:
    """The symbols of a class's formulas and of other ones, with what they mean for the class."""
    formulas = [*others, *(formula for formula in Counted(layer).formulas.values() if formula)]
    used = {node.id for formula in formulas for node in ast.walk(formula.tree) if isinstance(node, ast.Name)}
    return [
        replace(symbol, meaning=layer.meanings.get(symbol.name, symbol.meaning))
        for symbol in SYMBOLS.values()
        if symbol.name in used
    ]


def title(name: str) -> str:
    """The name of a class of the core in plain words."""
    first, *others = re.sub(r"(?<=[a-z])(?=[A-Z][a-z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name).split()
    return " ".join([first, *(word if word[1:] != word[1:].lower() else word.lower() for word in others)])


def words(family: str) -> str:
    """What is said of a family, in the file that counts it, or else in the one that declares it."""
    counting = f"sphinx_cnn.arithmetic.layers.{family}"
    return _of_module(counting if counting in sys.modules else f"sphinx_cnn.notation.keras.layers.{family}")[0]


def only_by_name(kind: Kind) -> set[str]:
    """The arguments that cannot be given without their name."""
    return kind.parameters.keys() - set(kind.positional)


def object_name(dialect: str, name: str) -> str:
    """What a kind is called in ``:layer:`` roles: Keras' kinds by their names, others by their paths."""
    return name if dialect == "keras" else f"{PATHS[dialect]}{name}"


def _together(things: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    """The things that have the same key, in the order of the first of them."""
    found: dict[K, list[T]] = {}
    for thing in things:
        found.setdefault(key(thing), []).append(thing)
    return found


def _of_module(name: str) -> tuple[str, str]:
    """The words of a module's docstring, and its sources, which stand at its end."""
    said, *sources = re.split(r"\s*\bSources?:\s+", docstring(sys.modules[name]))
    return said, " ".join(sources)
