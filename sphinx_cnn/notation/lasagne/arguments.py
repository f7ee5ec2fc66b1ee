"""What the arguments of Lasagne's layers can be; each converter takes what the author wrote, or says what is needed."""

from __future__ import annotations

from typing import Annotated, Any

from sphinx_cnn.arithmetic.shape import Shape, ShapeError, times
from sphinx_cnn.notation.arguments import flag, number, per_axis, positive, rate, whole
from sphinx_cnn.notation.errors import nearest
from sphinx_cnn.notation.values import Function, Native, Opaque, describe

NONLINEARITIES = (
    "sigmoid", "softmax", "tanh", "ScaledTanH", "ScaledTanh", "rectify", "LeakyRectify", "leaky_rectify",
    "very_leaky_rectify", "elu", "SELU", "selu", "softplus", "linear", "identity",
)  # fmt: skip
"""What ``lasagne.nonlinearities`` has."""

RECTIFY = Opaque("lasagne.nonlinearities.rectify")
ONE_VALUE_OF_SEVERAL = ("max", "min", "sum", "mean")
CROPPING = ("lower", "center", "upper")

Pad = Shape | str
"""Numbers per axis, or ``same``, ``full``."""

SharedAxes = tuple[int, ...] | str


def function_name(value: object) -> str:
    """The last part of a function's name; nothing, for what is no function."""
    if isinstance(value, Opaque):
        return value.origin.removesuffix("()").rpartition(".")[2]
    return value.name if isinstance(value, Function | Native) else ""


def nonlinearity(name: str, value: object, rank: int) -> str:
    """A function, or None for none, which Lasagne calls ``linear``."""
    found = "linear" if value is None else function_name(value)
    if not found:
        hint = f"; write it without quotes{nearest(value, NONLINEARITIES)}" if isinstance(value, str) else ""
        raise ValueError(
            f"{name} must be a function such as lasagne.nonlinearities.rectify, not {describe(value)}{hint}"
        )
    return "linear" if found == "identity" else found


def reduction(name: str, value: object, rank: int) -> str:
    """A function of Theano that makes one value of several."""
    found = function_name(value)
    if found not in ONE_VALUE_OF_SEVERAL:
        known = ", ".join(f"T.{function}" for function in ONE_VALUE_OF_SEVERAL)
        raise ValueError(f"{name} must be one of {known}, not {describe(value)}")
    return found


def function(name: str, value: object, rank: int) -> str:
    """A function, by its name."""
    found = function_name(value)
    if not found:
        raise ValueError(f"{name} must be a function such as T.maximum, not {describe(value)}")
    return found


def parameter(name: str, value: object, rank: int) -> bool:
    """Whether there is such a parameter: None for none, or what it is initialized by."""
    if isinstance(value, int | float | str | list | tuple):
        raise ValueError(
            f"{name} must be None or an initializer such as lasagne.init.Constant(0), not {describe(value)}"
        )
    return value is not None


def pad(name: str, value: object, rank: int) -> Pad:
    """``valid``, ``same``, ``full``, or what is added on both sides: one number, or one per axis."""
    if isinstance(value, str) and value in ("valid", "same", "full"):
        return (0,) * rank if value == "valid" else value
    hint = nearest(value, ("valid", "same", "full")) if isinstance(value, str) else ""
    numbers: list[Any] = list(value) if isinstance(value, list | tuple) else [value] * rank
    if len(numbers) != rank or not all(isinstance(n, int) and not isinstance(n, bool) and n >= 0 for n in numbers):
        needed = f"'valid', 'same', 'full', a whole number or {rank} of them, 0 or more"
        raise ValueError(f"{name} must be {needed}, not {describe(value)}{hint}")
    return tuple(numbers)


def no_pad(name: str, value: object, rank: int) -> Shape:
    """Nothing, since a dilated convolution has none."""
    found = pad(name, value, rank)
    if found != (0,) * rank:
        raise ValueError(f"{name} must be 0; put a PadLayer before the dilated convolution")
    return (0,) * rank


def pool_pad(name: str, value: object, rank: int) -> Shape:
    """What is added on both sides: one number, or one per axis."""
    found = pad(name, value, rank)
    if isinstance(found, str) or isinstance(value, str):
        raise ValueError(f"{name} must be a whole number or {rank} of them, 0 or more, not {describe(value)}")
    return found


def optional_size(name: str, value: object, rank: int) -> Shape | None:
    """A size per axis, or None."""
    return None if value is None else per_axis(name, value, rank)


