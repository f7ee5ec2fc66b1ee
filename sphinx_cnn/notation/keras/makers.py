"""What makes a layer, an input or a model when a Keras text calls it."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.notation.dialect import Maker, Reader
from sphinx_cnn.notation.inputs import declared_shape
from sphinx_cnn.notation.keras.arguments import layer_name
from sphinx_cnn.notation.keras.layers import KINDS
from sphinx_cnn.notation.kinds import Bound, Kind
from sphinx_cnn.notation.values import FeatureMap, LayerObject, describe

PLAIN = frozenset({int, float, str, bool, type(None)})
"""Types of arguments that are equal only if they mean the same."""

OF_EVERY_LAYER = ("dtype", "autocast", "weights")
"""Arguments that every layer has and that change no count."""


@dataclass
class State:
    """What the layers of a text have in common.

    :param layers: those that were made, by what they were made with.
    :param channels_last: the order of axes that layers take for granted which say nothing of it.
    """

    layers: dict[object, tuple[Layer, Bound]] = field(default_factory=dict)
    channels_last: bool = True
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
        layer, bound = self._layer(reader, arguments, keywords)
        inside = [value for value in (*arguments, *keywords.values()) if isinstance(value, LayerObject)]
        for value in inside:
            value.inside = True
        made = LayerObject(
            name or self.state.automatic_name(self.spelled),
            self.spelled,
            layer,
            node,
            "author" if name else "counter",
            trainable and all(value.trainable for value in inside),
            bound.values,
            input_shape,
            bound.beyond_framework,
        )
        reader.made.append(made)
        return made

    def _layer(self, reader: Reader, arguments: list[Any], keywords: dict[str, Any]) -> tuple[Layer, Bound]:
        """The layer of the core; deep networks repeat themselves, so the same arguments give the same one."""
        values = (*arguments, *keywords.values())
        types = tuple(map(type, values))
        written = (self.spelled, len(arguments), types, values, tuple(keywords), self.state.channels_last)
        known = written if PLAIN.issuperset(types) else None
        found = self.state.layers.get(known)
        if found is None:
            for value in values:
                if isinstance(value, list | tuple):
                    reader.budget.spend(len(value))
            kind = KINDS[self.spelled]
            bound = kind.bind(self.spelled, arguments, self._with_data_format(kind, arguments, keywords))
            if "pool_size" in bound.values and bound.values["strides"] is None:
                bound.values["strides"] = bound.values["pool_size"]  # as Keras shows it
            own = () if kind.in_framework else (self.spelled,)
            shown = {name: type(v).__name__ if isinstance(v, Layer) else v for name, v in bound.values.items()}
            found = kind.layer(bound.values), Bound(shown, own + bound.beyond_framework)
            if known is not None:
                self.state.layers[known] = found
        return found

    def _with_data_format(self, kind: Kind, arguments: list[Any], keywords: dict[str, Any]) -> dict[str, Any]:
        """The keywords with the order of axes that the text has set for layers that do not say theirs."""
        takes = "data_format" in kind.parameters and "data_format" not in kind.positional[: len(arguments)]
        if self.state.channels_last or not takes or keywords.get("data_format") is not None:
            return keywords
        return {**keywords, "data_format": "channels_first"}


@dataclass(frozen=True, slots=True)
class ModelClass(Maker):
    """A function of Keras that makes an input or a model."""

    name: str
    function: Callable[[Reader, list[Any], dict[str, Any], ast.AST], object]

    @property
    def described(self) -> str:
        """What it is, in the words of an error message."""
        return f"the function {self.name}"

    def make(self, reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
        """Make the input or the model."""
        return self.function(reader, arguments, keywords, node)


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
