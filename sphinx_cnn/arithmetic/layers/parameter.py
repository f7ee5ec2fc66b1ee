"""Weights that stand by themselves, and layers that take theirs from there.

Sources: PyTorch, ``torch.nn.Parameter`` and ``Module.register_buffer``; Touvron et al., *Going deeper with Image
Transformers* (2021), for a learned scale; Dosovitskiy et al., *An Image is Worth 16x16 Words* (2021), for learned
positions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import prod
from typing import ClassVar

from sphinx_cnn.arithmetic.formula import ZERO, Formula, Symbols
from sphinx_cnn.arithmetic.layers.base import Counts, Layer, Reach
from sphinx_cnn.arithmetic.layers.wrapping import Wrapper
from sphinx_cnn.arithmetic.shape import Shape

OWN = ("weights", "biases", "statistics")


@dataclass(frozen=True, eq=False)
class Parameter(Layer):
    """Weights that belong to no layer, such as a learned scale or learned positions. They take no input."""

    shape: Shape

    counts: ClassVar[Counts] = Counts(weights="N_out", activations="0")

    @property
    def family(self) -> str:
        return "reshaping"

    def output_shape(self, *inputs: Shape) -> Shape:
        return self.shape


@dataclass(frozen=True, eq=False)
class Buffer(Parameter):
    """Values that are kept with the weights and not learned."""

    counts: ClassVar[Counts] = Counts(statistics="N_out", activations="0")


@dataclass(frozen=True, eq=False)
class Values(Parameter):
    """Values that are made anew for each input, such as zeros, and are no parameters."""

    counts: ClassVar[Counts] = Counts()


@dataclass(frozen=True, eq=False)
class WithParameters(Wrapper):
    """A layer whose weights arrive beside its input, from where they stand by themselves and are counted.

    All other counts are those of the layer inside.
    """

    merges: ClassVar[bool] = True

    def formula(self, count: str) -> Formula | None:
        inside = self.layer.formula(count)
        if count in OWN or inside is None:
            return ZERO if count in OWN else inside
        return Formula(re.sub(r"\b(weights|biases)\b", lambda name: self._written(name[0]), inside.source))

    def _written(self, count: str) -> str:
        formula = self.layer.formula(count)
        return f"({formula.source})" if formula else count

    def output_shape(self, *inputs: Shape) -> Shape:
        return self.layer.output_shape(inputs[0])

    def symbols(self, inputs: tuple[Shape, ...], output: Shape) -> Symbols:
        return {"N_in": prod(inputs[0]), **self.layer.symbols(inputs[:1], output)}

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        return self.layer.reach(inputs[:1])

    def mixes(self, arriving: Shape) -> tuple[int, ...]:
        return self.layer.mixes(arriving)
