"""Keras' layers around another layer.

Sources: https://keras.io/api/layers/normalization_layers/spectral_normalization/ and
https://keras.io/api/layers/recurrent_layers/time_distributed/.
"""

from __future__ import annotations

from typing import Annotated

from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.arithmetic.layers.wrapping import SpectralNormalization, TimeDistributed
from sphinx_cnn.notation import arguments as a
from sphinx_cnn.notation.kinds import Kind


def spectral_normalization(layer: Annotated[Layer, a.layer], power_iterations: Annotated[int, a.positive, 1]) -> Layer:
    if not layer.kernel_columns:
        raise ValueError("layer must have a kernel, such as Conv2D or Dense")
    return SpectralNormalization(layer)


def time_distributed(layer: Annotated[Layer, a.layer]) -> Layer:
    return TimeDistributed(layer)


KINDS = {
    "SpectralNormalization": Kind(spectral_normalization),
    "TimeDistributed": Kind(time_distributed),
}
