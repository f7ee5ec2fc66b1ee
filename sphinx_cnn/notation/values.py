"""What an architecture text's names can stand for, beside numbers, strings, lists and dictionaries."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.arithmetic.shape import Shape
from sphinx_cnn.notation.expectation import Expectation
from sphinx_cnn.notation.scope import Scope
from sphinx_cnn.notation.source import Source


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

    def combined(self) -> Opaque:
        """What arithmetic with it gives."""
        return self


@dataclass(frozen=True, slots=True)
class BatchSize(Opaque):
    """The number of inputs that are computed together. Nothing is computed with it; arithmetic leaves it unread."""

    origin: str = "the batch size"

    def combined(self) -> Opaque:
        """A number made of the batch size is no batch size."""
        return Opaque("arithmetic with the batch size")


BATCH = BatchSize()


MOST_LOOPED = 1000
"""Items of a tensor that a loop goes through at most."""


@dataclass(frozen=True, slots=True)
class Constant(Opaque):
    """A tensor whose shape is read: ``torch.zeros(1, 3, 32, 32)``. Its values are, where they are evenly spaced."""

    shape: Shape = ()
    values: tuple[float, ...] = ()

    @property
    def loops(self) -> bool:
        """Whether a loop can go through it; one that goes through a set of data is not read."""
        return bool(self.shape) and self.shape[0] <= MOST_LOOPED


@dataclass(frozen=True, slots=True)
class FeatureMap:
    """The output of an applied layer: its place on the tape, and its shape without the batch axis.

    :param batched: whether there is a batch axis among the axes of the shape; a parameter has none.
    :param batch_axis: where it stands: how many axes of the shape come before it.
    """

    index: int
    shape: Shape
    batched: bool = True
    batch_axis: int = 0

    @property
    def sizes(self) -> tuple[int | BatchSize, ...]:
        """Its shape as the framework has it, with the batch axis."""
        before = self.batch_axis
        return (*self.shape[:before], BATCH, *self.shape[before:]) if self.batched else self.shape


class Looped:
    """A value that a loop can go through, and that has a length: a container of layers."""

    __slots__ = ()

    def looped(self) -> list[object]:
        """What a loop goes through."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Function:
    """A ``def`` or ``lambda`` of the text, with its default values."""

    name: str
    node: ast.FunctionDef | ast.Lambda
    defaults: Mapping[str, object]
    scope: Scope
    source: Source
    yields: bool = False
    """Whether it is a generator, whose items are not read."""


@dataclass(frozen=True, slots=True)
class Native:
    """A function that the interpreter itself provides: a built-in, a method, a part of the dialect."""

    name: str
    call: Callable[..., object]
    reads_arguments: bool = True
    """Whether its arguments are evaluated; those of a training call are not."""
    needs_values: bool = False
    """Whether it computes with its arguments, so that one that is not read makes its result so."""
    owner: object = None
    """The value that it is a method of."""


@dataclass(frozen=True, slots=True)
class Module:
    """A module of the dialect's framework, by its path: ``keras.layers``."""

    path: str


@dataclass(frozen=True, slots=True)
class Beside:
    """A module that is a file beside the text, and its names."""

    path: str
    names: Scope

    @property
    def described(self) -> str:
        """What it is, in the words of an error message."""
        return f"the module {self.path}"


@dataclass(eq=False, slots=True)
class LayerObject:
    """A layer as the text made it, applied or not.

    :param name: ``name=``, or the name on the left, or the automatic one.
    :param named_by: which of these it was; a layer that is ``"author"``-named keeps its name exactly.
    :param frozen: the counts of parameters, ``weights`` or ``biases``, that training leaves as they are.
    :param taken_apart: whether its parameters are used by themselves.
    :param place: where in the text it is made.
    :param input_shape: an input shape that the text declares with the layer.
    :param beyond_framework: constructs that the framework would not accept.
    :param inside: whether it is the argument of another layer.
    :param expects: what its arguments declare of the feature maps that arrive.
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
    frozen: set[str] = field(default_factory=set)
    taken_apart: bool = False
    expects: tuple[Expectation, ...] = ()

    def copied(self, copy: Callable[[object], object]) -> LayerObject:
        """Another layer of the same kind."""
        return replace(self, applied=None, frozen=set(self.frozen))

    @property
    def needs_a_list(self) -> str:
        """The message for a merging layer that is applied to anything else."""
        return f"{self.name}: {self.kind} merges two or more feature maps; apply it to a list"

    @property
    def line(self) -> int:
        """The line that it is made in."""
        return getattr(self.place, "lineno", 0)

    @property
    def file(self) -> str:
        """The file of the line, if it is one beside the text."""
        return getattr(self.place, "file", "")

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


def same(left: object, right: object) -> bool:
    """Whether two values are one, or tensors of which the same is read."""
    return left is right or (isinstance(left, Constant) and left == right)
