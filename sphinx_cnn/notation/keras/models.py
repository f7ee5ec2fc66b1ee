"""``Sequential`` and ``Model``: containers of layers, which can be applied like a layer."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from sphinx_cnn.arithmetic.layers.reshaping import Input
from sphinx_cnn.arithmetic.shape import Shape
from sphinx_cnn.notation.dialect import Model, Reader
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
    layers: list[LayerObject | Sequential | Functional] = field(default_factory=list)
    input: FeatureMap | None = None
    input_shape: Shape | None = None
    trainable: bool = True
    nested: bool = False
    """Whether it is applied, or part of another model; then it is not the network itself."""
    described: str = "a Sequential model"

    def add(self, layer: object) -> None:
        """``model.add(layer)``.

        :raises TypeError: if it is no layer.
        """
        if isinstance(layer, FeatureMap) and not self.layers:
            self.input = layer
        elif isinstance(layer, LayerObject | Sequential | Functional):
            if isinstance(layer, Sequential | Functional):
                layer.nested = True
            if not self.layers and self.input_shape is None:
                self.input_shape = layer.input_shape
            self.layers.append(layer)
        else:
            raise TypeError(f"a Sequential model is made of layers, not of {describe(layer)}")

    def apply(self, reader: Reader, inputs: list[FeatureMap], node: ast.AST) -> FeatureMap:
        """Apply all layers, in a group of the model's name."""
        self.nested = True
        with reader.grouped(self.name):
            return self.run(reader, inputs, node)

    def run(self, reader: Reader, inputs: list[FeatureMap], node: ast.AST) -> FeatureMap:
        """Apply all layers where they are."""
        if not self.layers:
            raise reader.error(f"{self.name} has no layers", node)
        for layer in self.layers:
            result = reader.apply(layer, inputs, layer.place)
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
        self.nested = True
        if len(inputs) != len(self.inputs):
            message = f"{self.name} has {len(self.inputs)} inputs, but {len(inputs)} feature maps arrive"
            raise reader.error(message, node)
        moved = {old.index: new for old, new in zip(self.inputs, inputs, strict=True)}
        with reader.grouped(self.name):
            for index in self.entries:
                if index not in moved:
                    entry = reader.tape.entries[index]
                    moved[index] = reader.record(entry.layer, [moved[i] for i in entry.inputs], node)
        outputs = [moved[output.index] for output in self.outputs]
        return outputs[0] if self.one_output else outputs


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
    waiting, known = list(reversed(model.layers)), set[LayerObject | Model]()
    while waiting:
        layer = waiting.pop()
        if isinstance(layer, LayerObject):
            found[layer] = None
        elif layer not in known:
            known.add(layer)
            waiting += [*reversed(layer.layers)] if isinstance(layer, Sequential) else layers_of(layer, tape)
    return list(found)


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
