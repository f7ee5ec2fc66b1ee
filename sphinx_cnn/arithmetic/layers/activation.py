"""Layers that leave the shape as it is: activation functions, dropout, noise.

An activation function belongs to the unit that it follows, so it adds no connection, and it is neither a
multiplication nor an addition, so it adds no operation.

Sources: Goodfellow, Bengio and Courville, *Deep Learning* (2016), sections 6.3 and 7.12; He et al., *Delving Deep into
Rectifiers* (2015) for the slopes that are learned; Dauphin et al., *Language Modeling with Gated Convolutional
Networks* (2017) for the gated linear unit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import ClassVar

from sphinx_cnn.arithmetic.formula import Symbols
from sphinx_cnn.arithmetic.layers.base import Counts, Layer
from sphinx_cnn.arithmetic.shape import Shape, ShapeError, position, require_rank, times


@dataclass(frozen=True, eq=False)
class Activation(Layer):
    """A function of each value by itself, or of each channel vector (softmax)."""

    function: str

    counts: ClassVar[Counts] = Counts()

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        return shape


@dataclass(frozen=True, eq=False)
class ActivationAlong(Activation):
    """A function of vectors along ``axes``, such as softmax.

    :param rank: the number of spatial axes after the channels, where it matters.
    """

    axes: tuple[int, ...] = (-1,)
    rank: int | None = None

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        if self.rank is not None:
            require_rank(shape, self.rank, channels_last=False)
        for axis in self.axes:
            position(axis, shape)
        return shape

    def mixes(self, arriving: Shape) -> tuple[int, ...]:
        return tuple(position(axis, arriving) for axis in self.axes)


@dataclass(frozen=True, eq=False)
class ParametricReLU(Activation):
    """A rectifier whose slopes below zero are learned: one for each value of the input, or for several together.

    :param shared_axes: the axes along which a slope is shared, counted with the batch axis as 0; 0 and below count on
        from the last axis backwards, as in Keras.
    """

    shared_axes: tuple[int, ...] = ()

    counts: ClassVar[Counts] = Counts(weights="C_in")
    meanings: ClassVar[Mapping[str, str]] = {"C_in": "slopes: values of the input, without the shared axes"}

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        for axis in self.shared_axes:
            if not -len(shape) < axis <= len(shape):
                raise ShapeError(f"shared axis {axis} is not an axis of the {times(shape)} input (0 is the batch axis)")
        return shape

    def symbols(self, inputs: tuple[Shape, ...], output: Shape) -> Symbols:
        shared = {(axis - 1) % len(output) for axis in self.shared_axes}
        return {"C_in": prod(size for index, size in enumerate(output) if index not in shared)}


@dataclass(frozen=True, eq=False)
class ChannelwiseReLU(Activation):
    """A rectifier whose slopes below zero are learned: one for each channel, or one for all of them."""

    slopes: int = 1

    counts: ClassVar[Counts] = Counts(weights="C_in")
    meanings: ClassVar[Mapping[str, str]] = {"C_in": "slopes"}

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        if self.slopes not in (1, *shape[:1]):
            raise ShapeError(
                f"has a slope for each of {self.slopes} channels, but the {times(shape)} feature map that arrives "
                f"has {shape[0] if shape else 1}"
            )
        return shape

    def symbols(self, inputs: tuple[Shape, ...], output: Shape) -> Symbols:
        return {"C_in": self.slopes}


@dataclass(frozen=True, eq=False)
class GatedLinearUnit(ActivationAlong):
    """One half of the input along an axis, multiplied by the sigmoid of the other half: one product per output."""

    counts: ClassVar[Counts] = Counts(operations="N_out", connections="2 * N_out")

    def output_shape(self, *inputs: Shape) -> Shape:
        shape = super().output_shape(*inputs)
        index = position(self.axes[0], shape)
        if shape[index] % 2:
            raise ShapeError(f"halves axis {self.axes[0]}, but its size in the {times(shape)} feature map is odd")
        return (*shape[:index], shape[index] // 2, *shape[index + 1 :])


@dataclass(frozen=True, eq=False)
class Identity(Layer):
    """Passes its input on at inference: dropout, noise, the identity. A view, so nothing is stored for it.

    ``rank`` is the number of spatial axes that the input must have, or may have, where it matters.
    """

    rank: int | tuple[int, ...] | None = None

    counts: ClassVar[Counts] = Counts(activations="0")

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        if self.rank is not None:
            require_rank(shape, self.rank)
        return shape
