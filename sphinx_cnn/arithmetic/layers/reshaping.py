"""Layers that move values and compute none: flattening, reshaping, permuting, padding, cropping; and the input.

Sources: Keras 3, ``keras.layers.Flatten``, ``Reshape``, ``Permute``, ``RepeatVector``, ``ZeroPadding2D`` and
``Cropping2D``; PyTorch, ``torch.nn.Unflatten``, ``ReflectionPad2d``, ``ConstantPad2d``, ``Unfold`` and ``Fold``.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import ClassVar

from sphinx_cnn.arithmetic.layers.base import Counts, Layer, Reach
from sphinx_cnn.arithmetic.receptive_field import Slide
from sphinx_cnn.arithmetic.shape import (
    Shape,
    ShapeError,
    Sides,
    article,
    channels,
    position,
    require_rank,
    spatial,
    times,
    with_channels,
)
from sphinx_cnn.arithmetic.window import PaddingMode, Window, require_room


@dataclass(frozen=True, eq=False)
class Input(Layer):
    """The network's input; its values are stored like any other feature map's."""

    shape: Shape

    counts: ClassVar[Counts] = Counts()

    def output_shape(self, *inputs: Shape) -> Shape:
        return self.shape

    @property
    def family(self) -> str:
        return "input"


@dataclass(frozen=True, eq=False)
class Flatten(Layer):
    """All axes made into one, or some neighbours of them; a view.

    :param axes: the first and the last of them, counted with the batch axis as 0, or from the end; ``None`` for all.
    """

    axes: tuple[int, int] | None = None

    counts: ClassVar[Counts] = Counts(activations="0")

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        if self.axes is None:
            return (prod(shape),)
        first, last = (position(axis, shape) for axis in self.axes)
        if first > last:
            raise ShapeError(f"axis {self.axes[0]} comes after axis {self.axes[1]} in the {times(shape)} input")
        return (*shape[:first], prod(shape[first : last + 1]), *shape[last + 1 :])

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        return "same position" if self.axes and self.output_shape(*inputs) == inputs[0] else "moved"


@dataclass(frozen=True, eq=False)
class Unflatten(Layer):
    """One axis made into several; one size may be -1, which is then worked out. A view."""

    axis: int
    sizes: Shape

    counts: ClassVar[Counts] = Counts(activations="0")

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        index = position(self.axis, shape)
        return (*shape[:index], *Reshape(self.sizes).output_shape(shape[index : index + 1]), *shape[index + 1 :])

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        return "moved"


@dataclass(frozen=True, eq=False)
class Reshape(Layer):
    """The same values in another shape; one size may be -1, which is then worked out. A view."""

    shape: Shape

    counts: ClassVar[Counts] = Counts(activations="0")

    def output_shape(self, *inputs: Shape) -> Shape:
        (arrived,) = inputs
        values, fixed = prod(arrived), prod(size for size in self.shape if size != -1)
        open_axes = self.shape.count(-1)
        if open_axes > 1:
            raise ShapeError(f"only one size of {times(self.shape)} can be -1")
        if (open_axes and (not fixed or values % fixed)) or (not open_axes and values != fixed):
            wanted = times(self.shape).replace("-1", "?")
            raise ShapeError(f"the {values:,} values of the {times(arrived)} input cannot be reshaped to {wanted}")
        return tuple(values // fixed if size == -1 else size for size in self.shape)

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        return "same position" if self.output_shape(*inputs) == inputs[0] else "moved"


@dataclass(frozen=True, eq=False)
class Permute(Layer):
    """The axes in another order: axis ``i`` of the output is axis ``axes[i]`` of the input, counted from 1. A view."""

    axes: tuple[int, ...]

    counts: ClassVar[Counts] = Counts(activations="0")

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        if len(shape) != len(self.axes):
            raise ShapeError(f"permutes {len(self.axes)} axes, but {article(times(shape))} input arrives")
        return tuple(shape[axis - 1] for axis in self.axes)

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        return "same position" if self.axes == tuple(sorted(self.axes)) else "moved"


@dataclass(frozen=True, eq=False)
class RepeatVector(Layer):
    """A vector repeated ``times`` times, as the steps of a sequence."""

    times: int

    counts: ClassVar[Counts] = Counts()

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        if len(shape) != 1:
            raise ShapeError(f"needs a vector, but {article(times(shape))} input arrives")
        return (self.times, *shape)

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        return "moved"


@dataclass(frozen=True, eq=False)
class ZeroPadding(Layer):
    """Zeros added before and after, per spatial axis."""

    sides: tuple[Sides, ...]
    channels_last: bool = True

    counts: ClassVar[Counts] = Counts()

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        require_rank(shape, len(self.sides), channels_last=self.channels_last)
        sizes = spatial(shape, channels_last=self.channels_last)
        padded = tuple(size + sum(sides) for size, sides in zip(sizes, self.sides, strict=True))
        if any(size < 1 for size in padded):
            raise ShapeError(f"nothing is left of {article(times(sizes))} feature map: its size is {times(padded)}")
        return with_channels(
            padded, channels(shape, channels_last=self.channels_last), channels_last=self.channels_last
        )

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        return tuple(Slide(1, 1, before=before) for before, _ in self.sides)


@dataclass(frozen=True, eq=False)
class EdgePadding(ZeroPadding):
    """Values of the feature map itself added before and after: mirrored, repeated, or from its other end."""

    mode: PaddingMode = "reflect"

    def output_shape(self, *inputs: Shape) -> Shape:
        shape = super().output_shape(*inputs)
        require_room(self.mode, spatial(inputs[0], channels_last=self.channels_last), self.sides)
        return shape


@dataclass(frozen=True, eq=False)
class ConstantPadding(Layer):
    """One value added before and after along the last axes, whatever they are; positions cut off where less than 0.

    :param sides: what is added before and after, for each of the last axes.
    """

    sides: tuple[Sides, ...]

    counts: ClassVar[Counts] = Counts()

    def _each(self, shape: Shape) -> tuple[Sides, ...]:
        return ((0, 0),) * (len(shape) - len(self.sides)) + self.sides

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        if len(shape) < len(self.sides):
            raise ShapeError(f"pads {len(self.sides)} axes, but {article(times(shape))} input arrives")
        padded = tuple(size + sum(sides) for size, sides in zip(shape, self._each(shape), strict=True))
        if any(size < 1 for size in padded) or any(-min(s) > n for n, s in zip(shape, self._each(shape), strict=True)):
            raise ShapeError(f"nothing is left of {article(times(shape))} input: its size is {times(padded)}")
        return padded

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        return tuple(Slide(1, 1, before=before) for before, _ in self._each(inputs[0])[1:])


@dataclass(frozen=True, eq=False)
class Unfold(Layer):
    """The values of each window as a column of channels: sliding windows laid out side by side."""

    window: Window

    counts: ClassVar[Counts] = Counts()

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        require_rank(shape, len(self.window.size), channels_last=False)
        return (shape[0] * prod(self.window.size), prod(self.window.output(shape[1:])))

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        return "moved"


@dataclass(frozen=True, eq=False)
class Fold(Layer):
    """Columns of channels added up where their windows lie in a larger feature map, as :class:`Unfold` has cut them.

    What lies in the padding is added up too.
    """

    sizes: Shape
    window: Window

    counts: ClassVar[Counts] = Counts(operations="N_in - N_out", connections="N_in")

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        require_rank(shape, 1, channels_last=False)
        values, blocks = prod(self.window.size), prod(self.window.output(self.sizes))
        if shape[0] % values or shape[1] != blocks:
            raise ShapeError(
                f"needs an input of a multiple of {values} channels and {blocks} windows, "
                f"but {article(times(shape))} input arrives"
            )
        return (shape[0] // values, *self.sizes)

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        return "unknown"


@dataclass(frozen=True, eq=False)
class Cropping(Layer):
    """Positions cut off before and after, per spatial axis. A view."""

    sides: tuple[Sides, ...]
    channels_last: bool = True

    counts: ClassVar[Counts] = Counts(activations="0")

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        require_rank(shape, len(self.sides), channels_last=self.channels_last)
        sizes = spatial(shape, channels_last=self.channels_last)
        left = tuple(size - sum(sides) for size, sides in zip(sizes, self.sides, strict=True))
        if any(size < 1 for size in left):
            cut = ", ".join(f"{before} and {after}" for before, after in self.sides)
            raise ShapeError(f"nothing is left of {article(times(sizes))} feature map that is cropped by {cut}")
        return with_channels(left, channels(shape, channels_last=self.channels_last), channels_last=self.channels_last)

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        return tuple(Slide(1, 1, before=-before) for before, _ in self.sides)
