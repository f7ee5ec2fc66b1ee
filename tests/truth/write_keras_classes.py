"""Write ``keras_classes.json``: what Keras itself says of classes of layers and models, and of operations.

Run it where Keras 3 and TensorFlow are installed; the tests that read the file need neither::

    KERAS_BACKEND=tensorflow python tests/truth/write_keras_classes.py
"""

from __future__ import annotations

import json
import os
from importlib import import_module
from math import prod
from pathlib import Path
from typing import Any

from keras_class_cases import TEXTS, Text
from keras_operation_cases import INPUTS, OF_KERAS, OF_TENSORFLOW

os.environ.update(KERAS_BACKEND="tensorflow", CUDA_VISIBLE_DEVICES="", TF_CPP_MIN_LOG_LEVEL="3")
tf = import_module("tensorflow")
keras = import_module("keras")

TARGET = Path(__file__).parent / "keras_classes.json"


def names() -> dict[str, Any]:
    """What a text may use without importing it."""
    modules = {"keras": keras, "layers": keras.layers, "ops": keras.ops, "tf": tf, "K": tf.keras.backend}
    return {**vars(keras.layers), **modules, "Sequential": keras.Sequential, "Model": keras.Model}


def size(weights: list[Any]) -> int:
    """The values of several weights together."""
    return sum(prod(weight.shape) for weight in weights)


def shapes(value: Any) -> list[list[int]]:
    """The shapes of all tensors in a value, without the batch axis."""
    if isinstance(value, list | tuple | set):
        return [shape for item in value for shape in shapes(item)]
    if isinstance(value, dict):
        return shapes(list(value.values()))
    return [list(value.shape[1:])]


def zeros(shape: Any) -> Any:
    """A batch of two, of zeros, or several of them."""
    if isinstance(shape, list):
        return [zeros(item) for item in shape]
    return tf.zeros((2, *shape))


def asked(text: Text) -> dict[str, Any]:
    """What Keras says of the network of a text."""
    keras.backend.clear_session()
    space = names()
    exec(text.source, space)  # noqa: S102
    network = eval(text.entry or "model", space)  # noqa: S307
    if isinstance(network, type):
        network = network()
    functional = hasattr(network, "outputs") and getattr(network, "outputs", None)
    given = [tuple(tensor.shape[1:]) for tensor in network.inputs] if functional else text.given
    output = network(zeros(given))
    return {
        "source": text.source,
        "entry": text.entry,
        "input": text.outside,
        "params": size(network.weights),
        "trainable": size(network.trainable_weights),
        "outputs": shapes(output),
    }


def operation(expression: str) -> dict[str, Any]:
    """What a functional model has for an expression."""
    keras.backend.clear_session()
    inputs = {name: keras.Input(shape, name=name) for name, shape in INPUTS.items()}
    result = eval(expression, {**names(), **inputs})  # noqa: S307
    layer = result._keras_history.operation
    shape = list(result.shape[1:])
    return {"source": expression, "shape": shape, "kind": type(layer).__name__, "name": layer.name}


def inside(expression: str) -> dict[str, Any]:
    """What comes out of an expression in a layer."""
    inputs = {name: tf.ones((2, *shape)) for name, shape in INPUTS.items()}
    result = eval(expression, {**names(), **inputs})  # noqa: S307
    return {"source": expression, "shape": list(result.shape[1:])}


def main() -> None:
    """Ask, and write the answers."""
    found = {
        "keras": keras.__version__,
        "tensorflow": tf.__version__,
        "inputs": INPUTS,
        "texts": [asked(text) for text in TEXTS],
        "operations": [operation(expression) for expression in OF_KERAS],
        "inside": [inside(expression) for expression in OF_TENSORFLOW],
    }
    TARGET.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
