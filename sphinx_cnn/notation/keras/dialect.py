"""Keras' names, modules and attributes, as a text uses them."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from sphinx_cnn.arithmetic.layers.merging import Elementwise
from sphinx_cnn.arithmetic.layers.reshaping import Input
from sphinx_cnn.arithmetic.network import Network
from sphinx_cnn.arithmetic.shape import Shape
from sphinx_cnn.notation.assembly import assemble
from sphinx_cnn.notation.dialect import Dialect, Maker, Reader
from sphinx_cnn.notation.errors import nearest
from sphinx_cnn.notation.inputs import InputShapes, declared_shape, outside_shape
from sphinx_cnn.notation.keras.layers import ALIASES, FUNCTIONS, KINDS
from sphinx_cnn.notation.keras.models import Functional, Sequential, functional, layers_of, method
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

OF_EVERY_LAYER = ("dtype", "autocast", "weights")
"""Arguments that every layer has and that change no count."""


@dataclass(frozen=True, slots=True)
class LayerClass(Maker):
    """A layer kind as a value of the text: calling it makes a layer."""

    spelled: str
    dialect: KerasDialect
    described: str = "a layer class"

    def make(self, reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> LayerObject:
        """Make a layer with these arguments."""
        keywords = dict(keywords)
        name, trainable = keywords.pop("name", None), keywords.pop("trainable", True)
        if name is not None and not (isinstance(name, str) and name.strip() and len(name) <= 200):
            raise ValueError(f"{self.spelled}: name must be a string, not {describe(name)}")
        if name is not None and "/" in name:
            raise ValueError(f"{self.spelled}: name must not have a '/', but it is {describe(name)}")
        if not isinstance(trainable, bool):
            raise ValueError(f"{self.spelled}: trainable must be True or False, not {describe(trainable)}")
        input_shape = declared_shape(keywords)
        for argument in OF_EVERY_LAYER:
            keywords.pop(argument, None)
        kind = KINDS[self.spelled]
        bound = kind.bind(self.spelled, arguments, keywords)
        own = () if kind.in_framework else (self.spelled,)
        return LayerObject(
            name or self.dialect.automatic_name(self.spelled),
            self.spelled,
            kind.layer(bound.values),
            getattr(node, "lineno", 0),
            "author" if name else "counter",
            trainable,
            bound.values,
            input_shape,
            own + bound.beyond_framework,
        )


class KerasDialect(Dialect):
    """Keras 3."""

    name: ClassVar[str] = "keras"
    title: ClassVar[str] = "Keras"
    roots: ClassVar[frozenset[str]] = frozenset({"keras", "tensorflow", "tf_keras"})
    models: ClassVar[frozenset[str]] = frozenset({"Model", "Sequential", "Functional"})
    inputs: ClassVar[frozenset[str]] = frozenset({"Input", "InputLayer"})

    def __init__(self, input_shapes: InputShapes = None) -> None:
        self.input_shapes = input_shapes
        self._counters: Counter[str] = Counter()
        self._classes = {name: LayerClass(ALIASES.get(name, name), self) for name in (*KINDS, *ALIASES)}

    def automatic_name(self, kind: str) -> str:
        """Keras' own name for the next layer of a kind: ``conv2d``, ``conv2d_1``."""
        snake = _snake_case(kind)
        used = self._counters[snake]
        self._counters[snake] += 1
        return f"{snake}_{used}" if used else snake

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
        if path == "keras" and name in ("layers", "models"):
            return Module(f"keras.{name}")
        if path in ("keras", "keras.models", "keras.layers") and name in ("Input", "InputLayer", "Sequential", "Model"):
            return self._maker(name, reader)
        if path == "keras.layers" or path.startswith("keras.layers."):
            if name in self._classes:
                return self._classes[name]
            if name in FUNCTIONS:
                return self._function(FUNCTIONS[name], reader)
            if name.islower():
                return Module(f"{path}.{name}")
            raise ValueError(f"no layer '{name}' is known{nearest(name, self._classes)}")
        return Opaque(f"{path}.{name}")

    def _function(self, kind: str, reader: Reader) -> Native:
        def apply(inputs: list[FeatureMap], **keywords: object) -> FeatureMap:
            node = ast.Pass(lineno=0, col_offset=0)
            layer = self._classes[kind].make(reader, [], keywords, node)
            return reader.record(layer, list(inputs), node)

        return Native(kind.lower(), apply)

    def _maker(self, name: str, reader: Reader) -> object:
        if name in ("Input", "InputLayer"):
            return ModelClass(name, self._make_input)
        return ModelClass(name, self._make_sequential if name == "Sequential" else self._make_model)

    def _make_input(self, reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> FeatureMap:
        keywords = dict(keywords)
        name = keywords.pop("name", None)
        if arguments:
            keywords["shape"] = arguments[0]
        shape = declared_shape(keywords, of_input=True)
        known = {"dtype", "sparse", "ragged", "tensor", "optional"}
        for unknown in keywords.keys() - known:
            raise ValueError(
                f"Input has no argument '{unknown}'{nearest(unknown, known | {'shape', 'batch_shape', 'name'})}"
            )
        return self.input(reader, shape, str(name or self.automatic_name("InputLayer")), node)

    def input(self, reader: Reader, shape: Shape | None, name: str, node: ast.AST) -> FeatureMap:
        """An input of the network; a shape given outside the text wins over *shape*."""
        try:
            shape = outside_shape(self.input_shapes, name, shape)
        except ValueError as error:
            raise reader.error(str(error), node) from None
        layer = LayerObject(name, "Input", Input(shape), getattr(node, "lineno", 0), "author")
        return reader.record(layer, [], node)

    def _make_sequential(
        self, reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST
    ) -> Sequential:
        name = keywords.get("name")
        layers = arguments[0] if arguments else keywords.get("layers")
        model = Sequential(
            str(name or self.automatic_name("Sequential")), getattr(node, "lineno", 0), "author" if name else "counter"
        )
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
        name = given.get("name")
        called = str(name or self.automatic_name("Functional"))
        model = functional(reader, given["inputs"], given["outputs"], called, getattr(node, "lineno", 0))
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
        elif isinstance(value, Sequential | Functional):
            return self._of_model(value, name, reader)
        raise AttributeError(f"{describe(value)} has no '{name}' that is read here")

    def _of_model(self, model: Sequential | Functional, name: str, reader: Reader) -> object:
        if name == "name":
            return model.name
        if name == "layers":
            return layers_of(model, reader.tape)
        if name == "get_layer":
            layers = {layer.name: layer for layer in layers_of(model, reader.tape)}
            return Native(
                name,
                lambda name: (
                    layers[name] if name in layers else _raise(f"no layer '{name}'{nearest(str(name), layers)}")
                ),
            )
        if isinstance(model, Functional) and name in ("input", "inputs", "output", "outputs"):
            maps = model.inputs if name.startswith("input") else model.outputs
            return maps[0] if len(maps) == 1 and not name.endswith("s") else list(maps)
        return method(model, name)

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

    def operation(self, kind: type[ast.operator | ast.unaryop], operands: int, line: int) -> LayerObject:
        """The operation of Keras that an operator on feature maps becomes."""
        if kind not in OPERATIONS:
            raise ValueError(f"the operator {kind.__name__} on feature maps is not read here")
        spelled, operation = OPERATIONS[kind]
        return LayerObject(self.automatic_name(spelled), spelled, Elementwise(operation, operands == 1), line)

    def network(self, reader: Reader, name: str) -> Network:
        """The network that the text describes, when all of it is read."""
        outputs, root = outcome(reader, self.input_shapes, self.input)
        if root is not None and not root.trainable:  # a layer thawed in a frozen model stays frozen
            for layer in layers_of(root, reader.tape):
                layer.trainable = False
        return assemble(reader.tape, outputs, name, self.name)


@dataclass(frozen=True, slots=True)
class ModelClass(Maker):
    """A function of Keras that makes an input or a model."""

    name: str
    function: Callable[[Reader, list[Any], dict[str, Any], ast.AST], object]

    @property
    def described(self) -> str:
        """What it is, in the words of an error message."""
        return f"the function {self.name}"

    def make(self, reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
        """Make the input or the model."""
        return self.function(reader, arguments, keywords, node)


@cache
def _snake_case(kind: str) -> str:
    return re.sub("([a-z])([A-Z])", r"\1_\2", re.sub("(.)([A-Z][a-z]+)", r"\1_\2", kind)).lower()


def _raise(message: str) -> Any:  # noqa: ANN401
    raise ValueError(message)
