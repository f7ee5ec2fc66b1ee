"""Axes that are named, taken apart, put together, summed up and repeated, as a pattern says.

Source: Rogozhnikov, *Einops: Clear and Reliable Tensor Manipulations with Einstein-like Notation* (2022).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from types import EllipsisType
from typing import ClassVar

from sphinx_cnn.arithmetic.layers.base import Counts, Layer, Reach
from sphinx_cnn.arithmetic.receptive_field import Slide
from sphinx_cnn.arithmetic.shape import Shape, ShapeError, spatial, times

Axis = tuple[str, ...]
"""An axis that is made of elementary ones, by their names; of none, if its size is 1."""

OTHERS = "..."
"""Stands within an axis for all axes that have no name."""


@dataclass(frozen=True, eq=False)
class Rearrangement(Layer):
    """Axes in another order, taken apart and put together. A view.

    :param before: the axes of the input, with the batch axis; an ellipsis stands for any number of them.
    :param after: those of the output.
    :param lengths: the sizes of elementary axes that are given.
    :param batch: which axis of the input is the batch axis; ``None`` if there is none.
    """

    before: tuple[Axis | EllipsisType, ...]
    after: tuple[Axis | EllipsisType, ...]
    lengths: Mapping[str, int]
    batch: int | None = 0
    channels_last: bool = True

    counts: ClassVar[Counts] = Counts(activations="0")

    @property
    def family(self) -> str:
        return "reshaping"

    def _axes(self, shape: Shape) -> tuple[list[Axis], list[Axis], int]:
        """The axes of input and output without the batch axis, and where the batch axis of the output stands."""
        named = sum(axis is not ... for axis in self.before)
        more = len(shape) + (self.batch is not None) - named
        if more < 0 or (more and ... not in self.before):
            raise ShapeError(f"the pattern is for {named} axes, but {len(shape) + (self.batch is not None)} arrive")
        others = tuple(f"{OTHERS}{index}" for index in range(more))
        before, after = (_expanded(axes, others) for axes in (self.before, self.after))
        if self.batch is None:
            return before, after, 0
        batch = before.pop(self.batch)
        if len(batch) != 1 or batch not in after:
            written = " ".join(batch) or "1"
            raise ShapeError(
                f"the batch axis, '{written}' here, must stay an axis of its own; else the pattern would mix the "
                "inputs of a batch, and what is computed here is one input"
            )
        place = after.index(batch)
        after.pop(place)
        return before, after, place

    def batch_axis(self, shape: Shape) -> int:
        """Where the batch axis stands in the output."""
        return self._axes(shape)[2]

    def _sizes(self, before: list[Axis], shape: Shape) -> dict[str, int]:
        sizes = dict(self.lengths)
        for axis, size in zip(before, shape, strict=True):
            open_axes = [name for name in axis if name not in sizes]
            known = prod(sizes.get(name, 1) for name in axis)
            if len(open_axes) > 1:
                raise ShapeError(f"the sizes of {' and '.join(open_axes)} are not known; give all but one of them")
            if size % known or (not open_axes and size != known):
                written = " ".join(f"{name}={sizes[name]}" if name in sizes else name for name in axis) or "1"
                raise ShapeError(f"({written}) does not fit an axis of size {size} of {times(shape)}")
            sizes.update(dict.fromkeys(open_axes, size // known))
        return sizes

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        before, after, _ = self._axes(shape)
        sizes = self._sizes(before, shape)
        return tuple(prod(sizes[name] for name in axis) for axis in after)

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        before, after, _ = self._axes(inputs[0])
        return "same position" if before == after else "moved"


def _expanded(axes: tuple[Axis | EllipsisType, ...], others: tuple[str, ...]) -> list[Axis]:
    """Axes with a name for each of those that an ellipsis stands for."""
    found: list[Axis] = []
    for axis in axes:
        if isinstance(axis, EllipsisType):
            found += [(name,) for name in others]
        else:
            found.append(tuple(part for name in axis for part in (others if name == OTHERS else (name,))))
    return found


@dataclass(frozen=True, eq=False)
class RepeatedAxes(Rearrangement):
    """As :class:`Rearrangement`, with new axes along which all values are repeated."""

    counts: ClassVar[Counts] = Counts()


@dataclass(frozen=True, eq=False)
class ReducedAxes(Rearrangement):
    """As :class:`Rearrangement`, with the sum, the product or an extreme along the axes that the output lacks."""

    counts: ClassVar[Counts] = Counts(operations="N_in - N_out", connections="N_in")

    @property
    def family(self) -> str:
        return "pooling"

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        (shape,) = inputs
        before, after, _ = self._axes(shape)
        sizes = self._sizes(before, shape)
        kept = {name for axis in after for name in axis}
        places = spatial_axes(before, channels_last=self.channels_last)
        if kept.isdisjoint(name for axis in places for name in axis):
            return "everything"
        left = [tuple(name for name in axis if name in kept) for axis in before]
        whole = all(axis[: len(rest)] == rest for axis, rest in zip(before, left, strict=True))
        if left != after or not whole:
            return "unknown"
        windows = [prod(sizes[name] for name in axis if name not in kept) for axis in places]
        return tuple(Slide(size, size) for size in windows)


def spatial_axes(axes: list[Axis], *, channels_last: bool) -> list[Axis]:
    """The axes without that of the channels."""
    return [axes[index] for index in spatial(tuple(range(len(axes))), channels_last=channels_last)]


@dataclass(frozen=True, eq=False)
class AveragedAxes(ReducedAxes):
    """As :class:`ReducedAxes`, with the mean."""

    counts: ClassVar[Counts] = Counts(operations="N_in", connections="N_in")
