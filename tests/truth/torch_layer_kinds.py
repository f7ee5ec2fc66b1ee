"""The modules that PyTorch is asked about, and how many calls of each are drawn."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType

import torch_value_cases as values
import torch_window_cases as windows
from keras_cases import Case, Shape, call
from torch_layer_cases import TorchDraw
from torch_value_cases import unary

SLIPPING = 0.12
"""The share of the calls in which something is wrong."""

RANKS = (1, 2, 3)


@dataclass(frozen=True)
class Kind:
    """How calls of one module are drawn, along how many axes, and how many."""

    draw: Callable[[TorchDraw, int], list[Shape]]
    rank: int = 0
    number: int = 4


INPLACE = {"inplace": (True, False)}
PLAIN = ("ReLU", "ReLU6", "SELU", "SiLU", "Mish", "Hardsigmoid", "Hardswish")
BARE = ("Sigmoid", "LogSigmoid", "Tanh", "Tanhshrink", "Softsign")
RATES = (0.1, 0.25, 0.5, 0, 1)

KINDS = {
    **{f"Conv{rank}d": Kind(windows.convolution, rank, number) for rank, number in ((1, 50), (2, 90), (3, 36))},
    **{f"LazyConv{rank}d": Kind(windows.lazy_convolution, rank, 14) for rank in RANKS},
    **{f"ConvTranspose{rank}d": Kind(windows.transposed, rank, number) for rank, number in ((1, 36), (2, 60), (3, 28))},
    **{f"LazyConvTranspose{rank}d": Kind(windows.lazy_transposed, rank, 12) for rank in RANKS},
    **{f"MaxPool{rank}d": Kind(windows.max_pooling, rank, 40) for rank in RANKS},
    **{f"AvgPool{rank}d": Kind(windows.average_pooling, rank, 36) for rank in RANKS},
    **{f"LPPool{rank}d": Kind(windows.power_pooling, rank, 14) for rank in RANKS},
    **{f"FractionalMaxPool{rank}d": Kind(windows.fractional_pooling, rank, 14) for rank in (2, 3)},
    **{f"AdaptiveAvgPool{rank}d": Kind(windows.adaptive_pooling, rank, 18) for rank in RANKS},
    **{f"AdaptiveMaxPool{rank}d": Kind(windows.adaptive_max_pooling, rank, 18) for rank in RANKS},
    "Linear": Kind(values.linear, 0, 44),
    "LazyLinear": Kind(values.lazy_linear, 0, 10),
    "Bilinear": Kind(values.bilinear, 0, 20),
    "Embedding": Kind(values.embedding, 0, 20),
    "EmbeddingBag": Kind(values.embedding_bag, 0, 12),
    **{f"BatchNorm{rank}d": Kind(values.batch_normalization, rank, 24) for rank in RANKS},
    **{f"LazyBatchNorm{rank}d": Kind(values.lazy_batch_normalization, rank, 8) for rank in RANKS},
    "SyncBatchNorm": Kind(values.batch_normalization, 0, 12),
    **{f"InstanceNorm{rank}d": Kind(values.instance_normalization, rank, 20) for rank in RANKS},
    **{f"LazyInstanceNorm{rank}d": Kind(values.lazy_instance_normalization, rank, 8) for rank in RANKS},
    "GroupNorm": Kind(values.group_normalization, 0, 30),
    "LayerNorm": Kind(values.layer_normalization, 0, 40),
    "RMSNorm": Kind(values.rms_normalization, 0, 20),
    "LocalResponseNorm": Kind(values.response_normalization, 0, 16),
    "CrossMapLRN2d": Kind(values.response_normalization, 2, 8),
    **{name: Kind(unary(optional=INPLACE), 0, 5) for name in PLAIN},
    **{name: Kind(unary(), 0, 4) for name in BARE},
    "LeakyReLU": Kind(unary(0.1, 0.2, name="negative_slope", optional=INPLACE), 0, 7),
    "RReLU": Kind(unary(0.1, 0.2, name="lower", optional=INPLACE), 0, 5),
    "PReLU": Kind(values.parametric, 0, 28),
    "ELU": Kind(unary(0.5, 1.0, name="alpha", optional=INPLACE), 0, 5),
    "CELU": Kind(unary(0.5, 1.0, name="alpha", optional=INPLACE), 0, 5),
    "GELU": Kind(unary(optional={"approximate": ("tanh", "none")}), 0, 6),
    "Hardtanh": Kind(unary(-2.0, -0.5, name="min_val", optional={"max_val": (2.0,), **INPLACE}), 0, 6),
    "Softplus": Kind(unary(1, 2, name="beta", optional={"threshold": (10, 20)}), 0, 5),
    "Softshrink": Kind(unary(0.1, 0.5, name="lambd"), 0, 6),
    "Hardshrink": Kind(unary(0.1, 0.5, name="lambd"), 0, 5),
    "Threshold": Kind(values.threshold, 0, 6),
    **{name: Kind(values.softmax, 0, number) for name, number in (("Softmax", 16), ("Softmin", 8), ("LogSoftmax", 12))},
    "Softmax2d": Kind(unary(), 2, 6),
    "GLU": Kind(values.gated, 0, 18),
    **{name: Kind(unary(*RATES, name="p", optional=INPLACE), 0, 8) for name in ("Dropout", "AlphaDropout")},
    **{f"Dropout{rank}d": Kind(unary(*RATES, name="p", optional=INPLACE), rank, 10) for rank in RANKS},
    "FeatureAlphaDropout": Kind(unary(*RATES, name="p", optional=INPLACE), 2, 6),
    "Identity": Kind(values.anything, 0, 8),
    "Flatten": Kind(values.flatten, 0, 24),
    "Unflatten": Kind(values.unflatten, 0, 30),
    **{f"ZeroPad{rank}d": Kind(windows.padding(0, 1, 2, 3, -1), rank, 16) for rank in RANKS},
    **{f"ConstantPad{rank}d": Kind(windows.padding(0, 1, 2, 3, -1, value=True), rank, 16) for rank in RANKS},
    **{f"ReflectionPad{rank}d": Kind(windows.padding(0, 1, 1, 2), rank, 18) for rank in RANKS},
    **{f"ReplicationPad{rank}d": Kind(windows.padding(0, 1, 2, 5), rank, 14) for rank in RANKS},
    **{f"CircularPad{rank}d": Kind(windows.padding(0, 1, 2, 3), rank, 16) for rank in RANKS},
    "Unfold": Kind(windows.unfold, 2, 24),
    "Fold": Kind(windows.fold, 2, 20),
    "PixelShuffle": Kind(values.pixel_shuffle, 0, 16),
    "PixelUnshuffle": Kind(values.pixel_unshuffle, 0, 14),
    "ChannelShuffle": Kind(values.channel_shuffle, 0, 14),
    "Upsample": Kind(values.upsample, 0, 60),
    "UpsamplingNearest2d": Kind(values.upsampling, 0, 14),
    "UpsamplingBilinear2d": Kind(values.upsampling, 0, 14),
    "MultiheadAttention": Kind(values.attention, 0, 44),
}  # fmt: skip


def drawn() -> Iterator[Case]:
    """The calls drawn at random; each depends on its kind and its number only, so a new kind changes no other."""
    for name, kind in KINDS.items():
        for number in range(kind.number):
            draw = TorchDraw(f"{name} {number}", number)
            shapes = kind.draw(draw, kind.rank)
            if number and draw.chance(SLIPPING):
                shapes = draw.slip(shapes)
            yield draw.written(name), shapes


def spelled_out(modules: ModuleType) -> Iterator[Case]:
    """A call of each kind with every argument that PyTorch declares: by name, and in PyTorch's own order."""
    for name, kind in KINDS.items():
        draw = TorchDraw(f"{name} spelled out")
        shapes = kind.draw(draw, kind.rank)
        arguments = {**draw.given, **draw.keywords}
        declared = inspect.signature(getattr(modules, name)).parameters.values()
        given = {
            argument.name: arguments.pop(argument.name, argument.default)
            for argument in declared
            if argument.kind == argument.POSITIONAL_OR_KEYWORD
        }
        yield call(name, **given, **arguments), shapes
        yield call(name, *given.values(), **arguments), shapes
