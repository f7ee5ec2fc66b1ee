"""What arguments of layers can be in any framework: each converter takes what is written, or says what is needed."""

from __future__ import annotations

from typing import Annotated

from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.arithmetic.shape import Shape, Sides, times
from sphinx_cnn.notation.inputs import MOST_AXES
from sphinx_cnn.notation.values import FeatureMap, LayerObject, Opaque, describe

LONGEST_NAME = 200


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


def axes(name: str, value: object, rank: int) -> tuple[int, ...]:
    """One axis or several, counted with the batch axis as 0, or from the end."""
    return tuple(whole(name, item, rank) for item in (value if isinstance(value, list | tuple) else [value]))


def axes_or_none(name: str, value: object, rank: int) -> tuple[int, ...]:
    """As :func:`axes`, or None."""
    return () if value is None else axes(name, value, rank)


def layer(name: str, value: object, rank: int) -> Layer:
    """A layer that is not applied to anything."""
    if not isinstance(value, LayerObject):
        hint = "; write the layer itself between the parentheses" if isinstance(value, FeatureMap) else ""
        raise ValueError(f"{name} must be a layer, not {describe(value)}{hint}")
    return value.layer


shape_of_values.takes_opaque = True  # type: ignore[attr-defined]
anything.takes_opaque = True  # type: ignore[attr-defined]

Positive = Annotated[int, positive]
Axes = Annotated[tuple[int, ...], axes, -1]
Anything = Annotated[object, anything, None]
Nothing = Annotated[None, nothing, None]
