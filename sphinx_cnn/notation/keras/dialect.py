"""Keras: layers, ``Sequential``, the functional API, classes of layers and models, and the functions of TensorFlow."""

from __future__ import annotations

import ast
from typing import Any, ClassVar

from sphinx_cnn.arithmetic.layers.reshaping import Input
from sphinx_cnn.arithmetic.network import Network
from sphinx_cnn.arithmetic.shape import Shape
from sphinx_cnn.notation.classes import Class, Instance
from sphinx_cnn.notation.dialect import Dialect, Model, ReadAgainError, Reader
from sphinx_cnn.notation.inputs import InputShapes, outside_shape, unknown_inputs
from sphinx_cnn.notation.keras import arguments, attributes
from sphinx_cnn.notation.keras.applying import applied
from sphinx_cnn.notation.keras.makers import LayerClass, State
from sphinx_cnn.notation.keras.making import ModelClass
from sphinx_cnn.notation.keras.models import Functional, Sequential
from sphinx_cnn.notation.keras.modules import Base, is_weight, shape_of
from sphinx_cnn.notation.keras.names import Names
from sphinx_cnn.notation.keras.operations.call import Call
from sphinx_cnn.notation.keras.operations.elementwise import OPERATORS, operate
from sphinx_cnn.notation.keras.operations.parts import subscript
from sphinx_cnn.notation.keras.outcome import network
from sphinx_cnn.notation.tensors.maps import Aside, as_data, as_map
from sphinx_cnn.notation.tensors.parts import subscript_data
from sphinx_cnn.notation.values import Constant, FeatureMap, LayerObject, Native, Opaque, describe

UNKNOWN = "the shape of the input is not known; write Input(shape=…)"

PLACEHOLDER = 512
"""A size in place of one that is open, in a model that is only applied to feature maps of known sizes."""

READY_MADE = ("keras.applications", "keras_hub", "keras_cv", "keras_nlp", "tensorflow_hub", "efficientnet", "timm")
"""Modules whose classes and functions give a network that the text does not have."""


