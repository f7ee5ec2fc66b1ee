"""Write ``keras_applications.json``: the networks of ``keras.applications``, as code and as Keras itself counts them.

The code is written from each network's graph, one layer a line, with the arguments that differ from their defaults.
Run it where Keras 3 and JAX are installed; the tests that read the file need neither::

    python tests/truth/write_applications.py
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from write_keras import keras, rows, size, summarize

TARGET = Path(__file__).with_name("keras_applications.json")

WHOLE = [
    "VGG16", "VGG19", "ResNet50", "ResNet101", "ResNet50V2", "InceptionV3", "InceptionResNetV2", "Xception",
    "MobileNet", "MobileNetV2", "MobileNetV3Small", "MobileNetV3Large", "DenseNet121", "DenseNet201", "NASNetMobile",
    "EfficientNetB0", "EfficientNetV2B0", "EfficientNetV2S", "ConvNeXtTiny",
]  # fmt: skip
"""Networks as they come, with their heads."""

SMALLER = {
    "ResNet152": "ResNet101", "ResNet101V2": "ResNet50V2", "ResNet152V2": "ResNet50V2", "DenseNet169": "DenseNet121",
    "NASNetLarge": "NASNetMobile", "EfficientNetB1": "EfficientNetB0", "EfficientNetB2": "EfficientNetB0",
    "EfficientNetB3": "EfficientNetB0", "EfficientNetB4": "EfficientNetB0", "EfficientNetB5": "EfficientNetB0",
    "EfficientNetB6": "EfficientNetB0", "EfficientNetB7": "EfficientNetB0", "EfficientNetV2B1": "EfficientNetV2B0",
    "EfficientNetV2B2": "EfficientNetV2B0", "EfficientNetV2B3": "EfficientNetV2B0",
    "EfficientNetV2M": "EfficientNetV2S", "EfficientNetV2L": "EfficientNetV2S", "ConvNeXtSmall": "ConvNeXtTiny",
    "ConvNeXtBase": "ConvNeXtTiny", "ConvNeXtLarge": "ConvNeXtTiny", "ConvNeXtXLarge": "ConvNeXtTiny",
}  # fmt: skip
"""Networks that are left out to keep the file small, and the smaller one of the family that stands for each."""

SIZED: dict[str, dict[str, object]] = {
    "MobileNetV3Small": {"input_shape": (224, 224, 3)},
    "MobileNetV3Large": {"input_shape": (224, 224, 3)},
}
"""Networks that leave the size of their input open unless they are told."""

VARIANTS: list[tuple[str, dict[str, object]]] = [
    ("VGG16", {"include_top": False, "input_shape": (50, 75, 3), "pooling": "avg"}),
    ("VGG19", {"input_shape": (224, 224, 1), "classes": 7}),
    ("ResNet50", {"include_top": False, "input_shape": (181, 200, 1), "pooling": "max"}),
    ("ResNet50V2", {"input_shape": (97, 64, 3), "classes": 10, "classifier_activation": None}),
    ("InceptionV3", {"include_top": False, "input_shape": (139, 200, 3)}),
    ("Xception", {"include_top": False, "input_shape": (71, 101, 3), "pooling": "avg"}),
    ("MobileNet", {"input_shape": (160, 128, 3), "alpha": 0.5, "depth_multiplier": 2}),
    ("MobileNetV2", {"include_top": False, "input_shape": (97, 131, 3), "alpha": 0.35, "pooling": "avg"}),
    ("MobileNetV3Small", {"input_shape": (65, 96, 3), "minimalistic": True, "alpha": 0.75}),
    ("NASNetMobile", {"include_top": False, "input_shape": (83, 120, 3), "pooling": "avg"}),
    ("EfficientNetB0", {"include_top": False, "input_shape": (61, 99, 3), "pooling": "max"}),
    ("ConvNeXtTiny", {"include_top": False, "input_shape": (80, 45, 3), "include_preprocessing": False}),
]
"""Networks without their heads, or for inputs of other sizes, odd ones too."""

NEVER_COUNTED = ("initializer", "regularizer", "constraint", "seed")
"""Arguments, by the end of their names, that say how weights start and are trained."""

OPERATORS = {"Add": "+", "Multiply": "*"}

STAND_INS = {
    # A learned factor for each channel: a convolution of each channel by itself, of one tap, without biases.
    "LayerScale": ("DepthwiseConv2D", "DepthwiseConv2D(1, use_bias=False, name={name!r})"),
    # The sum of two feature maps, the second of which is multiplied by a constant.
    "CustomScaleLayer": ("Add", "Add(name={name!r})"),
}
"""Layers that are the application's own, and the public ones of the same shape and parameters that stand for them."""


