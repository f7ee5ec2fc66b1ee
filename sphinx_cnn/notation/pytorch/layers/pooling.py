"""PyTorch's pooling layers. Source: https://docs.pytorch.org/docs/stable/nn.html#pooling-layers."""

from __future__ import annotations

from typing import Annotated

from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.arithmetic.layers.pooling import (
    AdaptiveAveragePooling,
    AdaptiveMaxPooling,
    AveragePooling,
    FractionalMaxPooling,
    MaxPooling,
    PowerAveragePooling,
)
from sphinx_cnn.arithmetic.shape import Shape
from sphinx_cnn.arithmetic.window import Window
from sphinx_cnn.notation import arguments as a
from sphinx_cnn.notation.kinds import Kind
from sphinx_cnn.notation.pytorch import arguments as p


def max_pooling(
    kernel_size: p.PoolSize, stride: p.PoolStride, padding: p.FromZero, dilation: p.PoolDilation,
    return_indices: p.NoIndices, ceil_mode: p.CeilMode,
) -> Layer:  # fmt: skip
    _require_half(kernel_size, padding)
    return MaxPooling(_window(kernel_size, stride, padding, dilation, ceil_mode), channels_last=False)


def average_pooling(
    kernel_size: p.PoolSize, stride: p.PoolStride, padding: p.FromZero, ceil_mode: p.CeilMode,
    count_include_pad: p.Yes, divisor_override: Annotated[int | None, p.divisor, None],
) -> Layer:  # fmt: skip
    _require_half(kernel_size, padding)
    window = _window(kernel_size, stride, padding, (), ceil_mode)
    return AveragePooling(window, channels_last=False, inside=len(kernel_size) == 3)


def average_pooling_1d(
    kernel_size: p.PoolSize, stride: p.PoolStride, padding: p.FromZero, ceil_mode: p.CeilMode, count_include_pad: p.Yes
) -> Layer:
    return average_pooling(kernel_size, stride, padding, ceil_mode, count_include_pad, None)


def power_average_pooling(
    norm_type: Annotated[float, a.number], kernel_size: p.PoolSize, stride: p.PoolStride, ceil_mode: p.CeilMode
) -> Layer:
    if norm_type == 0:
        raise ValueError("norm_type must not be 0")
    window = _window(kernel_size, stride, (0,) * len(stride), (), ceil_mode)
    return PowerAveragePooling(window, channels_last=False, inside=len(kernel_size) == 3)


def fractional_max_pooling(
    kernel_size: p.KernelSize, output_size: Annotated[Shape | None, a.optional_per_axis, None],
    output_ratio: Annotated[tuple[float, ...] | None, p.ratios, None], return_indices: p.NoIndices,
) -> Layer:  # fmt: skip
    if (output_size is None) == (output_ratio is None):
        raise ValueError("output_size or output_ratio must be given, and not both")
    return FractionalMaxPooling(kernel_size, output_size, output_ratio, channels_last=False)


def adaptive_average_pooling(output_size: p.OutputSize) -> Layer:
    return AdaptiveAveragePooling(output_size, channels_last=False)


def adaptive_max_pooling(output_size: p.OutputSize, return_indices: p.NoIndices) -> Layer:
    return AdaptiveMaxPooling(output_size, channels_last=False)


def _window(size: Shape, stride: Shape, padding: Shape, dilation: Shape, ceil_mode: bool) -> Window:
    return Window(size, stride, p.around(padding), dilation, "ceil" if ceil_mode else "floor")


def _require_half(size: Shape, padding: Shape) -> None:
    """As PyTorch does: a window that lies in the padding alone has no maximum."""
    if any(padded > k // 2 for k, padded in zip(size, padding, strict=True)):
        raise ValueError(f"padding {padding} must be at most half of the kernel of {size}")


STRIDE = {"stride": "kernel_size"}

KINDS = {
    **{f"MaxPool{rank}d": Kind(max_pooling, rank, follows=STRIDE) for rank in (1, 2, 3)},
    "AvgPool1d": Kind(average_pooling_1d, 1, follows=STRIDE),
    **{f"AvgPool{rank}d": Kind(average_pooling, rank, follows=STRIDE) for rank in (2, 3)},
    **{f"LPPool{rank}d": Kind(power_average_pooling, rank, follows=STRIDE) for rank in (1, 2, 3)},
    **{f"FractionalMaxPool{rank}d": Kind(fractional_max_pooling, rank, ("_random_samples",)) for rank in (2, 3)},
    **{f"AdaptiveAvgPool{rank}d": Kind(adaptive_average_pooling, rank) for rank in (1, 2, 3)},
    **{f"AdaptiveMaxPool{rank}d": Kind(adaptive_max_pooling, rank) for rank in (1, 2, 3)},
}
