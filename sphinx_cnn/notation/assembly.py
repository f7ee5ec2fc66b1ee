"""Tape → Network: the applications that lead to the outputs, with their final names."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.arithmetic.layers.dense import Dense
from sphinx_cnn.arithmetic.network import Advice, Network, Node
from sphinx_cnn.arithmetic.shape import times
from sphinx_cnn.notation.errors import ArchitectureError
from sphinx_cnn.notation.tape import Application, Tape
from sphinx_cnn.notation.values import LayerObject


def assemble(
    tape: Tape,
    outputs: list[int],
    name: str,
    dialect: str,
    made: Sequence[object],
    *,
    statistics_are_parameters: bool = True,
) -> Network:
    """The network that ends in *outputs*.

    :param made: all layers that the text made; the author is advised of those that are nowhere applied.
    :raises ArchitectureError: if two layers have been given the same name.
    """
    kept = tape.reachable(outputs)
    entries = [tape.entries[index] for index in kept]
    place = {index: position for position, index in enumerate(kept)}
    groups = _without_common_prefix([entry.group for entry in entries])
    names = _names(entries, groups)
    first_use: dict[LayerObject, int] = {}
    nodes = []
    for position, entry in enumerate(entries):
        layer = entry.layer
        nodes.append(
            Node(
                name=names[position],
                kind=layer.kind,
                layer=layer.layer,
                inputs=tuple(place[index] for index in entry.inputs),
                output_shape=entry.shape,
                group=groups[position],
                shared_with=first_use.get(layer),
                trainable=layer.trainable,
                hyperparameters=layer.hyperparameters,
            )
        )
        first_use.setdefault(layer, position)
    return Network(
        name=name,
        dialect=dialect,
        nodes=tuple(nodes),
        channels_last=_order(node.layer for node in nodes),
        statistics_are_parameters=statistics_are_parameters,
        beyond_framework=tuple(dict.fromkeys(note for layer in first_use for note in layer.beyond_framework)),
        advice=(*_advice(nodes, entries), *_unused(tape, made)),
    )


def _order(layers: Iterable[Layer]) -> bool | None:
    """Whether channels come last in all layers that care, which most networks leave as it is; ``None`` for both."""
    inside = (getattr(layer, "layer", layer) for layer in layers)
    orders = {layer.channels_last for layer in inside if hasattr(layer, "channels_last")}
    return orders.pop() if len(orders) == 1 else None if orders else True


def _without_common_prefix(groups: list[str]) -> list[str]:
    """Group paths without the function that makes the whole network (``build_model``)."""
    paths = [group.split("/") if group else [] for group in groups]
    while paths and all(path and path[0] == paths[0][0] for path in paths):
        paths = [path[1:] for path in paths]
    return ["/".join(path) for path in paths]


def _names(entries: list[Application], groups: list[str]) -> list[str]:
    """A name for each application, unique in its group.

    A name that the author gave stays as it is. A second application of a layer is ``name@2``.
    """
    taken: dict[str, set[str]] = defaultdict(set)
    given: dict[tuple[str, str], LayerObject] = {}
    for entry, group in zip(entries, groups, strict=True):
        layer = entry.layer
        if layer.named_by == "author":
            if given.setdefault((group, layer.name), layer) is not layer:
                raise ArchitectureError(
                    f"two layers are named '{layer.name}' (lines {given[group, layer.name].line} and {layer.line})"
                )
            taken[group].add(layer.name)
    uses: Counter[LayerObject] = Counter()
    names = []
    numbers: Counter[str] = Counter()
    for entry, group in zip(entries, groups, strict=True):
        layer = entry.layer
        uses[layer] += 1
        name = layer.name if uses[layer] == 1 else f"{layer.name}@{uses[layer]}"
        if layer.named_by != "author" or uses[layer] > 1:
            name = _free(name, taken[group], numbers)
            taken[group].add(name)
        names.append(name)
    return names


def _free(name: str, taken: set[str], numbers: Counter[str]) -> str:
    free = name
    while free in taken:
        numbers[name] += 1
        free = f"{name}_{numbers[name]}"
    return free


def _advice(nodes: list[Node], entries: list[Application]) -> list[Advice]:
    """Where an exact number may still surprise: a dense layer on a feature map that was never flattened."""
    found = []
    for node, entry in zip(nodes, entries, strict=True):
        if isinstance(node.layer, Dense) and len(node.output_shape) > 1:
            arrived = nodes[node.inputs[0]].output_shape
            found.append(
                Advice(
                    entry.layer.line,
                    f"{node.name}: {node.kind} works on the last axis of the {times(arrived)} feature map, "
                    f"so its output is {times(node.output_shape)}; is a Flatten missing before it?",
                )
            )
    return found


def _unused(tape: Tape, made: Sequence[object]) -> list[Advice]:
    """Layers that are made and never applied."""
    applied = {entry.layer for entry in tape.entries}
    layers = [layer for layer in made if isinstance(layer, LayerObject) and layer not in applied]
    return [
        Advice(layer.line, f"{layer.name} ({layer.kind}) is made but never applied, so it is not counted")
        for layer in layers
        if not layer.inside
    ]
