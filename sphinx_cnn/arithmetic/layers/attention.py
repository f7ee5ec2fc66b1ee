"""Attention: each position of a sequence takes what it needs from the positions of another, or of its own.

Sources: Vaswani et al., *Attention Is All You Need* (2017), section 3.2; PyTorch, ``torch.nn.MultiheadAttention``;
Keras 3, ``keras.layers.MultiHeadAttention``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import ClassVar

from sphinx_cnn.arithmetic.formula import Symbols
from sphinx_cnn.arithmetic.layers.base import Counts, Layer, Reach
from sphinx_cnn.arithmetic.shape import Shape, ShapeError, article, positions, times


@dataclass(frozen=True, eq=False)
class MultiHeadAttention(Layer):
    """Queries, keys and values are projected, each head weights the values by how well keys match, and all are mixed.

    There are four dense layers: of the queries, the keys, the values and the output. Between them stand two products
    of matrices: of queries and keys, whose results are scaled, and of the weights, which a softmax makes of these, and
    the values. The number of heads changes no count. Only the output is counted as stored. What a connection is here,
    the literature does not say.

    :param units: the size of the output's vectors.
    :param learned_keys: a key and a value that are learned, and attended to like those of the input.
    :param zero_keys: a key and a value of zeros that are attended to.
    """

    units: int
    use_bias: bool = True
    learned_keys: bool = False
    zero_keys: bool = False

    merges: ClassVar[bool] = True
    counts: ClassVar[Counts] = Counts(
        weights="(C_in + C_k + C_v + C_out + 2 * L_w) * C_out",
        biases="4 * C_out",
        macs="(C_in * L_q + C_k * L_k + C_v * L_k + C_out * L_q) * C_out + 2 * L_q * (L_k + L_a) * C_out",
        operations="((2 * C_in - 1) * L_q + (2 * C_k - 1) * L_k + (2 * C_v - 1) * L_k + (2 * C_out - 1) * L_q) * C_out"
        " + biases * (L_q + L_k) / 2 + (4 * (L_k + L_a) - 1) * L_q * C_out",
        connections=None,
    )

    @property
    def without(self) -> tuple[str, ...]:
        return () if self.use_bias else ("biases",)

    def output_shape(self, *inputs: Shape) -> Shape:
        if len(inputs) != 3:
            raise ShapeError(f"takes a query, a key and a value, but {len(inputs)} feature maps arrive")
        for shape in inputs:
            if len(shape) != 2:
                raise ShapeError(
                    f"needs inputs with 2 axes (steps, channels), but {article(times(shape))} input arrives"
                )
        query, key, value = inputs
        if key[0] != value[0]:
            raise ShapeError(f"has {key[0]} keys, but {value[0]} values; each key needs its value")
        return (query[0], self.units)

    def symbols(self, inputs: tuple[Shape, ...], output: Shape) -> Symbols:
        query, key, value = inputs
        return {
            "C_in": query[1],
            "C_k": key[1],
            "C_v": value[1],
            "C_out": self.units,
            "L_q": query[0],
            "L_k": key[0],
            "L_a": self.learned_keys + self.zero_keys,
            "L_w": int(self.learned_keys),
        }

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        return "everything"


@dataclass(frozen=True, eq=False)
class ProjectedAttention(Layer):
    """As :class:`MultiHeadAttention`, with heads whose sizes are their own, and positions along several axes.

    :param keys: the values of a query, and of a key, of all heads together.
    :param values: the values of a value vector, of all heads together.
    :param units: the size of the output's vectors; ``None`` for that of the queries.
    :param axes: the axes that are attended along, counted with the batch axis as 0; none for all but the last.
    """

    keys: int
    values: int
    units: int | None = None
    use_bias: bool = True
    axes: tuple[int, ...] = ()

    merges: ClassVar[bool] = True
    counts: ClassVar[Counts] = Counts(
        weights="(C_in + C_k) * M + (C_v + C_out) * R",
        biases="2 * M + R + C_out",
        macs="(C_in * L_q + C_k * L_k) * M + (C_v * L_k + C_out * L_q) * R + T * (M + R)",
        operations="((2 * C_in - 1) * L_q + (2 * C_k - 1) * L_k) * M + (2 * C_v - 1) * L_k * R"
        " + (2 * R - 1) * L_q * C_out + biases * ((M + C_out) * L_q + (M + R) * L_k) / (2 * M + R + C_out)"
        " + 2 * T * (M + R) - L_q * R",
        connections=None,
    )
    meanings: ClassVar[Mapping[str, str]] = {
        "M": "values of a query, and of a key, of all heads together",
        "R": "values of a value vector, of all heads together",
        "T": "pairs of a query and a key",
    }

    @property
    def without(self) -> tuple[str, ...]:
        return () if self.use_bias else ("biases",)

    def _attended(self, shape: Shape) -> tuple[int, ...]:
        return positions(self.axes, shape) if self.axes else tuple(range(len(shape) - 1))

    def output_shape(self, *inputs: Shape) -> Shape:
        if len(inputs) != 3:
            raise ShapeError(f"takes a query, a value and a key, but {len(inputs)} feature maps arrive")
        query, value, key = inputs
        for shape in inputs:
            if len(shape) < 2 or len(shape) != len(query):
                raise ShapeError(
                    f"needs inputs with the same axes, of positions and of channels, but {article(times(shape))} "
                    "input arrives"
                )
        if key[:-1] != value[:-1]:
            raise ShapeError(f"has keys of {times(key)}, but values of {times(value)}; each key needs its value")
        attended = self._attended(query)
        if any(query[i] != key[i] for i in range(len(query) - 1) if i not in attended):
            raise ShapeError(f"queries of {times(query)} and keys of {times(key)} do not fit")
        return (*query[:-1], query[-1] if self.units is None else self.units)

    def symbols(self, inputs: tuple[Shape, ...], output: Shape) -> Symbols:
        query, value, key = inputs
        return {
            "C_in": query[-1],
            "C_k": key[-1],
            "C_v": value[-1],
            "C_out": output[-1],
            "L_q": prod(query[:-1]),
            "L_k": prod(key[:-1]),
            "M": self.keys,
            "R": self.values,
            "T": prod(query[:-1]) * prod(key[index] for index in self._attended(key)),
        }

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        return "everything" if len(self._attended(inputs[0])) == len(inputs[0]) - 1 else "unknown"


@dataclass(frozen=True, eq=False)
class DotAttention(Layer):
    """Attention without projections: a query, a value, and a key, which is the value where none arrives.

    :param scales: how many numbers are learned that the products of queries and keys are multiplied by; ``None`` for
        one for each value of a query.
    """

    scales: int | None = 0

    merges: ClassVar[bool] = True
    counts: ClassVar[Counts] = Counts(weights="M", macs="T * (C_in + C_out)", operations=None, connections=None)
    meanings: ClassVar[Mapping[str, str]] = {
        "M": "learned scales",
        "T": "pairs of a query and a key",
        "C_in": "values of a query, and of a key",
        "C_out": "values of a value vector",
    }

    def output_shape(self, *inputs: Shape) -> Shape:
        if len(inputs) not in (2, 3):
            raise ShapeError(f"takes a query, a value and a key, but {len(inputs)} feature maps arrive")
        query, value, key = inputs if len(inputs) == 3 else (*inputs, inputs[1])
        if min(map(len, inputs)) < 2 or query[-1] != key[-1] or key[-2] != value[-2] or query[:-2] != value[:-2]:
            raise ShapeError(f"queries of {times(query)}, values of {times(value)} and keys of {times(key)} do not fit")
        return (*query[:-1], value[-1])

    def symbols(self, inputs: tuple[Shape, ...], output: Shape) -> Symbols:
        query, value = inputs[:2]
        scales = query[-1] if self.scales is None else self.scales
        return {"M": scales, "T": prod(query[:-1]) * value[-2], "C_in": query[-1], "C_out": value[-1]}

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        return "everything" if len(inputs[0]) == 2 else "unknown"
