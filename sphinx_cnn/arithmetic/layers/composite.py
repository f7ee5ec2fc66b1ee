"""Several operations in one layer, as a function that a text gives to a layer has them.

Source: Keras 3, ``keras.layers.Lambda``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from sphinx_cnn.arithmetic.formula import Formula, Symbols
from sphinx_cnn.arithmetic.layers.base import Counts, Layer, Reach
from sphinx_cnn.arithmetic.shape import Shape, ShapeError, times


@dataclass(frozen=True, eq=False)
class Composite(Layer):
    """Operations without parameters, whose counts are added up.

    :param arriving: the shapes of the inputs that they were added up for.
    :param shape: the output shape.
    :param amounts: the counts by their name; ``None`` where one is not known.
    :param in_place: whether each position of the output sees its own position alone.
    """

    arriving: tuple[Shape, ...]
    shape: Shape
    amounts: Mapping[str, int | None]
    in_place: bool = False

    merges: ClassVar[bool] = True
    counts: ClassVar[Counts] = Counts(macs="M", operations="T", connections="L")
    meanings: ClassVar[Mapping[str, str]] = {
        "M": "multiply-accumulates of the operations inside",
        "T": "multiplications and additions inside",
        "L": "connections inside",
    }

    @property
    def family(self) -> str:
        return "activation"

    def formula(self, count: str) -> Formula | None:
        return None if self.amounts.get(count, 0) is None else self.counts.formulas[count]

    def output_shape(self, *inputs: Shape) -> Shape:
        if inputs != self.arriving:
            arrives, known = (" and ".join(map(times, shapes)) for shapes in (inputs, self.arriving))
            raise ShapeError(f"its function was read for {known}, but {arrives} arrives")
        return self.shape

    def symbols(self, inputs: tuple[Shape, ...], output: Shape) -> Symbols:
        names = {"M": "macs", "T": "operations", "L": "connections"}
        return {symbol: self.amounts.get(count) or 0 for symbol, count in names.items()}

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        return "same position" if self.in_place else "unknown"
