"""Which network a Keras text describes, when all of it is read."""

from __future__ import annotations

import ast
from collections.abc import Callable

from sphinx_cnn.arithmetic.layers.reshaping import Input
from sphinx_cnn.arithmetic.shape import Shape
from sphinx_cnn.notation.dialect import Reader
from sphinx_cnn.notation.errors import ArchitectureError
from sphinx_cnn.notation.inputs import InputShapes, unknown_inputs
from sphinx_cnn.notation.keras.models import Functional, Sequential
from sphinx_cnn.notation.values import FeatureMap, Function, Opaque

MOST_MODELS = 100
"""Of more models none is looked for that the others are parts of."""

MakeInput = Callable[[Reader, Shape | None, str, ast.AST], FeatureMap]


def outcome(
    reader: Reader, input_shapes: InputShapes, make_input: MakeInput
) -> tuple[list[int], Sequential | Functional | None]:
    """The outputs of the network, as indices into the tape, and its model, if it has one.

    It is the model of the text that is no part of another one; without a model it is everything that is applied.
    """
    models = [value for value in dict.fromkeys(_kept(reader)) if isinstance(value, Sequential | Functional)]
    roots = _outermost([model for model in models if not model.nested])
    if len(roots) > 1:
        names = ", ".join(f"{model.name} (line {getattr(model.place, 'lineno', 0)})" for model in roots[:5])
        raise ArchitectureError(f"the text makes several models, {names}; give each a text of its own")
    outputs = _outputs(reader, make_input, roots[0]) if roots else reader.tape.loose_ends()
    if not outputs:
        raise ArchitectureError(_nothing(reader))
    entries = (reader.tape.entries[index] for index in reader.tape.reachable(outputs))
    inputs = [entry.layer.name for entry in entries if isinstance(entry.layer.layer, Input)]
    wrong = unknown_inputs(input_shapes, inputs)
    if wrong:
        raise ArchitectureError(wrong)
    return outputs, roots[0] if roots else None


def _kept(reader: Reader) -> list[object]:
    """What the names of the text stand for at its end, lists unpacked, and models of lines without a name."""
    values: list[object] = []
    for value in (*reader.globals.names.values(), *reader.loose_values):
        values.extend(value if isinstance(value, list | tuple) else [value])
    return [value for value in values if isinstance(value, Sequential | Functional)]


def _outermost(models: list[Sequential | Functional]) -> list[Sequential | Functional]:
    """The models that are no part of a larger one with the same layers (an encoder beside its autoencoder)."""
    if len(models) > MOST_MODELS:
        return models
    graphs = {model: set(model.entries) for model in models if isinstance(model, Functional)}
    parts = {m for m, entries in graphs.items() for other in graphs.values() if entries < other}
    return [model for model in models if model not in parts]


def _outputs(reader: Reader, make_input: MakeInput, model: Sequential | Functional) -> list[int]:
    if isinstance(model, Functional):
        return [output.index for output in model.outputs]
    first = model.input or make_input(reader, model.input_shape, "input", model.place)
    return [model.run(reader, [first], model.place).index]


def _nothing(reader: Reader) -> str:
    functions = [value for value in reader.globals.names.values() if isinstance(value, Function)]
    unread = [value for value in reader.globals.names.values() if isinstance(value, Opaque)]
    if functions:
        return f"the text defines {functions[-1].name}, but never calls it, so it has no layers"
    if any("applications" in value.origin for value in unread):
        return "a network that only exists inside the framework is not read; write its layers"
    return "the text has no layers"
