"""What the value of an expression counts."""

from __future__ import annotations

from sphinx_cnn.notation.expression import Expression, Function, Literal, Operation, Path
from sphinx_cnn.notation.magnitudes import Unit, unit_of


def unit_of_expression(expression: Expression) -> Unit:
    """``bytes``, ``MACs`` and so on; nothing, where that is not plain, as for a ratio."""
    return _unit(expression) or ""


def _unit(expression: Expression) -> Unit | None:
    """The unit; ``None`` for a number that the author wrote, which goes with any."""
    match expression:
        case Path(quantity=quantity):
            return unit_of(quantity)
        case Literal():
            return None
        case Function(_, arguments):
            return _common([_unit(argument) for argument in arguments])
        case Operation(sign, left, right):
            first, second = _unit(left), _unit(right)
            if sign in "+-":
                return _common([first, second])
            if second is None and first == "bytes":
                return first
            if sign == "*" and first is None and second == "bytes":
                return second
            return None if first is None and second is None else ""


def _common(units: list[Unit | None]) -> Unit | None:
    found = {unit for unit in units if unit is not None}
    return found.pop() if len(found) == 1 else "" if found else None
