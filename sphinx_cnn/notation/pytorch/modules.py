"""Modules of PyTorch: the containers of ``torch.nn``, and the tree that modules and layers form.

A module is a layer, a container, or an instance of a class of the text.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sphinx_cnn.arithmetic.shape import Shape
from sphinx_cnn.notation.classes import Instance
from sphinx_cnn.notation.dialect import Maker, Model, Reader
from sphinx_cnn.notation.values import LayerObject, Looped, Opaque, describe

CONTAINERS = ("Module", "Sequential", "ModuleList", "ModuleDict", "ParameterList", "ParameterDict")
NAMED = ("ModuleDict", "ParameterDict")
"""Containers whose items have names."""


@dataclass(eq=False, slots=True)
class Container(Model, Looped):
    """``nn.Sequential``, ``nn.ModuleList``, ``nn.ModuleDict``, or a plain ``nn.Module``."""

    kind: str
    place: ast.AST
    members: dict[str, object] = field(default_factory=dict)
    name: str = ""
    named_by: str = "counter"
    input_shape: Shape | None = None
    described: str = ""

    def __post_init__(self) -> None:
        self.described = f"a {self.kind}"

    def looped(self) -> list[object]:
        """The modules, or their names where they have some."""
        return list(self.members if self.kind in NAMED else self.members.values())

    def apply(self, reader: Reader, inputs: list[Any], node: ast.AST) -> object:
        """Apply one module after the other."""
        if self.kind != "Sequential":
            raise reader.error(f"{self.described} has no forward; apply its items", node)
        with reader.grouped(self.name or "sequential", self.name or None):
            return self.run(reader, inputs, node)

    def run(self, reader: Reader, inputs: list[Any], node: ast.AST) -> object:
        """Apply one module after the other, in the group that is open."""
        if len(inputs) != 1:
            raise reader.error(f"a Sequential takes one input, but {len(inputs)} are given", node)
        for module in self.members.values():
            place = node if isinstance(module, Instance) else getattr(module, "place", node)
            inputs = [reader.call(module, inputs, {}, place)]
        return inputs[0]

    def copied(self, copy: Callable[[Any], Any]) -> Container:
        """Another container of copies."""
        members = {name: copy(module) for name, module in self.members.items()}
        return Container(self.kind, self.place, members, self.name, self.named_by)

    def add(self, name: str, module: object) -> None:
        """Add a module, or put it in the place of another one.

        :raises TypeError: if it is none.
        """
        if not is_module(module) and module is not None:
            raise TypeError(f"a {self.kind} is made of modules, not of {describe(module)}")
        self.members[name] = module

    def renumber(self, modules: list[object]) -> None:
        """Take these modules instead, numbered from 0."""
        self.members = {str(index): module for index, module in enumerate(modules)}

    def item(self, index: object, node: ast.AST) -> object:
        """A module by its number or its name; several of them for a slice.

        :raises LookupError: if there is none.
        """
        modules = list(self.members.values())
        if isinstance(index, slice):
            chosen = Container(self.kind, node)
            if self.kind == "Sequential":  # which keeps the names
                chosen.members = dict(list(self.members.items())[index])
            else:
                chosen.renumber(modules[index])
            return chosen
        return self.members[self.name_of(index)]

    def name_of(self, index: object) -> str:
        """The name of a module that is given by its number or its name.

        :raises LookupError: if there is none.
        """
        names = list(self.members)
        if isinstance(index, str) and index in self.members:
            return index
        if isinstance(index, int) and self.kind not in NAMED and -len(names) <= index < len(names):
            return names[index]
        raise LookupError(f"{self.described} of {len(names)} has no item {describe(index)}")


@dataclass(frozen=True, slots=True)
class ContainerClass(Maker):
    """A class of containers: calling it makes one, and classes of the text can inherit from it."""

    kind: str

    @property
    def described(self) -> str:
        """What it is, in the words of an error message."""
        return f"the class nn.{self.kind}"

    def make(self, reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
        """Make a container of these modules."""
        made = Container(self.kind, node)
        reader.made.append(made)
        given = [*arguments, *keywords.values()]
        if self.kind == "Module":
            return made
        if self.kind == "Sequential":
            items = given[0] if len(given) == 1 and isinstance(given[0], dict) else given
        else:
            items = given[0] if given else []
        if isinstance(items, Opaque):
            raise TypeError(f"nn.{self.kind} gets {describe(items)}, which is not read")
        self._fill(made, items)
        reader.budget.spend(len(made.members))
        return made

    def _fill(self, made: Container, items: object) -> None:
        if isinstance(items, Container):
            items = dict(items.members) if self.kind in NAMED else list(items.members.values())
        if self.kind in NAMED and isinstance(items, list):
            items = dict(items)
        if isinstance(items, dict) and (self.kind in NAMED or self.kind == "Sequential"):
            for name, module in items.items():
                made.add(str(name), module)
            return
        if not isinstance(items, list | tuple):
            raise TypeError(f"nn.{self.kind} takes modules, not {describe(items)}")
        for index, module in enumerate(items):
            made.add(str(index), module)


def is_module(value: object) -> bool:
    """Whether a value is a layer, a parameter, a container, or an instance of a module class of the text."""
    return isinstance(value, LayerObject | Container) or (isinstance(value, Instance) and value.cls.is_module)


def members(module: object) -> dict[str, object]:
    """The modules and parameters right inside a module, by name."""
    if isinstance(module, Container):
        return module.members
    if not isinstance(module, Instance):
        return {}
    inherited = module.native.members if isinstance(module.native, Container) else {}
    return {**inherited, **{name: value for name, value in module.attributes.items() if is_module(value)}}


def named_modules(module: object, path: str = "") -> Iterator[tuple[str, object]]:
    """A module and all those in it, each once, by their paths."""
    known: set[int] = set()
    waiting = [(path, module)]
    while waiting:
        path, module = waiting.pop()
        if module is None or id(module) in known:
            continue
        known.add(id(module))
        yield path, module
        inside = [(f"{path}.{name}" if path else name, member) for name, member in members(module).items()]
        waiting.extend(reversed(inside))


def own_layer(module: object) -> LayerObject | None:
    """The layer that a module itself is; an instance of a class that inherits from a layer is one."""
    layer = module.native if isinstance(module, Instance) else module
    return layer if isinstance(layer, LayerObject) else None


def layers_in(module: object) -> list[LayerObject]:
    """The layers and parameters of a module, each once."""
    found = (own_layer(inside) for _, inside in named_modules(module))
    return list(dict.fromkeys(layer for layer in found if layer is not None))
