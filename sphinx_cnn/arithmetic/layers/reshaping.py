"""Layers that move values and compute none: flattening, reshaping, permuting, padding, cropping; and the input.

Source: Keras 3, ``keras.layers.Flatten``, ``Reshape``, ``Permute``, ``RepeatVector``, ``ZeroPadding2D`` and
``Cropping2D``.
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
    require_rank,
    spatial,
    times,
    with_channels,
)


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
    """All axes made into one; a view."""

    counts: ClassVar[Counts] = Counts(activations="0")

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        return (prod(shape),)

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
        return with_channels(
            padded, channels(shape, channels_last=self.channels_last), channels_last=self.channels_last
        )

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        return tuple(Slide(1, 1, before=before) for before, _ in self.sides)


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
