"""A call of an operation in a Keras text: its rows are named as Keras names the operation."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.arithmetic.layers.parameter import Values
from sphinx_cnn.notation.tensors import maps
from sphinx_cnn.notation.tensors.batch import batch_axis_after
from sphinx_cnn.notation.values import Constant, FeatureMap, LayerObject

KINDS = {"re_lu": "ReLU", "rgb_to_grayscale": "RGBToGrayscale"}
"""Operations whose class in Keras is not named as they are."""


@dataclass(frozen=True, slots=True)
class Call(maps.Call):
    """A call of an operation: what it needs to leave a row.

    :param written: the operation's name in Keras, without a number.
    :param channels_last: the order of axes that the text has set.
    """

    written: str = ""
    channels_last: bool = True
    open: Collection[int] = ()
    """The inputs whose sizes are not known."""

    def is_open(self, value: FeatureMap) -> bool:
        """Whether sizes of a feature map are not known."""
        tape = getattr(self.reader, "tape", None)
        if not self.open or tape is None:
            return False
        self.reader.budget.spend(len(tape.entries) // 4)
        return not set(self.open).isdisjoint(tape.reachable([value.index]))

    def row(
        self, layer: Layer, *inputs: FeatureMap, batch_axis: int | None = None, **hyperparameters: object
    ) -> FeatureMap:
        """Apply a layer to feature maps whose axes agree, as a row that is named after the operation."""
        ordered = layer
        if getattr(layer, "channels_last", self.channels_last) != self.channels_last:
            changed: dict[str, Any] = {"channels_last": self.channels_last}
            ordered = replace(layer, **changed)
        made = LayerObject(self.name, kind_of(self.written), ordered, self.node, hyperparameters=hyperparameters)
        place = batch_axis_after(made, list(inputs)) if batch_axis is None else batch_axis
        output = self.reader.record(made, list(inputs), self.node)
        return maps.placed(output, place, batched=any(value.batched for value in inputs))

    def constant(self, value: Constant) -> FeatureMap:
        """Values that no input leads to, as a row of their own."""
        name = value.origin.removesuffix("()").rpartition(".")[2]
        made = LayerObject(name, kind_of(name), Values(value.shape), self.node)
        return replace(self.reader.record(made, [], self.node), batched=False)


def kind_of(name: str) -> str:
    """The class of an operation: ``get_item`` is ``GetItem``."""
    return KINDS.get(name) or re.sub(r"(?:^|_)([a-z])", lambda found: found[1].upper(), name)
