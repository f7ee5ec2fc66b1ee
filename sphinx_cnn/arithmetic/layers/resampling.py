"""Layers that make a feature map larger or smaller without a kernel of their own: up-sampling, resizing.

Source: Keras 3, ``keras.layers.UpSampling2D`` and ``Resizing``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sphinx_cnn.arithmetic.layers.base import Counts, Layer, Reach
from sphinx_cnn.arithmetic.receptive_field import Repeat
from sphinx_cnn.arithmetic.shape import Shape, channels, require_rank, spatial, with_channels


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
