"""Layers around a function of the text, or around a model: ``Lambda`` and ``TimeDistributed``."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import Any

from sphinx_cnn.arithmetic.layers.activation import Identity
from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.arithmetic.layers.composite import Composite
from sphinx_cnn.arithmetic.layers.expression import Expression
from sphinx_cnn.arithmetic.layers.merging import Concatenation, Elementwise
from sphinx_cnn.arithmetic.layers.reshaping import Input
from sphinx_cnn.arithmetic.layers.wrapping import TimeDistributed
from sphinx_cnn.arithmetic.shape import Shape, position, times
from sphinx_cnn.arithmetic.summary import count
from sphinx_cnn.notation.dialect import Model, Reader
from sphinx_cnn.notation.tape import Application
from sphinx_cnn.notation.values import FeatureMap, LayerObject, Opaque, describe

AMOUNTS = ("macs", "operations", "connections")


@dataclass(eq=False, slots=True)
class Lambda(Model):
    """A function as a layer. It is one row, whose counts are those of the operations inside.

    :param shape: the shape that the text says comes out, for a function that is not read.
    """

    name: str
    place: ast.AST
    function: object
    arguments: dict[str, Any]
    shape: Shape | None = None
    named_by: str = "counter"
    input_shape: Shape | None = None
    trainable: bool = True
    described: str = "a Lambda layer"
    made: dict[tuple[Shape, ...], LayerObject] = field(default_factory=dict)

    def apply(self, reader: Reader, inputs: list[Any], node: ast.AST) -> object:
        """Apply it to one feature map, or to several."""
        return self.run(reader, inputs[0] if len(inputs) == 1 else inputs, node)

    def run(self, reader: Reader, argument: object, node: ast.AST) -> object:
        """Apply it to a feature map, or to a list of them, as the function gets it."""
        given = argument if isinstance(argument, list | tuple) else [argument]
        maps = [item for item in given if isinstance(item, FeatureMap)]
        if isinstance(self.function, Opaque):
            if self.shape is None:
                raise reader.error(f"{self.name}: {describe(self.function)}, so its output shape is not known", node)
            return self._recorded(reader, Expression(self.shape), maps, node)
        tape, start = reader.tape, len(reader.tape.entries)
        reader.running += 1
        try:
            result = reader.call(self.function, [argument], dict(self.arguments), node)
        finally:
            reader.running -= 1
        if not isinstance(result, FeatureMap):
            return result  # several feature maps, each with its rows
        if result.index < start:
            return self._recorded(reader, Identity(), [result], node)
        reader.budget.spend(len(tape.entries) // 4)
        inside = [index for index in tape.reachable([result.index], [item.index for item in maps]) if index >= start]
        entries = {index: tape.entries[index] for index in inside}
        before = dict.fromkeys([*(item.index for item in maps), *(i for e in entries.values() for i in e.inputs)])
        sources = [FeatureMap(index, tape.entries[index].shape) for index in before if index < start]
        layer = _one(entries, sources, reader)
        for entry in tape.entries[start:]:
            entry.layer.applied = None
        del tape.entries[start:]
        return self._recorded(reader, layer, sources, node)

    def _recorded(self, reader: Reader, layer: Layer, inputs: list[FeatureMap], node: ast.AST) -> FeatureMap:
        shapes = tuple(item.shape for item in inputs)
        if shapes not in self.made:
            self.made[shapes] = LayerObject(self.name, "Lambda", layer, self.place, self.named_by)
        return reader.record(self.made[shapes], inputs, node)


def _one(entries: dict[int, Application], sources: list[FeatureMap], reader: Reader) -> Layer:
    """One layer for all that was applied: itself, if it is alone."""
    if len(entries) == 1:
        (entry,) = entries.values()
        if list(entry.inputs) == [item.index for item in sources]:
            return entry.layer.layer
    amounts: dict[str, int | None] = dict.fromkeys(AMOUNTS, 0)
    in_place = True
    for entry in entries.values():
        arriving = tuple(reader.tape.entries[index].shape for index in entry.inputs)
        counts = count(entry.layer.layer, arriving, entry.shape)
        in_place = in_place and entry.layer.layer.reach(arriving) == "same position"
        for name in AMOUNTS:
            known, more = amounts[name], counts[name]
            amounts[name] = None if known is None or more is None else known + more
    return Composite(tuple(item.shape for item in sources), entries[max(entries)].shape, amounts, in_place)


@dataclass(eq=False, slots=True)
class Distributed(Model):
    """A model that is applied to each step of a sequence."""

    name: str
    place: ast.AST
    inside: Any
    named_by: str = "counter"
    input_shape: Shape | None = None
    trainable: bool = True
    described: str = "a TimeDistributed layer"
    made: dict[LayerObject, LayerObject] = field(default_factory=dict)

    def apply(self, reader: Reader, inputs: list[Any], node: ast.AST) -> object:
        """Apply the model to one step, and each of its layers to all of them."""
        (sequence,) = inputs
        if len(sequence.shape) < 2:
            raise ValueError(f"{self.name} needs a sequence, but {times(sequence.shape)} arrives")
        tape, start = reader.tape, len(reader.tape.entries)
        step = reader.record(LayerObject("step", "Input", Input(sequence.shape[1:]), self.place), [], node)
        result = reader.call(self.inside, [step], {}, node)
        entries = tape.entries[start:]
        del tape.entries[start:]
        for entry in entries:
            entry.layer.applied = None
        if not isinstance(result, FeatureMap):
            raise TypeError(f"{self.name}: the model inside gives {describe(result)}, and not one feature map")
        moved = {step.index: sequence}
        with reader.grouped(self.name):
            for index, entry in enumerate(entries[1:], start + 1):
                arriving = [moved.get(i, FeatureMap(i, (), batched=False)) for i in entry.inputs]
                moved[index] = reader.record(self._over_steps(entry.layer, arriving), arriving, node)
        return moved[result.index]

    def _over_steps(self, layer: LayerObject, arriving: list[FeatureMap]) -> LayerObject:
        if layer not in self.made:
            core = layer.layer
            if len(arriving) == 1 and not isinstance(core, Elementwise):
                core = TimeDistributed(core)
            elif isinstance(core, Concatenation):
                core = Concatenation(position(core.axis, arriving[0].shape[1:]) - len(arriving[0].shape) + 1)
            elif arriving and not isinstance(core, Elementwise):
                raise ValueError(f"{layer.kind} of several feature maps is not read inside {self.name}")
            place, named_by = layer.place, layer.named_by
            self.made[layer] = LayerObject(layer.name, layer.kind, core, place, named_by, layer.trainable)
        return self.made[layer]
