"""Lasagne's fully connected layers. Source: https://lasagne.readthedocs.io/en/latest/modules/layers/dense.html."""

from __future__ import annotations

from typing import Annotated

from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.arithmetic.layers.dense import Embedding, FlatteningDense
from sphinx_cnn.arithmetic.shape import Shape, ShapeError
from sphinx_cnn.notation import arguments as a
from sphinx_cnn.notation.lasagne import arguments as k
from sphinx_cnn.notation.lasagne.kind import LasagneKind


def dense(
    arriving: Shape, num_units: k.Filters, *, b: k.Given, nonlinearity: k.Nonlinearity,
    num_leading_axes: Annotated[int, a.whole, 1],
) -> Layer:  # fmt: skip
    axes = len(arriving) + 1
    leading = num_leading_axes if num_leading_axes >= 0 else num_leading_axes + axes
    if leading == 0:
        raise ShapeError("num_leading_axes must leave the batch axis as it is")
    if not 0 < leading < axes:
        raise ShapeError(f"num_leading_axes must be less than the {axes} axes that arrive, with the batch axis")
    return FlatteningDense(num_units, b, leading - 1)


def embedding(input_size: k.Filters, output_size: k.Filters) -> Layer:
    return Embedding(input_size, output_size)


KINDS = {
    "DenseLayer": LasagneKind(dense, 0, ("W", "b", "nonlinearity", "num_leading_axes"), learned=("W", "b")),
    "EmbeddingLayer": LasagneKind(embedding, 0, ("W",), learned=("W",)),
}
