"""Convolutions that share less between positions than others: biases of their own for each, or kernels as well.

Sources: Taigman et al., *DeepFace* (2014), section 2.2, for kernels that are not shared; Lasagne,
``lasagne.layers.Conv2DLayer`` (``untie_biases``) and ``LocallyConnected2DLayer``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import ClassVar

from sphinx_cnn.arithmetic.formula import Symbols
from sphinx_cnn.arithmetic.layers.base import Counts
from sphinx_cnn.arithmetic.layers.convolution import Convolution
from sphinx_cnn.arithmetic.shape import Shape, spatial


@dataclass(frozen=True, eq=False)
class UntiedConvolution(Convolution):
    """A convolution with a bias for each value of its output; the kernels are shared."""

    counts: ClassVar[Counts] = Counts(
        weights="prod(K) * C_in / G * C_out",
        biases="prod(O) * C_out",
        macs="weights * prod(O)",
        operations="(2 * prod(K) * C_in / G - 1) * N_out + biases",
        connections="weights * prod(O) + biases",
    )

    @property
    def family(self) -> str:
        return "convolution"


@dataclass(frozen=True, eq=False)
class LocalConvolution(Convolution):
    """A convolution whose kernels are not shared; its biases are, unless they are untied as well."""

    untie_biases: bool = False

    counts: ClassVar[Counts] = Counts(
        weights="prod(O) * prod(K) * C_in / G * C_out",
        biases="L * C_out",
        macs="weights",
        operations="(2 * prod(K) * C_in / G - 1) * N_out + biases * (prod(O) / L)",
        connections="weights + biases * (prod(O) / L)",
    )
    meanings: ClassVar[Mapping[str, str]] = {"L": "positions with biases of their own"}
    kernel_columns: ClassVar[str] = ""

    @property
    def family(self) -> str:
        return "convolution"

    def symbols(self, inputs: tuple[Shape, ...], output: Shape) -> Symbols:
        positions = prod(spatial(output, channels_last=self.channels_last))
        return {**super().symbols(inputs, output), "L": positions if self.untie_biases else 1}
