"""The names of Lasagne's layers: on the left, the key of a dictionary, or the automatic one of nolearn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from sphinx_cnn.notation.tape import Application, Tape
from sphinx_cnn.notation.values import FeatureMap, LayerObject

Part = tuple[LayerObject, str]
"""A layer of a row that one function of Lasagne makes, and what it is called after the first of them: ``_bn``."""


def automatic_name(spelled: str, number: int) -> str:
    """The name that nolearn has for a layer of a kind at a place: ``conv2d1``, ``maxpool2d2``."""
    return f"{spelled.lower().replace('layer', '')}{number}"


@dataclass
class Names:
    """What the text calls its layers.

    :param left: names on the left, and keys of dictionaries.
    :param rows: for the last layer of a row, all of its layers.
    """

    left: dict[LayerObject, str] = field(default_factory=dict)
    rows: dict[LayerObject, list[Part]] = field(default_factory=dict)

    def call(self, layer: LayerObject, name: str) -> None:
        """Call a layer by a name; if a row ends in it whose first layer has no name, the row is called by it."""
        parts = self.rows.get(layer)
        first = parts[0][0] if parts else None
        if parts is None or first is None or first.named_by != "counter" or self.left.get(first, name) != name:
            self.left[layer] = name
        else:
            for part, suffix in parts:
                self.left[part] = f"{name}{suffix}"

    def settle(self, tape: Tape, kept: list[int], dictionaries: Iterable[dict[object, object]]) -> None:
        """Give all layers their names.

        A name on the left that stands for several layers, as in ``network = layer(network)``, says nothing of any.
        The keys of the dictionaries that the text ends with say more, and with a slash in them the group as well.
        """
        keys: dict[LayerObject, str] = {}
        for dictionary in dictionaries:
            self.left, on_the_left = {}, self.left
            for key, value in dictionary.items():
                if isinstance(value, FeatureMap) and isinstance(key, str) and key.strip("/"):
                    self.call(tape.entries[value.index].layer, key)
            keys = {**self.left, **keys}
            self.left = on_the_left
        firsts: dict[LayerObject, int] = {}
        for index in kept:
            firsts.setdefault(tape.entries[index].layer, index)
        named = [(index, layer) for layer, index in firsts.items() if layer.named_by == "counter"]
        uses = Counter((tape.entries[index].group, self.left.get(layer)) for index, layer in named)
        places = {index: place for place, index in enumerate(kept)}
        for index, layer in named:
            entry = tape.entries[index]
            left = self.left.get(layer)
            if layer in keys:
                tape.entries[index] = replace(entry, group="")
                _call(tape, index, keys[layer])
            elif left and uses[entry.group, left] == 1:
                _call(tape, index, left)
            else:
                layer.name = automatic_name(layer.kind, places[index])
        _without_common_group(tape, [index for index in kept if tape.entries[index].layer not in keys])


def _call(tape: Tape, index: int, path: str) -> None:
    """Give the layer of an entry its name; what stands before a slash is its group."""
    entry: Application = tape.entries[index]
    group, _, name = path.strip("/").rpartition("/")
    entry.layer.name, entry.layer.named_by = name, "left"
    if group:
        tape.entries[index] = replace(entry, group=group)


def _without_common_group(tape: Tape, indices: list[int]) -> None:
    """Take the function away that makes the whole network (``build_cnn``)."""
    groups = {tape.entries[index].group.partition("/")[0] for index in indices}
    if len(groups) == 1:
        for index in indices:
            entry = tape.entries[index]
            tape.entries[index] = replace(entry, group=entry.group.partition("/")[2])
