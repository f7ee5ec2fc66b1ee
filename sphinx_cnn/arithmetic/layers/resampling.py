"""Layers that make a feature map larger or smaller without a kernel of their own: up-sampling, resizing.

Sources: Shi et al., *Real-Time Single Image and Video Super-Resolution* (2016) for the shuffling of pixels; Zhang et
al., *ShuffleNet* (2018) for that of channels; Keras 3, ``keras.layers.UpSampling2D`` and ``Resizing``; PyTorch,
``torch.nn.Upsample``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sphinx_cnn.arithmetic.layers.base import Counts, Layer, Reach
from sphinx_cnn.arithmetic.receptive_field import Repeat, Slide
from sphinx_cnn.arithmetic.shape import (
    Shape,
    ShapeError,
    article,
    channels,
    require_rank,
    spatial,
    times,
    with_channels,
)


@dataclass(frozen=True, eq=False)
class UpSampling(Layer):
    """Each value repeated ``factors`` times per spatial axis."""

    factors: Shape
    channels_last: bool = True

    counts: ClassVar[Counts] = Counts()

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        require_rank(shape, len(self.factors), channels_last=self.channels_last)
        sizes = spatial(shape, channels_last=self.channels_last)
        larger = tuple(size * factor for size, factor in zip(sizes, self.factors, strict=True))
        arriving = channels(shape, channels_last=self.channels_last)
        return with_channels(larger, arriving, channels_last=self.channels_last)

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        return tuple(Repeat(factor) for factor in self.factors)


@dataclass(frozen=True, eq=False)
class Interpolation(UpSampling):
    """Up-sampling by interpolation; what it costs and sees depends on how it is done, and is not known."""

    method: str = "bilinear"

    counts: ClassVar[Counts] = Counts(operations=None, connections=None)

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        return "unknown"


@dataclass(frozen=True, eq=False)
class Resizing(Layer):
    """Interpolation to a given size; what it costs and sees depends on how it is done, and is not known."""

    sizes: Shape
    channels_last: bool = True

    counts: ClassVar[Counts] = Counts(operations=None, connections=None)

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        require_rank(shape, len(self.sizes), channels_last=self.channels_last)
        arriving = channels(shape, channels_last=self.channels_last)
        return with_channels(self.sizes, arriving, channels_last=self.channels_last)

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        return "unknown"


@dataclass(frozen=True, eq=False)
class CenterCrop(Resizing):
    """A part of a feature map, of a given size; a smaller feature map is interpolated to that size."""


Factors = tuple[float, ...] | float
"""How many times larger a feature map becomes, per spatial axis, or along all of them."""


@dataclass(frozen=True, eq=False)
class Enlarging(Layer):
    """The nearest value for each position of an output of a given size, or of so many times the size of the input.

    Sizes that do not come out whole are rounded down.

    :param sizes: the output's size per spatial axis, or one for all of them.
    :param factors: what the sizes of the input are multiplied by, if no sizes are given.
    :param ranks: how many spatial axes the feature map may have.
    """

    sizes: Shape | int | None
    factors: Factors | None
    ranks: tuple[int, ...] = (1, 2, 3)
    channels_last: bool = True

    counts: ClassVar[Counts] = Counts()

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        require_rank(shape, self.ranks, channels_last=self.channels_last)
        arrived = spatial(shape, channels_last=self.channels_last)
        asked = self.factors if self.sizes is None else self.sizes
        each = asked if isinstance(asked, tuple) else (asked,) * len(arrived)
        if len(each) != len(arrived):
            raise ShapeError(f"has {len(each)} sizes or factors, but {article(times(shape))} input arrives")
        sizes = tuple(
            int(size * (factor or 0)) if self.sizes is None else int(factor or 0)
            for size, factor in zip(arrived, each, strict=True)
        )
        if any(size < 1 for size in sizes):
            raise ShapeError(f"nothing is left of {article(times(shape))} input: its size is {times(sizes)}")
        return with_channels(sizes, channels(shape, channels_last=self.channels_last), channels_last=self.channels_last)

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        arrived, sizes = (
            spatial(shape, channels_last=self.channels_last) for shape in (inputs[0], self.output_shape(*inputs))
        )
        if any(size % old for size, old in zip(sizes, arrived, strict=True)):
            return "unknown"
        return tuple(Repeat(size // old) for size, old in zip(sizes, arrived, strict=True))


@dataclass(frozen=True, eq=False)
class Interpolating(Enlarging):
    """As :class:`Enlarging`, by interpolation; what it costs and sees depends on how it is done, and is not known."""

    method: str = "bilinear"

    counts: ClassVar[Counts] = Counts(operations=None, connections=None)

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        return "unknown"


@dataclass(frozen=True, eq=False)
class PixelShuffle(Layer):
    """Channels moved to become positions: ``factor ** 2`` of them are one that is as many times larger."""

    factor: int

    counts: ClassVar[Counts] = Counts()

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        if len(shape) < 3:
            require_rank(shape, 2, channels_last=False)
        *outer, count, height, width = shape
        if count % self.factor**2:
            raise ShapeError(f"{self.factor}×{self.factor} does not divide the {count} channels that arrive")
        return (*outer, count // self.factor**2, height * self.factor, width * self.factor)

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        return (Repeat(self.factor),) * 2 if len(inputs[0]) == 3 else "unknown"


@dataclass(frozen=True, eq=False)
class PixelUnshuffle(PixelShuffle):
    """Positions moved to become channels, as a :class:`PixelShuffle` undoes it."""

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        if len(shape) < 3:
            require_rank(shape, 2, channels_last=False)
        *outer, count, height, width = shape
        if height % self.factor or width % self.factor:
            raise ShapeError(f"{self.factor} does not divide the {height}×{width} positions that arrive")
        return (*outer, count * self.factor**2, height // self.factor, width // self.factor)

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        return (Slide(self.factor, self.factor),) * 2 if len(inputs[0]) == 3 else "unknown"


@dataclass(frozen=True, eq=False)
class ChannelShuffle(Layer):
    """The channels in another order: one of each group in turn."""

    groups: int

    counts: ClassVar[Counts] = Counts()

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        if len(shape) < 2:
            require_rank(shape, (1, 2, 3), channels_last=False)
        if shape[0] % self.groups:
            raise ShapeError(f"{self.groups} groups do not divide the {shape[0]} channels that arrive")
        return shape


@dataclass(frozen=True, eq=False)
class Spreading(UpSampling):
    """Each position followed by zeros, as many times larger along each axis as its factor says."""

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        return "unknown"
