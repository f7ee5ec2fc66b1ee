"""A network of PyTorch as text: a class for each kind of module, with its ``forward`` as ``torch.fx`` traces it."""

from __future__ import annotations

import ast
import inspect
import keyword
import operator
from collections.abc import Iterator
from importlib import import_module
from itertools import groupby
from textwrap import indent
from typing import Any

torch = import_module("torch")
fx = import_module("torch.fx")
nn = torch.nn
functional = torch.nn.functional

IMPORTS = """\
from collections import OrderedDict

import torch
from torch import nn
from torch.nn import functional as F
"""

CONTAINERS = (nn.Sequential, nn.ModuleList, nn.ModuleDict)
PER_AXIS = ("kernel_size", "stride", "padding", "dilation")
"""Arguments that are one number where they are the same along every axis."""

BINARY = {"add": "+", "sub": "-", "mul": "*", "truediv": "/", "floordiv": "//", "mod": "%", "matmul": "@", "eq": "=="}


def base(module: Any) -> Any:
    """The class of PyTorch that a module is, or is derived from."""
    return next(ancestor for ancestor in type(module).__mro__ if ancestor.__module__.startswith("torch.nn."))


def is_layer(module: Any) -> bool:
    """Whether a module is one of PyTorch's own layers, and not put together from others."""
    kind = base(module)
    return kind not in (nn.Module, *CONTAINERS) and type(module).forward is kind.forward


class _Tracer(fx.Tracer):  # type: ignore[misc, name-defined]
    """Traces the ``forward`` of one module, and not of those inside."""

    proxy_buffer_attributes = True

    def is_leaf_module(self, module: Any, name: str) -> bool:
        return True


class Text:
    """The text of a network. Modules that are alike share a class."""

    def __init__(self, network: Any) -> None:
        self.classes: dict[tuple[str, str], str] = {}
        self.definitions: list[str] = []
        self.entry = self.made(network)

    def __str__(self) -> str:
        return "\n\n".join([IMPORTS, *self.definitions])

    def made(self, module: Any) -> str:
        """The expression that makes a module."""
        if is_layer(module):
            return layer(module)
        children = [(name, self.made(child)) for name, child in module.named_children()]
        if type(module) in CONTAINERS:
            return container(type(module), children)
        body = "\n\n".join(indent(method, "    ") for method in methods(module, children))
        return f"{self.named(type(module).__name__.lstrip('_'), parent(module), body)}()"

    def named(self, name: str, derived_from: str, body: str) -> str:
        """The name of the class with this body, which is defined where it is new."""
        if (name, body) not in self.classes:
            number = sum(known == name for known, _ in self.classes)
            self.classes[name, body] = unique = f"{name}{number + 1}" if number else name
            self.definitions.append(f"class {unique}({derived_from}):\n{body}\n")
        return self.classes[name, body]


def parent(module: Any) -> str:
    """The class of PyTorch that the text derives the module's own from."""
    return f"nn.{base(module).__name__}"


def layer(module: Any) -> str:
    """The call that makes a layer of PyTorch, with the arguments that differ from their defaults."""
    return f"nn.{base(module).__name__}({', '.join(arguments(module))})"


def arguments(module: Any) -> Iterator[str]:
    """The arguments of a layer, the required ones without their names."""
    if isinstance(module, nn.MultiheadAttention):
        yield f"{module.embed_dim}, {module.num_heads}, batch_first={module.batch_first}"
        return
    call = ast.parse(f"f({module.extra_repr()})", mode="eval").body
    assert isinstance(call, ast.Call)
    declared = inspect.signature(base(module).__init__)
    given = [ast.literal_eval(value) for value in call.args]
    keywords = {item.arg: ast.literal_eval(item.value) for item in call.keywords if item.arg}
    bound = declared.bind(module, *given, **keywords).arguments
    for name, value in list(bound.items())[1:]:
        short = value[0] if name in PER_AXIS and isinstance(value, tuple) and len({*value}) == 1 else value
        default = declared.parameters[name].default
        if default is inspect.Parameter.empty:
            yield repr(short)
        elif short != default:
            yield f"{name}={short!r}"


