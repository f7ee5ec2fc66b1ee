"""Tape → Network: the applications that lead to the outputs, with their final names."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.arithmetic.layers.dense import Dense
from sphinx_cnn.arithmetic.layers.parameter import Buffer, Parameter
from sphinx_cnn.arithmetic.network import Advice, Network, Node
from sphinx_cnn.arithmetic.shape import Shape, times
from sphinx_cnn.arithmetic.summary import PARAMETERS, count
from sphinx_cnn.notation.errors import ArchitectureError
from sphinx_cnn.notation.inputs import LARGEST_SIZE
from sphinx_cnn.notation.tape import Application, Tape
from sphinx_cnn.notation.values import LayerObject


def assemble(
    tape: Tape,
    outputs: list[int],
    name: str,
    dialect: str,
    made: Sequence[object],
    *,
    channels_last: bool = True,
    statistics_are_parameters: bool = True,
    counts_unapplied: bool = False,
    aside: Sequence[int] = (),
    notes: Sequence[str] = (),
    advice: Sequence[Advice] = (),
) -> Network:
    """The network that ends in *outputs*.

    :param channels_last: the order of axes where no layer says it.
    :param made: all layers that the text made; the author is advised of those that are nowhere applied.
    :param counts_unapplied: whether the parameters of those count, since the framework counts them; weights that
        stand by themselves always do.
    :param aside: applications that do not lead to the outputs, of layers whose parameters count all the same.
    :param advice: what the dialect itself advises.
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
                frozen=frozenset(layer.frozen),
            )
        )
        first_use.setdefault(layer, position)
    found = [*advice, *_advice(nodes, entries)]
    for layer in _unused(tape, made):
        counted = counts_unapplied or isinstance(layer.layer, Parameter)
        spare = _unapplied(layer) if counted else None
        if spare is not None:
            nodes.append(spare)
        if (spare is not None or not counted) and not layer.taken_apart and not isinstance(layer.layer, Buffer):
            found.append(_advice_of_unused(layer, counted=counted))
    for index in aside:
        entry = tape.entries[index]
        shapes = tuple(tape.entries[source].shape for source in entry.inputs)
        spare = _spare(entry.layer, shapes, entry.shape, entry.group)
        if spare is not None:
            nodes.append(spare)
    return Network(
        name=name,
        dialect=dialect,
        nodes=tuple(nodes),
        channels_last=_order((node.layer for node in nodes), usual=channels_last),
        statistics_are_parameters=statistics_are_parameters,
        beyond_framework=tuple(dict.fromkeys(note for layer in first_use for note in layer.beyond_framework)),
        advice=tuple(dict.fromkeys(found)),
        notes=tuple(dict.fromkeys(notes)),
    )


def _order(layers: Iterable[Layer], *, usual: bool) -> bool | None:
    """Whether channels come last in all layers that care; as usual where none does, ``None`` where they disagree."""
    inside = (getattr(layer, "layer", layer) for layer in layers)
    orders = {layer.channels_last for layer in inside if hasattr(layer, "channels_last")}
    return orders.pop() if len(orders) == 1 else None if orders else usual


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
        if isinstance(node.layer, Dense) and len(node.output_shape) > 1 and not entry.layer.expects:
            arrived = nodes[node.inputs[0]].output_shape
            found.append(
                Advice(
                    entry.layer.line,
                    f"{node.name}: {node.kind} works on the last axis of the {times(arrived)} feature map, "
                    f"so its output is {times(node.output_shape)}; is a Flatten missing before it?",
                    entry.layer.file,
                )
            )
    return found


def _unused(tape: Tape, made: Sequence[object]) -> list[LayerObject]:
    """Layers that are made and never applied."""
    applied = {entry.layer for entry in tape.entries}
    layers = [layer for layer in dict.fromkeys(made) if isinstance(layer, LayerObject) and layer not in applied]
    return [layer for layer in layers if not layer.inside]


def _advice_of_unused(layer: LayerObject, *, counted: bool) -> Advice:
    consequence = "only its parameters are counted" if counted else "it is not counted"
    message = f"{layer.name} ({layer.kind}) is made but never applied, so {consequence}"
    return Advice(layer.line, message, layer.file)


def _unapplied(layer: LayerObject) -> Node | None:
    """A node for the parameters of a layer that is never applied; ``None`` for one that has none."""
    for shapes in _candidates(layer):
        try:
            output = layer.layer.output_shape(*shapes)
            return _spare(layer, shapes, output, layer.name.rpartition(".")[0])
        except ValueError:
            continue
    return None


def _spare(layer: LayerObject, shapes: tuple[Shape, ...], output: Shape, group: str) -> Node | None:
    """A node for the parameters of a layer that takes inputs of these shapes, and is not applied in the network."""
    counts = count(layer.layer, shapes, output)
    if not any(counts[name] for name in PARAMETERS):
        return None
    return Node(
        name=layer.name,
        kind=layer.kind,
        layer=layer.layer,
        inputs=(),
        output_shape=(),
        group=group,
        trainable=layer.trainable,
        hyperparameters=layer.hyperparameters,
        frozen=frozenset(layer.frozen),
        unapplied=shapes,
    )


def _candidates(layer: LayerObject) -> list[tuple[Shape, ...]]:
    """Shapes of inputs that a layer might take, by what it declares."""
    whole = [value for value in layer.hyperparameters.values() if isinstance(value, int) and 0 < value < LARGEST_SIZE]
    declared = layer.expects[0].sizes if layer.expects else (max(whole, default=1),)
    if layer.layer.merges:
        of_each = {expected.source: expected.sizes for expected in layer.expects}
        vectors = tuple(of_each.get(source, declared) for source in range(3))
        return [tuple((*steps, *sizes) for sizes in vectors[:count]) for count in (2, 3) for steps in ((), (1,))]
    sizes = [declared, *(declared + (size,) * rank for rank in (1, 2, 3) for size in (1, 64, 512)), (1,)]
    return [(shape,) for shape in sizes]
