"""Statements of an architecture text, and the calls of its functions."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sphinx_cnn.arithmetic.shape import ShapeError
from sphinx_cnn.notation.budget import Budget
from sphinx_cnn.notation.builtins import builtins, truth
from sphinx_cnn.notation.calls import Caller
from sphinx_cnn.notation.classes import Instance
from sphinx_cnn.notation.comprehensions import Comprehender
from sphinx_cnn.notation.dialect import Dialect, Model
from sphinx_cnn.notation.errors import ArchitectureError, RaisedError
from sphinx_cnn.notation.evaluator import PLAIN_ERRORS
from sphinx_cnn.notation.folder import Folder
from sphinx_cnn.notation.functions import Functions, Leave
from sphinx_cnn.notation.imports import Importer
from sphinx_cnn.notation.operations import Operations
from sphinx_cnn.notation.reflection import Reflection
from sphinx_cnn.notation.scope import Group, Scope
from sphinx_cnn.notation.shorthand import Shorthand, is_functional
from sphinx_cnn.notation.source import Source
from sphinx_cnn.notation.subscripts import Subscripts
from sphinx_cnn.notation.tape import Tape
from sphinx_cnn.notation.values import Beside, Constant, FeatureMap, LayerObject, Opaque, describe, same

SPARING = frozenset(
    {"json", "logging", "logger", "np", "os", "pickle", "plt", "pprint", "sys", "torch", "wandb", "yaml"}
)
"""Modules whose functions leave lists and dictionaries as they are."""


class Interpreter(Caller, Comprehender, Functions, Importer, Operations, Subscripts):
    """Reads one text from top to bottom."""

    def __init__(self, source: Source, dialect: Dialect, folder: Folder | None = None) -> None:
        super().__init__()
        self.source = source
        self.sources = {"": source}
        self.folder = folder
        self.package = folder.path if folder else None
        self.beside: dict[str, Beside] = {}
        self.dialect = dialect
        self.budget = Budget()
        self.tape = Tape()
        self.calls = 0
        self.yielded = []
        self.running = 0
        self.unsure = 0
        self.made: list[LayerObject | Model | Instance] = []
        self.loose_values = []
        self.group: Group | None = None
        self.used_groups: Counter[str] = Counter()
        self.scope = Scope({**builtins(self.budget), **Reflection(self).functions(), **dialect.names(self)})
        self.scope = self.globals = Scope(outer=self.scope)
        self.doubts = 0
        """How often it was not known whether a block is left before its end."""
        self.shorthand: Shorthand | None = None
        self._executors: dict[type[ast.AST], Callable[[Any], Leave | None]] = {
            ast.Expr: self._expression,
            ast.Assign: self._assign,
            ast.AugAssign: self._augmented,
            ast.AnnAssign: self._annotated,
            ast.FunctionDef: self.define_function,
            ast.Return: lambda node: Leave("return", node, None if node.value is None else self.evaluate(node.value)),
            ast.If: self._if,
            ast.For: self._for,
            ast.While: self._while,
            ast.With: self._with,
            ast.Import: self.import_modules,
            ast.ImportFrom: self.import_names,
            ast.Pass: lambda _: None,
            ast.Assert: lambda _: None,
            ast.Global: self._global,
            ast.Nonlocal: self._global,
            ast.Raise: self._raise,
            ast.Try: self._try,
            ast.Break: lambda node: Leave("break", node),
            ast.Continue: lambda node: Leave("continue", node),
            ast.Delete: self._delete,
            ast.ClassDef: self._class,
            ast.AsyncFunctionDef: self._unread_function,
        }

    def read(self) -> None:
        """Read the whole text."""
        tree = self.source.parse()
        if not is_functional(tree, self.dialect):
            self.shorthand = Shorthand(self, self.dialect)
        left = self.execute(tree.body)
        if left is not None:
            raise self.error(f"'{left.by}' has nothing to leave here", left.node)

    def entry(self, written: str) -> object:
        """The value of an expression that says which network of the text is meant.

        :raises ArchitectureError: if it is none that can be read.
        """
        text, self.source = self.source, Source(written.strip())
        try:
            return self.evaluate(_only_expression(self.source.parse()))
        except ArchitectureError as error:
            error.message = f"entry '{written.strip()}': {error.message}"
            if error.line and not error.file and error.source and error.source in written:
                error.line, error.source = 0, ""
            raise
        finally:
            self.source = text

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
        if isinstance(value, Opaque) and isinstance(node.value, ast.Call):
            self._perhaps_changed(node.value)
        if self.implicit:
            self.implicit.expression(node, value, start)
        elif isinstance(value, LayerObject) and len(self.made) > made:
            where = "inside a def" if self.shorthand else "in a text with a model, or with an input that is passed on,"
            raise self.error(f"{where} nothing is applied implicitly; apply {value.name} to a feature map", node)

    def _perhaps_changed(self, call: ast.Call) -> None:
        """A function that is not read may change the lists and dictionaries that it is given."""
        function = call.func.value if isinstance(call.func, ast.Attribute) else call.func
        if not isinstance(function, ast.Name) or not isinstance(self.names_of(function.id), Opaque):
            return
        if isinstance(call.func, ast.Attribute) and function.id in SPARING:
            return
        for argument in call.args:
            value = self.names_of(argument.id) if isinstance(argument, ast.Name) else None
            if isinstance(value, list | dict):
                self.scope.forget(value, Opaque(f"{ast.unparse(call.func)}()"))

    def names_of(self, name: str) -> object:
        """What a name stands for; ``None``, if for nothing."""
        return self.scope.home(name).names.get(name)

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
            self.scope.bind(target.id, value)
            if isinstance(value, FeatureMap):
                self.dialect.named(target.id, value, target, self)
        elif isinstance(target, ast.Tuple | ast.List):
            self._unpack(target, value)
        elif isinstance(target, ast.Attribute):
            self.set_attribute(self.evaluate(target.value), target.attr, value, target)
        elif isinstance(target, ast.Subscript):
            container, index = self.evaluate(target.value), self.evaluate(target.slice)
            with self.located(target):
                self.set_item(container, index, value)
            if isinstance(value, FeatureMap) and isinstance(index, str):
                self.dialect.named(index, value, target, self)
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

    def _if(self, node: ast.If) -> Leave | None:
        if _is_main_guard(node.test) and self.dialect.has_network(self):
            return None
        test = self.evaluate(node.test)
        if isinstance(test, Opaque):
            self._unsure([node.body, node.orelse], test, node)
            return None
        return self.execute(node.body if self.checked(truth, test, node.test) else node.orelse)

    def _for(self, node: ast.For) -> Leave | None:
        items = self.looped(self.evaluate(node.iter))
        if isinstance(items, Opaque) and not (isinstance(items, Constant) and items.loops):
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
            doubts = self.doubts
            left = self.execute(node.body)
            if left is not None and left.by == "return":
                return left
            if (left is not None and left.by == "break") or self.doubts > doubts:
                return None

    def _unsure(self, bodies: list[list[ast.stmt]], unread: Opaque, node: ast.AST) -> None:
        """Statements of which nobody knows whether, or how often, they are executed: what they set is not read.

        :raises ArchitectureError: if they make or apply layers.
        """
        names, layers = dict(self.scope.names), self.layers_touched
        self.unsure += 1
        try:
            for body in bodies:
                self._perhaps(body)
        finally:
            self.unsure -= 1
        if self.layers_touched != layers:
            raise self.undecided_layers(unread, node)
        for name, value in self.scope.names.items():
            if name not in names or not same(names[name], value):
                self.scope.names[name] = unread

    def _perhaps(self, body: list[ast.stmt]) -> None:
        try:
            if self.execute(body) is not None:
                self.doubts += 1
        except RaisedError:
            self.doubts += 1

    def _raise(self, node: ast.Raise) -> None:
        said = "an error" if node.exc is None else ast.unparse(node.exc)
        raise RaisedError(**vars(self.error(f"the text raises {said} here", node)))

    def _try(self, node: ast.Try) -> Leave | None:
        self.trying += 1
        try:
            left = self.execute(node.body)
        except RaisedError:
            if not node.handlers:
                raise
            left = self.execute(node.handlers[0].body)
        else:
            left = left or self.execute(node.orelse)
        finally:
            self.trying -= 1
        return self.execute(node.finalbody) or left

    def _global(self, node: ast.Global | ast.Nonlocal) -> None:
        for name in node.names:
            if isinstance(node, ast.Global):
                self.scope.elsewhere[name] = self.globals
            elif self.scope.outer is not None:
                self.scope.elsewhere[name] = self.scope.outer.home(name)

    def _delete(self, node: ast.Delete) -> None:
        for target in node.targets:
            if isinstance(target, ast.Name):
                self.scope.names.pop(target.id, None)
            elif isinstance(target, ast.Subscript):
                with self.located(target):
                    self.delete_item(self.evaluate(target.value), self.evaluate(target.slice))
            elif isinstance(target, ast.Attribute):
                owner = self.evaluate(target.value)
                with self.located(target):
                    self.delete_attribute(owner, target.attr)

    def _class(self, node: ast.ClassDef) -> None:
        self.scope.names[node.name] = self.define_class(node)

    def _unread_function(self, node: ast.AsyncFunctionDef) -> None:
        self.scope.names[node.name] = Opaque(node.name)

    def _with(self, node: ast.With) -> Leave | None:
        for item in node.items:
            value = self.evaluate(item.context_expr)
            if not isinstance(value, Opaque):
                raise self.error(f"{describe(value)} is no context that a network is made in", node)
            if item.optional_vars is not None:
                self.bind(item.optional_vars, value)
        return self.execute(node.body)

    @contextmanager
    def grouped(self, name: str, path: str | None = None) -> Iterator[None]:
        """Layers applied inside stand in a group of this name, or of this very path."""
        outer, self.group = self.group, Group(name, self.group, path)
        try:
            yield
        finally:
            self.group = outer

    def record(self, layer: LayerObject, inputs: list[FeatureMap], node: ast.AST) -> FeatureMap:
        """Apply a layer, in the group that is open."""
        group = self.group.claim(self.used_groups) if self.group else ""
        group = self.dialect.place(layer, group)
        try:
            self.budget.add_layer()
            return self.tape.record(layer, inputs, group, getattr(node, "lineno", 0))
        except ShapeError as error:
            raise self.error(f"{layer.name}: {error}", node) from None
        except ValueError as error:
            raise self.error(f"{layer.name} ({layer.kind}): {error}", node) from None


def _only_expression(tree: ast.Module) -> ast.expr:
    if len(tree.body) == 1 and isinstance(tree.body[0], ast.Expr):
        return tree.body[0].value
    raise ArchitectureError("it must be one expression, such as Net(num_classes=10)")


def _is_main_guard(test: ast.expr) -> bool:
    """Whether this is ``__name__ == "__main__"``."""
    return isinstance(test, ast.Compare) and isinstance(test.left, ast.Name) and test.left.id == "__name__"


def _statement(node: ast.AST) -> str:
    names = {"AsyncFor": "async for", "AsyncWith": "async with", "TryStar": "except*"}
    return names.get(type(node).__name__, type(node).__name__.lower())
