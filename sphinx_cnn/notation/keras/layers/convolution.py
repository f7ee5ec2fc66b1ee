"""Keras' convolutions. Source: https://keras.io/api/layers/convolution_layers/."""

from __future__ import annotations

from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.arithmetic.layers.classic import LocallyConnected, PartialConvolution
from sphinx_cnn.arithmetic.layers.convolution import (
    Convolution,
    DepthwiseConvolution,
    SeparableConvolution,
    TransposedConvolution,
)
from sphinx_cnn.arithmetic.shape import Shape, Sides
from sphinx_cnn.arithmetic.window import TransposedWindow, Window
from sphinx_cnn.notation.keras import arguments as k
from sphinx_cnn.notation.kinds import Kind


def convolution(
    filters: k.Filters, kernel_size: k.KernelSize, strides: k.Strides, padding: k.CausalPadding,
    data_format: k.ChannelsLast, dilation_rate: k.Dilation, groups: k.Groups, activation: k.ActivationFunction,
    use_bias: k.UseBias, *, connections: k.Connections,
) -> Layer:  # fmt: skip
    window = Window(kernel_size, strides, padding, dilation_rate)
    _refuse_both(strides, dilation_rate)
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
    kernel_size: k.KernelSize, strides: k.Strides, padding: k.PaddingArgument, depth_multiplier: k.DepthMultiplier,
    data_format: k.ChannelsLast, dilation_rate: k.Dilation, activation: k.ActivationFunction, use_bias: k.UseBias,
) -> Layer:  # fmt: skip
    window = Window(kernel_size, strides, padding, dilation_rate)
    return DepthwiseConvolution(1, window, 1, use_bias, data_format, depth_multiplier)


def separable_convolution(
    filters: k.Filters, kernel_size: k.KernelSize, strides: k.Strides, padding: k.PaddingArgument,
    data_format: k.ChannelsLast, dilation_rate: k.Dilation, depth_multiplier: k.DepthMultiplier,
    activation: k.ActivationFunction, use_bias: k.UseBias,
) -> Layer:  # fmt: skip
    window = Window(kernel_size, strides, padding, dilation_rate)
    return SeparableConvolution(filters, window, 1, use_bias, data_format, depth_multiplier)


def transposed_convolution(
    filters: k.Filters, kernel_size: k.KernelSize, strides: k.Strides, padding: k.PaddingArgument,
    output_padding: k.OutputPadding, data_format: k.ChannelsLast, dilation_rate: k.Dilation,
    activation: k.ActivationFunction, use_bias: k.UseBias,
) -> Layer:  # fmt: skip
    _refuse_both(strides, dilation_rate)
    if output_padding is not None and any(o >= s for o, s in zip(output_padding, strides, strict=True)):
        raise ValueError(f"output_padding {output_padding} must be less than strides {strides} on each axis")
    if isinstance(padding, str):
        axes = zip(kernel_size, strides, dilation_rate, output_padding or [None] * len(strides), strict=True)
        cut = tuple(_cut(d * (k - 1) + 1, s, padding, o) for k, s, d, o in axes)
    else:  # as PyTorch has it
        added = output_padding or (0,) * len(strides)
        cut = tuple((before, after - more) for (before, after), more in zip(padding, added, strict=True))
    window = TransposedWindow(kernel_size, strides, cut, dilation_rate)
    return TransposedConvolution(filters, window, 1, use_bias, data_format)


def transposed_convolution_3d(
    filters: k.Filters, kernel_size: k.KernelSize, strides: k.Strides, padding: k.PaddingArgument,
    data_format: k.ChannelsLast, output_padding: k.OutputPadding, dilation_rate: k.Dilation,
    activation: k.ActivationFunction, use_bias: k.UseBias,
) -> Layer:  # fmt: skip
    return transposed_convolution(
        filters, kernel_size, strides, padding, output_padding, data_format, dilation_rate, activation, use_bias
    )


def locally_connected(
    filters: k.Filters, kernel_size: k.KernelSize, strides: k.Strides, padding: k.PaddingArgument,
    data_format: k.ChannelsLast, activation: k.ActivationFunction, use_bias: k.UseBias,
) -> Layer:  # fmt: skip
    return LocallyConnected(filters, Window(kernel_size, strides, padding), 1, use_bias, data_format)


def _refuse_both(strides: Shape, dilation_rate: Shape) -> None:
    if any(s > 1 for s in strides) and any(d > 1 for d in dilation_rate):
        raise ValueError(f"strides {strides} and dilation_rate {dilation_rate} cannot both be above 1")


def _cut(extent: int, stride: int, padding: str, output_padding: int | None) -> Sides:
    """What Keras cuts off before and after: ``same`` makes as many outputs as the strides ask for."""
    if padding == "valid":
        return 0, -(max(stride - extent, 0) if output_padding is None else output_padding)
    outside = stride - extent % 2 if output_padding is None else output_padding
    total = extent - extent % 2 - outside  # of the natural output, in which every window lies whole
    before = max(total // 2, 0)
    return before, total - before


KERNEL = k.changes_no_count("kernel", "bias")
DEPTHWISE = k.changes_no_count("depthwise", "bias")
SEPARABLE = k.changes_no_count("depthwise", "pointwise", "bias")

KINDS = {
    "Conv1D": Kind(convolution, 1, KERNEL, aliases=("Convolution1D",)),
    "Conv2D": Kind(convolution, 2, KERNEL, aliases=("Convolution2D",)),
    "Conv3D": Kind(convolution, 3, KERNEL, aliases=("Convolution3D",)),
    "DepthwiseConv1D": Kind(depthwise_convolution, 1, DEPTHWISE),
    "DepthwiseConv2D": Kind(depthwise_convolution, 2, DEPTHWISE),
    "SeparableConv1D": Kind(separable_convolution, 1, SEPARABLE, aliases=("SeparableConvolution1D",)),
    "SeparableConv2D": Kind(separable_convolution, 2, SEPARABLE, aliases=("SeparableConvolution2D",)),
    "Conv1DTranspose": Kind(transposed_convolution, 1, KERNEL, aliases=("Convolution1DTranspose",)),
    "Conv2DTranspose": Kind(transposed_convolution, 2, KERNEL, aliases=("Convolution2DTranspose",)),
    "Conv3DTranspose": Kind(transposed_convolution_3d, 3, KERNEL, aliases=("Convolution3DTranspose",)),
    "LocallyConnected1D": Kind(locally_connected, 1, (*KERNEL, "implementation"), in_framework=False),
    "LocallyConnected2D": Kind(locally_connected, 2, (*KERNEL, "implementation"), in_framework=False),
}
