"""Calls of Keras layers, as authors write them: drawn at random, but the same ones every time, and some by hand."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")
Shape = tuple[int, ...]
Case = tuple[str, list[Shape]]
"""The source text of a layer, and the shapes that it is applied to."""

ALIASES = {
    "Conv1D": "Convolution1D",
    "Conv2D": "Convolution2D",
    "SeparableConv2D": "SeparableConvolution2D",
    "MaxPooling2D": "MaxPool2D",
    "AveragePooling1D": "AvgPool1D",
    "AveragePooling3D": "AvgPool3D",
    "GlobalMaxPooling1D": "GlobalMaxPool1D",
    "GlobalAveragePooling2D": "GlobalAvgPool2D",
}


def call(kind: str, *positional: object, **keywords: object) -> str:
    """The source text of a call."""
    arguments = [*map(repr, positional), *(f"{name}={value!r}" for name, value in keywords.items())]
    return f"{kind}({', '.join(arguments)})"


class Draw:
    """Random arguments, each left out as often as authors leave it out."""

    def __init__(self, seed: str) -> None:
        self.random = random.Random(seed)  # noqa: S311
        self.keywords: dict[str, object] = {}

    def chance(self, share: float) -> bool:
        """True in this share of the calls."""
        return self.random.random() < share

    def pick(self, *choices: T) -> T:
        """One of the choices."""
        return self.random.choice(choices)

    def sizes(self, rank: int) -> Shape:
        """Spatial sizes, the smaller the more there are."""
        largest = {1: 40, 2: 18, 3: 9}[rank]
        return tuple(self.random.randint(3, largest) for _ in range(rank))

    def feature_map(self, rank: int, channels: int = 0) -> Shape:
        """A shape in the order of axes that was drawn."""
        channels = channels or self.pick(1, 2, 3, 4, 5, 6, 8, 12)
        if self.keywords.get("data_format") == "channels_first":
            return (channels, *self.sizes(rank))
        return (*self.sizes(rank), channels)

    def per_axis(self, rank: int, *choices: int) -> int | Shape:
        """One number for all axes, or one for each."""
        if rank > 1 and self.chance(0.4):
            return tuple(self.pick(*choices) for _ in range(rank))
        return self.pick(*choices)

    def some(self, share: float, name: str, *choices: object) -> None:
        """Give an argument in this share of the calls."""
        if self.chance(share):
            self.keywords[name] = self.pick(*choices)


def window(draw: Draw, rank: int, *, causal: bool = False, dilated: bool = True) -> None:
    draw.some(0.08, "data_format", "channels_first", "channels_last")
    if draw.chance(0.5):
        draw.keywords["strides"] = draw.per_axis(rank, 1, 2, 3, 4)
    elif dilated and draw.chance(0.5):
        draw.keywords["dilation_rate"] = draw.per_axis(rank, 2, 3)
    draw.some(0.6, "padding", "valid", "same", "same", "same", *(["causal"] * 2 if causal else []))


def convolution(draw: Draw, kind: str, rank: int) -> Case:
    groups = draw.pick(1, 1, 1, 2, 3, 4)
    kernel = draw.per_axis(rank, 1, 2, 3, 4, 5, 7)
    window(draw, rank, causal=rank == 1)
    if groups > 1:
        draw.keywords["groups"] = groups
    draw.some(0.3, "use_bias", False)
    draw.some(0.3, "activation", "relu", "sigmoid", "softmax", None)
    filters, channels = (groups * draw.pick(1, 2, 3, 5) for _ in range(2))
    return call(kind, filters, kernel, **draw.keywords), [draw.feature_map(rank, channels)]


def depthwise(draw: Draw, kind: str, rank: int) -> Case:
    window(draw, rank)
    draw.some(0.5, "depth_multiplier", 1, 2, 3)
    draw.some(0.3, "use_bias", False)
    return call(kind, draw.per_axis(rank, 1, 2, 3, 5), **draw.keywords), [draw.feature_map(rank)]


def separable(draw: Draw, kind: str, rank: int) -> Case:
    window(draw, rank)
    draw.some(0.5, "depth_multiplier", 1, 2, 3)
    draw.some(0.3, "use_bias", False)
    filters = draw.pick(1, 4, 7, 16)
    return call(kind, filters, draw.per_axis(rank, 1, 2, 3, 5), **draw.keywords), [draw.feature_map(rank)]


def pooling(draw: Draw, kind: str, rank: int) -> Case:
    has_default = kind.startswith("Max")
    size = [] if has_default and draw.chance(0.2) else [draw.per_axis(rank, 1, 2, 3, 4, 5)]
    window(draw, rank, dilated=False)
    return call(kind, *size, **draw.keywords), [draw.feature_map(rank)]


def global_pooling(draw: Draw, kind: str, rank: int) -> Case:
    draw.some(0.5, "keepdims", True, False)
    draw.some(0.2, "data_format", "channels_first")
    return call(kind, **draw.keywords), [draw.feature_map(rank)]


def dense(draw: Draw, kind: str, rank: int) -> Case:
    draw.some(0.4, "use_bias", False)
    draw.some(0.4, "activation", "relu", "tanh", "softmax", "gelu")
    return call(kind, draw.pick(1, 2, 10, 64, 1000), **draw.keywords), [draw.feature_map(3)[-draw.pick(1, 1, 2, 4) :]]


def normalization(draw: Draw, kind: str, rank: int) -> Case:
    shape = draw.feature_map(3)[-draw.pick(1, 2, 3, 4) :]
    axes = (-2, -1, 1, len(shape))
    draw.some(0.5, "axis", *axes, *([[1, -1], (-1,)] if kind == "LayerNormalization" and len(shape) > 1 else []))
    draw.some(0.3, "center", False)
    draw.some(0.3, "scale", False)
    draw.some(0.2, "epsilon", 1e-5)
    return call(kind, **draw.keywords), [shape]


def unary(*arguments: object) -> Callable[[Draw, str, int], Case]:
    """A layer that leaves the shape as it is."""

    def make(draw: Draw, kind: str, rank: int) -> Case:
        given = [draw.pick(*arguments)] if arguments else []
        shape = draw.feature_map(rank) if rank else draw.feature_map(3)[-draw.pick(1, 3) :]
        return call(kind, *given), [shape]

    return make


def reshape(draw: Draw, kind: str, rank: int) -> Case:
    shape = (*(draw.pick(1, 2, 3, 4, 6) for _ in range(draw.pick(1, 2, 3))), 5)
    target = list(shape)
    draw.random.shuffle(target)
    if draw.chance(0.4):
        target[:2] = [target[0] * target[1]]
    if draw.chance(0.5):
        target[draw.random.randrange(len(target))] = -1
    if draw.chance(0.15):
        target[0] = 7
    return call(kind, tuple(target)), [shape]


def zero_padding(draw: Draw, kind: str, rank: int) -> Case:
    draw.some(0.1, "data_format", "channels_first")
    pair = (draw.pick(0, 1, 2), draw.pick(0, 1, 3))
    pairs = tuple((draw.pick(0, 1, 2), draw.pick(0, 1, 3)) for _ in range(rank))
    sides = draw.pick(draw.pick(0, 1, 3), pair if rank == 1 else pairs, tuple(before for before, _ in pairs))
    given = [] if draw.chance(0.2) else [sides[0] if rank == 1 and isinstance(sides, tuple) else sides]
    return call(kind, *given, **draw.keywords), [draw.feature_map(rank)]


def up_sampling(draw: Draw, kind: str, rank: int) -> Case:
    draw.some(0.1, *(["data_format", "channels_first"] if rank > 1 else ["name", "up"]))
    if rank == 2:
        draw.some(0.4, "interpolation", "nearest", "bilinear", "bicubic")
    given = [] if draw.chance(0.2) else [draw.per_axis(rank, 1, 2, 3)]
    return call(kind, *given, **draw.keywords), [draw.feature_map(rank)]


def merging(draw: Draw, kind: str, rank: int) -> Case:
    shape = draw.feature_map(3)[-draw.pick(1, 2, 3) :]
    inputs = [shape] * (2 if kind == "Subtract" else draw.pick(2, 3))
    if draw.chance(0.5):
        inputs[-1] = tuple(draw.pick(1, size) for size in shape)
    elif draw.chance(0.3):
        inputs[0] = shape[-1:]
    if draw.chance(0.12):
        inputs[0] = (*shape[:-1], shape[-1] + 1)
    return call(kind), inputs


def concatenation(draw: Draw, kind: str, rank: int) -> Case:
    shape = draw.feature_map(3)[-draw.pick(1, 2, 3) :]
    axis = draw.pick(-1, -1, 1, len(shape), -len(shape))
    draw.some(0.0 if axis == -1 else 1.0, "axis", axis)
    index = axis - 1 if axis > 0 else axis % len(shape)
    inputs = [(*shape[:index], size, *shape[index + 1 :]) for size in (1, 4, 7)[: draw.pick(2, 3)]]
    if draw.chance(0.12):
        inputs[0] = tuple(size + 1 for size in inputs[0])
    return call(kind, **draw.keywords), inputs


@dataclass(frozen=True)
class Kind:
    """How calls of one layer kind are drawn, along how many axes, and how many."""

    draw: Callable[[Draw, str, int], Case]
    rank: int = 0
    number: int = 4


FUNCTIONS = ("relu", "relu6", "leaky_relu", "elu", "gelu", "sigmoid", "softmax", "silu", "swish", "tanh", "linear")

KINDS = {
    **{f"Conv{rank}D": Kind(convolution, rank, number) for rank, number in ((1, 20), (2, 48), (3, 14))},
    **{f"DepthwiseConv{rank}D": Kind(depthwise, rank, 14) for rank in (1, 2)},
    **{f"SeparableConv{rank}D": Kind(separable, rank, 14) for rank in (1, 2)},
    **{f"{mode}Pooling{rank}D": Kind(pooling, rank, 10) for mode in ("Max", "Average") for rank in (1, 2, 3)},
    **{f"Global{mode}Pooling{rank}D": Kind(global_pooling, rank) for mode in ("Max", "Average") for rank in (1, 2, 3)},
    "Dense": Kind(dense, 0, 14),
    "BatchNormalization": Kind(normalization, 0, 14),
    "LayerNormalization": Kind(normalization, 0, 14),
    "Activation": Kind(unary(*FUNCTIONS), 0, 6),
    "ReLU": Kind(unary(6.0, None), 0, 2),
    "LeakyReLU": Kind(unary(0.1, 0.3), 0, 2),
    "ELU": Kind(unary(0.5, 1.0), 0, 2),
    "Softmax": Kind(unary(-1, 1), 0, 2),
    "Identity": Kind(unary(), 0, 1),
    "Dropout": Kind(unary(0, 0.25, 0.5, 1), 0, 3),
    **{f"SpatialDropout{rank}D": Kind(unary(0.1, 0.5), rank, 1) for rank in (1, 2, 3)},
    "AlphaDropout": Kind(unary(0.1), 0, 1),
    "GaussianDropout": Kind(unary(0.1), 0, 1),
    "GaussianNoise": Kind(unary(0.1), 0, 1),
    "Flatten": Kind(unary(), 0, 4),
    "Reshape": Kind(reshape, 0, 16),
    **{f"ZeroPadding{rank}D": Kind(zero_padding, rank, 6) for rank in (1, 2, 3)},
    **{f"UpSampling{rank}D": Kind(up_sampling, rank, 6) for rank in (1, 2, 3)},
    **{kind: Kind(merging, 0, 5) for kind in ("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum")},
    "Concatenate": Kind(concatenation, 0, 16),
}


def drawn(times: int = 1) -> Iterator[Case]:
    """The calls drawn at random; each depends on its kind and its number only, so a new kind changes no other.

    Some are drawn twice.
    """
    for name, kind in KINDS.items():
        for number in range(kind.number * times):
            draw = Draw(f"{name} {number}")
            spelled = ALIASES[name] if name in ALIASES and draw.chance(0.1) else name
            yield kind.draw(draw, spelled, kind.rank)
