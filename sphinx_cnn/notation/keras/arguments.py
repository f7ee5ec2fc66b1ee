"""What the arguments of Keras layers can be; each converter takes what the author wrote, or says what is needed."""

from __future__ import annotations

from typing import Annotated

from sphinx_cnn.arithmetic.layers.activation import Activation
from sphinx_cnn.arithmetic.shape import Shape, Sides
from sphinx_cnn.arithmetic.window import Padding
from sphinx_cnn.notation.arguments import (
    anything,
    axes,
    flag,
    number,
    optional_from_zero,
    optional_per_axis,
    per_axis,
    positive,
    sides,
)
from sphinx_cnn.notation.dialect import Maker
from sphinx_cnn.notation.errors import nearest
from sphinx_cnn.notation.kinds import Beyond
from sphinx_cnn.notation.values import Function, LayerObject, Native, Opaque, describe

ACTIVATIONS = (
    "celu", "elu", "exponential", "gelu", "hard_shrink", "hard_sigmoid", "hard_silu", "hard_swish",
    "hard_tanh", "leaky_relu", "linear", "log_sigmoid", "log_softmax", "mish", "relu", "relu6", "selu", "sigmoid",
    "silu", "soft_shrink", "softmax", "softplus", "softsign", "sparse_plus", "sparse_sigmoid", "sparsemax",
    "squareplus", "swish", "tanh", "tanh_shrink",
)  # fmt: skip
"""The activation functions that Keras knows by name, and that leave a shape as it is: ``glu`` halves the channels."""


def clipping(name: str, value: object, rank: int) -> object:
    """A dictionary with bounds for ``rmax``, ``rmin`` and ``dmax``, or None."""
    if isinstance(value, dict) and not value.keys() <= {"rmax", "rmin", "dmax"}:
        raise ValueError(f"{name} has the keys rmax, rmin and dmax, not {', '.join(map(str, value))}")
    return anything(name, value, rank)


def activation(name: str, value: object, rank: int) -> str | None:
    """The name of an activation function, the function itself, or its layer; a function of the text; or None."""
    if isinstance(value, LayerObject) and isinstance(value.layer, Activation):
        return value.layer.function
    if isinstance(value, Function):
        return value.name
    if isinstance(value, Maker):
        value = _snake_case(str(getattr(value, "name", value)))
    if isinstance(value, Opaque | Native):
        origin = value.origin if isinstance(value, Opaque) else value.name
        value = origin.removesuffix("()").rpartition(".")[2]
        value = _snake_case(value)
    if value is None or value in ACTIVATIONS:
        return None if value is None else str(value)
    if value == "glu":
        raise ValueError(
            f"{name} 'glu' halves the channels, which Keras does not say in a summary; it is not read here"
        )
    if isinstance(value, str):
        raise ValueError(f"unknown {name} function {describe(value)}{nearest(value, ACTIVATIONS)}")
    raise ValueError(f"{name} must be the name of a function, not {describe(value)}")


activation.takes_opaque = True  # type: ignore[attr-defined]


def data_format(name: str, value: object, rank: int) -> bool:
    """``channels_last`` or ``channels_first``; None for what the text has set, or else ``channels_last``."""
    if value not in (None, "channels_last", "channels_first"):
        raise ValueError(f"{name} must be 'channels_last' or 'channels_first', not {describe(value)}")
    return value != "channels_first"


def pool_padding(name: str, value: object, rank: int) -> Padding | Beyond:
    """``valid`` or ``same``; in numbers also: one, one per axis, or a pair per axis."""
    if value in ("valid", "same"):
        return value
    if isinstance(value, str):
        raise ValueError(
            f"{name} must be 'valid', 'same' or a number, not {value!r}{nearest(value, ('valid', 'same'))}"
        )
    return Beyond(sides(name, value, rank), "padding in numbers")


def padding(name: str, value: object, rank: int) -> Padding | Beyond:
    """As :func:`pool_padding`, in capitals too."""
    return pool_padding(name, value.lower() if isinstance(value, str) else value, rank)


def padding_with_causal(name: str, value: object, rank: int) -> Padding | Beyond:
    """As :func:`padding`, with ``causal`` for one axis."""
    causal = rank == 1 and isinstance(value, str) and value.lower() == "causal"
    return "causal" if causal else padding(name, value, rank)


