"""The functions and methods of Python that a description of a network may use, within the bounds of the budget."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sphinx_cnn.notation.budget import LONGEST_SEQUENCE, WIDEST_FORMAT, Budget, BudgetError, bounded
from sphinx_cnn.notation.operators import Scalar, check_widths, format_value
from sphinx_cnn.notation.values import FeatureMap, Looped, Module, Native, Opaque, describe

UNREAD = (
    "DeprecationWarning", "Exception", "FutureWarning", "ImportError", "IndexError", "KeyError", "NotImplementedError",
    "RuntimeError", "StopIteration", "TypeError", "UserWarning", "ValueError", "dir", "hash", "id",
    "object", "open", "repr",
)  # fmt: skip
"""What may be named, and is not read."""

STRING_METHODS = (
    "capitalize", "count", "endswith", "find", "isalpha", "isdigit", "isnumeric", "lower", "lstrip", "removeprefix",
    "removesuffix", "rstrip", "startswith", "strip", "title", "upper",
)  # fmt: skip
SET_METHODS = ("difference", "intersection", "issubset", "issuperset", "union", "update")
END_METHODS = ("append", "pop", "clear")
LIST_METHODS = ("insert", "reverse", "copy")
DICT_METHODS = ("get", "pop", "setdefault", "clear")

FIELD = re.compile(r"\{(\w*)(?::([^{}]*))?\}")
"""A replacement field of ``str.format``: no attributes, no items, no nested fields."""


def builtins(budget: Budget) -> dict[str, object]:
    """The built-in functions by name."""

    def walk(items: object) -> list[Any]:
        return iterate(items, budget)

    def numbers(items: object) -> list[Any]:
        values = walk(items)
        if not all(isinstance(value, int | float) for value in values):
            raise TypeError("only numbers can be compared or added up")
        return values

    def several(items: tuple[object, ...]) -> list[Any]:
        return numbers(items[0] if len(items) == 1 else list(items))

    def length(items: object) -> int:
        return len(items) if isinstance(items, range) else len(walk(items))

    def pairs(items: object) -> list[Any]:
        values = walk(items)
        budget.room_for_pairs(len(values))
        return values

    functions: dict[str, Callable[..., object]] = {
        "range": range,
        "len": length,
        "min": lambda *items: min(several(items)),
        "max": lambda *items: max(several(items)),
        "sum": lambda items, start=0: bounded(sum(numbers(items), start)),
        "abs": abs,
        "round": lambda value, digits=None: round(value, digits if digits is None else max(-20, min(digits, 20))),
        "divmod": divmod,
        "int": lambda value=0: bounded(int(scalar(value))),
        "float": lambda value=0.0: float(scalar(value)),
        "bool": lambda value=False: truth(value),
        "str": lambda value="": format_value(value, ""),
        "list": lambda items=(): walk(items),
        "tuple": lambda items=(): tuple(walk(items)),
        "set": lambda items=(): {key(item) for item in pairs(items)},
        "dict": lambda items=(), **named: as_dictionary(budget, items, **named),
        "enumerate": lambda items, start=0: list(enumerate(pairs(items), start)),
        "zip": lambda *columns, strict=False: list(zip(*map(pairs, columns), strict=strict)),
        "reversed": lambda items: walk(items)[::-1],
        "sorted": lambda items, reverse=False: sorted(map(scalar, pairs(items)), reverse=reverse),
        "any": lambda items: first_opaque(walk(items)) or any(map(truth, walk(items))),
        "all": lambda items: first_opaque(walk(items)) or all(map(truth, walk(items))),
    }
    natives: dict[str, object] = {
        name: Native(name, function, needs_values=True) for name, function in functions.items()
    }
    unread: dict[str, object] = {name: Opaque(name) for name in (*UNREAD, "__doc__", "__file__")}
    printing = {name: Native(name, print, reads_arguments=False) for name in ("print", "input", "exit", "quit")}
    return natives | unread | printing | {"__name__": "__main__"}


def as_dictionary(budget: Budget, items: object = (), **named: object) -> dict[object, object]:
    """A dictionary from another one or from pairs, and from names."""
    values = iterate(items, budget)
    budget.room_for_pairs(len(values))
    couples = [(k, items[k]) for k in values] if isinstance(items, dict) else (iterate(pair, budget) for pair in values)
    return {key(k): value for k, value in couples} | named


def iterate(value: object, budget: Budget) -> list[Any]:
    """The items of a plain value, paid for.

    :raises TypeError: if it has none.
    """
    if isinstance(value, range):
        budget.room_for(len(value[: LONGEST_SEQUENCE + 1]))
        return list(value)
    if isinstance(value, Looped):
        return list(budget.walk(value.looped()))
    if isinstance(value, list | tuple | set | dict | str):
        return list(budget.walk(value))
    raise TypeError(f"{describe(value)} cannot be looped over")


def truth(value: object) -> bool:
    """Whether a plain value is true.

    :raises TypeError: for a value that is not read, or not plain.
    """
    if isinstance(value, Scalar | list | tuple | dict | set | range):
        return bool(value)
    if isinstance(value, Looped):
        return bool(value.looped())
    if not isinstance(value, Opaque | FeatureMap | Module):
        return True
    raise TypeError(f"{describe(value)} is neither true nor false here")


def scalar(value: object) -> Any:  # noqa: ANN401
    """*value*, if it is a number or a string of ordinary length."""
    if not isinstance(value, Scalar):
        raise TypeError(f"a number or a string is needed, not {describe(value)}")
    if isinstance(value, str) and len(value) > 1000:
        raise BudgetError("the string is too long")
    return value


def key(value: object) -> Any:  # noqa: ANN401
    """*value*, if it can be a key: a number, a string, or a flat tuple of them."""
    if isinstance(value, tuple):
        return tuple(map(scalar, value))
    return scalar(value)


def method(value: object, name: str, budget: Budget) -> Native | None:
    """A method of a string, a list, a dictionary or a set; ``None`` where it has none of that name."""
    found = _method(value, name, budget)
    return found and replace(found, owner=value)


def _method(value: object, name: str, budget: Budget) -> Native | None:
    if isinstance(value, str):
        return _string_method(value, name, budget)
    if isinstance(value, list):
        return _list_method(value, name, budget)
    if isinstance(value, dict):
        return _dict_method(value, name, budget)
    if isinstance(value, set):
        return _set_method(value, name, budget)
    if isinstance(value, tuple) and name in ("index", "count"):
        return Native(name, lambda item: _paid(budget, len(value), getattr(value, name), scalar(item)))
    return None


def _paid(budget: Budget, length: int, call: Callable[..., object], *items: object) -> object:
    budget.room_for(length)
    return call(*items)


def _string_method(value: str, name: str, budget: Budget) -> Native | None:
    if name in STRING_METHODS:
        return Native(name, lambda *items: _paid(budget, len(value), getattr(value, name), *map(scalar, items)))
    if name == "join":
        return Native(name, lambda items: _join(value, iterate(items, budget), budget))
    if name == "format":
        return Native(name, lambda *items, **named: _format(value, items, named, budget), needs_values=True)
    if name in ("split", "rsplit", "splitlines"):
        return Native(name, lambda *items: _paid(budget, 16 * len(value), getattr(value, name), *map(scalar, items)))
    if name == "replace":
        return Native(name, lambda old, new: _replaced(value, scalar(old), scalar(new), budget))
    return None


def _set_method(value: set[Any], name: str, budget: Budget) -> Native | None:
    if name in SET_METHODS:
        return Native(name, lambda *items: _paid(budget, len(value), getattr(value, name), *(set(i) for i in items)))
    if name in ("add", "discard"):
        return Native(name, lambda item: getattr(value, name)(key(item)))
    return None


def _list_method(value: list[Any], name: str, budget: Budget) -> Native | None:
    if name in END_METHODS:
        return Native(name, getattr(value, name))
    if name == "extend":
        return Native(name, lambda items: value.extend(iterate(items, budget)))
    if name in ("index", "count", "remove"):
        return Native(name, lambda item: _paid(budget, len(value), getattr(value, name), scalar(item)))
    if name in LIST_METHODS:
        return Native(name, lambda *items: _paid(budget, len(value), getattr(value, name), *items))
    return None


def _replaced(value: str, old: str, new: str, budget: Budget) -> str:
    budget.room_for(len(value) + (len(value) + 1) * len(new))
    return value.replace(old, new)


def _join(separator: str, items: list[object], budget: Budget) -> str:
    if not all(isinstance(item, str) for item in items):
        raise TypeError("only strings can be joined")
    strings = [item for item in items if isinstance(item, str)]
    budget.room_for(len(separator) * len(items) + sum(map(len, strings)))
    return separator.join(strings)


def _format(template: str, items: tuple[object, ...], named: dict[str, object], budget: Budget) -> str:
    rest = FIELD.sub("", template).replace("{{", "").replace("}}", "")
    if "{" in rest or "}" in rest or not all(isinstance(item, Scalar) for item in (*items, *named.values())):
        raise ValueError("only plain fields, numbers and strings can be formatted")
    fields = FIELD.findall(template)
    budget.room_for(len(template) + WIDEST_FORMAT * len(fields))
    for _, specification in fields:
        check_widths(specification)
    if len(template) * (1 + sum(len(item) for item in (*items, *named.values()) if isinstance(item, str))) > 10**6:
        raise BudgetError("the string is too long")
    return template.format(*items, **named)


def _dict_method(value: dict[Any, Any], name: str, budget: Budget) -> Native | None:
    def paid(call: Callable[[], object]) -> object:
        budget.room_for_pairs(len(value))
        return call()

    def update(items: object = (), **named: object) -> None:
        if items != () and not isinstance(items, dict):
            raise TypeError(f"update takes a dictionary, not {describe(items)}")
        budget.room_for_pairs(len(items) + len(named) if isinstance(items, dict) else len(named))
        value.update(items, **named)

    if name == "copy":
        return Native(name, lambda: paid(value.copy))
    if name in ("items", "keys", "values"):
        return Native(name, lambda: paid(lambda: list(getattr(value, name)())))
    if name == "update":
        return Native(name, update)
    if name in DICT_METHODS:
        return Native(name, lambda *items: getattr(value, name)(*([key(items[0])] if items else []), *items[1:]))
    return None


def first_opaque(values: list[object]) -> Opaque | None:
    """The first of *values* that is not read."""
    return next((value for value in values if isinstance(value, Opaque)), None)
