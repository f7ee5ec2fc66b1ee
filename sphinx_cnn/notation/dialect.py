"""What a dialect adds to the interpreter: its names, its layer kinds, and what counts as the network in the end."""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod
from contextlib import AbstractContextManager
from typing import Any, ClassVar, Protocol

from sphinx_cnn.arithmetic.network import Network
from sphinx_cnn.arithmetic.shape import Shape
from sphinx_cnn.notation.budget import Budget
from sphinx_cnn.notation.errors import ArchitectureError
from sphinx_cnn.notation.scope import Scope
from sphinx_cnn.notation.tape import Tape
from sphinx_cnn.notation.values import FeatureMap, LayerObject


class Reader(Protocol):
    """What a dialect may ask of the interpreter that reads a text.

    :ivar globals: the names of the text itself.
    :ivar loose_values: the values of lines without a name on the left.
    :ivar made: all layers and models that the text has made; who makes one adds it.
    """

    tape: Tape
    budget: Budget
    globals: Scope
    loose_values: list[object]
    made: list[LayerObject | Model]

    def record(self, layer: LayerObject, inputs: list[FeatureMap], node: ast.AST) -> FeatureMap:
        """Apply a layer, in the group that is open."""

    def apply(self, value: LayerObject | Model, inputs: list[FeatureMap], node: ast.AST) -> object:
        """Apply a layer or a model, and give the feature map that comes out, or several."""

    def grouped(self, name: str) -> AbstractContextManager[None]:
        """Layers applied inside stand in a group of this name."""

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


class Maker:
    """A part of the dialect that makes a layer, an input or a model when it is called."""

    def make(self, reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
        """Make it.

        :raises ValueError: if the arguments are wrong.
        """
        raise NotImplementedError


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
    def names(self, reader: Reader) -> dict[str, object]:
        """The names that can be used without an import."""

    @abstractmethod
    def member(self, path: str, name: str, reader: Reader) -> object:
        """What ``path.name`` is, for a module of the framework.

        :raises ValueError: if there is nothing of that name.
        """

    @abstractmethod
    def attribute(self, value: object, name: str, reader: Reader) -> object:
        """An attribute of a layer, a model or a feature map.

        :raises AttributeError: if it has none of that name.
        """

    @abstractmethod
    def set_attribute(self, value: object, name: str, to: object, reader: Reader) -> None:
        """Set an attribute, where that changes the count.

        :raises AttributeError: if it cannot be set.
        """

    @abstractmethod
    def operation(self, kind: type[ast.operator | ast.unaryop], operands: int, node: ast.AST) -> LayerObject:
        """The layer that an operator on feature maps stands for.

        :param operands: how many of its operands are feature maps; the others are numbers.
        :raises ValueError: if there is none.
        """

    @abstractmethod
    def input(self, reader: Reader, shape: Shape | None, name: str, node: ast.AST) -> FeatureMap:
        """An input of the network; a shape given outside the text wins over *shape*."""

    @abstractmethod
    def network(self, reader: Reader, name: str) -> Network:
        """The network that the text describes, when all of it is read."""