def optional_stride(name: str, value: object, rank: int) -> Shape:
    """A stride per axis; None for that of the window."""
    return None if value is None else per_axis(name, value, rank)  # type: ignore[return-value]


def pool_mode(name: str, value: object, rank: int) -> str:
    """What becomes of a window."""
    known = ("max", "average_inc_pad", "average_exc_pad", "sum")
    return _one_of(name, value, known)


def upscale_mode(name: str, value: object, rank: int) -> str:
    """What stands between the positions."""
    return _one_of(name, value, ("repeat", "dilate"))


def _one_of(name: str, value: object, known: tuple[str, ...]) -> str:
    if not isinstance(value, str) or value not in known:
        hint = nearest(value, known) if isinstance(value, str) else ""
        raise ValueError(f"{name} must be one of {', '.join(known)}, not {describe(value)}{hint}")
    return value


def shared_axes(name: str, value: object, rank: int) -> SharedAxes:
    """``auto``, or axes counted with the batch axis as 0."""
    return value if value == "auto" and isinstance(value, str) else _axes(name, value, "'auto'")


def slope_axes(name: str, value: object, rank: int) -> SharedAxes:
    """``auto``, ``all``, or axes counted with the batch axis as 0."""
    return value if isinstance(value, str) and value in ("auto", "all") else _axes(name, value, "'auto', 'all'")


def standardized_axes(name: str, value: object, rank: int) -> SharedAxes:
    """``auto``, ``spatial``, ``features``, or axes counted with the batch axis as 0."""
    known = ("auto", "spatial", "features")
    return value if isinstance(value, str) and value in known else _axes(name, value, "'auto', 'spatial', 'features'")


def _axes(name: str, value: object, others: str) -> tuple[int, ...]:
    numbers: list[Any] = list(value) if isinstance(value, list | tuple) else [value]
    if not all(isinstance(n, int) and not isinstance(n, bool) and n >= 0 for n in numbers):
        raise ValueError(f"{name} must be {others}, or axes counted from 0, the batch axis, not {describe(value)}")
    return tuple(numbers)


def dropped_axes(name: str, value: object, rank: int) -> tuple[int, ...]:
    """Axes along which values are dropped together."""
    return _axes(name, value, "a tuple")


def probability(name: str, value: object, rank: int) -> float:
    """A fraction of the values; not read, where it changes while training."""
    return 0.5 if isinstance(value, Opaque) else rate(name, value, rank)


def level(name: str, value: object, rank: int) -> float:
    """A number; not read, where it changes while training."""
    return 0.0 if isinstance(value, Opaque) else number(name, value, rank)


def odd(name: str, value: object, rank: int) -> int:
    """An odd whole number above zero."""
    if positive(name, value, rank) % 2 == 0:
        raise ValueError(f"{name} must be odd, not {value}")
    return positive(name, value, rank)


def only_true(name: str, value: object, rank: int) -> bool:
    """True, since what else it can be is not read."""
    if not flag(name, value, rank):
        raise ValueError(f"{name}=False is not read here")
    return True


def grids(name: str, value: object, rank: int) -> Shape:
    """Numbers of cells, one for each grid."""
    if not isinstance(value, list | tuple) or not value:
        raise ValueError(f"{name} must be a list of whole numbers above 0, not {describe(value)}")
    return tuple(positive(name, item, rank) for item in value)


def cropping(name: str, value: object, rank: int) -> tuple[int, ...]:
    """The axes that are cropped, counted with the batch axis as 0, from a mode or None for each axis."""
    modes = [] if value is None else value
    if not isinstance(modes, list | tuple) or not all(mode is None or mode in CROPPING for mode in modes):
        known = ", ".join(map(repr, CROPPING))
        raise ValueError(f"{name} must be None, or a list with None or one of {known} for each axis")
    return tuple(axis for axis, mode in enumerate(modes) if mode is not None)


def coefficients(name: str, value: object, rank: int) -> tuple[float, ...] | float:
    """A number for all that is added up, or a list with one for each; what is not read counts as one."""
    if isinstance(value, list):
        return tuple(0.0 if isinstance(item, Opaque) else number(name, item, rank) for item in value)
    return 0.0 if isinstance(value, Opaque) else number(name, value, rank)


