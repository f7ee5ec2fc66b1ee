"""Functions of an architecture text: they are defined, and they are called."""

from __future__ import annotations

import ast
from abc import abstractmethod
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

from sphinx_cnn.notation.budget import CALL_DEPTH
from sphinx_cnn.notation.classes import Class
from sphinx_cnn.notation.errors import ArchitectureError
from sphinx_cnn.notation.evaluator import Evaluator
from sphinx_cnn.notation.scope import Scope
from sphinx_cnn.notation.values import Function, Opaque


@dataclass(frozen=True, slots=True)
class Leave:
    """How a block was left before its end: by ``break``, ``continue``, or ``return`` with a value."""

    by: str
    node: ast.AST
    value: object = None


MOST_YIELDED = 2_000
"""Of a generator with more items nothing is read; most that have more have no end."""


class EndlessError(ArchitectureError):
    """A generator gives more items than are read."""


class Functions(Evaluator):
    """Defines and calls functions."""

    yielded: list[object]
    """What the generator that is running has given so far."""
    calls: int
    """How many calls are under way, one within the other."""

    @abstractmethod
    def execute(self, body: list[ast.stmt]) -> Leave | None:
        """Read statements in order."""

    @abstractmethod
    def decorated(self, value: object, decorators: list[ast.expr]) -> object:
        """A function or a class with its decorators applied."""

    def define_function(self, node: ast.FunctionDef) -> None:
        """``def``, with its decorators."""
        function = Function(node.name, node, self.defaults(node.args), self.scope, self.source, _yields(node))
        self.scope.names[node.name] = self.decorated(function, node.decorator_list)

    def defaults(self, arguments: ast.arguments) -> dict[str, object]:
        """The default values of a function's parameters, evaluated where it is defined."""
        positional = [*arguments.posonlyargs, *arguments.args]
        pairs = list(zip(reversed(positional), reversed(arguments.defaults), strict=False))
        pairs += [(p, d) for p, d in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if d is not None]
        return {parameter.arg: self.evaluate(default) for parameter, default in pairs}

    def _result(self, function: Function) -> object:
        """What a function gives; the items of a generator are all made at once."""
        outer, self.yielded = self.yielded, []
        assert isinstance(function.node, ast.FunctionDef)  # noqa: S101
        try:
            left = self.execute(function.node.body)
            if left is not None and left.by != "return":
                raise self.error(f"'{left.by}' has nothing to leave here", left.node)
        except EndlessError:
            return Opaque(f"{function.name}()")
        else:
            value = left.value if left else None
            return self.yielded if function.yields else value
        finally:
            self.yielded = outer

    def give(self, node: ast.Yield | ast.YieldFrom) -> object:
        """``yield``."""
        if not self.calls:
            raise self.error("'yield' has nothing to leave here", node)
        value = None if node.value is None else self.evaluate(node.value)
        several = isinstance(node, ast.YieldFrom) and not isinstance(value, Opaque)
        self.yielded.extend(self.items(value, node) if several else [value])
        if len(self.yielded) > MOST_YIELDED:
            raise EndlessError("the generator does not end")
        return Opaque("yield")

    def call_function(
        self,
        function: Function,
        arguments: list[Any],
        keywords: dict[str, Any],
        node: ast.AST,
        owner: Class | None = None,
    ) -> object:
        """Call a function of the text; the layers that it applies form a group, unless it is a method of *owner*."""
        if self.calls >= CALL_DEPTH:
            raise self.error(f"{function.name} calls itself, or is called, more than {CALL_DEPTH} calls deep", node)
        with self.located(node):
            names = bound_arguments(function, arguments, keywords)
        if owner is not None and arguments:
            names |= {"__class__": owner, "__self__": arguments[0]}
        outer_scope, self.scope = self.scope, Scope(names, function.scope)
        outer_source, self.source = self.source, function.source
        self.calls += 1
        groups = owner is None and self.dialect.groups_functions(self)
        try:
            with self.grouped(function.name) if groups else nullcontext():
                if isinstance(function.node, ast.Lambda):
                    return self.evaluate(function.node.body)
                return self._result(function)
        finally:
            self.scope, self.source = outer_scope, outer_source
            self.calls -= 1


def bound_arguments(function: Function, arguments: list[Any], keywords: dict[str, Any]) -> dict[str, object]:
    """The parameters of a function by name, for a call of it.

    :raises TypeError: where Python would.
    """
    declared = function.node.args
    positional = [parameter.arg for parameter in (*declared.posonlyargs, *declared.args)]
    names: dict[str, object] = dict(zip(positional, arguments, strict=False))
    extra = arguments[len(positional) :]
    if declared.vararg:
        names[declared.vararg.arg] = tuple(extra)
    elif extra:
        raise TypeError(f"{function.name} takes {len(positional)} arguments, but {len(arguments)} are given")
    rest = {}
    for name, value in keywords.items():
        if name in names:
            raise TypeError(f"{function.name} is given '{name}' twice")
        if name in positional or any(name == parameter.arg for parameter in declared.kwonlyargs):
            names[name] = value
        elif declared.kwarg:
            rest[name] = value
        else:
            raise TypeError(f"{function.name} has no parameter '{name}'")
    if declared.kwarg:
        names[declared.kwarg.arg] = rest
    for name in (*positional, *(parameter.arg for parameter in declared.kwonlyargs)):
        if name not in names:
            if name not in function.defaults:
                raise TypeError(f"{function.name} needs a value for '{name}'")
            names[name] = function.defaults[name]
    return names


def _yields(function: ast.FunctionDef) -> bool:
    """Whether a function is a generator."""
    waiting: list[ast.AST] = [*function.body]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Yield | ast.YieldFrom):
            return True
        if not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda):
            waiting.extend(ast.iter_child_nodes(node))
    return False
