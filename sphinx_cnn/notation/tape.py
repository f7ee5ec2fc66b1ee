"""The applications of layers, in the order in which the text makes them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.arithmetic.layers.reshaping import Input
from sphinx_cnn.arithmetic.shape import Shape, ShapeError
from sphinx_cnn.notation.budget import LARGEST_INTEGER
from sphinx_cnn.notation.values import FeatureMap, LayerObject


@dataclass(frozen=True, slots=True)
class Application:
    """A layer applied to feature maps."""

    layer: LayerObject
    inputs: tuple[int, ...]
    shape: Shape
    group: str
    line: int


@dataclass(slots=True)
class Tape:
    """All applications so far; an index into ``entries`` is what a feature map stands for.

    :param replaced: feature maps that were changed in place, and what they are now.
    """

    entries: list[Application] = field(default_factory=list)
    shapes: dict[tuple[Layer, tuple[Shape, ...]], Shape] = field(default_factory=dict)
    replaced: dict[int, int] = field(default_factory=dict)

    def latest(self, index: int) -> int:
        """What a feature map is now, after all that was done to it in place."""
        found = index
        while found in self.replaced:
            found = self.replaced[found]
        if found != index:
            self.replaced[index] = found
        return found

    def replace(self, old: FeatureMap, new: FeatureMap) -> None:
        """A feature map has been changed in place: whoever takes it from now on takes another one."""
        self.replaced[self.latest(old.index)] = new.index

    def record(self, layer: LayerObject, inputs: list[FeatureMap], group: str, line: int) -> FeatureMap:
        """Apply a layer.

        :raises ShapeError: if the layer cannot be applied to these feature maps.
        """
        if len(inputs) > 1 and not layer.layer.merges:
            raise ShapeError(f"{layer.kind} takes one feature map, but {len(inputs)} arrive")
        arriving = tuple([fmap.shape for fmap in inputs])
        shape = self.shapes.get((layer.layer, arriving))
        if shape is None:  # deep networks repeat themselves
            for expected in layer.expects:
                expected.check(arriving)
            shape = self.shapes[layer.layer, arriving] = layer.layer.output_shape(*arriving)
            if max(shape, default=0) > LARGEST_INTEGER:
                raise ShapeError("the feature map is too large; no size in a network comes near 2⁶³")
        self.entries.append(Application(layer, tuple([self.latest(fmap.index) for fmap in inputs]), shape, group, line))
        layer.applied = FeatureMap(len(self.entries) - 1, shape)
        return layer.applied

    def reachable(self, outputs: list[int], stops: Collection[int] = ()) -> list[int]:
        """The entries that the outputs depend on, in the order of their application; not beyond the *stops*."""
        found: set[int] = set()
        waiting = [self.latest(index) for index in outputs]
        while waiting:
            index = waiting.pop()
            if index not in found:
                found.add(index)
                if index not in stops:
                    waiting.extend(self.entries[index].inputs)
        return sorted(found)

    def sources(self, start: int) -> set[int]:
        """The feature maps from before *start* that applications since then have taken."""
        return {index for entry in self.entries[start:] for index in entry.inputs if index < start}

    def loose_ends(self) -> list[int]:
        """The feature maps that no layer takes."""
        taken = {index for entry in self.entries for index in entry.inputs}
        return [
            index
            for index, entry in enumerate(self.entries)
            if index not in taken and not (isinstance(entry.layer.layer, Input) and len(self.entries) > 1)
        ]
