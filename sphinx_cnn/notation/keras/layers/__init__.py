"""The layer kinds of Keras 3: each spelled once, with its arguments in Keras' own order.

A function in these files is the signature of a kind. Its parameters are annotated with what they can be, and it makes
the layer of the core. Kinds that are no part of Keras say so.
"""

from __future__ import annotations

from sphinx_cnn.notation.keras.layers import (
    activation,
    attention,
    augmentation,
    convolution,
    dense,
    merging,
    normalization,
    pooling,
    resampling,
    reshaping,
    wrapping,
)
from sphinx_cnn.notation.kinds import Kind

KINDS: dict[str, Kind] = {
    **convolution.KINDS,
    **pooling.KINDS,
    **dense.KINDS,
    **normalization.KINDS,
    **activation.KINDS,
    **augmentation.KINDS,
    **reshaping.KINDS,
    **resampling.KINDS,
    **merging.KINDS,
    **wrapping.KINDS,
    **attention.KINDS,
}

ALIASES: dict[str, str] = {alias: name for name, kind in KINDS.items() for alias in kind.aliases}
"""Other names by which Keras knows the same layers."""

FUNCTIONS: dict[str, str] = {kind.function: name for name, kind in KINDS.items() if kind.function}
"""Functions that make a merging layer and apply it at once: ``keras.layers.add([x, y])``."""
