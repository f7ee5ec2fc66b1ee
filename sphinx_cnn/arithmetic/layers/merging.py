"""Layers that put several feature maps together.

Sources: He et al., *Deep Residual Learning* (2016) for the sum; Huang et al., *Densely Connected Convolutional
Networks* (2017) for the concatenation; Keras 3, ``keras.layers.Add`` and its kin, which broadcast axes of size 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import ClassVar

from sphinx_cnn.arithmetic.formula import Symbols
from sphinx_cnn.arithmetic.layers.base import Counts, Layer
from sphinx_cnn.arithmetic.shape import Shape, ShapeError, position, times


@dataclass(frozen=True, eq=False)
class Elementwise(Layer):
    """One operation on the values at the same place of several feature maps: sum, product, maximum and so on.

    ``constant`` says that a number takes part as well (``x * 0.5``).
    """

    operation: str
    constant: bool = False

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
