"""Shapes of feature maps, without the batch axis."""

from __future__ import annotations

Shape = tuple[int, ...]
"""Sizes without the batch axis, in the order of the dialect: ``(55, 55, 96)`` where channels come last."""


Sides = tuple[int, int]
"""Two numbers, for the beginning and the end of an axis: what is padded, cropped, or seen."""


class ShapeError(ValueError):
    """A layer cannot be applied to what arrives; the message says what arrived and what was needed."""


def times(sizes: Shape) -> str:
    """Sizes as the field writes them: ``55×55×96``."""
    return "×".join(str(size) for size in sizes)


def article(noun: str) -> str:
    """*noun* with its article, also before a number: ``a 7×7 kernel``, ``an 8×8 kernel``."""
    return f"an {noun}" if noun[0] in "aeioAEIO8" or noun.startswith(("11×", "18×")) else f"a {noun}"


def spatial(shape: Shape, *, channels_last: bool = True) -> Shape:
    """The spatial sizes of a feature map."""
    return shape[:-1] if channels_last else shape[1:]


def channels(shape: Shape, *, channels_last: bool = True) -> int:
    """The number of channels of a feature map."""
    return shape[-1] if channels_last else shape[0]


def with_channels(sizes: Shape, count: int, *, channels_last: bool = True) -> Shape:
    """Spatial sizes and channels put together."""
    return (*sizes, count) if channels_last else (count, *sizes)


def require_rank(shape: Shape, rank: int | tuple[int, ...], *, channels_last: bool = True) -> None:
    """Refuse a shape that does not have *rank* spatial axes, or one of these numbers of them, and one of channels."""
    ranks = (rank,) if isinstance(rank, int) else rank
    if len(shape) - 1 in ranks:
        return
    rank = ranks[-1]
    names = {1: ("steps",), 2: ("height", "width"), 3: ("depth", "height", "width")}[rank]
    axes = (*names, "channels") if channels_last else ("channels", *names)
    message = f"needs an input with {rank + 1} axes ({', '.join(axes)}), but {article(times(shape))} input arrives"
    if len(shape) == rank:
        message += "; is the axis of channels missing?"
    raise ShapeError(message)


def position(axis: int, shape: Shape) -> int:
    """The index into a shape of an axis that is counted with the batch axis as 0, or from the end.

    :raises ShapeError: if the shape has no such axis.
    """
    index = axis - 1 if axis > 0 else len(shape) + axis
    if axis == 0 or not 0 <= index < len(shape):
        raise ShapeError(f"axis {axis} is not an axis of the {times(shape)} input (0 is the batch axis)")
    return index


def positions(axes: tuple[int, ...], shape: Shape) -> tuple[int, ...]:
    """As :func:`position`, for several axes, none of which may be named twice."""
    found = tuple(position(axis, shape) for axis in axes)
    if len(set(found)) < len(found):
        raise ShapeError(f"axis {axes} names an axis twice")
    return found


def require_fit(what: str, values: Shape, sizes: Shape) -> None:
    """Refuse values that cannot be repeated along the last of these sizes, as arrays are broadcast."""
    pairs = zip(reversed(values), reversed(sizes), strict=False)
    if len(values) > len(sizes) or any(value not in (1, size) for value, size in pairs):
        raise ShapeError(f"{what} of {times(values)} does not fit the last axes of {article(times(sizes))} feature map")
