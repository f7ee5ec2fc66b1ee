"""The functions of ``torch`` and ``torch.nn.functional``, by their names."""

from __future__ import annotations

from dataclasses import replace

from sphinx_cnn.notation.dialect import Maker
from sphinx_cnn.notation.pytorch.functional import FUNCTIONAL, Twin
from sphinx_cnn.notation.pytorch.operation import Operation
from sphinx_cnn.notation.tensors import data, elementwise, parts, products, reducing, shaping
from sphinx_cnn.notation.tensors.signature import Function

OPERATIONS: dict[str, Function] = {
    **elementwise.OPERATIONS,
    **shaping.OPERATIONS,
    **reducing.OPERATIONS,
    **products.OPERATIONS,
    **parts.OPERATIONS,
    **parts.FUNCTIONS,
    "einsum": products.einsum,
    "where": elementwise.where,
    "broadcast_to": shaping.expand,
    "t": shaping.matrix_transposed,
}

SHARED = [
    "adaptive_avg_pool1d",
    "adaptive_max_pool1d",
    "alpha_dropout",
    "avg_pool1d",
    "batch_norm",
    "celu",
    "channel_shuffle",
    "conv1d",
    "conv2d",
    "conv3d",
    "conv_transpose1d",
    "conv_transpose2d",
    "conv_transpose3d",
    "cosine_similarity",
    "dropout",
    "embedding",
    "feature_dropout",
    "group_norm",
    "hardshrink",
    "instance_norm",
    "layer_norm",
    "max_pool1d",
    "max_pool2d",
    "max_pool3d",
    "pairwise_distance",
    "pixel_shuffle",
    "pixel_unshuffle",
    "prelu",
    "rms_norm",
    "rrelu",
    "selu",
    "threshold",
]
"""The functions of ``torch.nn.functional`` that are functions of ``torch`` too."""

TORCH: dict[str, Maker] = {
    **{name: Operation(name, function) for name, function in OPERATIONS.items()},
    **{name: Operation(name, function, makes_data=True) for name, function in data.FUNCTIONS.items()},
    **{name: FUNCTIONAL[name] for name in SHARED},
}


def function(name: str) -> Maker | None:
    """``torch.NAME``; ``None`` if there is no such function that is read."""
    return _named(TORCH, name)


def functional(name: str) -> Maker | None:
    """``torch.nn.functional.NAME``; ``None`` if there is no such function that is read."""
    return _named(FUNCTIONAL, name)


def _named(functions: dict[str, Maker], name: str) -> Maker | None:
    """A function, or its twin that works in place."""
    found = functions.get(name)
    plain = functions.get(name.removesuffix("_"))
    return replace(plain, in_place=True) if found is None and isinstance(plain, Operation | Twin) else found
