"""Write ``torchvision.json``: networks of torchvision, as PyTorch code and as PyTorch itself counts them.

The code is written from each network's modules and from what ``torch.fx`` traces of their ``forward``; PyTorch runs it
and must find the same network. Run it where PyTorch and torchvision are installed; the tests that read the file need
neither::

    python tests/truth/write_torchvision.py
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from itertools import starmap
from pathlib import Path
from typing import Any

from torch_text import Text, base, is_layer

torch = import_module("torch")
torchvision = import_module("torchvision")
counter = import_module("torch.utils.flop_counter")

TARGET = Path(__file__).with_name("torchvision.json")

IMAGE = (3, 224, 224)
SCENE = (3, 520, 520)
CLIP = (3, 16, 112, 112)

PUBLISHED: list[tuple[str, dict[str, object], tuple[int, ...]]] = [
    ("alexnet", {}, IMAGE),
    ("vgg11", {}, IMAGE),
    ("vgg16_bn", {}, IMAGE),
    ("resnet18", {}, IMAGE),
    ("resnet50", {}, IMAGE),
    ("wide_resnet50_2", {}, IMAGE),
    ("resnext50_32x4d", {}, IMAGE),
    ("densenet121", {}, IMAGE),
    ("googlenet", {"aux_logits": False, "init_weights": False}, IMAGE),
    ("inception_v3", {"init_weights": False}, (3, 299, 299)),
    ("squeezenet1_0", {}, IMAGE),
    ("squeezenet1_1", {}, IMAGE),
    ("mobilenet_v2", {}, IMAGE),
    ("mobilenet_v3_small", {}, IMAGE),
    ("mobilenet_v3_large", {}, IMAGE),
    ("mnasnet1_0", {}, IMAGE),
    ("shufflenet_v2_x1_0", {}, IMAGE),
    ("efficientnet_b0", {}, IMAGE),
    ("efficientnet_v2_s", {}, (3, 384, 384)),
    ("regnet_y_400mf", {}, IMAGE),
    ("regnet_x_400mf", {}, IMAGE),
    ("convnext_tiny", {}, IMAGE),
    ("vit_b_16", {}, IMAGE),
    ("maxvit_t", {}, IMAGE),
    ("fcn_resnet50", {"weights_backbone": None, "aux_loss": True}, SCENE),
    ("deeplabv3_resnet50", {"weights_backbone": None, "aux_loss": True}, SCENE),
    ("lraspp_mobilenet_v3_large", {"weights_backbone": None}, SCENE),
    ("r3d_18", {}, CLIP),
    ("mc3_18", {}, CLIP),
    ("r2plus1d_18", {}, CLIP),
    ("s3d", {}, (3, 16, 224, 224)),
]
"""Networks as torchvision publishes their numbers: their arguments, and the input."""

VARIANTS: list[tuple[str, dict[str, object], tuple[int, ...]]] = [
    ("googlenet", {"init_weights": False}, IMAGE),
    ("alexnet", {"num_classes": 10}, (3, 97, 131)),
    ("vgg11", {"num_classes": 7}, (3, 50, 75)),
    ("resnet18", {"num_classes": 10}, (3, 97, 64)),
    ("resnet50", {"replace_stride_with_dilation": [False, True, True]}, (3, 181, 200)),
    ("densenet121", {"num_classes": 4, "drop_rate": 0.2}, (3, 61, 99)),
    ("inception_v3", {"aux_logits": False, "init_weights": False}, (3, 139, 200)),
    ("squeezenet1_1", {"num_classes": 5}, (3, 65, 96)),
    ("mobilenet_v2", {"width_mult": 0.35}, (3, 97, 131)),
    ("mobilenet_v3_small", {"reduced_tail": True, "dilated": True}, (3, 65, 96)),
    ("mnasnet0_5", {}, (3, 83, 120)),
    ("shufflenet_v2_x0_5", {}, (3, 71, 101)),
    ("vit_b_32", {"num_classes": 3, "image_size": 96}, (3, 96, 96)),
    ("lraspp_mobilenet_v3_large", {"weights_backbone": None, "num_classes": 4}, (3, 125, 190)),
    ("r3d_18", {"num_classes": 6}, (3, 7, 50, 61)),
]
"""Networks with other arguments, and for inputs of other sizes, odd ones too."""

LEFT_OUT = {
    "swin_transformer": "branches on the sizes of what arrives, which a trace does not know",
    "video.swin_transformer": "branches on the sizes of what arrives, which a trace does not know",
    "video.mvit": "branches on the number of axes of what arrives, which a trace does not know",
    "optical_flow.raft": "repeats itself as often as it is told, on two pictures",
    "detection": "gives as many boxes as it finds",
    "quantization": "is made of layers that keep no parameters that training changes",
}
"""Families, as torchvision names their modules, that are left out, and why."""


def family(name: str) -> str:
    """The module of torchvision that makes a network; detectors and quantized networks are a family each."""
    path = torchvision.models.get_model_builder(name).__module__.removeprefix("torchvision.models.")
    return next((known for known in ("detection", "quantization") if path.startswith(known)), path)


def ask(name: str, options: dict[str, object], shape: tuple[int, ...]) -> dict[str, Any]:
    """The code of a network, and what PyTorch says of the network itself; of the code it must say the same."""
    # Its makers compute with values, which tensors on the meta device do not have.
    with torch.device("cpu" if name.startswith("regnet") else "meta"):
        network = torchvision.models.get_model(name, weights=None, **options).eval().to("meta")
    text = Text(network)
    facts = counted(network, shape)
    names: dict[str, Any] = {}
    with torch.device("meta"):
        exec(str(text), names)  # noqa: S102
        again = eval(text.entry, names).eval()  # noqa: S307
    if counted(again, shape) != facts or shapes(again) != shapes(network):
        raise SystemExit(f"the code of {name} is another network")
    spelled = ", ".join(f"{option}={value!r}" for option, value in options.items())
    told = {"source": f"{name}({spelled})", "family": family(name), "entry": text.entry, "input": shape}
    return {**told, **facts, "text": str(text).splitlines()}


def counted(network: Any, shape: tuple[int, ...]) -> dict[str, Any]:
    """What PyTorch says of a network for one input: its totals, and a row for each call of one of its own layers."""
    rows: list[list[object]] = []
    called: set[str] = set()
    with counter.FlopCounterMode(display=False) as mode, watched(network, mode, rows, called), unfused():
        output = network(torch.zeros((1, *shape), device="meta"))
    outputs = output if isinstance(output, dict) else {"": output}
    unused = {path: size for path, size in learned(network).items() if size and path not in called}
    return {
        "params": sum(parameter.numel() for parameter in network.parameters()),
        "buffers": kept(network),
        "macs": halved(mode.get_total_flops()),
        "outputs": {key: tuple(tensor.shape[1:]) for key, tensor in outputs.items()},
        "unused": unused,
        "rows": rows,
    }


def kept(module: Any) -> int:
    """The values of all buffers but the numbers of batches that normalizations have seen."""
    return sum(item.numel() for path, item in module.named_buffers() if not path.endswith("num_batches_tracked"))


def halved(flops: int) -> int:
    """PyTorch counts a multiply-accumulate as two."""
    macs, odd = divmod(flops, 2)
    if odd:
        raise SystemExit("an odd number of FLOPs")
    return macs


@contextmanager
def unfused() -> Iterator[None]:
    """Attention by its steps, which PyTorch's counter knows."""
    known = torch.backends.mha.get_fastpath_enabled()
    torch.backends.mha.set_fastpath_enabled(False)
    yield
    torch.backends.mha.set_fastpath_enabled(known)


