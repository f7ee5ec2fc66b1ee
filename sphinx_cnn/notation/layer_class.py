"""Layers as a text makes them: each kind called with its arguments, and the same arguments give the same layer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.notation.dialect import Reader
from sphinx_cnn.notation.kinds import Bound, Kind

PLAIN = frozenset({int, float, str, bool, type(None)})
"""Types of arguments that are equal only if they mean the same."""


@dataclass(slots=True)
class MadeLayers:
    """The layers that a text has made, by what they were made with; deep networks repeat themselves."""

    _made: dict[object, tuple[Layer, Bound]] = field(default_factory=dict)

    def layer(
        self, reader: Reader, kind: Kind, spelled: str, arguments: list[Any], keywords: dict[str, Any]
    ) -> tuple[Layer, Bound]:
        """The layer of the core with these arguments, and the arguments as they were read.

        :raises ValueError: if they are wrong.
        """
        values = (*arguments, *keywords.values())
        types = tuple(map(type, values))
        written = (spelled, len(arguments), types, values, tuple(keywords))
        known = written if PLAIN.issuperset(types) else None
        found = self._made.get(known)
        if found is None:
            for value in values:
                if isinstance(value, list | tuple):
                    reader.budget.spend(len(value))
            bound = kind.bind(spelled, arguments, keywords)
            own = () if kind.in_framework else (spelled,)
            shown = {name: type(v).__name__ if isinstance(v, Layer) else v for name, v in bound.values.items()}
            found = kind.layer(bound.values), Bound(shown, own + bound.beyond_framework)
            if known is not None:
                self._made[known] = found
        return found
