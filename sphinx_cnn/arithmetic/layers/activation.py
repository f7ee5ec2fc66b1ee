"""Layers that leave the shape as it is and learn nothing: activation functions, dropout, noise.

An activation function belongs to the unit that it follows, so it adds no connection, and it is neither a
multiplication nor an addition, so it adds no operation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sphinx_cnn.arithmetic.layers.base import Counts, Layer
from sphinx_cnn.arithmetic.shape import Shape, position, require_rank


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
    """A function of vectors along ``axes``, such as softmax."""

    axes: tuple[int, ...] = (-1,)

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        for axis in self.axes:
            position(axis, shape)
        return shape


@dataclass(frozen=True, eq=False)
class Identity(Layer):
    """Passes its input on at inference: dropout, noise, the identity. A view, so nothing is stored for it.

    ``rank`` is the number of spatial axes that the input must have, where it matters.
    """

    rank: int | None = None

    counts: ClassVar[Counts] = Counts(activations="0")

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        if self.rank is not None:
            require_rank(shape, self.rank)
        return shape
