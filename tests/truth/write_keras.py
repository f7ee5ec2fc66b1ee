"""Write ``keras_layers.json``: what Keras itself says of many layers and of some networks.

Run it where Keras 3 and JAX are installed; the tests that read the file need neither::

    python tests/truth/write_keras.py
"""

from __future__ import annotations

import json
import os
import re
import warnings
from importlib import import_module
from math import prod
from pathlib import Path
from typing import Any

from keras_cases import Case, drawn
from keras_corner_cases import CORNERS
from keras_networks import NETWORKS

os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_PLATFORMS"] = "cpu"
warnings.simplefilter("ignore")
keras = import_module("keras")
jax = import_module("jax")
# Weights need no values here, and random ones would be compiled anew for every shape.
keras.initializers.GlorotUniform.__call__ = keras.initializers.Zeros.__call__

TARGET = Path(__file__).with_name("keras_layers.json")
NAMES = {
    **vars(keras.layers),
    "keras": keras,
    "layers": keras.layers,
    "Sequential": keras.Sequential,
    "Model": keras.Model,
}


def size(variables: list[Any]) -> int:
    return sum(prod(variable.shape) for variable in variables)


def ask(case: Case) -> dict[str, object]:
    """What Keras says of a layer: its output's shape and its parameters, or why it refuses it."""
    source, shapes = case
    asked = {"source": source, "inputs": [list(shape) for shape in shapes]}
    try:
        layer = eval(source, NAMES)  # noqa: S307
        inputs = [keras.Input(shape) for shape in shapes]
        _, *shape = layer(inputs if len(shapes) > 1 else inputs[0]).shape
        _run(layer, shapes, shape)
    except (ArithmeticError, AssertionError, AttributeError, LookupError, NameError, TypeError, ValueError) as error:
        return {**asked, "invalid": _reason(error)}
    return {**asked, "output_shape": shape, "params": layer.count_params(), "trainable": size(layer.trainable_weights)}


def _run(layer: Any, shapes: list[tuple[int, ...]], expected: list[int]) -> None:
    """Trace the layer with a batch of one: some layers are refused only then."""
    values = [jax.ShapeDtypeStruct((1, *shape), "float32") for shape in shapes]
    result = jax.eval_shape(layer, values if len(values) > 1 else values[0])
    if list(result.shape) != [1, *expected]:
        raise SystemExit(f"{layer.name} was said to give {expected}, and gave {result.shape}")


def _reason(error: Exception) -> str:
    """The first line of an error that says something, without the numbers of automatic names."""
    lines = [line for line in str(error).splitlines() if line and not line.startswith("Exception encountered")]
    line = (lines or [type(error).__name__])[0].replace("\x1b[1m", "").replace("\x1b[0m", "")
    return re.sub(r"_\d+(?=['\"/])", "", line)[:160]


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
    return ",\n".join(json.dumps(entry, sort_keys=True, ensure_ascii=False) for entry in entries)


def main() -> None:
    cases = {str(case): case for case in [*CORNERS, *drawn()]}
    layers = [ask(case) for case in cases.values()]
    networks = [{"name": name, "text": text.lstrip(), **summarize(text)} for name, text in NETWORKS.items()]
    TARGET.write_text(
        f'{{"keras": "{keras.__version__}", "layers": [\n{lines(layers)}\n], "networks": [\n{lines(networks)}\n]}}\n',
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
