"""The layer kinds of Keras: each spelled once, with its arguments in Keras' own order.

Source: Keras 3, https://keras.io/api/layers/. The kinds of :data:`CLASSIC` are no part of Keras.
"""

from __future__ import annotations

from typing import Annotated

from sphinx_cnn.arithmetic.layers.activation import Activation, ActivationAlong, Identity
from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.arithmetic.layers.classic import (
    LocalResponseNormalization,
    PartialConvolution,
    RadialBasis,
    Subsampling,
)
from sphinx_cnn.arithmetic.layers.convolution import Convolution, DepthwiseConvolution, SeparableConvolution
from sphinx_cnn.arithmetic.layers.dense import Dense
from sphinx_cnn.arithmetic.layers.merging import Averaging, Concatenation, Elementwise
from sphinx_cnn.arithmetic.layers.normalization import BatchNormalization, LayerNormalization
from sphinx_cnn.arithmetic.layers.pooling import AveragePooling, GlobalAveragePooling, GlobalMaxPooling, MaxPooling
from sphinx_cnn.arithmetic.layers.reshaping import Flatten, Interpolation, Reshape, UpSampling, ZeroPadding
from sphinx_cnn.arithmetic.shape import Shape
from sphinx_cnn.arithmetic.window import Sides, Window
from sphinx_cnn.notation.keras import arguments as a
from sphinx_cnn.notation.kinds import Kind


def convolution(
    filters: a.Filters, kernel_size: a.KernelSize, strides: a.Strides, padding: a.CausalPadding,
    data_format: a.ChannelsLast, dilation_rate: a.Dilation, groups: a.Groups, activation: a.ActivationFunction,
    use_bias: a.UseBias, *, connections: a.Connections,
) -> Layer:  # fmt: skip
    window = Window(kernel_size, strides, padding, dilation_rate)
    if any(s > 1 for s in strides) and any(d > 1 for d in dilation_rate):
        raise ValueError(f"strides {strides} and dilation_rate {dilation_rate} cannot both be above 1")
    if filters % groups:
        raise ValueError(f"{groups} groups do not divide the {filters} filters")
    if connections is None:
        return Convolution(filters, window, groups, use_bias, data_format)
    if len(connections) != filters or groups != 1:
        raise ValueError(
            f"connections has {len(connections)} lists, but there are {filters} filters and {groups} groups"
        )
    return PartialConvolution(filters, window, groups, use_bias, data_format, connections)


def depthwise_convolution(
    kernel_size: a.KernelSize, strides: a.Strides, padding: a.PaddingArgument, depth_multiplier: a.DepthMultiplier,
    data_format: a.ChannelsLast, dilation_rate: a.Dilation, activation: a.ActivationFunction, use_bias: a.UseBias,
) -> Layer:  # fmt: skip
    window = Window(kernel_size, strides, padding, dilation_rate)
    return DepthwiseConvolution(1, window, 1, use_bias, data_format, depth_multiplier)


def separable_convolution(
    filters: a.Filters, kernel_size: a.KernelSize, strides: a.Strides, padding: a.PaddingArgument,
    data_format: a.ChannelsLast, dilation_rate: a.Dilation, depth_multiplier: a.DepthMultiplier,
    activation: a.ActivationFunction, use_bias: a.UseBias,
) -> Layer:  # fmt: skip
    window = Window(kernel_size, strides, padding, dilation_rate)
    return SeparableConvolution(filters, window, 1, use_bias, data_format, depth_multiplier)


def max_pooling(
    pool_size: a.PoolSize, strides: a.PoolStrides, padding: a.PoolPadding, data_format: a.ChannelsLast
) -> Layer:
    return MaxPooling(Window(pool_size, strides or pool_size, padding), data_format)


def average_pooling(
    pool_size: a.KernelSize, strides: a.PoolStrides, padding: a.PoolPadding, data_format: a.ChannelsLast
) -> Layer:
    return AveragePooling(Window(pool_size, strides or pool_size, padding), data_format)


def subsampling(
    pool_size: a.PoolSize, strides: a.PoolStrides, padding: a.PoolPadding, data_format: a.ChannelsLast,
    activation: a.ActivationFunction,
) -> Layer:  # fmt: skip
    return Subsampling(Window(pool_size, strides or pool_size, padding), data_format)


def global_max_pooling(rank: int, data_format: a.ChannelsLast, keepdims: Annotated[bool, a.flag, False]) -> Layer:
    return GlobalMaxPooling(rank, keepdims, data_format)


