"""Statements of an architecture text, and the calls of its functions."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sphinx_cnn.arithmetic.shape import ShapeError
from sphinx_cnn.notation.budget import CALL_DEPTH, Budget
from sphinx_cnn.notation.builtins import builtins, key, truth
from sphinx_cnn.notation.calls import Caller
from sphinx_cnn.notation.comprehensions import Comprehender
from sphinx_cnn.notation.dialect import Dialect, Model
from sphinx_cnn.notation.evaluator import FOREIGN, PLAIN_ERRORS
from sphinx_cnn.notation.scope import Group, Scope
from sphinx_cnn.notation.shorthand import Shorthand, is_functional
from sphinx_cnn.notation.source import Source
from sphinx_cnn.notation.tape import Tape
from sphinx_cnn.notation.values import FeatureMap, Function, LayerObject, Module, Opaque, describe


@dataclass(frozen=True, slots=True)
class Leave:
    """How a block was left before its end: by ``break``, ``continue``, or ``return`` with a value."""

    by: str
    node: ast.AST
    value: object = None


class Interpreter(Caller, Comprehender):
    """Reads one text from top to bottom."""

    def __init__(self, source: Source, dialect: Dialect) -> None:
        super().__init__()
        self.source = source
        self.dialect = dialect
        self.budget = Budget()
        self.tape = Tape()
        self.calls = 0
        self.made: list[LayerObject | Model] = []
        self.loose_values = []
        self.group: Group | None = None
        self.used_groups: Counter[str] = Counter()
        self.scope = Scope({**builtins(self.budget), **dialect.names(self)})
        self.scope = self.globals = Scope(outer=self.scope)
        self.shorthand: Shorthand | None = None
        self._executors: dict[type[ast.AST], Callable[[Any], Leave | None]] = {
            ast.Expr: self._expression,
            ast.Assign: self._assign,
            ast.AugAssign: self._augmented,
            ast.AnnAssign: self._annotated,
            ast.FunctionDef: self._def,
            ast.Return: lambda node: Leave("return", node, None if node.value is None else self.evaluate(node.value)),
            ast.If: self._if,
            ast.For: self._for,
            ast.While: self._while,
            ast.With: self._with,
            ast.Import: self._import,
            ast.ImportFrom: self._import_from,
            ast.Pass: lambda _: None,
            ast.Assert: lambda _: None,
            ast.Break: lambda node: Leave("break", node),
            ast.Continue: lambda node: Leave("continue", node),
            ast.Delete: self._delete,
            ast.ClassDef: self._class,
        }

    def read(self) -> None:
        """Read the whole text."""
        tree = self.source.parse()
        if not is_functional(tree, self.dialect):
            self.shorthand = Shorthand(self, self.dialect)
        left = self.execute(tree.body)
        if left is not None:
            raise self.error(f"'{left.by}' has nothing to leave here", left.node)

    def execute(self, body: list[ast.stmt]) -> Leave | None:
        """Read statements in order."""
        for node in body:
            executor = self._executors.get(type(node))
            if executor is None:
                raise self.error(f"{_statement(node)} is not read in an architecture", node)
            try:
                self.budget.spend(1)
                left = executor(node)
            except PLAIN_ERRORS as error:
                raise self.error(str(error), node) from None
            if left is not None:
                return left
        return None

    @property
    def implicit(self) -> Shorthand | None:
        """The shorthand, at the top of a text that is written in it; inside a function nothing is implicit."""
        return None if self.calls else self.shorthand

    def _expression(self, node: ast.Expr) -> None:
        if isinstance(node.value, ast.Constant):  # a docstring
            return
        start, made = len(self.tape.entries), len(self.made)
        value = self.evaluate(node.value)
        self.loose_values.append(value)
        if self.implicit:
            self.implicit.expression(node, value, start)
        elif isinstance(value, LayerObject) and len(self.made) > made:
            where = "inside a def" if self.shorthand else "in a text with a model, or with an input that is passed on,"
            raise self.error(f"{where} nothing is applied implicitly; apply {value.name} to a feature map", node)

    def _assign(self, node: ast.Assign) -> None:
        start = len(self.tape.entries)
        value = self.evaluate(node.value)
        target = node.targets[0]
        if isinstance(target, ast.Name):
            self._name_after(value, target.id, node.value)
        if self.implicit:
            value = self.implicit.assignment(node, value, start)
        for target in node.targets:
            self.bind(target, value)

    def _name_after(self, value: object, name: str, node: ast.expr) -> None:
        """A layer or model that is made and assigned takes the name on the left, unless it has one of its own."""
        made_here = isinstance(node, ast.Call)
        if made_here and isinstance(value, LayerObject | Model) and value.named_by == "counter":
            value.name, value.named_by = name, "left"

    def _annotated(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self._assign(ast.copy_location(ast.Assign([node.target], node.value), node))

    def _augmented(self, node: ast.AugAssign) -> None:
        start = len(self.tape.entries)
        value = self.operate(type(node.op), self.evaluate(node.target), self.evaluate(node.value), node)
        if self.implicit and isinstance(value, FeatureMap):
            self.implicit.moved(value, start, node.target)
        self.bind(node.target, value)

    def bind(self, target: ast.expr, value: object) -> None:
        """Give a target of an assignment its value."""
        if isinstance(target, ast.Name):
            self.scope.names[target.id] = value
        elif isinstance(target, ast.Tuple | ast.List):
            self._unpack(target, value)
        elif isinstance(target, ast.Attribute):
            self._set_attribute(target, value)
        elif isinstance(target, ast.Subscript):
            container, index = self.evaluate(target.value), self.evaluate(target.slice)
            if isinstance(container, Opaque):
                return
            with self.located(target):
                if isinstance(container, dict):
                    container[key(index)] = value
                elif isinstance(container, list) and isinstance(index, int):
                    container[index] = value
                else:
                    raise TypeError(f"the items of {describe(container)} cannot be set")
        else:
            raise self.error("this cannot be assigned to", target)

    def _unpack(self, target: ast.Tuple | ast.List, value: object) -> None:
        if isinstance(value, Opaque):
            for element in target.elts:
                self.bind(element.value if isinstance(element, ast.Starred) else element, value)
            return
        values = self.items(value, target)
        starred = [i for i, element in enumerate(target.elts) if isinstance(element, ast.Starred)]
        if starred:
            first, after = starred[0], len(target.elts) - starred[0] - 1
            values[first : len(values) - after] = [values[first : len(values) - after]]
        if len(values) != len(target.elts):
            raise self.error(f"{len(target.elts)} names on the left, but {len(values)} values arrive", target)
        for element, item in zip(target.elts, values, strict=True):
            self.bind(element.value if isinstance(element, ast.Starred) else element, item)

    def _set_attribute(self, target: ast.Attribute, value: object) -> None:
        owner = self.evaluate(target.value)
        if isinstance(owner, Opaque):
            return
        with self.located(target):
            self.dialect.set_attribute(owner, target.attr, value, self)

    def _if(self, node: ast.If) -> Leave | None:
        test = self.evaluate(node.test)
        if isinstance(test, Opaque):
            self._unsure([node.body, node.orelse], test, node)
            return None
        return self.execute(node.body if self.checked(truth, test, node.test) else node.orelse)

    def _for(self, node: ast.For) -> Leave | None:
        items = self.evaluate(node.iter)
        if isinstance(items, Opaque):
            self.bind(node.target, items)
            self._unsure([node.body], items, node)
            return None
        for item in self.items(items, node.iter):
            self.bind(node.target, item)
            left = self.execute(node.body)
            if left is not None and left.by == "return":
                return left
            if left is not None and left.by == "break":
                return None
        return self.execute(node.orelse)

    def _while(self, node: ast.While) -> Leave | None:
        while True:
            test = self.evaluate(node.test)
            if isinstance(test, Opaque):
                self._unsure([node.body], test, node)
                return None
            if not self.checked(truth, test, node.test):
                return self.execute(node.orelse)
            self.budget.spend(1)
            left = self.execute(node.body)
            if left is not None and left.by == "return":
                return left
            if left is not None and left.by == "break":
                return None

    def _unsure(self, bodies: list[list[ast.stmt]], unread: Opaque, node: ast.AST) -> None:
        """Statements of which nobody knows whether, or how often, they are executed: what they set is not read.

        :raises ArchitectureError: if they make or apply layers.
        """
        names, layers = dict(self.scope.names), self.layers_touched
        for body in bodies:
            self.execute(body)
        if self.layers_touched != layers:
            raise self.undecided_layers(unread, node)
        for name, value in self.scope.names.items():
            if name not in names or names[name] is not value:
                self.scope.names[name] = unread

    def _delete(self, node: ast.Delete) -> None:
        for target in node.targets:
            if isinstance(target, ast.Name):
                self.scope.names.pop(target.id, None)

    def _class(self, node: ast.ClassDef) -> None:
        for base in node.bases:
            self.evaluate(base)
        raise self.error("a class is not read in an architecture", node)

    def _with(self, node: ast.With) -> Leave | None:
        for item in node.items:
            value = self.evaluate(item.context_expr)
            if not isinstance(value, Opaque):
                raise self.error(f"{describe(value)} is no context that a network is made in", node)
            if item.optional_vars is not None:
                self.bind(item.optional_vars, value)
        return self.execute(node.body)

    def _import(self, node: ast.Import) -> None:
        for alias in node.names:
            root = alias.name.partition(".")[0]
            path = alias.name if alias.asname else root
            self.scope.names[alias.asname or root] = self._module(path, node)

    def _import_from(self, node: ast.ImportFrom) -> None:
        path = "." * node.level + (node.module or "")
        module = self._module(path, node)
        for alias in node.names:
            if alias.name == "*":
                continue
            value: object = Opaque(path[:200]).member(alias.name)
            if isinstance(module, Module):
                with self.located(node):
                    value = self.member(module, alias.name)
            self.scope.names[alias.asname or alias.name] = value

    def _module(self, path: str, node: ast.AST) -> object:
        root = path.partition(".")[0]
        if root in self.dialect.roots or path == "math":
            return Module(path)
        if root in FOREIGN:
            raise self.foreign(FOREIGN[root], node)
        return Opaque(path[:200])

    def _def(self, node: ast.FunctionDef) -> None:
        if node.decorator_list:
            raise self.error("decorators are not read in an architecture", node.decorator_list[0])
        self.scope.names[node.name] = Function(node.name, node, self.defaults(node.args), self.scope)

    def defaults(self, arguments: ast.arguments) -> dict[str, object]:
        """The default values of a function's parameters, evaluated where it is defined."""
        positional = [*arguments.posonlyargs, *arguments.args]
        pairs = list(zip(reversed(positional), reversed(arguments.defaults), strict=False))
        pairs += [(p, d) for p, d in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if d is not None]
        return {parameter.arg: self.evaluate(default) for parameter, default in pairs}

    def call_function(
        self, function: Function, arguments: list[Any], keywords: dict[str, Any], node: ast.Call
    ) -> object:
        """Call a function of the text; the layers that it applies form a group."""
        if self.calls >= CALL_DEPTH:
            raise self.error(f"{function.name} calls itself, or is called, more than {CALL_DEPTH} calls deep", node)
        with self.located(node):
            names = bound_arguments(function, arguments, keywords)
        outer_scope, self.scope = self.scope, Scope(names, function.scope)
        self.calls += 1
        try:
            with self.grouped(function.name):
                if isinstance(function.node, ast.Lambda):
                    return self.evaluate(function.node.body)
                left = self.execute(function.node.body)
                if left is not None and left.by != "return":
                    raise self.error(f"'{left.by}' has nothing to leave here", left.node)
                return left.value if left else None
        finally:
            self.scope = outer_scope
            self.calls -= 1

    @contextmanager
    def grouped(self, name: str) -> Iterator[None]:
        """Layers applied inside stand in a group of this name."""
        outer, self.group = self.group, Group(name, self.group)
        try:
            yield
        finally:
            self.group = outer

    def record(self, layer: LayerObject, inputs: list[FeatureMap], node: ast.AST) -> FeatureMap:
        """Apply a layer, in the group that is open."""
        group = self.group.claim(self.used_groups) if self.group else ""
        try:
            self.budget.add_layer()
            return self.tape.record(layer, inputs, group, getattr(node, "lineno", 0))
        except ShapeError as error:
            raise self.error(f"{layer.name}: {error}", node) from None
        except ValueError as error:
            raise self.error(f"{layer.name} ({layer.kind}): {error}", node) from None


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


def _statement(node: ast.AST) -> str:
    names = {"Try": "try", "Global": "global", "AsyncFunctionDef": "async def", "TryStar": "try"}
    return names.get(type(node).__name__, type(node).__name__.lower())
