"""Summary → docutils table, so that every builder, theme, search index and translation gets it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from docutils import nodes

from sphinx_cnn.arithmetic.quantities import Row
from sphinx_cnn.arithmetic.summary import Summary
from sphinx_cnn.rendering.columns import LAYER, Column, columns
from sphinx_cnn.rendering.facts import facts
from sphinx_cnn.rendering.nodes import HeaderCell, NumberCell
from sphinx_cnn.rendering.numbers import NumberFormat
from sphinx_cnn.rendering.working import working

Anchor = Callable[[Row | None], str]
"""Gives the id of a layer's row, or that of the totals."""


def table_body(
    summary: Summary, names: Iterable[str], numbers: NumberFormat, anchor: Anchor | None, *, workings: bool = False
) -> nodes.tgroup:
    """Head and body of a network's table, the totals in its last row.

    :param anchor: the ids of the rows, or ``None`` for a table that is not what links to a layer lead to.
    :param workings: whether each number says how it comes about.
    """
    chosen = columns(names, summary)
    group = nodes.tgroup(cols=len(chosen))
    head = nodes.row("", *(_cell(column, [nodes.Text(column.title)], scope="col") for column in chosen))
    cells = [[column.cell(row, numbers) for column in chosen] for row in summary.rows]
    totals = [column.total(summary.totals, numbers) for column in chosen]
    for index, column in enumerate(chosen):
        # The text builder takes the width at its word.
        width = 2 + max(len(line[index]) for line in (*cells, totals, [c.title for c in chosen]))
        specification = nodes.colspec(colwidth=width)
        specification["stub" if index == 0 else "align"] = 1 if index == 0 else "right" if column.numeric else "left"
        group += specification
    group += nodes.thead("", head)
    body = nodes.tbody()
    for row, line in zip(summary.rows, cells, strict=True):
        built = _row(row, line, chosen, anchor)
        if workings:
            _add_workings(built, row, chosen, numbers)
        body += built
    if any(column.countable for column in chosen):
        body += _totals(chosen, totals, anchor)
    group += body
    return group


def _totals(chosen: list[Column], totals: list[str], anchor: Anchor | None) -> nodes.row:
    totals = [totals[0] or "Total", *totals[1:]]
    cells = [
        _cell(column, [*_target(anchor, None, index), nodes.Text(text)], scope="" if index else "row")
        for index, (column, text) in enumerate(zip(chosen, totals, strict=True))
    ]
    return nodes.row("", *cells, classes=["cnn-totals"])


def _row(row: Row, cells: list[str], chosen: list[Column], anchor: Anchor | None) -> nodes.row:
    built = nodes.row()
    for index, (column, text) in enumerate(zip(chosen, cells, strict=True)):
        content = _layer(row) if column.name == LAYER else [nodes.Text(text)]
        built += _cell(column, [*_target(anchor, row, index), *content], scope="" if index else "row")
    return built


def _target(anchor: Anchor | None, row: Row | None, index: int) -> list[nodes.target]:
    """The target of a row, in its first cell: in LaTeX the id of the row itself leads nowhere."""
    return [nodes.target(ids=[anchor(row)])] if anchor and index == 0 else []


def _add_workings(built: nodes.row, row: Row, chosen: list[Column], numbers: NumberFormat) -> None:
    for cell, column in zip(built, chosen, strict=True):
        if isinstance(cell, NumberCell) and column.countable:
            cell["working"] = working(row, column.name, numbers)


def _layer(row: Row) -> list[nodes.Node]:
    return [nodes.Text(row.name), nodes.inline("", f" ({row.kind})", classes=["cnn-kind"])]


def _cell(column: Column, content: list[nodes.Node], *, scope: str) -> nodes.entry:
    cell: nodes.entry = HeaderCell("", scope=scope) if scope else NumberCell() if column.numeric else nodes.entry()
    cell += nodes.paragraph("", "", *content)
    if column.numeric:
        cell["classes"].append("cnn-number")
    return cell


def facts_line(summary: Summary, names: list[str], numbers: NumberFormat) -> nodes.paragraph:
    """The line under the table."""
    return nodes.paragraph("", facts(summary, numbers, names), classes=["cnn-facts"])