def global_average_pooling(rank: int, data_format: a.ChannelsLast, keepdims: Annotated[bool, a.flag, False]) -> Layer:
    return GlobalAveragePooling(rank, keepdims, data_format)


def dense(units: a.Filters, activation: a.ActivationFunction, use_bias: a.UseBias) -> Layer:
    return Dense(units, use_bias)


def radial_basis(units: a.Filters) -> Layer:
    return RadialBasis(units)


def batch_normalization(
    axis: Annotated[int, a.whole, -1], momentum: Annotated[float, a.number, 0.99],
    epsilon: Annotated[float, a.number, 0.001], center: Annotated[bool, a.flag, True],
    scale: Annotated[bool, a.flag, True],
) -> Layer:  # fmt: skip
    return BatchNormalization(axis, scale, center)


def layer_normalization(
    axis: Annotated[tuple[int, ...], a.axes, -1], epsilon: Annotated[float, a.number, 0.001],
    center: Annotated[bool, a.flag, True], scale: Annotated[bool, a.flag, True],
) -> Layer:  # fmt: skip
    return LayerNormalization(axis, scale, center)


def local_response_normalization(
    depth_radius: Annotated[int, a.positive, 5], bias: Annotated[float, a.number, 1],
    alpha: Annotated[float, a.number, 1], beta: Annotated[float, a.number, 0.5],
) -> Layer:  # fmt: skip
    return LocalResponseNormalization(depth_radius)


def activation(activation: Annotated[str | None, a.activation]) -> Layer:
    return Activation(activation or "linear")


def relu(
    max_value: Annotated[float | None, a.optional_non_negative, None],
    negative_slope: Annotated[float, a.non_negative, 0.0], threshold: Annotated[float, a.non_negative, 0.0],
) -> Layer:  # fmt: skip
    return Activation("relu")


def leaky_relu(negative_slope: Annotated[float, a.non_negative, 0.3]) -> Layer:
    return Activation("leaky_relu")


def elu(alpha: Annotated[float, a.number, 1.0]) -> Layer:
    return Activation("elu")


def softmax(axis: Annotated[tuple[int, ...], a.axes, -1]) -> Layer:
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


def flatten(data_format: a.ChannelsLast) -> Layer:
    return Flatten()


def reshape(target_shape: Annotated[Shape, a.shape]) -> Layer:
    return Reshape(target_shape)


def zero_padding_1d(padding: Annotated[tuple[Sides, ...], a.pair_of_sides, 1], data_format: a.ChannelsLast) -> Layer:
    return ZeroPadding(padding, data_format)


def zero_padding(padding: Annotated[tuple[Sides, ...], a.sides, 1], data_format: a.ChannelsLast) -> Layer:
    return ZeroPadding(padding, data_format)


def up_sampling(
    size: a.PoolSize, data_format: a.ChannelsLast,
    interpolation: Annotated[str, a.choice_of_interpolation, "nearest"],
) -> Layer:  # fmt: skip
    if interpolation == "nearest":
        return UpSampling(size, data_format)
    return Interpolation(size, data_format, interpolation)


def up_sampling_1d(size: Annotated[int, a.positive, 2]) -> Layer:
    return UpSampling((size,))


def up_sampling_by_repetition(size: a.PoolSize, data_format: a.ChannelsLast) -> Layer:
    return UpSampling(size, data_format)


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


def _changes_no_count(*variables: str) -> tuple[str, ...]:
    uses = ("initializer", "regularizer", "constraint")
    return (*(f"{variable}_{use}" for variable in variables for use in uses), "activity_regularizer")


KERNEL = _changes_no_count("kernel", "bias")
DEPTHWISE = _changes_no_count("depthwise", "bias")
SEPARABLE = _changes_no_count("depthwise", "pointwise", "bias")
SCALE = _changes_no_count("beta", "gamma")
BATCH = (
    *SCALE,
    "moving_mean_initializer",
    "moving_variance_initializer",
    "synchronized",
)

CLASSIC = {
    "Subsampling2D": Kind(subsampling, 2, in_framework=False),
    "RBF": Kind(radial_basis, in_framework=False),
    "LocalResponseNormalization": Kind(local_response_normalization, in_framework=False),
}

