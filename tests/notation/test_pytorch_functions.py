"""What a ``forward`` does with tensors, against PyTorch itself; see ``tests/truth/write_torch_functions.py``."""

from __future__ import annotations

import json
import re
from math import floor, prod
from pathlib import Path
from typing import Any

import pytest

from sphinx_cnn import ArchitectureError, summarize
from sphinx_cnn.arithmetic.summary import Summary

TRUTH = Path(__file__).parents[1] / "truth" / "torch_functions.json"
EXPRESSIONS: list[dict[str, Any]] = json.loads(TRUTH.read_text(encoding="utf-8"))["expressions"]
READ = [entry for entry in EXPRESSIONS if "output" in entry]
MIXING = [entry for entry in EXPRESSIONS if "mixes" in entry]
NORMALIZED = ("layer_norm", "rms_norm", "group_norm", "instance_norm", "normalize")
"""What is divided by a mean, a deviation or a length of many positions; these are left out of receptive fields."""

SEEN = [
    entry
    for entry in READ
    if all(None not in sights for sights in entry.get("seen", [[None]]))
    and not any(name in entry["expression"] for name in NORMALIZED)
]
REFUSED = [entry for entry in EXPRESSIONS if "error" in entry]


def called(entry: dict[str, Any]) -> str:
    return f"{entry['expression']} of {entry['inputs']} {entry['parameters']}"


def summary(expression: str, inputs: list[list[int]], parameters: list[list[int]]) -> Summary:
    names = "xy"[: len(inputs)]
    used = [
        (name, shape) for name, shape in zip("pqr", parameters, strict=False) if re.search(rf"\b{name}\b", expression)
    ]
    made = [f"        self.{name} = nn.Parameter(torch.zeros{tuple(shape)})" for name, shape in used]
    read = [f"        {name} = self.{name}" for name, _ in used]
    lines = [
        "class Net(nn.Module):",
        "    def __init__(self):",
        "        super().__init__()",
        *made,
        f"    def forward(self, {', '.join(names)}):",
        *read,
        f"        return {expression}",
    ]
    shapes = {name: tuple(shape) for name, shape in zip(names, inputs, strict=True)}
    return summarize("\n".join(lines), dialect="pytorch", input_shape=shapes)


@pytest.mark.parametrize("entry", READ, ids=called)
def test_an_expression_has_the_shape_and_the_macs_of_pytorch(entry: dict[str, Any]) -> None:
    read = summary(entry["expression"], entry["inputs"], entry["parameters"])
    assert list(read.rows[-1].output_shape) == entry["output"]
    if "macs" in entry:
        assert read.totals.macs == entry["macs"]


@pytest.mark.parametrize("entry", [entry for entry in READ if entry.get("batch_axis")], ids=called)
def test_the_batch_axis_stands_where_pytorch_has_it(entry: dict[str, Any]) -> None:
    place = entry["batch_axis"]
    back = f"({entry['expression']}).movedim({place}, 0).flatten(1)"
    row = summary(back, entry["inputs"], entry["parameters"]).rows[-1]
    assert row.output_shape == (prod(entry["output"]),)
    with pytest.raises(ArchitectureError, match="batch axis"):
        summary(f"({entry['expression']}).flatten(0, {place})", entry["inputs"], entry["parameters"])


@pytest.mark.parametrize("entry", SEEN, ids=called)
def test_a_receptive_field_that_is_told_is_what_pytorch_sees(entry: dict[str, Any]) -> None:
    row = summary(entry["expression"], entry["inputs"], entry["parameters"]).rows[-1]
    if row.receptive_field is None or row.receptive_field_stride is None or row.receptive_field_start is None:
        return
    axes = zip(row.receptive_field, row.receptive_field_stride, row.receptive_field_start, strict=True)
    for (extent, stride, start), sights, size in zip(axes, entry["seen"], entry["inputs"][0][1:], strict=True):
        for position, (first, last) in enumerate(sights):
            low = start + floor(position * stride)
            high = low + extent - 1
            if (high < 0 or low >= size) and "mode=" in entry["expression"]:  # padding that repeats values of the input
                continue
            assert first == low or low < 0 <= first
            assert last == high or high >= size > last


def test_most_receptive_fields_are_told() -> None:
    rows = [summary(entry["expression"], entry["inputs"], entry["parameters"]).rows[-1] for entry in SEEN]
    assert sum(row.receptive_field is not None for row in rows) > 0.75 * len(rows)


@pytest.mark.parametrize("entry", MIXING, ids=called)
def test_what_mixes_the_inputs_of_a_batch_is_refused(entry: dict[str, Any]) -> None:
    with pytest.raises(ArchitectureError, match="batch"):
        summary(entry["expression"], entry["inputs"], entry["parameters"])


@pytest.mark.parametrize("entry", REFUSED, ids=called)
def test_what_pytorch_refuses_is_refused(entry: dict[str, Any]) -> None:
    with pytest.raises(ArchitectureError):
        summary(entry["expression"], entry["inputs"], entry["parameters"])
