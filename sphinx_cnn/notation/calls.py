"""Calls in an architecture text: functions are called, layers are made, and layers are applied."""

from __future__ import annotations

import ast
from typing import Any

from sphinx_cnn.notation.builtins import first_opaque
from sphinx_cnn.notation.dialect import Maker, Model
from sphinx_cnn.notation.evaluator import PLAIN_ERRORS, Evaluator, sentence
from sphinx_cnn.notation.values import FeatureMap, Function, LayerObject, Native, Opaque, describe


class Caller(Evaluator):
    """Evaluates calls."""

    def evaluate_call(self, node: ast.Call) -> object:
        """The value of a call."""
        function = self.evaluate(node.func)
        if isinstance(function, Native) and not function.reads_arguments:
            return Opaque(f"{function.name}()")
        arguments = self._elements(node.args)
        keywords: dict[str, Any] = {}
        for keyword in node.keywords:
            if keyword.arg is None:
                keywords.update(self._unpacked(keyword.value))
            else:
                keywords[keyword.arg] = self.evaluate(keyword.value)
        return self.call(function, arguments, keywords, node)

    def call(self, function: object, arguments: list[Any], keywords: dict[str, Any], node: ast.Call) -> object:
        """Call a function, make a layer, or apply one."""
        if isinstance(function, Maker):
            try:
                return function.make(self, arguments, keywords, node)
            except PLAIN_ERRORS as error:
                raise self.error(sentence(error), node) from None
        if isinstance(function, LayerObject | Model):
            return self._apply(function, arguments, keywords, node)
        if isinstance(function, Function):
            return self.call_function(function, arguments, keywords, node)
        if isinstance(function, Opaque):
            for value in (*arguments, *keywords.values()):
                if isinstance(value, FeatureMap | LayerObject):
                    message = f"{function.origin} is not read, so it cannot be applied to {describe(value)}"
                    raise self.error(message, node)
            return function.result()
        if isinstance(function, Native):
            opaque = first_opaque([*arguments, *keywords.values()]) if function.needs_values else None
            if opaque:
                return opaque
            with self.located(node):
                return function.call(*arguments, **keywords)
        raise self.error(self._not_callable(function, node), node)

    def _not_callable(self, function: object, node: ast.Call) -> str:
        if isinstance(function, FeatureMap) and isinstance(node.func, ast.Name):
            return f"'{node.func.id}' is a feature map, not a layer; nothing can be applied with it"
        return f"{describe(function)} cannot be called"

    def _apply(
        self, layer: LayerObject | Model, arguments: list[Any], keywords: dict[str, Any], node: ast.Call
    ) -> object:
        keywords = {name: value for name, value in keywords.items() if name not in ("training", "mask")}
        if len(arguments) != 1 or keywords:
            raise self.error(f"{layer.name} is applied to one feature map, or to one list of them", node)
        several = isinstance(arguments[0], list | tuple)
        if not several and isinstance(layer, LayerObject) and layer.merges:
            raise self.error(layer.needs_a_list, node)
        inputs = list(arguments[0]) if several else [arguments[0]]
        if isinstance(layer, Model) and inputs and isinstance(inputs[0], Opaque):
            return inputs[0].result()  # a model that is tried on data
        for value in inputs:
            if not isinstance(value, FeatureMap):
                raise self.error(f"{layer.name} is applied to feature maps, but {describe(value)} arrives", node)
        return self.apply(layer, inputs, node)

    def apply(self, value: LayerObject | Model, inputs: list[FeatureMap], node: ast.AST) -> object:
        """Apply a layer or a model, and give the feature map that comes out, or several."""
        return self.record(value, inputs, node) if isinstance(value, LayerObject) else value.apply(self, inputs, node)