class KerasDialect(Dialect):
    """Keras 3."""

    name: ClassVar[str] = "keras"
    title: ClassVar[str] = "Keras"
    roots: ClassVar[frozenset[str]] = frozenset({"keras", "tensorflow", "tf_keras"})
    models: ClassVar[frozenset[str]] = frozenset({"Model", "Sequential", "Functional"})
    inputs: ClassVar[frozenset[str]] = frozenset({"Input", "InputLayer"})
    forward: ClassVar[str] = "call"

    def __init__(self, input_shapes: InputShapes = None, *, of_parts: bool = False, own: str = "") -> None:
        self.input_shapes = input_shapes
        self.of_parts = of_parts
        """Whether the inputs that the text makes are those of parts of the network, so that they keep their shapes."""
        self.overridden = False
        """Whether an input that the text makes has got another shape than it declares."""
        self.state = State()
        self.tried: dict[object, list[Any]] = {}
        """The shapes of what instances of the text were built for, or tried on, without the batch axis."""
        self.spans: dict[Instance, list[range]] = {}
        """Where on the tape the applications of an instance stand."""
        self.results: dict[Instance, object] = {}
        """What came out of instances when they were last applied."""
        self.constructing: set[Instance] = set()
        """The instances whose constructor is running; an input that is made there is none of the network."""
        self.notes: list[str] = []
        self.trying: object = None
        self._inputs: list[str] = []
        self._of_root: list[str] = [own] if own else []
        """The names of the inputs of the network, as far as they are known."""
        self._names = Names(self)

    def set_data_format(self, data_format: object) -> None:
        """The order of axes that layers take for granted which say nothing of it."""
        self.state.channels_last = arguments.data_format("data_format", data_format, 0)

    def names(self, reader: Reader) -> dict[str, object]:
        """All layer kinds and models by their bare names, and the usual names of Keras' modules."""
        return self._names.bare(reader)

    def member(self, path: str, name: str, reader: Reader) -> object:
        """What ``path.name`` is: a layer kind, a model, an operation, a module, or something that is not read."""
        return self._names.find(path, name)

    def attribute(self, value: object, name: str, reader: Reader) -> object:
        """An attribute of a feature map, a layer, a model, or an instance of a class of the text."""
        return attributes.attribute(self, value, name, reader)

    def data_attribute(self, value: Opaque, name: str) -> object:
        """The shape of data; nothing else is read."""
        if isinstance(value, Constant) and name in ("shape", "ndim"):
            return value.shape if name == "shape" else len(value.shape)
        if isinstance(value, Constant) and name in ("astype", "copy"):
            return Native(name, lambda *_, **__: value)
        return self._names.of_data(value.origin, name) or value.member(name)

    def attribute_of_base(self, instance: Instance, name: str, reader: Reader) -> object:
        """What ``super()`` has of Keras' own class."""
        if name == "build":
            return Native(name, lambda input_shape=None, **_: self.remember(instance, input_shape, strictly=False))
        return attributes.attribute(self, instance, name, reader)

    def set_attribute(self, value: object, name: str, to: object, reader: Reader) -> None:
        """``trainable``, or an attribute of an instance of a class of the text."""
        attributes.set_attribute(self, value, name, to, reader)

    def operate(
        self, kind: type[ast.operator | ast.unaryop], operands: list[object], reader: Reader, node: ast.AST
    ) -> FeatureMap:
        """Apply the operation of Keras that an operator on feature maps becomes."""
        if kind is ast.UAdd and isinstance(operands[0], FeatureMap):
            return operands[0]
        if kind not in OPERATORS:
            raise ValueError(f"the operator {kind.__name__} on feature maps is not read here")
        if any(isinstance(operand, LayerObject) and not is_weight(operand) for operand in operands):
            raise TypeError("a layer cannot be combined with a feature map; apply it first")
        return operate(self._call(OPERATORS[kind][0], reader, node), kind, operands)

    def _call(self, operation: str, reader: Reader, node: ast.AST) -> Call:
        """A call of an operation, whose name has Keras' own number where Keras would make a layer of it."""
        name = operation if reader.running else self.state.automatic_name(operation)
        return Call(name, reader, node, operation, self.state.channels_last)

    def subscript(self, value: object, index: object, reader: Reader, node: ast.AST) -> object:
        """A part of a feature map or of a variable."""
        found = as_map(value, reader, node)
        if found is None:
            raise TypeError(f"{describe(value)} has no items")
        return subscript(self._call("get_item", reader, node), found, index)

    def subscript_data(self, value: Constant, index: object, reader: Reader) -> object:
        """A part of data, which leaves no row; what is not read of it is no error."""
        try:
            return subscript_data(value, index, reader)
        except ValueError:
            return Opaque(value.origin)

    def operate_on_data(self, kind: type[ast.operator | ast.unaryop], operands: list[Any], reader: Reader) -> object:
        """Apply an operator to data and numbers, which leaves no row."""
        call = Call("data", Aside(reader), ast.Pass())
        try:
            return as_data(operate(call, kind, operands), "tensorflow.Tensor")
        except (ValueError, LookupError):
            return Opaque("arithmetic with data")

    def unpacked(self, value: FeatureMap, reader: Reader, node: ast.AST) -> list[Any]:
        """What a loop over a feature map goes through, which would be the inputs of the batch."""
        raise TypeError("a loop over a feature map goes through the inputs of a batch, and is not read here")

    def is_instance(self, value: object, kind: object) -> bool | None:
        """What ``isinstance`` says for kinds of layers and models."""
        if isinstance(kind, LayerClass):
            layer = value.native if isinstance(value, Instance) else value
            return isinstance(layer, LayerObject) and layer.kind == kind.spelled
        if isinstance(kind, ModelClass):
            native = value.native if isinstance(value, Instance) else value
            kinds: dict[str, tuple[type, ...]] = {"Sequential": (Sequential,), "Functional": (Functional,)}
            if kind.name == "Model":
                return isinstance(native, Sequential | Functional) or getattr(native, "kind", "") == "Model"
            if kind.name == "Layer":
                return isinstance(native, Base | LayerObject | Model)
            return isinstance(native, kinds.get(kind.name, ()))
        return None if isinstance(value, Opaque) or isinstance(kind, Opaque) else False

    def class_of(self, layer: LayerObject) -> object:
        """The class of a layer."""
        return self._names.classes.get(layer.kind) or Opaque(layer.kind)

    def is_module_class(self, cls: Class) -> bool:
        """Whether a class inherits from ``Layer``, ``Model``, ``Sequential`` or a kind of layers."""
        return any(isinstance(base, ModelClass | LayerClass) for base in cls.outer_bases)

    def made(self, instance: Instance, reader: Reader) -> None:
        """Keep an instance of a class of layers or models: it may be the network."""
        if not instance.cls.is_module:
            return
        self.name_of(instance)
        self.constructing.discard(instance)
        if isinstance(instance.native, Base):
            instance.native.of_constructor = len(instance.native.weights)
        elif isinstance(instance.native, Sequential | Functional):
            instance.native.name, instance.native.nested = instance.name, True
        reader.made.append(instance)

    def name_of(self, instance: Instance) -> str:
        """The name of an instance: the author's, or Keras' own."""
        if not instance.name:
            instance.name = self.state.automatic_name(instance.cls.name)
        return instance.name

    def group(self, instance: Instance, reader: Reader) -> tuple[str, str | None]:
        """The name of an instance."""
        return self.name_of(instance), None

    def rehearsed(self, value: LayerObject | Model | Instance, data: list[Constant]) -> None:
        """Remember what a model is tried on; it is the input of the network where no other is given."""
        self.trying = value
        shapes = [item.shape[1:] for item in data if item.shape]
        if isinstance(value, Sequential) and value.input_shape is None and shapes:
            value.input_shape = shapes[0]
        elif shapes:
            self.tried.setdefault(value, list(shapes))

    def remember(self, instance: Instance, input_shape: object = None, *, strictly: bool = True) -> None:
        """``model.build(input_shape)``: the shape of the input, with the batch first, or of several in a list."""
        shapes = list(input_shape) if _several(input_shape) else [input_shape]  # type: ignore[call-overload]
        found = [tuple(shape[1:]) for shape in shapes if isinstance(shape, list | tuple)]
        if len(found) == len(shapes) and all(isinstance(size, int) for shape in found for size in shape):
            self.tried[instance] = [found] if _several(input_shape) else found
        elif strictly:
            raise ValueError(f"build needs a shape with the batch axis first, not {describe(input_shape)}")

    def apply(
        self,
        reader: Reader,
        value: LayerObject | Model | Instance,
        arguments: list[Any],
        keywords: dict[str, Any],
        node: ast.AST,
    ) -> object:
        """Apply a layer, a model, or an instance of a class of the text."""
        return applied(self, reader, value, arguments, keywords, node)

    def apply_base(
        self, instance: Instance, arguments: list[Any], keywords: dict[str, Any], reader: Reader, node: ast.AST
    ) -> object:
        """Apply the layer or model that an instance's class inherits from."""
        native = instance.native
        if isinstance(native, LayerObject | Model):
            return self.apply(reader, native, arguments, keywords, node)
        raise TypeError(f"{instance.described} has no call, so it cannot be applied")

    def apply_to_itself(self, model: Sequential, reader: Reader) -> bool:
        """Apply the layers of a model to its own input, once; whether its input is known."""
        known = model.input is not None or (model.input_shape is not None and -1 not in model.input_shape)
        if known and model.layers and model.output is None:
            if model.input is None:
                model.input = self.input(reader, model.input_shape, "input", model.place)
            model.output = model.run(reader, [model.input], model.place)
        return model.output is not None

    def groups_functions(self, reader: Reader) -> bool:
        """In an instance of a class, a function's layers belong to it."""
        return not reader.running

    def ready_made(self, origin: str) -> str:
        """Networks of ``keras.applications`` and its like."""
        path, _, name = origin.rpartition(".")
        root = next((ready for ready in READY_MADE if path == ready or path.startswith(f"{ready}.")), "")
        made_here = name[:1].isupper() or name in ("from_preset", "load")
        if not root or not made_here:
            return ""
        return (
            f"{origin} gives a network that only exists inside {root}, so there are no layers to read; write its "
            "layers, or start with an Input of the shape that it gives"
        )

    def input(self, reader: Reader, shape: Shape | None, name: str, node: ast.AST) -> FeatureMap:
        """An input of the network; a shape given outside the text wins over *shape*."""
        given = self.input_shapes
        own = name in self._of_root
        if isinstance(given, tuple) and not own and (self._inputs or self.constructing or self.of_parts):
            if shape is None:
                raise reader.error(unknown_inputs(given, [*self._inputs, name]) or UNKNOWN, node)
            given = None
        if not self.constructing:
            self._inputs.append(name)
        named = isinstance(given, dict) and name in given
        is_open = shape is not None and -1 in shape and (given is None or (isinstance(given, dict) and not named))
        try:
            declared = tuple(PLACEHOLDER if size == -1 else size for size in shape or ()) if is_open else shape
            found = outside_shape(given, name, declared)
            self.overridden = self.overridden or not (own or declared in (None, found))
        except ValueError as error:
            raise reader.error(str(error), node) from None
        layer = LayerObject(name, "Input", Input(found), node, "author")
        result = reader.record(layer, [], node)
        if is_open:
            self.state.open.add(result.index)
        return result

    def shape(self, value: FeatureMap, reader: Reader) -> object:
        """The shape of a feature map as Keras tells it: with None for the batch, and for sizes that are not known."""
        if not self.state.open:
            return shape_of(value)
        reader.budget.spend(len(reader.tape.entries) // 4)
        if self.state.open.isdisjoint(reader.tape.reachable([value.index])):
            return shape_of(value)
        channels = len(value.sizes) - 1 if self.state.channels_last else 1
        return tuple(size if index == channels else None for index, size in enumerate(value.sizes))

    def root_input(self, reader: Reader, shape: Shape | None, name: str, node: ast.AST) -> FeatureMap:
        """An input of the model that is the network, whatever inputs its parts have been made with."""
        if self.overridden and isinstance(self.input_shapes, tuple) and not self.of_parts:
            raise ReadAgainError(KerasDialect(self.input_shapes, of_parts=True))
        self._inputs = [known for known in self._inputs if known in self._of_root]
        self._of_root.append(name)
        return self.input(reader, shape, name, node)

    def network(self, reader: Reader, name: str, entry: object = None) -> Network:
        """The network that the text describes, when all of it is read."""
        return network(self, reader, name, entry)


def _several(shape: object) -> bool:
    """Whether a shape is a list of shapes."""
    return isinstance(shape, list | tuple) and bool(shape) and all(isinstance(part, list | tuple) for part in shape)
