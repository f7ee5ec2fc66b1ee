"""Fully connected layers, and the embedding, which is one whose inputs are all 0 but for a single 1.

Sources: Goodfellow, Bengio and Courville, *Deep Learning* (2016), chapter 6 and section 12.4.2; Keras 3,
``keras.layers.Dense``, which works along the last axis and leaves the other axes as they are, and ``Embedding``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import ClassVar

from sphinx_cnn.arithmetic.formula import Symbols
from sphinx_cnn.arithmetic.layers.base import Counts, Layer, Reach
from sphinx_cnn.arithmetic.shape import Shape, ShapeError


@dataclass(frozen=True, eq=False)
class Dense(Layer):
    """Each of ``units`` outputs is connected to every value along the last axis of the input."""

    units: int
    use_bias: bool = True

    counts: ClassVar[Counts] = Counts(
        weights="C_in * C_out",
        biases="C_out",
        macs="weights * L",
        operations="(2 * C_in - 1) * N_out + biases * L",
        connections="(weights + biases) * L",
    )
    kernel_columns: ClassVar[str] = "C_out"

    @property
    def without(self) -> tuple[str, ...]:
        return () if self.use_bias else ("biases",)

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        if not shape:
            raise ShapeError("needs an input with at least one axis, but a single value arrives")
        return (*shape[:-1], self.units)

    def symbols(self, inputs: tuple[Shape, ...], output: Shape) -> Symbols:
        return {"C_in": inputs[0][-1], "C_out": self.units, "L": prod(output[:-1])}

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        return "everything" if len(inputs[0]) == 1 else "same position"


@dataclass(frozen=True, eq=False)
class Embedding(Layer):
    """A vector of weights for each of so many whole numbers: looked up, so nothing is computed.

    What a connection is here, the literature does not say.
    """

    vocabulary: int
    units: int

    counts: ClassVar[Counts] = Counts(weights="C_in * C_out", connections=None)
    meanings: ClassVar[Mapping[str, str]] = {"C_in": "numbers that have a vector", "C_out": "values of a vector"}
    kernel_columns: ClassVar[str] = "C_out"

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        return (*shape, self.units)

    def symbols(self, inputs: tuple[Shape, ...], output: Shape) -> Symbols:
        return {"C_in": self.vocabulary, "C_out": self.units}

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        return "unknown"
