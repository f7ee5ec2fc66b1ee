"""Pooling: the maximum or the average of a window, or of the whole feature map.

Sources: Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 9.3; Lin, Chen and Yan, *Network In
Network* (2014) for global average pooling; Graham, *Fractional Max-Pooling* (2014); PyTorch, ``AdaptivePooling.h``,
for the windows of adaptive pooling, and ``torch.nn.LPPool2d``; Keras 3, ``keras.layers.MaxPooling2D`` and its kin.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import prod
from typing import ClassVar

from sphinx_cnn.arithmetic.formula import Symbols
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
        return self.window.steps(spatial(inputs[0], channels_last=self.channels_last))


@dataclass(frozen=True, eq=False)
class AveragePooling(MaxPooling):
    """The average of each window: n - 1 additions and a division.

    :param inside: whether a window must fit the input without its padding.
    """

    inside: bool = False

    counts: ClassVar[Counts] = Counts(operations="prod(K) * N_out", connections="prod(K) * N_out")

    def output_shape(self, *inputs: Shape) -> Shape:
        shape = super().output_shape(*inputs)
        if self.inside:
            replace(self.window, padding="valid", rounding="floor").output(
                spatial(inputs[0], channels_last=self.channels_last)
            )
        return shape


@dataclass(frozen=True, eq=False)
class PowerAveragePooling(AveragePooling):
    """The root of the sum of powers of each window: n powers, n - 1 additions and a root."""

    counts: ClassVar[Counts] = Counts(operations="2 * prod(K) * N_out", connections="prod(K) * N_out")


@dataclass(frozen=True, eq=False)
class FractionalMaxPooling(Layer):
    """The maximum of each of so many windows that the output has this size, or this part of the input's size.

    Where the windows lie is drawn at random.

    :param ratios: what part of the input's size the output's is, per axis; rounded down.
    """

    size: Shape
    sizes: Shape | None
    ratios: tuple[float, ...] | None
    channels_last: bool = True

    counts: ClassVar[Counts] = Counts(operations="(prod(K) - 1) * N_out", connections="prod(K) * N_out")

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        require_rank(shape, len(self.size), channels_last=self.channels_last)
        arrived = spatial(shape, channels_last=self.channels_last)
        sizes = self.sizes or tuple(int(i * ratio) for i, ratio in zip(arrived, self.ratios or (), strict=True))
        spare = len(sizes) == 3  # as PyTorch has it
        if any(not 0 < o <= i - k + 1 - spare for i, k, o in zip(arrived, self.size, sizes, strict=True)):
            window = f"{times(self.size)} window"
            raise ShapeError(f"{article(times(arrived))} input has not {times(sizes)} places for {article(window)}")
        return with_channels(sizes, channels(shape, channels_last=self.channels_last), channels_last=self.channels_last)

    def symbols(self, inputs: tuple[Shape, ...], output: Shape) -> Symbols:
        return {"K": self.size}

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        return "unknown"


@dataclass(frozen=True, eq=False)
class GlobalMaxPooling(Layer):
    """The maximum of each channel over the whole feature map; the spatial axes go, or stay with size 1."""

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


@dataclass(frozen=True, eq=False)
class AdaptiveMaxPooling(Layer):
    """The maximum of each of so many windows that the output has this size, whatever the size of the input.

    Along an axis, window ``o`` goes from ``⌊o · I / O⌋`` to ``⌈(o + 1) · I / O⌉``, so windows may overlap and differ.

    :param sizes: the output's size per axis; ``None`` keeps that of the input.
    """

    sizes: tuple[int | None, ...]
    channels_last: bool = True

    counts: ClassVar[Counts] = Counts(operations="prod(W) * C_out - N_out", connections="prod(W) * C_out")

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        require_rank(shape, len(self.sizes), channels_last=self.channels_last)
        arrived = spatial(shape, channels_last=self.channels_last)
        sizes = tuple(size if asked is None else asked for asked, size in zip(self.sizes, arrived, strict=True))
        count = channels(shape, channels_last=self.channels_last)
        return with_channels(sizes, count, channels_last=self.channels_last)

    def _axes(self, shape: Shape) -> list[tuple[int, int]]:
        output = self.output_shape(shape)
        axes = (spatial(sizes, channels_last=self.channels_last) for sizes in (shape, output))
        return list(zip(*axes, strict=True))

    def symbols(self, inputs: tuple[Shape, ...], output: Shape) -> Symbols:
        # All windows of an axis together: each input once, and again where the edge of a window does not divide.
        read = tuple(
            sum(-(-(o + 1) * size // out) - o * size // out for o in range(out)) for size, out in self._axes(inputs[0])
        )
        return {"W": read, "C_out": channels(output, channels_last=self.channels_last)}

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        axes = self._axes(inputs[0])
        if all(out == 1 for _, out in axes):
            return "everything"
        if all(size % out == 0 for size, out in axes):
            return tuple(Slide(size // out, size // out) for size, out in axes)
        if all(out % size == 0 for size, out in axes):
            return tuple(Repeat(out // size) for size, out in axes)
        return "unknown"


@dataclass(frozen=True, eq=False)
class AdaptiveAveragePooling(AdaptiveMaxPooling):
    """The average of each of so many windows that the output has this size, whatever the size of the input.

    Along an axis, window ``o`` goes from ``⌊o · I / O⌋`` to ``⌈(o + 1) · I / O⌉``, so windows may overlap and differ.
    """

    counts: ClassVar[Counts] = Counts(operations="prod(W) * C_out", connections="prod(W) * C_out")
