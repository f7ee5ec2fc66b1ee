"""``Sequential`` and ``Model``: containers of layers, which can be applied like a layer."""

from __future__ import annotations

import ast
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Any, Self

from sphinx_cnn.arithmetic.layers.reshaping import Input
from sphinx_cnn.arithmetic.shape import Shape
from sphinx_cnn.notation.classes import Instance
from sphinx_cnn.notation.dialect import Model, Reader
from sphinx_cnn.notation.keras.modules import is_part, is_weight, parts
from sphinx_cnn.notation.keras.wrapped import Distributed
from sphinx_cnn.notation.tape import Tape
from sphinx_cnn.notation.values import FeatureMap, LayerObject, Native, Opaque, describe

TRAINING_CALLS = frozenset({
    "compile", "count_params", "evaluate", "export", "fit", "fit_generator", "get_config", "get_metrics_result",
    "get_weights", "load_weights", "predict", "predict_on_batch", "reset_metrics", "reset_states", "save",
    "save_weights", "set_weights", "summary", "test_on_batch", "to_json", "train_on_batch",
})  # fmt: skip
"""Methods of a model that do not describe its architecture; they are passed over, with their arguments."""


TRAINING_STATE = frozenset({
    "history", "inputs", "loss", "metrics", "metrics_names", "optimizer", "outputs", "stop_training",
    "trainable_variables", "trainable_weights", "variables", "weights",
})  # fmt: skip
"""Attributes of a model, and of a layer, that do not describe its architecture; they are not read."""


@dataclass(eq=False, slots=True)
class Sequential(Model):
    """Layers that are applied one after the other."""

    name: str
    place: ast.AST
    named_by: str = "counter"
    layers: list[Any] = field(default_factory=list)
    """Layers, models, and instances of classes of the text."""
    input: FeatureMap | None = None
    output: FeatureMap | None = None
    """What comes out of the layers that there are, if they have been applied to the model's own input."""
    input_shape: Shape | None = None
    trainable: bool = True
    nested: bool = False
    """Whether it is applied, or part of another model; then it is not the network itself."""
    described: str = "a Sequential model"

    def add(self, layer: object) -> None:
        """``model.add(layer)``.

        :raises TypeError: if it is no layer.
        """
        self.output = None
        if isinstance(layer, FeatureMap) and not self.layers:
            self.input = layer
        elif is_part(layer):
            if isinstance(layer, Sequential | Functional):
                layer.nested = True
            if not self.layers and self.input_shape is None:
                self.input_shape = declared_input(layer)
            self.layers.append(layer)
        else:
            raise TypeError(f"a Sequential model is made of layers, not of {describe(layer)}")

    def apply(self, reader: Reader, inputs: list[FeatureMap], node: ast.AST) -> FeatureMap:
        """Apply all layers, in a group of the model's name."""
        with reader.grouped(self.name):
            return self.run(reader, inputs, node)

    def run(self, reader: Reader, inputs: list[FeatureMap], node: ast.AST) -> FeatureMap:
        """Apply all layers where they are."""
        if not self.layers:
            raise reader.error(f"{self.name} has no layers", node)
        for layer in self.layers:
            result = reader.call(layer, inputs, {}, place_of(layer))
            if not isinstance(result, FeatureMap):
                raise reader.error(f"{layer.name} has several outputs, so no layer can follow it", node)
            inputs = [result]
        return inputs[0]


@dataclass(eq=False, slots=True)
class Functional(Model):
    """A graph of layers from its inputs to its outputs."""

    name: str
    place: ast.AST
    inputs: list[FeatureMap]
    outputs: list[FeatureMap]
    entries: list[int]
    """The applications on the tape that lead from the inputs to the outputs, inputs included."""
    one_output: bool = True
    named_by: str = "counter"
    input_shape: Shape | None = None
    trainable: bool = True
    nested: bool = False
    described: str = "a Model"

    def apply(self, reader: Reader, inputs: list[FeatureMap], node: ast.AST) -> object:
        """Apply the graph to other feature maps, in a group of the model's name."""
        if len(inputs) != len(self.inputs):
            message = f"{self.name} has {len(self.inputs)} inputs, but {len(inputs)} feature maps arrive"
            raise reader.error(message, node)
        moved = {old.index: new for old, new in zip(self.inputs, inputs, strict=True)}
        inside = {index: reader.tape.entries[index].group.split("/") for index in self.entries if index not in moved}
        common = _shared(list(inside.values()))
        with reader.grouped(self.name), Groups(reader) as groups:
            for index, path in inside.items():
                entry = reader.tape.entries[index]
                if is_weight(entry.layer):
                    moved[index] = entry.layer.applied or FeatureMap(index, entry.shape, batched=False)
                    continue
                groups.enter([part for part in path[common:] if part])
                result = reader.record(entry.layer, [moved[i] for i in entry.inputs], node)
                batched = any(moved[i].batched for i in entry.inputs)
                moved[index] = result if batched else replace(result, batched=False)
        outputs = [moved[output.index] for output in self.outputs]
        return outputs[0] if self.one_output else outputs