def container(kind: Any, children: list[tuple[str, str]]) -> str:
    """The call that makes a container of modules."""
    if kind is nn.ModuleDict:
        return f"nn.ModuleDict({by_name(children)})"
    opening, closing = ("[", "]") if kind is nn.ModuleList else ("", "")
    if not children:
        return f"nn.{kind.__name__}()"
    if numbered(children):
        return f"nn.{kind.__name__}({opening}\n{lines(repeated(children))}{closing})"
    pairs = [f"({name!r}, {made})" for name, made in children]
    return f"nn.Sequential(OrderedDict([\n{lines(pairs)}]))"


def by_name(children: list[tuple[str, str]]) -> str:
    """A dictionary of modules."""
    return f"{{\n{lines([f'{name!r}: {made}' for name, made in children])}}}"


def lines(items: list[str]) -> str:
    """Items of a call or a list, each on lines of its own."""
    return "".join(indent(f"{item},\n", "    ") for item in items)


def numbered(children: list[tuple[str, str]]) -> bool:
    """Whether children are named by their places."""
    return [name for name, _ in children] == [str(number) for number in range(len(children))]


def repeated(children: list[tuple[str, str]]) -> list[str]:
    """The children, runs of the same one as a comprehension."""
    items: list[str] = []
    for made, run in groupby(made for _, made in children):
        times = len(list(run))
        items += [f"*[{made} for _ in range({times})]"] if times > 2 and "\n" not in made else [made] * times
    return items


def methods(module: Any, children: list[tuple[str, str]]) -> Iterator[str]:
    """The methods of a module's class."""
    statements: list[str] = []
    kind = base(module)
    if kind is nn.Sequential and numbered(children):
        first = f"\n{lines(repeated(children))}"
    elif kind is nn.ModuleDict:
        first = by_name(children)
    else:
        first = "" if kind in (nn.Module, *CONTAINERS) else ", ".join(arguments(module))
        if not first:
            statements += [f"self.{name} = nn.Parameter({zeros(item)})" for name, item in own(module, "parameters")]
            statements += [f"self.register_buffer({name!r}, {zeros(item)})" for name, item in own(module, "buffers")]
        statements += [assigned(name, made) for name, made in children]
    if first or statements:
        body = "\n".join([f"super().__init__({first})", *statements])
        yield f"def __init__(self):\n{indent(body, '    ')}"
    if type(module).forward is not nn.Sequential.forward:
        yield forward(module)


def own(module: Any, what: str) -> list[tuple[str, Any]]:
    """The parameters or buffers that are the module's own."""
    return list(getattr(module, f"named_{what}")(recurse=False))


def zeros(tensor: Any) -> str:
    """The call that makes a tensor of this shape and type."""
    kind = "" if tensor.dtype == torch.float32 else f", dtype={tensor.dtype}"
    return f"torch.zeros({', '.join(map(str, tensor.shape))}{kind})"


def is_name(name: str) -> bool:
    return name.isidentifier() and not keyword.iskeyword(name)


def assigned(name: str, made: str) -> str:
    """The statement that makes a module a child."""
    return f"self.{name} = {made}" if is_name(name) else f"self.add_module({name!r}, {made})"


