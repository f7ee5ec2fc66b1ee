"""What a dialect adds to the interpreter: its names, its layer kinds, and what counts as the network in the end."""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar

from sphinx_cnn.arithmetic.shape import Shape

if TYPE_CHECKING:
    from sphinx_cnn.arithmetic.network import Network
    from sphinx_cnn.notation.evaluator import Evaluator
    from sphinx_cnn.notation.values import FeatureMap, LayerObject


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
    def names(self, interpreter: Evaluator) -> dict[str, object]:
        """The names that can be used without an import."""

    @abstractmethod
    def member(self, path: str, name: str, interpreter: Evaluator) -> object:
        """What ``path.name`` is, for a module of the framework.

        :raises ValueError: if there is nothing of that name.
        """

    @abstractmethod
    def attribute(self, value: object, name: str, interpreter: Evaluator) -> object:
        """An attribute of a layer, a model or a feature map.

        :raises AttributeError: if it has none of that name.
        """

    @abstractmethod
    def set_attribute(self, value: object, name: str, to: object, interpreter: Evaluator) -> None:
        """Set an attribute, where that changes the count.

        :raises AttributeError: if it cannot be set.
        """

    @abstractmethod
    def operation(self, kind: type[ast.operator | ast.unaryop], operands: int, line: int) -> LayerObject:
        """The layer that an operator on feature maps stands for.

        :param operands: how many of its operands are feature maps; the others are numbers.
        :raises ValueError: if there is none.
        """

    @abstractmethod
    def input(self, interpreter: Evaluator, shape: Shape | None, name: str, node: ast.AST) -> FeatureMap:
        """An input of the network; a shape given outside the text wins over *shape*."""

    @abstractmethod
    def network(self, interpreter: Evaluator, name: str) -> Network:
        """The network that the text describes, when all of it is read."""
