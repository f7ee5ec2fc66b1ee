"""Products of feature maps as matrices.

A product that sums along ``n`` values takes n multiply-accumulates for each value of the output, which is what
PyTorch's ``torch.utils.flop_counter`` counts, halved.

Sources: NumPy, ``matmul`` and ``einsum``; Vaswani et al., *Attention Is All You Need* (2017), section 3.2.1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest
from math import prod
from typing import ClassVar

from sphinx_cnn.arithmetic.formula import Symbols
from sphinx_cnn.arithmetic.layers.base import Counts, Layer, Reach
from sphinx_cnn.arithmetic.shape import Shape, ShapeError, times


@dataclass(frozen=True, eq=False)
class Product(Layer):
    """A product of two feature maps that sums along some axes."""

    merges: ClassVar[bool] = True
    counts: ClassVar[Counts] = Counts(
        macs="C_in * N_out", operations="(2 * C_in - 1) * N_out", connections="C_in * N_out"
    )
    meanings: ClassVar[Mapping[str, str]] = {"C_in": "values that are multiplied and summed up for an output value"}

    @property
    def family(self) -> str:
        return "merging"

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        return "everything" if len(inputs[0]) == 1 else "unknown"


@dataclass(frozen=True, eq=False)
class MatrixProduct(Product):
    """The matrices in the last two axes of one feature map times those of another; the axes before are broadcast.

    A single axis is a row on the left and a column on the right.
    """

    def output_shape(self, *inputs: Shape) -> Shape:
        left, right = inputs
        if not left or not right:
            raise ShapeError("multiplies matrices, but a single value arrives")
        if left[-1] != right[-2:][0]:
            raise ShapeError(
                f"feature maps of {times(left)} and {times(right)} cannot be multiplied as matrices: "
                f"{left[-1]} columns meet {right[-2:][0]} rows"
            )
        pairs = list(zip_longest(left[-3::-1], right[-3::-1], fillvalue=1))
        if any(a != b and 1 not in (a, b) for a, b in pairs):
            raise ShapeError(
                f"feature maps of {times(left)} and {times(right)} cannot be multiplied as matrices; "
                "their sizes before the last two must agree"
            )
        return (*(max(pair) for pair in reversed(pairs)), *left[-2:-1], *(right[-1:] if len(right) > 1 else ()))

    def symbols(self, inputs: tuple[Shape, ...], output: Shape) -> Symbols:
        return {"C_in": inputs[0][-1]}


@dataclass(frozen=True, eq=False)
class Contraction(Product):
    """Two feature maps multiplied along axes that are named by letters, and summed along those that the result lacks.

    :param letters: for each of the two, a letter for each axis, but for those of size 1 before them.
    :param result: the letters of the output.
    """

    letters: tuple[str, str]
    result: str

    def _sizes(self, inputs: tuple[Shape, ...]) -> dict[str, int]:
        sizes: dict[str, int] = {}
        for letters, shape in zip(self.letters, inputs, strict=True):
            more = len(shape) - len(letters)
            if more < 0 or prod(shape[:more]) != 1:
                raise ShapeError(f"'{letters}' names {len(letters)} axes, but {times(shape)} arrives")
            for letter, size in zip(letters, shape[more:], strict=True):
                if sizes.setdefault(letter, size) != size:
                    raise ShapeError(
                        f"axis '{letter}' has size {sizes[letter]} in one feature map and {size} in another"
                    )
        return sizes

    def output_shape(self, *inputs: Shape) -> Shape:
        sizes = self._sizes(inputs)
        return tuple(sizes[letter] for letter in self.result)

    def symbols(self, inputs: tuple[Shape, ...], output: Shape) -> Symbols:
        return {"C_in": prod(size for letter, size in self._sizes(inputs).items() if letter not in self.result)}


@dataclass(frozen=True, eq=False)
class ScaledDotProductAttention(Layer):
    """For each query a mean of the values, weighted by the softmax of its products with the keys.

    Three feature maps arrive, queries, keys and values, each with a vector along its last axis for each position along
    the axis before; the axes before that are heads. The product with each key is scaled, which is one multiplication.
    """

    merges: ClassVar[bool] = True
    counts: ClassVar[Counts] = Counts(
        macs="T * C_in + T * C_out", operations="2 * T * C_in + 2 * T * C_out - N_out", connections=None
    )
    meanings: ClassVar[Mapping[str, str]] = {
        "T": "pairs of a query and a key",
        "C_in": "values of a query, and of a key",
        "C_out": "values of a value vector",
    }

    @property
    def family(self) -> str:
        return "merging"

    def output_shape(self, *inputs: Shape) -> Shape:
        query, key, value = inputs
        if min(map(len, inputs)) < 2:
            raise ShapeError("needs queries, keys and values with an axis of positions and one of vectors")
        if query[-1] != key[-1] or key[-2] != value[-2] or key[:-2] != value[:-2] or query[:-2] != key[:-2]:
            raise ShapeError(f"queries of {times(query)}, keys of {times(key)} and values of {times(value)} do not fit")
        return (*query[:-1], value[-1])

    def symbols(self, inputs: tuple[Shape, ...], output: Shape) -> Symbols:
        query, key, value = inputs
        return {"T": prod(query[:-1]) * key[-2], "C_in": query[-1], "C_out": value[-1]}

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        return "unknown"
