"""Receptive fields, against what the outputs of real networks depend on.

``tests/truth/write_receptive_fields.py`` has asked Keras: for the input positions that each output position depends
on, where what is beyond an edge is zero (``depends``), and for those that it would see if all feature maps went on for
ever (``sees``), which is what a receptive field is.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from sphinx_cnn import summarize
from sphinx_cnn.arithmetic.quantities import Row

TRUTH = json.loads((Path(__file__).parents[1] / "truth" / "receptive_fields.json").read_text(encoding="utf-8"))
NETWORKS: dict[int, dict[str, Any]] = {network["seed"]: network for network in TRUTH["networks"]}

Edges = list[tuple[int, int] | None]


class Axis(NamedTuple):
    """One axis of a layer's field, and the truth of it; ``sees`` is missing where Keras cannot show it."""

    where: str
    extent: int
    stride: int | Fraction
    start: int
    depends: Edges
    sees: Edges | None
    period: int


@cache
def rows(seed: int) -> tuple[Row, ...]:
    return summarize("\n".join(layer["code"] for layer in NETWORKS[seed]["layers"])).rows


def axes(seed: int) -> Iterator[Axis]:
    """All axes of all layers whose field is known."""
    network = NETWORKS[seed]
    for row, layer in zip(rows(seed), network["layers"], strict=True):
        if row.receptive_field is None or row.receptive_field_stride is None or row.receptive_field_start is None:
            continue
        told = zip(row.receptive_field, row.receptive_field_stride, row.receptive_field_start, strict=True)
        for axis, (field, depends, period) in enumerate(zip(told, layer["depends"], network["periods"], strict=True)):
            sees = layer["sees"][axis] if layer["sees"] else None
            yield Axis(f"{layer['code']}, axis {axis}", *field, depends, sees, period)


def why_unknown(index: int, layers: list[dict[str, Any]], rows: tuple[Row, ...]) -> str | None:
    """The reason why nobody need know a layer's field; nothing, if there is none."""
    row, layer = rows[index], layers[index]
    inputs = [other for other in rows[:index] if other.key in row.inputs]
    if row.kind in ("Flatten", "Reshape"):
        return "values are moved to other positions"
    while any(other.kind in ("Flatten", "Reshape") for other in inputs):
        moved = {
            key for other in inputs for key in (other.inputs if other.kind in ("Flatten", "Reshape") else [other.key])
        }
        inputs = [other for other in rows[:index] if other.key in moved]
    if any(other.receptive_field is None for other in inputs):
        return "the field of what arrives is not known"
    if any(None in edges for edges in layer["sees"] or layer["depends"]):
        return "some positions see nothing"
    if len({other.receptive_field_stride for other in inputs}) > 1:
        return "the positions of branches drift apart"
    sizes = zip(row.input_shapes[0], row.output_shape, strict=False)
    if row.kind.startswith("Adaptive") and any(size % output for size, output in sizes):
        return "windows are of different sizes"
    if any(other["holes"] for other in layers[:index]) and (row.kind.startswith("Global") or row.kind == "Dense"):
        return "of a map with holes, the positions at an edge need not see what others see"
    return None


@pytest.mark.parametrize("seed", NETWORKS)
def test_a_field_is_what_is_seen_where_maps_go_on_for_ever(seed: int) -> None:
    for where, extent, stride, start, _, sees, period in axes(seed):
        if sees is None:
            continue
        known = [edges for edges in sees if edges]
        assert len(known) == len(sees), where
        assert start == known[0][0], where
        widest = max(last - first for first, last in known) + 1
        assert extent == widest if len(known) >= period else extent >= widest, where
        if len(known) > period:
            assert stride == Fraction(known[period][0] - known[0][0], period), where


@pytest.mark.parametrize("seed", NETWORKS)
def test_what_a_position_depends_on_lies_in_its_field(seed: int) -> None:
    for where, extent, stride, start, depends, _, period in axes(seed):
        for position, edges in enumerate(depends):
            if edges:
                assert edges[1] - edges[0] < extent, where
            if edges and (period == 1 or stride == 0):
                first = start + position * stride
                assert first <= edges[0] <= edges[1] < first + extent, where


@pytest.mark.parametrize("seed", NETWORKS)
def test_what_sees_everything_sees_exactly_what_there_is_to_see(seed: int) -> None:
    for where, extent, stride, start, depends, _, _ in axes(seed):
        if stride == 0:
            known = [edges for edges in depends if edges]
            first, last = min(first for first, _ in known), max(last for _, last in known)
            assert (start, extent) == (first, last - first + 1), where


@pytest.mark.parametrize("seed", NETWORKS)
def test_a_global_layer_sees_what_the_positions_of_its_map_depend_on(seed: int) -> None:
    layers = NETWORKS[seed]["layers"]
    for index, (row, layer) in enumerate(zip(rows(seed), layers, strict=True)):
        reaches = [[edges for edges in axis if edges] for axis in layer["depends"]]
        rank = len(row.output_shape) - 1
        if row.receptive_field is None or rank != len(reaches) or not all(reaches):
            continue
        pooled = f"GlobalAveragePooling{rank}D()(x{index})"
        last = summarize("\n".join([*(layer["code"] for layer in layers[: index + 1]), pooled])).rows[-1]
        if last.receptive_field is None:
            # Of a map with holes, the positions at an edge need not see what others see.
            assert any(layer["holes"] for layer in layers[: index + 1]), layer["code"]
            continue
        starts = tuple(min(first for first, _ in reach) for reach in reaches)
        ends = tuple(max(last for _, last in reach) for reach in reaches)
        assert last.receptive_field_start == starts, layer["code"]
        assert last.receptive_field == tuple(b - a + 1 for a, b in zip(starts, ends, strict=True)), layer["code"]


def test_a_field_is_unknown_for_a_reason_and_seldom() -> None:
    reasons: Counter[str | None] = Counter()
    for seed, network in NETWORKS.items():
        for index, row in enumerate(rows(seed)):
            if row.receptive_field is None:
                reason = why_unknown(index, network["layers"], rows(seed))
                assert reason, f"{seed}: {network['layers'][index]['code']}"
                reasons[reason] += 1
    layers = sum(len(network["layers"]) for network in NETWORKS.values())
    assert reasons.total() < 0.06 * layers, reasons
