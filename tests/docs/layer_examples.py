"""Every layer kind of every dialect as it is used: the classes of the core that it is really counted by."""

from __future__ import annotations

import json
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from sphinx_cnn import ArchitectureError, summarize
from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.arithmetic.summary import Summary
from sphinx_cnn.notation import DIALECTS
from sphinx_cnn.notation.kinds import Kind

TRUTH = Path(__file__).parents[1] / "truth"
TRUTHS = {"keras": "keras_layers.json", "pytorch": "torch_layers.json", "lasagne": "lasagne.json"}

KINDS: dict[str, dict[str, Kind]] = {
    dialect: import_module(f"sphinx_cnn.notation.{dialect}.layers").KINDS for dialect in DIALECTS
}
ALL = [(dialect, name) for dialect, kinds in KINDS.items() for name in kinds]

Example = tuple[str, list[tuple[int, ...]]]

UNASKED: dict[str, list[Example]] = {
    "keras": [
        ("LocallyConnected1D(4, 3)", [(9, 3)]),
        ("LocallyConnected2D(4, 3)", [(9, 9, 3)]),
        ("Conv2D(2, 3, connections=[[0], [1, 2]])", [(9, 9, 3)]),
        ("Subsampling2D(2)", [(8, 8, 3)]),
        ("RBF(10)", [(84,)]),
        ("LocalResponseNormalization()", [(8, 8, 3)]),
        ("MultiHeadAttention(2, 4)(x0, x1)", [(6, 8), (5, 8)]),
        ("Attention()", [(6, 8), (5, 8)]),
        ("Attention(score_mode='concat')", [(6, 8), (5, 8)]),
        ("AdditiveAttention()", [(6, 8), (5, 8)]),
    ],
    "pytorch": [],
    "lasagne": [
        ("Conv2DMMLayer(x, 4, 3)", [(3, 9, 9)]),
        ("Conv2DDNNLayer(x, 4, 3)", [(3, 9, 9)]),
        ("Conv2DCCLayer(x, 4, 3)", [(3, 9, 9)]),
        ("Conv2DDNNLayer(x, 4, 3, untie_biases=True)", [(3, 9, 9)]),
        ("Conv2DCCLayer(x, 4, 3, untie_biases=True)", [(3, 9, 9)]),
        ("Conv3DDNNLayer(x, 4, 3)", [(3, 9, 9, 9)]),
        ("MaxPool2DCCLayer(x, 2, ignore_border=False)", [(4, 8, 8)]),
        ("MaxPool2DDNNLayer(x, 2)", [(3, 8, 8)]),
        ("Pool2DDNNLayer(x, 2)", [(3, 8, 8)]),
        ("MaxPool3DDNNLayer(x, 2)", [(3, 8, 8, 8)]),
        ("Pool3DDNNLayer(x, 2)", [(3, 8, 8, 8)]),
        ("Pool2DLayer(x, 2, mode='average_inc_pad')", [(3, 8, 8)]),
        ("Pool2DDNNLayer(x, 2, mode='average_inc_pad')", [(3, 8, 8)]),
        ("BatchNormDNNLayer(x)", [(3, 8, 8)]),
        ("BatchNormDNNLayer(x, axes=(0, 3))", [(3, 8, 8)]),
        ("FeaturePoolLayer(x, 2, pool_function=T.mean)", [(4, 8, 8)]),
        ("ElemwiseMergeLayer([x, y], T.arctan2)", [(4, 8), (4, 8)]),
        ("ElemwiseMergeLayer([x, y], T.mul, cropping=['lower', 'lower', 'lower'])", [(4, 8), (4, 9)]),
        ("SpatialPyramidPoolingDNNLayer(x)", [(3, 8, 8)]),
        ("SpatialPyramidPoolingDNNLayer(x, mode='average_inc_pad')", [(3, 8, 8)]),
    ],
}
"""Layers, and options, for which no framework was asked by themselves: on graphics cards only, or not there at all."""


@cache
def layers(dialect: str) -> dict[str, set[type[Layer]]]:
    """The classes that each kind is really counted by, with all the options that the framework has been asked for."""
    found: dict[str, set[type[Layer]]] = {name: set() for name in KINDS[dialect]}
    for source, shapes in (*UNASKED[dialect], *_asked(dialect)):
        name = source.partition("(")[0]
        if name not in found:
            continue
        with suppress(ArchitectureError):  # whether it is taken is another question
            found[name].add(type(_applied(dialect, source, shapes).rows[-1].layer))
    return found


def _applied(dialect: str, source: str, shapes: list[tuple[int, ...]]) -> Summary:
    names = [f"x{number}" for number in range(len(shapes))]
    arguments = ", ".join(names)
    if dialect == "keras":
        inputs = [f"{name} = Input({shape})" for name, shape in zip(names, shapes, strict=True)]
        call = f"({arguments if len(shapes) == 1 else f'[{arguments}]'})" if ")(" not in source else ""
        return summarize("\n".join([*inputs, f"{source}{call}"]))
    if dialect == "lasagne":
        inputs = [f"{name} = InputLayer({(None, *shape)})" for name, shape in zip("xy", shapes, strict=False)]
        return summarize("\n".join([*inputs, f"made = {source}"]), dialect=dialect)
    text = f"""
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.{source}
    def forward(self, {arguments}):
        return self.layer({arguments})
"""
    return summarize(text, dialect=dialect, input_shape=dict(zip(names, shapes, strict=True)))


def _asked(dialect: str) -> list[Example]:
    cases: list[dict[str, Any]] = json.loads((TRUTH / TRUTHS[dialect]).read_text("utf-8"))["layers"]
    return [(case["source"], [tuple(shape) for shape in case["inputs"]]) for case in cases if "invalid" not in case]
