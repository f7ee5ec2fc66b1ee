"""PyTorch's modules that go over feature maps: convolutions, pooling, padding, sliding blocks."""

from __future__ import annotations

from collections.abc import Callable

from keras_cases import Draw, Shape
from torch_layer_cases import TorchDraw

Make = Callable[[TorchDraw, int], list[Shape]]


def convolution(draw: TorchDraw, rank: int) -> list[Shape]:
    return _convolution(draw, rank, declared=True)


def lazy_convolution(draw: TorchDraw, rank: int) -> list[Shape]:
    return _convolution(draw, rank, declared=False)


def _convolution(draw: TorchDraw, rank: int, *, declared: bool) -> list[Shape]:
    groups = draw.pick(1, 1, 1, 2, 3, 4)
    filters, channels = (groups * draw.pick(1, 2, 3, 5) for _ in range(2))
    draw.given = {"in_channels": channels} if declared else {}
    draw.given |= {"out_channels": filters, "kernel_size": draw.per_axis(rank, 1, 2, 3, 4, 5, 7)}
    same = draw.chance(0.2)
    if not same:
        draw.some(0.5, "stride", draw.per_axis(rank, 1, 2, 2, 3))
    if same:
        draw.keywords["padding"] = "same"
    else:
        draw.some(0.6, "padding", draw.per_axis(rank, 0, 1, 2, 3), "valid")
    draw.some(0.25, "dilation", draw.per_axis(rank, 1, 2, 3))
    if groups > 1:
        draw.keywords["groups"] = groups
    draw.some(0.35, "bias", False, True)
    draw.some(0.2, "padding_mode", "zeros", "reflect", "replicate", "circular")
    draw.in_order("stride", "padding", "dilation", "groups", "bias", "padding_mode")
    return [draw.feature_map(rank, channels)]


def transposed(draw: TorchDraw, rank: int) -> list[Shape]:
    return _transposed(draw, rank, declared=True)


def lazy_transposed(draw: TorchDraw, rank: int) -> list[Shape]:
    return _transposed(draw, rank, declared=False)


def _transposed(draw: TorchDraw, rank: int, *, declared: bool) -> list[Shape]:
    groups = draw.pick(1, 1, 1, 2, 3)
    filters, channels = (groups * draw.pick(1, 2, 4) for _ in range(2))
    draw.given = {"in_channels": channels} if declared else {}
    draw.given |= {"out_channels": filters, "kernel_size": draw.per_axis(rank, 1, 2, 3, 4, 5)}
    strides = draw.per_axis(rank, 1, 2, 2, 3)
    if draw.chance(0.75):
        draw.keywords["stride"] = strides
    else:
        strides = 1
    draw.some(0.5, "padding", draw.per_axis(rank, 0, 1, 1, 2))
    if draw.chance(0.45):
        each = strides if isinstance(strides, tuple) else (strides,) * rank
        paddings = tuple(draw.random.randrange(stride) for stride in each)
        draw.keywords["output_padding"] = paddings if draw.chance(0.5) and rank > 1 else min(paddings)
    if groups > 1:
        draw.keywords["groups"] = groups
    draw.some(0.3, "bias", False)
    draw.some(0.2, "dilation", draw.per_axis(rank, 1, 2))
    draw.in_order("stride", "padding", "output_padding", "groups", "bias", "dilation")
    return [(channels, *_halved(draw, rank))]


