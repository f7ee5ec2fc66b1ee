"""Normalization layers.

Sources: Ioffe and Szegedy, *Batch Normalization* (2015); Ba, Kiros and Hinton, *Layer Normalization* (2016);
Keras 3, ``keras.layers.BatchNormalization`` and ``LayerNormalization``.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import ClassVar

from sphinx_cnn.arithmetic.formula import Symbols
from sphinx_cnn.arithmetic.layers.base import Counts, Layer
from sphinx_cnn.arithmetic.shape import Shape, ShapeError, position


@dataclass(frozen=True, eq=False)
class BatchNormalization(Layer):
    """Normalization of each channel by its mean and variance over a batch.

    At inference the moving mean and variance are constants: one multiplication and one addition per value, and each
    value is a unit of one input line and, with ``center``, a bias.
    """

    axis: int = -1
    scale: bool = True
    center: bool = True

    counts: ClassVar[Counts] = Counts(
        weights="C_in",
        biases="C_in",
        statistics="2 * C_in",
        operations="2 * N_out",
        connections="(C_in + biases) * L",
    )

    @property
    def without(self) -> tuple[str, ...]:
        return (() if self.scale else ("weights",)) + (() if self.center else ("biases",))

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        position(self.axis, shape)
        return shape

    def symbols(self, inputs: tuple[Shape, ...], output: Shape) -> Symbols:
        size = output[position(self.axis, output)]
        return {"C_in": size, "L": prod(output) // size}


@dataclass(frozen=True, eq=False)
class LayerNormalization(Layer):
    """Normalization of each input by its own mean and variance along ``axes``.

    Each value takes seven operations: it enters the mean, has it subtracted, is squared, enters the variance, is
    divided by the deviation, scaled, and shifted. What a connection is here, the literature does not say.
    """

    axes: tuple[int, ...] = (-1,)
    scale: bool = True
    center: bool = True

    counts: ClassVar[Counts] = Counts(weights="C_in", biases="C_in", operations="7 * N_out", connections=None)

    @property
    def without(self) -> tuple[str, ...]:
        return (() if self.scale else ("weights",)) + (() if self.center else ("biases",))

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        if len({position(axis, shape) for axis in self.axes}) != len(self.axes):
            raise ShapeError(f"axis {self.axes} names an axis twice")
        return shape

    def symbols(self, inputs: tuple[Shape, ...], output: Shape) -> Symbols:
        return {"C_in": prod(output[position(axis, output)] for axis in self.axes)}
