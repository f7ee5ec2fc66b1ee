"""What a text may take from Python's standard library, beside the built-in functions."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable
from dataclasses import replace
from itertools import chain, product
from typing import Any

from sphinx_cnn.notation.budget import LONGEST_SEQUENCE, bounded
from sphinx_cnn.notation.builtins import as_dictionary, first_opaque, iterate, scalar
from sphinx_cnn.notation.classes import Class, Field, Instance, Partial
from sphinx_cnn.notation.command_line import ParserClass
from sphinx_cnn.notation.dialect import Model, Reader, ReaderFunction
from sphinx_cnn.notation.values import Constant, Function, LayerObject, Native, Opaque, describe

LIBRARY = frozenset(
    {"argparse", "collections", "copy", "dataclasses", "functools", "itertools", "math", "numpy", "operator", "typing"}
)
"""The modules that something is read of."""

MATH = ("ceil", "floor", "sqrt", "log", "log2", "gcd", "prod")
OPERATORS = {"add": ast.Add, "mul": ast.Mult, "sub": ast.Sub}

Call = Callable[[Reader, list[Any], dict[str, Any], ast.AST], object]


def library_member(path: str, name: str) -> object:
    """A function of the standard library; what no network is described with is not read."""
    if path == "math" or (path == "numpy" and name in MATH):
        return _math(name)
    if f"{path}.{name}" == "argparse.ArgumentParser":
        return ParserClass()
    function = FUNCTIONS.get(f"{path}.{name}")
    if function is not None:
        return ReaderFunction(name, function)
    return Opaque(f"{path}.{name}")


def _math(name: str) -> object:
    if name in ("inf", "pi", "e"):
        return getattr(math, name)
    if name not in MATH:
        return Opaque(f"math.{name}")
    function = getattr(math, name)
    if name == "prod":
        return Native("math.prod", lambda items: bounded(math.prod(map(scalar, items))), needs_values=True)
    return Native(f"math.{name}", lambda *values: bounded(function(*map(scalar, values))), needs_values=True)


def evenly_spaced(origin: str, start: float, end: float, count: int) -> Constant:
    """So many numbers from *start* to *end*."""
    values = [start + (end - start) * index / max(count - 1, 1) for index in range(count)]
    return Constant(origin, (count,), tuple(values))


def _linspace(_: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
    start, end, count = [*map(scalar, arguments), *([keywords["num"]] if "num" in keywords else []), 50][:3]
    if not 0 < count <= LONGEST_SEQUENCE:
        raise ValueError(f"linspace gives a number of values above 0, not {count}")
    return evenly_spaced("numpy.linspace()", start, end, count)


def _partial(_: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
    if not arguments:
        raise TypeError("partial needs a function")
    function, *given = arguments
    if isinstance(function, Opaque):
        return function
    return Partial(function, tuple(given), keywords)


def _ordered(reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
    return as_dictionary(reader.budget, *arguments, **keywords)


def _named_tuple(_: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
    name, fields = arguments[:2]
    names = fields.replace(",", " ").split() if isinstance(fields, str) else list(fields)
    made = ast.ClassDef(name, [], [], [], [])
    defaults = keywords.get("defaults") or ()
    given = dict(zip(map(str, names[len(names) - len(defaults) :]), defaults, strict=True))
    return Class(str(name), (), given, ast.copy_location(made, node), tuple(map(str, names)), is_data=True)


def _wraps(_: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
    """A decorator that gives a wrapper the name of the function that it wraps."""
    (wrapped,) = arguments

    def named(_: Reader, given: list[Any], _keywords: dict[str, Any], _node: ast.AST) -> object:
        (wrapper,) = given
        both = isinstance(wrapper, Function) and isinstance(wrapped, Function)
        return replace(wrapper, name=wrapped.name) if both else wrapper

    return ReaderFunction("wraps", named)


def _reduce(reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
    function, items, *start = arguments
    values = iterate(items, reader.budget)
    result, rest = (start[0], values) if start else (values[0], values[1:])
    for value in rest:
        result = reader.call(function, [result, value], {}, node)
    return result


def _chain(reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
    if first_opaque(arguments):
        return first_opaque(arguments)
    return list(chain.from_iterable(iterate(items, reader.budget) for items in arguments))


def _repeat(reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
    item, times = arguments
    reader.budget.room_for(times)
    return [item] * times


def _flattened(reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
    (columns,) = arguments
    return columns if isinstance(columns, Opaque) else _chain(reader, iterate(columns, reader.budget), keywords, node)


def _product(reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
    columns = [iterate(items, reader.budget) for items in arguments]
    reader.budget.room_for_pairs(math.prod(map(len, columns)))
    return list(product(*columns))


def _field(_: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
    return Field(keywords.get("default"), keywords.get("default_factory"))


def _replace(_: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
    (instance,) = arguments
    if not isinstance(instance, Instance):
        raise TypeError(f"replace needs an instance of a data class, not {describe(instance)}")
    return Instance(instance.cls, {**instance.attributes, **keywords})


def _copy(reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
    """Plain values are copied; layers and modules become others of the same kind."""
    return copied(arguments[0], reader, {})


def copied(value: object, reader: Reader, known: dict[int, object]) -> object:
    """A deep copy of a value; what is in it twice is in the copy twice."""
    if id(value) in known:
        return known[id(value)]
    reader.budget.spend(1)
    if isinstance(value, dict):
        return {name: copied(item, reader, known) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value)([copied(item, reader, known) for item in value])
    if isinstance(value, Instance):
        made = known[id(value)] = Instance(value.cls, {}, None, value.name, value.named_by)
        made.native = copied(value.native, reader, known)
        made.attributes = {name: copied(item, reader, known) for name, item in value.attributes.items()}
        return made
    if isinstance(value, LayerObject | Model):
        known[id(value)] = value.copied(lambda item: copied(item, reader, known))
        return known[id(value)]
    return value


def _operator(kind: type[ast.operator]) -> Call:
    def call(reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
        left, right = arguments
        return reader.operate(kind, left, right, node)

    return call


FUNCTIONS: dict[str, Call] = {
    "numpy.linspace": _linspace,
    "functools.partial": _partial,
    "functools.reduce": _reduce,
    "functools.wraps": _wraps,
    "collections.OrderedDict": _ordered,
    "collections.namedtuple": _named_tuple,
    "itertools.chain": _chain,
    "itertools.chain.from_iterable": _flattened,
    "itertools.repeat": _repeat,
    "itertools.product": _product,
    "typing.cast": lambda _reader, arguments, _keywords, _node: arguments[-1],
    "dataclasses.field": _field,
    "dataclasses.replace": _replace,
    "copy.copy": _copy,
    "copy.deepcopy": _copy,
    **{f"operator.{name}": _operator(kind) for name, kind in OPERATORS.items()},
}
