"""Parts of a network whose text makes no groups, found in how its data flows."""

from __future__ import annotations

from sphinx_cnn.arithmetic.summary import Summary
from sphinx_cnn.rendering.blocks import Block

LARGEST = 0.25
"""Branches that more of the network stands in are no part: little would be left to see."""

LEADERS = ("convolution", "dense")
FOLLOWERS = ("normalization", "activation")


def users(summary: Summary) -> list[int]:
    """How many layers take the output of each layer."""
    count = [0] * len(summary.rows)
    for source, _ in summary.edges:
        count[source] += 1
    return count


def branches(blocks: list[Block], summary: Summary) -> list[Block]:
    """The blocks between a fork of the flow and the merge that ends it, as one: a residual block, for example."""
    last = list(range(len(summary.rows)))
    for source, target in summary.edges:
        last[source] = max(last[source], target)
    change = [0] * (len(summary.rows) + 2)
    for source, until in enumerate(last):  # its output is still needed before the layers source + 1 to until
        change[source + 1] += 1
        change[until + 1] -= 1
    parts: list[list[Block]] = []
    needed, place = 0, 0
    for block in blocks:
        while place <= block.start:
            needed += change[place]
            place += 1
        if needed <= 1 or not parts:
            parts.append([])
        parts[-1].append(block)
    most = LARGEST * len(summary.rows)
    joined = ([Block.joined(part)] if part[-1].end - part[0].start <= most else part for part in parts)
    return [block for part in joined for block in part]


def with_followers(blocks: list[Block], summary: Summary) -> list[Block]:
    """Convolutions and dense layers, each with the normalization and the activation that follow it."""
    uses = users(summary)
    alone = {target for source, target in summary.edges if source == target - 1 and uses[source] == 1}
    parts: list[list[Block]] = []
    for block in blocks:
        follows = block.is_layer and block.family in FOLLOWERS and block.start in alone
        if follows and parts and parts[-1][0].family in LEADERS:
            parts[-1].append(block)
        else:
            parts.append([block])
    return [Block.joined(part) for part in parts]
