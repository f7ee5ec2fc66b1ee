"""The patterns of einops in a PyTorch text, against einops itself; see ``tests/truth/write_einops.py``."""

from __future__ import annotations

import json
import re
from math import floor, prod
from pathlib import Path
from textwrap import indent
from typing import Any

import pytest

from sphinx_cnn import ArchitectureError, summarize
from sphinx_cnn.arithmetic.summary import Summary

TRUTH = Path(__file__).parents[1] / "truth" / "einops.json"
EXPRESSIONS: list[dict[str, Any]] = json.loads(TRUTH.read_text(encoding="utf-8"))["expressions"]
READ = [entry for entry in EXPRESSIONS if "output" in entry]
MIXING = [entry for entry in EXPRESSIONS if "mixes" in entry]
REFUSED = [entry for entry in EXPRESSIONS if "error" in entry]
IMPORTS = "from einops import einsum, rearrange, reduce, repeat\nfrom einops.layers.torch import Rearrange, Reduce\n"


def called(entry: dict[str, Any]) -> str:
    return str(entry["expression"])


def read(expression: str, shape: tuple[int, ...], parameters: list[list[int]] | None = None) -> Summary:
    used = [
        (name, tuple(sizes))
        for name, sizes in zip("pq", parameters or [], strict=False)
        if re.search(rf"\b{name}\b", expression)
    ]
    made = "\n".join(["super().__init__()", *[f"self.{name} = nn.Parameter(torch.zeros{s})" for name, s in used]])
    forward = "\n".join([*[f"{name} = self.{name}" for name, _ in used], f"return {expression}"])
    text = (
        f"{IMPORTS}class Net(nn.Module):\n    def __init__(self):\n{indent(made, ' ' * 8)}\n"
        f"    def forward(self, x):\n{indent(forward, ' ' * 8)}"
    )
    return summarize(text, dialect="pytorch", input_shape=shape)


def summary(entry: dict[str, Any]) -> Summary:
    (shape,) = entry["inputs"]
    return read(entry["expression"], tuple(shape), entry["parameters"])


@pytest.mark.parametrize("entry", READ, ids=called)
def test_a_pattern_gives_the_shape_of_einops(entry: dict[str, Any]) -> None:
    found = summary(entry)
    assert list(found.rows[-1].output_shape) == entry["output"]
    if "macs" in entry:
        assert found.totals.macs == entry["macs"]


@pytest.mark.parametrize("entry", [entry for entry in READ if entry.get("batch_axis")], ids=called)
def test_the_batch_axis_stands_where_einops_puts_it(entry: dict[str, Any]) -> None:
    place = entry["batch_axis"]
    back = {**entry, "expression": f"({entry['expression']}).movedim({place}, 0).flatten(1)"}
    assert summary(back).rows[-1].output_shape == (prod(entry["output"]),)
    with pytest.raises(ArchitectureError, match="batch axis"):
        summary({**entry, "expression": f"({entry['expression']}).flatten(0, {place})"})


@pytest.mark.parametrize("entry", MIXING, ids=called)
def test_a_pattern_that_mixes_the_inputs_of_a_batch_is_refused(entry: dict[str, Any]) -> None:
    with pytest.raises(ArchitectureError, match="batch"):
        summary(entry)


@pytest.mark.parametrize("entry", REFUSED, ids=called)
def test_a_pattern_that_einops_refuses_is_refused(entry: dict[str, Any]) -> None:
    with pytest.raises(ArchitectureError):
        summary(entry)


@pytest.mark.parametrize("entry", [entry for entry in READ if "seen" in entry], ids=called)
def test_a_receptive_field_that_is_told_is_what_einops_sees(entry: dict[str, Any]) -> None:
    row = summary(entry).rows[-1]
    if row.receptive_field is None or row.receptive_field_stride is None or row.receptive_field_start is None:
        return
    axes = zip(row.receptive_field, row.receptive_field_stride, row.receptive_field_start, strict=True)
    for (extent, stride, start), sights in zip(axes, entry["seen"], strict=True):
        for position, sight in enumerate(sights):
            low = start + floor(position * stride)
            assert sight == [low, low + extent - 1]


