"""Parts of a feature map: a range of positions or one of them, per axis.

Sources: NumPy, *Indexing on ndarrays*, whose basic indexing PyTorch and Keras share, and ``sliding_window_view``, which
is PyTorch's ``Tensor.unfold``. A part is a view.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sphinx_cnn.arithmetic.layers.base import Counts, Layer, Reach
from sphinx_cnn.arithmetic.receptive_field import Slide
from sphinx_cnn.arithmetic.shape import Shape, ShapeError, article, position, spatial, times

Part = int | slice | None
"""One position of an axis, a range of its positions, or a new axis of size 1."""


@dataclass(frozen=True, eq=False)
class Indexing(Layer):
    """A part of a feature map.

    :param parts: a part for each axis from the first, without the batch axis; later axes are taken whole.
    """

    parts: tuple[Part, ...]
    channels_last: bool = True

    counts: ClassVar[Counts] = Counts(activations="0")

    @property
    def family(self) -> str:
        return "reshaping"

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        named = sum(part is not None for part in self.parts)
        if named > len(shape):
            raise ShapeError(f"an index for {named} axes is given, but {article(times(shape))} input arrives")
        axes = iter(enumerate(shape))
        sizes: list[int] = []
        for part in self.parts:
            if part is None:
                sizes.append(1)
                continue
            axis, size = next(axes)
            if isinstance(part, slice):
                sizes.append(self._length(part, size, axis, shape))
            elif not -size <= part < size:
                raise ShapeError(f"index {part} is beyond axis {axis + 1} of the {times(shape)} input")
        return (*sizes, *(size for _, size in axes))

    def _length(self, part: slice, size: int, axis: int, shape: Shape) -> int:
        length = len(range(*part.indices(size)))
        if not length:
            raise ShapeError(f"nothing is left of axis {axis + 1} of the {times(shape)} input")
        return length

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        (shape,) = inputs
        parts = [*self.parts, *[slice(None)] * (len(shape) - len(self.parts))]
        ranges = [part.indices(size) for part, size in zip(parts, shape, strict=False) if isinstance(part, slice)]
        if len(ranges) != len(shape) or len(parts) != len(shape):
            return "moved"
        places = list(zip(ranges[:-1] if self.channels_last else ranges[1:], self._places(shape), strict=True))
        if all(taken == (0, size, 1) for taken, size in places):
            return "same position"
        return tuple(Slide(1, step, before=-start) for (start, _, step), _ in places)

    def _places(self, shape: Shape) -> Shape:
        return spatial(shape, channels_last=self.channels_last)


@dataclass(frozen=True, eq=False)
class Gathering(Layer):
    """The positions of an axis that whole numbers name: in any order, some often, others not at all.

    :param axis: counted with the batch axis as 0, or from the end.
    :param sizes: the shape of the whole numbers, which takes the place of the axis. They may be a second input.
    """

    axis: int
    sizes: Shape
    channels_last: bool = True

    merges: ClassVar[bool] = True
    counts: ClassVar[Counts] = Counts()

    @property
    def family(self) -> str:
        return "reshaping"

    def output_shape(self, *inputs: Shape) -> Shape:
        shape = inputs[0]
        index = position(self.axis, shape)
        return (*shape[:index], *self.sizes, *shape[index + 1 :])

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        of_channels = position(self.axis, inputs[0]) == (len(inputs[0]) - 1 if self.channels_last else 0)
        return "same position" if of_channels and len(self.sizes) == 1 else "moved"


@dataclass(frozen=True, eq=False)
class Windows(Layer):
    """Windows along an axis, the values of each along a new last axis. A view, in which a value may stand often.

    :param axis: counted with the batch axis as 0, or from the end.
    """

    axis: int
    size: int
    step: int

    counts: ClassVar[Counts] = Counts(activations="0")

    @property
    def family(self) -> str:
        return "reshaping"

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        index = position(self.axis, shape)
        if self.size > shape[index]:
            raise ShapeError(f"a window of {self.size} does not fit axis {index + 1} of the {times(shape)} input")
        return (*shape[:index], (shape[index] - self.size) // self.step + 1, *shape[index + 1 :], self.size)

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        return "moved"
