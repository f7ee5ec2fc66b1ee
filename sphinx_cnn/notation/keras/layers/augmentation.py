"""Keras' random image augmentation, which passes images on at inference.

Source: https://keras.io/api/layers/preprocessing_layers/image_augmentation/.
"""

from __future__ import annotations

from typing import Annotated

from sphinx_cnn.arithmetic.layers.activation import Identity
from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.notation import arguments as a
from sphinx_cnn.notation.keras import arguments as k
from sphinx_cnn.notation.kinds import Kind
from sphinx_cnn.notation.values import describe


def interpolation(name: str, value: object, rank: int) -> object:
    """``nearest`` or ``bilinear``."""
    return _one_of(name, value, ("nearest", "bilinear"))


def fill_mode(name: str, value: object, rank: int) -> object:
    """``reflect``, ``wrap``, ``constant`` or ``nearest``."""
    return _one_of(name, value, ("reflect", "wrap", "constant", "nearest"))


def factor(name: str, value: object, rank: int) -> object:
    """A number from -1 to 1, or a pair of them."""
    return _within(name, value, -1, 1)


def share(name: str, value: object, rank: int) -> object:
    """A number from 0 to 1, or a pair of them."""
    return _within(name, value, 0, 1)


def bits(name: str, value: object, rank: int) -> object:
    """A number from 1 to 8, or a pair of them."""
    return _within(name, value, 1, 8)


def _one_of(name: str, value: object, known: tuple[str, ...]) -> object:
    if not isinstance(value, str) or value not in known:
        raise ValueError(f"{name} must be one of {', '.join(known)}, not {describe(value)}")
    return value


def _within(name: str, value: object, least: int, most: int) -> object:
    pair = value if isinstance(value, list | tuple) else [value, value]
    if len(pair) != 2 or a.number(name, pair[0], 0) > most or a.number(name, pair[1], 0) < least:
        raise ValueError(f"{name} must be a number from {least} to {most}, or a pair of them, not {describe(value)}")
    return value


FillMode = Annotated[str, fill_mode, "reflect"]
Factor = Annotated[object, factor]
Share = Annotated[object, share]
Bits = Annotated[object, bits]
Interpolation = Annotated[str, interpolation, "bilinear"]


def augmentation(rank: int, *, data_format: k.ChannelsLast) -> Layer:
    return Identity(rank)


def transformation(
    rank: int, *, fill_mode: FillMode, interpolation: Interpolation, data_format: k.ChannelsLast
) -> Layer:
    return Identity(rank)


def augmentation_by(rank: int, factor: Factor, *, data_format: k.ChannelsLast) -> Layer:
    return Identity(rank)


def contrast(rank: int, factor: Share) -> Layer:
    return Identity(rank)


def posterization(rank: int, factor: Bits, *, data_format: k.ChannelsLast) -> Layer:
    return Identity(rank)


def rotation(
    rank: int, factor: Factor, *, fill_mode: FillMode, interpolation: Interpolation,
    data_format: k.ChannelsLast,
) -> Layer:  # fmt: skip
    return Identity(rank)


def translation(
    rank: int, height_factor: Annotated[object, a.anything], width_factor: Annotated[object, a.anything], *,
    fill_mode: FillMode, interpolation: Interpolation, data_format: k.ChannelsLast,
) -> Layer:  # fmt: skip
    return Identity(rank)


def zoom(
    rank: int, height_factor: Annotated[object, a.anything], width_factor: a.Anything, *, fill_mode: FillMode,
    interpolation: Interpolation, data_format: k.ChannelsLast,
) -> Layer:  # fmt: skip
    return Identity(rank)


RANGE = ("value_range", "data_format", "seed")
FILL = ("fill_mode", "interpolation", "seed", "fill_value", "data_format")
JITTER = (
    "value_range",
    "brightness_factor",
    "contrast_factor",
    "saturation_factor",
    "hue_factor",
    "seed",
    "data_format",
)

KINDS = {
    "RandomBrightness": Kind(augmentation_by, 2, ("value_range", "seed")),
    "RandomColorDegeneration": Kind(augmentation_by, 2, RANGE),
    "RandomColorJitter": Kind(augmentation, 2, JITTER),
    "RandomContrast": Kind(contrast, 2, ("value_range", "seed")),
    "RandomElasticTransform": Kind(
        augmentation,
        2,
        ("factor", "scale", "interpolation", "fill_mode", "fill_value", "value_range", "seed", "data_format"),
    ),
    "RandomErasing": Kind(augmentation, 2, ("factor", "scale", "fill_value", "value_range", "seed", "data_format")),
    "RandomFlip": Kind(augmentation, 2, ("mode", "seed", "data_format")),
    "RandomGaussianBlur": Kind(augmentation, 2, ("factor", "kernel_size", "sigma", *RANGE)),
    "RandomGrayscale": Kind(augmentation, 2, ("factor", "data_format", "seed")),
    "RandomHue": Kind(augmentation_by, 2, RANGE),
    "RandomInvert": Kind(augmentation, 2, ("factor", "value_range", "seed", "data_format")),
    "RandomPerspective": Kind(
        augmentation, 2, ("factor", "scale", "interpolation", "fill_value", "seed", "data_format")
    ),
    "RandomPosterization": Kind(posterization, 2, RANGE),
    "RandomRotation": Kind(rotation, 2, FILL),
    "RandomSaturation": Kind(augmentation_by, 2, RANGE),
    "RandomSharpness": Kind(augmentation_by, 2, RANGE),
    "RandomShear": Kind(
        transformation,
        2,
        ("x_factor", "y_factor", "interpolation", "fill_mode", "fill_value", "data_format", "seed"),
    ),
    "RandomTranslation": Kind(translation, 2, FILL),
    "RandomZoom": Kind(zoom, 2, FILL),
}
