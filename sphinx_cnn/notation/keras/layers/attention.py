"""Keras' attention. Source: https://keras.io/api/layers/attention_layers/."""

from __future__ import annotations

from typing import Annotated

from sphinx_cnn.arithmetic.layers.attention import DotAttention, ProjectedAttention
from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.notation import arguments as a
from sphinx_cnn.notation.keras import arguments as k
from sphinx_cnn.notation.kinds import Kind
from sphinx_cnn.notation.values import describe


def size_of_vectors(name: str, value: object, rank: int) -> int | None:
    """A whole number above zero, alone or in a tuple; or None."""
    if isinstance(value, list | tuple) and len(value) == 1:
        (value,) = value
    return None if value is None else a.positive(name, value, rank)


def ungated(name: str, value: object, rank: int) -> bool:
    """False; a gate has a dense layer of its own."""
    if value is not False:
        raise ValueError(f"{name} adds a layer that is not read here, so it must be False")
    return value


def multi_head_attention(
    num_heads: k.Filters, key_dim: k.Filters, value_dim: Annotated[int | None, size_of_vectors, None],
    dropout: Annotated[float, a.rate, 0.0], use_bias: k.UseBias,
    output_shape: Annotated[int | None, size_of_vectors, None],
    attention_axes: Annotated[tuple[int, ...], a.axes_or_none, None], *, use_gate: Annotated[bool, ungated, False],
) -> Layer:  # fmt: skip
    values = num_heads * (value_dim or key_dim)
    return ProjectedAttention(num_heads * key_dim, values, output_shape, use_bias, attention_axes)


def score(name: str, value: object, rank: int) -> str:
    """``dot`` or ``concat``."""
    if value not in ("dot", "concat"):
        raise ValueError(f"{name} must be 'dot' or 'concat', not {describe(value)}")
    return str(value)


def attention(
    use_scale: Annotated[bool, a.flag, False], score_mode: Annotated[str, score, "dot"],
    dropout: Annotated[float, a.rate, 0.0],
) -> Layer:  # fmt: skip
    return DotAttention(use_scale + (score_mode == "concat"))


def additive_attention(use_scale: Annotated[bool, a.flag, True], dropout: Annotated[float, a.rate, 0.0]) -> Layer:
    return DotAttention(None if use_scale else 0)


OTHERS = ("sliding_window", "flash_attention", *k.changes_no_count("kernel", "bias"), "use_gate", "seed")

KINDS = {
    "MultiHeadAttention": Kind(multi_head_attention, 0, OTHERS),
    "Attention": Kind(attention, 0, ("seed",)),
    "AdditiveAttention": Kind(additive_attention),
}
"""All take a query, a value, and a key, which is the value where none is given."""
