"""The networks of ``keras.applications``, as Keras counts them; ``tests/truth/write_applications.py`` has asked it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sphinx_cnn import summarize

TRUTH = json.loads((Path(__file__).parents[1] / "truth" / "keras_applications.json").read_text(encoding="utf-8"))
NETWORKS: list[dict[str, Any]] = TRUTH["networks"]


@pytest.mark.parametrize("case", NETWORKS, ids=[case["source"] for case in NETWORKS])
def test_an_application_has_the_layers_and_totals_of_keras(case: dict[str, Any]) -> None:
    summary = summarize("\n".join(line for line, *_ in case["lines"]))
    layers = [(row.name, row.kind, row.output_shape, row.params) for row in summary.rows]
    truth = [layer for _, *layer in case["lines"] if layer]
    assert layers == [
        (name, kind.replace("InputLayer", "Input"), tuple(shape), params) for name, kind, shape, params in truth
    ]
    assert {name: getattr(summary.totals, name) for name in case["totals"]} == case["totals"]
    assert case["totals"].keys().isdisjoint(summary.totals.lower_bounds)
    assert summary.beyond_framework == ()


def test_every_application_is_read_or_left_out_for_a_reason() -> None:
    read = {case["source"].partition("(")[0] for case in NETWORKS}
    left_out = TRUTH["left_out"]
    assert read.isdisjoint(left_out)
    assert sorted(read | left_out.keys()) == TRUTH["applications"]
    assert all(reason.split()[1].rstrip(",") in read for reason in left_out.values())
