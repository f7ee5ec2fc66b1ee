"""Lasagne's normalization layers, and its scales and biases that stand by themselves.

Sources: https://lasagne.readthedocs.io/en/latest/modules/layers/normalization.html and
https://lasagne.readthedocs.io/en/latest/modules/layers/special.html.
"""

from __future__ import annotations

from typing import Annotated

from sphinx_cnn.arithmetic.layers.affine import BatchNormalizationAlong, Offset, Scale
from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.arithmetic.layers.classic import CrossChannelNormalization
from sphinx_cnn.arithmetic.layers.normalization import BatchNormalization, LayerNormalization
from sphinx_cnn.arithmetic.shape import Shape
from sphinx_cnn.notation import arguments as a
from sphinx_cnn.notation.lasagne import arguments as k
from sphinx_cnn.notation.lasagne.kind import LasagneKind


def batch_normalization(
    arriving: Shape, axes: Annotated[k.SharedAxes, k.shared_axes, "auto"],
    epsilon: Annotated[float, a.number, 1e-4], alpha: Annotated[float, a.number, 0.1], beta: k.Given, gamma: k.Given,
) -> Layer:  # fmt: skip
    own = k.kept(axes, arriving)
    if len(own) == 1:
        return BatchNormalization(own[0], gamma, beta)
    return BatchNormalizationAlong(1, gamma, beta, axes=own)


def standardization(
    arriving: Shape, axes: Annotated[k.SharedAxes, k.standardized_axes, "auto"],
    epsilon: Annotated[float, a.number, 1e-4],
) -> Layer:  # fmt: skip
    every = tuple(range(1, len(arriving) + 1))
    if isinstance(axes, str):
        axes = every if axes == "features" or (axes == "auto" and len(every) == 1) else every[1:]
    return LayerNormalization(axes, scale=False, center=False)


def local_response_normalization(
    alpha: Annotated[float, a.number, 1e-4], k: Annotated[float, a.number, 2], beta: Annotated[float, a.number, 0.75],
    n: Annotated[int, k.odd, 5],
) -> Layer:  # fmt: skip
    return CrossChannelNormalization(n, (2,), channels_last=False)


def bias(arriving: Shape, b: k.Given, shared_axes: Annotated[k.SharedAxes, k.shared_axes, "auto"]) -> Layer:
    return Offset(k.kept(shared_axes, arriving) if b else (), b)


def scale(
    arriving: Shape, scales: Annotated[bool, k.parameter, k.RECTIFY],
    shared_axes: Annotated[k.SharedAxes, k.shared_axes, "auto"],
) -> Layer:  # fmt: skip
    if not scales:
        raise ValueError("scales cannot be None")
    return Scale(k.kept(shared_axes, arriving))


STATISTICS = ("mean", "inv_std")
OF_BATCHES = LasagneKind(batch_normalization, 0, STATISTICS, learned=("beta", "gamma", *STATISTICS))

KINDS = {
    "BatchNormLayer": OF_BATCHES,
    "BatchNormDNNLayer": OF_BATCHES,
    "StandardizationLayer": LasagneKind(standardization),
    "LocalResponseNormalization2DLayer": LasagneKind(local_response_normalization, 2),
    "BiasLayer": LasagneKind(bias, learned=("b",)),
    "ScaleLayer": LasagneKind(scale, learned=("scales",)),
}
