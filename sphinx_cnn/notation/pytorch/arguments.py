"""What the arguments of PyTorch's modules can be; each converter takes what is written, or says what is needed."""

from __future__ import annotations

from math import isfinite
from typing import Annotated

from sphinx_cnn.arithmetic.shape import Shape, Sides, times
from sphinx_cnn.arithmetic.window import Padding, PaddingMode
from sphinx_cnn.notation.arguments import (
    anything,
    flag,
    number,
    optional_non_negative,
    per_axis,
    positive,
    rate,
    shape,
    whole,
)
from sphinx_cnn.notation.errors import nearest
from sphinx_cnn.notation.values import describe

PADDING_MODES: tuple[PaddingMode, ...] = ("zeros", "reflect", "replicate", "circular")

SCALING_MODES = {
    "nearest": (1, 2, 3),
    "nearest-exact": (1, 2, 3),
    "linear": (1,),
    "bilinear": (2,),
    "bicubic": (2,),
    "trilinear": (3,),
    "area": (1, 2, 3),
}
"""The ways to enlarge a feature map, and how many spatial axes it may have for each."""


def optional_number(name: str, value: object, rank: int) -> float | None:
    """Any number, or None."""
    return None if value is None else number(name, value, rank)


def optional_whole(name: str, value: object, rank: int) -> int | None:
    """A whole number, or None."""
    return None if value is None else whole(name, value, rank)


def optional_positive(name: str, value: object, rank: int) -> int | None:
    """A whole number above zero, or None."""
    return None if value is None else positive(name, value, rank)


def window(name: str, value: object, rank: int) -> Shape:
    """A whole number above zero for all spatial axes, or one for each; of a pooling window also a list of one."""
    return per_axis(name, value[0] if isinstance(value, list | tuple) and len(value) == 1 else value, rank)


def optional_window(name: str, value: object, rank: int) -> Shape | None:
    """As :func:`window`, or None."""
    return None if value is None else window(name, value, rank)


