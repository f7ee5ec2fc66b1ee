"""Lasagne's merging layers. Source: https://lasagne.readthedocs.io/en/latest/modules/layers/merge.html."""

from __future__ import annotations

from typing import Annotated

from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.arithmetic.layers.combining import Combination, Cropped, WeightedSum
from sphinx_cnn.arithmetic.layers.merging import Concatenation, Elementwise
from sphinx_cnn.arithmetic.shape import Shape, ShapeError, position, times
from sphinx_cnn.notation import arguments as a
from sphinx_cnn.notation.lasagne import arguments as k
from sphinx_cnn.notation.lasagne.kind import LasagneKind

OPERATIONS = {
    "add": "sum", "mul": "product", "sub": "difference", "maximum": "maximum", "minimum": "minimum",
    "true_div": "quotient",
}  # fmt: skip


def concatenation(arriving: tuple[Shape, ...], axis: Annotated[int, a.whole, 1], cropping: k.Cropped) -> Layer:
    own = position(axis, arriving[0]) + 1
    return _cropped(Concatenation(axis), tuple(other for other in cropping if other != own))


def sum_of_several(
    arriving: tuple[Shape, ...], coeffs: Annotated[tuple[float, ...] | float, k.coefficients, 1], cropping: k.Cropped
) -> Layer:
    each = coeffs if isinstance(coeffs, tuple) else (coeffs,) * len(arriving)
    if len(each) != len(arriving):
        raise ShapeError(f"coeffs has {len(each)} numbers, but {len(arriving)} feature maps arrive")
    multiplied = sum(coefficient != 1 for coefficient in each)
    layer = WeightedSum("sum", coefficients=multiplied) if multiplied else Elementwise("sum")
    return _equal(layer, arriving, cropping)


def merging(arriving: tuple[Shape, ...], merge_function: Annotated[str, k.function], cropping: k.Cropped) -> Layer:
    known = OPERATIONS.get(merge_function)
    return _equal(Elementwise(known) if known else Combination(merge_function), arriving, cropping)


def _equal(layer: Layer, arriving: tuple[Shape, ...], cropping: tuple[int, ...]) -> Layer:
    """Lasagne repeats nothing along axes of size 1: the shapes must be the same, but for the axes that are cropped."""
    first = arriving[0]
    for other in arriving[1:]:
        pairs = enumerate(zip(first, other, strict=False), start=1)
        if len(first) != len(other) or any(a != b and axis not in cropping for axis, (a, b) in pairs):
            raise ShapeError(f"feature maps of {times(first)} and {times(other)} do not merge; their shapes must agree")
    return _cropped(layer, cropping)


def _cropped(layer: Layer, axes: tuple[int, ...]) -> Layer:
    return Cropped(layer, axes) if axes else layer


KINDS = {
    "ConcatLayer": LasagneKind(concatenation, aliases=("concat",), merges=True),
    "ElemwiseSumLayer": LasagneKind(sum_of_several, merges=True),
    "ElemwiseMergeLayer": LasagneKind(merging, merges=True),
}
