"""Squares of positions laid out as channels, and channels laid out as squares of positions.

Sources: Dosovitskiy et al., *An Image is Worth 16x16 Words* (2021), section 3.1, for the patches; Shi et al.,
*Real-Time Single Image and Video Super-Resolution* (2016), for the way back; TensorFlow, ``tf.image.extract_patches``,
``tf.nn.depth_to_space`` and ``space_to_depth``.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import ClassVar

from sphinx_cnn.arithmetic.layers.base import Counts, Layer, Reach
from sphinx_cnn.arithmetic.receptive_field import Repeat, Slide
from sphinx_cnn.arithmetic.shape import Shape, ShapeError, channels, require_rank, spatial, times, with_channels
from sphinx_cnn.arithmetic.window import Window


@dataclass(frozen=True, eq=False)
class Patches(Layer):
    """The values of each window as channels."""

    window: Window
    channels_last: bool = True

    counts: ClassVar[Counts] = Counts()

    @property
    def family(self) -> str:
        return "reshaping"

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        require_rank(shape, len(self.window.size), channels_last=self.channels_last)
        sizes = self.window.output(spatial(shape, channels_last=self.channels_last))
        values = prod(self.window.size) * channels(shape, channels_last=self.channels_last)
        return with_channels(sizes, values, channels_last=self.channels_last)

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        return self.window.steps(spatial(inputs[0], channels_last=self.channels_last))


@dataclass(frozen=True, eq=False)
class DepthToSpace(Layer):
    """Channels moved to become positions: ``factor ** 2`` of them are one that is as many times larger."""

    factor: int
    channels_last: bool = True

    counts: ClassVar[Counts] = Counts()

    @property
    def family(self) -> str:
        return "resampling"

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        require_rank(shape, 2, channels_last=self.channels_last)
        count = channels(shape, channels_last=self.channels_last)
        sizes = spatial(shape, channels_last=self.channels_last)
        if count % self.factor**2:
            raise ShapeError(f"{self.factor}×{self.factor} does not divide the {count} channels that arrive")
        larger = tuple(size * self.factor for size in sizes)
        return with_channels(larger, count // self.factor**2, channels_last=self.channels_last)

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        return (Repeat(self.factor),) * 2


@dataclass(frozen=True, eq=False)
class SpaceToDepth(DepthToSpace):
    """Positions moved to become channels, which :class:`DepthToSpace` undoes."""

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        require_rank(shape, 2, channels_last=self.channels_last)
        sizes = spatial(shape, channels_last=self.channels_last)
        if any(size % self.factor for size in sizes):
            raise ShapeError(f"{self.factor} does not divide the {times(sizes)} positions that arrive")
        count = channels(shape, channels_last=self.channels_last) * self.factor**2
        return with_channels(tuple(size // self.factor for size in sizes), count, channels_last=self.channels_last)

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        return (Slide(self.factor, self.factor),) * 2
