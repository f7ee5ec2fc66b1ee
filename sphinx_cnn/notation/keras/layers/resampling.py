"""Keras' up-sampling and resizing layers.

Sources: https://keras.io/api/layers/reshaping_layers/ and
https://keras.io/api/layers/preprocessing_layers/image_preprocessing/.
"""

from __future__ import annotations

from typing import Annotated

from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.arithmetic.layers.resampling import CenterCrop, Interpolation, Resizing, UpSampling
from sphinx_cnn.notation import arguments as a
from sphinx_cnn.notation.keras import arguments as k
from sphinx_cnn.notation.kinds import Kind


def up_sampling_1d(size: Annotated[int, a.positive, 2]) -> Layer:
    return UpSampling((size,))


def up_sampling(
    size: k.PoolSize, data_format: k.ChannelsLast, interpolation: Annotated[str, k.interpolation, "nearest"]
) -> Layer:
    if interpolation == "nearest":
        return UpSampling(size, data_format)
    return Interpolation(size, data_format, interpolation)


def up_sampling_by_repetition(size: k.PoolSize, data_format: k.ChannelsLast) -> Layer:
    return UpSampling(size, data_format)


def resizing(
    height: k.Filters, width: k.Filters, interpolation: Annotated[str, k.interpolation, "bilinear"],
    crop_to_aspect_ratio: Annotated[bool, a.flag, False], pad_to_aspect_ratio: Annotated[bool, a.flag, False],
    fill_mode: Annotated[object, a.anything, "constant"], fill_value: Annotated[float, a.number, 0.0],
    antialias: Annotated[bool, a.flag, False], data_format: k.ChannelsLast,
) -> Layer:  # fmt: skip
    if crop_to_aspect_ratio and pad_to_aspect_ratio:
        raise ValueError("crop_to_aspect_ratio and pad_to_aspect_ratio cannot both be True")
    if pad_to_aspect_ratio and fill_mode != "constant":
        raise ValueError(f"fill_mode must be 'constant' where pad_to_aspect_ratio is True, not {fill_mode!r}")
    return Resizing((height, width), data_format)


def center_crop(height: k.Filters, width: k.Filters, data_format: k.ChannelsLast) -> Layer:
    return CenterCrop((height, width), data_format)


def random_crop(
    height: k.Filters, width: k.Filters, seed: Annotated[object, a.anything, None], data_format: k.ChannelsLast
) -> Layer:
    return CenterCrop((height, width), data_format)


KINDS = {
    "UpSampling1D": Kind(up_sampling_1d, 1),
    "UpSampling2D": Kind(up_sampling, 2),
    "UpSampling3D": Kind(up_sampling_by_repetition, 3),
    "Resizing": Kind(resizing, 2),
    "CenterCrop": Kind(center_crop, 2),
    "RandomCrop": Kind(random_crop, 2, ("name",)),
}
