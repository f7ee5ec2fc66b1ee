"""PyTorch's attention. Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.MultiheadAttention.html."""

from __future__ import annotations

from typing import Annotated

from sphinx_cnn.arithmetic.layers.attention import MultiHeadAttention
from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.notation import arguments as a
from sphinx_cnn.notation.expectation import Expectation
from sphinx_cnn.notation.kinds import Kind
from sphinx_cnn.notation.pytorch import arguments as p


def multi_head_attention(
    embed_dim: a.Positive, num_heads: a.Positive, dropout: Annotated[float, a.rate, 0.0], bias: p.Bias,
    add_bias_kv: p.No, add_zero_attn: p.No, kdim: p.OptionalPositive, vdim: p.OptionalPositive, batch_first: p.No,
) -> Layer:  # fmt: skip
    if embed_dim % num_heads:
        raise ValueError(f"embed_dim is {embed_dim}, which the {num_heads} heads do not divide")
    return MultiHeadAttention(embed_dim, bias, add_bias_kv, add_zero_attn)


KINDS = {
    "MultiheadAttention": Kind(
        multi_head_attention,
        0,
        ("device", "dtype"),
        follows={"kdim": "embed_dim", "vdim": "embed_dim"},
        expects=(
            Expectation("embed_dim", axis=-1),
            Expectation("kdim", axis=-1, source=1),
            Expectation("vdim", axis=-1, source=2),
        ),
    )
}
