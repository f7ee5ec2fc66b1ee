"""Feature maps as PyTorch sees them: tensors with a batch axis, and parameters without one."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Protocol

from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.arithmetic.layers.parameter import Parameter, Values
from sphinx_cnn.arithmetic.shape import times
from sphinx_cnn.notation.budget import Budget
from sphinx_cnn.notation.tape import Tape
from sphinx_cnn.notation.tensors.batch import batch_axis_after
from sphinx_cnn.notation.values import Constant, FeatureMap, LayerObject, Opaque, describe

MIXES = "would mix the inputs of a batch, and what is computed here is one input"
"""Why an operation along the batch axis is refused."""


class Recorder(Protocol):
    """What an operation needs of the interpreter that reads the text."""

    @property
    def budget(self) -> Budget:
        """What the text may cost."""

    def record(self, layer: LayerObject, inputs: list[FeatureMap], node: ast.AST) -> FeatureMap:
        """Apply a layer."""


@dataclass(frozen=True, slots=True)
class Call:
    """A call of an operation in the text: what it needs to leave a row."""

    name: str
    reader: Recorder
    node: ast.AST

    def row(
        self, layer: Layer, *inputs: FeatureMap, batch_axis: int | None = None, **hyperparameters: object
    ) -> FeatureMap:
        """Apply a layer to feature maps whose axes agree, as a row that is named after the operation.

        :param batch_axis: where the batch axis stands in the output, if not where the layer itself leaves it.
        """
        made = LayerObject(self.name, self.name, layer, self.node, hyperparameters=hyperparameters)
        place = batch_axis_after(made, list(inputs)) if batch_axis is None else batch_axis
        output = self.reader.record(made, list(inputs), self.node)
        return placed(output, place, batched=any(value.batched for value in inputs))

    def kept(self, layer: Layer, value: FeatureMap, **hyperparameters: object) -> FeatureMap:
        """As :meth:`row`, for a layer that leaves all axes where they are."""
        return self.row(layer, value, batch_axis=value.batch_axis, **hyperparameters)

    def map(self, name: str, value: object) -> FeatureMap:
        """The feature map that an argument is."""
        if isinstance(value, Constant):
            return self.constant(value)
        found = as_map(value, self.reader, self.node)
        if found is None:
            hint = ", which is not read" if isinstance(value, Opaque) else ""
            raise ValueError(f"{self.name}: {name} must be a feature map, not {describe(value)}{hint}")
        return found

    def constant(self, value: Constant) -> FeatureMap:
        """Values that no input leads to, as a row of their own."""
        name = value.origin.removesuffix("()").rpartition(".")[2]
        output = self.reader.record(LayerObject(name, name, Values(value.shape), self.node), [], self.node)
        return replace(output, batched=False)


@dataclass(frozen=True, slots=True)
class Aside:
    """Where operations on tensors of data are computed, of which the network knows nothing.

    :param reader: whose steps they cost.
    """

    reader: Recorder
    tape: Tape = field(default_factory=Tape)

    @property
    def budget(self) -> Budget:
        """What the text may cost."""
        return self.reader.budget

    def record(self, layer: LayerObject, inputs: list[FeatureMap], node: ast.AST) -> FeatureMap:
        """Apply a layer."""
        self.budget.spend(1)
        return self.tape.record(layer, inputs, "", 0)


def as_data(value: object, origin: str) -> object:
    """What was computed aside, as a tensor of data."""
    if isinstance(value, FeatureMap):
        return Constant(origin, value.shape)
    return [as_data(item, origin) for item in value] if isinstance(value, list | tuple) else value


def as_map(value: object, reader: Recorder, node: ast.AST) -> FeatureMap | None:
    """The feature map that a value is: itself, or a parameter, which is applied when it is first used."""
    if isinstance(value, FeatureMap):
        return value
    if not isinstance(value, LayerObject) or not isinstance(value.layer, Parameter):
        return None
    if value.applied is None:
        value.applied = replace(reader.record(value, [], node), batched=False)
    return value.applied


def placed(value: FeatureMap, batch_axis: int, *, batched: bool = True) -> FeatureMap:
    """A feature map with its batch axis at this place, or without one."""
    if not batched:
        return replace(value, batched=False)
    return replace(value, batch_axis=batch_axis) if batch_axis else value


def place_of(name: str, value: FeatureMap, axis: object, *, new: int = 0) -> int:
    """An axis of a feature map, counted from 0 with the batch axis.

    :param new: how many axes more there are to count than the feature map has.
    :raises ValueError: if it is no axis at all.
    """
    rank = len(value.sizes) + new
    if isinstance(axis, bool) or not isinstance(axis, int):
        raise ValueError(f"{name}: an axis must be a whole number, not {describe(axis)}")
    if not -rank <= axis < rank:
        raise ValueError(f"{name}: axis {axis} is beyond the {rank} axes from 0 to {rank - 1}")
    return axis % rank


def places_of(name: str, value: FeatureMap, axes: object) -> list[int]:
    """Several axes as :func:`place_of`; one is written without a list."""
    listed = list(axes) if isinstance(axes, list | tuple) else [axes]
    found = [place_of(name, value, axis) for axis in listed]
    if len(set(found)) < len(found):
        raise ValueError(f"{name}: axes {tuple(listed)} name an axis twice")
    return found


def axis_from_end(name: str, value: FeatureMap, axis: object) -> int:
    """An axis of a feature map without its batch axis, counted from the end, as -1, -2 and so on.

    :raises ValueError: if it is the batch axis, or no axis at all.
    """
    index = place_of(name, value, axis)
    if value.batched and index == value.batch_axis:
        raise ValueError(f"{name} along axis {axis}, the batch axis, {MIXES}")
    return index - len(value.shape) - (value.batched and index > value.batch_axis)


def new_axis(name: str, value: FeatureMap, axis: object) -> tuple[int, int]:
    """Where a new axis comes to stand in the shape of a feature map, and where its batch axis stands then."""
    index = place_of(name, value, axis, new=1)
    if value.batched and index > value.batch_axis:
        return index - 1, value.batch_axis
    return index, value.batch_axis + 1


def batch_axis_without(value: FeatureMap, axes: Iterable[int]) -> int:
    """Where the batch axis stands when some axes are gone, which are counted from the end without it."""
    return value.batch_axis - sum(axis + len(value.shape) < value.batch_axis for axis in axes)


def axes_from_end(name: str, value: FeatureMap, axes: object) -> tuple[int, ...]:
    """Several axes as :func:`axis_from_end`; one is written without a list."""
    listed = list(axes) if isinstance(axes, list | tuple) else [axes]
    found = tuple(axis_from_end(name, value, axis) for axis in listed)
    if len(set(found)) < len(found):
        raise ValueError(f"{name}: axes {tuple(listed)} name an axis twice")
    return found


def all_axes(name: str, value: FeatureMap) -> tuple[int, ...]:
    """All axes of a parameter; those of a feature map include the batch axis."""
    if value.batched:
        raise ValueError(f"{name} along all axes {MIXES}; name the axes, without axis {value.batch_axis}")
    return tuple(range(-len(value.shape), 0))


def aligned(name: str, maps: list[FeatureMap]) -> tuple[list[FeatureMap], int]:
    """Feature maps for an operation that lays their axes side by side from the last one, as arrays are broadcast.

    A parameter has no batch axis. Where it has an axis of size 1 in its place, that is left out. The second value is
    where the batch axis stands in the result.

    :raises ValueError: if the batch axis of one meets another axis of another.
    """
    after = {len(value.shape) - value.batch_axis for value in maps if value.batched}
    if not after:
        return maps, 0
    if len(after) > 1:
        shapes = " and ".join(times(value.shape) for value in maps if value.batched)
        raise ValueError(
            f"{name}: the batch axis of one feature map meets another axis of the other, since axes are aligned "
            f"from the last one; they are {shapes} for one input"
        )
    (count,) = after
    found = [value if value.batched else without_batch_axis(name, value, count) for value in maps]
    return found, max(len(value.shape) for value in found) - count


def without_batch_axis(name: str, value: FeatureMap, after: int) -> FeatureMap:
    """A parameter that meets feature maps, without an axis of size 1 in place of the batch axis.

    :param after: how many axes of the feature maps come after the batch axis.
    """
    place = len(value.shape) - after - 1
    if place < 0:
        return value
    if value.shape[place] != 1:
        raise ValueError(
            f"{name}: the batch axis meets an axis of size {value.shape[place]} of the {times(value.shape)} parameter"
        )
    return replace(value, shape=(*value.shape[:place], *value.shape[place + 1 :]), batched=True, batch_axis=place)