def forward(module: Any) -> str:
    """The ``forward`` of a module."""
    graph = _Tracer().trace(module)
    for node in reversed(graph.nodes):
        if node.target is torch._assert or not (node.users or node.op in ("placeholder", "output", "call_module")):
            graph.erase_node(node)
    names: dict[Any, str] = {}
    inputs, statements = ["self"], []
    for node in graph.nodes:
        if node.op == "placeholder":
            names[node] = node.target
            inputs.append(node.target + "".join(f"={default!r}" for default in node.args))
        elif node.op == "output":
            statements.append(f"return {spelled(node.args[0], names)}")
        elif node.op == "get_attr":
            names[node] = f"self.{node.target}"
        elif getattr(node.target, "__name__", "") == "stochastic_depth":  # it drops nothing at inference
            names[node] = names[node.args[0]]
        else:
            expression = computed(module, node, names)
            names[node] = variable(node, names)
            statements.append(f"{names[node]} = {expression}")
    return f"def forward({', '.join(inputs)}):\n{indent(chr(10).join(statements), '    ')}"


def variable(node: Any, names: dict[Any, str]) -> str:
    """The variable for what a node gives: that of its first input where nothing else takes that one any more."""
    in_use = {names[known] for known in names if any(node < user for user in known.users)}
    first = node.args[0] if node.args else None
    if isinstance(first, fx.Node) and is_name(names[first]) and node.target not in (getattr, operator.getitem):
        chosen = names[first] if names[first] not in in_use else "out"
    else:
        chosen = node.name
    return chosen if chosen not in in_use else f"{node.name}"


def computed(module: Any, node: Any, names: dict[Any, str]) -> str:
    """The expression that a node of the graph stands for."""
    values = [spelled(value, names) for value in node.args]
    told = {name: value for name, value in node.kwargs.items() if value != default(node.target, name)}
    given = ", ".join([*values, *(f"{name}={spelled(value, names)}" for name, value in told.items())])
    if node.op == "call_module":
        return f"{reached(module, node.target)}({given})"
    if node.op == "call_method":
        return f"{values[0]}.{node.target}({given[len(values[0]) + 2 :]})"
    name = node.target.__name__
    if node.target is getattr:
        return f"{values[0]}.{node.args[1]}"
    if node.target is operator.getitem:
        return f"{values[0]}[{values[1][1:-1] if isinstance(node.args[1], tuple) else values[1]}]"
    sign = BINARY.get(name)
    if node.target is getattr(operator, name, None) and sign:
        return f"{values[0]} {sign} {values[1]}"
    for module_name, known in (("F", functional), ("torch", torch)):
        for spelling in (name, name.lstrip("_")):
            if getattr(known, spelling, None) is node.target:
                return f"{module_name}.{spelling}({given})"
    raise SystemExit(f"no spelling for {node.format_node()}")


def default(function: Any, name: str) -> object:
    """The value that a function's argument has where it is not told."""
    declared = inspect.signature(function).parameters if inspect.isfunction(function) else {}
    return declared[name].default if name in declared else inspect.Parameter.empty


def reached(module: Any, path: str) -> str:
    """The expression for a module inside another."""
    expression, owner = "self", module
    for name in path.split("."):
        if isinstance(owner, nn.ModuleList | nn.Sequential) and name.isdigit():
            expression += f"[{name}]"
        elif isinstance(owner, nn.ModuleDict):
            expression += f"[{name!r}]"
        else:
            expression += f".{name}" if is_name(name) else f".get_submodule({name!r})"
        owner = owner.get_submodule(name)
    return expression


def spelled(value: object, names: dict[Any, str]) -> str:
    """A value of the graph as it stands in the text."""
    if isinstance(value, fx.Node):
        return names[value]
    if isinstance(value, slice):
        bounds = ["" if bound is None else spelled(bound, names) for bound in (value.start, value.stop)]
        return ":".join(bounds if value.step is None else [*bounds, spelled(value.step, names)])
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key!r}: {spelled(item, names)}' for key, item in value.items())}}}"
    if isinstance(value, tuple | list):
        inside = ", ".join(spelled(item, names) for item in value)
        if isinstance(value, tuple):
            return f"({inside},)" if len(value) == 1 else f"({inside})"
        return f"[{inside}]"
    return "..." if value is Ellipsis else repr(value)
