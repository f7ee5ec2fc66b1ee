"""What a layer's arguments declare of the feature map that arrives: its channels, its last axis."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

from sphinx_cnn.arithmetic.shape import Shape, ShapeError, times


@dataclass(frozen=True, slots=True)
class Expectation:
    """An argument that declares sizes of an input: ``in_channels``.

    :param argument: its name.
    :param axis: 0 for the channels, which come first; -1 for the last axis, or as many of the last as it has sizes.
    :param source: which of the inputs it declares.
    :param rank: how many spatial axes there must be beside the channels, where the layer cares.
    :param where: arguments of which one must be true for it to matter; none, if it always does.
    :param vectors: whether channels may also come without any.
    :param sizes: what is declared.
    """

    argument: str
    axis: int = 0
    source: int = 0
    rank: int = 0
    where: tuple[str, ...] = ()
    vectors: bool = False
    sizes: Shape = ()

    def check(self, arriving: tuple[Shape, ...]) -> None:
        """Refuse feature maps that are not what was declared; of those with a wrong number of axes the layer says so.

        :raises ShapeError: if they are not.
        """
        if self.source >= len(arriving):
            return
        shape = arriving[self.source]
        if not shape or (self.rank and len(shape) != self.rank + 1 and not (self.vectors and len(shape) == 1)):
            return
        found = shape[:1] if self.axis == 0 else shape[-len(self.sizes) :]
        if found != self.sizes:
            raise ShapeError(f"{self.argument} is {times(self.sizes)}, but {self._told(shape, found)}")

    def _told(self, shape: Shape, found: Shape) -> str:
        arrives = f"the {times(shape)} feature map that arrives"
        if len(shape) == 1:
            return f"the vector that arrives has {shape[0]} values"
        if self.axis == 0:
            return f"{arrives} has {found[0]} channels"
        if len(self.sizes) > 1:
            return f"the last axes of {arrives} are {times(found)}"
        missing = "; is a Flatten missing before it?" if prod(shape) == self.sizes[0] else ""
        return f"the last axis of {arrives} has {found[0]} values{missing}"
