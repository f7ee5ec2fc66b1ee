"""PyTorch's layers that make a feature map larger, and that shuffle channels.

Sources: https://docs.pytorch.org/docs/stable/nn.html#vision-layers and
https://docs.pytorch.org/docs/stable/nn.html#shuffle-layers.
"""

from __future__ import annotations

from typing import Annotated

from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.arithmetic.layers.resampling import (
    ChannelShuffle,
    Enlarging,
    Interpolating,
    PixelShuffle,
    PixelUnshuffle,
)
from sphinx_cnn.arithmetic.shape import Shape
from sphinx_cnn.notation import arguments as a
from sphinx_cnn.notation.kinds import Kind
from sphinx_cnn.notation.pytorch import arguments as p

Size = Annotated[Shape | int | None, p.target_size, None]
ScaleFactor = Annotated[tuple[float, ...] | float | None, p.scale_factor, None]


def upsample(
    size: Size, scale_factor: ScaleFactor, mode: Annotated[str, p.scaling_mode, "nearest"],
    align_corners: Annotated[bool | None, p.optional_flag, None],
    recompute_scale_factor: Annotated[bool | None, p.optional_flag, None],
) -> Layer:  # fmt: skip
    _require_one(size, scale_factor)
    plain = mode in ("nearest", "nearest-exact", "area")
    if plain and align_corners is not None:
        raise ValueError(f"align_corners has no meaning where mode is {mode!r}")
    if recompute_scale_factor and size is not None:
        raise ValueError("recompute_scale_factor has no meaning where a size is given")
    if mode.startswith("nearest"):
        return Enlarging(size, scale_factor, channels_last=False)
    return Interpolating(size, scale_factor, p.SCALING_MODES[mode], channels_last=False, method=mode)


def upsampling_nearest(size: Size, scale_factor: ScaleFactor) -> Layer:
    _require_one(size, scale_factor)
    return Enlarging(size, scale_factor, channels_last=False)


def upsampling_bilinear(size: Size, scale_factor: ScaleFactor) -> Layer:
    _require_one(size, scale_factor)
    return Interpolating(size, scale_factor, (2,), channels_last=False)


def pixel_shuffle(upscale_factor: a.Positive) -> Layer:
    return PixelShuffle(upscale_factor)


def pixel_unshuffle(downscale_factor: a.Positive) -> Layer:
    return PixelUnshuffle(downscale_factor)


def channel_shuffle(groups: a.Positive) -> Layer:
    return ChannelShuffle(groups)


def _require_one(size: object, scale_factor: object) -> None:
    if (size is None) == (scale_factor is None):
        raise ValueError("size or scale_factor must be given, and not both")


KINDS = {
    "Upsample": Kind(upsample),
    "UpsamplingNearest2d": Kind(upsampling_nearest),
    "UpsamplingBilinear2d": Kind(upsampling_bilinear),
    "PixelShuffle": Kind(pixel_shuffle),
    "PixelUnshuffle": Kind(pixel_unshuffle),
    "ChannelShuffle": Kind(channel_shuffle),
}
