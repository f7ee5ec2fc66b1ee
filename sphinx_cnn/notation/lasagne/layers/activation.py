"""Lasagne's nonlinearities as layers of their own, its dropout and its noise.

Sources: https://lasagne.readthedocs.io/en/latest/modules/layers/special.html and
https://lasagne.readthedocs.io/en/latest/modules/layers/noise.html.
"""

from __future__ import annotations

from typing import Annotated

from sphinx_cnn.arithmetic.layers.activation import Activation, Identity, ParametricReLU
from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.arithmetic.layers.expression import Expression
from sphinx_cnn.arithmetic.shape import Shape
from sphinx_cnn.notation import arguments as a
from sphinx_cnn.notation.lasagne import arguments as k
from sphinx_cnn.notation.lasagne.kind import LasagneKind


def nonlinearity(nonlinearity: k.Nonlinearity) -> Layer:
    return Activation(nonlinearity)


def parametric_rectifier(arriving: Shape, *, shared_axes: Annotated[k.SharedAxes, k.slope_axes, "auto"]) -> Layer:
    own = k.kept(shared_axes, arriving)
    return ParametricReLU("prelu", tuple(axis for axis in range(1, len(arriving) + 1) if axis not in own))


def randomized_rectifier(
    lower: Annotated[float, a.number, 0.3], upper: Annotated[float, a.number, 0.8],
    shared_axes: Annotated[k.SharedAxes, k.shared_axes, "auto"],
) -> Layer:  # fmt: skip
    if lower > upper:
        raise ValueError(f"upper, {upper}, must not be below lower, {lower}")
    return Activation("rrelu")


def dropout(
    p: Annotated[float, k.probability, 0.5], rescale: Annotated[bool, a.flag, True],
    shared_axes: Annotated[tuple[int, ...], k.dropped_axes, ()],
) -> Layer:  # fmt: skip
    return Identity()


def dropout_together(p: Annotated[float, k.probability, 0.5], rescale: Annotated[bool, a.flag, True]) -> Layer:
    return Identity()


def noise(sigma: Annotated[float, k.level, 0.1]) -> Layer:
    return Identity()


def expression(
    function: Annotated[str, k.function], output_shape: Annotated[Shape | None, k.result_shape, None]
) -> Layer:
    return Expression(output_shape)


KINDS = {
    "NonlinearityLayer": LasagneKind(nonlinearity),
    "ParametricRectifierLayer": LasagneKind(parametric_rectifier, 0, ("alpha", "shared_axes"), learned=("alpha",)),
    "RandomizedRectifierLayer": LasagneKind(randomized_rectifier),
    "DropoutLayer": LasagneKind(dropout, aliases=("dropout",)),
    "dropout_channels": LasagneKind(dropout_together, aliases=("spatial_dropout",), shown="DropoutLayer"),
    "dropout_locations": LasagneKind(dropout_together, shown="DropoutLayer"),
    "ExpressionLayer": LasagneKind(expression),
    "GaussianNoiseLayer": LasagneKind(noise),
}
