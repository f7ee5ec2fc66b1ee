"""Keras' names, modules and attributes, as a text uses them."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from typing import Any, ClassVar

from sphinx_cnn.arithmetic.layers.merging import Elementwise
from sphinx_cnn.arithmetic.layers.reshaping import Input
from sphinx_cnn.arithmetic.network import Network
from sphinx_cnn.arithmetic.shape import Shape
from sphinx_cnn.notation.assembly import assemble
from sphinx_cnn.notation.dialect import Dialect, Reader
from sphinx_cnn.notation.errors import nearest
from sphinx_cnn.notation.inputs import InputShapes, declared_shape, outside_shape, unknown_inputs
from sphinx_cnn.notation.keras import arguments
from sphinx_cnn.notation.keras.arguments import layer_name
from sphinx_cnn.notation.keras.layers import ALIASES, FUNCTIONS, KINDS
from sphinx_cnn.notation.keras.makers import LayerClass, MergingFunction, ModelClass, State
from sphinx_cnn.notation.keras.models import (
    TRAINING_CALLS,
    TRAINING_STATE,
    Functional,
    Sequential,
    functional,
    layers_of,
    method,
)
from sphinx_cnn.notation.keras.outcome import outcome
from sphinx_cnn.notation.values import FeatureMap, LayerObject, Module, Native, Opaque, describe

OPERATIONS: dict[type[ast.operator | ast.unaryop], tuple[str, str]] = {
    ast.Add: ("Add", "sum"),
    ast.Sub: ("Subtract", "difference"),
    ast.Mult: ("Multiply", "product"),
    ast.Div: ("TrueDivide", "quotient"),
    ast.Pow: ("Power", "power"),
    ast.USub: ("Negative", "product"),
}
"""Operators on feature maps, as Keras names the operations that they become."""


class KerasDialect(Dialect):
    """Keras 3."""

    name: ClassVar[str] = "keras"
    title: ClassVar[str] = "Keras"
    roots: ClassVar[frozenset[str]] = frozenset({"keras", "tensorflow", "tf_keras"})
    models: ClassVar[frozenset[str]] = frozenset({"Model", "Sequential", "Functional"})
    inputs: ClassVar[frozenset[str]] = frozenset({"Input", "InputLayer"})

    def __init__(self, input_shapes: InputShapes = None) -> None:
        self.input_shapes = input_shapes
        self._inputs: list[str] = []
        self._state = State()
        self._classes = {name: LayerClass(ALIASES.get(name, name), self._state) for name in (*KINDS, *ALIASES)}

    def _set_data_format(self, data_format: object) -> None:
        self._state.channels_last = arguments.data_format("data_format", data_format, 0)

    def names(self, reader: Reader) -> dict[str, object]:
        """All layer kinds and models by their bare names, and the usual names of Keras' modules."""
        modules = {"keras": "keras", "layers": "keras.layers", "models": "keras.models", "tf": "tensorflow"}
        return {
            **self._classes,
            **{local: Module(path) for local, path in modules.items()},
            **{name: self._maker(name, reader) for name in ("Input", "InputLayer", "Sequential", "Model")},
        }

    def member(self, path: str, name: str, reader: Reader) -> object:
        """What ``path.name`` is: a layer kind, a model, a module, or something that is not read."""
        if path.startswith(("tensorflow.", "tf_keras")):
            path = re.sub(r"^(tensorflow\.(python\.)?keras|tf_keras)\b", "keras", path)
        if path == "tensorflow" and name == "keras":
            return Module("keras")
        if path == "keras" and name in ("layers", "models", "backend", "config"):
            return Module(f"keras.{name}")
        if path in ("keras.backend", "keras.config") and name == "set_image_data_format":
            return Native(name, self._set_data_format)
        if path in ("keras.backend", "keras.config") and name == "image_data_format":
            return Native(name, lambda: "channels_last" if self._state.channels_last else "channels_first")
        if path in ("keras", "keras.models", "keras.layers") and name in ("Input", "InputLayer", "Sequential", "Model"):
            return self._maker(name, reader)
        if path == "keras.layers" or path.startswith("keras.layers."):
            if name in self._classes:
                return self._classes[name]
            if name in FUNCTIONS:
                return MergingFunction(name, self._classes[FUNCTIONS[name]])
            if name.islower():
                return Module(f"{path}.{name}")
            raise ValueError(f"no layer '{name}' is known{nearest(name, self._classes)}")
        return Opaque(f"{path}.{name}")

    def _maker(self, name: str, reader: Reader) -> object:
        if name in ("Input", "InputLayer"):
            return ModelClass(name, self._make_input)
        return ModelClass(name, self._make_sequential if name == "Sequential" else self._make_model)

    def _make_input(self, reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> FeatureMap:
        keywords = dict(keywords)
        name = keywords.pop("name", None)
        if len(arguments) > 1:
            raise ValueError(f"Input takes one argument without a name, its shape, but {len(arguments)} are given")
        if arguments:
            keywords["shape"] = arguments[0]
        shape = declared_shape(keywords, of_input=True)
        known = {"dtype", "sparse", "ragged", "tensor", "optional"}
        for unknown in keywords.keys() - known:
            raise ValueError(
                f"Input has no argument '{unknown}'{nearest(unknown, known | {'shape', 'batch_shape', 'name'})}"
            )
        name = self._state.automatic_name("InputLayer") if name is None else layer_name("Input: name", name)
        return self.input(reader, shape, name, node)

    def input(self, reader: Reader, shape: Shape | None, name: str, node: ast.AST) -> FeatureMap:
        """An input of the network; a shape given outside the text wins over *shape*."""
        if isinstance(self.input_shapes, tuple) and self._inputs:
            raise reader.error(unknown_inputs(self.input_shapes, [*self._inputs, name]), node)
        self._inputs.append(name)
        try:
            shape = outside_shape(self.input_shapes, name, shape)
        except ValueError as error:
            raise reader.error(str(error), node) from None
        layer = LayerObject(name, "Input", Input(shape), node, "author")
        return reader.record(layer, [], node)

    def _make_sequential(
        self, reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST
    ) -> Sequential:
        name = keywords.get("name")
        for unknown in keywords.keys() - {"layers", "name", "trainable"}:
            raise ValueError(
                f"Sequential has no argument '{unknown}'{nearest(unknown, ('layers', 'name', 'trainable'))}"
            )
        layers = arguments[0] if arguments else keywords.get("layers")
        called = self._state.automatic_name("Sequential") if name is None else layer_name("Sequential: name", name)
        model = Sequential(called, node, "author" if name else "counter")
        reader.made.append(model)
        if not isinstance(layers, list | tuple | None):
            raise ValueError(f"Sequential takes a list of layers, not {describe(layers)}")
        for layer in layers or ():
            model.add(layer)
        return model

    def _make_model(self, reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> Functional:
        given = dict(zip(("inputs", "outputs", "name"), arguments, strict=False))
        given |= {{"input": "inputs", "output": "outputs"}.get(key, key): value for key, value in keywords.items()}
        for needed in ("inputs", "outputs"):
            if needed not in given:
                raise ValueError(f"Model needs its {needed}")
        for unknown in given.keys() - {"inputs", "outputs", "name", "trainable"}:
            raise ValueError(f"Model has no argument '{unknown}'{nearest(unknown, ('inputs', 'outputs', 'name'))}")
        name = given.get("name")
        called = self._state.automatic_name("Functional") if name is None else layer_name("Model: name", name)
        model = functional(reader, given["inputs"], given["outputs"], called, node)
        reader.made.append(model)
        model.named_by = "author" if name else "counter"
        return model

    def attribute(self, value: object, name: str, reader: Reader) -> object:
        """``shape`` of a feature map; ``name``, ``trainable``, ``output``, ``layers`` of layers and models."""
        if isinstance(value, FeatureMap):
            if name == "shape":
                return (None, *value.shape)
        elif isinstance(value, LayerObject):
            found: dict[str, Callable[[], object]] = {
                "name": lambda: value.name,
                "trainable": lambda: value.trainable,
                "output": lambda: value.applied or _raise(f"{value.name} is not applied to anything yet"),
            }
            if name in found:
                return found[name]()
            if name in TRAINING_CALLS or name in TRAINING_STATE:
                return Opaque(f"{value.name[:50]}.{name}")
        elif isinstance(value, Sequential | Functional):
            return self._of_model(value, name, reader)
        raise AttributeError(f"{describe(value)} has no '{name}' that is read here")

    def _of_model(self, model: Sequential | Functional, name: str, reader: Reader) -> object:
        if name == "name":
            return model.name
        if name in ("layers", "get_layer"):
            reader.budget.spend(len(model.layers if isinstance(model, Sequential) else model.entries))
        if name == "layers":
            return layers_of(model, reader.tape)
        if name == "get_layer":
            layers = {layer.name: layer for layer in layers_of(model, reader.tape)}
            return Native(name, lambda name: _found(layers, layer_name("the name", name)))
        if isinstance(model, Functional) and name in ("input", "inputs", "output", "outputs"):
            maps = model.inputs if name.startswith("input") else model.outputs
            return maps[0] if len(maps) == 1 and not name.endswith("s") else list(maps)
        return method(model, name, reader)

    def set_attribute(self, value: object, name: str, to: object, reader: Reader) -> None:
        """``trainable``, of a layer or of all layers of a model."""
        if name != "trainable" or not isinstance(to, bool):
            raise AttributeError(f"'{name}' of {describe(value)} cannot be set to {describe(to)} here")
        if isinstance(value, LayerObject):
            value.trainable = to
        elif isinstance(value, Sequential | Functional):
            value.trainable = to
            for layer in layers_of(value, reader.tape):
                layer.trainable = to
        else:
            raise AttributeError(f"{describe(value)} has no 'trainable'")

    def operation(self, kind: type[ast.operator | ast.unaryop], operands: int, node: ast.AST) -> LayerObject:
        """The operation of Keras that an operator on feature maps becomes."""
        if kind not in OPERATIONS:
            raise ValueError(f"the operator {kind.__name__} on feature maps is not read here")
        spelled, operation = OPERATIONS[kind]
        return LayerObject(self._state.automatic_name(spelled), spelled, Elementwise(operation, operands == 1), node)

    def network(self, reader: Reader, name: str) -> Network:
        """The network that the text describes, when all of it is read."""
        outputs, root = outcome(reader, self.input_shapes, self.input)
        if root is not None and not root.trainable:  # a layer thawed in a frozen model stays frozen
            for layer in layers_of(root, reader.tape):
                layer.trainable = False
        return assemble(reader.tape, outputs, name, self.name, reader.made)


def _found(layers: dict[str, LayerObject], name: str) -> LayerObject:
    if name not in layers:
        raise ValueError(f"no layer is named '{name}'{nearest(name, layers)}")
    return layers[name]


def _raise(message: str) -> Any:  # noqa: ANN401
    raise ValueError(message)
