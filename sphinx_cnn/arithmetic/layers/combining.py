"""Merging with coefficients, by any function, and of feature maps of different sizes, which are cropped first.

Sources: Ronneberger, Fischer and Brox, *U-Net* (2015), section 2; Lasagne, ``lasagne.layers.ElemwiseSumLayer``,
``ElemwiseMergeLayer`` and ``autocrop``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from sphinx_cnn.arithmetic.formula import Formula, Symbols
from sphinx_cnn.arithmetic.layers.base import Counts, Reach
from sphinx_cnn.arithmetic.layers.merging import Elementwise
from sphinx_cnn.arithmetic.layers.wrapping import Wrapper
from sphinx_cnn.arithmetic.shape import Shape, ShapeError, times


@dataclass(frozen=True, eq=False)
class WeightedSum(Elementwise):
    """A sum of feature maps, some of which are multiplied by a number.

    :param coefficients: how many of them are.
    """

    coefficients: int = 0

    counts: ClassVar[Counts] = Counts(operations="(A - 1 + T) * N_out", connections="A * N_out")
    meanings: ClassVar[Mapping[str, str]] = {"T": "inputs that are multiplied by a coefficient"}

    @property
    def family(self) -> str:
        return "merging"

    def symbols(self, inputs: tuple[Shape, ...], output: Shape) -> Symbols:
        return {**super().symbols(inputs, output), "T": self.coefficients}


@dataclass(frozen=True, eq=False)
class Combination(Elementwise):
    """A function of the values at the same place; what it costs is not known."""

    counts: ClassVar[Counts] = Counts(operations=None, connections="A * N_out")

    @property
    def family(self) -> str:
        return "merging"


@dataclass(frozen=True, eq=False)
class Cropped(Wrapper):
    """A merging layer whose feature maps are cropped first. Its counts are those of the layer inside.

    :param cropped: the axes that are cropped, counted with the batch axis as 0.
    """

    cropped: tuple[int, ...]

    merges: ClassVar[bool] = True

    def formula(self, count: str) -> Formula | None:
        return self.layer.formula(count)

    def _smallest(self, inputs: tuple[Shape, ...]) -> tuple[Shape, ...]:
        if len({len(shape) for shape in inputs}) > 1:
            shapes = " and ".join(times(shape) for shape in inputs)
            raise ShapeError(f"feature maps of {shapes} have not the same number of axes, so they cannot be cropped")
        sizes = [min(column) for column in zip(*inputs, strict=True)]
        return tuple(
            tuple(sizes[i] if i + 1 in self.cropped else size for i, size in enumerate(shape)) for shape in inputs
        )

    def output_shape(self, *inputs: Shape) -> Shape:
        return self.layer.output_shape(*self._smallest(inputs))

    def symbols(self, inputs: tuple[Shape, ...], output: Shape) -> Symbols:
        return self.layer.symbols(self._smallest(inputs), output)

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        unchanged = self._smallest(inputs) == inputs
        return self.layer.reach(inputs) if unchanged else "unknown"
