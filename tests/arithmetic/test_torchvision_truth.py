"""Networks of torchvision, as PyTorch counts them; ``tests/truth/write_torchvision.py`` has asked it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from sphinx_cnn import Summary, summarize
from sphinx_cnn.arithmetic.quantities import Row

TRUTH = json.loads((Path(__file__).parents[1] / "truth" / "torchvision.json").read_text(encoding="utf-8"))
NETWORKS: list[dict[str, Any]] = TRUTH["networks"]
PUBLISHED = [case for case in NETWORKS if "weights" in case]


def networks(cases: list[dict[str, Any]]) -> pytest.MarkDecorator:
    assert cases
    places = [NETWORKS.index(case) for case in cases]
    ids = [f"{case['source']} on {'x'.join(map(str, case['input']))}" for case in cases]
    return pytest.mark.parametrize("place", places, ids=ids)


@cache
def counted(place: int) -> Summary:
    case = NETWORKS[place]
    return summarize("\n".join(case["text"]), dialect="pytorch", entry=case["entry"], input_shape=tuple(case["input"]))


def path(row: Row) -> str:
    """The path of the module that was called; a later call of the same one is told by a number."""
    return row.name.partition("@")[0]


@networks(NETWORKS)
def test_a_network_has_the_layers_of_pytorch(place: int) -> None:
    truth = [(name, kind, tuple(shape), *counts) for name, kind, shape, *counts in NETWORKS[place]["rows"]]
    paths = {name for name, *_ in truth}
    rows = [row for row in counted(place).rows if path(row) in paths]
    assert [(path(row), row.kind, row.output_shape, row.params, row.buffers, row.macs) for row in rows] == truth


@networks(NETWORKS)
def test_a_network_has_the_totals_of_pytorch(place: int) -> None:
    case, totals = NETWORKS[place], counted(place).totals
    assert {name: getattr(totals, name) for name in ("params", "buffers", "macs")} == {
        name: case[name] for name in ("params", "buffers", "macs")
    }
    assert totals.trainable == totals.params
    assert totals.flops == 2 * totals.macs
    assert {"params", "trainable", "buffers", "macs"}.isdisjoint(totals.lower_bounds)


@networks(NETWORKS)
def test_a_network_ends_in_the_outputs_of_pytorch(place: int) -> None:
    case, summary = NETWORKS[place], counted(place)
    taken = {source for source, _ in summary.edges}
    ends = [row for index, row in enumerate(summary.rows) if index not in taken and path(row) not in case["unused"]]
    assert sorted(row.output_shape for row in ends) == sorted(tuple(shape) for shape in case["outputs"].values())


@networks([case for case in NETWORKS if case["unused"]])
def test_what_is_never_called_has_parameters_all_the_same(place: int) -> None:
    case = NETWORKS[place]
    rows = [row for row in counted(place).rows if path(row) in case["unused"]]
    assert {row.name: row.params for row in rows} == case["unused"]
    assert {row.macs for row in rows} == {0}


@networks(PUBLISHED)
def test_a_network_has_the_numbers_that_torchvision_publishes(place: int) -> None:
    case, totals = NETWORKS[place], counted(place).totals
    assert totals.params == case["published_params"]
    assert round(totals.macs / 1e9, 3) == case["published_gigas"]


def test_every_family_is_read_or_left_out_for_a_reason() -> None:
    read = {case["family"] for case in NETWORKS}
    left_out = TRUTH["left_out"]
    assert read.isdisjoint(left_out)
    assert sorted(read | left_out.keys()) == TRUTH["families"]
    assert all(left_out.values())
