"""Lasagne's and nolearn's names, modules and attributes, as a text uses them."""

from __future__ import annotations

import ast
import functools
from typing import Any, ClassVar

from sphinx_cnn.arithmetic.layers.reshaping import Input
from sphinx_cnn.arithmetic.network import Network
from sphinx_cnn.arithmetic.shape import Shape
from sphinx_cnn.notation.arguments import layer_name
from sphinx_cnn.notation.assembly import assemble
from sphinx_cnn.notation.classes import Instance
from sphinx_cnn.notation.dialect import Dialect, Model, Reader, ReaderFunction
from sphinx_cnn.notation.errors import nearest
from sphinx_cnn.notation.inputs import InputShapes, declared_shape, outside_shape, unknown_inputs
from sphinx_cnn.notation.lasagne.arguments import NONLINEARITIES
from sphinx_cnn.notation.lasagne.layers import ALIASES, KINDS, UNREAD
from sphinx_cnn.notation.lasagne.makers import LayerClass, State, Waiting
from sphinx_cnn.notation.lasagne.neural_net import METHODS, STATE, NeuralNet, NeuralNetClass
from sphinx_cnn.notation.lasagne.outcome import makers, outcome
from sphinx_cnn.notation.lasagne.rows import FUNCTIONS, RowFunction
from sphinx_cnn.notation.lasagne.sharing import parameter_of
from sphinx_cnn.notation.tape import Application
from sphinx_cnn.notation.values import FeatureMap, LayerObject, Module, Native, Opaque, describe

HELPERS = frozenset({
    "count_params", "get_all_param_values", "get_all_params", "get_output", "set_all_param_values",
})  # fmt: skip
"""Functions of ``lasagne.layers`` that do not describe the network; they are passed over, with their arguments."""

MODULES = frozenset({
    "base", "conv", "corrmm", "cuda_convnet", "dense", "dnn", "embedding", "helper", "input", "local", "merge", "noise",
    "normalization", "pool", "recurrent", "shape", "special",
})  # fmt: skip
"""The modules of ``lasagne.layers``."""

UPDATES = (
    "adadelta", "adagrad", "adam", "adamax", "amsgrad", "apply_momentum", "apply_nesterov_momentum", "momentum",
    "nesterov_momentum", "rmsprop", "sgd",
)  # fmt: skip
"""What ``lasagne.updates`` has."""

LAYER_STATE = frozenset({"get_output_for", "get_output_shape_for", "get_params", "input_var"})
"""Attributes of a layer that do not describe the network; they are not read."""


