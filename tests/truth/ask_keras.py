"""Ask Keras about layers, on the backend that ``KERAS_BACKEND`` names; an answer a line, as JSON.

Given a number, the layers before that one are passed over::

    KERAS_BACKEND=torch python tests/truth/ask_keras.py 17
"""

from __future__ import annotations

import inspect
import json
import os
import re
import sys
import warnings
from collections.abc import Iterator
from importlib import import_module
from math import prod
from types import ModuleType
from typing import Any

from keras_cases import Case, Shape
from keras_corner_cases import CORNERS
from keras_edge_cases import EDGES
from keras_kinds import drawn, spelled_out


def questions(layers: ModuleType) -> list[Case]:
    """Each layer once."""
    return list({str(case): case for case in [*CORNERS, *EDGES, *drawn(), *spelled_out(layers)]}.values())


def tensors(backend: str, module: Any, shapes: list[Shape]) -> list[Any]:
    """A batch of one, of nothing but zeros."""
    batches = [(1, *shape) for shape in shapes]
    if backend == "jax":
        return [module.numpy.zeros(batch) for batch in batches]
    return [module.zeros(batch) for batch in batches]


class Asked:
    """Keras on one backend."""

    def __init__(self, backend: str) -> None:
        os.environ.update(KERAS_BACKEND=backend, JAX_PLATFORMS="cpu", CUDA_VISIBLE_DEVICES="", TF_CPP_MIN_LOG_LEVEL="3")
        warnings.simplefilter("ignore")
        self.backend = backend
        self.keras = import_module("keras")
        self.module = import_module(backend)
        # Weights need no values here, and random ones would be compiled anew for every shape.
        initializers = self.keras.initializers
        for initializer in (initializers.GlorotUniform, initializers.RandomUniform, initializers.TruncatedNormal):
            initializer.__call__ = initializers.Zeros.__call__
        layers = self.keras.layers
        self.names = {**vars(layers), "keras": self.keras, "layers": layers}

    def versions(self) -> dict[str, str]:
        """The versions of Keras and of the backend."""
        return {"keras": self.keras.__version__, self.backend: self.module.__version__.partition("+")[0]}

    def ask(self, case: Case) -> dict[str, object]:
        """What is said of a layer before anything runs, and what comes of running it, or why that is refused."""
        source, shapes = case
        answer: dict[str, object] = {}
        try:
            layer = eval(source, self.names)  # noqa: S307
            inputs = [self.keras.Input(shape) for shape in shapes]
            output = layer(inputs if len(shapes) > 1 else inputs[0])
            layer = output._keras_history.operation if inspect.isfunction(layer) else layer
            answer = self._said(layer, list(output.shape))
            return {**answer, "ran": self._run(layer, shapes)}
        except Exception as error:  # noqa: BLE001 - each backend has its own
            return {**answer, "refused": reason(error)}

    def _said(self, layer: Any, shape: list[int | None]) -> dict[str, object]:
        if shape[0] is not None:
            raise ValueError(f"the batch axis is taken for another: {shape}")
        weights = {weight.name: list(weight.shape) for weight in layer.weights}
        if len(weights) < len(layer.weights):
            raise SystemExit(f"two weights of {layer.name} have one name")
        trainable = sum(prod(weight.shape) for weight in layer.trainable_weights)
        return {"output_shape": shape[1:], "params": layer.count_params(), "trainable": trainable, "weights": weights}

    def _run(self, layer: Any, shapes: list[Shape]) -> list[int]:
        """The shape of the output for a batch of one, at inference."""
        arguments = {"training": False} if "training" in inspect.signature(layer.call).parameters else {}
        values = tensors(self.backend, self.module, shapes)
        given = values if len(values) > 1 else values[0]
        if self.backend == "jax":  # tracing is as strict as running, and faster
            return list(self.module.eval_shape(lambda inputs: layer(inputs, **arguments), given).shape)
        return list(layer(given, **arguments).shape)


def reason(error: Exception) -> str:
    """The first line of an error that says something, without the numbers of automatic names."""
    lines = [line for line in str(error).splitlines() if line and not line.startswith("Exception encountered")]
    line = (lines or [type(error).__name__])[0].replace("\x1b[1m", "").replace("\x1b[0m", "")
    line = re.sub(r"\{\{.*?\}\} ", "", line)
    return re.sub(r"_\d+(?=['\"/])", "", line)


def answers(first: int) -> Iterator[dict[str, Any]]:
    """The versions, and then an answer to each question."""
    asked = Asked(os.environ["KERAS_BACKEND"])
    yield asked.versions()
    yield from map(asked.ask, questions(asked.keras.layers)[first:])


def main() -> None:
    for answer in answers(int(sys.argv[1])):
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
