"""Numbers as people type them: ``about 62.4 million``, ``6.2×10⁷``, ``6238万``, ``238.0 MiB``, ``55×55×96``.

A typed number is right for a whole interval of true values: those that it is correct for to its last typed digit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from sphinx_cnn.notation.magnitudes import IDEOGRAPHS, NO_LETTER, suffix
from sphinx_cnn.notation.spelling import ENGLISH, Signs, Spelling, Typed, Value

__all__ = ["Signs", "Typed", "Unclear", "Value", "find", "read"]

BLANK = " \N{NO-BREAK SPACE}\N{THIN SPACE}\N{NARROW NO-BREAK SPACE}\N{FIGURE SPACE}"
LONGEST = 60
"""No longer run of digits is taken for a number."""

APPROXIMATELY = (
    r"(?:\b(?:about|roughly|approximately|approx\.?|around|circa|ca\.?|etwa|ungefähr|rund|environ"
    r"|aproximadamente|около|примерно)|[≈~∼≃≅～]|大?[约約]|약)"
)

_GROUPED = re.compile(r"[1-9]\d{0,2}(?P<sign>[^\d])\d{3}(?:(?P=sign)\d{3})*")
_INDIAN = re.compile(r"[1-9]\d?(?:(?P<sign>,)\d\d)+,\d{3}")
_POWER = re.compile(
    rf"""
      [eE](?P<e>[+-]?\d{{1,3}}){NO_LETTER}
    | \s?[×xX·⋅*]\s?10(?:
          (?P<raised>[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{{1,3}})
        | (?:\^|\*\*)(?P<brace>\{{?)(?P<plain>[+\-−]?\d{{1,3}})\}}?{NO_LETTER}
      )
    """,
    re.VERBOSE,
)
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")


@dataclass(frozen=True, slots=True)
class Unclear:
    """A text that does not have one number in it, and why."""

    message: str


def read(text: str, signs: Signs = ENGLISH) -> Typed | Unclear:
    """The one number of a text; *about* counts wherever it stands.

    ``read("about 62.4 million").agrees(62_378_344)``
    """
    found = list(_scan(text, signs))
    odd = [piece for piece in found if isinstance(piece, str)]
    if odd:
        return Unclear(f"'{_short(odd[0])}' is no number that can be read")
    numbers = [piece for piece in found if isinstance(piece, Typed)]
    if not numbers:
        return Unclear(f"there is no number in '{_short(text)}'")
    if len(numbers) > 1:
        both = f"'{_short(numbers[0].text)}' and '{_short(numbers[1].text)}'"
        return Unclear(f"there is more than one number in '{_short(text)}': {both}")
    (number,) = numbers
    if number.approximate or not re.search(APPROXIMATELY, text, re.IGNORECASE):
        return number
    return _Reader(text, signs).number(number.start, approximate=True) or number


def find(text: str, signs: Signs = ENGLISH) -> Iterator[Typed]:
    """Every number of a text, from left to right, with its place.

    Digits that belong to a name are no numbers (``conv1``, ``VGG-16``, ``3D``), and neither are versions.
    """
    return (piece for piece in _scan(text, signs) if isinstance(piece, Typed))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _scan(text: str, signs: Signs) -> Iterator[Typed | str]:
    """Every number, and as a string every run of digits that is none and no part of a name either."""
    reader = _Reader(text, signs)
    position = 0
    while (candidate := _candidates().search(text, position)) is not None:
        start = candidate.start()
        position = reader.run_end(start)
        number = reader.sizes(start) or reader.number(start)
        if number is not None:
            yield number
            position = number.end
        elif not reader.is_name(start):
            yield text[start:position]


@cache
def _candidates() -> re.Pattern[str]:
    """Where a number can begin."""
    tuples = r"[(\[](?=\s*(?:None\s*,\s*)?[-−]?\d)"
    return re.compile(rf"{tuples}|(?<![\w)])[-−](?=\d)|\d")


class _Reader:
    """Reads what begins at a place of a text."""

    def __init__(self, text: str, signs: Signs) -> None:
        self.text = text
        self.signs = signs
        own = re.escape(signs.decimal + signs.group)
        joint = rf"[.,'’_{own}](?=\d)|[{BLANK}](?=\d{{3}}(?!\d))"
        self.run = re.compile(rf"[-−]?(?:\d|{joint})+")
        size = rf"[-−]?(?:[1-9]\d{{0,2}}(?:[_'’{re.escape(signs.group)}]\d{{3}})+(?!\d)|\d{{1,18}})"
        self.cross = re.compile(
            rf"{size}(?:(?P<between>[ \N{{NO-BREAK SPACE}}]?[×xX✕][ \N{{NO-BREAK SPACE}}]?)"
            rf"(?!10[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻^*]){size})+(?!\d|[.,]\d)(?!\s?[×xX✕]\s?\d){NO_LETTER}"
        )
        item = r"[-−]?\d{1,18}"
        self.tuple = re.compile(
            rf"(?P<before>[(\[]\s*(?:None\s*,\s*)?)"
            rf"(?P<sizes>{item}(?:(?P<between>\s*,\s*){item})*)(?P<lone>\s*,)?(?P<after>\s*[)\]])"
        )

    def run_end(self, start: int) -> int:
        """Where the run of digits and signs ends that begins here."""
        found = self.run.match(self.text, start)
        return found.end() if found else start + 1

    def is_name(self, start: int) -> bool:
        """Whether the digits belong to a word, such as ``conv1``, ``VGG-16``, ``v1.2`` or ``3D``."""
        if self.text[start] in "([":
            return True
        end = self.run_end(start)
        glued = re.match(rf"[^\W\d{IDEOGRAPHS}⁰¹²³⁴⁵⁶⁷⁸⁹]", self.text[end : end + 1])
        return self._in_word(start) or glued is not None

    def _in_word(self, start: int) -> bool:
        before = self.text[max(0, start - 24) : start]
        return re.search(rf"[^\W{IDEOGRAPHS}]\Z|[^\W\d{IDEOGRAPHS}]\d*[-‑.]\Z", before) is not None

    def approximate(self, start: int) -> bool:
        """Whether *about* stands right before."""
        before = self.text[max(0, start - 24) : start]
        return re.search(rf"{APPROXIMATELY}\s*$", before, re.IGNORECASE) is not None

    def sizes(self, start: int) -> Typed | None:
        """The shape that begins here."""
        if self._in_word(start) and self.text[start] not in "([":
            return None
        found = self.tuple.match(self.text, start)
        if found is not None:
            return self._tuple(found)
        found = self.cross.match(self.text, start)
        if found is None:
            return None
        minus = "-" if "-" in found[0] else "−"
        spelling = Spelling(minus=minus, group=self._ungrouped(found[0]), between=found["between"])
        sizes = [int(re.sub(r"[^\d-]", "", size.replace("−", "-"))) for size in re.split("[×xX✕]", found[0])]
        return self._shaped(found[0], start, tuple(sizes), spelling)

    def _tuple(self, found: re.Match[str]) -> Typed | None:
        sizes = tuple(int(size.replace("−", "-")) for size in found["sizes"].split(","))
        if len(sizes) == 1 and not found["lone"]:
            return None
        spelling = Spelling(
            minus="-" if "-" in found[0] else "−",
            group="",
            before=found["before"],
            between=found["between"] or ", ",
            after=found["after"],
        )
        number = self.number(found.start("sizes"))
        is_number = number is not None and number.text == found["sizes"] and "," in number.text
        value = number.value if number is not None and is_number else None
        return self._shaped(found[0], found.start(), sizes, spelling, value)

    def _shaped(
        self, text: str, start: int, sizes: tuple[int, ...], spelling: Spelling, value: Fraction | None = None
    ) -> Typed:
        return Typed(
            text=text,
            start=start,
            value=value,
            sizes=sizes,
            quantum=Fraction(1),
            unit="",
            approximate=False,
            digits=sum(len(str(abs(size))) for size in sizes),
            scale=Fraction(1),
            exponent=None,
            spelling=spelling,
        )

    def _ungrouped(self, text: str) -> str:
        """The sign for groups of digits: nothing, where the text has a longer number without one."""
        signs = re.search(rf"\d([_'’{re.escape(self.signs.group)}])\d{{3}}", text)
        return signs[1] if signs else "" if re.search(r"\d{4}", text) else self.signs.group

    def number(self, start: int, *, approximate: bool | None = None) -> Typed | None:
        """The number that begins here."""
        text = self.text
        found = self.run.match(text, start)
        if found is None or self._in_word(start):
            return None
        negative = text[start] in "-−"
        first = start + negative
        run = text[first : found.end()]
        parts = self._parts(run)
        if parts is None and re.search(f"[{BLANK}]", run):
            run = re.split(f"[{BLANK}]", run, maxsplit=1)[0]
            parts = self._parts(run)
        if parts is None:
            return None
        whole, decimals, spelling = parts
        end = first + len(run)
        power, exponent = _POWER.match(text, end), None
        if power is not None:
            end, exponent = power.end(), self._exponent(power)
        after = suffix(text, end)
        if re.match(rf"[^\W{IDEOGRAPHS}]|[⁰¹²³⁴⁵⁶⁷⁸⁹]|\^|\*\*", text[end + after.length :]):
            return None
        approximate = self.approximate(start) if approximate is None else approximate
        zeros = len(whole) - len(whole.rstrip("0")) if approximate and not decimals and int(whole) else 0
        unit = Fraction(10) ** (zeros - len(decimals)) * Fraction(10) ** (exponent or 0) * after.scale
        magnitude = Fraction(int(whole + decimals), 10 ** len(decimals)) * Fraction(10) ** (exponent or 0) * after.scale
        return Typed(
            text=text[start : end + after.length],
            start=start,
            value=-magnitude if negative else magnitude,
            sizes=None,
            quantum=unit,
            unit=after.unit,
            approximate=approximate,
            digits=max(1, len((whole + decimals).lstrip("0")) - zeros),
            scale=after.scale,
            exponent=exponent,
            spelling=Spelling(
                minus=text[start] if negative else "−",
                decimal=spelling.decimal,
                group=spelling.group,
                indian=spelling.indian,
                decimals=len(decimals),
                between="" if power is None else self._before_exponent(power),
                after=text[end : end + after.length],
            ),
        )

    def _parts(self, run: str) -> tuple[str, str, Spelling] | None:
        """The digits before and after the decimal sign, and how they are written."""
        if len(run) > LONGEST:
            return None
        for decimal in dict.fromkeys((self.signs.decimal, ".")):
            for head, tail in ((run, ""), (run.rpartition(decimal)[0], run.rpartition(decimal)[2])):
                if tail and not tail.isdecimal():
                    continue
                if head.isdecimal():
                    group = self.signs.group if len(head) <= 3 else ""
                    return head, tail, Spelling(decimal=decimal, group=group)
                indian = _INDIAN.fullmatch(head)
                match = _GROUPED.fullmatch(head) or indian
                if match is None or (match["sign"] == decimal and (tail or head.count(decimal) == 1)):
                    continue
                digits = re.sub(r"\D", "", head)
                return digits, tail, Spelling(decimal=decimal, group=match["sign"], indian=match is indian)
        return None

    def _exponent(self, power: re.Match[str]) -> int:
        written = power["e"] or power["plain"] or power["raised"].translate(_RAISED)
        return int(written.replace("−", "-"))

    def _before_exponent(self, power: re.Match[str]) -> str:
        if power["raised"]:
            return f"{power[0][: -len(power['raised'])]}⁰"
        if power["brace"]:
            return f"{power[0][: power.start('plain') - power.start()]}0}}"
        return power[0][: -len(power["e"] or power["plain"])]
