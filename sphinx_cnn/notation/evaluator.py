"""Expressions of an architecture text: each node of the syntax tree that is read has a method here, and no other is."""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from sphinx_cnn.notation.budget import LARGEST_INTEGER, LONGEST_SEQUENCE, Budget, bounded
from sphinx_cnn.notation.builtins import first_opaque, iterate, key, scalar, truth
from sphinx_cnn.notation.classes import Class, Instance
from sphinx_cnn.notation.dialect import Dialect, Model
from sphinx_cnn.notation.errors import ArchitectureError, RaisedError, nearest
from sphinx_cnn.notation.library import LIBRARY, library_member
from sphinx_cnn.notation.operators import format_value
from sphinx_cnn.notation.scope import Scope
from sphinx_cnn.notation.source import Source
from sphinx_cnn.notation.tape import Tape
from sphinx_cnn.notation.values import (
    Constant,
    FeatureMap,
    Function,
    LayerObject,
    Module,
    Opaque,
    describe,
)

PLAIN_ERRORS = (ValueError, TypeError, ArithmeticError, LookupError, AttributeError)
"""What Python itself raises for an operation that makes no sense."""


FOREIGN = {"torch": "PyTorch", "lasagne": "Lasagne", "nolearn": "Lasagne", "jax": "JAX", "mxnet": "MXNet"}
"""Frameworks by the root of their modules, for texts that stand under the wrong dialect."""


