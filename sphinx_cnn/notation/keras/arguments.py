"""What the arguments of Keras layers can be; each converter takes what the author wrote, or says what is needed."""

from __future__ import annotations

from typing import Annotated

from sphinx_cnn.arithmetic.layers.activation import Activation
from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.arithmetic.shape import Shape, Sides, times
from sphinx_cnn.arithmetic.window import Padding
from sphinx_cnn.notation.errors import nearest
from sphinx_cnn.notation.inputs import MOST_AXES
from sphinx_cnn.notation.kinds import Beyond
from sphinx_cnn.notation.values import FeatureMap, LayerObject, Native, Opaque, describe

LONGEST_NAME = 200

ACTIVATIONS = (
    "celu", "elu", "exponential", "gelu", "hard_shrink", "hard_sigmoid", "hard_silu", "hard_swish",
    "hard_tanh", "leaky_relu", "linear", "log_sigmoid", "log_softmax", "mish", "relu", "relu6", "selu", "sigmoid",
    "silu", "soft_shrink", "softmax", "softplus", "softsign", "sparse_plus", "sparse_sigmoid", "sparsemax",
    "squareplus", "swish", "tanh", "tanh_shrink",
)  # fmt: skip
"""The activation functions that Keras knows by name, and that leave a shape as it is: ``glu`` halves the channels."""


def layer_name(name: str, value: object, rank: int = 0) -> str:
    """A name for a layer or a model."""
    readable = isinstance(value, str) and value.strip() and value.isprintable()
    if not isinstance(value, str) or not readable or "/" in value or len(value) > LONGEST_NAME:
        raise ValueError(
            f"{name} must be a string of 1 to {LONGEST_NAME} printable letters without '/', not {describe(value)}"
        )
    return value


def positive(name: str, value: object, rank: int) -> int:
    """A whole number above zero."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError(f"{name} must be a whole number above 0, not {describe(value)}")
    return value


def whole(name: str, value: object, rank: int) -> int:
    """A whole number."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"{name} must be a whole number, not {describe(value)}")
    return value


