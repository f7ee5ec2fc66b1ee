"""The layer kinds of Lasagne: each spelled once, with its arguments in Lasagne's own order, after ``incoming``.

A function in these files is the signature of a kind. Its parameters are annotated with what they can be, and it makes
the layer of the core for the feature map that arrives.
"""

from __future__ import annotations

from sphinx_cnn.notation.lasagne.kind import LasagneKind
from sphinx_cnn.notation.lasagne.layers import (
    activation,
    convolution,
    dense,
    merging,
    normalization,
    pooling,
    reshaping,
)

KINDS: dict[str, LasagneKind] = {
    **convolution.KINDS,
    **pooling.KINDS,
    **dense.KINDS,
    **normalization.KINDS,
    **activation.KINDS,
    **reshaping.KINDS,
    **merging.KINDS,
}

ALIASES: dict[str, str] = {alias: name for name, kind in KINDS.items() for alias in kind.aliases}
"""Other names by which Lasagne knows the same layers."""

UNREAD = frozenset({
    "CustomRecurrentLayer", "GRULayer", "Gate", "InverseLayer", "LSTMLayer", "NINLayer_c01b",
    "RecurrentLayer", "ShuffleBC01ToC01BLayer", "ShuffleC01BToBC01Layer", "TPSTransformerLayer", "TransformerLayer",
    "bc01_to_c01b", "c01b_to_bc01",
})  # fmt: skip
"""Lasagne's other layers, which are not read."""
