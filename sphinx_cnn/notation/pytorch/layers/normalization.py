"""PyTorch's normalization layers. Source: https://docs.pytorch.org/docs/stable/nn.html#normalization-layers."""

from __future__ import annotations

from typing import Annotated

from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.arithmetic.layers.classic import CrossChannelNormalization
from sphinx_cnn.arithmetic.layers.normalization import (
    BatchNormalization,
    GroupNormalization,
    InstanceNormalization,
    LayerNormalization,
    RMSNormalization,
    UntrackedBatchNormalization,
)
from sphinx_cnn.arithmetic.shape import Shape
from sphinx_cnn.notation import arguments as a
from sphinx_cnn.notation.expectation import Expectation
from sphinx_cnn.notation.kinds import Kind
from sphinx_cnn.notation.pytorch import arguments as p

CHANNELS = 1
"""The axis of the channels, where the batch axis is 0."""

RANKS = {1: (0, 1), 2: (2,), 3: (3,)}
"""How many spatial axes a batch normalization takes, by the number in its name."""


def batch_normalization(
    rank: int, num_features: a.Positive, eps: p.Epsilon, momentum: p.Momentum, affine: p.Yes,
    track_running_stats: p.Yes, *, bias: p.Bias,
) -> Layer:  # fmt: skip
    return lazy_batch_normalization(rank, eps, momentum, affine, track_running_stats, bias=bias)


def lazy_batch_normalization(
    rank: int, eps: p.Epsilon, momentum: p.Momentum, affine: p.Yes, track_running_stats: p.Yes, *, bias: p.Bias
) -> Layer:
    ranks = RANKS.get(rank, ())
    if track_running_stats:
        return BatchNormalization(CHANNELS, affine, affine and bias, ranks=ranks)
    return UntrackedBatchNormalization(CHANNELS, affine, affine and bias, ranks=ranks)


def instance_normalization(
    rank: int, num_features: a.Positive, eps: p.Epsilon, momentum: p.Momentum, affine: p.No,
    track_running_stats: p.No, *, bias: p.Bias,
) -> Layer:  # fmt: skip
    return lazy_instance_normalization(rank, eps, momentum, affine, track_running_stats, bias=bias)


def lazy_instance_normalization(
    rank: int, eps: p.Epsilon, momentum: p.Momentum, affine: p.Yes, track_running_stats: p.Yes, *, bias: p.Bias
) -> Layer:
    if track_running_stats:
        return BatchNormalization(CHANNELS, affine, affine and bias, ranks=(rank,))
    return InstanceNormalization((CHANNELS,), affine, affine and bias, rank=rank)


def group_normalization(
    num_groups: a.Positive, num_channels: a.Positive, eps: p.Epsilon, affine: p.Yes, *, bias: p.Bias
) -> Layer:
    if num_channels % num_groups:
        raise ValueError(f"num_channels is {num_channels}, which the {num_groups} groups do not divide")
    return GroupNormalization((CHANNELS,), affine, affine and bias, num_groups)


def layer_normalization(
    normalized_shape: Annotated[Shape, p.normalized_shape], eps: p.Epsilon, elementwise_affine: p.Yes, bias: p.Bias
) -> Layer:
    return LayerNormalization(_last(normalized_shape), elementwise_affine, elementwise_affine and bias)


def rms_normalization(
    normalized_shape: Annotated[Shape, p.normalized_shape], eps: Annotated[float | None, p.optional_number, None],
    elementwise_affine: p.Yes,
) -> Layer:  # fmt: skip
    return RMSNormalization(_last(normalized_shape), elementwise_affine)


def local_response_normalization(
    size: a.Positive, alpha: Annotated[float, a.number, 1e-4], beta: Annotated[float, a.number, 0.75],
    k: Annotated[float, a.number, 1.0],
) -> Layer:  # fmt: skip
    return CrossChannelNormalization(size, (1, 2, 3), channels_last=False)


def cross_map_normalization(
    size: a.Positive, alpha: Annotated[float, a.number, 1e-4], beta: Annotated[float, a.number, 0.75],
    k: Annotated[float, a.number, 1.0],
) -> Layer:  # fmt: skip
    return CrossChannelNormalization(size, (2,), channels_last=False)


def _last(shape: Shape) -> tuple[int, ...]:
    return tuple(range(-len(shape), 0))


LAST = ("device", "dtype")
FEATURES = (Expectation("num_features", where=("affine", "track_running_stats"), vectors=True),)
INSTANCES = (Expectation("num_features", where=("affine", "track_running_stats")),)
CHANNELS_OF_GROUPS = (Expectation("num_channels", where=("affine",)),)
SHAPE = (Expectation("normalized_shape", axis=-1),)

KINDS = {
    **{f"BatchNorm{rank}d": Kind(batch_normalization, rank, LAST, expects=FEATURES) for rank in RANKS},
    **{f"LazyBatchNorm{rank}d": Kind(lazy_batch_normalization, rank, LAST) for rank in RANKS},
    "SyncBatchNorm": Kind(batch_normalization, 0, ("process_group", *LAST), expects=FEATURES),
    **{f"InstanceNorm{rank}d": Kind(instance_normalization, rank, LAST, expects=INSTANCES) for rank in RANKS},
    **{f"LazyInstanceNorm{rank}d": Kind(lazy_instance_normalization, rank, LAST) for rank in RANKS},
    "GroupNorm": Kind(group_normalization, 0, LAST, expects=CHANNELS_OF_GROUPS),
    "LayerNorm": Kind(layer_normalization, 0, LAST, expects=SHAPE),
    "RMSNorm": Kind(rms_normalization, 0, LAST, expects=SHAPE),
    "LocalResponseNorm": Kind(local_response_normalization),
    "CrossMapLRN2d": Kind(cross_map_normalization),
}
