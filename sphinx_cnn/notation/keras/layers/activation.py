"""Keras' activation and regularization layers.

Sources: https://keras.io/api/layers/activation_layers/ and
https://keras.io/api/layers/regularization_layers/.
"""

from __future__ import annotations

from typing import Annotated

from sphinx_cnn.arithmetic.layers.activation import Activation, ActivationAlong, Identity, ParametricReLU
from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.notation import arguments as a
from sphinx_cnn.notation.keras import arguments as k
from sphinx_cnn.notation.kinds import Kind


def activation(activation: Annotated[str | None, k.activation]) -> Layer:
    return Activation(activation or "linear")


def relu(
    max_value: Annotated[float | None, a.optional_non_negative, None],
    negative_slope: Annotated[float, a.non_negative, 0.0], threshold: Annotated[float, a.non_negative, 0.0],
) -> Layer:  # fmt: skip
    return Activation("relu")


def leaky_relu(negative_slope: Annotated[float, a.non_negative, 0.3]) -> Layer:
    return Activation("leaky_relu")


def parametric_relu(
    alpha_initializer: a.Anything, alpha_regularizer: a.Anything, alpha_constraint: a.Anything,
    shared_axes: Annotated[tuple[int, ...], a.axes_or_none, None],
) -> Layer:  # fmt: skip
    return ParametricReLU("prelu", shared_axes)


def elu(alpha: Annotated[float, a.number, 1.0]) -> Layer:
    return Activation("elu")


def softmax(axis: a.Axes) -> Layer:
    return ActivationAlong("softmax", axis)


def identity() -> Layer:
    return Identity()


def dropout(rate: Annotated[float, a.rate], noise_shape: Annotated[object, a.anything, None]) -> Layer:
    return Identity()


def spatial_dropout(rank: int, rate: Annotated[float, a.rate]) -> Layer:
    return Identity(rank)


def gaussian_dropout(rate: Annotated[float, a.rate]) -> Layer:
    return Identity()


def noise(stddev: Annotated[float, a.rate]) -> Layer:
    return Identity()


def masking(mask_value: Annotated[float, a.number, 0.0]) -> Layer:
    return Activation("masking")


def penalty(l1: Annotated[float, a.non_negative, 0.0], l2: Annotated[float, a.non_negative, 0.0]) -> Layer:
    return Identity()


KINDS = {
    "Activation": Kind(activation),
    "ReLU": Kind(relu),
    "LeakyReLU": Kind(leaky_relu, 0, ("alpha",)),
    "PReLU": Kind(parametric_relu),
    "ELU": Kind(elu),
    "Softmax": Kind(softmax),
    "Identity": Kind(identity),
    "Dropout": Kind(dropout, 0, ("seed",)),
    "SpatialDropout1D": Kind(spatial_dropout, 1, ("seed", "name", "dtype")),
    "SpatialDropout2D": Kind(spatial_dropout, 2, ("data_format", "seed", "name", "dtype")),
    "SpatialDropout3D": Kind(spatial_dropout, 3, ("data_format", "seed", "name", "dtype")),
    "AlphaDropout": Kind(dropout, 0, ("seed",)),
    "GaussianDropout": Kind(gaussian_dropout, 0, ("seed",)),
    "GaussianNoise": Kind(noise, 0, ("seed",)),
    "ActivityRegularization": Kind(penalty),
    "Masking": Kind(masking),
}
