"""The numbers that stand in the prose of a document, typed by hand: where, and as what.

Code, mathematics, addresses and the numbers that tables and roles show are no prose.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from docutils import nodes
from sphinx.util.nodes import get_node_source

from sphinx_cnn.extension.roles import SHOWN
from sphinx_cnn.notation.magnitudes import UNITS
from sphinx_cnn.notation.typed import Signs, Typed, find
from sphinx_cnn.rendering.nodes import PendingNumber

LEAST = 1000
"""Smaller numbers are no evidence: too many things are counted by them."""

FEWEST_DIGITS = 3
"""A rounded number of fewer significant digits is none either."""

YEARS = range(1900, 2100)

HISTORY = "cnn-history"
"""The class of a part of a document that tells of old numbers on purpose."""

NO_PROSE = (
    nodes.FixedTextElement,
    nodes.footnote_reference,
    nodes.citation_reference,
    nodes.label,
    nodes.literal,
    nodes.math,
    nodes.math_block,
    nodes.option_string,
    nodes.raw,
    nodes.substitution_definition,
    nodes.system_message,
    PendingNumber,
)
ADDRESS = re.compile(r"(?:\b[a-z][a-z0-9+.-]*://|\bwww\.|\bdoi:\s?)\S+", re.IGNORECASE)
CURRENCY = "$€£¥₹#№§"
OTHER_THINGS = re.compile(
    r"(?:\s+(?!(?:a|all|an|and|are|as|at|by|for|from|in|is|of|on|or|over|per|than|that|the|to|which|with)\b)\w+){0,2}?"
    r"\s+(?:images|pictures|photos|photographs|samples|examples|instances|classes|categories|labels"
    r"|epochs|steps|iterations|updates|units|neurons|channels|filters|features|values|pixels|users|papers|words|tokens"
    r"|ms|s|seconds|minutes|hours|days|years|km|m|Hz|[kMG]Hz|people|students|lines|pages|dollars|euros)\b"
    r"|\s?(?:张|幅|个样本|个类|个神经元|个单元|个通道|年|枚)"
)
"""What else is counted in such texts."""

QUANTITY = re.compile("|".join(rf"(?:{UNITS[unit]})" for unit in ("parameters", "MACs", "FLOPs", "connections")))
COVERED = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands for what is no prose; it belongs to no number."""


@dataclass(frozen=True)
class Written:
    """A number that an author has typed.

    :param location: ``path:line``.
    """

    typed: Typed
    location: str


@dataclass
class Lines:
    """The lines of a document's files, to find a text where it really stands.

    docutils knows only where a block begins, and not always that.
    """

    files: dict[str, list[str]] = field(default_factory=dict)
    taken: set[tuple[str, int, int]] = field(default_factory=set)

    def location(self, source: str, guess: int, text: str) -> str:
        """``path:line`` of the place nearest to a guess where a text stands; each place is found once."""
        path = os.path.abspath(source) if Path(source).exists() else source  # noqa: PTH100 - seen from the process
        head = text.split("\n", 1)[0]
        pattern = re.compile(rf"(?<!\d){re.escape(head)}(?!\d)")
        lines = self._lines(path)
        for distance in range(max(guess, len(lines) - guess + 1)):
            for number in dict.fromkeys((guess - distance, guess + distance)):
                if not 1 <= number <= len(lines) or head not in lines[number - 1]:
                    continue
                for match in pattern.finditer(lines[number - 1]):
                    place = (path, number, match.start())
                    if place not in self.taken:
                        self.taken.add(place)
                        return f"{path}:{number}"
        return f"{path}:{guess}"

    def _lines(self, path: str) -> list[str]:
        if path not in self.files:
            try:
                self.files[path] = Path(path).read_text("utf-8-sig").splitlines()
            except (OSError, UnicodeDecodeError):
                self.files[path] = []
        return self.files[path]


