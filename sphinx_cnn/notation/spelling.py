"""How a typed number is spelled: what it is right for, and how another value is written the same way."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from sphinx_cnn.notation.magnitudes import Unit

Value = int | Fraction | tuple[int | Fraction, ...]
"""What a typed number can be compared with: a number, or a shape."""

_LOWERED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")


@dataclass(frozen=True, slots=True)
class Signs:
    """The decimal sign and the group sign of a language."""

    decimal: str = "."
    group: str = ","


ENGLISH = Signs()


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a number is written, so that another one can be written the same way.

    :param minus: the sign for negative numbers.
    :param decimal: the sign before the decimals.
    :param group: the sign between groups of digits; nothing, where there are none.
    :param decimals: the number of digits after the decimal sign.
    :param before: an opening parenthesis, and the like.
    :param between: what stands between the sizes of a shape, or between a mantissa and its exponent.
    :param after: the scale and the unit, as they were typed.
    """

    minus: str = "−"
    decimal: str = "."
    group: str = ","
    indian: bool = False
    decimals: int = 0
    before: str = ""
    between: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """One number, or one shape, in a text.

    :param text: the number as it stands there, with its scale and its unit, and nothing else.
    :param start: where that begins in the text that was read.
    :param value: the number; ``None`` for a shape. ``(112,112,128)`` may be either, and has both.
    :param sizes: the sizes of a shape; ``None`` for a number.
    :param quantum: what the last typed digit counts in.
    :param unit: what the number counts, if the text says so right behind it.
    :param approximate: whether the text says *about*; trailing zeros of an integer are then no typed digits.
    :param digits: how many significant digits are typed; of a shape, those of its sizes together.
    """

    text: str
    start: int
    value: Fraction | None
    sizes: tuple[int, ...] | None
    quantum: Fraction
    unit: Unit
    approximate: bool
    digits: int
    scale: Fraction
    exponent: int | None
    spelling: Spelling

    @property
    def end(self) -> int:
        """Where it ends in the text that was read."""
        return self.start + len(self.text)

    @property
    def is_exact(self) -> bool:
        """Whether it is typed to the last digit, so that it is right for one whole number only."""
        return self.sizes is not None or (self.quantum == 1 and not self.approximate)

    @property
    def interval(self) -> tuple[Fraction, Fraction] | None:
        """The least and the largest true value that the number is right for; ``None`` for a shape."""
        if self.value is None:
            return None
        return self.value - self.quantum / 2, self.value + self.quantum / 2

    def agrees(self, value: Value) -> bool:
        """Whether the number is correct for a true value, to its last typed digit."""
        if isinstance(value, tuple) and self.sizes is not None:
            return self.sizes == value
        if isinstance(value, tuple):
            return len(value) == 1 and self.agrees(value[0])
        if self.interval is None:
            return self.sizes == (value,)
        least, largest = self.interval
        return least <= value <= largest

    def respell(self, value: Value) -> str:
        """Another value, written as this number is: with its signs, its digits, its scale and its unit."""
        if isinstance(value, tuple):
            if len(value) != 1 or self.sizes is not None:
                return self._shape(value)
            value = value[0]
        if self.sizes is None:
            return self._number(Fraction(value))
        if self.value is not None:
            return f"{self.spelling.before}{value:,}{self.spelling.after}"
        return self._shape((value,)) if len(self.sizes) == 1 else grouped(str(value), self.spelling)

    def instead(self, text: str, value: Value) -> str:
        """The whole text that was read, with another value in the place of this number."""
        return f"{text[: self.start]}{self.respell(value)}{text[self.end :]}"

    def _shape(self, sizes: tuple[int | Fraction, ...]) -> str:
        spelling = self.spelling
        is_shape = self.sizes is not None
        before, after = (spelling.before, spelling.after) if is_shape else ("", "")
        written = [str(size).replace("-", spelling.minus) for size in sizes]
        if is_shape and not before:
            written = [grouped(size, spelling) for size in written]
        lone = "," if len(written) == 1 and before and not before.endswith("None, ") else ""
        return f"{before}{(spelling.between if is_shape else '×').join(written)}{lone}{after}"

    def _number(self, value: Fraction) -> str:
        spelling, number, exponent = self.spelling, value / self.scale, self.exponent
        quantum = self.quantum / self.scale
        if exponent is not None:
            quantum /= Fraction(10) ** exponent
            if value and self.value and 1 <= abs(self.value / self.scale) / Fraction(10) ** exponent < 10:
                exponent = _magnitude(number, quantum)
            number /= Fraction(10) ** exponent
        decimals = spelling.decimals
        if number and not round(number / quantum):
            decimals = max(decimals, self.digits - 1 - _magnitude(number, Fraction(1, 10**6)))
            quantum = Fraction(1, 10**decimals)
        rounded = round(number / quantum) * quantum
        whole, rest = f"{int(abs(rounded) * 10**decimals):0{decimals + 1}}", ""
        if decimals:
            whole, rest = whole[:-decimals], spelling.decimal + whole[-decimals:]
        sign = spelling.minus if rounded < 0 else ""
        power = "" if exponent is None else _power(spelling.between, exponent)
        return f"{sign}{grouped(whole, spelling)}{rest}{power}{spelling.after}"


def grouped(digits: str, spelling: Spelling) -> str:
    """Digits with the group sign of a spelling between them."""
    if not spelling.group or not digits.isdecimal():
        return digits
    head, tail = digits[:-3], digits[-3:]
    size = 2 if spelling.indian else 3
    parts = [head[max(0, end - size) : end] for end in range(len(head), 0, -size)][::-1]
    return spelling.group.join([*parts, tail])


def _magnitude(number: Fraction, quantum: Fraction) -> int:
    """The exponent of a number in scientific notation, when its mantissa is rounded to a quantum."""
    exponent = len(str(abs(number.numerator))) - len(str(number.denominator))
    while abs(number) < Fraction(10) ** exponent:
        exponent -= 1
    while abs(number) >= Fraction(10) ** (exponent + 1):
        exponent += 1
    mantissa = abs(number) / Fraction(10) ** exponent
    return exponent + (round(mantissa / quantum) * quantum >= 10)


def _power(between: str, exponent: int) -> str:
    if between.endswith("⁰"):
        return between[:-1] + str(exponent).translate(_LOWERED)
    return between.replace("0}", f"{exponent}}}") if between.endswith("}") else f"{between}{exponent}"
