"""Keras' pooling layers. Source: https://keras.io/api/layers/pooling_layers/."""

from __future__ import annotations

from typing import Annotated

from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.arithmetic.layers.classic import Subsampling
from sphinx_cnn.arithmetic.layers.pooling import (
    AdaptiveAveragePooling,
    AdaptiveMaxPooling,
    AveragePooling,
    GlobalAveragePooling,
    GlobalMaxPooling,
    MaxPooling,
)
from sphinx_cnn.arithmetic.window import Window
from sphinx_cnn.notation import arguments as a
from sphinx_cnn.notation.keras import arguments as k
from sphinx_cnn.notation.kinds import Kind


def max_pooling(
    pool_size: k.PoolSize, strides: k.PoolStrides, padding: k.PoolPadding, data_format: k.ChannelsLast
) -> Layer:
    return MaxPooling(Window(pool_size, strides, padding), data_format)


def average_pooling(
    pool_size: k.KernelSize, strides: k.PoolStrides, padding: k.PoolPadding, data_format: k.ChannelsLast
) -> Layer:
    return AveragePooling(Window(pool_size, strides, padding), data_format)


def subsampling(
    pool_size: k.PoolSize, strides: k.PoolStrides, padding: k.PoolPadding, data_format: k.ChannelsLast,
    activation: k.ActivationFunction,
) -> Layer:  # fmt: skip
    return Subsampling(Window(pool_size, strides, padding), data_format)


def global_max_pooling(rank: int, data_format: k.ChannelsLast, keepdims: Annotated[bool, a.flag, False]) -> Layer:
    return GlobalMaxPooling(rank, keepdims, data_format)


def global_average_pooling(rank: int, data_format: k.ChannelsLast, keepdims: Annotated[bool, a.flag, False]) -> Layer:
    return GlobalAveragePooling(rank, keepdims, data_format)


def adaptive_max_pooling(output_size: k.KernelSize, data_format: k.ChannelsLast) -> Layer:
    return AdaptiveMaxPooling(output_size, data_format)


def adaptive_average_pooling(output_size: k.KernelSize, data_format: k.ChannelsLast) -> Layer:
    return AdaptiveAveragePooling(output_size, data_format)


STRIDES = {"strides": "pool_size"}

KINDS = {
    "MaxPooling1D": Kind(max_pooling, 1, ("name",), aliases=("MaxPool1D",), follows=STRIDES),
    "MaxPooling2D": Kind(max_pooling, 2, ("name",), aliases=("MaxPool2D",), follows=STRIDES),
    "MaxPooling3D": Kind(max_pooling, 3, ("name",), aliases=("MaxPool3D",), follows=STRIDES),
    "AveragePooling1D": Kind(average_pooling, 1, ("name",), aliases=("AvgPool1D",), follows=STRIDES),
    "AveragePooling2D": Kind(average_pooling, 2, ("name",), aliases=("AvgPool2D",), follows=STRIDES),
    "AveragePooling3D": Kind(average_pooling, 3, ("name",), aliases=("AvgPool3D",), follows=STRIDES),
    "GlobalMaxPooling1D": Kind(global_max_pooling, 1, aliases=("GlobalMaxPool1D",)),
    "GlobalMaxPooling2D": Kind(global_max_pooling, 2, aliases=("GlobalMaxPool2D",)),
    "GlobalMaxPooling3D": Kind(global_max_pooling, 3, aliases=("GlobalMaxPool3D",)),
    "GlobalAveragePooling1D": Kind(global_average_pooling, 1, aliases=("GlobalAvgPool1D",)),
    "GlobalAveragePooling2D": Kind(global_average_pooling, 2, aliases=("GlobalAvgPool2D",)),
    "GlobalAveragePooling3D": Kind(global_average_pooling, 3, aliases=("GlobalAvgPool3D",)),
    "AdaptiveMaxPooling1D": Kind(adaptive_max_pooling, 1),
    "AdaptiveMaxPooling2D": Kind(adaptive_max_pooling, 2),
    "AdaptiveMaxPooling3D": Kind(adaptive_max_pooling, 3),
    "AdaptiveAveragePooling1D": Kind(adaptive_average_pooling, 1),
    "AdaptiveAveragePooling2D": Kind(adaptive_average_pooling, 2),
    "AdaptiveAveragePooling3D": Kind(adaptive_average_pooling, 3),
    "Subsampling2D": Kind(subsampling, 2, in_framework=False, follows=STRIDES),
}
