"""Classes of an architecture text, their instances, and what is reached through them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from sphinx_cnn.notation.values import Function, Looped, Opaque


@dataclass(eq=False, slots=True)
class Class:
    """A ``class`` of the text.

    :param bases: other classes of the text, classes of the framework, or what is not read.
    :param names: what its body defines.
    :param fields: the names that its body annotates, in order; a data class is made from them.
    :param is_data: whether it is a data class.
    :param is_module: whether its instances are layers or models.
    """

    name: str
    bases: tuple[object, ...]
    names: dict[str, object]
    node: ast.ClassDef
    fields: tuple[str, ...] = ()
    is_data: bool = False
    is_module: bool = False
    order: list[Class] = field(init=False)
    """The class and those that it inherits from, in the order in which names are looked up."""

    @property
    def described(self) -> str:
        """What it is, in the words of an error message."""
        return f"the class {self.name}"

    def __post_init__(self) -> None:
        found: dict[Class, None] = {}
        for base in reversed(self.bases):
            if isinstance(base, Class):
                for cls in reversed(base.order):
                    found.pop(cls, None)
                    found[cls] = None
        self.order = [self, *reversed(found)]

    @property
    def outer_bases(self) -> Iterator[object]:
        """What is not of the text and inherited from: classes of the framework, and what is not read."""
        for cls in self.order:
            yield from (base for base in cls.bases if not isinstance(base, Class))

    def find(self, name: str, after: Class | None = None) -> tuple[object, Class] | None:
        """What a name stands for, and the class that defines it; *after* skips that class and those before it."""
        order = self.order
        for cls in order[order.index(after) + 1 :] if after in order else order:
            if name in cls.names:
                return cls.names[name], cls
        return None


@dataclass(eq=False, slots=True)
class Instance(Looped):
    """An instance of a class of the text.

    :param native: what the constructor of the framework's class made, if the class inherits from one.
    """

    cls: Class
    attributes: dict[str, object] = field(default_factory=dict)
    native: object = None
    name: str = ""
    named_by: str = "counter"

    @property
    def described(self) -> str:
        """What it is, in the words of an error message."""
        return f"an instance of {self.cls.name}"

    def looped(self) -> list[object]:
        """What a loop over it goes through, if its class inherits from a container."""
        if isinstance(self.native, Looped):
            return self.native.looped()
        raise TypeError(f"{self.described} cannot be looped over")


@dataclass(frozen=True, slots=True)
class Method:
    """A function of a class, bound to an instance or to the class itself."""

    function: Function
    owner: object
    defined_in: Class

    @property
    def described(self) -> str:
        """What it is, in the words of an error message."""
        return f"the method {self.function.name}"


@dataclass(frozen=True, slots=True)
class Super:
    """What ``super()`` gives: the names of an instance that are defined after a class."""

    owner: object
    after: Class


@dataclass(frozen=True, slots=True)
class Decorated:
    """A function of a class body with ``@property``, ``@staticmethod`` or ``@classmethod``."""

    by: str
    function: Function


@dataclass(frozen=True, slots=True)
class Partial:
    """A function or a class with some of its arguments, as ``functools.partial`` makes it."""

    function: object
    arguments: tuple[object, ...]
    keywords: dict[str, object]
    described: str = "a partial function"


@dataclass(frozen=True, slots=True)
class Field:
    """What ``dataclasses.field`` says of a field: its default value, or the function that makes it."""

    default: object = None
    factory: object = None


def base_named(cls: Class, *endings: str) -> bool:
    """Whether a class inherits from something that is not read and whose name ends in one of these."""
    return any(isinstance(base, Opaque) and base.origin.endswith(endings) for base in cls.outer_bases)


def own(cls: Class, name: str) -> tuple[Function, Class] | None:
    """A method that a class of the text defines, and the class that does."""
    found = cls.find(name)
    return (found[0], found[1]) if found is not None and isinstance(found[0], Function) else None


def parameters(function: Function) -> list[str]:
    """The names of a method's parameters, without ``self``."""
    declared = function.node.args
    return [p.arg for p in (*declared.posonlyargs, *declared.args)][1:] + [p.arg for p in declared.kwonlyargs]


def needs_arguments(cls: Class) -> bool:
    """Whether no instance of a class can be made without arguments."""
    found = own(cls, "__init__")
    return found is not None and any(name not in found[0].defaults for name in parameters(found[0]))
