"""Lasagne's pooling layers. Source: https://lasagne.readthedocs.io/en/latest/modules/layers/pool.html."""

from __future__ import annotations

from typing import Annotated

from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.arithmetic.layers.maxout import (
    FeatureAveraging,
    FeaturePooling,
    SpatialPyramidAveraging,
    SpatialPyramidPooling,
    WinnerTakesAll,
)
from sphinx_cnn.arithmetic.layers.pooling import (
    AveragePooling,
    GlobalAveragePooling,
    GlobalMaxPooling,
    MaxPooling,
)
from sphinx_cnn.arithmetic.layers.resampling import Spreading, UpSampling
from sphinx_cnn.arithmetic.shape import Shape, ShapeError, article, require_rank, times
from sphinx_cnn.arithmetic.window import Window
from sphinx_cnn.notation import arguments as a
from sphinx_cnn.notation.lasagne import arguments as k
from sphinx_cnn.notation.lasagne.kind import LasagneKind
from sphinx_cnn.notation.values import Opaque

MEAN, MAXIMUM = Opaque("theano.tensor.mean"), Opaque("theano.tensor.max")


def max_pooling(
    rank: int, arriving: Shape, pool_size: k.FilterSize, stride: k.PoolStride, pad: k.PoolPadding,
    ignore_border: k.IgnoreBorder,
) -> Layer:  # fmt: skip
    return pooling(rank, arriving, pool_size, stride, pad, ignore_border, "max")


def pooling(
    rank: int, arriving: Shape, pool_size: k.FilterSize, stride: k.PoolStride, pad: k.PoolPadding,
    ignore_border: k.IgnoreBorder, mode: Annotated[str, k.pool_mode, "max"],
) -> Layer:  # fmt: skip
    require_rank(arriving, rank, channels_last=False)
    if not ignore_border:
        if any(pad):
            raise ValueError("pad must be 0 where ignore_border is False")
        pool_size = tuple(min(size, extent) for size, extent in zip(pool_size, arriving[1:], strict=True))
    sides = tuple((number, number) for number in pad)
    window = Window(pool_size, stride, sides, rounding="floor" if ignore_border else "ceil")
    return (AveragePooling if mode.startswith("average") else MaxPooling)(window, channels_last=False)


def cuda_max_pooling(
    rank: int, arriving: Shape, pool_size: k.FilterSize, stride: k.PoolStride,
    ignore_border: Annotated[bool, a.flag, False], dimshuffle: Annotated[bool, k.only_true, True],
) -> Layer:  # fmt: skip
    if ignore_border:
        raise ValueError("ignore_border must be False")
    return pooling(rank, arriving, pool_size, stride, (0,) * rank, ignore_border, "max")


def up_scaling(scale_factor: k.FilterSize, mode: Annotated[str, k.upscale_mode, "repeat"]) -> Layer:
    return (UpSampling if mode == "repeat" else Spreading)(scale_factor, channels_last=False)


def global_pooling(arriving: Shape, pool_function: Annotated[str, k.reduction, MEAN]) -> Layer:
    rank = len(arriving) - 1
    if rank not in (1, 2, 3):
        raise ShapeError(f"needs an input with 1 to 3 spatial axes, but {article(times(arriving))} input arrives")
    return (GlobalAveragePooling if pool_function == "mean" else GlobalMaxPooling)(rank, channels_last=False)


def feature_pooling(
    pool_size: k.Filters, axis: Annotated[int, a.whole, 1],
    pool_function: Annotated[str, k.reduction, MAXIMUM],
) -> Layer:  # fmt: skip
    return (FeatureAveraging if pool_function == "mean" else FeaturePooling)(pool_size, axis)


def winner_takes_all(pool_size: k.Filters, axis: Annotated[int, a.whole, 1]) -> Layer:
    return WinnerTakesAll(pool_size, axis)


def pyramid_pooling(pool_dims: Annotated[Shape, k.grids, (4, 2, 1)], mode: Annotated[str, k.pool_mode, "max"]) -> Layer:
    return (SpatialPyramidAveraging if mode.startswith("average") else SpatialPyramidPooling)(pool_dims)


STRIDE = {"stride": "pool_size"}

KINDS = {
    "MaxPool1DLayer": LasagneKind(max_pooling, 1, follows=STRIDE),
    "MaxPool2DLayer": LasagneKind(max_pooling, 2, follows=STRIDE),
    "MaxPool3DLayer": LasagneKind(max_pooling, 3, follows=STRIDE),
    "MaxPool2DDNNLayer": LasagneKind(max_pooling, 2, follows=STRIDE),
    "MaxPool3DDNNLayer": LasagneKind(max_pooling, 3, follows=STRIDE),
    "MaxPool2DCCLayer": LasagneKind(cuda_max_pooling, 2, follows=STRIDE),
    "Pool1DLayer": LasagneKind(pooling, 1, follows=STRIDE),
    "Pool2DLayer": LasagneKind(pooling, 2, follows=STRIDE),
    "Pool3DLayer": LasagneKind(pooling, 3, follows=STRIDE),
    "Pool2DDNNLayer": LasagneKind(pooling, 2, follows=STRIDE),
    "Pool3DDNNLayer": LasagneKind(pooling, 3, follows=STRIDE),
    "Upscale1DLayer": LasagneKind(up_scaling, 1),
    "Upscale2DLayer": LasagneKind(up_scaling, 2),
    "Upscale3DLayer": LasagneKind(up_scaling, 3),
    "GlobalPoolLayer": LasagneKind(global_pooling),
    "FeaturePoolLayer": LasagneKind(feature_pooling),
    "FeatureWTALayer": LasagneKind(winner_takes_all),
    "SpatialPyramidPoolingLayer": LasagneKind(pyramid_pooling, 2, ("implementation",)),
    "SpatialPyramidPoolingDNNLayer": LasagneKind(pyramid_pooling, 2),
}
