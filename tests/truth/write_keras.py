"""Write ``keras_layers.json``: what Keras itself says of many layers and of some networks.

Each layer is asked for on every backend, before anything runs and running. Run it where Keras 3, JAX, PyTorch and
TensorFlow are installed; the tests that read the file need none of them::

    python tests/truth/write_keras.py
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from math import prod
from pathlib import Path
from typing import Any

from ask_keras import questions
from keras_cases import Case
from keras_networks import NETWORKS

os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_PLATFORMS"] = "cpu"
warnings.simplefilter("ignore")
keras = import_module("keras")
# Weights need no values here, and random ones would be compiled anew for every shape.
keras.initializers.GlorotUniform.__call__ = keras.initializers.Zeros.__call__

HERE = Path(__file__).parent
TARGET = HERE / "keras_layers.json"
BACKENDS = ("jax", "tensorflow", "torch")
CASES = questions(keras.layers)
NAMES = {
    **vars(keras.layers),
    "keras": keras,
    "layers": keras.layers,
    "Sequential": keras.Sequential,
    "Model": keras.Model,
}

Answer = dict[str, Any]


def ask(backend: str) -> tuple[dict[str, str], list[Answer]]:
    """The versions of Keras and of a backend, and its answers; a layer may take the whole process down."""
    answers: list[Answer] = []
    while True:
        process = subprocess.run(
            [sys.executable, str(HERE / "ask_keras.py"), str(len(answers))],
            env={**os.environ, "KERAS_BACKEND": backend, "PYTHONHASHSEED": "0"},  # errors list sets
            capture_output=True,
            text=True,
            check=False,
        )
        versions, *more = map(json.loads, process.stdout.splitlines())
        answers += more
        if len(answers) == len(CASES):
            return versions, answers
        if process.returncode >= 0:
            raise SystemExit(process.stderr)
        answers.append({"refused": f"the process dies of {signal.Signals(-process.returncode).name}"})


def merged(case: Case, answers: dict[str, Answer]) -> dict[str, object]:
    """What the backends say of a layer together: it is invalid if all refuse it; else each that differs is named.

    The answer is what Keras says before anything runs, since that is what its summary of a network prints.
    """
    source, shapes = case
    asked = {"source": source, "inputs": [list(shape) for shape in shapes]}
    refused = {backend: answer["refused"] for backend, answer in answers.items() if "refused" in answer}
    if len(refused) == len(answers):
        return {**asked, "invalid": refused[BACKENDS[0]][:160]}
    said = {
        backend: {name: value for name, value in answer.items() if name not in ("ran", "refused")}
        for backend, answer in answers.items()
        if "params" in answer
    }
    main = next(iter(said.values()))
    notes: dict[str, object] = {backend: f"refuses: {why[:100]}" for backend, why in refused.items()}
    for backend, answer in said.items():
        if answer != main:
            raise SystemExit(f"{source}: {backend} says {answer}, not {main}")
        ran = answers[backend].get("ran")
        if ran not in (None, [1, *main["output_shape"]]):
            notes[backend] = f"gives {tuple(ran)}"
    return {**asked, **main, **({"backends": notes} if notes else {})}


def size(variables: list[Any]) -> int:
    return sum(prod(variable.shape) for variable in variables)


def summarize(text: str) -> dict[str, object]:
    """What Keras' ``summary(expand_nested=True)`` says of a network: its layers and its totals."""
    keras.utils.clear_session()
    names = dict(NAMES)
    exec(text, names)  # noqa: S102
    model = names["model"]
    trainable, non_trainable = size(model.trainable_weights), size(model.non_trainable_weights)
    totals = {"params": model.count_params(), "trainable": trainable, "non_trainable": non_trainable}
    return {"layers": rows(model), "totals": totals}


def rows(model: Any, group: str = "") -> list[dict[str, object]]:
    """The layers of a model; those of nested models in their place."""
    found = []
    for layer in getattr(model, "operations", model.layers):
        if isinstance(layer, keras.Model):
            found += [row for row in rows(layer, f"{group}{layer.name}/") if row["kind"] != "InputLayer"]
            continue
        _, *shape = layer._inbound_nodes[0].output_tensors[0].shape
        params = layer.count_params() if hasattr(layer, "count_params") else 0
        row = {"group": group.rstrip("/"), "kind": type(layer).__name__, "name": layer.name}
        found.append({**row, "output_shape": shape, "params": params})
    return found


def lines(entries: list[dict[str, object]]) -> str:
    return ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)


def main() -> None:
    with ThreadPoolExecutor(2) as pool:
        found = dict(zip(BACKENDS, pool.map(ask, BACKENDS), strict=True))
    versions = {name: version for asked, _ in found.values() for name, version in asked.items()}
    layers = [
        merged(case, {backend: answers[number] for backend, (_, answers) in found.items()})
        for number, case in enumerate(CASES)
    ]
    networks = [{"name": name, "text": text.lstrip(), **summarize(text)} for name, text in NETWORKS.items()]
    head = f'"versions": {json.dumps(versions)}'
    TARGET.write_text(
        f'{{{head}, "layers": [\n{lines(layers)}\n], "networks": [\n{lines(networks)}\n]}}\n', encoding="utf-8"
    )


if __name__ == "__main__":
    main()
