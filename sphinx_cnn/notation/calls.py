"""Calls in an architecture text: functions are called, layers and instances are made, and modules are applied."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from sphinx_cnn.arithmetic.layers.reshaping import Input
from sphinx_cnn.notation.builtins import first_opaque
from sphinx_cnn.notation.classes import Class, Instance, Method, Partial
from sphinx_cnn.notation.dialect import Maker, Model
from sphinx_cnn.notation.errors import ArchitectureError
from sphinx_cnn.notation.evaluator import PLAIN_ERRORS, sentence
from sphinx_cnn.notation.objects import Objects
from sphinx_cnn.notation.values import Constant, FeatureMap, Function, LayerObject, Native, Opaque, describe

UNSURE_METHODS = frozenset({"count", "extend", "index", "insert", "pop", "remove", "setdefault", "update"})
"""Methods of lists and dictionaries that do nobody knows what with a value that is not read."""

NESTED = 2
"""How deep feature maps are looked for in lists and dictionaries that a module is applied to."""


class Caller(Objects):
    """Evaluates calls."""

    def evaluate_call(self, node: ast.Call) -> object:
        """The value of a call."""
        function = self.evaluate(node.func)
        if isinstance(function, Native) and not function.reads_arguments:
            if self.dialect.tries_layers and function.name == "print" and not self.running:
                self._glance(node.args)
            return Opaque(f"{function.name}()")
        arguments = self._elements(node.args)
        keywords: dict[str, Any] = {}
        for keyword in node.keywords:
            if keyword.arg is None:
                keywords.update(self._unpacked(keyword.value))
            else:
                keywords[keyword.arg] = self.evaluate(keyword.value)
        return self.call(function, arguments, keywords, node)

    def _glance(self, nodes: list[ast.expr]) -> None:
        """Evaluate what is printed, as far as it can be read: a module may be tried there on data of a known shape."""
        for node in nodes:
            with suppress(ArchitectureError):
                self.evaluate(node)

    def call(self, function: object, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
        """Call a function, make a layer or an instance, or apply a module."""
        try:
            return self._called(function, arguments, keywords, node)
        except ArchitectureError as error:
            if error.file in self.sources and self.sources[error.file].own:  # what its author cannot see
                raise self.error(error.message, node) from None
            raise

    def _called(self, function: object, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
        match function:
            case Maker():
                try:
                    return function.make(self, arguments, keywords, node)
                except PLAIN_ERRORS as error:
                    raise self.error(sentence(error), node) from None
            case LayerObject() | Model():
                return self._applied(function, arguments, keywords, node)
            case Function():
                return self.call_function(function, arguments, keywords, node)
            case Method():
                given = [function.owner, *arguments]
                return self.call_function(function.function, given, keywords, node, function.defined_in)
            case Class():
                return self.instantiate(function, arguments, keywords, node)
            case Instance():
                return self._call_instance(function, arguments, keywords, node)
            case Partial():
                given = [*function.arguments, *arguments]
                return self.call(function.function, given, {**function.keywords, **keywords}, node)
            case Native():
                return self._native(function, arguments, keywords, node)
            case Opaque():
                return self._unread(function, [*arguments, *keywords.values()], node)
        raise self.error(self._not_callable(function, node), node)

    def _native(self, function: Native, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
        opaque = first_opaque([*arguments, *keywords.values()])
        if opaque and function.needs_values:
            if not isinstance(opaque, Constant):
                return opaque
            whole = function.name == "len" and opaque.loops
            return opaque.shape[0] if whole else Opaque(f"{function.name}({opaque.origin})")
        if opaque and function.owner is not None and not isinstance(function.owner, list | dict):
            return opaque.combined()
        if opaque and function.name in UNSURE_METHODS:
            self.scope.forget(function.owner, opaque)
            return opaque.combined()
        with self.located(node):
            return function.call(*arguments, **keywords)

    def _unread(self, function: Opaque, given: list[object], node: ast.AST) -> object:
        refused = self.dialect.ready_made(function.origin)
        if refused:
            raise self.error(refused, node)
        for value in given:
            if isinstance(value, FeatureMap) or (isinstance(value, LayerObject) and not self.dialect.tries_layers):
                message = f"{function.origin} is not read, so it cannot be applied to {describe(value)}"
                raise self.error(message, node)
        return function.result()

    def _not_callable(self, function: object, node: ast.AST) -> str:
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(function, FeatureMap) and isinstance(called, ast.Name):
            return f"'{called.id}' is a feature map, not a layer; nothing can be applied with it"
        return f"{describe(function)} cannot be called"

    def _call_instance(
        self, instance: Instance, arguments: list[Any], keywords: dict[str, Any], node: ast.AST
    ) -> object:
        if instance.cls.is_module:
            return self._applied(instance, arguments, keywords, node)
        found = instance.cls.find("__call__")
        if found is None or not isinstance(found[0], Function):
            raise self.error(f"{instance.described} cannot be called", node)
        return self.call_function(found[0], [instance, *arguments], keywords, node, found[1])

    def _applied(
        self,
        value: LayerObject | Model | Instance,
        arguments: list[Any],
        keywords: dict[str, Any],
        node: ast.AST,
    ) -> object:
        """Apply a layer, a model or a module; one that is tried on data gives data."""
        given = list(_flat([*arguments, *keywords.values()]))
        self.budget.spend(len(given))
        if not self.running and not any(isinstance(item, FeatureMap) for item in given):
            if any(isinstance(item, Constant) for item in given):
                return self._rehearsed(value, arguments, keywords, node)
            opaque = first_opaque(given)
            if opaque and (not isinstance(value, LayerObject) or self.dialect.tries_layers):
                return opaque.result()
        with self.located(node):
            return self.dialect.apply(self, value, arguments, keywords, node)

    def _rehearsed(
        self,
        value: LayerObject | Model | Instance,
        arguments: list[Any],
        keywords: dict[str, Any],
        node: ast.AST,
    ) -> object:
        """Apply to tensors of known shapes, as a text does that wants to know the shape of what comes out.

        Nothing of it stays on the tape.
        """
        entries, groups, batch = len(self.tape.entries), self.used_groups.copy(), 1

        def as_map(item: object) -> object:
            nonlocal batch
            if isinstance(item, list | tuple):
                return type(item)([as_map(part) for part in item])
            if not isinstance(item, Constant) or not item.shape:
                return item
            batch, *sizes = item.shape
            return self.tape.record(LayerObject("data", "Input", Input(tuple(sizes)), node), [], "", 0)

        def as_data(item: object) -> object:
            if isinstance(item, list | tuple):
                return type(item)([as_data(part) for part in item])
            if isinstance(item, dict):
                return {name: as_data(part) for name, part in item.items()}
            return _with_batch(item, batch) if isinstance(item, FeatureMap) else item

        try:
            self.dialect.rehearsed(value, [item for item in arguments if isinstance(item, Constant)])
            named = {name: as_map(item) for name, item in keywords.items()}
            with self.located(node):
                result = self.dialect.apply(self, value, [as_map(item) for item in arguments], named, node)
            return as_data(result)
        finally:
            for entry in self.tape.entries[entries:]:
                entry.layer.applied = None
            del self.tape.entries[entries:]
            self.used_groups = groups

    def apply(self, value: LayerObject | Model | Instance, inputs: list[Any], node: ast.AST) -> object:
        """Apply a layer, a model or a module, and give the feature map that comes out, or several."""
        if isinstance(value, LayerObject):
            return self.record(value, inputs, node)
        if isinstance(value, Instance):
            return self.run(value, inputs, {}, node)
        return value.apply(self, inputs, node)

    def run(self, instance: Instance, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
        """Apply a module of the text: its own ``forward``, or that of the class that it inherits from."""
        self.budget.spend(1)
        found = instance.cls.find(self.dialect.forward)
        self.running += 1
        try:
            if found is not None and isinstance(found[0], Function):
                with self.grouped(*self.dialect.group(instance, self)):
                    return self.call_function(found[0], [instance, *arguments], keywords, node, found[1])
            return self.dialect.apply_base(instance, arguments, keywords, self, node)
        finally:
            self.running -= 1


def _with_batch(fmap: FeatureMap, batch: int) -> Constant:
    sizes = (*fmap.shape[: fmap.batch_axis], batch, *fmap.shape[fmap.batch_axis :])
    return Constant("data", sizes if fmap.batched else fmap.shape)


def _flat(values: list[Any], depth: int = NESTED) -> Iterator[object]:
    for value in values:
        if depth and isinstance(value, list | tuple):
            yield from _flat(list(value), depth - 1)
        elif depth and isinstance(value, dict):
            yield from _flat(list(value.values()), depth - 1)
        else:
            yield value