def from_zero(name: str, value: object, rank: int) -> Shape:
    """A whole number of 0 or more for all spatial axes, or one for each."""
    numbers = list(value) if isinstance(value, list | tuple) else [value] * rank
    if len(numbers) not in (1, rank) or any(whole(name, each, rank) < 0 for each in numbers):
        raise ValueError(f"{name} must be a whole number of 0 or more, or {rank} of them, not {describe(value)}")
    return tuple(whole(name, each, rank) for each in numbers) * (rank // len(numbers))


def padding(name: str, value: object, rank: int) -> Padding:
    """``valid``, ``same``, a whole number of 0 or more for all spatial axes, or one for each."""
    if value in ("valid", "same"):
        return value
    if isinstance(value, str):
        hint = nearest(value, ("valid", "same"))
        raise ValueError(f"{name} must be 'valid', 'same' or a number, not {describe(value)}{hint}")
    return around(from_zero(name, value, rank))


def around(padded: Shape) -> tuple[Sides, ...]:
    """The same padding before and after, per axis."""
    return tuple((each, each) for each in padded)


def padding_mode(name: str, value: object, rank: int) -> str:
    """``zeros``, ``reflect``, ``replicate`` or ``circular``."""
    return _one_of(name, value, PADDING_MODES)


def zeros(name: str, value: object, rank: int) -> str:
    """``zeros``, the only padding of a transposed convolution."""
    return _one_of(name, value, PADDING_MODES[:1])


def approximation(name: str, value: object, rank: int) -> str:
    """``none`` or ``tanh``."""
    return _one_of(name, value, ("none", "tanh"))


def bag_mode(name: str, value: object, rank: int) -> str:
    """``sum``, ``mean`` or ``max``."""
    return _one_of(name, value, ("sum", "mean", "max"))


def scaling_mode(name: str, value: object, rank: int) -> str:
    """One of :data:`SCALING_MODES`."""
    return _one_of(name, value, tuple(SCALING_MODES))


def _one_of(name: str, value: object, known: tuple[str, ...]) -> str:
    if not isinstance(value, str) or value not in known:
        hint = nearest(value, known) if isinstance(value, str) else ""
        choices = ", ".join(map(repr, known))
        raise ValueError(f"{name} must be {'one of ' if len(known) > 1 else ''}{choices}, not {describe(value)}{hint}")
    return value


def no_indices(name: str, value: object, rank: int) -> bool:
    """False: what a layer gives beside its feature map is not read."""
    if flag(name, value, rank):
        raise ValueError(f"{name} must be False; the indices are no feature map and are not read here")
    return False


def output_size(name: str, value: object, rank: int) -> tuple[int | None, ...]:
    """A whole number above zero for all spatial axes, or one for each; there, None keeps the size of the input."""
    if rank > 1 and isinstance(value, list | tuple) and len(value) == rank:
        return tuple(optional_positive(name, size, rank) for size in value)
    return per_axis(name, value, rank)


def divisor(name: str, value: object, rank: int) -> int | None:
    """A whole number other than 0, or None."""
    if value is not None and whole(name, value, rank) == 0:
        raise ValueError(f"{name} must not be 0")
    return None if value is None else whole(name, value, rank)


def ratios(name: str, value: object, rank: int) -> tuple[float, ...] | None:
    """A number between 0 and 1 for all spatial axes, or one for each; or None."""
    if value is None:
        return None
    found = [number(name, each, rank) for each in (value if isinstance(value, list | tuple) else [value] * rank)]
    if len(found) != rank or any(not 0 < each < 1 for each in found):
        raise ValueError(f"{name} must be a number between 0 and 1, or {rank} of them, not {describe(value)}")
    return tuple(found)


def sides(name: str, value: object, rank: int) -> tuple[Sides, ...]:
    """What is added before and after, per axis: one number for all, or one for each side, the last axis first."""
    numbers = list(value) if isinstance(value, list | tuple) else [value] * (2 * rank)
    if len(numbers) != 2 * rank:
        raise ValueError(f"{name} must be one whole number or {2 * rank}, one for each side, not {len(numbers)}")
    each = [whole(name, item, rank) for item in numbers]
    return tuple((each[at], each[at + 1]) for at in range(2 * rank - 2, -1, -2))


def normalized_shape(name: str, value: object, rank: int) -> Shape:
    """The sizes of the last axes, or of the last one."""
    sizes = value if isinstance(value, list | tuple) else [value]
    if not sizes:
        raise ValueError(f"{name} must have at least one size")
    return tuple(positive(name, size, rank) for size in sizes)


def target_size(name: str, value: object, rank: int) -> Shape | int | None:
    """A whole number above zero for all spatial axes, or one for each; or None."""
    if isinstance(value, list | tuple):
        return tuple(positive(name, size, rank) for size in value)
    return optional_positive(name, value, rank)


def scale_factor(name: str, value: object, rank: int) -> tuple[float, ...] | float | None:
    """A number above 0 for all spatial axes, or one for each; or None."""
    if value is None:
        return None
    several = isinstance(value, list | tuple)
    found = tuple(number(name, each, rank) for each in (value if isinstance(value, list | tuple) else [value]))
    if any(each <= 0 or not isfinite(each) for each in found):
        raise ValueError(f"{name} must be a number above 0, not {describe(value)}")
    return found if several else found[0]


def optional_flag(name: str, value: object, rank: int) -> bool | None:
    """True, False or None."""
    return None if value is None else flag(name, value, rank)


def unflattened_size(name: str, value: object, rank: int) -> Shape:
    """Whole numbers above zero, of which one may be -1."""
    found = shape(name, value, rank)
    if not found or found.count(-1) > 1:
        raise ValueError(f"{name} must be sizes above 0, of which one may be -1, not {times(found) or 'none'}")
    return found


InChannels = Annotated[int, positive]
OutChannels = Annotated[int, positive]
KernelSize = Annotated[Shape, per_axis]
Stride = Annotated[Shape, per_axis, 1]
ConvPadding = Annotated[Padding, padding, 0]
Dilation = Annotated[Shape, per_axis, 1]
Groups = Annotated[int, positive, 1]
Bias = Annotated[bool, flag, True]
Mode = Annotated[PaddingMode, padding_mode, "zeros"]
OnlyZeros = Annotated[PaddingMode, zeros, "zeros"]
FromZero = Annotated[Shape, from_zero, 0]
PoolSize = Annotated[Shape, window]
PoolStride = Annotated[Shape, optional_window, None]
PoolDilation = Annotated[Shape, window, 1]
CeilMode = Annotated[bool, flag, False]
NoIndices = Annotated[bool, no_indices, False]
OutputSize = Annotated[tuple[int | None, ...], output_size]
EachSide = Annotated[tuple[Sides, ...], sides]
Epsilon = Annotated[float, number, 1e-5]
Momentum = Annotated[float | None, optional_number, 0.1]
Yes = Annotated[bool, flag, True]
No = Annotated[bool, flag, False]
Probability = Annotated[float, rate, 0.5]
Axis = Annotated[int, whole, -1]
OptionalNonNegative = Annotated[float | None, optional_non_negative, None]
OptionalPositive = Annotated[int | None, optional_positive, None]
Unread = Annotated[object, anything, None]
