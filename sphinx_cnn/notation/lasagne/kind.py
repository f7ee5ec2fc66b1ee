"""Layer kinds of Lasagne, whose layers know what arrives when they are made."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.arithmetic.shape import Shape
from sphinx_cnn.notation.kinds import Kind


@dataclass(frozen=True)
class LasagneKind(Kind):
    """A layer kind as Lasagne spells it.

    :param merges: whether its first argument is a list of layers, which is then called ``incomings``.
    :param shown: the kind of the layer that it makes, for a function that makes one of another kind.
    :param learned: its arguments that are parameters: what they are initialized by, or those of another layer.
    """

    merges: bool = False
    learned: tuple[str, ...] = ()
    shown: str = ""

    @property
    def incoming(self) -> str:
        """The argument that says which layer, or which layers, it is applied to."""
        return "incomings" if self.merges else "incoming"

    @cached_property
    def _takes(self) -> frozenset[str]:
        return frozenset(inspect.signature(self.build).parameters) & {"rank", "arriving"}

    def made(self, values: dict[str, Any], arriving: tuple[Shape, ...]) -> Layer:
        """The layer with these converted arguments, for feature maps of these shapes."""
        known: dict[str, Any] = {"rank": self.rank, "arriving": arriving if self.merges else arriving[0]}
        return self.build(**{name: known[name] for name in self._takes}, **values)
