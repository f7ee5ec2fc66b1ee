"""The text of a ``cnn`` role: ``alexnet.conv1.params``, ``a.macs / b.macs:.1f``, ``62.4 million <alexnet.params>``.

It is read by a grammar of its own, into a small tree, and computed with exact fractions. Nothing is ever evaluated as
code, and length, depth, digits and sizes of numbers are bounded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import NoReturn

LONGEST = 1000
"""No longer text is read."""

DEEPEST = 20
"""No deeper parentheses are read."""

MOST_DIGITS = 30
"""A format asks for no more digits after the decimal sign."""

FUNCTIONS = ("max", "min", "sum", "round")
KINDS = ("d", "f", "e", "%", "x", "k", "M", "G", "T", "Ki", "Mi", "Gi", "Ti")

Number = int | Fraction


class ReferenceTextError(ValueError):
    """The text of a role that cannot be read, or computed."""


@dataclass(frozen=True, slots=True)
class Path:
    """``network.layer.quantity[index]``; no network means that of the page, and no layer the total."""

    network: str
    layer: str
    quantity: str
    index: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A number that the author wrote into an expression."""

    value: Number


@dataclass(frozen=True, slots=True)
class Operation:
    """Two terms or factors."""

    sign: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Function:
    """``max``, ``min``, ``sum`` or ``round`` of something."""

    name: str
    arguments: tuple[Expression, ...]


Expression = Path | Literal | Operation | Function


@dataclass(frozen=True, slots=True)
class Format:
    """How a number is to be written.

    :param grouped: with the language's sign between groups of digits.
    :param digits: how many digits stand after the decimal sign; ``None`` for what is usual.
    :param kind: one of :data:`KINDS`, or nothing.
    """

    grouped: bool = False
    digits: int | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """The text of a role, read.

    :param text: the expression as it was written.
    :param typed: what the author typed for it; ``None`` where the number is to be computed.
    :param format: how the computed number is to be written; ``None`` for as is usual.
    """

    text: str
    expression: Expression
    typed: str | None = None
    format: Format | None = None


_TOKEN = re.compile(r'(?P<blank>\s+)|(?P<run>(?:[^\s(),*:"<>`]|"[^"]*")+)|(?P<sign>[(),*:"<>`])')
_NUMBER = re.compile(r"\d+(?:_\d+)*(?:\.\d+)?(?:[eE]\d{1,2})?")
_FORMAT = re.compile(rf"(?P<grouped>,?)(?:\.(?P<digits>\d{{1,9}}))?(?P<kind>{'|'.join(sorted(KINDS, key=len)[::-1])})?")
_PIECE = re.compile(r'(?:[^."]|"[^"]*")+')


def read(text: str) -> Reference:
    """Read the text of a role.

    :raises ReferenceTextError: if it is none, in one sentence.
    """
    text = text.strip()
    if len(text) > LONGEST:
        raise ReferenceTextError(f"the text has {len(text):,} characters; {LONGEST:,} are the most")
    if text.endswith(">"):
        typed, _, inner = text[:-1].rpartition("<")
        if not typed.strip() or not typed[-1].isspace():
            raise ReferenceTextError(f"a typed text and a blank are needed before '<{shortened(inner)}>'")
        return Reference(inner.strip(), _read_expression(inner), typed.strip())
    parser = _Parser(text)
    expression = parser.whole()
    if parser.at == len(parser.tokens):
        return Reference(text, expression)
    start = parser.tokens[parser.at].start
    return Reference(text[:start].strip(), expression, format=_read_format(text[start + 1 :]))


def read_path(text: str) -> Path:
    """Read a path alone, such as ``.conv1.params``.

    :raises ReferenceTextError: if it is none.
    """
    expression = _read_expression(text)
    if not isinstance(expression, Path):
        raise ReferenceTextError(f"'{shortened(text)}' is no layer and quantity such as conv1.params")
    return expression


def _read_expression(text: str) -> Expression:
    parser = _Parser(text)
    expression = parser.whole()
    if parser.at < len(parser.tokens):
        raise ReferenceTextError(
            f"a typed text has a format of its own, so ':{shortened(text.rpartition(':')[2])}' is idle"
        )
    return expression


def _read_format(text: str) -> Format:
    match = _FORMAT.fullmatch(text.strip())
    if match is None or not text.strip():
        kinds = ", ".join(KINDS)
        raise ReferenceTextError(f"'{shortened(text)}' is no format; formats are ',', '.2' and {kinds}, as in ',.1f'")
    digits = None if match["digits"] is None else int(match["digits"])
    if digits is not None and digits > MOST_DIGITS:
        raise ReferenceTextError(f"'{shortened(text)}' asks for {digits} digits; {MOST_DIGITS} are the most")
    if digits and match["kind"] == "d":
        raise ReferenceTextError(f"'{shortened(text)}' asks for digits after the point of a whole number")
    return Format(bool(match["grouped"]), digits, match["kind"] or "")


