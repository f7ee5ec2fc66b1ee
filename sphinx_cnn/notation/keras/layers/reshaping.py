"""Keras' reshaping layers. Source: https://keras.io/api/layers/reshaping_layers/."""

from __future__ import annotations

from typing import Annotated

from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.arithmetic.layers.reshaping import Cropping, Flatten, Permute, RepeatVector, Reshape, ZeroPadding
from sphinx_cnn.arithmetic.shape import Shape, Sides
from sphinx_cnn.notation import arguments as a
from sphinx_cnn.notation.keras import arguments as k
from sphinx_cnn.notation.kinds import Kind


def flatten(data_format: k.ChannelsLast) -> Layer:
    return Flatten()


def reshape(target_shape: Annotated[Shape, a.shape]) -> Layer:
    return Reshape(target_shape)


def permute(dims: Annotated[tuple[int, ...], k.permutation]) -> Layer:
    return Permute(dims)


def repeat_vector(n: Annotated[int, a.positive]) -> Layer:
    return RepeatVector(n)


def zero_padding_1d(padding: Annotated[tuple[Sides, ...], k.pair_of_sides, 1], data_format: k.ChannelsLast) -> Layer:
    return ZeroPadding(padding, data_format)


def zero_padding(padding: Annotated[tuple[Sides, ...], a.sides, 1], data_format: k.ChannelsLast) -> Layer:
    return ZeroPadding(padding, data_format)


def cropping_1d(cropping: Annotated[tuple[Sides, ...], k.pair_of_sides, 1]) -> Layer:
    return Cropping(cropping)


def cropping_2d(cropping: Annotated[tuple[Sides, ...], a.sides, 0], data_format: k.ChannelsLast) -> Layer:
    return Cropping(cropping, data_format)


def cropping_3d(cropping: Annotated[tuple[Sides, ...], a.sides, 1], data_format: k.ChannelsLast) -> Layer:
    return Cropping(cropping, data_format)


KINDS = {
    "Flatten": Kind(flatten),
    "Reshape": Kind(reshape),
    "Permute": Kind(permute),
    "RepeatVector": Kind(repeat_vector),
    "ZeroPadding1D": Kind(zero_padding_1d, 1),
    "ZeroPadding2D": Kind(zero_padding, 2),
    "ZeroPadding3D": Kind(zero_padding, 3),
    "Cropping1D": Kind(cropping_1d, 1),
    "Cropping2D": Kind(cropping_2d, 2),
    "Cropping3D": Kind(cropping_3d, 3),
}
