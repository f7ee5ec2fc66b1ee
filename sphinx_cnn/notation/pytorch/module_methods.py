"""What a text asks of its modules: attributes and methods of ``nn.Module`` and of the containers."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from sphinx_cnn.arithmetic.layers.parameter import Buffer, Parameter
from sphinx_cnn.notation.builtins import iterate
from sphinx_cnn.notation.classes import Instance
from sphinx_cnn.notation.dialect import Reader, ReaderFunction
from sphinx_cnn.notation.pytorch.modules import Container, is_module, members, named_modules
from sphinx_cnn.notation.pytorch.parameters import COUNTS, freeze, named_parameters, parameters_of
from sphinx_cnn.notation.pytorch.tensors import data_attribute
from sphinx_cnn.notation.scope import Scope
from sphinx_cnn.notation.values import Constant, LayerObject, Native, Opaque, describe

ITSELF = frozenset(
    [
        "apply",
        "bfloat16",
        "compile",
        "cpu",
        "cuda",
        "double",
        "eval",
        "float",
        "half",
        "share_memory",
        "to",
        "to_empty",
        "train",
        "type",
        "xpu",
    ]
)
"""Methods that give the module itself, and change no count."""

UNREAD = frozenset(
    [
        "buffers",
        "device",
        "dtype",
        "extra_repr",
        "forward_hook",
        "get_extra_state",
        "load_state_dict",
        "log",
        "log_dict",
        "named_buffers",
        "print",
        "register_backward_hook",
        "register_forward_hook",
        "register_forward_pre_hook",
        "register_full_backward_hook",
        "reset_parameters",
        "state_dict",
        "summary",
        "zero_grad",
    ]
)
"""Methods that do not describe an architecture; what they give is not read."""

Call = Callable[[Reader, list[Any], dict[str, Any], ast.AST], object]


def module_attribute(module: object, name: str, reader: Reader) -> object:
    """An attribute of a module; ``None`` is one too, so what is not there is an error.

    :raises AttributeError: if it is not read here.
    """
    inside = members(module)
    if name in inside:
        return inside[name]
    if name == "training":
        return False
    if name == "_modules":
        return dict(inside)
    if name in ITSELF:
        return Native(name, lambda *_values, **_named: module)
    if name in UNREAD:
        return Native(name, print, reads_arguments=False)
    if name == "requires_grad_":
        return ReaderFunction(name, lambda _, values, named, __: _frozen(module, *values, **named))
    if name == "forward":
        return ReaderFunction(name, lambda reader, values, named, node: reader.call(module, values, named, node))
    found = _structure(module, name) or _registration(module, name) or _of_container(module, name)
    if found is not None:
        return ReaderFunction(name, found)
    if isinstance(module, LayerObject):
        return _of_layer(module, name, reader)
    if isinstance(module, Instance) and isinstance(module.native, LayerObject):
        return _of_layer(module.native, name, reader)
    raise AttributeError(f"{describe(module)} has no '{name}' that is read here")


def _frozen(module: object, requires_grad: object = True) -> object:  # noqa: FBT002
    freeze(module, trained=bool(requires_grad))
    return module


def _of_layer(layer: LayerObject, name: str, reader: Reader) -> object:
    """A parameter of a layer, or one of its arguments."""
    if name in COUNTS:
        layer.taken_apart |= bool(reader.running)
        return dict(parameters_of(layer)).get(name)
    if isinstance(layer.layer, Parameter):
        if name == "requires_grad":
            return not layer.frozen
        return data_attribute(Constant(layer.name, layer.layer.shape), name)
    if name in layer.hyperparameters:
        return layer.hyperparameters[name]
    if name in ("running_mean", "running_var", "in_proj_weight", "in_proj_bias", "weight_v", "weight_g"):
        return Opaque(f"{layer.kind}.{name}")
    raise AttributeError(f"{describe(layer)} has no '{name}' that is read here")


def _structure(module: object, name: str) -> Call | None:
    """The methods that walk through a module and what is in it."""
    modules: dict[str, Callable[[], list[object]]] = {
        "children": lambda: [member for member in members(module).values() if _walked(member)],
        "named_children": lambda: [pair for pair in members(module).items() if _walked(pair[1])],
        "modules": lambda: [inside for _, inside in named_modules(module) if _walked(inside)],
        "named_modules": lambda: [pair for pair in named_modules(module) if _walked(pair[1])],
        "parameters": lambda: [parameter for _, parameter in named_parameters(module)],
        "named_parameters": lambda: list(named_parameters(module)),
    }
    if name in modules:
        return lambda reader, _values, _named, _node: _paid(reader, modules[name]())
    if name == "get_submodule":
        return lambda _reader, values, _named, _node: dict(named_modules(module))[values[0]]
    return None


def _walked(module: object) -> bool:
    return module is not None and not (isinstance(module, LayerObject) and isinstance(module.layer, Parameter))


def _paid(reader: Reader, found: list[object]) -> list[object]:
    reader.budget.spend(len(found))
    return found


def _registration(module: object, name: str) -> Call | None:
    """The methods that put something into a module under a name."""

    def add(reader: Reader, values: list[Any], named: dict[str, Any], _node: ast.AST) -> None:
        key, member = [*values, *named.values()]
        if isinstance(module, Container):
            reader.made.append(module)
            module.add(str(key), member)
        elif isinstance(module, Instance):
            target = module.native if isinstance(module.native, Container) else None
            if target is not None and target.kind != "Module":
                target.add(str(key), member)
            else:
                module.attributes[str(key)] = member

    def buffer(_reader: Reader, values: list[Any], named: dict[str, Any], node: ast.AST) -> None:
        key, tensor = [*values, *named.values()][:2]
        if isinstance(module, Instance):
            shaped = isinstance(tensor, Constant)
            module.attributes[str(key)] = (
                LayerObject(str(key), "Buffer", Buffer(tensor.shape), node) if shaped else tensor
            )

    def save(reader: Reader, _values: list[Any], _named: dict[str, Any], _node: ast.AST) -> None:
        if isinstance(module, Instance):
            _save_hyperparameters(module, reader.scope)

    return {
        "add_module": add,
        "register_module": add,
        "register_parameter": add,
        "register_buffer": buffer,
        "save_hyperparameters": save,
    }.get(name)


def _save_hyperparameters(module: Instance, scope: Scope) -> None:
    """Keep the arguments of the constructor that is running as attributes, as d2l and Lightning do."""
    names = {name: value for name, value in scope.names.items() if not name.startswith("__")}
    given = {name: value for name, value in names.items() if value is not module}
    module.attributes.update({name: value for name, value in given.items() if name not in module.attributes})
    module.attributes["hparams"] = Parameters(given)


class Parameters(dict[str, object]):
    """Arguments by name, which can be read as attributes too."""

    described = "the hyperparameters"


def _of_container(module: object, name: str) -> Call | None:
    """The methods of lists, of dictionaries, and of ``nn.Sequential``."""
    container = module.native if isinstance(module, Instance) else module
    if not isinstance(container, Container) or container.kind == "Module":
        return None
    found = container

    def append(reader: Reader, values: list[Any], _named: dict[str, Any], _node: ast.AST) -> object:
        reader.budget.add_layer()
        reader.made.append(found)
        number = len(found.members)
        found.add(str(number), values[0])
        return module

    def extend(reader: Reader, values: list[Any], named: dict[str, Any], node: ast.AST) -> object:
        for item in iterate(values[0], reader.budget):
            append(reader, [item], named, node)
        return module

    def insert(reader: Reader, values: list[Any], _named: dict[str, Any], _node: ast.AST) -> object:
        modules = list(found.members.values())
        modules.insert(*values)
        reader.budget.spend(len(modules))
        found.renumber(modules)
        return module

    def update(_reader: Reader, values: list[Any], _named: dict[str, Any], _node: ast.AST) -> None:
        for key, member in dict(values[0]).items():
            found.add(str(key), member)

    def pop(_reader: Reader, values: list[Any], _named: dict[str, Any], _node: ast.AST) -> object:
        key = found.name_of(values[0] if values else -1)
        member = found.members.pop(key)
        if found.kind == "ModuleList":
            found.renumber(list(found.members.values()))
        return member

    methods: dict[str, Call] = {
        "append": append,
        "extend": extend,
        "insert": insert,
        "update": update,
        "pop": pop,
        "keys": lambda *_: list(found.members),
        "values": lambda *_: list(found.members.values()),
        "items": lambda *_: list(found.members.items()),
    }
    return methods.get(name)


def set_module_attribute(module: object, name: str, value: object) -> None:
    """Set an attribute of a module: a module in it, a parameter, a setting, or whether it is trained.

    :raises AttributeError: if it cannot be set.
    """
    if name == "requires_grad":
        freeze(module, trained=bool(value))
    elif isinstance(module, Instance):
        holds = isinstance(module.native, Container) and module.native.kind != "Module"
        if isinstance(module.native, Container) and (name in module.native.members or (holds and is_module(value))):
            module.native.members[name] = value
        else:
            module.attributes[name] = value
    elif isinstance(module, Container) and (is_module(value) or name in module.members):
        module.add(name, value)
    elif isinstance(module, LayerObject) and not is_module(value):
        if name in module.hyperparameters and module.hyperparameters[name] != value:
            raise AttributeError(f"'{name}' of {describe(module)} cannot be changed once it is made")
    elif isinstance(module, LayerObject):
        raise AttributeError(f"'{name}' of {describe(module)} cannot be set to {describe(value)} here")
