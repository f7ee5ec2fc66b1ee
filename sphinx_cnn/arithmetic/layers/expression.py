"""A function of a feature map that is written in code, of which only the shape of the result is known.

Source: Lasagne, ``lasagne.layers.ExpressionLayer``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sphinx_cnn.arithmetic.layers.base import Counts, Layer, Reach
from sphinx_cnn.arithmetic.shape import Shape


@dataclass(frozen=True, eq=False)
class Expression(Layer):
    """Any function; what it costs and sees is not known.

    :param shape: that of the result; ``None`` for that of the input.
    """

    shape: Shape | None = None

    counts: ClassVar[Counts] = Counts(macs=None, operations=None, connections=None)

    @property
    def family(self) -> str:
        return "activation"

    def output_shape(self, *inputs: Shape) -> Shape:
        return inputs[0] if self.shape is None else self.shape

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        return "unknown"
