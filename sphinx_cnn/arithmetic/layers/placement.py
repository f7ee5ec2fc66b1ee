"""Layers that put the values of a feature map in other places, or in several, and compute none.

Sources: NumPy, ``broadcast_to``, ``tile``, ``repeat``, ``roll``, ``flip`` and ``stack``, which PyTorch
(``Tensor.expand``, ``Tensor.repeat``, ``repeat_interleave``, ``roll``, ``flip``, ``stack``) and ``keras.ops`` follow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sphinx_cnn.arithmetic.layers.base import Counts, Layer, Reach
from sphinx_cnn.arithmetic.receptive_field import Repeat
from sphinx_cnn.arithmetic.shape import Shape, ShapeError, article, position, positions, spatial, times


@dataclass(frozen=True, eq=False)
class Placement(Layer):
    """Values put in other places."""

    counts: ClassVar[Counts] = Counts()

    @property
    def family(self) -> str:
        return "reshaping"


@dataclass(frozen=True, eq=False)
class Expansion(Placement):
    """Axes of size 1 repeated until the feature map has this shape, with new axes before the others. A view.

    :param shape: the sizes, where -1 keeps that of the input.
    """

    shape: Shape
    channels_last: bool = True

    counts: ClassVar[Counts] = Counts(activations="0")

    def output_shape(self, *inputs: Shape) -> Shape:
        (arrived,) = inputs
        wanted = times(self.shape).replace("-1", "?")
        new = len(self.shape) - len(arrived)
        pairs = list(zip(self.shape[max(new, 0) :], arrived, strict=False))
        if new < 0 or -1 in self.shape[:new] or any(size not in (-1, old) and old != 1 for size, old in pairs):
            raise ShapeError(f"{article(times(arrived))} input cannot be expanded to {wanted}")
        return (*self.shape[:new], *(old if size == -1 else size for size, old in pairs))

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        (arrived,) = inputs
        output = self.output_shape(arrived)
        if len(output) != len(arrived):
            return "unknown"
        before, after = (spatial(shape, channels_last=self.channels_last) for shape in (arrived, output))
        if before == after:
            return "same position"
        return "everything" if set(before) == {1} else "unknown"


@dataclass(frozen=True, eq=False)
class Tiling(Placement):
    """The feature map set next to itself, ``times`` times per axis, with new axes before the others."""

    times: Shape
    channels_last: bool = True

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        new = len(self.times) - len(shape)
        if new < 0:
            raise ShapeError(f"repeats {len(self.times)} axes, but {article(times(shape))} input arrives")
        return tuple(size * count for size, count in zip((*(1,) * new, *shape), self.times, strict=True))

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        whole = len(self.times) == len(inputs[0])
        return (
            "same position" if whole and set(spatial(self.times, channels_last=self.channels_last)) <= {1} else "moved"
        )


@dataclass(frozen=True, eq=False)
class Repetition(Placement):
    """Each value repeated ``times`` times along an axis, which is counted with the batch axis as 0, or from the end."""

    times: int
    axis: int
    channels_last: bool = True

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        index = position(self.axis, shape)
        return (*shape[:index], shape[index] * self.times, *shape[index + 1 :])

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        (shape,) = inputs
        factors = [1] * len(shape)
        factors[position(self.axis, shape)] = self.times
        places = spatial(tuple(factors), channels_last=self.channels_last)
        return "same position" if set(places) <= {1} else tuple(Repeat(factor) for factor in places)


@dataclass(frozen=True, eq=False)
class Roll(Placement):
    """All values moved on along some axes, those that leave at the end coming back at the beginning.

    :param axes: counted with the batch axis as 0, or from the end.
    """

    axes: tuple[int, ...]
    channels_last: bool = True

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        for axis in self.axes:
            position(axis, shape)
        return shape

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        (shape,) = inputs
        moved = {position(axis, shape) for axis in self.axes}
        return "same position" if moved <= {len(shape) - 1 if self.channels_last else 0} else "moved"


@dataclass(frozen=True, eq=False)
class Flip(Roll):
    """The values along some axes in the reverse order."""


@dataclass(frozen=True, eq=False)
class Stack(Placement):
    """Feature maps of one shape put together along a new axis.

    :param axis: the new axis' place in the output, counted with the batch axis as 0, or from the end.
    """

    axis: int

    merges: ClassVar[bool] = True

    @property
    def family(self) -> str:
        return "merging"

    def output_shape(self, *inputs: Shape) -> Shape:
        first = inputs[0]
        for other in inputs[1:]:
            if other != first:
                raise ShapeError(f"feature maps of {times(first)} and {times(other)} cannot be stacked; all must agree")
        (index,) = positions((self.axis,), (*first, 1))
        return (*first[:index], len(inputs), *first[index:])

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        return "unknown"
