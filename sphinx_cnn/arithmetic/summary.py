"""Network → Summary: every layer's quantities, and their totals."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import prod
from typing import Any

from sphinx_cnn.arithmetic.formula import Symbols
from sphinx_cnn.arithmetic.layers.base import Layer, Reach
from sphinx_cnn.arithmetic.layers.reshaping import Input
from sphinx_cnn.arithmetic.network import Advice, Network, Node
from sphinx_cnn.arithmetic.quantities import COUNTABLE, DTYPES, FlopsConvention, Row, Totals
from sphinx_cnn.arithmetic.receptive_field import Fields, Scattered, along, merged, scattered, spread, start
from sphinx_cnn.arithmetic.shape import Shape, spatial

PARAMETERS = ("weights", "biases", "statistics")
"""What a layer has by itself; one that is applied again does not add them again."""


@dataclass(frozen=True, slots=True)
class Summary:
    """A network's rows, its input first, and their totals, with the conventions that they were counted by."""

    name: str
    dialect: str
    rows: tuple[Row, ...]
    totals: Totals
    dtype: str
    flops_convention: FlopsConvention
    edges: tuple[tuple[int, int], ...]
    """Pairs of row indices, as the data flows."""
    beyond_framework: tuple[str, ...] = ()
    advice: tuple[Advice, ...] = ()
    notes: tuple[str, ...] = ()
    framework: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The summary in the types of JSON."""
        rows = [row.to_dict() for row in self.rows]
        return {"name": self.name, "dialect": self.dialect, "rows": rows, "totals": self.totals.to_dict()}


def summarize(network: Network, *, dtype: str = "float32", flops_convention: FlopsConvention = "2xmac") -> Summary:
    """Count everything.

    :param dtype: the data type that memory is counted for, one of :data:`DTYPES`.
    :param flops_convention: what a FLOP is, one of :data:`FLOPS_CONVENTIONS`.
    """
    nodes = network.nodes
    keys = _keys(nodes)
    fields = _receptive_fields(network)
    told: dict[int, tuple[Any, Any, Any]] = {}
    counted: dict[tuple[object, ...], dict[str, int | None]] = {}
    rows = []
    for index, node in enumerate(nodes):
        arriving = tuple([nodes[i].output_shape for i in node.inputs])
        same = (node.layer, arriving, node.unapplied, node.shared_with is None, node.trainable, node.frozen)
        quantities = counted.get(same)
        if quantities is None:
            counts = _counts(node, arriving)
            counted[same] = quantities = _quantities(node, counts, network, DTYPES[dtype], flops_convention)
        field = fields[index]
        if id(field) not in told:  # most layers pass on the very field that arrives
            told[id(field)] = _told(field)
        extent, stride, start = told[id(field)]
        rows.append(
            Row(
                name=node.name,
                group=node.group,
                kind=node.kind,
                inputs=tuple(keys[i] for i in node.inputs),
                input_shapes=arriving,
                output_shape=node.output_shape,
                receptive_field=extent,
                receptive_field_stride=stride,
                receptive_field_start=start,
                key=keys[index],
                layer=node.layer,
                hyperparameters=node.hyperparameters or {},
                unapplied=node.unapplied,
                **quantities,
            )
        )
    return Summary(
        name=network.name,
        dialect=network.dialect,
        rows=tuple(rows),
        totals=_totals(rows, DTYPES[dtype]),
        dtype=dtype,
        flops_convention=flops_convention,
        edges=tuple((source, index) for index, node in enumerate(nodes) for source in node.inputs),
        beyond_framework=network.beyond_framework,
        advice=network.advice,
        notes=network.notes,
        framework=network.framework,
    )


def symbols(layer: Layer, inputs: tuple[Shape, ...], output: Shape) -> Symbols:
    """The values of all symbols that the layer's formulas may use."""
    values: dict[str, int | tuple[int, ...]] = {
        "N_in": sum(prod(shape) for shape in inputs),
        "N_out": prod(output),
        **layer.symbols(inputs, output),
    }
    for name in ("weights", "biases"):
        formula = layer.formula(name)
        if formula is not None:
            values[name] = formula.evaluate(values)
    return values


def count(layer: Layer, inputs: tuple[Shape, ...], output: Shape) -> dict[str, int | None]:
    """The layer's counts by name, for inputs of these shapes; ``None`` for what is not known."""
    values = symbols(layer, inputs, output)
    formulas = ((name, layer.formula(name)) for name in layer.counts.formulas)
    return {name: formula if formula is None else formula.evaluate(values) for name, formula in formulas}


def _counts(node: Node, arriving: tuple[Shape, ...]) -> dict[str, int | None]:
    """The counts of a node; a layer that is never applied has its parameters and nothing else."""
    if node.unapplied is None:
        return count(node.layer, arriving, node.output_shape)
    counts = count(node.layer, node.unapplied, node.layer.output_shape(*node.unapplied))
    return {name: value if name in PARAMETERS else 0 for name, value in counts.items()}


