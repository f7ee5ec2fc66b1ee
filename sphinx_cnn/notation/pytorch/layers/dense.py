"""PyTorch's fully connected layers and embeddings.

Sources: https://docs.pytorch.org/docs/stable/nn.html#linear-layers and
https://docs.pytorch.org/docs/stable/nn.html#sparse-layers.
"""

from __future__ import annotations

from typing import Annotated

from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.arithmetic.layers.dense import AveragedEmbeddingBag, Bilinear, Dense, Embedding, EmbeddingBag
from sphinx_cnn.notation import arguments as a
from sphinx_cnn.notation.expectation import Expectation
from sphinx_cnn.notation.kinds import Kind
from sphinx_cnn.notation.pytorch import arguments as p


def linear(in_features: a.Positive, out_features: a.Positive, bias: p.Bias) -> Layer:
    return Dense(out_features, bias)


def lazy_linear(out_features: a.Positive, bias: p.Bias) -> Layer:
    return Dense(out_features, bias)


def bilinear(in1_features: a.Positive, in2_features: a.Positive, out_features: a.Positive, bias: p.Bias) -> Layer:
    return Bilinear(out_features, bias)


def embedding(
    num_embeddings: a.Positive, embedding_dim: a.Positive, padding_idx: Annotated[int | None, p.optional_whole, None]
) -> Layer:
    _require_index(padding_idx, num_embeddings)
    return Embedding(num_embeddings, embedding_dim)


def embedding_bag(
    num_embeddings: a.Positive, embedding_dim: a.Positive, max_norm: Annotated[float | None, p.optional_number, None],
    norm_type: Annotated[float, a.number, 2.0], scale_grad_by_freq: p.No,
    mode: Annotated[str, p.bag_mode, "mean"],
) -> Layer:  # fmt: skip
    if mode == "mean":
        return AveragedEmbeddingBag(num_embeddings, embedding_dim)
    return EmbeddingBag(num_embeddings, embedding_dim)


def _require_index(padding_idx: int | None, num_embeddings: int) -> None:
    if padding_idx is not None and not -num_embeddings <= padding_idx < num_embeddings:
        raise ValueError(f"padding_idx is {padding_idx}, but there are {num_embeddings} embeddings")


LAST = ("device", "dtype")
TABLE = ("max_norm", "norm_type", "scale_grad_by_freq", "sparse", "_weight", "_freeze", *LAST)
PAIR = (Expectation("in1_features", axis=-1), Expectation("in2_features", axis=-1, source=1))

KINDS = {
    "Linear": Kind(linear, 0, LAST, expects=(Expectation("in_features", axis=-1),)),
    "LazyLinear": Kind(lazy_linear, 0, LAST),
    "Bilinear": Kind(bilinear, 0, LAST, expects=PAIR),
    "Embedding": Kind(embedding, 0, TABLE),
    "EmbeddingBag": Kind(embedding_bag, 0, ("sparse", "_weight", "include_last_offset", "padding_idx", *LAST)),
}
