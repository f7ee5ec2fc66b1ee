"""What a reader sees of a built page of the course: tables, prose, formulas and links."""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from html.parser import HTMLParser

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})

ASIDE = frozenset({"script", "style", "svg", "pre", "table"})
"""What is no prose."""

FORMULA = re.compile(r"[\d⌊(][\d\s,.·+−/()⌊⌋]*(=[\d\s,.·+−/()⌊⌋]+)+")
"""A worked formula: ``(5·5·96 + 1)·256 = 614,656``."""

OPERATORS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


@dataclass
class Table:
    """A table of a page, by its id; the first row is its head."""

    identifier: str
    rows: list[list[str]] = field(default_factory=list)

    def cell(self, layer: str, column: str) -> str:
        """The cell of a layer, by its name, and of a column, by its title."""
        (row,) = (row for row in self.rows if row[0].partition(" (")[0] == layer)
        return row[self.rows[0].index(column)]


@dataclass
class Page(HTMLParser):
    """A page, parsed."""

    html: str
    tables: dict[str, Table] = field(default_factory=dict)
    literals: list[str] = field(default_factory=list)
    prose: str = ""
    facts: str = ""
    identifiers: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[tuple[str, frozenset[str]]] = []
        self._table = Table("")
        self.feed(self.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Go into an element."""
        values = {name: value or "" for name, value in attrs}
        classes = frozenset(values.get("class", "").split())
        if "id" in values:
            self.identifiers.append(values["id"])
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        if tag == "table":
            self._table = Table(values.get("id", ""))
            self.tables[self._table.identifier] = self._table
        elif tag == "tr":
            self._table.rows.append([])
        elif tag in ("th", "td"):
            self._table.rows[-1].append("")
        elif tag == "code" and "literal" in classes:
            self.literals.append("")
        if tag not in VOID:
            self._open.append((tag, classes))

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Put a text where it belongs."""
        tags = {tag for tag, _ in self._open}
        if tags & {"th", "td"}:
            self._table.rows[-1][-1] += data
        if any(tag == "code" and "literal" in classes for tag, classes in self._open):
            self.literals[-1] += data
        elif any("cnn-facts" in classes for _, classes in self._open):
            self.facts += data
        elif "article" in tags and not tags & ASIDE:
            self.prose += data

    @property
    def formulas(self) -> list[str]:
        """The worked formulas."""
        return [literal for literal in self.literals if FORMULA.fullmatch(literal)]

    @property
    def computed(self) -> str:
        """All text that stands in the tables of networks and under them."""
        cells = (cell for name, table in self.tables.items() if name for row in table.rows for cell in row)
        return " ".join([*cells, self.facts])


def sides(formula: str) -> list[Fraction]:
    """The values of the sides of a worked formula."""
    plain = formula.replace(",", "").replace("·", "*").replace("−", "-").replace("⌊", "floor(").replace("⌋", ")")
    return [_value(ast.parse(side.strip(), mode="eval").body) for side in plain.split("=")]


def _value(node: ast.expr) -> Fraction:
    match node:
        case ast.Constant(value=int(number)):
            return Fraction(number)
        case ast.BinOp(left, operation, right):
            return OPERATORS[type(operation)](_value(left), _value(right))
        case ast.Call(args=[argument]):
            return Fraction(math.floor(_value(argument)))
    raise ValueError(f"no formula: {ast.unparse(node)}")
