"""What an architecture text's names can stand for, beside numbers, strings, lists and dictionaries."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.arithmetic.shape import Shape

if TYPE_CHECKING:
    from sphinx_cnn.notation.evaluator import Evaluator
    from sphinx_cnn.notation.scope import Scope


@dataclass(frozen=True, slots=True)
class Opaque:
    """A value that is not read, because it comes from outside the architecture: data, an optimizer, a history."""

    origin: str


@dataclass(frozen=True, slots=True)
class FeatureMap:
    """The output of an applied layer: its place on the tape, and its shape without the batch axis."""

    index: int
    shape: Shape


@dataclass(frozen=True, slots=True)
class Function:
    """A ``def`` or ``lambda`` of the text, with its default values."""

    name: str
    node: ast.FunctionDef | ast.Lambda
    defaults: Mapping[str, object]
    scope: Scope


@dataclass(frozen=True, slots=True)
class Native:
    """A function that the interpreter itself provides: a built-in, a method, a part of the dialect."""

    name: str
    call: Callable[..., object]
    reads_arguments: bool = True
    """Whether its arguments are evaluated; those of a training call are not."""
    needs_values: bool = False
    """Whether it computes with its arguments, so that one that is not read makes its result so."""


class Maker:
    """A part of the dialect that makes a layer, an input or a model when it is called."""

    __slots__ = ()

    def make(self, interpreter: Evaluator, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
        """Make it.

        :raises ValueError: if the arguments are wrong.
        """
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Module:
    """A module of the dialect's framework, by its path: ``keras.layers``."""

    path: str


class Applicable:
    """A value of the text that can be applied to feature maps and named: a layer or a model.

    :ivar named_by: whether ``name`` is the ``"author"``'s, stands ``"left"`` of the assignment, or is automatic.
    :ivar described: what it is, in the words of an error message.
    """

    name: str
    named_by: str
    described: str
    input_shape: Shape | None

    def apply(self, interpreter: Evaluator, inputs: list[FeatureMap], node: ast.AST) -> object:
        """Apply it, and give the feature map that comes out, or several."""
        raise NotImplementedError


@dataclass(eq=False, slots=True)
class LayerObject(Applicable):
    """A layer as the text made it, applied or not.

    :param name: ``name=``, or the name on the left, or the automatic one.
    :param named_by: which of these it was; a layer that is ``"author"``-named keeps its name exactly.
    :param input_shape: an input shape that the text declares with the layer.
    :param beyond_framework: constructs that the framework would not accept.
    """

    name: str
    kind: str
    layer: Layer
    line: int
    named_by: str = "counter"
    trainable: bool = True
    hyperparameters: Mapping[str, object] = field(default_factory=dict)
    input_shape: Shape | None = None
    beyond_framework: tuple[str, ...] = ()
    applied: FeatureMap | None = None

    @property
    def described(self) -> str:  # type: ignore[override]
        """What it is, in the words of an error message."""
        return f"a layer ({self.kind})"

    def apply(self, interpreter: Evaluator, inputs: list[FeatureMap], node: ast.AST) -> FeatureMap:
        """Apply the layer once more; all applications share its parameters."""
        return interpreter.record(self, inputs, node)


def describe(value: object) -> str:
    """What a value is, in the words of an error message."""
    if isinstance(value, FeatureMap):
        return "a feature map"
    if isinstance(value, Opaque):
        return f"a value that comes from {value.origin}"
    if isinstance(value, Function | Native):
        return f"the function {value.name}"
    if isinstance(value, Module):
        return f"the module {value.path}"
    if value is None or isinstance(value, bool | int | float):
        return repr(value)
    if isinstance(value, str):
        return repr(value if len(value) <= 40 else value[:40] + "…")
    if isinstance(value, list | tuple | dict | set):
        return f"a {type(value).__name__} of {len(value)}"
    return str(getattr(value, "described", f"a {type(value).__name__}"))
