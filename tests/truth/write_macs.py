"""Write ``torch_macs.json``: what tools for PyTorch count for layers, and for networks of torchvision.

Each layer is written for Keras and for PyTorch. PyTorch's own ``FlopCounterMode``, fvcore and torchinfo count it, for
one input. Run it where they and torchvision are installed; the tests that read the file need none of them::

    python tests/truth/write_macs.py
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from torch_cases import Case, cases

torch = import_module("torch")
torchvision = import_module("torchvision")
torchinfo = import_module("torchinfo")
fvcore = import_module("fvcore.nn")
counter = import_module("torch.utils.flop_counter")
logging.getLogger("fvcore").setLevel(logging.ERROR)

TARGET = Path(__file__).with_name("torch_macs.json")
NAMES = {"torch": torch, "nn": torch.nn, "functional": torch.nn.functional}
NETWORKS = (
    "alexnet",
    "densenet121",
    "googlenet",
    "mobilenet_v2",
    "resnet18",
    "resnet50",
    "squeezenet1_1",
    "vgg16",
)


class Applied(torch.nn.Module):  # type: ignore[misc, name-defined]
    """A function as a module, which is what the tools take."""

    def __init__(self, function: Callable[..., Any]) -> None:
        super().__init__()
        self.function = function

    def forward(self, *inputs: Any) -> Any:
        """What the function gives."""
        return self.function(*inputs)


def ask(case: Case) -> dict[str, object]:
    """What the tools count for a layer, and the shape of its output in PyTorch, with the channels last."""
    with torch.device("meta"):
        layer = eval(case.torch, NAMES)  # noqa: S307
        module = (layer if isinstance(layer, torch.nn.Module) else Applied(layer)).eval()
        kind = torch.int64 if "Embedding" in case.torch else torch.float32
        shapes = [(s[-1], *s[:-1]) if case.channels_first else s for s in case.inputs]
        inputs = [torch.zeros((1, *shape), dtype=kind) for shape in shapes]
    _, *shape = module(*inputs).shape
    if case.channels_first:
        shape = [*shape[1:], shape[0]]
    asked = {"source": case.keras, "inputs": case.inputs, "torch": case.torch, "output": shape}
    return {**asked, **count(module, *inputs)}


def count(module: Any, *inputs: Any) -> dict[str, Any]:
    """What each tool counts for one pass."""
    with counter.FlopCounterMode(display=False) as mode:
        module(*inputs)
    info = torchinfo.summary(module, input_data=inputs, verbose=0, device="meta")
    # fvcore traces, which needs values, if not any in particular.
    values = tuple(torch.zeros_like(tensor, device="cpu") for tensor in inputs)
    analysis = fvcore.FlopCountAnalysis(module.to_empty(device="cpu"), values)
    analysis.unsupported_ops_warnings(enabled=False).uncalled_modules_warnings(enabled=False)
    by_operator = {name: int(number) for name, number in analysis.by_operator().items() if number}
    return {"flop_counter": mode.get_total_flops(), "fvcore": by_operator, "torchinfo": info.total_mult_adds}


def network(name: str) -> dict[str, object]:
    """What the tools count for a network of torchvision; its learned parameters."""
    options = {"aux_logits": False, "init_weights": False} if name == "googlenet" else {}
    with torch.device("meta"):
        model = getattr(torchvision.models, name)(**options).eval()
        image = torch.zeros(1, 3, 224, 224)
    params = sum(parameter.numel() for parameter in model.parameters())
    return {"name": name, "params": params, **count(model, image)}


def lines(entries: list[dict[str, object]]) -> str:
    return ",\n".join(json.dumps(entry, sort_keys=True) for entry in entries)


def main() -> None:
    tools = (torch, torchvision, torchinfo, import_module("fvcore"))
    versions = ", ".join(f"{tool.__name__} {tool.__version__.partition('+')[0]}" for tool in tools)
    layers = lines([ask(case) for case in cases()])
    networks = lines([network(name) for name in NETWORKS])
    TARGET.write_text(
        f'{{"versions": "{versions}", "layers": [\n{layers}\n], "networks": [\n{networks}\n]}}\n', encoding="utf-8"
    )


if __name__ == "__main__":
    main()
