"""Sums, means and maxima along some axes of a feature map, which go, or stay with size 1.

Along all spatial axes this is global pooling: Lin, Chen and Yan, *Network In Network* (2014). Sources: NumPy, ``sum``,
``mean``, ``max``, ``var``; Woo et al., *CBAM* (2018), for a mean and a maximum along the channels.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sphinx_cnn.arithmetic.layers.base import Counts, Layer, Reach
from sphinx_cnn.arithmetic.receptive_field import Slide
from sphinx_cnn.arithmetic.shape import Shape, positions, spatial


@dataclass(frozen=True, eq=False)
class Reduction(Layer):
    """One value made of all values along some axes: their sum, product or extreme, n - 1 operations for n values.

    :param function: what is made of them: ``sum``, ``max``.
    :param axes: counted with the batch axis as 0, or from the end.
    """

    function: str
    axes: tuple[int, ...]
    keep_axes: bool = False
    channels_last: bool = True

    counts: ClassVar[Counts] = Counts(operations="N_in - N_out", connections="N_in")

    @property
    def family(self) -> str:
        return "pooling"

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        gone = positions(self.axes, shape)
        if self.keep_axes:
            return tuple(1 if index in gone else size for index, size in enumerate(shape))
        return tuple(size for index, size in enumerate(shape) if index not in gone)

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        (shape,) = inputs
        gone = {index % len(shape) for index in positions(self.axes, shape)}
        indices = spatial(tuple(range(len(shape))), channels_last=self.channels_last)
        if gone.issuperset(indices):
            return "everything"
        if not self.keep_axes:
            return "unknown"
        if gone.isdisjoint(indices):
            return "same position"
        return tuple(Slide(shape[index], 1) if index in gone else Slide(1, 1) for index in indices)


@dataclass(frozen=True, eq=False)
class Mean(Reduction):
    """The mean of all values along some axes: n - 1 additions and a division."""

    counts: ClassVar[Counts] = Counts(operations="N_in", connections="N_in")


@dataclass(frozen=True, eq=False)
class Spread(Reduction):
    """The variance, the deviation or the length along some axes; what it costs depends on how it is done."""

    counts: ClassVar[Counts] = Counts(operations=None, connections="N_in")
