"""Functions of Lasagne that put several layers after a layer: ``batch_norm`` and its kin."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from sphinx_cnn.notation.arguments import layer_name
from sphinx_cnn.notation.dialect import Maker, Reader
from sphinx_cnn.notation.lasagne.makers import LayerClass, State, Waiting
from sphinx_cnn.notation.values import FeatureMap, LayerObject, Opaque, describe


@dataclass(slots=True)
class Row:
    """Layers that one call puts after a layer.

    :param last: what came out so far.
    :param suffix: what the first of them is called after the layer.
    :param stem: what the first of them is called; nothing, if the layer has no name.
    :param parts: the layers, each with what it is called after the first.
    """

    reader: Reader
    state: State
    node: ast.AST
    last: FeatureMap
    suffix: str
    stem: str
    parts: list[tuple[LayerObject, str]]

    def put(self, spelled: str, suffix: str = "", **arguments: object) -> LayerObject:
        """Put a layer of a kind after the others."""
        name = f"{self.stem}{suffix}" if self.stem else None
        maker = LayerClass(spelled, self.state)
        self.last = maker.applied(self.reader, [self.last], [], dict(arguments), name, self.node)
        layer = self.reader.tape.entries[self.last.index].layer
        self.parts.append((layer, f"{self.suffix}{suffix}"))
        return layer

    def take(self, *, bias: bool) -> str:
        """Take the nonlinearity away from the layer, and its bias.

        :return: the name of the nonlinearity; nothing, if it has none.
        """
        layer = self.parts[0][0]
        found = layer.hyperparameters.get("nonlinearity")
        if found is not None:
            layer.hyperparameters = {**layer.hyperparameters, "nonlinearity": "linear"}
        if bias and layer.hyperparameters.get("b"):
            if layer in self.state.shared:
                raise ValueError(f"the parameters of {layer.name} are shared, so its bias cannot be taken away here")
            layer.layer = replace(layer.layer, use_bias=False)  # type: ignore[call-arg]
            layer.hyperparameters = {**layer.hyperparameters, "b": False}
        return str(found or "")

    def end(self, nonlinearity: str) -> None:
        """Put the nonlinearity back, as a layer of its own."""
        if nonlinearity:
            self.put("NonlinearityLayer", "_nonlin", nonlinearity=Opaque(f"lasagne.nonlinearities.{nonlinearity}"))


def batch_norm(row: Row, arguments: dict[str, Any], spelled: str = "BatchNormLayer") -> None:
    """Normalization instead of a bias, before the nonlinearity."""
    nonlinearity = row.take(bias=True)
    row.put(spelled, **arguments)
    row.end(nonlinearity)


def batch_norm_dnn(row: Row, arguments: dict[str, Any]) -> None:
    """As :func:`batch_norm`, with cuDNN."""
    batch_norm(row, arguments, "BatchNormDNNLayer")


def instance_norm(row: Row, arguments: dict[str, Any]) -> None:
    """Normalization of each channel by itself, before the nonlinearity."""
    scaled, shifted = arguments.pop("learn_scale", True), arguments.pop("learn_bias", True)
    nonlinearity = row.take(bias=True)
    row.put("StandardizationLayer", axes="spatial", **arguments)
    if scaled:
        row.put("ScaleLayer", "_scale", shared_axes="auto")
    if shifted:
        row.put("BiasLayer", "_bias", shared_axes="auto")
    row.end(nonlinearity)


def layer_norm(row: Row, arguments: dict[str, Any]) -> None:
    """Normalization of all values of an input together, before the nonlinearity."""
    nonlinearity = row.take(bias=True)
    row.put("StandardizationLayer", axes="features", **arguments)
    row.put("ScaleLayer", "_scale", shared_axes="auto")
    row.put("BiasLayer", "_bias", shared_axes="auto")
    row.end(nonlinearity)


def prelu(row: Row, arguments: dict[str, Any]) -> None:
    """A rectifier with learned slopes instead of the nonlinearity."""
    row.take(bias=False)
    row.put("ParametricRectifierLayer", **arguments)


def rrelu(row: Row, arguments: dict[str, Any]) -> None:
    """A rectifier with random slopes instead of the nonlinearity."""
    row.take(bias=False)
    row.put("RandomizedRectifierLayer", **arguments)


def standardize(row: Row, arguments: dict[str, Any]) -> None:
    """Values shifted and scaled by constants, which are parameters that are not trained."""
    for needed in ("offset", "scale"):
        if arguments.pop(needed, None) is None:
            raise ValueError(f"standardize needs a value for '{needed}'")
    for spelled, suffix in (("BiasLayer", ""), ("ScaleLayer", "_scale")):
        row.put(spelled, suffix, **arguments).trainable = False


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a function puts after a layer.

    :param suffix: what the first of its layers is called after that layer.
    :param order: its arguments after the layer that may be given without a name.
    """

    put: Callable[[Row, dict[str, Any]], None]
    suffix: str
    order: tuple[str, ...] = ()


FUNCTIONS = {
    "batch_norm": Recipe(batch_norm, "_bn"),
    "batch_norm_dnn": Recipe(batch_norm_dnn, "_bn"),
    "instance_norm": Recipe(instance_norm, "_in", ("learn_scale", "learn_bias")),
    "layer_norm": Recipe(layer_norm, "_ln"),
    "prelu": Recipe(prelu, "_prelu"),
    "rrelu": Recipe(rrelu, "_rrelu"),
    "standardize": Recipe(standardize, "_offset", ("offset", "scale", "shared_axes")),
}
"""Lasagne's functions that put layers after a layer."""


@dataclass(frozen=True, slots=True)
class RowFunction(Maker):
    """One of these functions as a value of the text."""

    name: str
    state: State

    @property
    def described(self) -> str:
        """What it is, in the words of an error message."""
        return f"the function {self.name}"

    def make(self, reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
        """Put the layers after the one that is given; without one, after the line before."""
        positional, keywords = list(arguments), dict(keywords)
        given = [keywords.pop("layer")] if "layer" in keywords else [positional.pop(0)] if positional else []
        order = FUNCTIONS[self.name].order
        if len(positional) > len(order):
            raise ValueError(
                f"{self.name} takes a layer and named arguments, but {len(arguments)} are given without name"
            )
        keywords |= dict(zip(order, positional, strict=False))
        if given and isinstance(given[0], FeatureMap):
            return self._put(reader, given[0], keywords, node)
        before = given[0] if given else None
        if before is not None and not isinstance(before, Waiting):
            raise ValueError(f"{self.name}: layer must be a layer, not {describe(before)}")

        def run(reader: Reader, inputs: list[FeatureMap], left: str | None, node: ast.AST) -> FeatureMap:
            (first,) = inputs if before is None else [before.apply(reader, inputs, node)]
            last = self._put(reader, first, keywords, node)
            if left:
                self.state.names.call(reader.tape.entries[last.index].layer, left)
            return last

        return self.state.wait(reader, self.name, run, None, node)

    def _put(self, reader: Reader, first: FeatureMap, keywords: dict[str, Any], node: ast.AST) -> FeatureMap:
        keywords = dict(keywords)
        name, recipe = keywords.pop("name", None), FUNCTIONS[self.name]
        layer = reader.tape.entries[first.index].layer
        if name is not None:
            stem = layer_name(f"{self.name}: name", name)
        else:
            stem = f"{layer.name}{recipe.suffix}" if layer.named_by == "left" else ""
        row = Row(reader, self.state, node, first, recipe.suffix, stem, [(layer, "")])
        recipe.put(row, keywords)
        self.state.names.rows[row.parts[-1][0]] = row.parts
        return row.last