class LasagneDialect(Dialect):
    """Lasagne, and nolearn on top of it."""

    name: ClassVar[str] = "lasagne"
    title: ClassVar[str] = "Lasagne"
    roots: ClassVar[frozenset[str]] = frozenset({"lasagne", "nolearn"})
    models: ClassVar[frozenset[str]] = frozenset({"NeuralNet"})
    inputs: ClassVar[frozenset[str]] = frozenset({"InputLayer"})

    def __init__(self, input_shapes: InputShapes = None) -> None:
        self.input_shapes = input_shapes
        self._inputs: list[str] = []
        self._batch: int | None = None
        self._state = State(self._shaped_input)
        kinds = {name: LayerClass(ALIASES.get(name, name), self._state) for name in (*KINDS, *ALIASES)}
        rows = {name: RowFunction(name, self._state) for name in FUNCTIONS}
        self._layers: dict[str, object] = {
            **kinds,
            **rows,
            "InputLayer": ReaderFunction("InputLayer", self._make_input),
            "get_output_shape": ReaderFunction("get_output_shape", self._output_shapes),
            "get_all_layers": ReaderFunction("get_all_layers", self._all_layers),
        }

    def names(self, reader: Reader) -> dict[str, object]:
        """All layer kinds, nonlinearities and updates by their bare names, and the usual names of modules."""
        modules = {"lasagne": "lasagne", "layers": "lasagne.layers", "nonlinearities": "lasagne.nonlinearities"}
        return {
            **self._layers,
            **{name: Opaque(f"lasagne.nonlinearities.{name}") for name in NONLINEARITIES},
            **{name: Opaque(f"lasagne.updates.{name}") for name in UPDATES},
            **{local: Module(path) for local, path in modules.items()},
            "NeuralNet": NeuralNetClass(self._state, self._layers),
            "T": Opaque("theano.tensor"),
            "slice": Native("slice", slice),
        }

    def member(self, path: str, name: str, reader: Reader) -> object:
        """What ``path.name`` is: a layer kind, a module, or something that is not read."""
        if path == "lasagne.layers" or path.startswith("lasagne.layers."):
            return self._of_layers(path, name)
        if path == "lasagne" and name in ("layers", "nonlinearities", "objectives", "regularization", "utils"):
            return Module(f"lasagne.{name}")
        if path == "lasagne.nonlinearities" and name not in NONLINEARITIES:
            raise ValueError(f"no nonlinearity '{name}' is known{nearest(name, NONLINEARITIES)}")
        if path in ("lasagne.objectives", "lasagne.regularization", "lasagne.utils"):
            return Native(f"{path}.{name}", print, reads_arguments=False)
        if path.startswith("nolearn"):
            if name == "NeuralNet":
                return NeuralNetClass(self._state, self._layers)
            if name in ("lasagne", "base"):
                return Module(f"{path}.{name}")
        return Opaque(f"{path}.{name}")

    def _of_layers(self, path: str, name: str) -> object:
        if name in self._layers:
            return self._layers[name]
        if name in MODULES:
            return Module(f"{path}.{name}")
        if name in HELPERS:
            return Native(name, print, reads_arguments=False)
        if name in UNREAD:
            return ReaderFunction(name, functools.partial(_refuse, name))
        if name in ("Layer", "MergeLayer"):
            return Opaque(f"{path}.{name}")
        raise ValueError(f"no layer '{name}' is known{nearest(name, self._layers)}")

    def _make_input(self, reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> FeatureMap:
        given = {**dict(zip(("shape", "input_var", "name"), arguments, strict=False)), **keywords}
        for unknown in given.keys() - {"shape", "input_var", "name"}:
            raise ValueError(
                f"InputLayer has no argument '{unknown}'{nearest(unknown, ('shape', 'input_var', 'name'))}"
            )
        if "shape" not in given:
            raise ValueError("InputLayer needs a value for 'shape'")
        return self._shaped_input(reader, given["shape"], given.get("name"), node)

    def _shaped_input(self, reader: Reader, shape: object, name: object, node: ast.AST) -> FeatureMap:
        if isinstance(shape, list | tuple):  # what is not read, such as the size of a batch, is open
            shape = tuple(None if isinstance(size, Opaque) else size for size in shape)
        declared = declared_shape({"batch_shape": shape})
        if isinstance(shape, tuple) and isinstance(shape[0], int):
            self._batch = shape[0]
        if name is not None:
            return self.input(reader, declared, layer_name("InputLayer: name", name), node)
        entry = self.input(reader, declared, f"input{len(reader.tape.entries)}", node)
        if not isinstance(self.input_shapes, dict):
            reader.tape.entries[entry.index].layer.named_by = "counter"
        return entry

    def input(self, reader: Reader, shape: Shape | None, name: str, node: ast.AST) -> FeatureMap:
        """An input of the network; a shape given outside the text wins over *shape*."""
        if isinstance(self.input_shapes, tuple) and self._inputs:
            raise reader.error(unknown_inputs(self.input_shapes, [*self._inputs, name]), node)
        self._inputs.append(name)
        try:
            shape = outside_shape(self.input_shapes, name, shape)
        except ValueError as error:
            raise reader.error(str(error), node) from None
        return reader.record(LayerObject(name, "InputLayer", Input(shape), node, "left"), [], node)

    def _output_shapes(self, reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
        if len(arguments) + len(keywords) != 1:
            raise ValueError("get_output_shape is read for a layer, or for a list of them, alone")
        value = arguments[0] if arguments else keywords.get("layer_or_layers")
        if isinstance(value, list | tuple):
            return [self._output_shape(item) for item in value]
        return self._output_shape(value)

    def _output_shape(self, value: object) -> tuple[int | None, ...]:
        if not isinstance(value, FeatureMap):
            raise ValueError(f"a layer is needed, not {describe(value)}")
        return (self._batch, *value.shape)

    def _all_layers(self, reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
        value = arguments[0] if len(arguments) == 1 and not keywords else None
        items = value if isinstance(value, list | tuple) else [value]
        outputs = [item.index for item in items if isinstance(item, FeatureMap)]
        if len(outputs) != len(items):
            raise ValueError("get_all_layers is read for a layer, or for a list of them, alone")
        indices = reader.tape.reachable(outputs)
        reader.budget.spend(len(indices))
        return [FeatureMap(index, reader.tape.entries[index].shape) for index in indices]

    def attribute(self, value: object, name: str, reader: Reader) -> object:
        """What Lasagne's layers have: shapes, their own arguments, their parameters, the layers before."""
        if isinstance(value, NeuralNet):
            if name in METHODS:
                return Native(f"{value.name}.{name}", print, reads_arguments=False)
            if name in STATE:
                return Opaque(f"{value.name[:50]}.{name}")
            raise AttributeError(f"{value.described} has no '{name}' that is read here{nearest(name, METHODS)}")
        if not isinstance(value, FeatureMap):
            raise AttributeError(f"{describe(value)} has no '{name}' that is read here")
        return self._of_layer(value, name, reader)

    def _of_layer(self, value: FeatureMap, name: str, reader: Reader) -> object:
        entry: Application = reader.tape.entries[value.index]
        layer = entry.layer
        before = [FeatureMap(index, reader.tape.entries[index].shape) for index in entry.inputs]
        if name in ("output_shape", "shape"):
            return self._output_shape(value)
        if name in ("input_shapes", "input_layers"):
            return [self._output_shape(fmap) for fmap in before] if name == "input_shapes" else before
        if name in ("input_shape", "input_layer") and len(before) == 1:
            return self._output_shape(before[0]) if name == "input_shape" else before[0]
        if name == "name":
            return layer.name if layer.named_by != "counter" else None
        kind = KINDS.get(layer.kind)
        if kind is not None and name in kind.learned:
            return parameter_of(layer, name)
        if name == "nonlinearity" and name in layer.hyperparameters:
            return Opaque(f"lasagne.nonlinearities.{layer.hyperparameters[name]}")
        if name in layer.hyperparameters:
            return layer.hyperparameters[name]
        if name in LAYER_STATE:
            return Opaque(f"{layer.name[:50]}.{name}")
        if name == "params":
            raise AttributeError("the tags of single parameters, such as trainable, are not read here")
        known = ("output_shape", "input_shape", "input_layer", "name", *layer.hyperparameters)
        raise AttributeError(f"{layer.name} ({layer.kind}) has no '{name}' that is read here{nearest(name, known)}")

    def set_attribute(self, value: object, name: str, to: object, reader: Reader) -> None:
        """The name of a layer."""
        if not isinstance(value, FeatureMap) or name != "name":
            raise AttributeError(f"'{name}' of {describe(value)} cannot be set here")
        layer = reader.tape.entries[value.index].layer
        layer.name, layer.named_by = layer_name("name", to), "left"

    def operate(
        self, kind: type[ast.operator | ast.unaryop], operands: list[object], reader: Reader, node: ast.AST
    ) -> FeatureMap:
        """Lasagne's layers have no operators."""
        raise ValueError("layers of Lasagne have no operators; write ElemwiseSumLayer([x, y]) or ElemwiseMergeLayer")

    def apply(
        self,
        reader: Reader,
        value: LayerObject | Model | Instance,
        arguments: list[Any],
        keywords: dict[str, Any],
        node: ast.AST,
    ) -> object:
        """Apply a layer that has been made without an incoming layer, as the shorthand does."""
        if not isinstance(value, Waiting):
            raise TypeError(f"{describe(value)} cannot be called")
        if len(arguments) != 1 or keywords:
            raise TypeError(f"{value.described} is applied to one layer, or to one list of them")
        inputs = list(arguments[0]) if isinstance(arguments[0], list | tuple) else [arguments[0]]
        for item in inputs:
            if not isinstance(item, FeatureMap):
                raise TypeError(f"{value.described} is applied to layers, but {describe(item)} arrives")
        return value.apply(reader, inputs, node)

    def named(self, name: str, value: FeatureMap, target: ast.AST, reader: Reader) -> None:
        """A name, or the key of an item, has been given to a feature map: a layer that is made there is called so."""
        layer = reader.tape.entries[value.index].layer
        if getattr(layer.place, "lineno", 0) == getattr(target, "lineno", -1):
            self._state.names.call(layer, name)

    def has_network(self, reader: Reader) -> bool:
        """Whether the text has layers, or a function that makes a network, so that its main program is passed over."""
        return bool(reader.tape.entries) or next(makers(reader), None) is not None

    def network(self, reader: Reader, name: str, entry: object = None) -> Network:
        """The network that the text describes, when all of it is read."""
        for waiting in self._state.waiting:
            if not waiting.applied:
                raise reader.error(
                    f"{waiting.described} is applied to nothing; give it the layer before", waiting.place
                )
        outputs, dictionaries = outcome(reader, entry, self.input_shapes)
        self._state.names.settle(reader.tape, reader.tape.reachable(outputs), dictionaries)
        return assemble(reader.tape, outputs, name, self.name, ())


def _refuse(name: str, reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
    raise ValueError(f"{name} is not read here")
