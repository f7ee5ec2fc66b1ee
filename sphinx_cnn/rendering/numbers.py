"""How numbers, shapes and amounts of memory are written."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import floor

from sphinx_cnn.arithmetic.quantities import Unit

Exact = int | Fraction
"""A number that nothing is lost of."""

SPACE = "\N{NO-BREAK SPACE}"
UNKNOWN = "unknown"
NOTHING = "–"

SIGNIFICANT = 4
"""How many digits a number that is not whole has, unless it is said otherwise."""

SCALES = {"k": 10**3, "M": 10**6, "G": 10**9, "T": 10**12, "Ki": 2**10, "Mi": 2**20, "Gi": 2**30, "Ti": 2**40}

LARGEST_DECIMAL = 10**20
"""Babel rounds larger numbers, or refuses them."""


@dataclass(frozen=True)
class NumberFormat:
    """Writes numbers as a language does.

    :param language: a locale such as ``de`` or ``zh_CN``.
    """

    language: str = "en"
    _written: dict[int, str] = field(default_factory=dict, repr=False, compare=False)

    def count(self, number: int) -> str:
        """A whole number with thousands separators: ``62,378,344``."""
        if self.language in ("en", "zh_CN", "zh_TW", "ja", "ko"):  # a shortcut; Babel writes the same
            return f"{number:,}"
        return self._localized(number)

    def _localized(self, number: int) -> str:
        if number not in self._written:
            from babel.core import UnknownLocaleError  # noqa: PLC0415
            from babel.numbers import format_decimal, get_group_symbol  # noqa: PLC0415

            try:
                if abs(number) < LARGEST_DECIMAL:
                    self._written[number] = format_decimal(number, locale=self.language)
                else:
                    self._written[number] = f"{number:,}".replace(",", get_group_symbol(self.language))
            except (UnknownLocaleError, ValueError):
                self._written[number] = f"{number:,}"
        return self._written[number]

    @cached_property
    def point(self) -> str:
        """The decimal sign."""
        if self.language == "en":
            return "."
        from babel.core import UnknownLocaleError  # noqa: PLC0415
        from babel.numbers import get_decimal_symbol  # noqa: PLC0415

        try:
            return get_decimal_symbol(self.language)
        except (UnknownLocaleError, ValueError):
            return "."

    def decimal(self, number: Exact, digits: int, *, grouped: bool = True, down: bool = False) -> str:
        """A number with this many digits after the point.

        :param down: rounds down, as a lower bound must be.
        """
        units = floor(number * 10**digits) if down else round(Fraction(number) * 10**digits)
        whole, rest = divmod(abs(units), 10**digits)
        sign = "−" if units < 0 else ""
        written = self.count(whole) if grouped else str(whole)
        return f"{sign}{written}{self.point}{rest:0{digits}}" if digits else f"{sign}{written}"

    def fraction(self, number: Exact, *, down: bool = False) -> str:
        """A number that need not be whole: all of its whole digits, and four significant ones if it has as many."""
        exact = Fraction(number)
        digits = 0
        while abs(exact) * 10**digits < 10 ** (SIGNIFICANT - 1) and (exact * 10**digits).denominator > 1:
            digits += 1
        return self.decimal(number, digits, down=down)

    def percentage(self, number: str) -> str:
        """A number of per cent: ``60.5%``, and ``60,5 %`` in German."""
        from babel import Locale  # noqa: PLC0415
        from babel.core import UnknownLocaleError  # noqa: PLC0415

        try:
            pattern = str(Locale.parse(self.language).percent_formats[None].pattern)
        except (UnknownLocaleError, ValueError):
            pattern = "#,##0%"
        return re.sub(r"[#,.0]+", lambda _: number, pattern.partition(";")[0], count=1)

    def formatted(
        self, number: Exact, kind: str, digits: int | None, *, grouped: bool, unit: str = "", down: bool = False
    ) -> str:
        """A number in a format of its own.

        :param kind: ``f``, ``d``, ``e``, ``%``, ``x``, a scale such as ``M`` or ``Ki``, or nothing.
        :param digits: after the point; by default as is usual for the kind.
        :param unit: what a scale is followed by: ``B`` for bytes.
        """
        if not kind and digits is None:
            return self.fraction(number, down=down)
        if kind == "e":
            return self._scientific(Fraction(number), 2 if digits is None else digits, down=down)
        usual = {"d": 0, "f": 2, "": 0}.get(kind, 1)
        scale = Fraction(1, 100) if kind == "%" else Fraction(SCALES.get(kind, 1))
        shown = self.decimal(Fraction(number) / scale, usual if digits is None else digits, grouped=grouped, down=down)
        if kind == "%":
            return self.percentage(shown)
        if kind == "x":
            return f"{shown}×"
        return f"{shown}{SPACE}{kind}{unit}" if kind in SCALES else shown

    def _scientific(self, number: Fraction, digits: int, *, down: bool) -> str:
        """``6.24e+07``."""
        exponent = 0
        while abs(number) >= Fraction(10) ** (exponent + 1):
            exponent += 1
        while number and abs(number) < Fraction(10) ** exponent:
            exponent -= 1
        if not down and round(abs(number) / Fraction(10) ** exponent * 10**digits) == 10 ** (digits + 1):
            exponent += 1
        mantissa = self.decimal(number / Fraction(10) ** exponent, digits, down=down)
        return f"{mantissa}e{exponent:+03}"

    def memory(self, amount: Exact, *, down: bool = False) -> str:
        """Bytes in binary units: ``238.0 MiB``."""
        for power, unit in ((3, "GiB"), (2, "MiB"), (1, "KiB")):
            if amount >= 1024**power:
                return f"{self.decimal(Fraction(amount) / 1024**power, 1, down=down)}{SPACE}{unit}"
        return f"{self.fraction(amount, down=down)}{SPACE}B"

    def scaled(self, number: int) -> str:
        """A count in decimal units, to three digits or so: ``1.14 G``."""
        for power, unit in ((12, "T"), (9, "G"), (6, "M")):
            if number >= 10**power:
                return f"{self.decimal(Fraction(number, 10**power), 2)}{SPACE}{unit}"
        return self.count(number)

    def value(self, value: object, unit: Unit = "") -> str:
        """Any quantity."""
        if value is None:
            return UNKNOWN
        if unit == "bytes" and isinstance(value, int | Fraction):
            return self.memory(value)
        if isinstance(value, bool | str):
            return str(value)
        if isinstance(value, int):
            return self.count(value)
        if isinstance(value, Fraction):
            return self.fraction(value)
        if unit == "shapes" and isinstance(value, tuple):
            return ", ".join(shape(item) for item in value) or NOTHING
        if isinstance(value, tuple) and len(value) == 1 and isinstance(value[0], int):
            return self.count(value[0]).replace("-", "−")
        if isinstance(value, tuple) and all(isinstance(item, int | Fraction) for item in value):
            return shape(value)
        if isinstance(value, tuple):
            return ", ".join(map(str, value))
        return str(value)


def shape(sizes: tuple[int | Fraction, ...]) -> str:
    """A shape on the page: ``55 × 55 × 96``, which is never broken over lines."""
    return f"{SPACE}×{SPACE}".join(str(size).replace("-", "−") for size in sizes) or NOTHING
