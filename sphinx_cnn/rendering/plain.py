"""Plain text: a table for a terminal, and a diagram for builders that draw none."""

from __future__ import annotations

from collections.abc import Iterable

from sphinx_cnn.arithmetic.summary import Summary
from sphinx_cnn.rendering.columns import columns
from sphinx_cnn.rendering.facts import facts
from sphinx_cnn.rendering.folding import Blocks
from sphinx_cnn.rendering.numbers import SPACE, NumberFormat, shape


def table(summary: Summary, names: Iterable[str]) -> str:
    """The table of a network, aligned, with its totals and the line of facts."""
    numbers = NumberFormat()
    chosen = columns(names, summary)
    lines = [[column.title for column in chosen]]
    lines += [[column.cell(row, numbers) for column in chosen] for row in summary.rows]
    totals = [column.total(summary.totals, numbers) for column in chosen]
    lines.append([totals[0] or "Total", *totals[1:]])
    lines = [[cell.replace(f"{SPACE}×{SPACE}", "×").replace(SPACE, " ") for cell in line] for line in lines]
    widths = [max(len(line[i]) for line in lines) for i in range(len(chosen))]
    rule = "─" * (sum(widths) + 2 * (len(widths) - 1))
    written = [
        "  ".join(
            cell.rjust(width) if column.numeric else cell.ljust(width)
            for cell, width, column in zip(line, widths, chosen, strict=True)
        ).rstrip()
        for line in lines
    ]
    said = facts(summary, numbers, [column.name for column in chosen]).replace(SPACE, " ")
    return "\n".join([written[0], rule, *written[1:-1], rule, written[-1], "", said])


def diagram(blocks: Blocks) -> str:
    """One line per block; where it does not follow the line before, the line names the blocks it follows."""
    lines = []
    for index, block in enumerate(blocks.blocks):
        taken = blocks.sources(index)
        follows = "" if taken in ([], [index - 1]) else f"  ← {', '.join(blocks.blocks[i].name for i in taken)}"
        sizes = shape(block.last.output_shape).replace(SPACE, " ")
        lines.append(f"{'→ ' if taken else '  '}{block.name}: {block.kind}, {sizes}{follows}")
    return "\n".join(lines)
