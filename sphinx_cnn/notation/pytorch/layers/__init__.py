"""The layer kinds of PyTorch: the modules of ``torch.nn``, each with its arguments in PyTorch's own order.

A function in these files is the signature of a kind. Its parameters are annotated with what they can be, and it makes
the layer of the core. Channels come first.
"""

from __future__ import annotations

from sphinx_cnn.notation.kinds import Kind
from sphinx_cnn.notation.pytorch.layers import (
    activation,
    attention,
    convolution,
    dense,
    normalization,
    pooling,
    resampling,
    reshaping,
)

KINDS: dict[str, Kind] = {
    **convolution.KINDS,
    **pooling.KINDS,
    **dense.KINDS,
    **normalization.KINDS,
    **activation.KINDS,
    **reshaping.KINDS,
    **resampling.KINDS,
    **attention.KINDS,
}
