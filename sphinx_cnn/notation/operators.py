"""Operators on plain values, within the bounds of the budget."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import Any

from sphinx_cnn.notation.budget import LONGEST_SEQUENCE, WIDEST_FORMAT, Budget, BudgetError, bounded

BINARY: dict[type[ast.operator], Callable[[Any, Any], object]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
    ast.LShift: operator.lshift,
    ast.RShift: operator.rshift,
    ast.BitAnd: operator.and_,
    ast.BitOr: operator.or_,
    ast.BitXor: operator.xor,
}
UNARY: dict[type[ast.unaryop], Callable[[Any], object]] = {
    ast.UAdd: operator.pos,
    ast.USub: operator.neg,
    ast.Not: operator.not_,
    ast.Invert: operator.invert,
}
COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], object]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Is: operator.is_,
    ast.IsNot: operator.is_not,
    ast.In: lambda item, items: item in items,
    ast.NotIn: lambda item, items: item not in items,
}

Scalar = int | float | str | bool | None


def binary(kind: type[ast.operator], left: Any, right: Any, budget: Budget) -> object:  # noqa: ANN401
    """``left kind right`` for plain values.

    :raises ValueError: if the result is out of bounds.
    :raises TypeError: if Python has no such operation.
    """
    if kind not in BINARY:
        raise TypeError("@ is a product of feature maps, and none is here")
    if isinstance(left, str | list | tuple) or isinstance(right, str | list | tuple):
        return _sequence(kind, left, right, budget)
    if kind is ast.Pow and not (abs(right) <= 64 and abs(left) <= 2**32):
        raise BudgetError("the power is too large; no size in a network comes near it")
    if kind is ast.LShift and not 0 <= right <= 64:
        raise BudgetError("the shift is too large; no size in a network comes near it")
    if isinstance(left, dict | set) and isinstance(right, dict | set):
        budget.room_for_pairs(len(left) + len(right))
    return bounded(BINARY[kind](left, right))


def _sequence(kind: type[ast.operator], left: Any, right: Any, budget: Budget) -> object:  # noqa: ANN401
    if kind is ast.Mult:
        items, times = (left, right) if isinstance(right, int) else (right, left)
        if isinstance(times, int):
            budget.room_for(len(items) * max(times, 0))
    elif kind is ast.Add and isinstance(left, str | list | tuple) and isinstance(right, str | list | tuple):
        budget.room_for(len(left) + len(right))
    elif kind is ast.Mod and isinstance(left, str):
        return percent_format(left, right)
    return BINARY[kind](left, right)


def compare(kind: type[ast.cmpop], left: Any, right: Any, budget: Budget) -> object:  # noqa: ANN401
    """``left kind right``; what nested lists cost to compare is paid for."""
    if isinstance(right, range) and not isinstance(left, int):
        raise TypeError("only whole numbers are looked for in a range")
    if kind not in (ast.Is, ast.IsNot):
        _pay(left, budget)
        _pay(right, budget)
    return COMPARISONS[kind](left, right)


def _pay(value: object, budget: Budget) -> None:
    if isinstance(value, dict):
        value = [*value.keys(), *value.values()]
    if isinstance(value, str):
        budget.room_for(len(value))
    elif isinstance(value, list | tuple | set | frozenset):
        for item in budget.walk(value):
            if isinstance(item, list | tuple | set | dict | frozenset):
                _pay(item, budget)
            budget.spend(1)


def format_value(value: object, specification: str) -> str:
    """``format(value, specification)`` for numbers and strings, with bounded widths."""
    if not isinstance(value, Scalar):
        if specification or not _short(value):
            raise ValueError("only numbers and strings can be formatted")
        return str(value)
    check_widths(specification)
    return format(value, specification)


def _short(value: object) -> bool:
    return isinstance(value, list | tuple) and len(value) <= 16 and all(isinstance(item, Scalar) for item in value)


def check_widths(specification: str) -> None:
    """Refuse a format that asks for more room than a name needs."""
    digits = "".join(c if c.isdigit() else " " for c in specification).split()
    if len(specification) > WIDEST_FORMAT or any(int(run[:10]) > WIDEST_FORMAT for run in digits):
        raise BudgetError(f"the format is too wide; {WIDEST_FORMAT} characters are read at most")


def percent_format(template: str, values: object) -> str:
    """``template % values`` for numbers and strings, with bounded widths."""
    arguments = values if isinstance(values, tuple) else (values,)
    if "*" in template or not all(isinstance(value, Scalar) for value in arguments):
        raise ValueError("only numbers and strings can be formatted")
    check_widths(template)
    if sum(len(value) for value in arguments if isinstance(value, str)) > LONGEST_SEQUENCE:
        raise BudgetError("the text is too long")
    return template % arguments
