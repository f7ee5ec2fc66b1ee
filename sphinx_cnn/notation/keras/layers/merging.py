"""Keras' merging layers. Source: https://keras.io/api/layers/merging_layers/."""

from __future__ import annotations

from typing import Annotated

from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.arithmetic.layers.merging import (
    Averaging,
    Concatenation,
    CosineProximity,
    DotProduct,
    Elementwise,
)
from sphinx_cnn.notation import arguments as a
from sphinx_cnn.notation.keras import arguments as k
from sphinx_cnn.notation.kinds import Kind


def addition() -> Layer:
    return Elementwise("sum")


def subtraction() -> Layer:
    return Elementwise("difference")


def multiplication() -> Layer:
    return Elementwise("product")


def maximum() -> Layer:
    return Elementwise("maximum")


def minimum() -> Layer:
    return Elementwise("minimum")


def averaging() -> Layer:
    return Averaging("average")


def concatenation(axis: Annotated[int, a.whole, -1]) -> Layer:
    return Concatenation(axis)


def dot_product(axes: Annotated[tuple[int, int], k.pair_of_axes], normalize: Annotated[bool, a.flag, False]) -> Layer:
    if normalize:
        return CosineProximity(axes)
    return DotProduct(axes)


KINDS = {
    "Add": Kind(addition, function="add"),
    "Subtract": Kind(subtraction, function="subtract"),
    "Multiply": Kind(multiplication, function="multiply"),
    "Average": Kind(averaging, function="average"),
    "Maximum": Kind(maximum, function="maximum"),
    "Minimum": Kind(minimum, function="minimum"),
    "Concatenate": Kind(concatenation, function="concatenate"),
    "Dot": Kind(dot_product, function="dot"),
}
