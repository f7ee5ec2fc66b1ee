"""Which network a PyTorch text describes, when all of it is read; and its one run, from the inputs to the outputs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx_cnn.arithmetic.network import Network
from sphinx_cnn.arithmetic.shape import Shape
from sphinx_cnn.notation.assembly import assemble
from sphinx_cnn.notation.classes import Class, Instance, needs_arguments, own
from sphinx_cnn.notation.dialect import Reader
from sphinx_cnn.notation.errors import ArchitectureError
from sphinx_cnn.notation.inputs import unknown_inputs
from sphinx_cnn.notation.pytorch.modules import Container, is_module, layers_in, members
from sphinx_cnn.notation.values import FeatureMap, Function, LayerObject, Opaque, describe

if TYPE_CHECKING:
    from sphinx_cnn.notation.pytorch.dialect import PyTorchDialect

Root = Instance | Container | LayerObject


def network(dialect: PyTorchDialect, reader: Reader, name: str, entry: object) -> Network:
    """The network, assembled.

    :raises ArchitectureError: if there is none.
    """
    root = _from_entry(reader, entry) if entry is not None else _root(reader)
    if root is None:
        outputs = reader.tape.loose_ends()
        if not outputs:
            raise ArchitectureError(_nothing(reader))
        made: list[object] = list(reader.made)
    else:
        dialect.name_tree(root)
        outputs = _run(dialect, reader, root)
        made = list(layers_in(root))
    return assemble(
        reader.tape,
        outputs,
        name,
        dialect.name,
        made,
        channels_last=False,
        statistics_are_parameters=False,
        counts_unapplied=root is not None,
        notes=dialect.notes,
        advice=dialect.advice,
    )


def _from_entry(reader: Reader, entry: object) -> Root:
    """What the author says is the network; a class is made an instance of without arguments."""
    if isinstance(entry, Class) and entry.is_module:
        entry = reader.call(entry, [], {}, entry.node)
    if isinstance(entry, Instance | Container | LayerObject) and is_module(entry):
        return entry
    hint = f"; write {entry.name}()" if isinstance(entry, Function) else ""
    raise ArchitectureError(f"the entry must be a module, not {describe(entry)}{hint}")


def _root(reader: Reader) -> Root | None:
    """The last module that the text makes and keeps, or the last class that can be built without arguments."""
    if reader.tape.entries:
        return None
    parts = {id(part) for module in reader.made for part in _parts(module)}
    kept = {id(value) for value in [*reader.globals.names.values(), *reader.loose_values]}
    for module in reversed(reader.made):
        if id(module) in kept and id(module) not in parts and isinstance(module, Instance | Container):
            return module
    return _built(reader)


def _parts(module: object) -> list[object]:
    if isinstance(module, Instance):
        return [*members(module).values(), *([module.native] if module.native is not None else [])]
    return list(members(module).values())


def _built(reader: Reader) -> Root | None:
    """An instance of the last class that can be built without arguments."""
    classes = [value for value in reader.globals.names.values() if isinstance(value, Class) and value.is_module]
    refused: ArchitectureError | None = None
    for cls in sorted(set(classes), key=lambda cls: cls.node.lineno, reverse=True):
        if not needs_arguments(cls):
            return _from_entry(reader, cls)
        known = f"; name the network in full, as in {cls.name}(…), as the entry"
        refused = refused or reader.error(f"{cls.name} cannot be built without arguments{known}", cls.node)
    if refused is not None:
        raise refused
    return None


def _run(dialect: PyTorchDialect, reader: Reader, root: Root) -> list[int]:
    """Apply the network to its inputs, and give its outputs."""
    place = root.cls.node if isinstance(root, Instance) else root.place
    names = _input_names(root)
    given = dialect.input_shapes
    shapes: dict[str, Shape | None] = {name: _tried(dialect, root) for name in names}
    if isinstance(given, dict):
        wrong = unknown_inputs(given, names)
        if wrong:
            raise ArchitectureError(wrong)
        shapes = {name: None for name in names if name in given}
    elif names:
        shapes = {names[0]: shapes[names[0]]} if not _required(root)[1:] else shapes
    inputs: dict[str, Any] = {name: dialect.input(reader, shape, name, place) for name, shape in shapes.items()}
    named = isinstance(root, Instance) and isinstance(given, dict)
    result = reader.call(root, [] if named else list(inputs.values()), inputs if named else {}, place)
    outputs = [fmap.index for fmap in _maps(result)]
    if not outputs:
        raise reader.error(f"the network gives {describe(result)}, and no feature map", place)
    return list(dict.fromkeys(outputs))


def _tried(dialect: PyTorchDialect, root: Root) -> Shape | None:
    """The shape of the data that the network was tried on, as a whole or module after module."""
    if root in dialect.tried:
        return dialect.tried[root]
    first = next(iter(root.members.values()), None) if isinstance(root, Container) else None
    return dialect.tried.get(first)


def _forward(root: Root) -> Function | None:
    found = own(root.cls, "forward") if isinstance(root, Instance) else None
    return found[0] if found is not None else None


def _input_names(root: Root) -> list[str]:
    """The names of the inputs: those of the parameters of ``forward``."""
    function = _forward(root)
    if function is None:
        return ["input"]
    declared = function.node.args
    return [parameter.arg for parameter in (*declared.posonlyargs, *declared.args)][1:] or ["input"]


def _required(root: Root) -> list[str]:
    function = _forward(root)
    return [name for name in _input_names(root) if function is None or name not in function.defaults]


def _maps(value: object) -> list[FeatureMap]:
    """The feature maps among the outputs of a network."""
    if isinstance(value, FeatureMap):
        return [value]
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, Instance):  # a named tuple
        value = list(value.attributes.values())
    return [fmap for item in value for fmap in _maps(item)] if isinstance(value, list | tuple) else []


def _nothing(reader: Reader) -> str:
    values = reader.globals.names.values()
    if any(isinstance(value, Opaque) and value.origin.startswith(("keras", "tensorflow")) for value in values):
        return "this looks like Keras, but the text is read as PyTorch"
    functions = [value for value in values if isinstance(value, Function)]
    if functions:
        return f"the text makes no module; say which with an entry, such as {functions[-1].name}(…)"
    return "the text has no modules"
