"""Pooling: the maximum or the average of a window, or of the whole feature map.

Sources: Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 9.3; Lin, Chen and Yan, *Network In
Network* (2014) for global average pooling; Keras 3, ``keras.layers.MaxPooling2D`` and its kin.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import ClassVar

from sphinx_cnn.arithmetic.formula import Symbols
from sphinx_cnn.arithmetic.layers.base import Counts, Layer, Reach
from sphinx_cnn.arithmetic.shape import Shape, channels, require_rank, spatial, with_channels
from sphinx_cnn.arithmetic.window import Window


@dataclass(frozen=True, eq=False)
class MaxPooling(Layer):
    """The maximum of each window; a window of n values takes n - 1 comparisons."""

    window: Window
    channels_last: bool = True

    counts: ClassVar[Counts] = Counts(operations="(prod(K) - 1) * N_out", connections="prod(K) * N_out")

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        require_rank(shape, len(self.window.size), channels_last=self.channels_last)
        sizes = self.window.output(spatial(shape, channels_last=self.channels_last))
        arriving = channels(shape, channels_last=self.channels_last)
        return with_channels(sizes, arriving, channels_last=self.channels_last)

    def symbols(self, inputs: tuple[Shape, ...], output: Shape) -> Symbols:
        return {"K": self.window.size}

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        return self.window.slides(spatial(inputs[0], channels_last=self.channels_last))


@dataclass(frozen=True, eq=False)
class AveragePooling(MaxPooling):
    """The average of each window: n - 1 additions and a division."""

    counts: ClassVar[Counts] = Counts(operations="prod(K) * N_out", connections="prod(K) * N_out")


@dataclass(frozen=True, eq=False)
class GlobalMaxPooling(Layer):
    """The maximum of each channel over the whole feature map; ``keep_axes`` keeps the spatial axes, of size 1."""

    rank: int
    keep_axes: bool = False
    channels_last: bool = True

    counts: ClassVar[Counts] = Counts(operations="N_in - N_out", connections="N_in")

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        require_rank(shape, self.rank, channels_last=self.channels_last)
        sizes = (1,) * self.rank if self.keep_axes else ()
        arriving = channels(shape, channels_last=self.channels_last)
        return with_channels(sizes, arriving, channels_last=self.channels_last)

    def symbols(self, inputs: tuple[Shape, ...], output: Shape) -> Symbols:
        return {"N_in": prod(inputs[0])}

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        return "everything"


@dataclass(frozen=True, eq=False)
class GlobalAveragePooling(GlobalMaxPooling):
    """The average of each channel over the whole feature map."""

    counts: ClassVar[Counts] = Counts(operations="N_in", connections="N_in")