KINDS: dict[str, Kind] = {
    "Conv1D": Kind(convolution, 1, KERNEL),
    "Conv2D": Kind(convolution, 2, KERNEL),
    "Conv3D": Kind(convolution, 3, KERNEL),
    "DepthwiseConv1D": Kind(depthwise_convolution, 1, DEPTHWISE),
    "DepthwiseConv2D": Kind(depthwise_convolution, 2, DEPTHWISE),
    "SeparableConv1D": Kind(separable_convolution, 1, SEPARABLE),
    "SeparableConv2D": Kind(separable_convolution, 2, SEPARABLE),
    "MaxPooling1D": Kind(max_pooling, 1),
    "MaxPooling2D": Kind(max_pooling, 2),
    "MaxPooling3D": Kind(max_pooling, 3),
    "AveragePooling1D": Kind(average_pooling, 1),
    "AveragePooling2D": Kind(average_pooling, 2),
    "AveragePooling3D": Kind(average_pooling, 3),
    "GlobalMaxPooling1D": Kind(global_max_pooling, 1),
    "GlobalMaxPooling2D": Kind(global_max_pooling, 2),
    "GlobalMaxPooling3D": Kind(global_max_pooling, 3),
    "GlobalAveragePooling1D": Kind(global_average_pooling, 1),
    "GlobalAveragePooling2D": Kind(global_average_pooling, 2),
    "GlobalAveragePooling3D": Kind(global_average_pooling, 3),
    "Dense": Kind(dense, 0, KERNEL),
    "BatchNormalization": Kind(batch_normalization, 0, BATCH),
    "LayerNormalization": Kind(layer_normalization, 0, SCALE),
    "Activation": Kind(activation),
    "ReLU": Kind(relu),
    "LeakyReLU": Kind(leaky_relu, 0, ("alpha",)),
    "ELU": Kind(elu),
    "Softmax": Kind(softmax),
    "Identity": Kind(identity),
    "Dropout": Kind(dropout, 0, ("seed",)),
    "SpatialDropout1D": Kind(spatial_dropout, 1, ("seed",)),
    "SpatialDropout2D": Kind(spatial_dropout, 2, ("seed", "data_format")),
    "SpatialDropout3D": Kind(spatial_dropout, 3, ("seed", "data_format")),
    "AlphaDropout": Kind(dropout, 0, ("seed",)),
    "GaussianDropout": Kind(gaussian_dropout, 0, ("seed",)),
    "GaussianNoise": Kind(noise, 0, ("seed",)),
    "Flatten": Kind(flatten),
    "Reshape": Kind(reshape),
    "ZeroPadding1D": Kind(zero_padding_1d, 1),
    "ZeroPadding2D": Kind(zero_padding, 2),
    "ZeroPadding3D": Kind(zero_padding, 3),
    "UpSampling1D": Kind(up_sampling_1d, 1),
    "UpSampling2D": Kind(up_sampling, 2),
    "UpSampling3D": Kind(up_sampling_by_repetition, 3),
    "Add": Kind(addition),
    "Subtract": Kind(subtraction),
    "Multiply": Kind(multiplication),
    "Average": Kind(averaging),
    "Maximum": Kind(maximum),
    "Minimum": Kind(minimum),
    "Concatenate": Kind(concatenation),
    **CLASSIC,
}

ALIASES = {
    "Convolution1D": "Conv1D", "Convolution2D": "Conv2D", "Convolution3D": "Conv3D",
    "SeparableConvolution1D": "SeparableConv1D", "SeparableConvolution2D": "SeparableConv2D",
    "MaxPool1D": "MaxPooling1D", "MaxPool2D": "MaxPooling2D", "MaxPool3D": "MaxPooling3D",
    "AvgPool1D": "AveragePooling1D", "AvgPool2D": "AveragePooling2D", "AvgPool3D": "AveragePooling3D",
    "GlobalMaxPool1D": "GlobalMaxPooling1D", "GlobalMaxPool2D": "GlobalMaxPooling2D",
    "GlobalMaxPool3D": "GlobalMaxPooling3D", "GlobalAvgPool1D": "GlobalAveragePooling1D",
    "GlobalAvgPool2D": "GlobalAveragePooling2D", "GlobalAvgPool3D": "GlobalAveragePooling3D",
}  # fmt: skip
"""Other names by which Keras knows the same layers."""

FUNCTIONS = {
    "add": "Add", "subtract": "Subtract", "multiply": "Multiply", "average": "Average", "maximum": "Maximum",
    "minimum": "Minimum", "concatenate": "Concatenate",
}  # fmt: skip
"""Functions that make a merging layer and apply it at once: ``keras.layers.add([x, y])``."""
