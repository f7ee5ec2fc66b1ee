"""What makes inputs, models, layers around a function or a model, and variables; classes of the text inherit from some.

Sources: https://keras.io/api/models/model/, https://keras.io/api/layers/base_layer/ and
https://keras.io/api/layers/core_layers/lambda/.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sphinx_cnn.arithmetic.layers.parameter import Parameter
from sphinx_cnn.arithmetic.shape import Shape
from sphinx_cnn.notation.arguments import layer_name
from sphinx_cnn.notation.classes import Instance
from sphinx_cnn.notation.dialect import Maker, Reader
from sphinx_cnn.notation.errors import nearest
from sphinx_cnn.notation.inputs import declared_shape
from sphinx_cnn.notation.keras.makers import LayerClass, State
from sphinx_cnn.notation.keras.models import Functional, Sequential, functional
from sphinx_cnn.notation.keras.modules import Base, is_part
from sphinx_cnn.notation.keras.operations.call import Call
from sphinx_cnn.notation.keras.operations.data import variable
from sphinx_cnn.notation.keras.wrapped import Distributed, Lambda
from sphinx_cnn.notation.values import Constant, FeatureMap, Function, LayerObject, Opaque, describe

if TYPE_CHECKING:
    from sphinx_cnn.notation.keras.dialect import KerasDialect

OF_EVERY_BASE = frozenset({
    "activity_regularizer", "autocast", "batch_size", "dtype", "dynamic", "implementation", "sparse", "weights",
})  # fmt: skip
"""Arguments of the base classes that change no count."""


@dataclass(frozen=True, slots=True)
class ModelClass(Maker):
    """A class of Keras that makes no layer: ``Input``, ``Sequential``, ``Model``, ``Layer`` and those around others."""

    name: str
    dialect: KerasDialect

    @property
    def state(self) -> State:
        """What the layers of the text have in common."""
        return self.dialect.state

    @property
    def described(self) -> str:
        """What it is, in the words of an error message."""
        return f"the class {self.name}"

    def make(self, reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
        """Make an input, a model or a layer."""
        makers = {
            "Input": self._input,
            "InputLayer": self._input,
            "Sequential": self._sequential,
            "Model": self._model,
            "Functional": self._model,
            "Lambda": self._lambda,
            "TimeDistributed": self._distributed,
        }
        if self.name not in makers:
            raise TypeError(f"{self.name} alone computes nothing; it is for classes to inherit from")
        return makers[self.name](reader, list(arguments), dict(keywords), node)

    def construct(
        self, instance: Instance, reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST
    ) -> object:
        """Make what an instance has of Keras' class that its class in the text inherits from."""
        keywords = dict(keywords)
        self.dialect.constructing.add(instance)
        name = keywords.pop("name", None)
        if name is not None:
            instance.name, instance.named_by = layer_name(f"{instance.cls.name}: name", name), "author"
        self.dialect.name_of(instance)
        if self.name == "Sequential" or {"inputs", "outputs"} & keywords.keys() or arguments[1:]:
            return self.make(reader, arguments, {**keywords, "name": instance.name}, node)
        if self.name not in ("Layer", "Model"):
            raise TypeError(f"a class that inherits from {self.name} is not read here")
        return self._base(instance, arguments, keywords, node)

    def _base(self, instance: Instance, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> Base:
        if arguments:
            raise TypeError(f"{instance.cls.name}: {self.name} takes no arguments without a name")
        trainable = keywords.pop("trainable", True)
        shape = declared_shape(keywords)
        for unknown in keywords.keys() - OF_EVERY_BASE - {""}:
            raise TypeError(f"{instance.cls.name}: {self.name} has no argument '{unknown}'")
        return Base(self.name, node, trainable is not False, input_shape=shape)

    def _input(self, reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> FeatureMap:
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
        name = self.state.automatic_name("InputLayer") if name is None else layer_name("Input: name", name)
        return self.dialect.input(reader, shape, name, node)

    def _sequential(self, reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> Sequential:
        name = keywords.get("name")
        for unknown in keywords.keys() - {"layers", "name", "trainable"}:
            raise ValueError(
                f"Sequential has no argument '{unknown}'{nearest(unknown, ('layers', 'name', 'trainable'))}"
            )
        layers = arguments[0] if arguments else keywords.get("layers")
        called = self.state.automatic_name("Sequential") if name is None else layer_name("Sequential: name", name)
        model = Sequential(called, node, "author" if name else "counter")
        reader.made.append(model)
        if not isinstance(layers, list | tuple | None):
            raise ValueError(f"Sequential takes a list of layers, not {describe(layers)}")
        for layer in layers or ():
            model.add(layer)
        self.state.nested.update(layer for layer in model.layers if isinstance(layer, Instance))
        return model

    def _model(self, reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> Functional:
        given = dict(zip(("inputs", "outputs", "name"), arguments, strict=False))
        given |= {{"input": "inputs", "output": "outputs"}.get(key, key): value for key, value in keywords.items()}
        for needed in ("inputs", "outputs"):
            if needed not in given:
                raise ValueError(f"Model needs its {needed}")
        for unknown in given.keys() - {"inputs", "outputs", "name", "trainable"}:
            raise ValueError(f"Model has no argument '{unknown}'{nearest(unknown, ('inputs', 'outputs', 'name'))}")
        name = given.get("name")
        called = self.state.automatic_name("Functional") if name is None else layer_name("Model: name", name)
        model = functional(reader, given["inputs"], given["outputs"], called, node)
        reader.made.append(model)
        model.named_by = "author" if name else "counter"
        return model

    def _lambda(self, reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> Lambda:
        given = dict(zip(("function", "output_shape", "mask", "arguments"), arguments, strict=False)) | keywords
        function, name = given.pop("function", None), given.pop("name", None)
        shape, more = given.pop("output_shape", None), given.pop("arguments", None)
        declared = declared_shape(given)
        if not isinstance(function, Function | Maker | Opaque) and not callable(getattr(function, "call", None)):
            raise ValueError(f"Lambda needs a function, not {describe(function)}")
        if not isinstance(more, dict | None):
            raise ValueError(f"Lambda: arguments must be a dictionary, not {describe(more)}")
        for unknown in given.keys() - {"mask", "trainable", "dtype"}:
            raise ValueError(f"Lambda has no argument '{unknown}'")
        called = self.state.automatic_name("Lambda") if name is None else layer_name("Lambda: name", name)
        made = Lambda(called, node, function, more or {}, _shape(shape), "author" if name else "counter", declared)
        reader.made.append(made)
        return made

    def _distributed(self, reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
        inside = arguments[0] if arguments else keywords.get("layer")
        if not is_part(inside) or isinstance(inside, LayerObject):
            return LayerClass("TimeDistributed", self.state).make(reader, arguments, keywords, node)
        name, shape = keywords.pop("name", None), declared_shape(keywords)
        called = self.state.automatic_name("TimeDistributed") if name is None else layer_name("name", name)
        if isinstance(inside, Sequential | Functional):
            inside.nested = True
        self.state.nested.add(inside)
        made = Distributed(called, node, inside, "author" if name else "counter", shape)
        reader.made.append(made)
        return made


def _shape(value: object) -> Shape | None:
    """The output shape that a Lambda declares, if it is written in numbers."""
    sizes = value if isinstance(value, list | tuple) else [value]
    numbers = tuple(size for size in sizes if isinstance(size, int) and size > 0)
    return numbers if numbers and len(numbers) == len(sizes) else None


KERAS_2 = ("name", "shape", "dtype", "initializer", "regularizer", "trainable", "constraint")
KERAS_3 = (
    "shape", "initializer", "dtype", "trainable", "autocast", "regularizer", "constraint", "aggregation", "overwrite",
    "name",
)  # fmt: skip


def add_weight(
    state: State, instance: Instance, arguments: list[Any], keywords: dict[str, Any], node: ast.AST
) -> LayerObject:
    """``self.add_weight(…)``, with the arguments of Keras 3, or in the order of Keras 2.

    :raises ValueError: if the shape is not known.
    """
    order = KERAS_2 if arguments and isinstance(arguments[0], str) else KERAS_3
    given = dict(zip(order, arguments, strict=False)) | keywords
    shape = given.get("shape", ())
    sizes = [shape] if isinstance(shape, int) else shape
    if sizes is None:
        sizes = ()
    known = isinstance(sizes, list | tuple) and all(isinstance(size, int) and size > 0 for size in sizes)
    if not known or not isinstance(sizes, list | tuple):
        raise ValueError(f"add_weight needs a shape of whole numbers, not {_written(shape)}")
    if not isinstance(instance.native, Base):
        raise TypeError(f"{instance.cls.name} inherits from a layer with weights of its own, so it can add none here")
    made = _variable(state, tuple(sizes), given.get("name"), node, trained=given.get("trainable") is not False)
    if not instance.native.trainable:
        made.frozen.add("weights")
    instance.native.weights.append(made)
    return made


def _written(shape: object) -> str:
    if isinstance(shape, list | tuple):
        return f"({', '.join(describe(size) for size in shape)})"
    return describe(shape)


def new_variable(state: State, call: Call, arguments: list[Any], keywords: dict[str, Any]) -> LayerObject | Opaque:
    """``keras.Variable(…)``; one whose shape is not known is not read."""
    keywords = dict(keywords)
    name, trained = keywords.pop("name", None), keywords.pop("trainable", True)
    value = initial(call, arguments, keywords)
    if not isinstance(value, Constant):
        return Opaque("a variable")
    return _variable(state, value.shape, name, call.node, trained=trained is not False)


def initial(call: Call, arguments: list[Any], keywords: dict[str, Any]) -> Opaque:
    """The values that a variable starts from."""
    given = {{"initial_value": "initializer"}.get(name, name): value for name, value in keywords.items()}
    known = {name: value for name, value in given.items() if name in ("initializer", "shape")}
    return variable(call, *arguments[: 2 - len(known)], **known)


def _variable(state: State, shape: Shape, name: object, node: ast.AST, *, trained: bool) -> LayerObject:
    called = name if isinstance(name, str) and name.strip() else state.automatic_name("Variable")
    written = layer_name("add_weight: name", called.replace("/", "_"))
    hyperparameters = {"shape": shape}
    return LayerObject(written, "Variable", Parameter(shape), node, trainable=trained, hyperparameters=hyperparameters)
