"""What a layer kind's function returns, read from its source: the classes of the core, and when it is which."""

from __future__ import annotations

import ast
import builtins
import inspect
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sphinx_cnn.arithmetic.formula import Formula
from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.arithmetic.layers.wrapping import Wrapper
from sphinx_cnn.notation.kinds import Kind

OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {ast.Is: ast.IsNot, ast.Eq: ast.NotEq}

Build = Callable[..., Layer]


@dataclass(frozen=True)
class Counted:
    """A class of the core that a kind is counted by.

    :param condition: what the arguments have to be for it, as Python; nothing, if that is the ordinary case, or if it
        is no matter of the arguments alone.
    """

    layer: type[Layer]
    condition: str = ""

    @property
    def formulas(self) -> dict[str, Formula | None]:
        """The formulas of its own; a layer around another one has none."""
        return {} if issubclass(self.layer, Wrapper) else self.layer.counts.formulas


def counted(kind: Kind) -> list[Counted]:
    """The classes that a kind is counted by: that of its default arguments first, and when it is another one."""
    found: dict[type[Layer], tuple[str, ...]] = {}
    for layer, tests in _Reader(kind.build).returned():
        found.setdefault(layer, tests)
    first, *others = sorted(found, key=lambda layer: (not _holds(found[layer], kind), len(layer.__mro__)))
    return [Counted(first), *(Counted(layer, _told(found[layer], kind)) for layer in others)]


def _holds(tests: tuple[str, ...], kind: Kind) -> bool:
    """Whether tests are true for the default arguments, as far as these alone decide it."""
    return all(
        _names(test) <= kind.defaults.keys() and bool(eval(test, {}, kind.defaults))  # noqa: S307 - our own source
        for test in tests
    )


def _told(tests: tuple[str, ...], kind: Kind) -> str:
    """Tests as a reader can be told; nothing, if they are no matter of the arguments alone."""
    return " and ".join(tests) if all(_names(test) <= kind.parameters.keys() for test in tests) else ""


def _names(test: str) -> set[str]:
    return {node.id for node in ast.walk(ast.parse(test)) if isinstance(node, ast.Name)} - set(dir(builtins))


def helpers(build: Build) -> set[object]:
    """What a function calls, and what is called by the functions that it calls."""
    nodes = [node for statement in _function(build).body for node in ast.walk(statement)]
    called = [node.func.id for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    found = {build.__globals__.get(name) for name in called} - {None}
    inner = [thing for thing in found if inspect.isfunction(thing)]
    return found.union(*(helpers(function) for function in inner))


Found = tuple[type[Layer], tuple[str, ...]]


@dataclass
class _Reader:
    """Reads one function.

    :param constants: the arguments that are known, where another function calls it with them.
    """

    build: Callable[..., Any]
    constants: dict[str, object] = field(default_factory=dict)
    locals: dict[str, ast.expr] = field(default_factory=dict)

    def returned(self) -> Iterator[Found]:
        yield from self._block(_function(self.build).body, ())

    def _block(self, body: list[ast.stmt], tests: tuple[str, ...]) -> Iterator[Found]:
        for statement in body:
            if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
                self.locals[statement.targets[0].id] = statement.value
            elif isinstance(statement, ast.Return) and statement.value is not None:
                yield from self._value(statement.value, tests)
            elif isinstance(statement, ast.If):
                inside = list(self._under(statement.test, tests, lambda more: self._block(statement.body, more)))  # noqa: B023
                yield from inside
                if inside:
                    tests = (*tests, ast.unparse(_negated(statement.test)))

    def _value(self, node: ast.expr, tests: tuple[str, ...]) -> Iterator[Found]:
        if isinstance(node, ast.IfExp):
            yield from self._under(node.test, tests, lambda more: self._value(node.body, more))
            yield from self._under(_negated(node.test), tests, lambda more: self._value(node.orelse, more))
        elif isinstance(node, ast.Name) and node.id in self.locals:
            yield from self._value(self.locals[node.id], tests)
        elif isinstance(node, ast.Name):
            thing = self.build.__globals__.get(node.id)
            if isinstance(thing, type) and issubclass(thing, Layer):
                yield thing, tests
        elif isinstance(node, ast.Call):
            yield from self._call(node, tests)

    def _call(self, node: ast.Call, tests: tuple[str, ...]) -> Iterator[Found]:
        called = self.build.__globals__.get(node.func.id) if isinstance(node.func, ast.Name) else None
        if not inspect.isfunction(called):
            yield from self._value(node.func, tests)
            return
        names = list(inspect.signature(called).parameters)
        given = {**dict(zip(names, node.args, strict=False)), **{k.arg: k.value for k in node.keywords if k.arg}}
        known: dict[str, object] = {
            name: value.value for name, value in given.items() if isinstance(value, ast.Constant)
        }
        for layer, more in _Reader(called, known).returned():
            yield layer, (*tests, *more)
        for argument in given.values():
            yield from self._value(argument, tests)

    def _under(
        self, test: ast.expr, tests: tuple[str, ...], read: Callable[[tuple[str, ...]], Iterator[Found]]
    ) -> Iterator[Found]:
        """What is read where a test is true; nothing, if it is known to be false."""
        used = _names(ast.unparse(test))
        if used and used <= self.constants.keys():
            if eval(ast.unparse(test), {}, self.constants):  # noqa: S307 - of this project's own source
                yield from read(tests)
            return
        yield from read((*tests, ast.unparse(test)))


def _negated(test: ast.expr) -> ast.expr:
    if isinstance(test, ast.Compare) and type(test.ops[0]) in OPPOSITE:
        return ast.Compare(test.left, [OPPOSITE[type(test.ops[0])]()], test.comparators)
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return test.operand
    return ast.UnaryOp(ast.Not(), test)


@cache
def _function(build: Callable[..., Any]) -> ast.FunctionDef:
    (function,) = ast.parse(textwrap.dedent(inspect.getsource(build))).body
    assert isinstance(function, ast.FunctionDef)  # noqa: S101
    return function
