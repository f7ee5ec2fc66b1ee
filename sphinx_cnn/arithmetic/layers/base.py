"""What a layer kind declares: its counts as formulas, its output shape, its effect on the receptive field."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Literal

from sphinx_cnn.arithmetic.formula import ZERO, Formula, Symbols
from sphinx_cnn.arithmetic.receptive_field import Step
from sphinx_cnn.arithmetic.shape import Shape

Reach = tuple[Step, ...] | Literal["same position", "everything", "moved", "mixed", "unknown"]
"""What one output position sees of the input: a window per axis, its own position, all of it; one value that has been
moved there from any position; several positions, which is nothing new where each sees the same; or nobody knows."""


class Counts:
    """The formulas of a layer kind, one for each count.

    :param weights: multiplicative parameters, such as kernels and scales.
    :param biases: additive parameters.
    :param statistics: parameters that are measured, not learned: moving means and variances.
    :param macs: multiply-accumulates for one input.
    :param operations: every single multiplication and addition for one input (the textbook count of FLOPs).
    :param connections: input lines into a unit plus its bias, over all output units (LeCun et al. 1998).
    :param activations: values stored for the output; none for a view.

    ``None`` says that a count is not known. ``macs`` and those after it may use ``weights`` and ``biases``.
    """

    def __init__(
        self,
        *,
        weights: str | None = "0",
        biases: str | None = "0",
        statistics: str | None = "0",
        macs: str | None = "0",
        operations: str | None = "0",
        connections: str | None = "0",
        activations: str | None = "N_out",
    ) -> None:
        sources = {
            "weights": weights,
            "biases": biases,
            "statistics": statistics,
            "macs": macs,
            "operations": operations,
            "connections": connections,
            "activations": activations,
        }
        self._sources = sources

    @cached_property
    def formulas(self) -> dict[str, Formula | None]:
        """The formulas by the name of their count, parsed when first asked for."""
        return {name: None if source is None else Formula(source) for name, source in self._sources.items()}


@dataclass(frozen=True, eq=False)
class Layer(ABC):
    """A layer with its hyperparameters, before it is applied to anything; equal only to itself."""

    counts: ClassVar[Counts]
    learns: ClassVar[bool] = True
    """Whether training changes the layer's weights and biases."""
    merges: ClassVar[bool] = False
    """Whether it takes more than one feature map."""
    meanings: ClassVar[Mapping[str, str]] = {}
    """What symbols of the formulas mean for this kind, where that is not what they mean elsewhere."""
    kernel_columns: ClassVar[str] = ""
    """The size of the last axis of the layer's only kernel, as a formula; nothing, if there is no such kernel."""

    @abstractmethod
    def output_shape(self, *inputs: Shape) -> Shape:
        """The shape of the output, without the batch axis.

        :raises ShapeError: if the layer cannot be applied to these inputs.
        """

    def symbols(self, inputs: tuple[Shape, ...], output: Shape) -> Symbols:
        """The values of the symbols in the formulas, but for ``N_in``, ``N_out``, ``weights`` and ``biases``."""
        return {}

    @property
    def without(self) -> tuple[str, ...]:
        """The counts that this layer leaves out of those that its kind has: biases, if it has none."""
        return ()

    def formula(self, count: str) -> Formula | None:
        """The formula of a count for this very layer; ``None`` where the count is not known."""
        return ZERO if count in self.without else self.counts.formulas[count]

    @property
    def family(self) -> str:
        """The family of layer kinds that it belongs to, which is the file that it stands in: ``convolution``."""
        return type(self).__module__.rpartition(".")[2]

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        """What one output position sees of the input."""
        return "same position"

    def mixes(self, arriving: Shape) -> tuple[int, ...]:
        """The axes of what arrives along which positions do not stay apart, where all others stay as they are."""
        return ()
