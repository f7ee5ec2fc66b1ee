"""The transformer modules of PyTorch, against PyTorch itself; see ``tests/truth/write_transformers.py``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sphinx_cnn import ArchitectureError, summarize
from sphinx_cnn.arithmetic.summary import Summary

TRUTH = Path(__file__).parents[1] / "truth" / "transformers.json"
MODULES: list[dict[str, Any]] = json.loads(TRUTH.read_text(encoding="utf-8"))["modules"]


def read(module: str, shapes: list[list[int]], forward: str = "self.m({})") -> Summary:
    names = ["x", "y"][: len(shapes)]
    given = ", ".join(names)
    text = (
        "import torch\nfrom torch import nn\nimport torch.nn.functional as F\n"
        f"class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.m = {module}\n"
        f"    def forward(self, {given}):\n        return {forward.format(given)}"
    )
    return summarize(text, dialect="pytorch", input_shape=dict(zip(names, map(tuple, shapes), strict=True)))


@pytest.mark.parametrize("entry", MODULES, ids=lambda entry: entry["source"])
def test_each_module_inside_has_the_parameters_of_pytorch(entry: dict[str, Any]) -> None:
    found = read(entry["source"], entry["inputs"])
    ours = {row.name.removeprefix("m."): row.params for row in found.rows if row.params}
    assert ours == entry["parameters"]
    assert list(found.rows[-1].output_shape) == entry["output"]


def test_the_operations_stand_in_the_order_of_the_norm() -> None:
    names = {}
    for norm_first in (True, False):
        module = f"nn.TransformerEncoderLayer(8, 2, 16, batch_first=True, norm_first={norm_first})"
        names[norm_first] = [row.name.removeprefix("m.") for row in read(module, [[7, 8]]).rows[1:]]
    fed = ["linear1", "relu", "dropout", "linear2", "dropout2"]
    assert names[False] == ["self_attn", "dropout1", "add", "norm1", *fed, "add_1", "norm2"]
    assert names[True] == ["norm1", "self_attn", "dropout1", "add", "norm2", *fed, "add_1"]


def test_a_layer_that_is_kept_beside_the_encoder_counts_too() -> None:
    """As in PyTorch, where a forgotten ``self.layer`` is saved with the weights."""
    text = (
        "from torch import nn\n"
        "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        "        self.layer = nn.TransformerEncoderLayer(8, 2, 16, batch_first=True)\n"
        "        self.encoder = nn.TransformerEncoder(self.layer, num_layers=2)\n"
        "    def forward(self, x):\n        return self.encoder(x)"
    )
    one = read("nn.TransformerEncoderLayer(8, 2, 16, batch_first=True)", [[7, 8]]).totals.params
    assert summarize(text, dialect="pytorch", input_shape=(7, 8)).totals.params == 3 * one


def test_a_class_of_the_text_can_inherit_from_an_encoder_layer() -> None:
    text = (
        "from torch import nn\n"
        "class Block(nn.TransformerEncoderLayer):\n    def __init__(self):\n"
        "        super().__init__(8, 2, dim_feedforward=16, batch_first=True)\n        self.more = nn.Linear(8, 8)\n"
        "    def forward(self, x):\n        return self.more(super().forward(x))\nnet = Block()"
    )
    one = read("nn.TransformerEncoderLayer(8, 2, 16, batch_first=True)", [[7, 8]]).totals.params
    assert summarize(text, dialect="pytorch", input_shape=(7, 8)).totals.params == one + 72


def test_sequences_come_first_where_batch_first_is_false() -> None:
    module = "nn.TransformerEncoder(nn.TransformerEncoderLayer(8, 2, 16), 2)"
    turned = read(module, [[7, 8]], "self.m({}.permute(1, 0, 2)).permute(1, 0, 2)")
    plain = read(module.replace("16)", "16, batch_first=True)"), [[7, 8]])
    assert (turned.totals.macs, turned.totals.params) == (plain.totals.macs, plain.totals.params)
    with pytest.raises(ArchitectureError, match=r"the second axis must be the batch axis.*write batch_first=True"):
        read(module, [[7, 8]])


def test_masks_change_no_count() -> None:
    module = "nn.TransformerEncoder(nn.TransformerEncoderLayer(8, 2, 16, batch_first=True), 1)"
    masked = read(module, [[7, 8]], "self.m({}, mask=nn.Transformer.generate_square_subsequent_mask(7))")
    assert masked.totals == read(module, [[7, 8]]).totals


@pytest.mark.parametrize(
    ("module", "message"),
    [
        ("nn.TransformerEncoderLayer(10, 3)", "embed_dim is 10, which the 3 heads do not divide"),
        ("nn.TransformerEncoderLayer(8, 2, batchfirst=True)", "no parameter 'batchfirst'"),
        ("nn.TransformerEncoderLayer(8)", "needs a value for 'nhead'"),
        ("nn.TransformerEncoderLayer(10, 2, batch_first=True)", "embed_dim is 10, but the last axis.* has 8 values"),
    ],
)
def test_wrong_arguments_are_refused(module: str, message: str) -> None:
    with pytest.raises(ArchitectureError, match=message):
        read(module, [[7, 8]])
