"""Write ``zoo.json``: what the frameworks themselves say of the networks of the zoo.

Every text of ``examples/zoo/networks`` is run, as it stands, in the framework that it is written for. The networks of
frameworks that are not installed keep what the file says of them: Lasagne needs Theano, and Theano a Python of its
time. Keras runs on PyTorch, whose ``FlopCounterMode`` counts the multiply-accumulates of both::

    KERAS_BACKEND=torch python tests/truth/write_zoo.py
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable
from functools import reduce
from importlib import import_module
from operator import mul
from pathlib import Path
from typing import Any, NamedTuple

ZOO = Path(__file__).parents[2] / "examples" / "zoo" / "networks"
TARGET = Path(__file__).with_name("zoo.json")

LOG = logging.getLogger(__name__)


class Network(NamedTuple):
    """A network of the zoo.

    :param framework: what its text is written for.
    :param model: the expression that gives the network, once the text has been run; empty for one layer a line.
    :param shape: of its input, without the batch.
    :param published: the same network as the framework ships it, which must be as large.
    """

    key: str
    file: str
    framework: str
    model: str
    shape: tuple[int, ...]
    published: str = ""


IMAGE = (3, 224, 224)

NETWORKS = [
    Network("lenet-5-today", "lenet5_today", "pytorch", "net", (1, 32, 32)),
    Network("alexnet-two-towers", "alexnet_two_towers", "pytorch", "AlexNet()", (3, 227, 227)),
    Network("alexnet", "alexnet", "pytorch", "", IMAGE, "torchvision.models.alexnet()"),
    Network("nin", "nin", "lasagne", "network", IMAGE),
    Network("vgg-16", "vgg16", "pytorch", "model", IMAGE, "torchvision.models.vgg16()"),
    Network("googlenet", "googlenet", "pytorch", "GoogLeNet(auxiliary=False)", IMAGE),
    Network("googlenet-training", "googlenet", "pytorch", "GoogLeNet()", IMAGE),
    Network(
        "inception-v3", "inception_v3", "keras", "model", (299, 299, 3), "keras.applications.InceptionV3(weights=None)"
    ),
    Network("resnet-18", "resnet", "pytorch", "resnet18()", IMAGE, "torchvision.models.resnet18()"),
    Network("resnet-50", "resnet", "pytorch", "resnet50()", IMAGE, "torchvision.models.resnet50()"),
    Network("resnet-50-original", "resnet", "pytorch", "resnet50_original()", IMAGE),
    Network("resnext-50", "resnet", "pytorch", "resnext50_32x4d()", IMAGE, "torchvision.models.resnext50_32x4d()"),
    Network("densenet-121", "densenet121", "pytorch", "model", IMAGE, "torchvision.models.densenet121()"),
    Network("squeezenet", "squeezenet", "pytorch", "SqueezeNet()", IMAGE, "torchvision.models.squeezenet1_1()"),
    Network("squeezenet-227", "squeezenet", "pytorch", "SqueezeNet()", (3, 227, 227)),
    Network(
        "mobilenet-v1", "mobilenet_v1", "keras", "model", (224, 224, 3), "keras.applications.MobileNet(weights=None)"
    ),
    Network("mobilenet-v2", "mobilenet_v2", "pytorch", "model", IMAGE, "torchvision.models.mobilenet_v2()"),
    Network("mobilenet-v3", "mobilenet_v3", "pytorch", "network", IMAGE, "torchvision.models.mobilenet_v3_large()"),
    Network(
        "shufflenet-v2",
        "shufflenet_v2",
        "pytorch",
        "shufflenet_v2_x1_0()",
        IMAGE,
        "torchvision.models.shufflenet_v2_x1_0()",
    ),
    Network(
        "efficientnet-b0",
        "efficientnet_b0",
        "keras",
        "model",
        (224, 224, 3),
        "keras.applications.EfficientNetB0(weights=None)",
    ),
    Network("convnext-tiny", "convnext_tiny", "pytorch", "ConvNeXt()", IMAGE, "torchvision.models.convnext_tiny()"),
    Network("u-net", "unet", "pytorch", "model", (1, 572, 572)),
    Network("dcgan-generator", "dcgan", "pytorch", "Generator()", (100,)),
    Network("dcgan-discriminator", "dcgan", "pytorch", "Discriminator()", (3, 64, 64)),
    Network("m5", "m5", "pytorch", "M5()", (1, 32000)),
    Network("c3d", "c3d", "pytorch", "C3D()", (3, 16, 112, 112)),
    Network("c3d-depth-3", "c3d_search", "pytorch", "Homogeneous(3)", (3, 16, 112, 112)),
    Network("c3d-depth-1", "c3d_search", "pytorch", "Homogeneous(1)", (3, 16, 112, 112)),
    Network("c3d-depth-7", "c3d_search", "pytorch", "Homogeneous(7)", (3, 16, 112, 112)),
]


def written(network: Network) -> Any:
    """Run the text and give its network."""
    if network.model:
        return eval(network.model, vars(import_module(network.file)))  # noqa: S307
    nn = import_module("torch.nn")
    lines = (ZOO / f"{network.file}.py").read_text(encoding="utf-8").splitlines()
    return nn.Sequential(*(eval(line, {"nn": nn}) for line in lines))  # noqa: S307


def shipped(network: Network) -> Any:
    """The same network, as the framework ships it."""
    library = network.published.partition(".")[0]
    return eval(network.published, {library: import_module(library)})  # noqa: S307


class PyTorch:
    """PyTorch, on the meta device, which computes shapes alone."""

    def __init__(self) -> None:
        self.torch = import_module("torch")
        self.counter = import_module("torch.utils.flop_counter").FlopCounterMode

    def ask(self, network: Network, make: Callable[[Network], Any]) -> dict[str, object]:
        """What PyTorch says of a network; each layer by its path, with a shape for each time that it is applied."""
        with self.torch.device("meta"):
            model = make(network).eval()
            image = self.torch.zeros((1, *network.shape))
        layers: dict[str, list[list[int]]] = {}
        for path, module in model.named_modules():
            if type(module).__module__.startswith("torch.nn") and not [*module.children()] and path:
                module.register_forward_hook(
                    lambda _module, _inputs, output, path=path: layers.setdefault(path, []).append([*output.shape[1:]])
                )
        with self.counter(display=False) as counter:
            output = model(image)
        parameters, buffers = [*model.parameters()], [*model.buffers()]
        return {
            "params": sum(parameter.numel() for parameter in parameters),
            "trainable": sum(parameter.numel() for parameter in parameters if parameter.requires_grad),
            # Beside its statistics, a batch normalization has an integer that counts batches.
            "buffers": sum(buffer.numel() for buffer in buffers if buffer.is_floating_point()),
            "macs": counter.get_total_flops() // 2,
            "output": [*output.shape[1:]],
            "layers": layers,
        }


class Keras:
    """Keras, on PyTorch."""

    def __init__(self) -> None:
        self.keras = import_module("keras")
        self.counter = import_module("torch.utils.flop_counter").FlopCounterMode

    def ask(self, network: Network, make: Callable[[Network], Any]) -> dict[str, object]:
        """What Keras says of a network; each layer by its name."""
        self.keras.utils.clear_session()
        model = make(network)
        size = self.keras.src.utils.summary_utils.count_params
        with self.counter(display=False) as counter:
            model(import_module("numpy").zeros((1, *network.shape), "float32"))
        layers = {layer.name: [[*layer.output.shape[1:]]] for layer in model.layers}
        return {
            "params": model.count_params(),
            "trainable": size(model.trainable_weights),
            "buffers": 0,
            "macs": counter.get_total_flops() // 2,
            "output": [*model.output.shape[1:]],
            "layers": layers,
        }


class Lasagne:
    """Lasagne; its layers have no names, and stand in their order."""

    def __init__(self) -> None:
        self.layers = import_module("lasagne.layers")

    def ask(self, network: Network, make: Callable[[Network], Any]) -> dict[str, object]:
        """What Lasagne says of a network."""
        model = make(network)
        layers = self.layers.get_all_layers(model)
        kernels = [(layer.W.get_value().size, layer.output_shape[2:]) for layer in layers if hasattr(layer, "W")]
        return {
            "params": int(self.layers.count_params(model)),
            "trainable": int(self.layers.count_params(model, trainable=True)),
            "buffers": 0,
            # Every weight is used once at each position.
            "macs": sum(size * reduce(mul, positions, 1) for size, positions in kernels),
            "output": [*model.output_shape[1:]],
            "layers": {str(i): [[*layer.output_shape[1:]]] for i, layer in enumerate(layers) if i},
        }


COUNTS = ("params", "trainable", "buffers", "macs", "output")
FRAMEWORKS = {"pytorch": PyTorch, "keras": Keras, "lasagne": Lasagne}


def installed() -> dict[str, Any]:
    """The frameworks that are here."""
    found = {}
    for name, framework in FRAMEWORKS.items():
        try:
            found[name] = framework()
        except ImportError:
            LOG.warning("%s is not installed: what is known of its networks is kept", name)
    return found


def main() -> None:
    """Ask for every network, and compare it with the one that the framework ships."""
    sys.path.insert(0, str(ZOO))
    sys.dont_write_bytecode = True
    known = json.loads(TARGET.read_text(encoding="utf-8")) if TARGET.exists() else {}
    frameworks = installed()
    answers = {}
    for network in NETWORKS:
        framework = frameworks.get(network.framework)
        if framework is None:
            answers[network.key] = known[network.key]
            continue
        said = framework.ask(network, written)
        if network.published:
            other = framework.ask(network, shipped)
            if any(other[count] != said[count] for count in COUNTS):
                raise SystemExit(f"{network.key} is another network than {network.published}")
        asked = network._asdict()
        del asked["key"]
        answers[network.key] = {**asked, **said}
    lines = ",\n".join(f"{json.dumps(key)}: {json.dumps(answer)}" for key, answer in answers.items())
    TARGET.write_text("{\n" + lines + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
