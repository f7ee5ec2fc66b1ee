"""PyTorch's convolutions. Source: https://docs.pytorch.org/docs/stable/nn.html#convolution-layers."""

from __future__ import annotations

from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.arithmetic.layers.convolution import Convolution, TransposedConvolution
from sphinx_cnn.arithmetic.window import TransposedWindow, Window
from sphinx_cnn.notation.expectation import Expectation
from sphinx_cnn.notation.kinds import Kind
from sphinx_cnn.notation.pytorch import arguments as p


def convolution(
    in_channels: p.InChannels, out_channels: p.OutChannels, kernel_size: p.KernelSize, stride: p.Stride,
    padding: p.ConvPadding, dilation: p.Dilation, groups: p.Groups, bias: p.Bias, padding_mode: p.Mode,
) -> Layer:  # fmt: skip
    _require_groups("in_channels", in_channels, groups)
    return lazy_convolution(out_channels, kernel_size, stride, padding, dilation, groups, bias, padding_mode)


def lazy_convolution(
    out_channels: p.OutChannels, kernel_size: p.KernelSize, stride: p.Stride, padding: p.ConvPadding,
    dilation: p.Dilation, groups: p.Groups, bias: p.Bias, padding_mode: p.Mode,
) -> Layer:  # fmt: skip
    _require_groups("out_channels", out_channels, groups)
    if padding == "same" and any(each > 1 for each in stride):
        raise ValueError(f"padding 'same' needs a stride of 1, not {stride}")
    window = Window(kernel_size, stride, padding, dilation)
    return Convolution(out_channels, window, groups, bias, channels_last=False, padding_mode=padding_mode)


def transposed_convolution(
    in_channels: p.InChannels, out_channels: p.OutChannels, kernel_size: p.KernelSize, stride: p.Stride,
    padding: p.FromZero, output_padding: p.FromZero, groups: p.Groups, bias: p.Bias, dilation: p.Dilation,
    padding_mode: p.OnlyZeros,
) -> Layer:  # fmt: skip
    _require_groups("in_channels", in_channels, groups)
    return lazy_transposed_convolution(
        out_channels, kernel_size, stride, padding, output_padding, groups, bias, dilation, padding_mode
    )


def lazy_transposed_convolution(
    out_channels: p.OutChannels, kernel_size: p.KernelSize, stride: p.Stride, padding: p.FromZero,
    output_padding: p.FromZero, groups: p.Groups, bias: p.Bias, dilation: p.Dilation, padding_mode: p.OnlyZeros,
) -> Layer:  # fmt: skip
    _require_groups("out_channels", out_channels, groups)
    if any(more >= max(s, d) for more, s, d in zip(output_padding, stride, dilation, strict=True)):
        raise ValueError(
            f"output_padding {output_padding} must be less than stride {stride} or dilation {dilation} on each axis"
        )
    cut = tuple((each, each - more) for each, more in zip(padding, output_padding, strict=True))
    window = TransposedWindow(kernel_size, stride, cut, dilation)
    return TransposedConvolution(out_channels, window, groups, bias, channels_last=False)


def _require_groups(name: str, channels: int, groups: int) -> None:
    if channels % groups:
        raise ValueError(f"{name} is {channels}, which the {groups} groups do not divide")


EXPECTS = (Expectation("in_channels"),)
LAST = ("device", "dtype")

KINDS = {
    **{f"Conv{rank}d": Kind(convolution, rank, LAST, expects=EXPECTS) for rank in (1, 2, 3)},
    **{f"LazyConv{rank}d": Kind(lazy_convolution, rank, LAST) for rank in (1, 2, 3)},
    **{f"ConvTranspose{rank}d": Kind(transposed_convolution, rank, LAST, expects=EXPECTS) for rank in (1, 2, 3)},
    **{f"LazyConvTranspose{rank}d": Kind(lazy_transposed_convolution, rank, LAST) for rank in (1, 2, 3)},
}