def reshaped(name: str, value: object, rank: int) -> tuple[object, ...]:
    """Sizes, -1 for one that is worked out, or ``[i]`` for the size of an axis of the input."""
    if not isinstance(value, list | tuple):
        raise ValueError(f"{name} must be a tuple, not {describe(value)}")
    for item in value:
        reference = isinstance(item, list) and len(item) == 1 and isinstance(item[0], int) and item[0] >= 0
        size = isinstance(item, int) and not isinstance(item, bool) and (item > 0 or item == -1)
        if not (reference or size or isinstance(item, Opaque)):
            raise ValueError(
                f"{name} has sizes above 0, one of -1, or [i] for axis i of the input, not {describe(item)}"
            )
    return tuple(value)


def pattern(name: str, value: object, rank: int) -> tuple[int | str, ...]:
    """Axes in their new order, counted with the batch axis as 0, and ``x`` for a new one."""
    if not isinstance(value, list | tuple) or not all(item == "x" or isinstance(item, int) for item in value):
        raise ValueError(f"{name} must be a tuple of axes and 'x', not {describe(value)}")
    numbers = [item for item in value if item != "x"]
    if len(set(numbers)) < len(numbers):
        raise ValueError(f"{name} names an axis twice")
    return tuple(value)


def width(name: str, value: object, rank: int) -> tuple[tuple[int, int], ...] | int:
    """What is added on both sides of each axis: one number, or for each axis a number or a pair."""
    if not isinstance(value, list | tuple):
        return _from_zero(name, value)
    pairs = [tuple(item) if isinstance(item, list | tuple) else (item, item) for item in value]
    if any(len(pair) != 2 for pair in pairs):
        raise ValueError(f"{name} must be a whole number, or for each axis one or a pair, not {describe(value)}")
    return tuple((_from_zero(name, before), _from_zero(name, after)) for before, after in pairs)


def _from_zero(name: str, value: object) -> int:
    found = whole(name, value, 0)
    if found < 0:
        raise ValueError(f"{name} must be 0 or more, not {found}")
    return found


def result_shape(name: str, value: object, rank: int) -> Shape | None:
    """A shape with the batch axis, or None for that of the input."""
    if value is None:
        return None
    if not isinstance(value, list | tuple) or len(value) < 2:
        raise ValueError(
            f"{name} must be None or a shape with the batch axis, or a function of one, not {describe(value)}"
        )
    return tuple(positive(name, size, rank) for size in value[1:])


def indices(name: str, value: object, rank: int) -> int | slice:
    """An index, or a slice."""
    if isinstance(value, slice):
        return value
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"{name} must be a whole number or a slice, not {describe(value)}")
    return value


def kept(axes: SharedAxes, arriving: Shape) -> tuple[int, ...]:
    """The axes that are not shared, of those with the batch axis as 0; ``auto`` shares all but the channels.

    :raises ShapeError: if the batch axis is one of them.
    """
    named = {"auto": (0, *range(2, len(arriving) + 1)), "all": tuple(range(len(arriving) + 1))}
    shared = named[axes] if isinstance(axes, str) else axes
    if any(axis > len(arriving) for axis in shared):
        raise ShapeError(f"axis {max(shared)} is not an axis of the {times(arriving)} input (0 is the batch axis)")
    if 0 not in shared:
        raise ShapeError("the batch axis, 0, must be among the axes, since its size is not fixed")
    return tuple(axis for axis in range(1, len(arriving) + 1) if axis not in shared)


nonlinearity.takes_opaque = True  # type: ignore[attr-defined]
reduction.takes_opaque = True  # type: ignore[attr-defined]
function.takes_opaque = True  # type: ignore[attr-defined]
parameter.takes_opaque = True  # type: ignore[attr-defined]
probability.takes_opaque = True  # type: ignore[attr-defined]
level.takes_opaque = True  # type: ignore[attr-defined]
coefficients.takes_opaque = True  # type: ignore[attr-defined]

Filters = Annotated[int, positive]
FilterSize = Annotated[Shape, per_axis]
Stride = Annotated[Shape, per_axis, 1]
Padding = Annotated[Pad, pad, 0]
NoPadding = Annotated[Shape, no_pad, 0]
PoolStride = Annotated[Shape, optional_stride, None]
PoolPadding = Annotated[Shape, pool_pad, 0]
IgnoreBorder = Annotated[bool, flag, True]
Untied = Annotated[bool, flag, False]
Given = Annotated[bool, parameter, RECTIFY]
Nonlinearity = Annotated[str, nonlinearity, RECTIFY]
Groups = Annotated[int, positive, 1]
Cropped = Annotated[tuple[int, ...], cropping, None]
