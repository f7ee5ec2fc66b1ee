"""How numbers, shapes and amounts of memory are written."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from sphinx_cnn.arithmetic.quantities import Unit

SPACE = "\N{NO-BREAK SPACE}"
UNKNOWN = "unknown"
NOTHING = "–"

LARGEST_DECIMAL = 10**20
"""Babel rounds larger numbers, or refuses them."""


@dataclass(frozen=True)
class NumberFormat:
    """Writes numbers as a language does.

    :param language: a locale such as ``de`` or ``zh_CN``.
    """

    language: str = "en"
    _written: dict[int | float, str] = field(default_factory=dict, repr=False, compare=False)

    def count(self, number: int) -> str:
        """A whole number with thousands separators: ``62,378,344``."""
        if self.language in ("en", "zh_CN", "zh_TW", "ja", "ko"):  # a shortcut; Babel writes the same
            return f"{number:,}"
        return self._localized(number)

    def _localized(self, number: float) -> str:
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

    def decimal(self, number: float, digits: int) -> str:
        """A number with at most this many digits after the point."""
        rounded = round(number, digits)
        if self.language == "en":
            return f"{rounded:,.{digits}f}"
        return self._localized(rounded)

    def memory(self, amount: int) -> str:
        """Bytes in binary units: ``238.0 MiB``."""
        for power, unit in ((3, "GiB"), (2, "MiB"), (1, "KiB")):
            if amount >= 1024**power:
                return f"{self.decimal(amount / 1024**power, 1)}{SPACE}{unit}"
        return f"{self.count(amount)}{SPACE}B"

    def scaled(self, number: int) -> str:
        """A count in decimal units, to three digits or so: ``1.14 G``."""
        for power, unit in ((12, "T"), (9, "G"), (6, "M")):
            if number >= 10**power:
                return f"{self.decimal(number / 10**power, 2)}{SPACE}{unit}"
        return self.count(number)

    def value(self, value: object, unit: Unit = "") -> str:
        """Any quantity."""
        if value is None:
            return UNKNOWN
        if unit == "bytes" and isinstance(value, int):
            return self.memory(value)
        if isinstance(value, bool | str):
            return str(value)
        if isinstance(value, int):
            return self.count(value)
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
