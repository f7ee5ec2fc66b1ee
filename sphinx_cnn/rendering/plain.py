"""Plain text: a table for a terminal, and a diagram for builders that draw none, and in words."""

from __future__ import annotations

from collections.abc import Iterable

from sphinx_cnn.arithmetic.summary import Summary
from sphinx_cnn.rendering.blocks import Block, Blocks
from sphinx_cnn.rendering.columns import columns
from sphinx_cnn.rendering.facts import facts
from sphinx_cnn.rendering.folding import unfolded
from sphinx_cnn.rendering.numbers import SPACE, NumberFormat, shape


def table(summary: Summary, names: Iterable[str], blocks: Blocks | None = None) -> str:
    """The table of a network, aligned, with its totals and the line of facts.

    :param blocks: what it has a row for; by default each layer.
    """
    numbers = NumberFormat()
    chosen = columns(names, summary)
    blocks = blocks or unfolded(summary)
    lines = [[column.title for column in chosen]]
    lines += [[column.cell(block, numbers) for column in chosen] for block in blocks.blocks]
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
    said = facts(summary, numbers, [column.name for column in chosen], len(blocks.blocks)).replace(SPACE, " ")
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


def describe(title: str, summary: Summary, blocks: Blocks, numbers: NumberFormat) -> str:
    """What a diagram shows, in words; that of a folded one has the parameters of what is folded, and of all."""
    count = len(blocks.blocks)
    said = []
    for index, block in enumerate(blocks.blocks):
        taken = blocks.sources(index)
        follows = "" if taken in ([], [index - 1]) else f" from {_listed([blocks.blocks[i].name for i in taken])}"
        said.append(
            f"{block.name} ({_kind(block, numbers)}){follows}, {' by '.join(map(str, block.last.output_shape))}"
        )
    together = ""
    if blocks.is_folded:
        params = _parameters(summary.totals.params, "params" in summary.totals.lower_bounds, numbers)
        together = f" These are {numbers.count(len(summary.rows))} layers with {params}."
    return f"{title}: {count} {'steps' if count != 1 else 'step'}, from input to output. {'; '.join(said)}.{together}"


def _kind(block: Block, numbers: NumberFormat) -> str:
    """The kind of a block; with its parameters, if it has several layers."""
    if block.is_layer:
        return block.kind
    return f"{block.kind}, {_parameters(block.total('params'), block.is_bounded('params'), numbers)}"


def _parameters(count: int, is_bounded: bool, numbers: NumberFormat) -> str:  # noqa: FBT001
    return f"{'at least ' if is_bounded else ''}{numbers.count(count)} parameter{'s' if count != 1 else ''}"


def _listed(names: list[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
