"""Which network a Keras text describes, when all of it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx_cnn.arithmetic.layers.reshaping import Input
from sphinx_cnn.arithmetic.network import Network
from sphinx_cnn.notation.assembly import assemble
from sphinx_cnn.notation.classes import Class, Instance, needs_arguments, own, parameters
from sphinx_cnn.notation.dialect import ReadAgainError, Reader
from sphinx_cnn.notation.errors import ArchitectureError
from sphinx_cnn.notation.inputs import unknown_inputs
from sphinx_cnn.notation.keras.applying import run_root
from sphinx_cnn.notation.keras.models import Functional, Sequential, inside_of, layers_in, place_of
from sphinx_cnn.notation.keras.modules import TOLD, Base, is_part, is_weight
from sphinx_cnn.notation.values import FeatureMap, Function, LayerObject, Opaque, describe

if TYPE_CHECKING:
    from sphinx_cnn.notation.keras.dialect import KerasDialect

MOST_MODELS = 100
"""Of more models none is looked for that the others are parts of."""

BUILT = "layers that are built and that call does not apply are counted with their parameters alone, as in Keras"

OPEN = "a size of the input is open (None); counts need all sizes, so give the shape beside the text"

Root = Sequential | Functional | Instance | LayerObject


def network(dialect: KerasDialect, reader: Reader, name: str, entry: object) -> Network:
    """The network, assembled.

    It is what the author says, or the model of the text that is no part of another one, or the last class of a model
    that can be built; without any it is everything that is applied.

    :raises ArchitectureError: if there is none.
    """
    root = _root(reader, dialect) if entry is None else _from_entry(reader, entry)
    outputs = _outputs(dialect, reader, root)
    if not outputs:
        raise ArchitectureError(_nothing(reader))
    kept = reader.tape.reachable(outputs)
    unknown = next((reader.tape.entries[index].layer for index in kept if index in dialect.state.open), None)
    if unknown is not None:
        raise reader.error(OPEN, unknown.place)
    inputs = [reader.tape.entries[index].layer for index in kept]
    own = {layer.name: layer.layer.shape for layer in inputs if isinstance(layer.layer, Input)}
    given = dialect.input_shapes
    wrong = unknown_inputs(given, list(own))
    if wrong:
        raise ArchitectureError(wrong)
    if isinstance(given, tuple) and given not in own.values() and own and not dialect.of_parts:
        raise ReadAgainError(type(dialect)(given, of_parts=True, own=next(iter(own))))
    _freeze(reader, root)
    made = [*reader.made, *_weights(dialect, reader, root, set(kept))]
    aside = _built_aside(dialect, reader, root, set(kept))
    if aside:
        dialect.notes.append(BUILT)
    return assemble(
        reader.tape,
        outputs,
        name,
        dialect.name,
        made,
        channels_last=dialect.state.channels_last,
        aside=aside,
        notes=dialect.notes,
    )


def _freeze(reader: Reader, root: object) -> None:
    """A layer that is thawed in a frozen model stays frozen."""
    native = root.native if isinstance(root, Instance) else root
    if isinstance(native, Sequential | Functional | Base) and not native.trainable:
        for layer in layers_in(root, reader.tape):
            layer.trainable = False


def _weights(dialect: KerasDialect, reader: Reader, root: object, kept: set[int]) -> list[LayerObject]:
    """The variables of the instances that are applied in the network, used or not."""
    found = layers_in(root, reader.tape) if isinstance(root, Instance) else []
    for instance, spans in dialect.spans.items():
        if isinstance(instance.native, Base) and any(not kept.isdisjoint(span) for span in spans):
            found += instance.native.weights
    return [layer for layer in dict.fromkeys(found) if is_weight(layer)]


def _built_aside(dialect: KerasDialect, reader: Reader, root: object, kept: set[int]) -> list[int]:
    """Where layers of the network are applied that it has been built with, and that its ``call`` does not apply."""
    if not isinstance(root, Instance):
        return []
    waiting: list[object] = [root]
    known: set[object] = set()
    while waiting:
        part = waiting.pop()
        if part not in known and not isinstance(part, LayerObject):
            known.add(part)
            waiting += inside_of(part, reader.tape)
            if isinstance(part, Sequential):
                dialect.apply_to_itself(part, reader)
    used = {reader.tape.entries[index].layer for index in kept}
    spare = {layer for layer in layers_in(root, reader.tape) if layer not in used}
    found = []
    for index, entry in enumerate(reader.tape.entries):
        if entry.layer in spare and (entry.inputs or is_weight(entry.layer)):
            spare.discard(entry.layer)
            found.append(index)
    return found


def _from_entry(reader: Reader, entry: object) -> object:
    """What the author says is the network; a class is made an instance of without arguments."""
    if isinstance(entry, Class) and entry.is_module:
        entry = reader.call(entry, [], {}, entry.node)
    if is_part(entry) or _maps(entry):
        return entry
    hint = f"; write {entry.name}()" if isinstance(entry, Function) else ""
    raise ArchitectureError(f"the entry must be a model, a layer or a feature map, not {describe(entry)}{hint}")


def _root(reader: Reader, dialect: KerasDialect) -> object:
    models = [model for model in dict.fromkeys(_kept(reader)) if not _is_nested(model, dialect)]
    inside = {part for model in models if isinstance(model, Instance) for part in inside_of(model, reader.tape)}
    roots = _outermost([model for model in models if model not in inside], reader)
    if roots and all(isinstance(root, Instance) for root in roots):
        return roots[-1]
    if len(roots) > 1:
        names = ", ".join(f"{model.name} (line {getattr(place_of(model), 'lineno', 0)})" for model in roots[:5])
        raise ArchitectureError(f"the text makes several models, {names}; give each a text of its own")
    if roots:
        return roots[0]
    if reader.tape.loose_ends():
        return None
    kept = {id(value) for value in (*reader.globals.names.values(), *reader.loose_values)}
    layers = [value for value in reader.made if isinstance(value, Instance) and id(value) in kept]
    alone = [layer for layer in layers if not _is_nested(layer, dialect)]
    return alone[-1] if alone else _built(reader)


def _is_nested(model: Root, dialect: KerasDialect) -> bool:
    return model in dialect.state.nested or (isinstance(model, Sequential | Functional) and model.nested)


def _kept(reader: Reader) -> list[Any]:
    """What the names of the text stand for at its end, lists unpacked, and models of lines without a name."""
    values: list[object] = []
    for value in (*reader.globals.names.values(), *reader.loose_values):
        values.extend(value if isinstance(value, list | tuple) else [value])
    return [value for value in values if isinstance(value, Sequential | Functional) or _is_model(value)]


def _is_model(value: object) -> bool:
    """Whether a value is an instance of a class of models."""
    if not isinstance(value, Instance):
        return False
    return isinstance(value.native, Sequential | Functional) or getattr(value.native, "kind", "") == "Model"


def _outermost(models: list[Any], reader: Reader) -> list[Any]:
    """The models that are no part of a larger one with the same layers (an encoder beside its autoencoder)."""
    if len(models) > MOST_MODELS:
        return models
    graphs: dict[Any, set[int]] = {model: set(model.entries) for model in models if isinstance(model, Functional)}
    for model in models:
        if isinstance(model, Sequential) and model.output is not None:
            graphs[model] = set(reader.tape.reachable([model.output.index]))
    parts = {m for m, entries in graphs.items() for other in graphs.values() if entries < other}
    return [model for model in models if model not in parts]


def _built(reader: Reader) -> object:
    """An instance of the last class of models that can be built without arguments, or else of layers."""
    classes = {value for value in reader.globals.names.values() if isinstance(value, Class) and value.is_module}
    bases = {base for cls in classes for base in cls.order[1:]}
    refused: ArchitectureError | None = None
    of_models = {cls for cls in classes if any(getattr(base, "name", "") != "Layer" for base in cls.outer_bases)}
    for cls in sorted((of_models or classes) - bases, key=lambda cls: cls.node.lineno, reverse=True):
        if own(cls, "call") is None and own(cls, "__init__") is None:
            continue
        if not needs_arguments(cls):
            return _from_entry(reader, cls)
        known = f"; name the network in full, as in {cls.name}(…), as the entry"
        refused = refused or reader.error(f"{cls.name} cannot be built without arguments{known}", cls.node)
    if refused is not None:
        raise refused
    return None


def _outputs(dialect: KerasDialect, reader: Reader, root: object) -> list[int]:
    """The outputs of the network, as indices into the tape."""
    if root is None:
        return reader.tape.loose_ends()
    if _maps(root):
        return [fmap.index for fmap in _maps(root)]
    if (
        isinstance(root, Instance)
        and isinstance(root.native, Sequential | Functional)
        and own(root.cls, "call") is None
    ):
        root = root.native
    if isinstance(root, Functional):
        return [output.index for output in root.outputs]
    place = place_of(root)
    if isinstance(root, Sequential):
        if root.output is None:
            root.input = root.input or dialect.input(reader, root.input_shape, "input", place)
            root.output = root.run(reader, [root.input], place)
        return [root.output.index]
    if isinstance(root, Instance) and own(root.cls, "call") is None and isinstance(root.native, Base):
        known = [name for name, value in root.attributes.items() if is_part(value)]
        hint = f"; name a part of it as the entry, such as {known[0]}" if known else ""
        raise reader.error(f"{root.cls.name} has no call, so it is no network of its own{hint}", place)
    given = _arguments(dialect, reader, root)
    result = (
        run_root(dialect, reader, root, *given, place)
        if isinstance(root, Instance)
        else reader.call(root, *given, place)
    )
    outputs = [fmap.index for fmap in _maps(result)]
    if not outputs:
        raise reader.error(f"the network gives {describe(result)}, and no feature map", place)
    return list(dict.fromkeys(outputs))


def _arguments(dialect: KerasDialect, reader: Reader, root: Any) -> tuple[list[Any], dict[str, Any]]:  # noqa: ANN401
    """The inputs that the network is applied to, as its ``call`` takes them."""
    place, given = place_of(root), dialect.input_shapes
    names = _input_names(root)
    declared = getattr(root.native if isinstance(root, Instance) else root, "input_shape", None)
    tried = dialect.tried.get(root) or [declared]

    def new(name: str, shape: Any = None) -> FeatureMap:  # noqa: ANN401
        return dialect.root_input(reader, shape, name, place)

    if isinstance(given, dict):
        if given.keys() <= set(names):
            return [], {name: new(name) for name in given}
        if len(names) > 1 or len(given) < 2:
            raise ArchitectureError(unknown_inputs(given, names))
        return [[new(name) for name in given]], {}
    if isinstance(tried[0], list):
        return [[new(f"{names[0]}_{number}", shape) for number, shape in enumerate(tried[0], 1)]], {}
    return [new(name, shape) for name, shape in zip(names, tried, strict=False)], {}


def _input_names(root: object) -> list[str]:
    """The names of the inputs: those of the parameters of ``call`` that must be given."""
    found = own(root.cls, "call") if isinstance(root, Instance) else None
    if found is None:
        return ["input"]
    names = [name for name in parameters(found[0]) if name not in TOLD]
    required = [name for name in names if name not in found[0].defaults]
    return required or names[:1] or ["input"]


def _maps(value: object) -> list[FeatureMap]:
    """The feature maps among the outputs of a network."""
    if isinstance(value, FeatureMap):
        return [value]
    if isinstance(value, dict):
        value = list(value.values())
    return [fmap for item in value for fmap in _maps(item)] if isinstance(value, list | tuple) else []


def _nothing(reader: Reader) -> str:
    functions = [value for value in reader.globals.names.values() if isinstance(value, Function)]
    unread = [value for value in reader.globals.names.values() if isinstance(value, Opaque)]
    if functions:
        return f"the text defines {functions[-1].name}, but never calls it, so it has no layers"
    if any("applications" in value.origin for value in unread):
        return "a network that only exists inside the framework is not read; write its layers"
    return "the text has no layers"
