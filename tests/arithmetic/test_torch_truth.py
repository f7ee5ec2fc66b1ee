"""The numbers of PyTorch itself, for the same layers; ``tests/truth/write_torch_layers.py`` has asked it."""

from __future__ import annotations

import json
import re
from collections import Counter
from math import prod
from pathlib import Path
from typing import Any

import pytest

from sphinx_cnn import ArchitectureError, summarize
from sphinx_cnn.arithmetic.quantities import Row
from sphinx_cnn.notation.pytorch.layers import KINDS

TRUTH = json.loads((Path(__file__).parents[1] / "truth" / "torch_layers.json").read_text(encoding="utf-8"))
LAYERS: list[dict[str, Any]] = TRUTH["layers"]
VALID = [case for case in LAYERS if "output_shape" in case]
INVALID = [case for case in LAYERS if "invalid" in case]
MIXED = [case for case in LAYERS if "mixed" in case]
SEVERAL = [case for case in LAYERS if "outputs" in case]

BIASES = ("bias", "in_proj_bias")
STATISTICS = ("running_mean", "running_var")

UNCOUNTED = {"Bilinear": "one product of three arrays, which PyTorch's counter passes over"}
"""Kinds whose multiply-accumulates PyTorch's counter of FLOPs does not know, and why."""

REFUSED_HERE = {
    "an output without a value": (r".* gives .*\b0\b", 7),
    "the batch axis taken for the channels of an image": (
        r"(MaxPool2d|AdaptiveAvgPool2d|ReflectionPad2d|CircularPad2d|Softmax2d)\(.* on \(\d+, \d+\)", 7
    ),
    "the batch axis taken for the channels of a sequence": (r"(AdaptiveMaxPool1d|InstanceNorm1d)\(.* on \(\d+,\)", 2),
    "the batch axis taken for the steps of a sequence": (r"MultiheadAttention\((8, 2|16, 4, dropout=0.1)\)", 2),
    "a vector of each input taken for a sequence": (r"MultiheadAttention\(.* on \(8,\), \(8,\), \(8,\)", 1),
    "inputs of one batch mixed with each other": (r"Softmax\(0\)", 1),
    "an argument of the wrong type": (r"InstanceNorm1d\(2.5\)|Upsample\(scale_factor='2'", 2),
}  # fmt: skip
"""What PyTorch lets pass and is refused here, by what comes of it, and how many of the layers asked for it is."""


def identify(case: dict[str, Any]) -> str:
    return f"{case['source']} on {', '.join(str(tuple(shape)) for shape in case['inputs'])}"


def applied(case: dict[str, Any]) -> Row:
    """The row of the layer: on a line of its own, or in a module where it takes several inputs."""
    shapes = [tuple(shape) for shape in case["inputs"]]
    if len(shapes) == 1:
        return summarize(case["source"], dialect="pytorch", input_shape=shapes[0]).rows[-1]
    names = [f"x{number}" for number in range(len(shapes))]
    arguments = ", ".join(names)
    first_of = "[0]" if case["source"].startswith("MultiheadAttention") else ""
    text = [
        "class Net(nn.Module):",
        "    def __init__(self):",
        "        super().__init__()",
        f"        self.layer = nn.{case['source']}",
        f"    def forward(self, {arguments}):",
        f"        return self.layer({arguments}){first_of}",
    ]
    summary = summarize("\n".join(text), dialect="pytorch", input_shape=dict(zip(names, shapes, strict=True)))
    (row,) = [row for row in summary.rows if row.kind != "Input"]
    return row


def reasons(case: dict[str, Any]) -> list[str]:
    said = f"{identify(case)} gives {tuple(case['output_shape'])}"
    return [reason for reason, (pattern, _) in REFUSED_HERE.items() if re.match(pattern, said)]


def sizes(shapes: dict[str, list[int]], *names: str) -> int:
    """The values of all arrays of these names."""
    return sum(prod(shape) for name, shape in shapes.items() if name.rpartition(".")[2] in names)


AGREED = [case for case in VALID if not reasons(case)]


@pytest.mark.parametrize("case", AGREED, ids=identify)
def test_a_layer_has_the_numbers_of_pytorch(case: dict[str, Any]) -> None:
    row = applied(case)
    assert row.output_shape == tuple(case["output_shape"])
    assert row.params == row.trainable == case["params"]
    assert row.biases == sizes(case["parameters"], *BIASES)
    assert row.buffers == sizes(case["buffers"], *STATISTICS)
    assert row.macs == case["macs"] or row.kind in UNCOUNTED


def test_a_number_of_batches_is_the_only_buffer_that_is_no_mean_and_no_variance() -> None:
    assert {name for case in VALID for name in case["buffers"]} == {*STATISTICS, "num_batches_tracked"}


@pytest.mark.parametrize("case", INVALID, ids=identify)
def test_what_pytorch_refuses_is_refused(case: dict[str, Any]) -> None:
    with pytest.raises(ArchitectureError):
        applied(case)


@pytest.mark.parametrize("case", [*MIXED, *SEVERAL], ids=identify)
def test_what_mixes_a_batch_or_gives_more_than_a_feature_map_is_refused(case: dict[str, Any]) -> None:
    with pytest.raises(ArchitectureError):
        applied(case)


@pytest.mark.parametrize("case", [case for case in VALID if reasons(case)], ids=identify)
def test_what_pytorch_takes_and_is_not_read_here_is_refused(case: dict[str, Any]) -> None:
    with pytest.raises(ArchitectureError):
        applied(case)


def test_each_refusal_of_what_pytorch_takes_has_a_reason() -> None:
    counted = Counter(reason for case in VALID for reason in reasons(case))
    assert counted == {reason: number for reason, (_, number) in REFUSED_HERE.items()}


def test_every_layer_kind_of_pytorch_has_been_asked_for() -> None:
    assert {case["source"].partition("(")[0] for case in VALID} == KINDS.keys()


def test_many_layers_have_been_asked_for_and_a_tenth_of_them_is_wrong() -> None:
    assert len(LAYERS) >= 1500
    assert 0.10 <= len(INVALID) / len(LAYERS) <= 0.13