def number(name: str, value: object, rank: int) -> float:
    """Any number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{name} must be a number, not {describe(value)}")
    return value


def non_negative(name: str, value: object, rank: int) -> float:
    """A number of 0 or more."""
    found = number(name, value, rank)
    if found < 0:
        raise ValueError(f"{name} must be 0 or more, not {describe(value)}")
    return found


def optional_non_negative(name: str, value: object, rank: int) -> float | None:
    """A number of 0 or more, or None."""
    return None if value is None else non_negative(name, value, rank)


def rate(name: str, value: object, rank: int) -> float:
    """A fraction of the values, from 0 to 1."""
    share = number(name, value, rank)
    if not 0 <= share <= 1:
        raise ValueError(f"{name} must be between 0 and 1, not {describe(value)}")
    return share


def flag(name: str, value: object, rank: int) -> bool:
    """True or False."""
    if not isinstance(value, bool):
        raise ValueError(f"{name} must be True or False, not {describe(value)}")
    return value


def per_axis(name: str, value: object, rank: int) -> Shape:
    """A whole number above zero for all spatial axes, or one for each."""
    if isinstance(value, list | tuple):
        if len(value) != rank:
            raise ValueError(f"{name} must be one number or {rank}, one for each spatial axis, not {len(value)}")
        return tuple(positive(name, item, rank) for item in value)
    return (positive(name, value, rank),) * rank


def optional_per_axis(name: str, value: object, rank: int) -> Shape | None:
    """As :func:`per_axis`, or None."""
    return None if value is None else per_axis(name, value, rank)


def optional_from_zero(name: str, value: object, rank: int) -> Shape | None:
    """A whole number of 0 or more for all spatial axes, or one for each; or None."""
    if value is None:
        return None
    numbers = list(value) if isinstance(value, list | tuple) else [value] * rank
    if len(numbers) != rank or any(whole(name, number, rank) < 0 for number in numbers):
        raise ValueError(f"{name} must be a whole number of 0 or more, or {rank} of them, not {describe(value)}")
    return tuple(whole(name, number, rank) for number in numbers)


def shape(name: str, value: object, rank: int) -> Shape:
    """A shape in which one size may be -1."""
    if not isinstance(value, list | tuple) or not all(isinstance(size, int) for size in value):
        raise ValueError(f"{name} must be a tuple of whole numbers, not {describe(value)}")
    if len(value) > MOST_AXES:
        raise ValueError(f"{name} has {len(value)} axes; no network has more than {MOST_AXES}")
    if any(size < 1 and size != -1 for size in value):
        raise ValueError(f"{name} has sizes above 0, or one of -1, not {times(tuple(value))}")
    return tuple(value)


def anything(name: str, value: object, rank: int) -> object:
    """An argument that changes no count."""
    return value if isinstance(value, int | float | str | None) else describe(value)


def shape_of_values(name: str, value: object, rank: int) -> Shape | None:
    """A number, or numbers in lists along the last axes; or None."""
    if value is None or isinstance(value, Opaque):
        return None if value is None else ()  # an array from elsewhere is taken to fit
    if not isinstance(value, list | tuple):
        number(name, value, rank)
        return ()
    inner = {shape_of_values(name, item, rank) for item in value}
    if len(inner) != 1 or None in inner:
        raise ValueError(f"{name} must be a number, or lists of numbers that are equally long, not {describe(value)}")
    return (len(value), *(inner.pop() or ()))


def nothing(name: str, value: object, rank: int) -> None:
    """None; what else it could be adds parameters that are not counted here."""
    if value is not None:
        raise ValueError(f"{name} adds or changes parameters in a way that is not read here, so it must be None")


def clipping(name: str, value: object, rank: int) -> object:
    """A dictionary with bounds for ``rmax``, ``rmin`` and ``dmax``, or None."""
    if isinstance(value, dict) and not value.keys() <= {"rmax", "rmin", "dmax"}:
        raise ValueError(f"{name} has the keys rmax, rmin and dmax, not {', '.join(map(str, value))}")
    return anything(name, value, rank)


def activation(name: str, value: object, rank: int) -> str | None:
    """The name of an activation function, the function itself or its layer, or None."""
    if isinstance(value, LayerObject) and isinstance(value.layer, Activation):
        return value.layer.function
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
shape_of_values.takes_opaque = True  # type: ignore[attr-defined]
anything.takes_opaque = True  # type: ignore[attr-defined]


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


def sides(name: str, value: object, rank: int) -> tuple[Sides, ...]:
    """What is added before and after, per axis: one number, one per axis, or a pair per axis."""
    axes = list(value) if isinstance(value, list | tuple) else [value] * rank
    pairs = [tuple(axis) if isinstance(axis, list | tuple) else (axis, axis) for axis in axes]
    numbers = [item for pair in pairs for item in pair]
    right_form = len(pairs) == rank and all(len(pair) == 2 for pair in pairs)
    if not right_form or not all(isinstance(n, int) and not isinstance(n, bool) and n >= 0 for n in numbers):
        needed = f"a whole number, {rank} of them, or {rank} pairs (before, after)"
        raise ValueError(f"{name} must be {needed}, 0 or more, not {describe(value)}")
    return tuple((pair[0], pair[1]) for pair in pairs)


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


def axes(name: str, value: object, rank: int) -> tuple[int, ...]:
    """One axis or several, counted with the batch axis as 0, or from the end."""
    return tuple(whole(name, item, rank) for item in (value if isinstance(value, list | tuple) else [value]))


def axes_or_none(name: str, value: object, rank: int) -> tuple[int, ...]:
    """As :func:`axes`, or None."""
    return () if value is None else axes(name, value, rank)


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


def layer(name: str, value: object, rank: int) -> Layer:
    """A layer that is not applied to anything."""
    if not isinstance(value, LayerObject):
        hint = "; write the layer itself between the parentheses" if isinstance(value, FeatureMap) else ""
        raise ValueError(f"{name} must be a layer, not {describe(value)}{hint}")
    return value.layer


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
    return {"ReLU": "relu", "ELU": "elu", "Softmax": "softmax", "LeakyReLU": "leaky_relu"}.get(name, name)


Filters = Annotated[int, positive]
KernelSize = Annotated[Shape, per_axis]
Strides = Annotated[Shape, per_axis, 1]
PoolSize = Annotated[Shape, per_axis, 2]
PoolStrides = Annotated[Shape | None, optional_per_axis, None]
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
Nothing = Annotated[None, nothing, None]
Axes = Annotated[tuple[int, ...], axes, -1]
Epsilon = Annotated[float, number, 0.001]
Center = Annotated[bool, flag, True]
Scale = Annotated[bool, flag, True]
Anything = Annotated[object, anything, None]
Connections = Annotated[tuple[tuple[int, ...], ...] | None, connections, None]
