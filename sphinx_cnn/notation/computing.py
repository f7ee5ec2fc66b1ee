"""Computes expressions, exactly: with whole numbers and fractions, and never with code that is evaluated."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from sphinx_cnn.notation.expression import (
    MOST_DIGITS,
    Expression,
    Function,
    Literal,
    Number,
    Operation,
    Path,
    ReferenceTextError,
    shortened,
)

LARGEST = 10**100
"""Nothing is computed with larger numbers."""

SHOWN_SIGNS = {"*": "·", "-": "−"}

Value = object
"""What a path leads to: mostly a number or a tuple of numbers; a hyperparameter may be anything."""


def written(expression: Expression, path: Callable[[Path], str], number: Callable[[Number], str]) -> str:
    """An expression with something else in the place of its paths and numbers: ``37,752,832 / 62,378,344``."""
    match expression:
        case Path():
            return path(expression)
        case Literal(value):
            return number(value)
        case Function(name, arguments):
            return f"{name}({', '.join(written(argument, path, number) for argument in arguments)})"
        case Operation(sign, left, right):
            operands = [written(operand, path, number) for operand in (left, right)]
            tight = sign in "*/"
            for index, operand in enumerate((left, right)):
                is_sum = isinstance(operand, Operation) and operand.sign in "+-"
                is_second = index == 1 and isinstance(operand, Operation) and sign in "-/"
                if (tight and is_sum) or is_second:
                    operands[index] = f"({operands[index]})"
            return f" {SHOWN_SIGNS.get(sign, sign)} ".join(operands)


def compute(expression: Expression, value_of: Callable[[Path], Value]) -> Value:
    """The value of an expression.

    :param value_of: gives the value that a path leads to.
    :raises ReferenceTextError: if it cannot be computed.
    """
    match expression:
        case Path():
            return value_of(expression)
        case Literal(value):
            return value
        case Function(name, arguments):
            return _apply(name, [compute(argument, value_of) for argument in arguments])
        case Operation(sign, left, right):
            return _operate(sign, _number(compute(left, value_of)), _number(compute(right, value_of)))


def _number(value: Value) -> Number:
    if isinstance(value, tuple):
        if len(value) == 1:
            return _number(value[0])
        raise ReferenceTextError(f"{_written(value)} has several sizes; choose one, as in output_shape[0]")
    if isinstance(value, bool) or not isinstance(value, (int, Fraction)):
        raise ReferenceTextError(f"'{shortened(str(value))}' is no number")
    if not -LARGEST <= value <= LARGEST:
        raise ReferenceTextError("the numbers are too large to compute with")
    return value


def _written(value: tuple[object, ...]) -> str:
    return shortened("×".join(map(str, value)))


def _operate(sign: str, left: Number, right: Number) -> Number:
    if sign == "/":
        if right == 0:
            raise ReferenceTextError("a division by zero")
        return _number(_whole(Fraction(left) / right))
    return _number(_whole({"+": left + right, "-": left - right, "*": left * right}[sign]))


def _apply(name: str, values: list[Value]) -> Number:
    if name == "round":
        digits = _number(values[1]) if len(values) > 1 else 0
        if not isinstance(digits, int) or not 0 <= digits <= MOST_DIGITS:
            raise ReferenceTextError(f"round() takes up to {MOST_DIGITS} digits")
        return _whole(round(Fraction(_number(values[0])), digits))
    numbers = [
        _number(item) for value in values for item in (value if isinstance(value, tuple) and value else (value,))
    ]
    if name == "sum":
        return _number(_whole(sum(numbers)))
    return max(numbers) if name == "max" else min(numbers)


def _whole(number: Number) -> Number:
    return number.numerator if isinstance(number, Fraction) and number.denominator == 1 else number
