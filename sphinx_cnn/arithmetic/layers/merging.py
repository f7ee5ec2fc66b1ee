"""Layers that put several feature maps together.

Sources: He et al., *Deep Residual Learning* (2016) for the sum; Huang et al., *Densely Connected Convolutional
Networks* (2017) for the concatenation; Keras 3, ``keras.layers.Add`` and its kin, which broadcast axes of size 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import ClassVar

from sphinx_cnn.arithmetic.formula import Symbols
from sphinx_cnn.arithmetic.layers.base import Counts, Layer, Reach
from sphinx_cnn.arithmetic.shape import Shape, ShapeError, position, times


@dataclass(frozen=True, eq=False)
class Elementwise(Layer):
    """One operation on the values at the same place of several feature maps: sum, product, maximum and so on.

    :param constant: whether a number takes part as well (``x * 0.5``).
    """

    operation: str
    constant: bool = False

    merges: ClassVar[bool] = True
    counts: ClassVar[Counts] = Counts(operations="(A - 1) * N_out", connections="A * N_out")

    def output_shape(self, *inputs: Shape) -> Shape:
        if self.operation == "difference" and len(inputs) + self.constant != 2:
            raise ShapeError(f"subtracts one feature map from another, but {len(inputs)} arrive")
        shape = inputs[0]
        for other in inputs[1:]:
            shape = self._broadcast(shape, other)
        return shape

    def _broadcast(self, left: Shape, right: Shape) -> Shape:
        pairs = list(zip_longest(reversed(left), reversed(right), fillvalue=1))
        if any(a != b and 1 not in (a, b) for a, b in pairs):
            raise ShapeError(f"feature maps of {times(left)} and {times(right)} do not merge; their shapes must agree")
        return tuple(max(a, b) if 0 not in (a, b) else 0 for a, b in reversed(pairs))

    def symbols(self, inputs: tuple[Shape, ...], output: Shape) -> Symbols:
        return {"A": len(inputs) + self.constant}


@dataclass(frozen=True, eq=False)
class Averaging(Elementwise):
    """The average of several feature maps: a sum, and a division."""

    counts: ClassVar[Counts] = Counts(operations="A * N_out", connections="A * N_out")


@dataclass(frozen=True, eq=False)
class Concatenation(Layer):
    """Feature maps stacked along an axis, which is counted with the batch axis as 0, or from the end."""

    axis: int = -1

    merges: ClassVar[bool] = True
    counts: ClassVar[Counts] = Counts()

    def output_shape(self, *inputs: Shape) -> Shape:
        first = inputs[0]
        index = position(self.axis, first)
        for other in inputs[1:]:
            if len(other) != len(first) or any(
                a != b for i, (a, b) in enumerate(zip(first, other, strict=True)) if i != index
            ):
                raise ShapeError(
                    f"feature maps of {times(first)} and {times(other)} cannot be concatenated along axis {self.axis}; "
                    "all other sizes must agree"
                )
        return (*first[:index], sum(shape[index] for shape in inputs), *first[index + 1 :])

    def mixes(self, arriving: Shape) -> tuple[int, ...]:
        return (position(self.axis, arriving),)


@dataclass(frozen=True, eq=False)
class DotProduct(Layer):
    """The product of two feature maps as matrices, summed along one axis of each.

    :param axes: the axis of the first and of the second feature map, each counted with the batch axis as 0, or from
        the end.
    """

    axes: tuple[int, int]

    merges: ClassVar[bool] = True
    counts: ClassVar[Counts] = Counts(
        macs="C_in * N_out", operations="(2 * C_in - 1) * N_out", connections="C_in * N_out"
    )
    meanings: ClassVar[Mapping[str, str]] = {"C_in": "size of the axis that is summed along"}

    def _sides(self, inputs: tuple[Shape, ...]) -> list[tuple[Shape, int]]:
        return [(shape, position(axis, shape)) for shape, axis in zip(inputs, self.axes, strict=True)]

    def output_shape(self, *inputs: Shape) -> Shape:
        if len(inputs) != 2:
            raise ShapeError(f"multiplies two feature maps, but {len(inputs)} arrive")
        (left, i), (right, j) = self._sides(inputs)
        if left[i] != right[j]:
            raise ShapeError(
                f"axis {self.axes[0]} of the {times(left)} feature map has size {left[i]}, "
                f"but axis {self.axes[1]} of the {times(right)} one has size {right[j]}; they must agree"
            )
        return (*left[:i], *left[i + 1 :], *right[:j], *right[j + 1 :]) or (1,)

    def symbols(self, inputs: tuple[Shape, ...], output: Shape) -> Symbols:
        shape, axis = self._sides(inputs)[0]
        return {"C_in": shape[axis]}

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        return "unknown"


@dataclass(frozen=True, eq=False)
class CosineProximity(DotProduct):
    """As the product, of vectors that are divided by their length first: squared, summed and divided, 3 per value."""

    counts: ClassVar[Counts] = Counts(
        macs="C_in * N_out", operations="(2 * C_in - 1) * N_out + 3 * N_in", connections="C_in * N_out"
    )
