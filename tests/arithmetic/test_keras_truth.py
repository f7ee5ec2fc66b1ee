"""The numbers of Keras itself, for the same texts; ``tests/truth/write_keras.py`` has asked it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sphinx_cnn import ArchitectureError, Summary, summarize
from sphinx_cnn.notation.keras.layers import ALIASES, KINDS

TRUTH = json.loads((Path(__file__).parents[1] / "truth" / "keras_layers.json").read_text(encoding="utf-8"))
LAYERS: list[dict[str, Any]] = TRUTH["layers"]
NETWORKS: list[dict[str, Any]] = TRUTH["networks"]


def identify(case: dict[str, Any]) -> str:
    return f"{case['source']} on {', '.join(str(tuple(shape)) for shape in case['inputs'])}"


def applied(case: dict[str, Any]) -> Summary:
    """The layer applied to its inputs, one of which is given beside the text, as authors do."""
    shapes = [tuple(shape) for shape in case["inputs"]]
    if len(shapes) == 1 and shapes[0]:
        return summarize(case["source"], input_shape=shapes[0])
    names = [f"x{number}" for number in range(len(shapes))]
    inputs = [f"{name} = Input(shape={shape})" for name, shape in zip(names, shapes, strict=True)]
    arguments = names[0] if len(names) == 1 else f"[{', '.join(names)}]"
    return summarize("\n".join([*inputs, f"{case['source']}({arguments})"]))


@pytest.mark.parametrize("case", [case for case in LAYERS if "invalid" not in case], ids=identify)
def test_a_layer_has_the_numbers_of_keras(case: dict[str, Any]) -> None:
    summary = applied(case)
    assert summary.rows[-1].output_shape == tuple(case["output_shape"])
    assert (summary.totals.params, summary.totals.trainable) == (case["params"], case["trainable"])
    assert summary.beyond_framework == ()


@pytest.mark.parametrize("case", [case for case in LAYERS if "invalid" in case], ids=identify)
def test_what_keras_refuses_is_refused(case: dict[str, Any]) -> None:
    with pytest.raises(ArchitectureError):
        applied(case)


@pytest.mark.parametrize("case", NETWORKS, ids=[case["name"] for case in NETWORKS])
def test_a_network_has_the_totals_of_keras(case: dict[str, Any]) -> None:
    totals = summarize(case["text"]).totals
    assert {name: getattr(totals, name) for name in case["totals"]} == case["totals"]


@pytest.mark.parametrize("case", NETWORKS, ids=[case["name"] for case in NETWORKS])
def test_a_network_has_the_layers_of_keras(case: dict[str, Any]) -> None:
    rows = {row.name: row for row in summarize(case["text"]).rows}
    for layer in case["layers"]:
        row = rows[layer["name"]]
        assert row.kind == layer["kind"].replace("InputLayer", "Input")
        assert row.output_shape == tuple(layer["output_shape"])
        assert row.params == layer["params"]
        assert row.group == layer["group"] or not layer["group"]
    first_uses = {name for name, row in rows.items() if row.kind != "Input" and "@" not in name}
    assert first_uses == {layer["name"] for layer in case["layers"] if layer["kind"] != "InputLayer"}


def test_every_layer_kind_of_keras_has_been_asked_for() -> None:
    asked = {case["source"].partition("(")[0] for case in LAYERS if "invalid" not in case}
    assert {ALIASES.get(kind, kind) for kind in asked} == {name for name, kind in KINDS.items() if kind.in_framework}
