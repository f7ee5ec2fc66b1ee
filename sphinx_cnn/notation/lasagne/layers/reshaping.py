"""Lasagne's layers that move values. Source: https://lasagne.readthedocs.io/en/latest/modules/layers/shape.html."""

from __future__ import annotations

from typing import Annotated

from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.arithmetic.layers.indexing import Indexing
from sphinx_cnn.arithmetic.layers.reshaping import ConstantPadding, Flatten, Permute, Reshape
from sphinx_cnn.arithmetic.shape import Shape, ShapeError, position, times
from sphinx_cnn.notation import arguments as a
from sphinx_cnn.notation.lasagne import arguments as k
from sphinx_cnn.notation.lasagne.kind import LasagneKind

BATCH_MOVES = "the batch axis must stay as it is; counts are those of one input"


def flatten(arriving: Shape, outdim: Annotated[int, a.positive, 2]) -> Layer:
    if outdim == 1:
        raise ShapeError(f"outdim must be 2 or more: {BATCH_MOVES}")
    if outdim > len(arriving) + 1:
        raise ShapeError(f"outdim is {outdim}, but the input has {len(arriving) + 1} axes, with the batch axis")
    return Flatten() if outdim == 2 else Flatten((outdim - 1, -1))


def reshape(arriving: Shape, shape: Annotated[tuple[object, ...], k.reshaped]) -> Layer:
    first, *rest = shape or (None,)
    sizes = []
    for item in rest:
        size = _referred(item[0], arriving) if isinstance(item, list) else item
        if not isinstance(size, int):
            raise ShapeError(f"shape: {BATCH_MOVES}")
        sizes.append(size)
    if first is None or (isinstance(first, list) and first != [0]) or (first == -1 and -1 in sizes):
        raise ShapeError(f"shape: {BATCH_MOVES}")
    return Reshape(tuple(sizes))


def _referred(axis: int, arriving: Shape) -> int | None:
    """The size of an axis of the input; None for the batch axis."""
    if axis > len(arriving):
        raise ShapeError(f"shape refers to axis {axis}, but the input has {len(arriving) + 1}, with the batch axis")
    return arriving[axis - 1] if axis else None


def dimshuffle(arriving: Shape, pattern: Annotated[tuple[int | str, ...], k.pattern]) -> Layer:
    if pattern[:1] != (0,):
        raise ShapeError(f"pattern must begin with 0: {BATCH_MOVES}")
    rest = pattern[1:]
    axes = [axis for axis in rest if isinstance(axis, int)]
    if any(not 0 < axis <= len(arriving) for axis in axes):
        raise ShapeError(f"pattern names an axis that the {times(arriving)} input has not")
    dropped = [axis for axis in range(1, len(arriving) + 1) if axis not in axes and arriving[axis - 1] != 1]
    if dropped:
        raise ShapeError(f"pattern leaves out axis {dropped[0]}, whose size is {arriving[dropped[0] - 1]}, not 1")
    if len(axes) == len(rest) == len(arriving):
        return Permute(tuple(axes))
    return Reshape(tuple(arriving[axis - 1] if isinstance(axis, int) else 1 for axis in rest))


def padding(
    arriving: Shape, width: Annotated[tuple[tuple[int, int], ...] | int, k.width], val: Annotated[float, a.number, 0],
    batch_ndim: Annotated[int, a.positive, 2],
) -> Layer:  # fmt: skip
    room = len(arriving) + 1 - batch_ndim
    sides = ((width, width),) * room if isinstance(width, int) else width
    if len(sides) > max(room, 0):
        raise ShapeError(
            f"width pads {len(sides)} axes, but {max(room, 0)} of the {times(arriving)} input can be padded"
        )
    before = ((0, 0),) * (batch_ndim - 1)
    after = ((0, 0),) * (len(arriving) - len(before) - len(sides))
    return ConstantPadding((*before, *sides, *after)[: len(arriving)])


def slicing(arriving: Shape, indices: Annotated[int | slice, k.indices], axis: Annotated[int, a.whole, -1]) -> Layer:
    return Indexing((*[slice(None)] * position(axis, arriving), indices), channels_last=False)


KINDS = {
    "FlattenLayer": LasagneKind(flatten, aliases=("flatten",)),
    "ReshapeLayer": LasagneKind(reshape, aliases=("reshape",)),
    "DimshuffleLayer": LasagneKind(dimshuffle, aliases=("dimshuffle",)),
    "PadLayer": LasagneKind(padding, aliases=("pad",)),
    "SliceLayer": LasagneKind(slicing),
}
