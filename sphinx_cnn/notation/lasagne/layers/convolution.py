"""Lasagne's convolutions. Source: https://lasagne.readthedocs.io/en/latest/modules/layers/conv.html."""

from __future__ import annotations

from typing import Annotated

from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.arithmetic.layers.convolution import Convolution, TransposedConvolution
from sphinx_cnn.arithmetic.layers.untied import LocalConvolution, UntiedConvolution
from sphinx_cnn.arithmetic.shape import Shape, ShapeError, Sides, require_rank
from sphinx_cnn.arithmetic.window import TransposedWindow, Window
from sphinx_cnn.notation import arguments as a
from sphinx_cnn.notation.lasagne import arguments as k
from sphinx_cnn.notation.lasagne.kind import LasagneKind


def convolution(
    num_filters: k.Filters, filter_size: k.FilterSize, stride: k.Stride, pad: k.Padding, untie_biases: k.Untied, *,
    b: k.Given, nonlinearity: k.Nonlinearity, num_groups: k.Groups,
) -> Layer:  # fmt: skip
    if num_filters % num_groups:
        raise ShapeError(f"{num_groups} groups do not divide the {num_filters} filters")
    window = Window(filter_size, stride, _both_sides(pad, filter_size))
    kind = UntiedConvolution if untie_biases else Convolution
    return kind(num_filters, window, num_groups, b, channels_last=False)


def cuda_convolution(
    num_filters: k.Filters, filter_size: k.FilterSize, stride: k.Stride, pad: k.Padding, untie_biases: k.Untied, *,
    b: k.Given, nonlinearity: k.Nonlinearity, dimshuffle: Annotated[bool, k.only_true, True],
) -> Layer:  # fmt: skip
    return convolution(
        num_filters, filter_size, stride, pad, untie_biases, b=b, nonlinearity=nonlinearity, num_groups=1
    )


def dilated_convolution(
    num_filters: k.Filters, filter_size: k.FilterSize, dilation: k.Stride, pad: k.NoPadding, untie_biases: k.Untied, *,
    b: k.Given, nonlinearity: k.Nonlinearity,
) -> Layer:  # fmt: skip
    window = Window(filter_size, (1,) * len(filter_size), "valid", dilation)
    kind = UntiedConvolution if untie_biases else Convolution
    return kind(num_filters, window, 1, b, channels_last=False)


def transposed_convolution(
    rank: int, arriving: Shape, num_filters: k.Filters, filter_size: k.FilterSize, stride: k.Stride, crop: k.Padding,
    untie_biases: k.Untied, *, b: k.Given, nonlinearity: k.Nonlinearity,
    output_size: Annotated[Shape | None, k.optional_size, None],
) -> Layer:  # fmt: skip
    if untie_biases:
        raise ValueError("untied biases of a transposed convolution are not read here")
    cut = _both_sides(crop, filter_size)
    if output_size is not None:
        require_rank(arriving, rank, channels_last=False)
        axes = zip(arriving[1:], filter_size, stride, output_size, cut, strict=True)
        cut = tuple((before, (i - 1) * s + size - o - before) for i, size, s, o, (before, _) in axes)
    window = TransposedWindow(filter_size, stride, cut, (1,) * rank)
    return TransposedConvolution(num_filters, window, 1, b, channels_last=False)


def local_convolution(
    arriving: Shape, num_filters: k.Filters, filter_size: k.FilterSize, stride: k.Stride,
    pad: Annotated[k.Pad, k.pad, "same"], untie_biases: k.Untied, *, b: k.Given, nonlinearity: k.Nonlinearity,
    channelwise: Annotated[bool, a.flag, False],
) -> Layer:  # fmt: skip
    if pad != "same" or set(stride) != {1}:
        raise ValueError("pad must be 'same' and stride 1")
    if channelwise and num_filters != arriving[0]:
        raise ShapeError(f"channelwise, num_filters must be the {arriving[0]} channels that arrive, not {num_filters}")
    window = Window(filter_size, stride, _both_sides(pad, filter_size))
    groups = num_filters if channelwise else 1
    return LocalConvolution(num_filters, window, groups, b, channels_last=False, untie_biases=untie_biases)


def network_in_network(
    arriving: Shape, num_units: k.Filters, untie_biases: k.Untied, *, b: k.Given, nonlinearity: k.Nonlinearity
) -> Layer:
    ones = (1,) * (len(arriving) - 1)
    kind = UntiedConvolution if untie_biases else Convolution
    return kind(num_units, Window(ones, ones), 1, b, channels_last=False)


def _both_sides(pad: k.Pad, filter_size: Shape) -> tuple[Sides, ...]:
    if pad == "same":
        if any(size % 2 == 0 for size in filter_size):
            raise ValueError("'same' needs an odd filter_size")
        return tuple((size // 2, size // 2) for size in filter_size)
    numbers = [size - 1 for size in filter_size] if isinstance(pad, str) else pad
    return tuple((number, number) for number in numbers)


LEARNED = ("W", "b")
ORDER = (*LEARNED, "nonlinearity", "flip_filters")
CUDA = (*LEARNED, "nonlinearity", "dimshuffle", "flip_filters", "partial_sum")
TRANSPOSED = (*ORDER, "output_size")

KINDS = {
    "Conv1DLayer": LasagneKind(convolution, 1, (*ORDER, "convolution"), learned=LEARNED),
    "Conv2DLayer": LasagneKind(convolution, 2, (*ORDER, "convolution"), learned=LEARNED),
    "Conv3DLayer": LasagneKind(convolution, 3, (*ORDER, "convolution"), learned=LEARNED),
    "Conv2DMMLayer": LasagneKind(convolution, 2, (*ORDER, "num_groups"), learned=LEARNED),
    "Conv2DDNNLayer": LasagneKind(convolution, 2, (*ORDER, "num_groups"), learned=LEARNED),
    "Conv3DDNNLayer": LasagneKind(convolution, 3, (*ORDER, "num_groups"), learned=LEARNED),
    "Conv2DCCLayer": LasagneKind(cuda_convolution, 2, CUDA, learned=LEARNED),
    "TransposedConv2DLayer": LasagneKind(
        transposed_convolution, 2, TRANSPOSED, aliases=("Deconv2DLayer",), learned=LEARNED
    ),
    "TransposedConv3DLayer": LasagneKind(
        transposed_convolution, 3, TRANSPOSED, aliases=("Deconv3DLayer",), learned=LEARNED
    ),
    "DilatedConv2DLayer": LasagneKind(dilated_convolution, 2, ORDER, learned=LEARNED),
    "LocallyConnected2DLayer": LasagneKind(local_convolution, 2, (*ORDER, "channelwise"), learned=LEARNED),
    "NINLayer": LasagneKind(network_in_network, 0, (*LEARNED, "nonlinearity"), learned=LEARNED),
}
