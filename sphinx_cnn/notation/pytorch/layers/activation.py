"""PyTorch's activation functions, dropout, and the identity.

Sources: https://docs.pytorch.org/docs/stable/nn.html#non-linear-activations-weighted-sum-nonlinearity and
https://docs.pytorch.org/docs/stable/nn.html#dropout-layers.
"""

from __future__ import annotations

from typing import Annotated

from sphinx_cnn.arithmetic.layers.activation import (
    Activation,
    ActivationAlong,
    ChannelwiseReLU,
    GatedLinearUnit,
    Identity,
)
from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.notation import arguments as a
from sphinx_cnn.notation.kinds import Kind
from sphinx_cnn.notation.pytorch import arguments as p


def relu() -> Layer:
    return Activation("relu")


def relu6() -> Layer:
    return Activation("relu6")


def leaky_relu(negative_slope: Annotated[float, a.number, 0.01]) -> Layer:
    return Activation("leaky_relu")


def randomized_relu(lower: Annotated[float, a.number, 1 / 8], upper: Annotated[float, a.number, 1 / 3]) -> Layer:
    return Activation("rrelu")


def parametric_relu(num_parameters: Annotated[int, a.positive, 1], init: Annotated[float, a.number, 0.25]) -> Layer:
    return ChannelwiseReLU("prelu", num_parameters)


def elu(alpha: Annotated[float, a.number, 1.0]) -> Layer:
    return Activation("elu")


def celu(alpha: Annotated[float, a.number, 1.0]) -> Layer:
    if alpha == 0:
        raise ValueError("alpha must not be 0")
    return Activation("celu")


def selu() -> Layer:
    return Activation("selu")


def gelu(approximate: Annotated[str, p.approximation, "none"]) -> Layer:
    return Activation("gelu")


def silu() -> Layer:
    return Activation("silu")


def mish() -> Layer:
    return Activation("mish")


def sigmoid() -> Layer:
    return Activation("sigmoid")


def log_sigmoid() -> Layer:
    return Activation("log_sigmoid")


def hard_sigmoid() -> Layer:
    return Activation("hard_sigmoid")


def hard_swish() -> Layer:
    return Activation("hard_swish")


def tanh() -> Layer:
    return Activation("tanh")


def hard_tanh(min_val: Annotated[float, a.number, -1.0], max_val: Annotated[float, a.number, 1.0]) -> Layer:
    if min_val > max_val:
        raise ValueError(f"max_val must be at least min_val, which is {min_val}")
    return Activation("hard_tanh")


def tanh_shrink() -> Layer:
    return Activation("tanh_shrink")


def softplus(beta: Annotated[float, a.number, 1.0], threshold: Annotated[float, a.number, 20.0]) -> Layer:
    return Activation("softplus")


def softsign() -> Layer:
    return Activation("softsign")


def soft_shrink(lambd: Annotated[float, a.non_negative, 0.5]) -> Layer:
    return Activation("soft_shrink")


def hard_shrink(lambd: Annotated[float, a.number, 0.5]) -> Layer:
    return Activation("hard_shrink")


def threshold(threshold: Annotated[float, a.number], value: Annotated[float, a.number]) -> Layer:
    return Activation("threshold")


def softmax(dim: Annotated[int | None, p.optional_whole, None]) -> Layer:
    if dim is None:
        return Activation("softmax")
    return ActivationAlong("softmax", (dim,))


def softmin(dim: Annotated[int | None, p.optional_whole, None]) -> Layer:
    if dim is None:
        return Activation("softmin")
    return ActivationAlong("softmin", (dim,))


def log_softmax(dim: Annotated[int | None, p.optional_whole, None]) -> Layer:
    if dim is None:
        return Activation("log_softmax")
    return ActivationAlong("log_softmax", (dim,))


def softmax_of_channels() -> Layer:
    return ActivationAlong("softmax", (1,), rank=2)


def gated_linear_unit(dim: p.Axis) -> Layer:
    return GatedLinearUnit("glu", (dim,))


def dropout(p: Annotated[float, a.rate, 0.5]) -> Layer:
    return Identity()


def dropout_1d(p: Annotated[float, a.rate, 0.5]) -> Layer:
    return Identity((0, 1))


def identity() -> Layer:
    return Identity()


INPLACE = ("inplace",)

KINDS = {
    "ReLU": Kind(relu, 0, INPLACE),
    "ReLU6": Kind(relu6, 0, INPLACE),
    "LeakyReLU": Kind(leaky_relu, 0, INPLACE),
    "RReLU": Kind(randomized_relu, 0, INPLACE),
    "PReLU": Kind(parametric_relu, 0, ("device", "dtype")),
    "ELU": Kind(elu, 0, INPLACE),
    "CELU": Kind(celu, 0, INPLACE),
    "SELU": Kind(selu, 0, INPLACE),
    "GELU": Kind(gelu),
    "SiLU": Kind(silu, 0, INPLACE),
    "Mish": Kind(mish, 0, INPLACE),
    "Sigmoid": Kind(sigmoid),
    "LogSigmoid": Kind(log_sigmoid),
    "Hardsigmoid": Kind(hard_sigmoid, 0, INPLACE),
    "Hardswish": Kind(hard_swish, 0, INPLACE),
    "Tanh": Kind(tanh),
    "Hardtanh": Kind(hard_tanh, 0, (*INPLACE, "min_value", "max_value")),
    "Tanhshrink": Kind(tanh_shrink),
    "Softplus": Kind(softplus),
    "Softsign": Kind(softsign),
    "Softshrink": Kind(soft_shrink),
    "Hardshrink": Kind(hard_shrink),
    "Threshold": Kind(threshold, 0, INPLACE),
    "Softmax": Kind(softmax),
    "Softmin": Kind(softmin),
    "LogSoftmax": Kind(log_softmax),
    "Softmax2d": Kind(softmax_of_channels),
    "GLU": Kind(gated_linear_unit),
    "Dropout": Kind(dropout, 0, INPLACE),
    "Dropout1d": Kind(dropout_1d, 0, INPLACE),
    "Dropout2d": Kind(dropout, 0, INPLACE),
    "Dropout3d": Kind(dropout, 0, INPLACE),
    "AlphaDropout": Kind(dropout, 0, INPLACE),
    "FeatureAlphaDropout": Kind(dropout, 0, INPLACE),
    "Identity": Kind(identity, takes_anything=True),
}