@contextmanager
def watched(network: Any, mode: Any, rows: list[list[object]], called: set[str]) -> Iterator[None]:
    """Note the modules that are called, and for each layer its path, kind, output, parameters, buffers and MACs."""
    before: list[int] = []

    def starts(module: Any, inputs: object) -> None:
        before.append(mode.get_total_flops())

    def ends(path: str) -> Any:
        def hook(module: Any, inputs: object, output: Any) -> None:
            flops = mode.get_total_flops() - before.pop()
            if is_layer(module):
                tensor = output[0] if isinstance(output, tuple) else output
                new = path not in called
                params = sum(item.numel() for item in module.parameters()) if new else 0
                buffers = kept(module) if new else 0
                shape = tuple(tensor.shape[1:])
                rows.append([path, base(module).__name__, shape, params, buffers, halved(flops)])
            called.add(path)

        return hook

    handles = []
    for path, module in modules(network):
        handles += [module.register_forward_pre_hook(starts), module.register_forward_hook(ends(path))]
    yield
    for handle in handles:
        handle.remove()


def modules(module: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """All modules by their paths, but none inside PyTorch's own layers."""
    yield path, module
    if not is_layer(module):
        for name, child in module.named_children():
            yield from modules(child, f"{path}.{name}" if path else name)


def learned(network: Any) -> dict[str, int]:
    """The parameters of each module, without those of modules inside it that are no part of a layer."""
    return {
        path: sum(item.numel() for item in module.parameters(recurse=is_layer(module)))
        for path, module in modules(network)
    }


def shapes(network: Any) -> dict[str, object]:
    """The shape of every tensor that is kept with a network, by its path."""
    return {path: tuple(tensor.shape) for path, tensor in network.state_dict().items()}


def published(name: str, options: dict[str, object], shape: tuple[int, ...]) -> dict[str, object]:
    """The same, with the numbers that torchvision publishes with its weights."""
    weights = torchvision.models.get_model_weights(name).DEFAULT
    params, gigas = weights.meta["num_params"], weights.meta["_ops"]
    facts = ask(name, options, shape)
    if (facts["params"], round(facts["macs"] / 1e9, 3)) != (params, gigas):
        raise SystemExit(f"{name} is not the network that is published")
    return {"weights": str(weights), "published_params": params, "published_gigas": gigas, **facts}


def written(network: dict[str, Any]) -> str:
    """A network as JSON, a row and a line of the text on a line each."""
    blocks = {name: network.pop(name) for name in ("rows", "text")}
    parts = [json.dumps(network)[:-1]]
    parts += [f'"{name}": [\n' + ",\n".join(map(json.dumps, block)) + "\n]" for name, block in blocks.items()]
    return ", ".join(parts) + "}"


def main() -> None:
    """Ask for every network, and say which families are left out and why."""
    families = {family(name) for name in torchvision.models.list_models()}
    dealt_with = {*LEFT_OUT, *(family(name) for name, *_ in PUBLISHED)}
    if families != dealt_with:
        raise SystemExit(f"not dealt with: {families ^ dealt_with}")
    versions = ", ".join(f"{tool.__name__} {tool.__version__.partition('+')[0]}" for tool in (torch, torchvision))
    networks = ",\n".join(map(written, [*starmap(published, PUBLISHED), *starmap(ask, VARIANTS)]))
    head = json.dumps({"versions": versions, "families": sorted(families), "left_out": LEFT_OUT})
    TARGET.write_text(f'{head[:-1]}, "networks": [\n{networks}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
