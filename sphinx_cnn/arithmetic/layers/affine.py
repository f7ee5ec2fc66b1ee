"""Scales and offsets that are learned and stand by themselves, and a normalization with several of them per channel.

Sources: Ioffe and Szegedy, *Batch Normalization* (2015), section 3; Lasagne, ``lasagne.layers.ScaleLayer``,
``BiasLayer`` and ``BatchNormLayer``, whose ``shared_axes`` and ``axes`` may be any.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import ClassVar

from sphinx_cnn.arithmetic.formula import Symbols
from sphinx_cnn.arithmetic.layers.base import Counts, Layer
from sphinx_cnn.arithmetic.layers.normalization import BatchNormalization
from sphinx_cnn.arithmetic.shape import Shape, positions


@dataclass(frozen=True, eq=False)
class Scale(Layer):
    """Each value multiplied by a weight.

    :param axes: the axes along which each index has a weight of its own, counted with the batch axis as 0.
    """

    axes: tuple[int, ...]

    counts: ClassVar[Counts] = Counts(weights="C_in", operations="N_out", connections="N_out")
    meanings: ClassVar[Mapping[str, str]] = {"C_in": "values along the axes that are not shared"}

    @property
    def family(self) -> str:
        return "normalization"

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        positions(self.axes, shape)
        return shape

    def symbols(self, inputs: tuple[Shape, ...], output: Shape) -> Symbols:
        return {"C_in": prod(output[index] for index in positions(self.axes, output))}


@dataclass(frozen=True, eq=False)
class Offset(Scale):
    """A bias added to each value; without biases it does nothing."""

    use_bias: bool = True

    counts: ClassVar[Counts] = Counts(biases="C_in", operations="N_out", connections="N_out")

    @property
    def without(self) -> tuple[str, ...]:
        return () if self.use_bias else ("biases", "operations", "connections")


@dataclass(frozen=True, eq=False)
class BatchNormalizationAlong(BatchNormalization):
    """As batch normalization, with a mean, a deviation, a scale and an offset for each index of several axes.

    :param axes: these axes, counted with the batch axis as 0.
    """

    axes: tuple[int, ...] = ()

    meanings: ClassVar[Mapping[str, str]] = {"C_in": "values along the axes that are not normalized over"}

    @property
    def family(self) -> str:
        return "normalization"

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        positions(self.axes, shape)
        return shape

    def symbols(self, inputs: tuple[Shape, ...], output: Shape) -> Symbols:
        size = prod(output[index] for index in positions(self.axes, output))
        return {"C_in": size, "L": prod(output) // size}