def test_pooling_in_the_words_of_einops_has_the_counts_and_the_field_of_pooling() -> None:
    ours, pooled = (
        read(text, (6, 8, 12)).rows[-1]
        for text in ("reduce(x, 'b c (h 2) (w 2) -> b c h w', 'mean')", "F.avg_pool2d(x, 2)")
    )
    assert (ours.flops, ours.connections, ours.activations) == (pooled.flops, pooled.connections, pooled.activations)
    assert (ours.receptive_field, ours.receptive_field_stride) == (
        pooled.receptive_field,
        pooled.receptive_field_stride,
    )
    assert ours.receptive_field == (2, 2)


def test_a_rearrangement_is_a_view_and_a_repetition_is_not() -> None:
    found = read("repeat(rearrange(x, 'b c h w -> b (h w) c'), 'b n c -> b (2 n) c')", (6, 8, 12))
    assert [(row.name, row.kind, row.activations) for row in found.rows[1:]] == [
        ("rearrange", "rearrange", 0),
        ("repeat", "repeat", 2 * 576),
    ]


def test_a_layer_of_einops_is_named_after_its_place_and_has_no_parameters() -> None:
    text = (
        "from einops.layers.torch import Rearrange\n"
        "net = nn.Sequential(Rearrange('b c (h p) (w q) -> b (h w) (p q c)', p=4, q=4), nn.Linear(48, 5))"
    )
    rows = summarize(text, dialect="pytorch", input_shape=(3, 8, 8)).rows
    assert [(row.name, row.kind, row.output_shape, row.params) for row in rows[1:]] == [
        ("0", "Rearrange", (4, 48), 0),
        ("1", "Linear", (4, 5), 245),
    ]


def test_the_heads_of_attention_are_split_by_a_pattern_in_a_function() -> None:
    text = (
        "from einops import rearrange\n"
        "class Attention(nn.Module):\n"
        "    def __init__(self, dim=24, heads=4):\n"
        "        super().__init__()\n"
        "        self.heads, self.to_qkv = heads, nn.Linear(dim, 3 * dim, bias=False)\n"
        "    def forward(self, x):\n"
        "        b, n, _, h = *x.shape, self.heads\n"
        "        qkv = self.to_qkv(x).chunk(3, dim=-1)\n"
        "        q, k, v = map(lambda t: rearrange(t, 'b n (h d) -> b h n d', h=h), qkv)\n"
        "        out = (q @ k.transpose(-1, -2)).softmax(-1) @ v\n"
        "        return rearrange(out, 'b h n d -> b n (h d)')"
    )
    found = summarize(text, dialect="pytorch", input_shape=(17, 24))
    shapes = {row.name: row.output_shape for row in found.rows}
    assert shapes["rearrange"] == (4, 17, 6)
    assert shapes["matmul"] == (4, 17, 17)
    assert shapes["rearrange_3"] == (17, 24)


def test_data_are_rearranged_without_a_row() -> None:
    found = read("x + rearrange(torch.zeros(12, 8), 'w h -> 1 h w')", (6, 8, 12))
    assert [row.name for row in found.rows] == ["x", "add"]


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("rearrange(x, 'b c h w -> (b c) h w')", "the batch axis, 'b' here, must stay an axis of its own"),
        ("rearrange(x, 'b c h w -> b c h')", "axis w of 'b c h w -> b c h' stands on the left only"),
        ("rearrange(x, 'b c (h p) w -> b c h p w')", "the sizes of h and p are not known; give all but one"),
        ("rearrange(x, 'b c (h p) w -> b c h p w', p=3)", r"\(h p=3\) does not fit an axis of size 8 of 6×8×12"),
        ("rearrange(x, 'b c h -> b h c')", "the pattern is for 3 axes, but 4 arrive"),
        ("rearrange(x, 'b c h w')", "needs one ->"),
        ("rearrange(x, 'b c h w -> b c w h', d=2)", "no axis of .* is named d"),
        ("repeat(x, 'b c h w -> b c h w r')", "give the size of axis r, as in r=2"),
        ("reduce(x, 'b c h w -> b c', 'median')", "reduce takes one of max, mean, min, prod, sum, not 'median'"),
        ("EinMix('b c -> b d', weight_shape='c d', c=1, d=2)(x)", "unknown name 'EinMix'"),
    ],
)
def test_an_error_says_what_does_not_fit(expression: str, message: str) -> None:
    with pytest.raises(ArchitectureError, match=message):
        read(expression, (6, 8, 12))
