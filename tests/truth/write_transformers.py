"""Write ``transformers.json``: the parameters and outputs of the transformer modules of PyTorch.

Run it where PyTorch is installed; the tests that read the file do not need it::

    python tests/truth/write_transformers.py
"""

from __future__ import annotations

import json
import re
import warnings
from collections import Counter
from importlib import import_module
from pathlib import Path

torch = import_module("torch")
nn = torch.nn

TARGET = Path(__file__).with_name("transformers.json")

LAYER = "nn.TransformerEncoderLayer(8, 2, 16"
CASES = [
    ("nn.TransformerEncoderLayer(8, 2, batch_first=True)", 1),
    (f"{LAYER}, batch_first=True)", 1),
    (f"{LAYER}, 0.2, 'gelu', batch_first=True)", 1),
    (f"{LAYER}, activation=F.gelu, batch_first=True, norm_first=True)", 1),
    (f"{LAYER}, activation=nn.PReLU(), batch_first=True)", 1),
    (f"{LAYER}, bias=False, batch_first=True)", 1),
    (f"{LAYER}, batch_first=True, layer_norm_eps=1e-6, device=None)", 1),
    (f"nn.TransformerEncoder({LAYER}, batch_first=True), 3)", 1),
    (f"nn.TransformerEncoder({LAYER}, batch_first=True, norm_first=True), num_layers=2, norm=nn.LayerNorm(8))", 1),
    (f"nn.TransformerEncoder(encoder_layer={LAYER}, batch_first=True), num_layers=1)", 1),
    ("nn.TransformerDecoderLayer(8, 4, 12, batch_first=True)", 2),
    ("nn.TransformerDecoderLayer(8, 4, 12, bias=False, norm_first=True, batch_first=True)", 2),
    ("nn.TransformerDecoder(nn.TransformerDecoderLayer(8, 4, batch_first=True), 2, nn.LayerNorm(8))", 2),
    ("nn.Transformer(8, 2, 2, 1, 16, batch_first=True)", 2),
    ("nn.Transformer(8, nhead=1, num_encoder_layers=1, activation='gelu', norm_first=True, batch_first=True)", 2),
    ("nn.Transformer(d_model=8, nhead=1, num_decoder_layers=2, bias=False, batch_first=True)", 2),
]
"""Modules, and how many sequences each takes."""

PARTS = re.compile(r"\.?(in_proj_weight|in_proj_bias|out_proj\.weight|out_proj\.bias|weight|bias)$")
LENGTHS = (7, 5)


def ask(source: str, count: int) -> dict[str, object]:
    """The parameters of each module inside, by its path, and the shape of the output for one input."""
    module = eval(source, {"torch": torch, "nn": nn, "F": nn.functional}).eval()  # noqa: S307
    parameters: Counter[str] = Counter()
    for name, value in module.named_parameters():
        parameters[PARTS.sub("", name)] += value.numel()
    inputs = [torch.zeros(3, length, 8) for length in LENGTHS[:count]]
    output = list(module(*inputs).shape[1:])
    return {"source": source, "inputs": [[length, 8] for length in LENGTHS[:count]], "output": output,
            "parameters": parameters}  # fmt: skip


def main() -> None:
    warnings.simplefilter("ignore")
    lines = ",\n".join(json.dumps(ask(source, count)) for source, count in CASES)
    TARGET.write_text(f'{{"version": "{torch.__version__}", "modules": [\n{lines}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