def _halved(draw: Draw, rank: int) -> Shape:
    return tuple(-(-size // 2) for size in draw.sizes(rank))


def _half(draw: Draw, sizes: int | Shape) -> int | Shape:
    """Padding that a pooling window of these sizes can have."""
    if isinstance(sizes, tuple):
        return tuple(draw.random.randint(0, size // 2) for size in sizes)
    return draw.random.randint(0, sizes // 2)


def max_pooling(draw: TorchDraw, rank: int) -> list[Shape]:
    sizes = draw.per_axis(rank, 1, 2, 2, 3, 3, 4, 5)
    draw.given = {"kernel_size": sizes}
    draw.some(0.6, "stride", draw.per_axis(rank, 1, 2, 3, 4), None)
    draw.some(0.2, "dilation", draw.per_axis(rank, 1, 2, 3))
    draw.some(0.45, "padding", _half(draw, sizes))
    draw.some(0.1, "return_indices", False, True)
    draw.some(0.45, "ceil_mode", True, True, False)
    draw.in_order("stride", "padding", "dilation", "return_indices", "ceil_mode")
    return [draw.feature_map(rank)]


def average_pooling(draw: TorchDraw, rank: int) -> list[Shape]:
    sizes = draw.per_axis(rank, 1, 2, 2, 3, 3, 4, 5)
    draw.given = {"kernel_size": sizes}
    draw.some(0.6, "stride", draw.per_axis(rank, 1, 2, 3, 4), None)
    draw.some(0.45, "padding", _half(draw, sizes))
    draw.some(0.45, "ceil_mode", True, True, False)
    draw.some(0.3, "count_include_pad", True, False)
    draw.some(0.15 if rank > 1 else 0.0, "divisor_override", 1, 4, -2, None)
    draw.in_order("stride", "padding", "ceil_mode", "count_include_pad", "divisor_override")
    return [draw.feature_map(rank)]


def power_pooling(draw: TorchDraw, rank: int) -> list[Shape]:
    draw.given = {"norm_type": draw.pick(1, 2, 1.5, 3), "kernel_size": draw.per_axis(rank, 1, 2, 3, 4)}
    draw.some(0.5, "stride", draw.per_axis(rank, 1, 2, 3), None)
    draw.some(0.4, "ceil_mode", True, False)
    draw.in_order("stride", "ceil_mode")
    return [draw.feature_map(rank)]


def fractional_pooling(draw: TorchDraw, rank: int) -> list[Shape]:
    draw.given = {"kernel_size": draw.per_axis(rank, 1, 2, 3)}
    if draw.chance(0.5):
        draw.keywords["output_size"] = draw.per_axis(rank, 1, 2, 3)
    else:
        ratio = draw.pick(0.25, 0.3, 0.5, 0.7)
        draw.keywords["output_ratio"] = draw.pick(ratio, (ratio,) * rank)
    return [draw.feature_map(rank)]


def adaptive_pooling(draw: TorchDraw, rank: int) -> list[Shape]:
    sizes = draw.per_axis(rank, 1, 2, 3, 5, 7)
    if rank > 1 and draw.chance(0.3):
        sizes = tuple(draw.pick(1, 2, 3, 7, None) for _ in range(rank))  # type: ignore[misc]
    draw.given = {"output_size": draw.pick(sizes, sizes, sizes, list(sizes) if isinstance(sizes, tuple) else sizes)}
    return [draw.feature_map(rank)]


def adaptive_max_pooling(draw: TorchDraw, rank: int) -> list[Shape]:
    shapes = adaptive_pooling(draw, rank)
    draw.some(0.15, "return_indices", False, True)
    return shapes


def padding(*sizes: int, value: bool = False) -> Make:
    """A module that pads: by what, per side, and whether it is told with which value."""

    def make(draw: TorchDraw, rank: int) -> list[Shape]:
        each = tuple(draw.pick(*sizes) for _ in range(2 * rank))
        draw.given = {"padding": draw.pick(draw.pick(*sizes), each, each)}
        if value:
            draw.given["value"] = draw.pick(0, 1.5, -2)
        return [draw.feature_map(rank)]

    return make


def unfold(draw: TorchDraw, rank: int) -> list[Shape]:
    draw.given = {"kernel_size": draw.per_axis(2, 1, 2, 3)}
    draw.some(0.2, "dilation", draw.per_axis(2, 1, 2))
    draw.some(0.4, "padding", draw.per_axis(2, 0, 1, 2))
    draw.some(0.5, "stride", draw.per_axis(2, 1, 2, 3))
    draw.in_order("dilation", "padding", "stride")
    return [draw.feature_map(2)]


def fold(draw: TorchDraw, rank: int) -> list[Shape]:
    kernel, size = draw.pick(1, 2, 3), draw.pick(4, 5, 8)
    padding, stride = draw.pick(0, 0, 1), draw.pick(1, 2)
    draw.given = {"output_size": draw.pick(size, (size, size)), "kernel_size": draw.pick(kernel, (kernel, kernel))}
    if padding:
        draw.keywords["padding"] = padding
    if stride > 1:
        draw.keywords["stride"] = stride
    blocks = ((size + 2 * padding - kernel) // stride + 1) ** 2
    return [(draw.pick(1, 2, 3) * kernel**2, blocks)]
