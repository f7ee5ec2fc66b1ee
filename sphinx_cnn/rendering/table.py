"""Blocks → docutils table, so that every builder, theme, search index and translation gets it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from docutils import nodes

from sphinx_cnn.arithmetic.groups import and_its_parents
from sphinx_cnn.arithmetic.summary import Summary
from sphinx_cnn.rendering.blocks import Block, Blocks, layers
from sphinx_cnn.rendering.columns import LAYER, Column, columns
from sphinx_cnn.rendering.facts import facts
from sphinx_cnn.rendering.nodes import HeaderCell, NumberCell, Opener
from sphinx_cnn.rendering.numbers import NumberFormat
from sphinx_cnn.rendering.working import working

Anchor = Callable[[str], str]
"""Gives the id of the row of a layer or a group by its name; that of the totals for no name."""

MOST_AT_ONCE = 2
"""Where more rows are folded, the head of the table opens all of them."""


@dataclass(frozen=True)
class Body:
    """How the rows of a table are built.

    :param anchor: the ids of the rows, or ``None`` for a table that is not what links to a layer lead to.
    :param opens: whether a row of several layers opens to show theirs, as a page can.
    :param workings: whether each number says how it comes about.
    """

    summary: Summary
    columns: list[Column]
    numbers: NumberFormat
    anchor: Anchor | None
    opens: bool = False
    workings: bool = False

    def cells(self, blocks: Blocks) -> list[list[str]]:
        """The words of the rows of all blocks."""
        return [[column.cell(block, self.numbers) for column in self.columns] for block in blocks.blocks]

    def parts(self, blocks: Blocks) -> Iterator[nodes.tbody]:
        """The rows of all blocks; those of one that opens are a part of their own, with the rows of its layers."""
        names = _names(self.summary)
        body = nodes.tbody()
        for block, cells in zip(blocks.blocks, self.cells(blocks), strict=True):
            own = names[block.start : block.end]
            if block.is_layer or not self.opens:
                body += self._row(block, cells, [name for of_layer in own for name in of_layer])
                continue
            if len(body):
                yield body
            yield self._opening(block, cells, own)
            body = nodes.tbody()
        if any(column.countable for column in self.columns):
            body += self._totals()
        if len(body):
            yield body

    def _opening(self, block: Block, cells: list[str], names: list[list[str]]) -> nodes.tbody:
        around = set(and_its_parents(block.group))
        folded = self._row(block, cells, [name for name in names[0] if name in around], opens=True)
        folded["classes"].append("cnn-folded")
        part = nodes.tbody("", folded, classes=["cnn-group"])
        inside = Blocks.of(layers(block.rows, block.start), ())
        for layer, words, own in zip(inside.blocks, self.cells(inside), names, strict=True):
            row = self._row(layer, words, [name for name in own if name not in around])
            row["classes"].append("cnn-inside")
            part += row
        return part

    def _row(self, block: Block, cells: list[str], names: list[str], *, opens: bool = False) -> nodes.row:
        """The row of a block, with the targets of these names in its first cell: ids of a row lead nowhere in LaTeX."""
        built = nodes.row()
        for index, (column, text) in enumerate(zip(self.columns, cells, strict=True)):
            content = _named(block) if column.name == LAYER else [nodes.Text(text)]
            targets = [nodes.target(ids=[self.anchor(name)]) for name in names] if self.anchor and index == 0 else []
            scope = "" if index else "rowgroup" if opens else "row"
            built += _cell(column, [*targets, *content], scope=scope, opens=opens and index == 0)
            if self.workings and block.is_layer and column.countable and isinstance(built[-1], NumberCell):
                built[-1]["working"] = working(block.last, column.name, self.numbers)
        return built

    def _totals(self) -> nodes.row:
        said = totals(self.summary, self.columns, self.numbers)
        cells = []
        for index, (column, text) in enumerate(zip(self.columns, said, strict=True)):
            targets = [nodes.target(ids=[self.anchor("")])] if self.anchor and index == 0 else []
            cells.append(_cell(column, [*targets, nodes.Text(text)], scope="" if index else "row"))
        return nodes.row("", *cells, classes=["cnn-totals"])


def table_body(
    summary: Summary,
    blocks: Blocks,
    names: Iterable[str],
    numbers: NumberFormat,
    anchor: Anchor | None,
    *,
    opens: bool = False,
    workings: bool = False,
) -> nodes.tgroup:
    """Head and body of a network's table, the totals in its last row; the arguments are those of :class:`Body`."""
    body = Body(summary, columns(names, summary), numbers, anchor, opens, workings)
    group = nodes.tgroup(cols=len(body.columns))
    said = totals(summary, body.columns, numbers)
    lines = [*body.cells(blocks), said, [column.title for column in body.columns]]
    for index, column in enumerate(body.columns):
        width = 2 + max(len(line[index]) for line in lines)  # which the text builder takes at its word
        specification = nodes.colspec(colwidth=width)
        specification["stub" if index == 0 else "align"] = 1 if index == 0 else "right" if column.numeric else "left"
        group += specification
    heads = [_cell(column, [nodes.Text(column.title)], scope="col") for column in body.columns]
    if opens and sum(not block.is_layer for block in blocks.blocks) > MOST_AT_ONCE:
        words = f"all {numbers.count(len(summary.rows))} layers"
        heads[0] += Opener("", nodes.Text(words), classes=["cnn-all"])
    group += [nodes.thead("", nodes.row("", *heads)), *body.parts(blocks)]
    return group


def totals(summary: Summary, chosen: list[Column], numbers: NumberFormat) -> list[str]:
    """The cells of the totals."""
    said = [column.total(summary.totals, numbers) for column in chosen]
    return [said[0] or "Total", *said[1:]]


def _names(summary: Summary) -> list[list[str]]:
    """For each layer its name and those of the groups that begin with it, each name once."""
    known = {row.key for row in summary.rows}
    names = []
    for row in summary.rows:
        groups = [group for group in and_its_parents(row.group) if group not in known]
        known.update(groups)
        names.append([row.key, *groups])
    return names


def _named(block: Block) -> list[nodes.Node]:
    name = block.last.name if block.is_layer else block.name
    return [nodes.Text(name), nodes.inline("", f" ({block.kind})", classes=["cnn-kind"])]


def _cell(column: Column, content: list[nodes.Node], *, scope: str, opens: bool = False) -> nodes.entry:
    cell: nodes.entry = HeaderCell("", scope=scope) if scope else NumberCell() if column.numeric else nodes.entry()
    cell += Opener("", *content) if opens else nodes.paragraph("", "", *content)
    if column.numeric:
        cell["classes"].append("cnn-number")
    return cell


def facts_line(summary: Summary, blocks: Blocks, names: list[str], numbers: NumberFormat) -> nodes.paragraph:
    """The line under the table."""
    said = facts(summary, numbers, names, len(blocks.blocks))
    return nodes.paragraph("", said, classes=["cnn-facts"])