def made(layer: Any) -> str:
    """The call that makes a layer."""
    if type(layer).__name__ in STAND_INS:
        return STAND_INS[type(layer).__name__][1].format(name=layer.name)
    if isinstance(layer, keras.layers.InputLayer):
        return f"Input({layer.batch_shape[1:]}, name={layer.name!r})"
    declared = inspect.signature(type(layer).__init__).parameters
    values = {name: value for name, value in layer.get_config().items() if name in declared and name != "name"}
    values = {name: values[name] for name in declared if name in values and not name.endswith(NEVER_COUNTED)}
    first = {name: value for name, value in values.items() if declared[name].default is inspect.Parameter.empty}
    given = dict(first)
    # An argument may be another one's default, as a pool's size is of its strides.
    while missing := differing(values, type(layer)(**given).get_config()):
        given |= missing
    spelled = [f"{'' if name in first else f'{name}='}{plain(given[name])!r}" for name in values if name in given]
    return f"{type(layer).__name__}({', '.join([*spelled, f'name={layer.name!r}'])})"


def differing(values: dict[str, object], others: dict[str, object]) -> dict[str, object]:
    """The values that are not the same among the others."""
    return {name: value for name, value in values.items() if others[name] != value}


def plain(value: object) -> object:
    """The value as an author writes it: a tuple for a list."""
    return tuple(value) if isinstance(value, list) else value


def applied(operation: Any, names: dict[int, str]) -> Iterator[str]:
    """The lines of code that apply a layer, a nested model or an operator; each but the last two ends a layer."""
    given = operation._inbound_nodes[-1].arguments.args
    tensors = given[0] if given and isinstance(given[0], list) else given
    values = [names[id(tensor)] if id(tensor) in names else repr(tensor) for tensor in tensors]
    if not hasattr(operation, "get_weights"):
        yield f"{values[0]} {OPERATORS[type(operation).__name__]} {values[1]}"
        return
    call = f"({'[' if len(values) > 1 else ''}{', '.join(values)}{']' if len(values) > 1 else ''})" if values else ""
    if isinstance(operation, keras.Sequential):
        yield "Sequential(["
        yield from (f"    {made(layer)}," for layer in operation.layers)
        yield f"], name={operation.name!r}){call}"
    else:
        yield made(operation) + call


def code(model: Any) -> list[str]:
    """The network as lines of functional code."""
    lines: list[str] = []
    names: dict[int, str] = {}
    for number, operation in enumerate(model.operations):
        first, *rest = applied(operation, names)
        lines += [f"x{number} = {first}", *rest]
        names[id(operation._inbound_nodes[-1].output_tensors[0])] = f"x{number}"
    ends = [names[id(tensor)] for tensor in (*model.inputs, *model.outputs)]
    return [*lines, f"model = Model({', '.join(ends)}, name={model.name!r})"]


def ask(name: str, arguments: dict[str, object]) -> dict[str, object]:
    """The code of a network, and what Keras says of the network itself; of the code it must say the same."""
    keras.utils.clear_session()
    model = getattr(keras.applications, name)(weights=None, **arguments)
    trainable, non_trainable = size(model.trainable_weights), size(model.non_trainable_weights)
    totals = {"params": model.count_params(), "trainable": trainable, "non_trainable": non_trainable}
    lines = code(model)
    layers = rows(model)
    for layer in layers:
        if layer["kind"] in STAND_INS:
            layer["kind"], _ = STAND_INS[str(layer["kind"])]
    if summarize("\n".join(lines)) != {"layers": layers, "totals": totals}:
        raise SystemExit(f"the code of {name} is another network")
    spelled = ", ".join(f"{argument}={value!r}" for argument, value in arguments.items())
    return {"source": f"{name}({spelled})", "totals": totals, "lines": beside(lines, layers)}


def beside(lines: list[str], layers: list[dict[str, object]]) -> list[list[object]]:
    """Each line of code with the name, kind, shape and parameters of its layer, if it makes one."""
    left = iter(layers)
    found: list[list[object]] = []
    for line in lines:
        makes_none = line.startswith(("model = ", "]")) or line.endswith("= Sequential([")
        layer = {} if makes_none else next(left)
        found.append([line, *(layer[key] for key in ("name", "kind", "output_shape", "params") if layer)])
    return found


def written(network: dict[str, object]) -> str:
    *facts, (_, lines) = network.items()
    head = json.dumps(dict(facts))
    return f'{head[:-1]}, "lines": [\n' + ",\n".join(json.dumps(line) for line in lines) + "\n]}"  # type: ignore[attr-defined]


def main() -> None:
    """Ask for every network, and say which ones are left out and why."""
    known = {name for name, value in vars(keras.applications).items() if inspect.isfunction(value)}
    if known != {*WHOLE, *SMALLER}:
        raise SystemExit(f"not dealt with: {known ^ {*WHOLE, *SMALLER}}")
    networks = [written(ask(name, SIZED.get(name, {}))) for name in WHOLE]
    networks += [written(ask(name, arguments)) for name, arguments in VARIANTS]
    left_out = {name: f"as {smaller}, with other numbers" for name, smaller in SMALLER.items()}
    head = json.dumps({"keras": keras.__version__, "applications": sorted(known), "left_out": left_out})
    TARGET.write_text(f'{head[:-1]}, "networks": [\n' + ",\n".join(networks) + "\n]}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