def pair_of_sides(name: str, value: object, rank: int) -> tuple[Sides, ...]:
    """What is added before and after along the only axis: one number, or a pair."""
    if isinstance(value, list | tuple) and len(value) != 2:
        raise ValueError(f"{name} must be a whole number or a pair (before, after), not {describe(value)}")
    return sides(name, [value], rank)


def connections(name: str, value: object, rank: int) -> tuple[tuple[int, ...], ...] | Beyond | None:
    """A connection table: for each output map, the indices of its input maps."""
    if value is None:
        return None
    if not isinstance(value, list | tuple) or not all(isinstance(table, list | tuple) and table for table in value):
        raise ValueError(f"{name} must be a list with a list of input maps for each filter, not {describe(value)}")
    for table in value:
        if not all(isinstance(index, int) and index >= 0 for index in table) or len(set(table)) != len(table):
            raise ValueError(
                f"{name} must name each input map of a filter once, by its index from 0, not {describe(table)}"
            )
    return Beyond(tuple(tuple(table) for table in value), "a connection table")


def pair_of_axes(name: str, value: object, rank: int) -> tuple[int, int]:
    """As :func:`axes`, one for both feature maps, or one for each."""
    found = axes(name, value, rank)
    if len(found) > 2 or (isinstance(value, list | tuple) and len(found) != 2):
        raise ValueError(f"{name} must be one axis or two, one for each feature map, not {describe(value)}")
    return found[0], found[-1]


def permutation(name: str, value: object, rank: int) -> tuple[int, ...]:
    """The axes in their new order, each once, counted from 1."""
    found = axes(name, value, rank)
    if not isinstance(value, list | tuple) or sorted(found) != list(range(1, len(found) + 1)):
        raise ValueError(f"{name} must name each axis once, counted from 1, not {describe(value)}")
    return found


def number_of_groups(name: str, value: object, rank: int) -> int | None:
    """A whole number above zero, or -1: each channel is a group."""
    return None if value == -1 and not isinstance(value, bool) else positive(name, value, rank)


def interpolation(name: str, value: object, rank: int) -> str:
    """``nearest``, ``bilinear``, ``bicubic``, ``lanczos3``, ``lanczos5`` or ``area``."""
    known = ("nearest", "bilinear", "bicubic", "lanczos3", "lanczos5", "area")
    value = value.lower() if isinstance(value, str) else value
    if not isinstance(value, str) or value not in known:
        hint = nearest(value, known) if isinstance(value, str) else ""
        raise ValueError(f"{name} must be one of {', '.join(known)}, not {describe(value)}{hint}")
    return value


def changes_no_count(*variables: str) -> tuple[str, ...]:
    """The initializers, regularizers and constraints of some variables, in the order of Keras' arguments."""
    names = {use: tuple(f"{variable}_{use}" for variable in variables) for use in ("initializer", "regularizer")}
    constraints = tuple(f"{variable}_constraint" for variable in variables)
    return (*names["initializer"], *names["regularizer"], "activity_regularizer", *constraints)


def _snake_case(name: str) -> str:
    return {"ReLU": "relu", "ELU": "elu", "Softmax": "softmax", "LeakyReLU": "leaky_relu", "re_lu": "relu"}.get(
        name, name
    )


Filters = Annotated[int, positive]
KernelSize = Annotated[Shape, per_axis]
Strides = Annotated[Shape, per_axis, 1]
PoolSize = Annotated[Shape, per_axis, 2]
PoolStrides = Annotated[Shape, optional_per_axis, None]
PoolPadding = Annotated[Padding, pool_padding, "valid"]
PaddingArgument = Annotated[Padding, padding, "valid"]
CausalPadding = Annotated[Padding, padding_with_causal, "valid"]
ChannelsLast = Annotated[bool, data_format, None]
Dilation = Annotated[Shape, per_axis, 1]
Groups = Annotated[int, positive, 1]
DepthMultiplier = Annotated[int, positive, 1]
ActivationFunction = Annotated[str | None, activation, None]
OutputPadding = Annotated[Shape | None, optional_from_zero, None]
UseBias = Annotated[bool, flag, True]
Epsilon = Annotated[float, number, 0.001]
Center = Annotated[bool, flag, True]
Scale = Annotated[bool, flag, True]
Connections = Annotated[tuple[tuple[int, ...], ...] | None, connections, None]
