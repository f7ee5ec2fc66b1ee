"""Convolutions: ordinary, grouped, dilated, depthwise, separable and transposed, along one, two or three axes.

Sources: Goodfellow, Bengio and Courville, *Deep Learning* (2016), chapter 9; Chollet, *Xception* (2017) for the
separable ones; Dumoulin and Visin, *A guide to convolution arithmetic for deep learning* (2016), chapter 4, for the
transposed ones; Keras 3, ``keras.layers.Conv2D``, ``DepthwiseConv2D``, ``SeparableConv2D``, ``Conv2DTranspose``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from sphinx_cnn.arithmetic.formula import Symbols
from sphinx_cnn.arithmetic.layers.base import Counts, Layer, Reach
from sphinx_cnn.arithmetic.shape import Shape, ShapeError, channels, require_rank, spatial, with_channels
from sphinx_cnn.arithmetic.window import PaddingMode, TransposedWindow, Window, require_room


@dataclass(frozen=True, eq=False)
class Convolution(Layer):
    """A convolution; ``groups`` splits the input channels and the filters into as many independent convolutions."""

    filters: int
    window: Window | TransposedWindow
    groups: int = 1
    use_bias: bool = True
    channels_last: bool = True
    padding_mode: PaddingMode = field(default="zeros", kw_only=True)

    counts: ClassVar[Counts] = Counts(
        weights="prod(K) * C_in / G * C_out",
        biases="C_out",
        macs="weights * prod(O)",
        operations="(2 * prod(K) * C_in / G - 1) * N_out + biases * prod(O)",
        connections="(weights + biases) * prod(O)",
    )
    kernel_columns: ClassVar[str] = "C_out"

    @property
    def without(self) -> tuple[str, ...]:
        return () if self.use_bias else ("biases",)

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        require_rank(shape, len(self.window.size), channels_last=self.channels_last)
        arriving = channels(shape, channels_last=self.channels_last)
        if arriving % self.groups:
            raise ShapeError(f"{self.groups} groups do not divide the {arriving} channels that arrive")
        if self.filters_for(arriving) % self.groups:
            raise ShapeError(f"{self.groups} groups do not divide the {self.filters} filters")
        arrived = spatial(shape, channels_last=self.channels_last)
        if isinstance(self.window, Window):
            require_room(self.padding_mode, arrived, self.window.sides(arrived))
        sizes = self.window.output(arrived)
        return with_channels(sizes, self.filters_for(arriving), channels_last=self.channels_last)

    def filters_for(self, arriving: int) -> int:
        """The number of output channels for this many input channels."""
        return self.filters

    def symbols(self, inputs: tuple[Shape, ...], output: Shape) -> Symbols:
        return {
            "K": self.window.size,
            "C_in": channels(inputs[0], channels_last=self.channels_last),
            "C_out": channels(output, channels_last=self.channels_last),
            "G": self.groups,
            "I": spatial(inputs[0], channels_last=self.channels_last),
            "O": spatial(output, channels_last=self.channels_last),
        }

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        return self.window.steps(spatial(inputs[0], channels_last=self.channels_last))


@dataclass(frozen=True, eq=False)
class DepthwiseConvolution(Convolution):
    """A convolution of each input channel by itself, with ``depth_multiplier`` filters for each."""

    depth_multiplier: int = 1

    counts: ClassVar[Counts] = Counts(
        weights="prod(K) * C_in * M",
        biases="C_out",
        macs="weights * prod(O)",
        operations="(2 * prod(K) - 1) * N_out + biases * prod(O)",
        connections="(weights + biases) * prod(O)",
    )
    kernel_columns: ClassVar[str] = "M"

    def filters_for(self, arriving: int) -> int:
        return arriving * self.depth_multiplier

    def symbols(self, inputs: tuple[Shape, ...], output: Shape) -> Symbols:
        return {**super().symbols(inputs, output), "M": self.depth_multiplier}


@dataclass(frozen=True, eq=False)
class SeparableConvolution(Convolution):
    """A depthwise convolution without biases, followed by a pointwise one."""

    depth_multiplier: int = 1

    counts: ClassVar[Counts] = Counts(
        weights="prod(K) * C_in * M + C_in * M * C_out",
        biases="C_out",
        macs="weights * prod(O)",
        operations="((2 * prod(K) - 1) * C_in * M + (2 * C_in * M - 1) * C_out + biases) * prod(O)",
        connections="(weights + biases) * prod(O)",
    )
    kernel_columns: ClassVar[str] = ""

    def symbols(self, inputs: tuple[Shape, ...], output: Shape) -> Symbols:
        return {**super().symbols(inputs, output), "M": self.depth_multiplier}


@dataclass(frozen=True, eq=False)
class TransposedConvolution(Convolution):
    """A convolution run backwards: each input value is multiplied by the kernel and added to a window of the output.

    Its multiply-accumulates are those of the inputs that are scattered; what ``padding`` cuts off is computed too.
    """

    counts: ClassVar[Counts] = Counts(
        weights="prod(K) * C_in / G * C_out",
        biases="C_out",
        macs="weights * prod(I)",
        operations="2 * weights * prod(I) + biases * prod(O)",
        connections="weights * prod(I) + biases * prod(O)",
    )
    kernel_columns: ClassVar[str] = "C_in"
