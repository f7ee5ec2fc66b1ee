"""PyTorch's modules that compute with values or move them: dense, normalization, activation, reshaping, attention."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from keras_cases import Shape
from torch_layer_cases import TorchDraw

Make = Callable[[TorchDraw, int], list[Shape]]


def linear(draw: TorchDraw, rank: int) -> list[Shape]:
    shape = draw.any_shape(1, 1, 2, 4)
    draw.given = {"in_features": shape[-1], "out_features": draw.pick(1, 2, 10, 64, 1000)}
    draw.some(0.4, "bias", False, True)
    draw.in_order("bias")
    return [shape]


def lazy_linear(draw: TorchDraw, rank: int) -> list[Shape]:
    (shape,) = linear(draw, rank)
    del draw.given["in_features"]
    return [shape]


def bilinear(draw: TorchDraw, rank: int) -> list[Shape]:
    first = draw.any_shape(1, 1, 2, 3)
    second = (*first[:-1], draw.pick(1, 2, 5, 9))
    draw.given = {"in1_features": first[-1], "in2_features": second[-1], "out_features": draw.pick(1, 3, 7)}
    draw.some(0.4, "bias", False)
    return [first, second]


def embedding(draw: TorchDraw, rank: int) -> list[Shape]:
    draw.given = {"num_embeddings": draw.pick(1, 10, 100, 5000), "embedding_dim": draw.pick(1, 4, 16, 300)}
    draw.some(0.3, "padding_idx", 0, -1, None)
    draw.in_order("padding_idx")
    return [draw.any_shape(1, 1, 2, 3)]


def embedding_bag(draw: TorchDraw, rank: int) -> list[Shape]:
    draw.given = {"num_embeddings": draw.pick(1, 10, 100), "embedding_dim": draw.pick(1, 4, 16)}
    draw.some(0.6, "mode", "sum", "mean", "max")
    return [draw.any_shape(1)]


def _moving(draw: TorchDraw) -> None:
    draw.some(0.25, "eps", 1e-3)
    draw.some(0.25, "momentum", 0.01, None)
    draw.some(0.3, "affine", False, True)
    draw.some(0.3, "track_running_stats", False, True)
    draw.in_order("eps", "momentum", "affine", "track_running_stats")
    draw.some(0.15, "bias", False)


def _channelwise(draw: TorchDraw, rank: int) -> Shape:
    return draw.any_shape(1, 2, 3) if rank == 0 else draw.any_shape(1, 2) if rank == 1 else draw.feature_map(rank)


def batch_normalization(draw: TorchDraw, rank: int) -> list[Shape]:
    shape = _channelwise(draw, rank)
    draw.given = {"num_features": shape[0]}
    _moving(draw)
    return [shape]


def lazy_batch_normalization(draw: TorchDraw, rank: int) -> list[Shape]:
    _moving(draw)
    return [_channelwise(draw, rank)]


def instance_normalization(draw: TorchDraw, rank: int) -> list[Shape]:
    shape = draw.feature_map(rank)
    draw.given = {"num_features": shape[0]}
    _moving(draw)
    return [shape]


def lazy_instance_normalization(draw: TorchDraw, rank: int) -> list[Shape]:
    _moving(draw)
    return [draw.feature_map(rank)]


def group_normalization(draw: TorchDraw, rank: int) -> list[Shape]:
    groups = draw.pick(1, 2, 3, 4, 8)
    channels = groups * draw.pick(1, 1, 2, 3)
    _, *others = draw.any_shape(1, 2, 3, 4)
    draw.given = {"num_groups": groups, "num_channels": channels}
    draw.some(0.25, "eps", 1e-3)
    draw.some(0.3, "affine", False, True)
    draw.in_order("eps", "affine")
    draw.some(0.2, "bias", False)
    return [(channels, *others)]


def layer_normalization(draw: TorchDraw, rank: int) -> list[Shape]:
    shape = draw.any_shape(1, 2, 3, 4)
    sizes = shape[-draw.random.randint(1, len(shape)) :]
    number = len(sizes) == 1 and draw.chance(0.7)
    draw.given = {"normalized_shape": sizes[0] if number else draw.pick(sizes, list(sizes))}
    draw.some(0.25, "eps", 1e-6)
    draw.some(0.3, "elementwise_affine", False, True)
    draw.some(0.3, "bias", False, True)
    draw.in_order("eps", "elementwise_affine", "bias")
    return [shape]


def rms_normalization(draw: TorchDraw, rank: int) -> list[Shape]:
    shapes = layer_normalization(draw, rank)
    draw.given.pop("bias", None)
    draw.keywords.pop("bias", None)
    return shapes


def response_normalization(draw: TorchDraw, rank: int) -> list[Shape]:
    draw.given = {"size": draw.pick(1, 2, 3, 5)}
    draw.some(0.3, "alpha", 1e-3)
    draw.some(0.3, "beta", 0.5)
    draw.some(0.3, "k", 2.0)
    draw.in_order("alpha", "beta", "k")
    return [draw.feature_map(rank) if rank else draw.any_shape(2, 3, 4)]


def unary(*first: object, name: str = "", optional: Mapping[str, tuple[object, ...]] = MappingProxyType({})) -> Make:
    """A module that leaves the shape as it is: what its first argument may be, and the others."""

    def make(draw: TorchDraw, rank: int) -> list[Shape]:
        draw.given = {name: draw.pick(*first)} if first and draw.chance(0.8) else {}
        for argument, choices in optional.items():
            draw.some(0.4, argument, *choices)
        return [draw.feature_map(rank) if rank else draw.any_shape(1, 2, 3)]

    return make


def threshold(draw: TorchDraw, rank: int) -> list[Shape]:
    draw.given = {"threshold": draw.pick(0, 0.1), "value": draw.pick(0, 20.0)}
    draw.some(0.3, "inplace", True)
    return [draw.any_shape(1, 2, 3)]


def parametric(draw: TorchDraw, rank: int) -> list[Shape]:
    shape = draw.any_shape(1, 2, 3, 4)
    draw.given = draw.pick({}, {"num_parameters": 1}, {"num_parameters": shape[0]})
    draw.some(0.3, "init", 0.1)
    draw.in_order("init")
    return [shape]


def softmax(draw: TorchDraw, rank: int) -> list[Shape]:
    shape = draw.any_shape(1, 2, 3)
    draw.given = draw.pick({}, {"dim": draw.random.randint(1, len(shape))}, {"dim": -1})
    return [shape]


def gated(draw: TorchDraw, rank: int) -> list[Shape]:
    shape = list(draw.any_shape(1, 2, 3))
    axis = draw.random.randint(1, len(shape))
    shape[axis - 1] *= 2
    draw.given = {} if axis == len(shape) and draw.chance(0.5) else {"dim": draw.pick(axis, axis - len(shape) - 1)}
    return [tuple(shape)]


def anything(draw: TorchDraw, rank: int) -> list[Shape]:
    draw.given = draw.pick({}, {"a": 54}, {"a": 54, "b": "x"})
    draw.some(0.3, "unused", 3)
    return [draw.any_shape(1, 2, 3)]


def flatten(draw: TorchDraw, rank: int) -> list[Shape]:
    shape = draw.any_shape(1, 2, 3, 4)
    if draw.chance(0.6):
        first, last = sorted(draw.random.randint(1, len(shape)) for _ in range(2))
        draw.keywords["start_dim"] = draw.pick(first, first, first - len(shape) - 1)
        draw.some(0.6, "end_dim", last, last - len(shape) - 1)
        draw.in_order("start_dim", "end_dim")
    return [shape]


def unflatten(draw: TorchDraw, rank: int) -> list[Shape]:
    sizes = tuple(draw.pick(1, 2, 3, 4) for _ in range(draw.pick(1, 2, 3)))
    shape = list(draw.any_shape(1, 2, 3))
    axis = draw.random.randrange(len(shape))
    shape[axis] = 1
    for size in sizes:
        shape[axis] *= size
    if draw.chance(0.4):
        unknown = draw.random.randrange(len(sizes))
        sizes = (*sizes[:unknown], -1, *sizes[unknown + 1 :])
    draw.given = {"dim": draw.pick(axis + 1, axis - len(shape)), "unflattened_size": draw.pick(sizes, list(sizes))}
    return [tuple(shape)]


def pixel_shuffle(draw: TorchDraw, rank: int) -> list[Shape]:
    factor = draw.pick(1, 2, 3)
    draw.given = {"upscale_factor": factor}
    channels, height, width = draw.feature_map(2)
    outer = (2,) if draw.chance(0.15) else ()
    return [(*outer, channels * factor**2, height, width)]


def pixel_unshuffle(draw: TorchDraw, rank: int) -> list[Shape]:
    factor = draw.pick(1, 2, 3)
    draw.given = {"downscale_factor": factor}
    channels, height, width = draw.feature_map(2)
    return [(channels, height * factor, width * factor)]


def channel_shuffle(draw: TorchDraw, rank: int) -> list[Shape]:
    groups = draw.pick(1, 2, 3, 4)
    draw.given = {"groups": groups}
    return [draw.feature_map(draw.pick(1, 2, 2, 3), groups * draw.pick(1, 2, 3))]


MODES = {1: ("linear",), 2: ("bilinear", "bicubic"), 3: ("trilinear",)}


def _size_or_factor(draw: TorchDraw, rank: int) -> None:
    if draw.chance(0.4):
        draw.given = {"size": draw.per_axis(rank, 1, 5, 8, 20)}
    else:
        several = rank > 1 and draw.chance(0.4)
        factors = tuple(draw.pick(1, 2, 2, 3, 0.5, 1.5, 2.0, 1.1, 0.7) for _ in range(rank))
        draw.keywords["scale_factor"] = factors if several else factors[0]


def upsample(draw: TorchDraw, rank: int) -> list[Shape]:
    rank = draw.pick(1, 2, 2, 2, 3)
    _size_or_factor(draw, rank)
    draw.some(0.7, "mode", "nearest", "area", "nearest-exact", *MODES[rank], *MODES[rank])
    if draw.keywords.get("mode") in MODES[rank]:
        draw.some(0.5, "align_corners", True, False)
    draw.some(0.1, "recompute_scale_factor", "scale_factor" in draw.keywords, False)
    return [draw.feature_map(rank)]


def upsampling(draw: TorchDraw, rank: int) -> list[Shape]:
    _size_or_factor(draw, 2)
    return [draw.feature_map(2)]


def attention(draw: TorchDraw, rank: int) -> list[Shape]:
    heads = draw.pick(1, 2, 4)
    channels = heads * draw.pick(1, 4, 8)
    keys, values = channels, channels
    draw.given = {"embed_dim": channels, "num_heads": heads}
    draw.some(0.2, "dropout", 0.1)
    draw.some(0.3, "bias", False)
    draw.some(0.15, "add_bias_kv", True)
    draw.some(0.15, "add_zero_attn", True)
    if draw.chance(0.3):
        keys = draw.keywords["kdim"] = draw.pick(3, 8, 10)
    if draw.chance(0.3):
        values = draw.keywords["vdim"] = draw.pick(3, 8, 12)
    if draw.chance(0.95):
        draw.keywords["batch_first"] = True
    steps, others = draw.pick(1, 5, 9), draw.pick(1, 4, 7)
    return [(steps, channels), (others, keys), (others, values)]
