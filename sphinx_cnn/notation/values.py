"""What an architecture text's names can stand for, beside numbers, strings, lists and dictionaries."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.arithmetic.shape import Shape
from sphinx_cnn.notation.scope import Scope


@dataclass(frozen=True, slots=True)
class Opaque:
    """A value that is not read, because it comes from outside the architecture: data, an optimizer, a history."""

    origin: str

    def member(self, name: str) -> Opaque:
        """Something of it, which is not read either."""
        return Opaque(f"{self.origin}.{name}") if len(self.origin) < 200 else self

    def result(self) -> Opaque:
        """What calling it gives."""
        return Opaque(f"{self.origin}()") if len(self.origin) < 200 else self


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


@dataclass(frozen=True, slots=True)
class Module:
    """A module of the dialect's framework, by its path: ``keras.layers``."""

    path: str


@dataclass(eq=False, slots=True)
class LayerObject:
    """A layer as the text made it, applied or not.

    :param name: ``name=``, or the name on the left, or the automatic one.
    :param named_by: which of these it was; a layer that is ``"author"``-named keeps its name exactly.
    :param place: where in the text it is made.
    :param input_shape: an input shape that the text declares with the layer.
    :param beyond_framework: constructs that the framework would not accept.
    :param inside: whether it is the argument of another layer.
    """

    name: str
    kind: str
    layer: Layer
    place: ast.AST
    named_by: str = "counter"
    trainable: bool = True
    hyperparameters: Mapping[str, object] = field(default_factory=dict)
    input_shape: Shape | None = None
    beyond_framework: tuple[str, ...] = ()
    applied: FeatureMap | None = None
    inside: bool = False

    @property
    def merges(self) -> bool:
        """Whether it is applied to a list of feature maps."""
        return self.layer.family == "merging"

    @property
    def needs_a_list(self) -> str:
        """The message for a merging layer that is applied to anything else."""
        return f"{self.name}: {self.kind} merges two or more feature maps; apply it to a list"

    @property
    def line(self) -> int:
        """The line that it is made in."""
        return getattr(self.place, "lineno", 0)

    @property
    def described(self) -> str:
        """What it is, in the words of an error message."""
        return f"a layer ({self.kind})"


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
