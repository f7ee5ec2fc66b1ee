"""Layers that go over feature maps: convolutions, pooling, padding, cropping, up-sampling."""

from __future__ import annotations

from keras_cases import Draw, Shape

ACTIVATIONS = ("relu", "sigmoid", "softmax", None)


def _window(draw: Draw, rank: int, *, causal: bool = False, dilated: bool = True) -> None:
    draw.some(0.15, "data_format", "channels_first", "channels_first", "channels_last")
    if draw.chance(0.5):
        draw.keywords["strides"] = draw.per_axis(rank, 1, 2, 3, 4)
    elif dilated and draw.chance(0.5):
        draw.keywords["dilation_rate"] = draw.per_axis(rank, 2, 3)
    draw.some(0.6, "padding", "valid", "same", "same", "same", *(["causal"] * 2 if causal else []))


def _learned(draw: Draw) -> None:
    draw.some(0.3, "use_bias", False)
    draw.some(0.1, "trainable", False)


def convolution(draw: Draw, rank: int) -> list[Shape]:
    groups = draw.pick(1, 1, 1, 2, 3, 4)
    filters, channels = (groups * draw.pick(1, 2, 3, 5) for _ in range(2))
    draw.given = {"filters": filters, "kernel_size": draw.per_axis(rank, 1, 2, 3, 4, 5, 7)}
    _window(draw, rank, causal=rank == 1)
    if groups > 1:
        draw.keywords["groups"] = groups
    _learned(draw)
    draw.some(0.3, "activation", *ACTIVATIONS)
    return [draw.feature_map(rank, channels)]


def depthwise(draw: Draw, rank: int) -> list[Shape]:
    draw.given = {"kernel_size": draw.per_axis(rank, 1, 2, 3, 5)}
    _window(draw, rank)
    draw.some(0.5, "depth_multiplier", 1, 2, 3)
    _learned(draw)
    draw.some(0.2, "activation", *ACTIVATIONS)
    return [draw.feature_map(rank)]


def separable(draw: Draw, rank: int) -> list[Shape]:
    draw.given = {"filters": draw.pick(1, 4, 7, 16), "kernel_size": draw.per_axis(rank, 1, 2, 3, 5)}
    _window(draw, rank)
    draw.some(0.5, "depth_multiplier", 1, 2, 3)
    _learned(draw)
    draw.some(0.2, "activation", *ACTIVATIONS)
    return [draw.feature_map(rank)]


def transposed(draw: Draw, rank: int) -> list[Shape]:
    draw.given = {"filters": draw.pick(1, 2, 4, 7), "kernel_size": draw.per_axis(rank, 1, 2, 3, 4, 5)}
    draw.some(0.15, "data_format", "channels_first", "channels_last")
    strides: int | Shape = 1
    if draw.chance(0.7):
        strides = draw.keywords["strides"] = draw.per_axis(rank, 1, 2, 2, 3)
    elif draw.chance(0.6):
        draw.keywords["dilation_rate"] = draw.per_axis(rank, 2, 3)
    draw.some(0.6, "padding", "valid", "same", "same")
    if draw.chance(0.45):
        each = strides if isinstance(strides, tuple) else (strides,) * rank
        paddings = tuple(draw.random.randrange(stride) for stride in each)
        draw.keywords["output_padding"] = paddings if draw.chance(0.5) else min(paddings)
    _learned(draw)
    draw.some(0.2, "activation", *ACTIVATIONS)
    return [tuple(-(-size // 2) for size in draw.feature_map(rank))]


def pooling(draw: Draw, rank: int) -> list[Shape]:
    draw.given = {"pool_size": draw.per_axis(rank, 1, 2, 3, 4, 5)}
    _window(draw, rank, dilated=False)
    return [draw.feature_map(rank)]


def max_pooling(draw: Draw, rank: int) -> list[Shape]:
    shapes = pooling(draw, rank)
    if draw.chance(0.2):
        draw.given = {}
    return shapes


def global_pooling(draw: Draw, rank: int) -> list[Shape]:
    draw.some(0.5, "keepdims", True, False)
    draw.some(0.3, "data_format", "channels_first", "channels_first", "channels_last")
    return [draw.feature_map(rank)]


def adaptive_pooling(draw: Draw, rank: int) -> list[Shape]:
    draw.given = {"output_size": draw.per_axis(rank, 1, 2, 3, 5, 7)}
    draw.some(0.3, "data_format", "channels_first", "channels_first", "channels_last")
    return [draw.feature_map(rank)]


def _sides(draw: Draw, rank: int, *sizes: int) -> object:
    """One number for all sides, one for each axis, or one for each side."""
    pairs = tuple((draw.pick(*sizes), draw.pick(*sizes)) for _ in range(rank))
    if rank == 1:
        return draw.pick(draw.pick(*sizes), pairs[0])
    return draw.pick(draw.pick(*sizes), pairs, tuple(before for before, _ in pairs))


def zero_padding(draw: Draw, rank: int) -> list[Shape]:
    draw.some(0.2, "data_format", "channels_first")
    draw.given = {} if draw.chance(0.15) else {"padding": _sides(draw, rank, 0, 1, 2, 3)}
    return [draw.feature_map(rank)]


def cropping(draw: Draw, rank: int) -> list[Shape]:
    draw.some(0.25 if rank > 1 else 0.0, "data_format", "channels_first")
    draw.given = {} if draw.chance(0.15) else {"cropping": _sides(draw, rank, 0, 0, 1, 1, 2)}
    return [draw.feature_map(rank)]


def up_sampling(draw: Draw, rank: int) -> list[Shape]:
    draw.some(0.2 if rank > 1 else 0.0, "data_format", "channels_first")
    draw.given = {} if draw.chance(0.15) else {"size": draw.per_axis(rank, 1, 2, 3)}
    draw.some(0.7 if rank == 2 else 0.0, "interpolation", "nearest", "bilinear", "bicubic", "lanczos3", "lanczos5")
    return [draw.feature_map(rank)]
