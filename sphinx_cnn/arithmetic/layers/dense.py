"""Fully connected layers, and the embedding, which is one whose inputs are all 0 but for a single 1.

Sources: Goodfellow, Bengio and Courville, *Deep Learning* (2016), chapter 6 and section 12.4.2; Keras 3,
``keras.layers.Dense``, which works along the last axis and leaves the other axes as they are, and ``Embedding``;
PyTorch, ``torch.nn.Bilinear`` and ``EmbeddingBag``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import ClassVar

from sphinx_cnn.arithmetic.formula import Symbols
from sphinx_cnn.arithmetic.layers.base import Counts, Layer, Reach
from sphinx_cnn.arithmetic.shape import Shape, ShapeError, times


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

    def mixes(self, arriving: Shape) -> tuple[int, ...]:
        return (len(arriving) - 1,)


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


@dataclass(frozen=True, eq=False)
class EmbeddingBag(Embedding):
    """The sum, or the maximum, of the vectors of some whole numbers; ``n`` vectors take ``n - 1`` additions."""

    counts: ClassVar[Counts] = Counts(weights="C_in * C_out", operations="(N_in - 1) * C_out", connections=None)

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        if len(shape) != 1:
            raise ShapeError(f"needs a bag of whole numbers along one axis, but {len(shape)} axes arrive")
        return (self.units,)


@dataclass(frozen=True, eq=False)
class AveragedEmbeddingBag(EmbeddingBag):
    """The average of the vectors of some whole numbers: a sum, and a division."""

    counts: ClassVar[Counts] = Counts(weights="C_in * C_out", operations="N_in * C_out", connections=None)


@dataclass(frozen=True, eq=False)
class Bilinear(Layer):
    """Each of ``units`` outputs is a bilinear form of two inputs: their products, each with a weight of its own.

    The weights of an output are a matrix, which is multiplied by the second input, and the first one by the result.
    """

    units: int
    use_bias: bool = True

    merges: ClassVar[bool] = True
    counts: ClassVar[Counts] = Counts(
        weights="C_1 * C_2 * C_out",
        biases="C_out",
        macs="(weights + C_1 * C_out) * L",
        operations="(2 * C_1 * C_2 + C_1 - 1) * N_out + biases * L",
        connections="(2 * weights + biases) * L",
    )

    @property
    def without(self) -> tuple[str, ...]:
        return () if self.use_bias else ("biases",)

    def output_shape(self, *inputs: Shape) -> Shape:
        if len(inputs) != 2:
            raise ShapeError(f"takes two feature maps, but {len(inputs)} arrive")
        first, second = inputs
        if not first or first[:-1] != second[:-1]:
            raise ShapeError(
                f"all axes but the last of two feature maps must agree, but {times(first)} and {times(second)} arrive"
            )
        return (*first[:-1], self.units)

    def symbols(self, inputs: tuple[Shape, ...], output: Shape) -> Symbols:
        first, second = inputs
        return {"C_1": first[-1], "C_2": second[-1], "C_out": self.units, "L": prod(output[:-1])}

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        return "everything" if len(inputs[0]) == 1 else "same position"


@dataclass(frozen=True, eq=False)
class FlatteningDense(Layer):
    """Each of ``units`` outputs is connected to all values of the axes after the leading ones, as Lasagne has it.

    :param leading: how many axes are left as they are, without the batch axis.
    """

    units: int
    use_bias: bool = True
    leading: int = 0

    counts: ClassVar[Counts] = Dense.counts
    kernel_columns: ClassVar[str] = Dense.kernel_columns

    @property
    def without(self) -> tuple[str, ...]:
        return () if self.use_bias else ("biases",)

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        if self.leading >= len(shape):
            raise ShapeError(f"leaves {self.leading} axes as they are, but the {times(shape)} input has no axis more")
        return (*shape[: self.leading], self.units)

    def symbols(self, inputs: tuple[Shape, ...], output: Shape) -> Symbols:
        return {"C_in": prod(inputs[0][self.leading :]), "C_out": self.units, "L": prod(output[:-1])}

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        return "unknown" if self.leading else "everything"