def _keys(nodes: tuple[Node, ...]) -> list[str]:
    seen = Counter(node.name for node in nodes)
    return [node.name if seen[node.name] == 1 or not node.group else f"{node.group}/{node.name}" for node in nodes]


def _quantities(
    node: Node, counts: dict[str, int | None], network: Network, size: int, convention: FlopsConvention
) -> dict[str, int | None]:
    """The countable quantities of a row from the counts of its layer."""
    counts = dict(counts)
    if node.shared_with is not None:
        counts.update(dict.fromkeys(PARAMETERS, 0))
    measured = counts["statistics"]
    statistics, buffers = (measured, 0) if network.statistics_are_parameters else (0, measured)
    learned = _sum(counts["weights"], counts["biases"])
    params = _sum(learned, statistics)
    trained = [counts[name] for name in ("weights", "biases") if name not in node.frozen]
    trainable = _sum(*trained) if node.trainable and node.layer.learns else 0
    macs, operations = counts["macs"], counts.pop("operations")
    flops = {"2xmac": _times(macs, 2), "mac": macs, "textbook": operations}[convention]
    return {
        **counts,
        "statistics": statistics,
        "buffers": buffers,
        "params": params,
        "trainable": trainable,
        "non_trainable": None if params is None or trainable is None else params - trainable,
        "flops": flops,
        "param_memory": _times(params, size),
        "activation_memory": _times(counts["activations"], size),
    }


def _told(field: Fields) -> tuple[Any, Any, Any]:
    """Extent, stride and start per axis; after flattening there is no position that they could be told for."""
    if not isinstance(field, tuple):
        return None, None, None
    return tuple(a.extent for a in field), tuple(a.stride for a in field), tuple(a.start for a in field)


def _sum(*values: int | None) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


def _times(value: int | None, factor: int) -> int | None:
    return None if value is None else value * factor


def _totals(rows: list[Row], size: int) -> Totals:
    columns = {name: [getattr(row, name) for row in rows] for name in COUNTABLE}
    sums = {name: sum(value for value in column if value is not None) for name, column in columns.items()}
    lower_bounds = [name for name, column in columns.items() if None in column]
    if {"params", "trainable", "activations"} & set(lower_bounds):
        lower_bounds.append("training_memory")
    training = (sums["params"] + 2 * sums["trainable"] + 2 * sums["activations"]) * size
    return Totals(**sums, training_memory=training, lower_bounds=tuple(lower_bounds))


def _receptive_fields(network: Network) -> list[Fields]:
    order = network.channels_last
    places = [spatial(node.output_shape, channels_last=order is not False) for node in network.nodes]
    starts = {place for place, node in zip(places, network.nodes, strict=True) if isinstance(node.layer, Input)}
    if len(starts) != 1 or order is None:  # which axes are those of the input is not known
        return [None] * len(network.nodes)
    fields: list[Fields] = []
    unseeing: set[int] = set()  # weights that stand by themselves, and what is made of them alone
    reaches: dict[tuple[Layer, tuple[Shape, ...]], Reach] = {}
    for index, (node, place) in enumerate(zip(network.nodes, places, strict=True)):
        if isinstance(node.layer, Input):
            fields.append(start(place))
            continue
        seeing = [i for i in node.inputs if i not in unseeing]
        if not seeing:
            unseeing.add(index)
            fields.append(None)
            continue
        inputs, sizes = [fields[i] for i in seeing], [places[i] for i in seeing]
        field = inputs[0] if len(inputs) == 1 else merged(inputs, sizes)
        arriving = tuple([network.nodes[i].output_shape for i in node.inputs])
        reach = reaches.get((node.layer, arriving))
        if reach is None:
            reach = node.layer.reach(arriving)
            shape = network.nodes[seeing[0]].output_shape
            if reach == "same position" and _mixes_positions(node.layer, shape, channels_last=order is not False):
                reach = "mixed"
            reaches[node.layer, arriving] = reach
        fields.append(_reached(field, reach, sizes[0], place))
    return fields


def _mixes_positions(layer: Layer, shape: Shape, *, channels_last: bool) -> bool:
    """Whether a layer puts values of different positions together, along an axis that is not that of the channels."""
    return not set(layer.mixes(shape)).isdisjoint(spatial(tuple(range(len(shape))), channels_last=channels_last))


def _reached(field: Fields, reach: Reach, sizes: Shape, outputs: Shape) -> Fields:
    """The fields of what a layer of this reach makes of a feature map."""
    match reach:
        case "same position":
            return field
        case "everything":
            return spread(field)
        case "moved":
            return scattered(field, sizes)
        case "mixed":
            return field if isinstance(field, Scattered) else along(field, (), sizes, outputs)
        case "unknown":
            return None
        case steps:
            return along(field, steps, sizes, outputs)
