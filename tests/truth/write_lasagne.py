"""Write ``lasagne.json``: what Lasagne itself says of many layers and of some networks.

Lasagne needs Theano, and Theano an old Python: run it with Python 3.7, NumPy 1.19, SciPy 1.5, Theano 1.0.5, and
Lasagne's own source on the path; the tests that read the file need none of them::

    PYTHONPATH=/path/to/Lasagne THEANO_FLAGS=cxx= python3.7 tests/truth/write_lasagne.py
"""

from __future__ import annotations

import json
import platform
from importlib import import_module
from pathlib import Path
from typing import Any

from lasagne_cases import CASES
from lasagne_networks import NETWORKS

np = import_module("numpy")
theano = import_module("theano")
lasagne = import_module("lasagne")
# Weights need no values here.
lasagne.init.Initializer.__call__ = lambda _, shape: np.zeros(shape, "float32")

TARGET = Path(__file__).parent / "lasagne.json"
NAMES = {**vars(lasagne.layers), "lasagne": lasagne, "layers": lasagne.layers, "T": theano.tensor}


def size(parameter: Any) -> int:
    return int(np.prod(parameter.get_value().shape))


def own(layer: Any) -> dict[str, Any]:
    """A layer's output shape without the batch axis, and its parameters."""
    shape = [extent if extent is None else int(extent) for extent in layer.output_shape[1:]]
    if any(extent is None or extent < 1 for extent in shape):
        raise ValueError(f"no layer can follow: the output shape is {shape}")
    return {
        "kind": type(layer).__name__,
        "output_shape": shape,
        "sizes": {parameter.name.rpartition(".")[2]: size(parameter) for parameter in layer.get_params()},
        "trainable": sum(map(size, layer.get_params(trainable=True))),
    }


def answer(source: str, shapes: Any) -> dict[str, Any]:
    """What Lasagne says of a layer; of each, where the text makes several."""
    asked = {"source": source, "inputs": shapes}
    try:
        inputs = [lasagne.layers.InputLayer((None, *shape)) for shape in shapes]
        names = {**NAMES, **dict(zip("xy", inputs))}  # noqa: B905
        layer = eval(source, names)  # noqa: S307
        made = [one for one in lasagne.layers.get_all_layers(layer) if one not in inputs]
        return {**asked, "layers": [own(one) for one in made]}
    except Exception as error:  # noqa: BLE001
        return {**asked, "invalid": f"{type(error).__name__}: {str(error)[:160]}"}


def network(text: str) -> dict[str, Any]:
    """What Lasagne says of all layers of a network, and of their parameters."""
    names = dict(NAMES)
    exec(text, names)  # noqa: S102
    outputs = names["network"]
    layers = lasagne.layers.get_all_layers(outputs)
    return {
        "layers": [own(layer) for layer in layers if not isinstance(layer, lasagne.layers.InputLayer)],
        "params": int(lasagne.layers.count_params(outputs)),
        "trainable": int(lasagne.layers.count_params(outputs, trainable=True)),
    }


def lines(entries: list[dict[str, Any]]) -> str:
    return ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)


def main() -> None:
    versions = {"lasagne": lasagne.__version__, "theano": theano.__version__, "python": platform.python_version()}
    layers = [answer(source, shapes) for source, shapes in dict.fromkeys(CASES)]
    networks = [{"name": name, "text": text.lstrip(), **network(text)} for name, text in NETWORKS.items()]
    head = f'"versions": {json.dumps(versions)}'
    TARGET.write_text(
        f'{{{head}, "layers": [\n{lines(layers)}\n], "networks": [\n{lines(networks)}\n]}}\n', encoding="utf-8"
    )


if __name__ == "__main__":
    main()
