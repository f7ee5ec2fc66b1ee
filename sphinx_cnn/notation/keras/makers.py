"""What makes a layer, an input or a model when a Keras text calls it."""

from __future__ import annotations

import ast
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sphinx_cnn.notation.arguments import layer_name
from sphinx_cnn.notation.classes import Instance
from sphinx_cnn.notation.dialect import Maker, Reader
from sphinx_cnn.notation.inputs import declared_shape
from sphinx_cnn.notation.keras.layers import KINDS
from sphinx_cnn.notation.kinds import Kind
from sphinx_cnn.notation.layer_class import MadeLayers
from sphinx_cnn.notation.values import FeatureMap, LayerObject, describe

OF_EVERY_LAYER = ("dtype", "autocast", "weights")
"""Arguments that every layer has and that change no count."""


@dataclass
class State:
    """What the layers of a text have in common.

    :param layers: those that were made.
    :param channels_last: the order of axes that layers take for granted which say nothing of it.
    """

    layers: MadeLayers = field(default_factory=MadeLayers)
    channels_last: bool = True
    open: set[int] = field(default_factory=set)
    """The inputs on the tape whose sizes are not known: parts of the network are made with them, but not it itself."""
    nested: set[object] = field(default_factory=set)
    """The instances of classes of the text that are applied to feature maps, or are part of a model."""
    _counters: Counter[str] = field(default_factory=Counter)

    def automatic_name(self, kind: str) -> str:
        """Keras' own name for the next layer of a kind: ``conv2d``, ``conv2d_1``."""
        snake = _snake_case(kind)
        used = self._counters[snake]
        self._counters[snake] += 1
        return f"{snake}_{used}" if used else snake


@dataclass(frozen=True, slots=True)
class LayerClass(Maker):
    """A layer kind as a value of the text: calling it makes a layer."""

    spelled: str
    state: State
    described: str = "a layer class"

    def make(self, reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> LayerObject:
        """Make a layer with these arguments."""
        return self._made(reader, arguments, keywords, node, self.spelled)

    def construct(
        self, instance: Instance, reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST
    ) -> LayerObject:
        """Make the layer that an instance is whose class in the text inherits from this one."""
        made = self._made(reader, arguments, keywords, node, instance.cls.name)
        instance.name, instance.named_by = made.name, made.named_by
        return made

    def _made(
        self, reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST, cls: str
    ) -> LayerObject:
        keywords = dict(keywords)
        name, trainable = keywords.pop("name", None), keywords.pop("trainable", True)
        order = KINDS[self.spelled].positional
        if "name" in order and len(arguments) > order.index("name"):
            name = arguments[order.index("name")]
        if name is not None:
            layer_name(f"{self.spelled}: name", name)
        if not isinstance(trainable, bool):
            raise ValueError(f"{self.spelled}: trainable must be True or False, not {describe(trainable)}")
        input_shape = declared_shape(keywords, own=KINDS[self.spelled].parameters)
        for argument in OF_EVERY_LAYER:
            keywords.pop(argument, None)
        kind = KINDS[self.spelled]
        keywords = self._with_data_format(kind, arguments, keywords)
        layer, bound = self.state.layers.layer(reader, kind, self.spelled, arguments, keywords)
        inside = [value for value in (*arguments, *keywords.values()) if isinstance(value, LayerObject)]
        for value in inside:
            value.inside = True
        made = LayerObject(
            name or self.state.automatic_name(cls),
            self.spelled,
            layer,
            node,
            named_by="author" if name else "counter",
            trainable=trainable and all(value.trainable for value in inside),
            hyperparameters=bound.values,
            input_shape=input_shape,
            beyond_framework=bound.beyond_framework,
        )
        reader.made.append(made)
        return made

    def _with_data_format(self, kind: Kind, arguments: list[Any], keywords: dict[str, Any]) -> dict[str, Any]:
        """The keywords with the order of axes that the text has set for layers that do not say theirs."""
        takes = "data_format" in kind.parameters and "data_format" not in kind.positional[: len(arguments)]
        if self.state.channels_last or not takes or keywords.get("data_format") is not None:
            return keywords
        return {**keywords, "data_format": "channels_first"}


@dataclass(frozen=True, slots=True)
class MergingFunction(Maker):
    """A function of Keras that makes a merging layer and applies it at once: ``keras.layers.add([x, y])``."""

    name: str
    kind: LayerClass
    described: str = "a function of Keras"

    def make(self, reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
        """Merge the feature maps."""
        inputs, *rest = [*arguments, *([keywords.pop("inputs")] if "inputs" in keywords else [])] or [None]
        if not isinstance(inputs, list | tuple) or not all(isinstance(item, FeatureMap) for item in inputs):
            raise ValueError(f"{self.kind.spelled} merges a list of feature maps, not {describe(inputs)}")
        if self.name == "dot" and not rest:
            keywords.setdefault("axes", -1)
        return reader.record(self.kind.make(reader, rest, keywords, node), list(inputs), node)


@cache
def _snake_case(kind: str) -> str:
    return re.sub("([a-z])([A-Z])", r"\1_\2", re.sub("(.)([A-Z][a-z]+)", r"\1_\2", kind)).lower()
