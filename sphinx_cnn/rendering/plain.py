"""Plain text: a table for a terminal, and a diagram for builders that draw none."""

from __future__ import annotations

from collections.abc import Iterable

from sphinx_cnn.arithmetic.summary import Summary
from sphinx_cnn.rendering.columns import columns
from sphinx_cnn.rendering.facts import facts
from sphinx_cnn.rendering.numbers import SPACE, NumberFormat, shape


def table(summary: Summary, names: Iterable[str]) -> str:
    """The table of a network, aligned, with its totals and the line of facts."""
    numbers = NumberFormat()
    chosen = columns(names, summary)
    lines = [[column.title for column in chosen]]
    lines += [[column.cell(row, numbers) for column in chosen] for row in summary.rows]
    lines.append([column.total(summary.totals, numbers) for column in chosen])
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


def diagram(summary: Summary) -> str:
    """One line per layer; where it does not follow the line before, the line names the layers it follows."""
    lines = []
    before = ""
    for row in summary.rows:
        follows = "" if list(row.inputs) == [before] or not row.inputs else f"  ← {', '.join(row.inputs)}"
        arrow = "→ " if row.inputs else "  "
        lines.append(f"{arrow}{row.key}: {row.kind}, {shape(row.output_shape).replace(SPACE, ' ')}{follows}")
        before = row.key
    return "\n".join(lines)
