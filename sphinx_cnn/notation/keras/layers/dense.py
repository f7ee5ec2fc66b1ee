"""Keras' fully connected layers. Source: https://keras.io/api/layers/core_layers/."""

from __future__ import annotations

from typing import Annotated

from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.arithmetic.layers.classic import RadialBasis
from sphinx_cnn.arithmetic.layers.dense import Dense, Embedding
from sphinx_cnn.notation import arguments as a
from sphinx_cnn.notation.keras import arguments as k
from sphinx_cnn.notation.kinds import Kind


def dense(
    units: k.Filters, activation: k.ActivationFunction, use_bias: k.UseBias, *, lora_rank: a.Nothing,
    lora_alpha: a.Nothing, quantization_config: a.Nothing,
) -> Layer:  # fmt: skip
    return Dense(units, use_bias)


def embedding(
    input_dim: k.Filters, output_dim: k.Filters, *, lora_rank: a.Nothing, lora_alpha: a.Nothing,
    quantization_config: a.Nothing,
) -> Layer:  # fmt: skip
    return Embedding(input_dim, output_dim)


def radial_basis(units: Annotated[int, a.positive]) -> Layer:
    return RadialBasis(units)


ADAPTATION = ("lora_rank", "lora_alpha", "quantization_config")
TABLE = (
    "embeddings_initializer",
    "embeddings_regularizer",
    "embeddings_constraint",
    "mask_zero",
    "weights",
    *ADAPTATION,
    "input_length",
)

KINDS = {
    "Dense": Kind(dense, 0, (*k.changes_no_count("kernel", "bias"), *ADAPTATION)),
    "Embedding": Kind(embedding, 0, TABLE),
    "RBF": Kind(radial_basis, in_framework=False),
}