def written_in(document: nodes.document, signs: Signs) -> list[Written]:
    """The numbers in the prose of a document that may once have been a network's."""
    lines, found = Lines(), []
    tables: dict[int, str] = {}
    for block in _blocks(document):
        text = "".join(_prose(block))
        if not re.search(r"\d", text):
            continue
        source, line = get_node_source(block) or "", _line(block)
        table = _table(block)
        if table is not None and id(table) not in tables:
            tables[id(table)] = table.astext()
        for typed in evidence(text, text if table is None else tables[id(table)], signs):
            guess = line + text.count("\n", 0, typed.start)
            found.append(Written(typed, lines.location(source, guess, typed.text)))
    return found


def evidence(text: str, context: str, signs: Signs) -> Iterator[Typed]:
    """The numbers of a text that may be a network's.

    :param context: the text around it, which may say what its numbers count.
    """
    covered = ADDRESS.sub(lambda found: COVERED * len(found[0]), text)
    for typed in find(covered, signs):
        if _may_count(typed, covered, context):
            yield typed


def _may_count(typed: Typed, text: str, context: str) -> bool:
    if typed.sizes is not None and len(typed.sizes) > 1:
        return True
    if typed.value is None or typed.value < LEAST or typed.unit in ("%", "times", "pixels"):
        return False
    if not typed.is_exact and typed.digits < FEWEST_DIGITS:
        return False
    if typed.unit:
        return True
    if typed.text.isdecimal() and int(typed.text) in YEARS:
        return False
    before, after = text[max(0, typed.start - 2) : typed.start].strip(), text[typed.end :]
    if before.endswith(tuple(CURRENCY)) or after[:2].strip().startswith(tuple(CURRENCY)):
        return False
    if OTHER_THINGS.match(after):
        return False
    return not _is_round(typed.value.numerator) or QUANTITY.search(context) is not None


def _is_round(number: int) -> bool:
    """Whether a number is one that people choose, such as 60,000 or 4,096: then it needs a word that it counts."""
    return len(str(number).rstrip("0")) < FEWEST_DIGITS or number & (number - 1) == 0


def _blocks(document: nodes.document) -> Iterator[nodes.TextElement]:
    for block in document.findall(nodes.TextElement):
        if not isinstance(block, nodes.Inline) and not _is_covered(block):
            yield block


def _is_covered(node: nodes.Node) -> bool:
    """Whether a block, or what it stands in, is no prose, or tells of old numbers on purpose."""
    while node is not None:
        if isinstance(node, NO_PROSE):
            return True
        if isinstance(node, nodes.Element) and {HISTORY, "contents"} & set(node["classes"]):
            return True
        node = node.parent
    return False


def _prose(element: nodes.Element) -> Iterator[str]:
    """The words of a block, with what is no prose covered."""
    for child in element.children:
        if isinstance(child, nodes.Text):
            yield child.astext()
        elif isinstance(child, nodes.Element):
            covered = isinstance(child, NO_PROSE) or not isinstance(child, nodes.Inline)
            covered = covered or bool({HISTORY, SHOWN} & set(child["classes"]))
            yield from (COVERED,) if covered else _prose(child)


def _line(node: nodes.Node | None) -> int:
    while node is not None:
        if node.line:
            return node.line
        node = node.parent
    return 1


def _table(block: nodes.Element) -> nodes.table | None:
    """The table that a block stands in, whose other cells may say what its numbers count."""
    node: nodes.Element | None = block
    while node is not None and not isinstance(node, nodes.table):
        node = node.parent
    return node


def signs(language: str | None) -> Signs:
    """The decimal sign and the group sign of a language."""
    from babel.core import UnknownLocaleError  # noqa: PLC0415
    from babel.numbers import get_decimal_symbol, get_group_symbol  # noqa: PLC0415

    try:
        return Signs(get_decimal_symbol(language or "en"), get_group_symbol(language or "en"))
    except (UnknownLocaleError, ValueError):
        return Signs()
