"""The numbers of Keras itself, for the same texts; ``tests/truth/write_keras.py`` has asked it on every backend."""

from __future__ import annotations

import json
import re
from collections import Counter
from math import prod
from pathlib import Path
from typing import Any

import pytest

from sphinx_cnn import ArchitectureError, Summary, summarize
from sphinx_cnn.notation.keras.layers import ALIASES, FUNCTIONS, KINDS, attention

TRUTH = json.loads((Path(__file__).parents[1] / "truth" / "keras_layers.json").read_text(encoding="utf-8"))
LAYERS: list[dict[str, Any]] = TRUTH["layers"]
VALID = [case for case in LAYERS if "invalid" not in case]
INVALID = [case for case in LAYERS if "invalid" in case]
NETWORKS: list[dict[str, Any]] = TRUTH["networks"]

BIASES = ("bias", "beta")
STATISTICS = ("moving_mean", "moving_variance", "moving_stddev", "renorm_mean", "renorm_stddev")

DISAGREEMENTS = {
    "PyTorch has no Lanczos interpolation": (r".*'lanczos.*: torch refuses: Resizing with Lanczos", 30),
    "only TensorFlow has area interpolation": (r".*'area'.*: (jax|torch) refuses: Invalid value for", 10),
    "TensorFlow crashes where a maximum is pooled to one": (r"AdaptiveMaxPooling.*: tensorflow refuses: .*SIGFPE", 9),
    "TensorFlow cannot transpose to a size that its own padding would not give": (
        r"Conv.*Transpose.*output_padding=.*: tensorflow refuses: .*could not create a primitive descriptor", 5
    ),
    "a random crop leaves an image as it is where nothing is trained": (r"RandomCrop.*: \w+ gives", 60),
    "a gated linear unit halves its last axis": (r"Activation\('glu'\): \w+ gives", 9),
    "factors may widen what they rescale": (r"Rescaling\(\[.*: \w+ gives", 3),
    "PyTorch normalizes along the last axes only": (r"LayerNormalization\(axis=1\).*: torch refuses: Given norm", 1),
    "only TensorFlow synchronizes statistics": (r"BatchNormalization\(synchronized.*: (jax|torch) refuses", 2),
    "only JAX resizes to nothing": (r"Resizing\(0, .*: (tensorflow|torch) refuses", 2),
    "only PyTorch takes negative padding for cropping": (r"ZeroPadding2D\(-1\): (jax|tensorflow) refuses", 2),
}  # fmt: skip
"""Where a layer does not run on a backend, or runs otherwise than a summary says, and for how many of them.

The summary holds here, since that is what a reader sees printed.
"""

REFUSED_HERE = {
    "an output without a value": [
        "Conv1DTranspose(4, 4, 1, 'same', output_padding=0) on (1, 3)",
        "Conv2DTranspose(4, 4, 2, 'same', output_padding=0) on (1, 1, 3)",
        "Resizing(0, 6) on (4, 5, 3)",
        "CenterCrop(0, 3) on (4, 5, 3)",
    ],
    "the batch axis taken for one of an image": [
        "Resizing(height=24, width=6, data_format='channels_first', interpolation='bicubic') on (7, 12)",
        "RandomHue(0.25) on (7, 3)",
    ],
    "inputs of one batch mixed with each other": [
        "Softmax(axis=0) on (3, 4)",
        "UnitNormalization(axis=0) on (4, 6)",
    ],
    "a summary that no backend follows": [
        "Activation('glu') on (4,)",
        "Activation('glu') on (2,)",
        "Activation('glu') on (8, 5, 2)",
        "Rescaling([1.0, 2.0, 3.0]) on (4, 1)",
    ],
    "weights beside those of the layer, for low-rank adaptation": [
        "Dense(10, lora_rank=2) on (3,)",
        "Dense(10, lora_rank=2, trainable=False) on (3,)",
        "Embedding(10, 4, lora_rank=2) on (3,)",
    ],
    "an argument of the wrong type, or one that most backends refuse": [
        "BatchNormalization(axis='1', momentum=0.9) on (7, 3, 12)",
        "ZeroPadding2D(-1) on (3, 4, 3)",
    ],
}
"""What Keras lets pass and is refused here, by what comes of it: no number is better than one that misleads."""


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


TAKEN_BY_KERAS = [name for names in REFUSED_HERE.values() for name in names]
AGREED = [case for case in VALID if identify(case) not in TAKEN_BY_KERAS]


@pytest.mark.parametrize("case", AGREED, ids=identify)
def test_a_layer_has_the_numbers_of_keras(case: dict[str, Any]) -> None:
    summary = applied(case)
    assert summary.rows[-1].output_shape == tuple(case["output_shape"])
    assert (summary.totals.params, summary.totals.trainable) == (case["params"], case["trainable"])
    assert summary.beyond_framework == ()


@pytest.mark.parametrize("case", [case for case in AGREED if case["weights"]], ids=identify)
def test_parameters_are_biases_and_statistics_as_keras_names_them(case: dict[str, Any]) -> None:
    totals = applied(case).totals
    sizes = {name: prod(shape) for name, shape in case["weights"].items()}
    assert totals.biases == sum(sizes.get(name, 0) for name in BIASES)
    if not sizes.keys() - {*BIASES, *STATISTICS, "gamma", "kernel"}:
        assert totals.statistics == sum(sizes.get(name, 0) for name in STATISTICS)


@pytest.mark.parametrize("case", INVALID, ids=identify)
def test_what_keras_refuses_is_refused(case: dict[str, Any]) -> None:
    with pytest.raises(ArchitectureError):
        applied(case)


@pytest.mark.parametrize("name", TAKEN_BY_KERAS)
def test_what_keras_takes_and_is_not_read_here_is_refused(name: str) -> None:
    (case,) = [case for case in VALID if identify(case) == name]
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
    asked = {case["source"].partition("(")[0].removeprefix("keras.layers.") for case in VALID}
    known = {**ALIASES, **FUNCTIONS}
    in_networks = attention.KINDS  # which take several inputs, each for another purpose
    kinds = {name for name, kind in KINDS.items() if kind.in_framework and name not in in_networks}
    assert {known.get(kind, kind) for kind in asked} == kinds


def test_many_layers_have_been_asked_for_and_a_tenth_of_them_is_wrong() -> None:
    assert len(LAYERS) >= 1500
    assert 0.08 <= len(INVALID) / len(LAYERS) <= 0.15


def test_the_backends_of_keras_disagree_on_these_layers_only() -> None:
    noted = [f"{case['source']}: {name} {note}" for case in VALID for name, note in case.get("backends", {}).items()]
    about = {note: [name for name, (pattern, _) in DISAGREEMENTS.items() if re.match(pattern, note)] for note in noted}
    assert {note: names for note, names in about.items() if len(names) != 1} == {}
    counted = Counter(name for note in noted for name in about[note])
    assert counted == {name: count for name, (_, count) in DISAGREEMENTS.items()}