def shortened(text: str) -> str:
    """A text that fits into a message."""
    text = " ".join(text.split())
    return text if len(text) <= 60 else f"{text[:60]}…"


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    kind: str
    is_spaced: bool
    """Whether a blank stands on each side."""


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        assert match is not None  # noqa: S101 - one of the three takes any character
        spaced = text[: match.start()][-1:].isspace() and text[match.end() :][:1].isspace()
        if match.lastgroup != "blank":
            found.append(_Token(match[0], match.start(), match.lastgroup or "", spaced))
        position = match.end()
    return found


class _Parser:
    """Reads an expression, term by term."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = _tokens(text)
        self.at = 0
        self.depth = 0

    def whole(self) -> Expression:
        """The expression; it ends with the text, or at a colon."""
        if not self.tokens:
            raise ReferenceTextError("there is nothing to compute; write a path such as alexnet.conv1.params")
        found = self.expression()
        if self.at < len(self.tokens) and self.tokens[self.at].text != ":":
            self._refuse(self.tokens[self.at])
        return found

    def expression(self) -> Expression:
        found = self.term()
        while (sign := self._operator("+", "-")) is not None:
            found = Operation(sign, found, self.term())
        return found

    def term(self) -> Expression:
        found = self.factor()
        while (sign := self._operator("*", "/")) is not None:
            found = Operation(sign, found, self.factor())
        return found

    def _operator(self, *signs: str) -> str | None:
        if self.at == len(self.tokens) or self.tokens[self.at].text not in signs:
            return None
        token = self.tokens[self.at]
        if token.text != "*" and not token.is_spaced:
            raise ReferenceTextError(f"'{token.text}' needs a blank on each side, in '{shortened(self.text)}'")
        self.at += 1
        return token.text

    def factor(self) -> Expression:
        if self.at == len(self.tokens):
            raise ReferenceTextError(f"something is missing at the end of '{shortened(self.text)}'")
        token = self.tokens[self.at]
        self.at += 1
        if token.text == "(":
            return self._inside()[0]
        if token.kind != "run" or token.text in ("+", "-", "/"):
            self._refuse(token)
        if self._is_next("("):
            if token.text not in FUNCTIONS:
                raise ReferenceTextError(
                    f"there is no function '{shortened(token.text)}'; there are {', '.join(FUNCTIONS)}"
                )
            self.at += 1
            return self._function(token.text, self._inside(many=True))
        if _NUMBER.fullmatch(token.text):
            value = Fraction(token.text)
            return Literal(value.numerator if value.denominator == 1 else value)
        return _path(token.text)

    def _function(self, name: str, arguments: tuple[Expression, ...]) -> Function:
        if name == "round" and len(arguments) > 2:
            raise ReferenceTextError("round() takes a number, and how many digits stand after its point")
        return Function(name, arguments)

    def _inside(self, *, many: bool = False) -> tuple[Expression, ...]:
        """What stands between parentheses."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise ReferenceTextError(f"the parentheses are nested deeper than {DEEPEST}")
        found = [self.expression()]
        while many and self._is_next(","):
            self.at += 1
            found.append(self.expression())
        if not self._is_next(")"):
            if self.at < len(self.tokens):
                self._refuse(self.tokens[self.at])
            raise ReferenceTextError(f"a ) is missing in '{shortened(self.text)}'")
        self.at += 1
        self.depth -= 1
        return tuple(found)

    def _is_next(self, sign: str) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at].text == sign

    def _refuse(self, token: _Token) -> NoReturn:
        if token.text == "*":
            raise ReferenceTextError(f"a number is missing before '*', in '{shortened(self.text)}'")
        raise ReferenceTextError(f"'{shortened(token.text)}' is not expected in '{shortened(self.text)}'")


def _path(text: str) -> Path:
    network = re.match(r'(?:[^."]|"[^"]*")*', text)
    assert network is not None  # noqa: S101
    pieces = _PIECE.findall(text[network.end() :])
    if not pieces or text.endswith(".") or text[network.end() : network.end() + 1] != ".":
        raise ReferenceTextError(f"'{shortened(text)}' names no quantity; write a path such as alexnet.conv1.params")
    quantity, index = re.fullmatch(r"(.*?)(?:\[(-?\d{1,4})\])?", pieces[-1], re.DOTALL).groups()  # type: ignore[union-attr]
    layer = text[network.end() + 1 : len(text) - len(pieces[-1]) - 1]
    return Path(
        network=network[0].replace('"', ""),
        layer=layer.replace('"', ""),
        quantity=quantity.replace('"', ""),
        index=None if index is None else int(index),
        text=text,
    )
