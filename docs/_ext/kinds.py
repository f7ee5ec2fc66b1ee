"""The layer kinds as a reader looks for them: by family, and of one name along one, two and three axes together."""

from __future__ import annotations

import ast
import inspect
import re
import sys
import textwrap
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import chain

from _ext.declarations import docstring
from sphinx_cnn.arithmetic.formula import SYMBOLS, Formula, Symbol
from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.arithmetic.layers.wrapping import Wrapper
from sphinx_cnn.arithmetic.window import FLOOR, SAME, TRANSPOSED, TransposedWindow, Window
from sphinx_cnn.notation.keras.layers import KINDS
from sphinx_cnn.notation.kinds import Kind

SIZES: dict[type, dict[str, Formula]] = {
    Window: {"any padding but ``same``": FLOOR, '``padding="same"``': SAME},
    TransposedWindow: {"transposed convolution": TRANSPOSED},
}
"""What the size of an output is along an axis, by what slides over the input."""

OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {ast.Is: ast.IsNot, ast.Eq: ast.NotEq}


@dataclass(frozen=True)
class Counted:
    """A class of the core that a kind is counted by.

    :param condition: what the arguments have to be for it, as Python; nothing, if that is the ordinary case.
    """

    layer: type[Layer]
    condition: str

    @property
    def formulas(self) -> dict[str, Formula | None]:
        """The formulas of its own; a layer around another one has none."""
        return {} if issubclass(self.layer, Wrapper) else self.layer.counts.formulas


@dataclass(frozen=True)
class Entry:
    """Kinds that are looked for together, such as ``Conv1D``, ``Conv2D`` and ``Conv3D``."""

    kinds: dict[str, Kind]

    @property
    def first(self) -> Kind:
        """The kind that the others are like."""
        return next(iter(self.kinds.values()))

    @property
    def signatures(self) -> list[tuple[list[str], Kind]]:
        """The names that share their arguments, with one kind of each."""
        return [(names, self.kinds[names[0]]) for names in _together(self.kinds, _signature)]

    @property
    def counted(self) -> list[Counted]:
        """The classes of the core that the kinds are counted by, the ordinary one first."""
        found = {counted.layer: counted for kind in self.kinds.values() for counted in _counted(kind.build)}
        first, *others = sorted(found.values(), key=lambda counted: len(counted.layer.__mro__))
        return [Counted(first.layer, ""), *others]

    @property
    def sizes(self) -> dict[str, Formula]:
        """What the size of the output is along an axis, by the padding, where something slides over the input."""
        made = _names(self.first.build)
        (sizes,) = [sizes for window, sizes in SIZES.items() if window in made] or [{}]
        return sizes

    @property
    def symbols(self) -> list[Symbol]:
        """The symbols of all these formulas."""
        formulas = [*self.sizes.values(), *(f for counted in self.counted for f in counted.formulas.values() if f)]
        used = {node.id for formula in formulas for node in ast.walk(formula.tree) if isinstance(node, ast.Name)}
        used |= {"O"} if self.sizes else set()
        own = {name: meaning for counted in self.counted for name, meaning in counted.layer.meanings.items()}
        return [
            replace(symbol, meaning=own.get(symbol.name, symbol.meaning))
            for symbol in SYMBOLS.values()
            if symbol.name in used
        ]

    @property
    def sources(self) -> list[str]:
        """Where the arguments stand, if the framework has the kinds, and what the counts are taken from."""
        modules = [self.first.build.__module__] if self.first.in_framework else []
        modules += [counted.layer.__module__ for counted in self.counted]
        return list(dict.fromkeys(_of_module(module)[1] for module in modules))


def families() -> dict[str, list[Entry]]:
    """All layer kinds by family, which is the file that they are declared in."""
    found: dict[str, dict[str, Kind]] = {}
    for name, kind in KINDS.items():
        found.setdefault(kind.build.__module__.rpartition(".")[2], {})[name] = kind
    return {family: _entries(kinds) for family, kinds in found.items()}


def words(family: str) -> str:
    """What is said of a family, in the file that counts it, or else in the one that declares it."""
    counting = f"sphinx_cnn.arithmetic.layers.{family}"
    return _of_module(counting if counting in sys.modules else f"sphinx_cnn.notation.keras.layers.{family}")[0]


def only_by_name(kind: Kind) -> set[str]:
    """The arguments that cannot be given without their name."""
    return kind.parameters.keys() - set(kind.positional)


def _entries(kinds: dict[str, Kind]) -> list[Entry]:
    """Kinds are alike if they have the same arguments, or the same name but for the number of axes."""
    alike = {names[0]: names for names in _together(kinds, _signature)}
    groups = _together(alike, lambda name: re.sub("[123]D", "", name))
    together = [set(chain.from_iterable(alike[name] for name in group)) for group in groups]
    return [Entry({name: kind for name, kind in kinds.items() if name in names}) for names in together]


def _signature(name: str) -> object:
    return KINDS[name].build, KINDS[name].passed_over


def _together(names: Iterable[str], key: Callable[[str], object]) -> list[list[str]]:
    """The names that have the same key, in the order of the first of them."""
    found: dict[object, list[str]] = {}
    for name in names:
        found.setdefault(key(name), []).append(name)
    return list(found.values())


def _counted(build: Callable[..., Layer]) -> list[Counted]:
    """The classes that a function returns, and under which condition."""
    found = []
    for node, condition in _returned(_body(build), ""):
        made = build.__globals__.get(node.func.id) if isinstance(node.func, ast.Name) else None
        if isinstance(made, type) and issubclass(made, Layer):
            found.append(Counted(made, condition))
        elif inspect.isfunction(made):
            found += _counted(made)
    return found


def _returned(body: list[ast.stmt], condition: str) -> list[tuple[ast.Call, str]]:
    found: list[tuple[ast.Call, str]] = []
    for statement in body:
        if isinstance(statement, ast.Return) and isinstance(statement.value, ast.Call):
            found.append((statement.value, condition))
        elif isinstance(statement, ast.If):
            inside = _returned(statement.body, ast.unparse(statement.test))
            found += inside
            condition = ast.unparse(_negated(statement.test)) if inside else condition
    return found


def _negated(test: ast.expr) -> ast.expr:
    if isinstance(test, ast.Compare) and type(test.ops[0]) in OPPOSITE:
        return ast.Compare(test.left, [OPPOSITE[type(test.ops[0])]()], test.comparators)
    return ast.UnaryOp(ast.Not(), test)


def _names(build: Callable[..., Layer]) -> list[object]:
    """What a function calls, and what is called by the functions that it calls."""
    nodes = [node for statement in _body(build) for node in ast.walk(statement)]
    called = [node.func.id for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    found = [build.__globals__.get(name) for name in called]
    inner = [thing for thing in found if inspect.isfunction(thing)]
    return [*found, *chain.from_iterable(_names(function) for function in inner)]


def _body(build: Callable[..., Layer]) -> list[ast.stmt]:
    (function,) = ast.parse(textwrap.dedent(inspect.getsource(build))).body
    assert isinstance(function, ast.FunctionDef)  # noqa: S101
    return function.body


def _of_module(name: str) -> tuple[str, str]:
    """The words of a module's docstring, and its sources, which stand at its end."""
    said, *sources = re.split(r"\s*\bSources?:\s+", docstring(sys.modules[name]))
    return said, " ".join(sources)