class Evaluator(ABC):
    """Evaluates expressions; :class:`~sphinx_cnn.notation.interpreter.Interpreter` adds the statements."""

    source: Source
    """What is being read."""
    sources: dict[str, Source]
    """The text, and the files beside it that have been read, by their names."""
    dialect: Dialect
    budget: Budget
    scope: Scope
    globals: Scope
    tape: Tape
    used_groups: Counter[str]
    made: list[LayerObject | Model | Instance]
    running: int
    trying: int = 0
    """How many ``try`` blocks are being read, one within the other."""
    loose_values: list[object]
    """The values of lines without a name on the left."""

    def __init__(self) -> None:
        self._evaluators: dict[type[ast.AST], Callable[[Any], object]] = {
            ast.Constant: self._constant,
            ast.Name: self._name,
            ast.Call: self.evaluate_call,
            ast.BinOp: self.binary,
            ast.Tuple: lambda node: tuple(self._elements(node.elts)),
            ast.List: lambda node: self._elements(node.elts),
            ast.Attribute: self._attribute,
            ast.Subscript: self.subscript,
            ast.Slice: self.bounds,
            ast.UnaryOp: self.unary,
            ast.Compare: self.compare,
            ast.BoolOp: self._boolean,
            ast.IfExp: self._conditional,
            ast.Dict: self._dict,
            ast.Set: lambda node: {self.checked(key, item, node) for item in self._elements(node.elts)},
            ast.ListComp: self.comprehend,
            ast.GeneratorExp: self.comprehend,
            ast.SetComp: self.comprehend,
            ast.DictComp: self.comprehend,
            ast.JoinedStr: self._f_string,
            ast.FormattedValue: self._formatted,
            ast.Lambda: lambda node: Function("lambda", node, self.defaults(node.args), self.scope, self.source),
            ast.NamedExpr: self._named,
            ast.Yield: self.give,
            ast.YieldFrom: self.give,
        }

    def error(self, message: str, node: ast.AST) -> ArchitectureError:
        """An error at a node of the text, or of a file beside it."""
        file = getattr(node, "file", "")
        source = self.source if file == self.source.file else self.sources[file]
        return source.error(message, getattr(node, "lineno", 0), getattr(node, "col_offset", 0))

    def looped(self, value: object) -> object:
        """What a loop goes through; nothing is read of an iterator that the text defines itself."""
        own = isinstance(value, Instance) and not value.cls.is_module and value.cls.find("__iter__")
        return Opaque(f"iter({describe(value)})") if own else value

    def checked(self, function: Callable[..., Any], value: object, node: ast.AST) -> Any:  # noqa: ANN401
        """``function(value)``, with what Python raises turned into an error at *node*."""
        with self.located(node):
            return function(value)

    @contextmanager
    def located(self, node: ast.AST) -> Iterator[None]:
        """Turn what Python raises into an error at *node*."""
        try:
            yield
        except PLAIN_ERRORS as error:
            found = self.error(sentence(error), node)
            if self.trying and isinstance(error, LookupError | ArithmeticError):
                raise RaisedError(**vars(found)) from None
            raise found from None

    def evaluate(self, node: ast.AST) -> Any:  # noqa: ANN401
        """The value of an expression."""
        budget = self.budget
        budget.steps -= 1
        if budget.steps < 0:
            budget.spend(0)
        evaluator = self._evaluators.get(type(node))
        if evaluator is None:
            raise self.error(f"{_construct(node)} is not read in an architecture", node)
        return evaluator(node)

    def truth(self, node: ast.expr) -> bool:
        """Whether an expression is true."""
        value = self.evaluate(node)
        return value if isinstance(value, bool) else bool(self.checked(truth, value, node))

    def items(self, value: object, node: ast.AST) -> list[Any]:
        """The items of a value to be looped over or unpacked."""
        if isinstance(value, Constant) and value.loops:
            count = min(value.shape[0], LONGEST_SEQUENCE)
            parts: list[tuple[float, ...]] = [(number,) for number in value.values] or [()] * count
            value = [Constant(value.origin, value.shape[1:], part) for part in parts]
        try:
            if isinstance(value, FeatureMap):
                return self.dialect.unpacked(value, self, node)
            return iterate(value, self.budget)
        except PLAIN_ERRORS as error:
            raise self.error(sentence(error), node) from None

    def _constant(self, node: ast.Constant) -> object:
        value = node.value
        if isinstance(value, int):
            return value if value <= LARGEST_INTEGER else self.checked(bounded, value, node)
        if isinstance(value, float | str | None) or value is ...:
            return value
        raise self.error(f"{type(node.value).__name__} values are not read in an architecture", node)

    def _name(self, node: ast.Name) -> object:
        try:
            return self.scope.find(node.id)
        except KeyError:
            raise self.unknown(node.id, self.scope.all_names(), node) from None

    def unknown(self, name: str, known: set[str], node: ast.AST) -> ArchitectureError:
        """The error for a name that stands for nothing."""
        if name in ("nn", *FOREIGN):
            return self.foreign(FOREIGN.get(name, "PyTorch"), node)
        return self.error(f"unknown name '{name}'{nearest(name, known)}", node)

    def foreign(self, framework: str, node: ast.AST) -> ArchitectureError:
        """The error for text of another framework."""
        return self.error(f"this looks like {framework}, but the text is read as {self.dialect.title}", node)

    def _elements(self, nodes: list[ast.expr]) -> list[Any]:
        values: list[Any] = []
        for node in nodes:
            if isinstance(node, ast.Starred):
                value = self.evaluate(node.value)
                unread = isinstance(value, Opaque) and not (isinstance(value, Constant) and value.loops)
                values.extend([value] if unread else self.items(value, node))
            else:
                values.append(self.evaluate(node))
        return values

    def _dict(self, node: ast.Dict) -> dict[Any, Any]:
        result: dict[Any, Any] = {}
        for name, value in zip(node.keys, node.values, strict=True):
            if name is None:
                result.update(self._unpacked(value))
            else:
                result[self.checked(key, self.evaluate(name), name)] = self.evaluate(value)
        return result

    def _unpacked(self, node: ast.expr) -> dict[Any, Any]:
        """The dictionary behind a ``**``."""
        value = self.evaluate(node)
        if isinstance(value, Opaque):
            return {"": value}  # reaches whatever it is given to
        if not isinstance(value, dict):
            raise self.error(f"a dictionary is needed after **, not {describe(value)}", node)
        with self.located(node):
            self.budget.room_for_pairs(len(value))
        return value

    def _boolean(self, node: ast.BoolOp) -> object:
        value: object = None
        for index, operand in enumerate(node.values):
            value = self.evaluate(operand)
            if isinstance(value, Opaque):
                return self.undecided(node.values[index + 1 :], value, node)
            if self.checked(truth, value, operand) == isinstance(node.op, ast.Or):
                break
        return value

    def _conditional(self, node: ast.IfExp) -> object:
        test = self.evaluate(node.test)
        if isinstance(test, Opaque):
            return self.undecided([node.body, node.orelse], test, node)
        return self.evaluate(node.body if self.checked(truth, test, node.test) else node.orelse)

    def undecided(self, nodes: list[ast.expr], unread: Opaque, node: ast.AST) -> Opaque:
        """Expressions of which nobody knows which is evaluated; none of them may make a layer."""
        before = self.layers_touched
        for part in nodes:
            self.evaluate(part)
        if self.layers_touched != before:
            raise self.undecided_layers(unread, node)
        return unread

    @property
    def layers_touched(self) -> int:
        """How many layers have been made and applied so far."""
        return len(self.tape.entries) + len(self.made)

    def undecided_layers(self, unread: Opaque, node: ast.AST) -> ArchitectureError:
        """The error for layers that depend on what is not read."""
        return self.error(f"{unread.origin} is not read, so nobody knows whether these layers are there", node)

    def member(self, module: Module, name: str) -> object:
        """What a module has under a name."""
        return (
            library_member(module.path, name)
            if module.path in LIBRARY
            else self.dialect.member(module.path, name, self)
        )

    def _f_string(self, node: ast.JoinedStr) -> str:
        parts = [str(self.evaluate(part)) for part in node.values]
        self.checked(self.budget.room_for, sum(map(len, parts)), node)
        return "".join(parts)

    def _formatted(self, node: ast.FormattedValue) -> str:
        value = self.evaluate(node.value)
        if isinstance(value, Opaque):
            return f"({value.origin})"
        if node.conversion not in (-1, ord("s")):
            value = repr(self.checked(scalar, value, node))
        if node.format_spec is None and isinstance(value, int | str):
            return str(value)
        if node.format_spec is None and not isinstance(value, float | list | tuple | None):
            return describe(value)
        if isinstance(value, tuple) and first_opaque(list(value)):  # a shape, batch axis and all
            return describe(value)
        specification = str(self.evaluate(node.format_spec)) if node.format_spec else ""
        with self.located(node):
            return format_value(value, specification)

    def _named(self, node: ast.NamedExpr) -> object:
        value = self.evaluate(node.value)
        self.bind(node.target, value)
        return value

    @abstractmethod
    def evaluate_call(self, node: ast.Call) -> object:
        """The value of a call."""

    @abstractmethod
    def give(self, node: ast.Yield | ast.YieldFrom) -> object:
        """``yield``."""

    @abstractmethod
    def comprehend(self, node: ast.ListComp | ast.GeneratorExp | ast.SetComp | ast.DictComp) -> object:
        """The value of a comprehension."""

    @abstractmethod
    def binary(self, node: ast.BinOp) -> object:
        """The value of an operator between two operands."""

    @abstractmethod
    def unary(self, node: ast.UnaryOp) -> object:
        """The value of an operator before its operand."""

    @abstractmethod
    def compare(self, node: ast.Compare) -> object:
        """The value of a comparison."""

    @abstractmethod
    def operate(self, kind: type[ast.operator], left: object, right: object, node: ast.AST) -> object:
        """``left kind right``, for plain values, for data, and for feature maps."""

    @abstractmethod
    def subscript(self, node: ast.Subscript) -> object:
        """The value of an item or a slice."""

    @abstractmethod
    def bounds(self, node: ast.Slice) -> object:
        """The bounds of a slice."""

    @abstractmethod
    def _attribute(self, node: ast.Attribute) -> object:
        """The value of an attribute."""

    @abstractmethod
    def apply(self, value: LayerObject | Model | Instance, inputs: list[Any], node: ast.AST) -> object:
        """Apply a layer, a model or a module, and give the feature map that comes out, or several."""

    @abstractmethod
    def run(self, instance: Instance, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
        """Apply a module of the text."""

    @abstractmethod
    def call(self, function: object, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
        """Call a function, make a layer, or apply one."""

    @abstractmethod
    def bind(self, target: ast.expr, value: object) -> None:
        """Give a target of an assignment its value."""

    @abstractmethod
    def defaults(self, arguments: ast.arguments) -> dict[str, object]:
        """The default values of a function's parameters."""

    @abstractmethod
    def call_function(
        self,
        function: Function,
        arguments: list[Any],
        keywords: dict[str, Any],
        node: ast.AST,
        owner: Class | None = None,
    ) -> object:
        """Call a function of the text; *owner* is the class that it is a method of."""

    @abstractmethod
    def read_beside(self, source: Source, package: Path | None, names: Scope) -> None:
        """Read a text beside the one that is being read, with names of its own."""

    @abstractmethod
    def record(self, layer: LayerObject, inputs: list[FeatureMap], node: ast.AST) -> FeatureMap:
        """Apply a layer."""

    @abstractmethod
    def grouped(self, name: str, path: str | None = None) -> AbstractContextManager[None]:
        """Layers applied inside stand in a group of this name, or of this very path."""


def sentence(error: Exception) -> str:
    """What Python says of an error; a ``KeyError`` says it without the quotes."""
    return (str(error.args[0]) if error.args else "") or type(error).__name__


def _construct(node: ast.AST) -> str:
    """A construct of Python as an error message names it."""
    names = {"Await": "await", "Yield": "yield", "YieldFrom": "yield", "Starred": "a star"}
    return names.get(type(node).__name__, type(node).__name__.lower())
