"""Keras' normalization layers.

Sources: https://keras.io/api/layers/normalization_layers/ and
https://keras.io/api/layers/preprocessing_layers/numerical/.
"""

from __future__ import annotations

from typing import Annotated

from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.arithmetic.layers.classic import LocalResponseNormalization
from sphinx_cnn.arithmetic.layers.normalization import (
    BatchNormalization,
    BatchRenormalization,
    ContrastAdjustment,
    DataNormalization,
    GroupNormalization,
    LayerNormalization,
    Rescaling,
    RMSNormalization,
    UnitNormalization,
)
from sphinx_cnn.arithmetic.shape import Shape
from sphinx_cnn.notation import arguments as a
from sphinx_cnn.notation.keras import arguments as k
from sphinx_cnn.notation.kinds import Kind


def batch_normalization(
    axis: Annotated[int, a.whole, -1], momentum: Annotated[float, a.number, 0.99], epsilon: k.Epsilon,
    center: k.Center, scale: k.Scale, *, renorm: Annotated[bool, a.flag, False],
    renorm_clipping: Annotated[object, k.clipping, None],
) -> Layer:  # fmt: skip
    if renorm:
        return BatchRenormalization(axis, scale, center)
    return BatchNormalization(axis, scale, center)


def layer_normalization(
    axis: a.Axes, epsilon: k.Epsilon, center: k.Center, scale: k.Scale, *, rms_scaling: Annotated[bool, a.flag, False]
) -> Layer:
    if rms_scaling:
        return RMSNormalization(axis, scale)
    return LayerNormalization(axis, scale, center)


def group_normalization(
    groups: Annotated[int | None, k.number_of_groups, 32], axis: Annotated[int, a.whole, -1], epsilon: k.Epsilon,
    center: k.Center, scale: k.Scale,
) -> Layer:  # fmt: skip
    return GroupNormalization((axis,), scale, center, groups)


def rms_normalization(axis: a.Axes, epsilon: Annotated[float, a.number, 1e-6]) -> Layer:
    return RMSNormalization(axis)


def unit_normalization(axis: a.Axes) -> Layer:
    return UnitNormalization(axis)


def data_normalization(
    axis: Annotated[tuple[int, ...], a.axes_or_none, -1], mean: Annotated[Shape | None, a.shape_of_values, None],
    variance: Annotated[Shape | None, a.shape_of_values, None],
    invert: Annotated[bool, a.flag, False],
) -> Layer:  # fmt: skip
    if (mean is None) != (variance is None):
        raise ValueError("mean and variance are given together, or not at all")
    if mean != variance or len(mean or ()) > len(axis):
        raise ValueError(f"mean and variance must be of one shape, with at most a value for each index of axis {axis}")
    return DataNormalization(axis, mean)


def rescaling(scale: Annotated[Shape, a.shape_of_values], offset: Annotated[Shape, a.shape_of_values, 0.0]) -> Layer:
    return Rescaling((scale, offset))


def contrast(value_range: Annotated[object, a.anything, (0, 255)]) -> Layer:
    return ContrastAdjustment()


def equalization(
    value_range: Annotated[object, a.anything, (0, 255)], bins: Annotated[int, a.positive, 256],
    data_format: k.ChannelsLast,
) -> Layer:  # fmt: skip
    return ContrastAdjustment()


def solarization(
    addition_factor: Annotated[object, a.anything, 0.0], threshold_factor: Annotated[object, a.anything, 0.0],
    value_range: Annotated[object, a.anything, (0, 255)],
) -> Layer:  # fmt: skip
    return ContrastAdjustment()


def local_response_normalization(
    depth_radius: Annotated[int, a.positive, 5], bias: Annotated[float, a.number, 1],
    alpha: Annotated[float, a.number, 1], beta: Annotated[float, a.number, 0.5],
) -> Layer:  # fmt: skip
    return LocalResponseNormalization(depth_radius)


AFFINE = tuple(name for name in k.changes_no_count("beta", "gamma") if name != "activity_regularizer")
BATCH = (
    *AFFINE[:2],
    "moving_mean_initializer",
    "moving_variance_initializer",
    *AFFINE[2:],
    "renorm",
    "renorm_clipping",
    "renorm_momentum",
    "synchronized",
)

KINDS = {
    "BatchNormalization": Kind(batch_normalization, 0, BATCH),
    "LayerNormalization": Kind(layer_normalization, 0, AFFINE),
    "GroupNormalization": Kind(group_normalization, 0, AFFINE),
    "RMSNormalization": Kind(rms_normalization),
    "UnitNormalization": Kind(unit_normalization),
    "Normalization": Kind(data_normalization),
    "Rescaling": Kind(rescaling),
    "AutoContrast": Kind(contrast),
    "Equalization": Kind(equalization),
    "Solarization": Kind(solarization, 0, ("seed",)),
    "LocalResponseNormalization": Kind(local_response_normalization, in_framework=False),
}
