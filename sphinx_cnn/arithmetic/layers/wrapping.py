"""Layers around another layer; what is said of the layer inside is said of them.

Sources: Miyato et al., *Spectral Normalization for Generative Adversarial Networks* (2018); Keras 3,
``keras.layers.SpectralNormalization`` and ``TimeDistributed``.
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from math import prod
from typing import ClassVar

from sphinx_cnn.arithmetic.formula import Formula, Symbols
from sphinx_cnn.arithmetic.layers.base import Counts, Layer, Reach
from sphinx_cnn.arithmetic.receptive_field import Slide
from sphinx_cnn.arithmetic.shape import Shape, ShapeError


@dataclass(frozen=True, eq=False)
class Wrapper(Layer):
    """A layer with another one inside."""

    layer: Layer

    counts: ClassVar[Counts] = Counts()

    @property
    def family(self) -> str:
        return self.layer.family

    @abstractmethod
    def formula(self, count: str) -> Formula | None: ...


@dataclass(frozen=True, eq=False)
class SpectralNormalization(Wrapper):
    """A layer whose kernel is divided by its largest singular value in training.

    All counts are those of the layer inside. Beside them it keeps a vector that is measured, not learned, with a value
    for each size of the kernel's last axis.
    """

    def formula(self, count: str) -> Formula | None:
        return Formula(self.layer.kernel_columns) if count == "statistics" else self.layer.formula(count)

    def output_shape(self, *inputs: Shape) -> Shape:
        return self.layer.output_shape(*inputs)

    def symbols(self, inputs: tuple[Shape, ...], output: Shape) -> Symbols:
        return self.layer.symbols(inputs, output)

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        return self.layer.reach(inputs)


@dataclass(frozen=True, eq=False)
class TimeDistributed(Wrapper):
    """A layer applied to each step of a sequence, along the first axis.

    The parameters are those of the layer inside, once; all other counts are its own, for each step.
    """

    def formula(self, count: str) -> Formula | None:
        inside = self.layer.formula(count)
        if inside is None or inside.is_zero or count in ("weights", "biases", "statistics"):
            return inside
        return Formula(f"N_steps * ({inside.source})")

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        if len(shape) < 2:
            raise ShapeError("needs a sequence, with an axis of steps before the others")
        return (shape[0], *self.layer.output_shape(shape[1:]))

    def symbols(self, inputs: tuple[Shape, ...], output: Shape) -> Symbols:
        (steps, *step), result = inputs[0], output[1:]
        inside = self.layer.symbols((tuple(step),), result)
        return {**inside, "N_in": prod(step), "N_out": prod(result), "N_steps": steps}

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        inside = self.layer.reach((inputs[0][1:],))
        if isinstance(inside, tuple):
            return (Slide(1, 1), *inside)
        return inside if inside == "same position" else "unknown"
