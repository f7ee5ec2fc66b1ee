"""Which network a Keras text describes, when all of it is read."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from sphinx_cnn.arithmetic.layers.reshaping import Input
from sphinx_cnn.notation.errors import ArchitectureError
from sphinx_cnn.notation.evaluator import Evaluator
from sphinx_cnn.notation.inputs import unknown_inputs
from sphinx_cnn.notation.keras.models import Functional, Sequential
from sphinx_cnn.notation.values import Function, Opaque

if TYPE_CHECKING:
    from sphinx_cnn.notation.keras.dialect import KerasDialect


def outcome(interpreter: Evaluator, dialect: KerasDialect) -> list[int]:
    """The outputs of the network, as indices into the tape.

    It is the model of the text that is no part of another one; without a model it is everything that is applied.
    """
    models = [value for value in dict.fromkeys(_kept(interpreter)) if isinstance(value, Sequential | Functional)]
    roots = _outermost([model for model in models if not model.nested])
    if len(roots) > 1:
        names = ", ".join(f"{model.name} (line {model.line})" for model in roots)
        raise ArchitectureError(f"the text makes several models, {names}; give each a text of its own")
    outputs = _outputs(interpreter, dialect, roots[0]) if roots else interpreter.tape.loose_ends()
    if not outputs:
        raise ArchitectureError(_nothing(interpreter))
    entries = (interpreter.tape.entries[index] for index in interpreter.tape.reachable(outputs))
    inputs = [entry.layer.name for entry in entries if isinstance(entry.layer.layer, Input)]
    wrong = unknown_inputs(dialect.input_shapes, inputs)
    if wrong:
        raise ArchitectureError(wrong)
    return outputs


def _kept(interpreter: Evaluator) -> list[object]:
    """What the names of the text stand for at its end, lists unpacked, and models of lines without a name."""
    values: list[object] = []
    for value in (*interpreter.scope.names.values(), *interpreter.loose_values):
        values.extend(value if isinstance(value, list | tuple) else [value])
    return [value for value in values if isinstance(value, Sequential | Functional)]


def _outermost(models: list[Sequential | Functional]) -> list[Sequential | Functional]:
    """The models that are no part of a larger one with the same layers (an encoder beside its autoencoder)."""
    graphs = {model: set(model.entries) for model in models if isinstance(model, Functional)}
    parts = {m for m, entries in graphs.items() for other in graphs.values() if entries < other}
    return [model for model in models if model not in parts]


def _outputs(interpreter: Evaluator, dialect: KerasDialect, model: Sequential | Functional) -> list[int]:
    if isinstance(model, Functional):
        return [output.index for output in model.outputs]
    node = ast.Pass(lineno=model.line, col_offset=0)
    first = model.input or dialect.input(interpreter, model.input_shape, "input", node)
    return [model.run(interpreter, [first], node).index]


def _nothing(interpreter: Evaluator) -> str:
    functions = [value for value in interpreter.scope.names.values() if isinstance(value, Function)]
    unread = [value for value in interpreter.scope.names.values() if isinstance(value, Opaque)]
    if functions:
        return f"the text defines {functions[-1].name}, but never calls it, so it has no layers"
    if any("applications" in value.origin for value in unread):
        return "a network that only exists inside the framework is not read; write its layers"
    return "the text has no layers"
