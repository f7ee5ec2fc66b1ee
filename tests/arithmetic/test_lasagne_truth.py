"""The numbers of Lasagne itself, for the same texts; ``tests/truth/write_lasagne.py`` has asked it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sphinx_cnn import ArchitectureError, Summary, summarize
from sphinx_cnn.notation.lasagne.layers import ALIASES, KINDS
from sphinx_cnn.notation.lasagne.rows import FUNCTIONS

TRUTH = json.loads((Path(__file__).parents[1] / "truth" / "lasagne.json").read_text(encoding="utf-8"))
LAYERS: list[dict[str, Any]] = TRUTH["layers"]
VALID = [case for case in LAYERS if "invalid" not in case]
INVALID = [case for case in LAYERS if "invalid" in case]
NETWORKS: list[dict[str, Any]] = TRUTH["networks"]

BIASES = ("b", "beta")
STATISTICS = ("mean", "inv_std")

REFUSED_HERE = {
    "an axis that the input has not": [
        "BatchNormLayer(x, axes=(0, 2)) on (20,)",
        "BatchNormLayer(x, axes=(0, 1, 2)) on (20,)",
        "StandardizationLayer(x, axes=(0, 2)) on (20,)",
        "StandardizationLayer(x, axes=(0, 1, 2)) on (20,)",
    ],
    "inputs of one batch mixed with each other": [
        "StandardizationLayer(x, axes=(0, 2)) on (5, 17)",
        "StandardizationLayer(x, axes=(0, 2)) on (3, 11, 14)",
        "StandardizationLayer(x, axes=(0, 1, 2)) on (5, 17)",
        "StandardizationLayer(x, axes=(0, 1, 2)) on (3, 11, 14)",
    ],
    "a shape that is known only where Theano runs": ["ExpressionLayer(x, T.sqr, output_shape='auto') on (20,)"],
}
"""What Lasagne lets pass and is refused here, by what comes of it: no number is better than one that misleads."""

ON_GRAPHICS_CARDS = {
    "BatchNormDNNLayer", "Conv2DCCLayer", "Conv2DDNNLayer", "Conv2DMMLayer", "Conv3DDNNLayer", "MaxPool2DCCLayer",
    "MaxPool2DDNNLayer", "MaxPool3DDNNLayer", "Pool2DDNNLayer", "Pool3DDNNLayer", "SpatialPyramidPoolingDNNLayer",
}  # fmt: skip
"""What Lasagne has only where there is a graphics card of the right make."""


def identify(case: dict[str, Any]) -> str:
    return f"{case['source']} on {', '.join(str(tuple(shape)) for shape in case['inputs'])}"


def applied(case: dict[str, Any]) -> Summary:
    shapes = zip("xy", case["inputs"], strict=False)
    inputs = [f"{name} = InputLayer({(None, *shape)})" for name, shape in shapes]
    return summarize("\n".join([*inputs, f"made = {case['source']}"]), dialect="lasagne")


TAKEN_BY_LASAGNE = [name for names in REFUSED_HERE.values() for name in names]
AGREED = [case for case in VALID if identify(case) not in TAKEN_BY_LASAGNE]


def layers(summary: Summary) -> list[dict[str, Any]]:
    """What Lasagne says of each layer, from the summary."""
    return [
        {
            "kind": row.kind,
            "output_shape": list(row.output_shape),
            "params": row.params,
            "biases": row.biases,
            "statistics": row.statistics,
            "trainable": row.trainable,
        }
        for row in summary.rows
        if row.kind != "InputLayer"
    ]


def said(layer: dict[str, Any]) -> dict[str, Any]:
    """The same, from what Lasagne calls the parameters."""
    sizes = layer["sizes"]
    return {
        "kind": layer["kind"],
        "output_shape": layer["output_shape"],
        "params": sum(sizes.values()),
        "biases": sum(sizes.get(name, 0) for name in BIASES),
        "statistics": sum(sizes.get(name, 0) for name in STATISTICS),
        "trainable": layer["trainable"],
    }


@pytest.mark.parametrize("case", AGREED, ids=identify)
def test_a_layer_has_the_numbers_of_lasagne(case: dict[str, Any]) -> None:
    assert layers(applied(case)) == [said(layer) for layer in case["layers"]]


@pytest.mark.parametrize("case", INVALID, ids=identify)
def test_what_lasagne_refuses_is_refused(case: dict[str, Any]) -> None:
    with pytest.raises(ArchitectureError):
        applied(case)


@pytest.mark.parametrize("name", TAKEN_BY_LASAGNE)
def test_what_lasagne_takes_and_is_not_read_here_is_refused(name: str) -> None:
    (case,) = [case for case in VALID if identify(case) == name]
    with pytest.raises(ArchitectureError):
        applied(case)


@pytest.mark.parametrize("case", NETWORKS, ids=[case["name"] for case in NETWORKS])
def test_a_network_has_the_totals_of_lasagne(case: dict[str, Any]) -> None:
    totals = summarize(case["text"], dialect="lasagne").totals
    assert (totals.params, totals.trainable) == (case["params"], case["trainable"])


@pytest.mark.parametrize("case", NETWORKS, ids=[case["name"] for case in NETWORKS])
def test_a_network_has_the_layers_of_lasagne(case: dict[str, Any]) -> None:
    found = [
        (layer["kind"], tuple(layer["output_shape"])) for layer in layers(summarize(case["text"], dialect="lasagne"))
    ]
    assert sorted(found) == sorted((layer["kind"], tuple(layer["output_shape"])) for layer in case["layers"])


def test_every_layer_kind_of_lasagne_has_been_asked_for() -> None:
    asked = {name for case in VALID for name in [*KINDS, *ALIASES, *FUNCTIONS] if f"{name}(" in case["source"]}
    known = {*KINDS, *ALIASES, *FUNCTIONS} - ON_GRAPHICS_CARDS - {"batch_norm_dnn", "standardize"}
    assert known - asked == set()
