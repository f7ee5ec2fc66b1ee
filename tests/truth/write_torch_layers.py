"""Write ``torch_layers.json``: what PyTorch itself says of many layers, each run on a batch of zeros.

Run it where PyTorch is installed; the tests that read the file need none::

    python tests/truth/write_torch_layers.py
"""

from __future__ import annotations

import json
import re
import warnings
from importlib import import_module
from math import prod
from pathlib import Path
from typing import Any

from keras_cases import Case, Shape
from torch_corner_cases import CORNERS
from torch_layer_kinds import drawn, spelled_out

warnings.simplefilter("ignore")
torch = import_module("torch")
FlopCounterMode = import_module("torch.utils.flop_counter").FlopCounterMode

TARGET = Path(__file__).parent / "torch_layers.json"
BATCH = 17
"""Two batches are asked, of this size and one more; no number of channels is as large by chance."""
CASES: list[Case] = list({str(c): c for c in [*CORNERS, *drawn(), *spelled_out(torch.nn)]}.values())


def run(module: Any, shapes: list[Shape], batch: int) -> Any:
    """What comes out of a module for a batch of zeros."""
    dtype = torch.long if type(module).__name__.startswith("Embedding") else torch.float32
    inputs = [torch.zeros((batch, *shape), dtype=dtype) for shape in shapes]
    output = module(*inputs)
    return output[0] if type(module).__name__ == "MultiheadAttention" else output


def ask(case: Case) -> dict[str, object]:
    """What PyTorch says of a layer, or why it refuses it."""
    source, shapes = case
    asked: dict[str, object] = {"source": source, "inputs": [list(shape) for shape in shapes]}
    try:
        module = eval(source, vars(torch.nn)).eval()  # noqa: S307
        run(module, shapes, BATCH)  # a lazy module has its parameters only now
        with FlopCounterMode(display=False) as counter:
            output = run(module, shapes, BATCH)
        if not isinstance(output, torch.Tensor):
            return {**asked, "outputs": len(output)}
        sizes = [list(run(module, shapes, batch).shape) for batch in (BATCH, BATCH + 1)]
    except Exception as error:  # noqa: BLE001 - PyTorch has many
        return {**asked, "invalid": reason(error)}
    if [size[:1] for size in sizes] != [[BATCH], [BATCH + 1]] or sizes[0][1:] != sizes[1][1:]:
        return {**asked, "mixed": sizes[0]}
    parameters = {name: list(value.shape) for name, value in module.named_parameters()}
    return {
        **asked,
        "output_shape": sizes[0][1:],
        "params": sum(prod(shape) for shape in parameters.values()),
        "parameters": parameters,
        "buffers": {name: list(value.shape) for name, value in module.named_buffers()},
        "macs": counter.get_total_flops() // 2 // BATCH,
    }


def reason(error: Exception) -> str:
    """The first line of an error, without what differs from run to run."""
    line = (str(error).splitlines() or [type(error).__name__])[0]
    return re.sub(r"0x[0-9a-f]+", "0x…", line)[:160]


def main() -> None:
    torch.manual_seed(0)
    lines = ",\n".join(json.dumps(ask(case), ensure_ascii=False) for case in CASES)
    version = torch.__version__.partition("+")[0]
    TARGET.write_text(f'{{"versions": {{"torch": "{version}"}}, "layers": [\n{lines}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
