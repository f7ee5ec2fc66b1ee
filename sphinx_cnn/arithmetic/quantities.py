"""The quantities of a layer and of a network, each declared once: its field, its title, its meaning and its unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from fractions import Fraction
from typing import Any, Literal

from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.arithmetic.shape import Shape

Unit = Literal["", "shape", "shapes", "count", "bytes", "pixels"]

DTYPES = {"float16": 2, "bfloat16": 2, "float32": 4, "float64": 8, "int8": 1}
"""Bytes of one value, by data type."""

FlopsConvention = Literal["2xmac", "textbook", "mac"]
FLOPS_CONVENTIONS: dict[FlopsConvention, str] = {
    "2xmac": "a multiply-accumulate is two operations, and nothing else is counted",
    "textbook": "every multiplication and every addition",
    "mac": "a multiply-accumulate is one operation, as some tools have it",
}


@dataclass(frozen=True)
class Quantity:
    """What can be asked of a layer, shown as a column, and, if it is countable, summed up for a network."""

    name: str
    title: str
    meaning: str
    unit: Unit
    countable: bool


def _quantity(title: str, meaning: str, unit: Unit = "", *, countable: bool = False) -> Any:  # noqa: ANN401
    return field(metadata={"title": title, "meaning": meaning, "unit": unit, "countable": countable})


def _count(title: str, meaning: str, unit: Unit = "count") -> Any:  # noqa: ANN401
    return _quantity(title, meaning, unit, countable=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One layer's quantities; a count that is not known is ``None``.

    ``key`` is the name where that is unique in the network, else the group and the name. ``unapplied`` has shapes of
    inputs that the layer could take, if it is never applied and has its parameters only.
    """

    name: str = _quantity("Name", "the layer's name")
    group: str = _quantity("Group", "the function call, nested model or module that the layer stands in")
    kind: str = _quantity("Kind", "the layer kind as the dialect spells it")
    inputs: tuple[str, ...] = _quantity("Inputs", "the layers whose outputs it takes")
    input_shapes: tuple[Shape, ...] = _quantity("Input shapes", "the shapes that arrive", "shapes")
    output_shape: Shape = _quantity("Output shape", "the shape of the output, without the batch axis", "shape")
    weights: int | None = _count("Weights", "multiplicative parameters: kernels, scales, coefficients")
    biases: int | None = _count("Biases", "additive parameters")
    statistics: int | None = _count("Statistics", "moving means and variances, where the framework counts them")
    buffers: int | None = _count("Buffers", "moving means and variances, where the framework does not count them")
    params: int | None = _count("Parameters", "weights, biases and statistics; in the row of a layer's first use")
    trainable: int | None = _count("Trainable", "parameters that training changes")
    non_trainable: int | None = _count("Non-trainable", "parameters that training does not change by gradient descent")
    macs: int | None = _count("MACs", "multiply-accumulates of convolutions, dense layers and matrix products")
    flops: int | None = _count("FLOPs", "floating-point operations by the stated convention")
    connections: int | None = _count("Connections", "input lines into a unit plus its bias, over all output units")
    activations: int | None = _count("Activations", "values stored for the output; none for a view")
    param_memory: int | None = _count("Parameter memory", "parameters times the bytes of the data type", "bytes")
    activation_memory: int | None = _count("Activation memory", "activations times the bytes of the data type", "bytes")
    receptive_field: Shape | None = _quantity("Receptive field", "its extent on the input, per axis", "pixels")
    receptive_field_stride: tuple[int | Fraction, ...] | None = _quantity(
        "Receptive field stride", "input positions from one output position to the next, per axis", "pixels"
    )
    receptive_field_start: tuple[int, ...] | None = _quantity(
        "Receptive field start", "the first input position that output position 0 sees, per axis", "pixels"
    )
    key: str
    layer: Layer
    hyperparameters: Mapping[str, object]
    unapplied: tuple[Shape, ...] | None = None

    def to_dict(self) -> dict[str, Any]:
        """The quantities by name, as JSON has them: lists for tuples, a number for a fraction."""
        return {name: _plain(getattr(self, name)) for name in QUANTITIES}


def _declared() -> dict[str, Quantity]:
    return {
        declared.name: Quantity(declared.name, **declared.metadata) for declared in fields(Row) if declared.metadata
    }


QUANTITIES: dict[str, Quantity] = _declared()
COUNTABLE: tuple[str, ...] = tuple(name for name, quantity in QUANTITIES.items() if quantity.countable)


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return float(value) if isinstance(value, Fraction) else value


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The countable quantities, summed up. A total that is a lower bound is named in ``lower_bounds``.

    ``training_memory`` is an estimate for one input, trained by gradient descent with momentum:
    ``(parameters + 2 · trainable + 2 · activations) · bytes``, which is the parameters, a gradient and a momentum
    for each trainable one, and each activation with its gradient (after CS231n, *Computational considerations*).
    """

    weights: int
    biases: int
    statistics: int
    buffers: int
    params: int
    trainable: int
    non_trainable: int
    macs: int
    flops: int
    connections: int
    activations: int
    param_memory: int
    activation_memory: int
    training_memory: int
    lower_bounds: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The totals by name, as JSON has them."""
        return {declared.name: _plain(getattr(self, declared.name)) for declared in fields(self)}


TOTALS: tuple[str, ...] = tuple(declared.name for declared in fields(Totals) if declared.name != "lower_bounds")
"""What can be asked of a whole network."""
