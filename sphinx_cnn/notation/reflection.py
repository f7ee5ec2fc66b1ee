"""The built-in functions of Python that look into objects, or that call what they are given."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from sphinx_cnn.notation.builtins import first_opaque, scalar, truth
from sphinx_cnn.notation.classes import Class, Instance, Method, Partial
from sphinx_cnn.notation.command_line import Arguments
from sphinx_cnn.notation.dialect import Maker, Reader, ReaderFunction
from sphinx_cnn.notation.errors import ArchitectureError
from sphinx_cnn.notation.library import library_member
from sphinx_cnn.notation.values import Function, LayerObject, Native, Opaque, describe

if TYPE_CHECKING:
    from sphinx_cnn.notation.objects import Objects

TYPES: dict[str, tuple[type, ...]] = {
    "int": (int,),
    "float": (float,),
    "bool": (bool,),
    "str": (str,),
    "list": (list,),
    "tuple": (tuple,),
    "dict": (dict,),
    "set": (set,),
}
ABSTRACT: dict[str, tuple[type, ...]] = {
    "Iterable": (list, tuple, dict, set, str, range),
    "Sequence": (list, tuple, str, range),
    "Mapping": (dict,),
    "Number": (int, float),
    "Integral": (int,),
    "Callable": (Function, Native, Method, Maker, Partial, Class, LayerObject),
}
"""What of ``collections.abc``, ``numbers`` and ``typing`` is asked for."""


class Reflection:
    """The functions, for one text."""

    def __init__(self, objects: Objects) -> None:
        self.objects = objects

    def functions(self) -> dict[str, object]:
        """All of them by name."""
        found = {
            "super": self._super,
            "getattr": self._getattr,
            "hasattr": self._hasattr,
            "setattr": self._setattr,
            "isinstance": self._isinstance,
            "issubclass": self._issubclass,
            "type": self._type,
            "vars": self._vars,
            "callable": self._callable,
            "map": self._map,
            "filter": self._filter,
            "sorted": self._sorted,
            "next": self._next,
            "iter": self._iter,
        }
        return {name: ReaderFunction(name, function) for name, function in found.items()}

    def _getattr(self, _: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
        value, name, *default = arguments
        if isinstance(value, Opaque):
            return self.objects.dialect.data_attribute(value, str(scalar(name)))
        try:
            return self.objects.attribute(value, str(scalar(name)), node)
        except ArchitectureError:
            if not default:
                raise
            return default[0]

    def _hasattr(self, _: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
        value, name = arguments
        if isinstance(value, Opaque):
            return value
        try:
            found = self.objects.attribute(value, str(scalar(name)), node)
        except ArchitectureError:
            return False
        return not isinstance(found, Opaque)

    def _setattr(self, _: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
        owner, name, value = arguments
        self.objects.set_attribute(owner, str(scalar(name)), value, node)
        return None

    def _isinstance(self, _: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
        value, kinds = arguments
        for kind in kinds if isinstance(kinds, tuple | list) else (kinds,):
            answer = is_instance(self.objects, value, kind)
            if answer is None:
                return Opaque(f"isinstance(…, {describe(kind)})")
            if answer:
                return True
        return False

    def _issubclass(self, _: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
        cls, kind = arguments
        if not isinstance(cls, Class):
            return cls is kind
        return kind in cls.order or kind in list(cls.outer_bases)

    def _type(self, _: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
        if len(arguments) == 3:
            name, bases, names = arguments
            return self.objects.class_of(name, bases, names, node)
        (value,) = arguments
        if isinstance(value, Instance):
            return value.cls
        if isinstance(value, LayerObject):
            return self.objects.dialect.class_of(value)
        if isinstance(value, Partial):
            return library_member("functools", "partial")
        kind = type(value).__name__
        return self.objects.scope.find(kind) if kind in TYPES else Opaque(f"type({kind})")

    def _vars(self, _: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
        (value,) = arguments
        if isinstance(value, Arguments):
            return value.values
        return value.attributes if isinstance(value, Instance) else Opaque(f"vars({describe(value)})")

    def _map(self, reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
        function, *columns = arguments
        if first_opaque(columns):
            return first_opaque(columns)
        rows = zip(*(self.objects.items(column, node) for column in columns), strict=False)
        return [reader.call(function, list(row), {}, node) for row in rows]

    def _filter(self, reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
        function, items = arguments
        if isinstance(items, Opaque):
            return items
        kept = []
        for item in self.objects.items(items, node):
            answer = item if function is None else reader.call(function, [item], {}, node)
            if isinstance(answer, Opaque):
                return answer
            if truth(answer):
                kept.append(item)
        return kept

    def _sorted(self, reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
        if isinstance(arguments[0], Opaque):
            return arguments[0]
        items, function = self.objects.items(arguments[0], node), keywords.get("key")
        keys = items if function is None else [reader.call(function, [item], {}, node) for item in items]
        if first_opaque(keys):
            return first_opaque(keys)
        order = sorted(range(len(items)), key=lambda index: scalar(keys[index]), reverse=bool(keywords.get("reverse")))
        return [items[index] for index in order]

    def _next(self, _: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
        items, *default = arguments
        if isinstance(items, Opaque):
            return items
        values = self.objects.items(items, node)
        if values or default:
            return values[0] if values else default[0]
        raise TypeError("there is no next item")

    def _super(self, _: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
        return self.objects.super_of(arguments)

    def _callable(self, _: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
        return isinstance(arguments[0], ABSTRACT["Callable"])

    def _iter(self, _: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
        return arguments[0]


def is_instance(objects: Objects, value: object, kind: object) -> bool | None:
    """What ``isinstance`` says; ``None`` where nobody knows."""
    if isinstance(kind, Class):
        return isinstance(value, Instance) and kind in value.cls.order
    if isinstance(value, Opaque):
        return objects.dialect.is_instance(value, kind)
    if isinstance(kind, Native) and kind.name in TYPES:
        return isinstance(value, TYPES[kind.name])
    if isinstance(kind, Opaque) and kind.origin.rpartition(".")[2] in ABSTRACT:
        return isinstance(value, ABSTRACT[kind.origin.rpartition(".")[2]])
    return objects.dialect.is_instance(value, kind)
