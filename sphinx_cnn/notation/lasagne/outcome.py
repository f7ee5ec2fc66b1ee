"""Which network a Lasagne text describes, when all of it is read."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from sphinx_cnn.arithmetic.layers.reshaping import Input
from sphinx_cnn.notation.dialect import Reader
from sphinx_cnn.notation.errors import ArchitectureError
from sphinx_cnn.notation.inputs import InputShapes, unknown_inputs
from sphinx_cnn.notation.lasagne.neural_net import NeuralNet
from sphinx_cnn.notation.values import FeatureMap, Function


def outcome(reader: Reader, entry: object, input_shapes: InputShapes) -> tuple[list[int], list[dict[object, object]]]:
    """The outputs of the network, as indices into the tape, and the dictionaries that name its layers.

    It is what the author says; else nolearn's network; else everything that is applied; else what the last function
    makes that needs no arguments.
    """
    value = entry if entry is not None else _net(reader)
    if value is None and not _applied(reader):
        value = next(makers(reader), None)
    if isinstance(value, Function):
        value = reader.call(value, [], {}, value.node)
    outputs = _outputs(value, reader) or reader.tape.loose_ends()
    if not outputs or not _applied(reader):
        raise ArchitectureError(_nothing(reader))
    entries = (reader.tape.entries[index] for index in reader.tape.reachable(outputs))
    wrong = unknown_inputs(input_shapes, [e.layer.name for e in entries if isinstance(e.layer.layer, Input)])
    if wrong:
        raise ArchitectureError(wrong)
    return outputs, list(_dictionaries([*reader.globals.names.values(), value]))


def makers(reader: Reader) -> Iterator[Function]:
    """The functions of the text that give something and need no arguments, the last one first."""
    for value in reversed(list(reader.globals.names.values())):
        if isinstance(value, Function) and isinstance(value.node, ast.FunctionDef) and _gives_a_layer(value.node):
            declared = value.node.args
            names = [parameter.arg for parameter in (*declared.posonlyargs, *declared.args, *declared.kwonlyargs)]
            if all(name in value.defaults for name in names):
                yield value


def _gives_a_layer(function: ast.FunctionDef) -> bool:
    """Whether a function returns something and mentions an input, without which there is no network."""
    returns = any(isinstance(node, ast.Return) and node.value is not None for node in function.body)
    names = (getattr(node, "id", getattr(node, "attr", "")) for node in ast.walk(function))
    return returns and "InputLayer" in names


def _applied(reader: Reader) -> bool:
    return any(not isinstance(entry.layer.layer, Input) for entry in reader.tape.entries)


def _net(reader: Reader) -> NeuralNet | None:
    values = [*reader.globals.names.values(), *reader.loose_values]
    nets = list(dict.fromkeys(value for value in values if isinstance(value, NeuralNet)))
    if len(nets) > 1:
        lines = " and ".join(str(getattr(net.place, "lineno", 0)) for net in nets)
        raise ArchitectureError(f"the text makes several networks, in lines {lines}; give each a text of its own")
    return nets[0] if nets else None


def _outputs(value: object, reader: Reader) -> list[int]:
    """The outputs among what is made; of a dictionary of layers, those that no layer takes."""
    if isinstance(value, NeuralNet):
        return [output.index for output in value.outputs]
    items = value if isinstance(value, list | tuple) else [value]
    dictionaries = list(_dictionaries([value]))
    if dictionaries:
        items = [item for dictionary in dictionaries for item in dictionary.values()]
    found = [item.index for item in items if isinstance(item, FeatureMap)]
    return sorted(set(found) & set(reader.tape.loose_ends())) if dictionaries else found


def _dictionaries(values: list[object]) -> Iterator[dict[object, object]]:
    for value in values:
        for item in value if isinstance(value, list | tuple) else [value]:
            if isinstance(item, dict):
                yield item


def _nothing(reader: Reader) -> str:
    functions = [value for value in reader.globals.names.values() if isinstance(value, Function)]
    if functions:
        return (
            f"the text defines {functions[-1].name}, but never calls it, so it has no layers; "
            "a function is called by itself only if it needs no arguments and makes an InputLayer"
        )
    return "the text has no layers"
