"""Pooling of channels, where the largest of some neighbours is kept, and pooling by a pyramid of grids.

Sources: Goodfellow et al., *Maxout Networks* (2013); Srivastava et al., *Compete to Compute* (2013) for the winner
that takes all; He et al., *Spatial Pyramid Pooling in Deep Convolutional Networks* (2014); Lasagne,
``lasagne.layers.FeaturePoolLayer``, ``FeatureWTALayer`` and ``SpatialPyramidPoolingLayer``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import ClassVar

from sphinx_cnn.arithmetic.formula import Symbols
from sphinx_cnn.arithmetic.layers.base import Counts, Layer, Reach
from sphinx_cnn.arithmetic.layers.pooling import AdaptiveMaxPooling
from sphinx_cnn.arithmetic.shape import Shape, ShapeError, position, require_rank


@dataclass(frozen=True, eq=False)
class FeaturePooling(Layer):
    """One value made of each ``size`` neighbours along an axis: n values take n - 1 operations.

    :param axis: counted with the batch axis as 0, or from the end.
    """

    size: int
    axis: int = 1

    counts: ClassVar[Counts] = Counts(operations="N_in - N_out", connections="N_in")

    @property
    def family(self) -> str:
        return "pooling"

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        index = position(self.axis, shape)
        if shape[index] % self.size:
            raise ShapeError(f"pools {self.size} at a time, which does not divide the {shape[index]} that arrive")
        return (*shape[:index], shape[index] // self.size, *shape[index + 1 :])

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        return "same position" if position(self.axis, inputs[0]) == 0 else "unknown"


@dataclass(frozen=True, eq=False)
class FeatureAveraging(FeaturePooling):
    """The average of each ``size`` neighbours along an axis: n - 1 additions and a division."""

    counts: ClassVar[Counts] = Counts(operations="N_in", connections="N_in")


@dataclass(frozen=True, eq=False)
class WinnerTakesAll(FeaturePooling):
    """The largest of each ``size`` neighbours along an axis is kept; the others become 0."""

    counts: ClassVar[Counts] = Counts(operations="N_in - N_in / C_in", connections="N_in")
    meanings: ClassVar[Mapping[str, str]] = {"C_in": "neighbours, of which one is kept"}

    def output_shape(self, *inputs: Shape) -> Shape:
        super().output_shape(*inputs)
        return inputs[0]

    def symbols(self, inputs: tuple[Shape, ...], output: Shape) -> Symbols:
        return {"C_in": self.size}


@dataclass(frozen=True, eq=False)
class SpatialPyramidPooling(Layer):
    """The maximum of each cell of several grids, one after the other: a vector per channel, of the same length always.

    The windows of a grid are those of adaptive pooling.

    :param grids: the number of cells along each axis, per grid.
    """

    grids: Shape

    counts: ClassVar[Counts] = Counts(operations="T * C_in - N_out", connections="T * C_in")
    meanings: ClassVar[Mapping[str, str]] = {"T": "values of a channel that the windows of all grids read together"}

    @property
    def family(self) -> str:
        return "pooling"

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        require_rank(shape, 2, channels_last=False)
        return (shape[0], sum(cells**2 for cells in self.grids))

    def symbols(self, inputs: tuple[Shape, ...], output: Shape) -> Symbols:
        read = 0
        for cells in self.grids:
            pooling = AdaptiveMaxPooling((cells, cells), channels_last=False)
            windows = pooling.symbols(inputs, pooling.output_shape(*inputs))["W"]
            read += prod(windows if isinstance(windows, tuple) else (windows,))
        return {"T": read, "C_in": inputs[0][0]}

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        return "moved"


@dataclass(frozen=True, eq=False)
class SpatialPyramidAveraging(SpatialPyramidPooling):
    """As spatial pyramid pooling, with the average of each cell."""

    counts: ClassVar[Counts] = Counts(operations="T * C_in", connections="T * C_in")