def _shared(paths: list[list[str]]) -> int:
    """How many of the first parts all paths have in common."""
    return sum(1 for _ in takewhile(lambda parts: len(set(parts)) == 1, zip(*paths, strict=False)))


class Groups:
    """Groups that are entered and left as the layers of a graph stand in them."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.open: list[tuple[str, ExitStack]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.enter([])

    def enter(self, path: list[str]) -> None:
        """Stand in the group of this path, below the one that is open."""
        shared = _shared([[name for name, _ in self.open], path])
        while len(self.open) > shared:
            self.open.pop()[1].close()
        for name in path[shared:]:
            stack = ExitStack()
            stack.enter_context(self.reader.grouped(name))
            self.open.append((name, stack))


def functional(reader: Reader, inputs: object, outputs: object, name: str, place: ast.AST) -> Functional:
    """``Model(inputs, outputs)``.

    :raises ValueError: if these are no feature maps, or an output depends on an input that is not named.
    """
    several = isinstance(outputs, list | tuple | dict)
    sources, results = _maps("inputs", inputs), _maps("outputs", outputs)
    stops = {source.index for source in sources}
    entries = reader.tape.reachable([result.index for result in results], stops)
    reader.budget.spend(len(entries) // 4)
    for index in entries:
        entry = reader.tape.entries[index]
        if isinstance(entry.layer.layer, Input) and index not in stops:
            raise ValueError(f"an output of the model depends on {entry.layer.name}, which is not among its inputs")
    return Functional(name, place, sources, results, entries, one_output=not several)


def _maps(name: str, value: object) -> list[FeatureMap]:
    items = list(value.values()) if isinstance(value, dict) else value
    maps = []
    for item in items if isinstance(items, list | tuple) else [items]:
        if not isinstance(item, FeatureMap):
            raise ValueError(f"the {name} of a model are feature maps, but {describe(item)} arrives")
        maps.append(item)
    return maps


def layers_of(model: Sequential | Functional, tape: Tape) -> list[LayerObject]:
    """The layers of a model, those of nested models included, each once."""
    if isinstance(model, Functional):
        return list(dict.fromkeys(tape.entries[index].layer for index in model.entries))
    found: dict[LayerObject, None] = {}
    waiting, known = list(reversed(model.layers)), set[object]()
    while waiting:
        layer = waiting.pop()
        if isinstance(layer, LayerObject):
            found[layer] = None
        elif layer not in known:
            known.add(layer)
            waiting += reversed(inside_of(layer, tape))
    return list(found)


def inside_of(value: object, tape: Tape) -> list[Any]:
    """The layers and models right inside a model, or inside an instance of a class of the text."""
    if isinstance(value, Sequential):
        return value.layers
    if isinstance(value, Functional):
        return list(layers_of(value, tape))
    if isinstance(value, Distributed):
        return [value.inside, *value.made.values()]
    return list(parts(value)) if isinstance(value, Instance) else []


def layers_in(value: object, tape: Tape) -> list[LayerObject]:
    """All layers and variables of a layer, a model, or an instance, each once."""
    found, known, waiting = dict[LayerObject, None](), set[object](), [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, LayerObject):
            found[item] = None
        elif item not in known:
            known.add(item)
            waiting += reversed(inside_of(item, tape))
    return list(found)


def place_of(value: object) -> ast.AST:
    """Where in the text a layer, a model or an instance is made."""
    if isinstance(value, Instance):
        return getattr(value.native, "place", value.cls.node)
    place: ast.AST = getattr(value, "place")  # noqa: B009
    return place


def declared_input(value: object) -> Shape | None:
    """The input shape that the text declares with a layer."""
    shape: Shape | None = getattr(value.native if isinstance(value, Instance) else value, "input_shape", None)
    return shape


def method(model: Sequential | Functional, name: str, reader: Reader) -> object:
    """A method of a model.

    :raises AttributeError: if it has none of that name.
    """
    if name in TRAINING_CALLS:
        return Native(f"{model.name}.{name}", print, reads_arguments=False)
    if isinstance(model, Sequential):
        if name == "add":
            return Native("add", lambda layer: _add(model, layer, reader))
        if name == "pop":
            return Native("pop", model.layers.pop)
        if name == "build":
            return Native("build", lambda input_shape=None: _build(model, input_shape))
    elif name == "build":
        return Native("build", print, reads_arguments=False)
    if name in TRAINING_STATE:
        return Opaque(f"{model.name[:50]}.{name}")
    raise AttributeError(f"{model.described} has no '{name}' that is read here")


def _add(model: Sequential, layer: object, reader: Reader) -> None:
    reader.budget.add_layer()
    reader.made.append(model)  # which is another model now
    model.add(layer)


def _build(model: Sequential, input_shape: object) -> Opaque:
    sizes = input_shape[1:] if isinstance(input_shape, list | tuple) else ()
    if not sizes or not all(isinstance(size, int) for size in sizes):
        raise ValueError(f"build needs a shape with the batch axis first, not {describe(input_shape)}")
    model.input_shape = tuple(size for size in sizes if isinstance(size, int))
    return Opaque("build()")
