"""What a dialect adds to the interpreter: its names, its layer kinds, and what counts as the network in the end."""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Protocol

from sphinx_cnn.arithmetic.network import Network
from sphinx_cnn.arithmetic.shape import Shape
from sphinx_cnn.notation.budget import Budget
from sphinx_cnn.notation.classes import Class, Instance
from sphinx_cnn.notation.errors import ArchitectureError
from sphinx_cnn.notation.inputs import InputShapes
from sphinx_cnn.notation.scope import Scope
from sphinx_cnn.notation.source import Source
from sphinx_cnn.notation.tape import Tape
from sphinx_cnn.notation.values import Constant, FeatureMap, LayerObject, Looped, Opaque, describe


class Reader(Protocol):
    """What a dialect may ask of the interpreter that reads a text.

    :ivar scope: the names that are seen where the text is being read.
    :ivar globals: the names of the text itself.
    :ivar loose_values: the values of lines without a name on the left.
    :ivar made: all layers and models that the text has made; who makes one adds it.
    :ivar running: how many modules are being applied to feature maps, one within the other.
    """

    tape: Tape
    budget: Budget
    scope: Scope
    globals: Scope
    loose_values: list[object]
    made: list[LayerObject | Model | Instance]
    running: int

    def record(self, layer: LayerObject, inputs: list[FeatureMap], node: ast.AST) -> FeatureMap:
        """Apply a layer, in the group that is open."""

    def apply(self, value: LayerObject | Model | Instance, inputs: list[Any], node: ast.AST) -> object:
        """Apply a layer, a model or a module of the text, and give the feature map that comes out, or several."""

    def run(self, instance: Instance, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
        """Apply a module of the text."""

    def operate(self, kind: type[ast.operator], left: object, right: object, node: ast.AST) -> object:
        """``left kind right``, for plain values and for feature maps."""

    def call(self, function: object, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
        """Call a function, make a layer, or apply one."""

    def grouped(self, name: str, path: str | None = None) -> AbstractContextManager[None]:
        """Layers applied inside stand in a group of this name, or of this very path."""

    def read_beside(self, source: Source, package: Path | None, names: Scope) -> None:
        """Read a text beside the one that is being read, with names of its own."""

    def error(self, message: str, node: ast.AST) -> ArchitectureError:
        """An error at a node of the text."""


class Model:
    """Layers that are put together and applied like one.

    :ivar named_by: as for a layer.
    :ivar described: what it is, in the words of an error message.
    """

    name: str
    named_by: str
    described: str
    input_shape: Shape | None

    def apply(self, reader: Reader, inputs: list[FeatureMap], node: ast.AST) -> object:
        """Apply it, and give the feature map that comes out, or several."""
        raise NotImplementedError

    def copied(self, copy: Callable[[Any], Any]) -> Model:
        """Another model of the same layers, each copied."""
        raise TypeError(f"{self.described} is not copied here")


class Maker:
    """A part of the dialect that makes a layer, an input or a model when it is called."""

    def make(self, reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
        """Make it.

        :raises ValueError: if the arguments are wrong.
        """
        raise NotImplementedError

    def construct(
        self, instance: Instance, reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST
    ) -> object:
        """Make what an instance has of it whose class in the text inherits from it."""
        return self.make(reader, arguments, keywords, node)


@dataclass(frozen=True, slots=True)
class ReaderFunction(Maker):
    """A function that is written here and needs the interpreter that reads the text."""

    name: str
    function: Callable[[Reader, list[Any], dict[str, Any], ast.AST], object]

    @property
    def described(self) -> str:
        """What it is, in the words of an error message."""
        return f"the function {self.name}"

    def make(self, reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
        """Call it."""
        return self.function(reader, arguments, keywords, node)


class ReadAgainError(Exception):
    """The text is to be read again, by a dialect that knows more of it now."""

    def __init__(self, dialect: Dialect) -> None:
        super().__init__()
        self.dialect = dialect


class Dialect(ABC):
    """The vocabulary of one framework."""

    name: ClassVar[str]
    title: ClassVar[str]
    """The framework as readers know it."""
    roots: ClassVar[frozenset[str]]
    """The modules that are this framework when they are imported."""
    models: ClassVar[frozenset[str]]
    """The names that make a text functional: nothing is then applied implicitly."""
    inputs: ClassVar[frozenset[str]]
    """The names of functions that make an input."""

    @abstractmethod
    def __init__(self, input_shapes: InputShapes = None) -> None: ...

    @abstractmethod
    def names(self, reader: Reader) -> dict[str, object]:
        """The names that can be used without an import."""

    @abstractmethod
    def member(self, path: str, name: str, reader: Reader) -> object:
        """What ``path.name`` is, for a module of the framework.

        :raises ValueError: if there is nothing of that name.
        """

    @abstractmethod
    def attribute(self, value: object, name: str, reader: Reader) -> object:
        """An attribute of a layer, a model, a module or a feature map.

        :raises AttributeError: if it has none of that name.
        """

    def data_attribute(self, value: Opaque, name: str) -> object:
        """An attribute of a value that is not read."""
        return value.member(name)

    def attribute_of_base(self, instance: Instance, name: str, reader: Reader) -> object:
        """What ``super()`` has under a name that no class of the text defines."""
        return self.attribute(instance.native, name, reader)

    @abstractmethod
    def set_attribute(self, value: object, name: str, to: object, reader: Reader) -> None:
        """Set an attribute, where that changes the count, or of a module.

        :raises AttributeError: if it cannot be set.
        """

    def set_data_attribute(self, value: Opaque, name: str, to: object) -> None:  # noqa: B027
        """Set an attribute of a value that is not read."""

    @abstractmethod
    def operate(
        self, kind: type[ast.operator | ast.unaryop], operands: list[object], reader: Reader, node: ast.AST
    ) -> FeatureMap:
        """Apply an operator to feature maps and numbers.

        :raises ValueError: if it is not read.
        """

    def subscript(self, value: object, index: object, reader: Reader, node: ast.AST) -> object:
        """An item or a slice of a feature map, or of a container of layers.

        :raises TypeError: if there is no such thing.
        """
        if isinstance(value, FeatureMap):
            raise TypeError("slices of a feature map are not read here")
        raise TypeError(f"{describe(value)} has no items")

    def operate_on_data(self, kind: type[ast.operator | ast.unaryop], operands: list[Any], reader: Reader) -> object:
        """Apply an operator to tensors of data and numbers."""
        return next(operand for operand in operands if isinstance(operand, Opaque)).combined()

    def subscript_data(self, value: Constant, index: object, reader: Reader) -> object:
        """An item or a slice of a tensor of data."""
        return value

    def unpacked(self, value: FeatureMap, reader: Reader, node: ast.AST) -> list[Any]:
        """What a loop over a feature map goes through.

        :raises TypeError: if nothing is read of it.
        """
        raise TypeError(f"{describe(value)} cannot be looped over")

    def is_instance(self, value: object, kind: object) -> bool | None:
        """What ``isinstance`` says for a class of the framework; ``None`` where nobody knows."""
        return None

    def class_of(self, layer: LayerObject) -> object:
        """What ``type`` says of a layer."""
        return Opaque(layer.kind)

    @abstractmethod
    def apply(
        self,
        reader: Reader,
        value: LayerObject | Model | Instance,
        arguments: list[Any],
        keywords: dict[str, Any],
        node: ast.AST,
    ) -> object:
        """Apply a layer, a model or a module with the arguments of a call."""

    def apply_base(
        self, instance: Instance, arguments: list[Any], keywords: dict[str, Any], reader: Reader, node: ast.AST
    ) -> object:
        """Apply a module whose classes in the text do not say how."""
        raise TypeError(f"{instance.described} has no {self.forward}, so it cannot be applied")

    def rehearsed(self, value: LayerObject | Model | Instance, data: list[Constant]) -> None:  # noqa: B027
        """A module is tried on tensors of known shapes."""

    def ready_made(self, origin: str) -> str:
        """What is wrong with calling something that is not read: it gives a network that the text does not have."""
        return ""

    tries_layers: ClassVar[bool] = False
    """Whether a layer, too, can be tried on data that is not read."""

    forward: ClassVar[str] = "forward"
    """The method of a module of the text that applies it."""

    def is_module_class(self, cls: Class) -> bool:
        """Whether instances of a class of the text are layers or models."""
        return False

    def plain_module(self, reader: Reader, node: ast.AST) -> object:
        """What the constructor of a base class makes that is not in the text and is taken for a plain module."""
        return None

    def made(self, instance: Instance, reader: Reader) -> None:  # noqa: B027
        """An instance of a class of the text has been made."""

    def group(self, instance: Instance, reader: Reader) -> tuple[str, str | None]:
        """The name, and the path if it is known, of the group of a module that is applied."""
        return instance.cls.name, None

    def place(self, layer: LayerObject, group: str) -> str:
        """The group of a layer that is applied while *group* is open."""
        return group

    def has_network(self, reader: Reader) -> bool:
        """Whether the text has described a network so far, so that what it does as a program is passed over."""
        return False

    def extended(self, container: Looped, more: object, reader: Reader, node: ast.AST) -> object:
        """``container + more``, for containers of layers.

        :raises TypeError: if nothing can be added.
        """
        raise TypeError(f"{describe(more)} cannot be added to {describe(container)}")

    def set_item(self, container: object, index: object, value: object) -> None:
        """Set an item of a container of layers.

        :raises TypeError: if it has none.
        """
        raise TypeError(f"the items of {describe(container)} cannot be set")

    def named(self, name: str, value: FeatureMap, target: ast.AST, reader: Reader) -> None:  # noqa: B027
        """A name on the left, or the key of an item, has been given to a feature map."""

    def delete_item(self, container: object, index: object) -> None:
        """Take an item, or what is under a name, out of a container of layers.

        :raises TypeError: if there is none.
        """
        raise TypeError(f"nothing can be deleted from {describe(container)}")

    def groups_functions(self, reader: Reader) -> bool:
        """Whether the layers of a function's call form a group."""
        return True

    @abstractmethod
    def input(self, reader: Reader, shape: Shape | None, name: str, node: ast.AST) -> FeatureMap:
        """An input of the network; a shape given outside the text wins over *shape*."""

    @abstractmethod
    def network(self, reader: Reader, name: str, entry: object = None) -> Network:
        """The network that the text describes, when all of it is read.

        :param entry: what the author says is the network, if it is said.
        """
