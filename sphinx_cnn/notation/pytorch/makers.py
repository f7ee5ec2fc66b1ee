"""What makes a layer when a PyTorch text calls it."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Any

from sphinx_cnn.notation.dialect import Maker, Reader
from sphinx_cnn.notation.layer_class import MadeLayers
from sphinx_cnn.notation.pytorch.layers import KINDS
from sphinx_cnn.notation.values import LayerObject


@dataclass(frozen=True, slots=True)
class LayerClass(Maker):
    """A layer kind as a value of the text: calling it makes a layer."""

    spelled: str
    layers: MadeLayers
    described: str = "a layer class"

    def make(self, reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> LayerObject:
        """Make a layer with these arguments."""
        kind = KINDS[self.spelled]
        layer, bound = self.layers.layer(reader, kind, self.spelled, arguments, keywords)
        made = LayerObject(
            self.spelled.lower(),
            self.spelled,
            layer,
            node,
            hyperparameters=bound.values,
            beyond_framework=bound.beyond_framework,
            expects=kind.expectations(bound.values) if kind.expects else (),
        )
        reader.made.append(made)
        return made
