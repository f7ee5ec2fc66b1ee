"""Summary → blocks: the layers of groups, and runs of blocks that are alike, are shown as one.

A fold never loses, doubles or moves a layer, so what is summed up over blocks is what is summed up over layers.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from operator import ne

from sphinx_cnn.arithmetic.groups import and_its_parents, outer
from sphinx_cnn.arithmetic.quantities import COUNTABLE, Row
from sphinx_cnn.arithmetic.summary import Summary
from sphinx_cnn.rendering.blocks import Block, Blocks, layers
from sphinx_cnn.rendering.parts import branches, users, with_followers
from sphinx_cnn.rendering.repeats import LONGEST, repeats

MOST_READABLE = 48
"""A network of more layers is folded, where it is not said how; it has no more blocks than this."""

MOST_BLOCKS = 400
"""More blocks are not drawn; a layout runs in C and cannot be interrupted."""

LONGEST_FLOW = 1000
"""Nor are blocks whose arrows pass more ranks, all together: those are what the time of a layout grows with."""

Marks = Sequence[Hashable]
"""For each layer, what makes it like another one."""


def fold(summary: Summary, depth: int = 0) -> Blocks:
    """The blocks of a network.

    :param depth: groups of this depth are a block each, ``1`` for the outermost ones, and identical ones that follow
        each other are one. ``0`` for as many blocks as a person can read: all layers of a small network.
    """
    if depth:
        return Blocks.of(_by_groups(summary, depth, _marks(summary, _exactly)), summary.edges)
    return next(blocks for blocks in _ever_fewer(summary) if _is_readable(blocks))


def steps(summary: Summary, depth: int) -> Blocks:
    """What a diagram has nodes for; a depth that would take too long to lay out is not followed."""
    blocks = fold(summary, depth)
    return blocks if is_drawable(blocks) else fold(summary)


def rows(summary: Summary, depth: int, *, opens: bool) -> Blocks:
    """What a table has rows for.

    :param opens: whether a row can be opened, so that a large network is folded without being asked to.
    """
    if depth or (opens and len(summary.rows) > MOST_READABLE):
        return fold(summary, depth)
    return unfolded(summary)


def unfolded(summary: Summary) -> Blocks:
    """A block for each layer."""
    return Blocks.of(layers(summary.rows), summary.edges)


def is_drawable(blocks: Blocks) -> bool:
    """Whether a layout is certain to end soon."""
    ranks = [0] * len(blocks.blocks)
    for source, target in sorted(blocks.edges, key=lambda edge: edge[1]):
        ranks[target] = max(ranks[target], ranks[source] + 1)
    flow = sum(ranks[target] - ranks[source] for source, target in blocks.edges)
    return len(blocks.blocks) <= MOST_BLOCKS and flow <= LONGEST_FLOW


def _is_readable(blocks: Blocks) -> bool:
    return len(blocks.blocks) <= MOST_READABLE and is_drawable(blocks)


def _by_groups(summary: Summary, depth: int, exactly: Marks) -> list[Block]:
    """A block for each group of this depth, or for identical ones in a row, and one for each other layer."""
    blocks: list[list[Block]] = []
    before = ""
    for layer in layers(summary.rows):
        group = outer(layer.last.group, depth)
        if not group or group != before:
            blocks.append([])
        blocks[-1].append(layer)
        before = group
    groups = [_group(block, depth) for block in blocks]
    return _runs(groups, exactly, summary, only_groups=True)


def _group(layers: list[Block], depth: int) -> Block:
    if len(layers) == 1:
        return layers[0]
    rows = tuple([layer.last for layer in layers])
    group = outer(rows[0].group, depth)
    return Block(rows, layers[0].start, group, group, group)


def _ever_fewer(summary: Summary) -> Iterator[Blocks]:
    """Folds of a network, each coarser than the one before, down to a single block."""
    yield unfolded(summary)
    exactly, loosely = _marks(summary, _exactly), _marks(summary, _loosely)
    deepest = max(len(and_its_parents(row.group)) for row in summary.rows)
    for depth in range(deepest, 0, -1):
        yield Blocks.of(_by_groups(summary, depth, exactly), summary.edges)
    flat = _by_groups(summary, 1, exactly)
    kinds = [_loosely(row) for row in summary.rows]
    for blocks, marks in (
        (flat, exactly),
        (branches(flat, summary), exactly),
        (with_followers(flat, summary), exactly),
        (flat, loosely),
        (branches(flat, summary), loosely),
        (flat, kinds),
    ):
        folded = _runs(blocks, marks, summary, identical=marks is exactly)
        yield Blocks.of(folded, summary.edges)
    most = MOST_READABLE
    while True:
        size = -(-len(folded) // most)
        folded = [Block.joined(folded[start : start + size]) for start in range(0, len(folded), size)]
        yield Blocks.of(folded, summary.edges)
        most = max(1, most // 2)


def _runs(
    blocks: list[Block], marks: Marks, summary: Summary, *, identical: bool = True, only_groups: bool = False
) -> list[Block]:
    """Blocks that are alike and follow each other, as one.

    :param marks: what makes two layers alike.
    """
    uses = users(summary)
    looks: list[Hashable] = [tuple(marks[block.start : block.end]) for block in blocks]
    if only_groups:
        looks = [look if block.group else block.start for look, block in zip(looks, blocks, strict=True)]
    folded, done = [], 0
    for run in repeats(looks, [uses[block.end - 1] for block in blocks], 1 if only_groups else LONGEST):
        folded += blocks[done : run.start]
        folded.append(Block.joined(blocks[run.start : run.end], run.times, identical=identical))
        done = run.end
    return [*folded, *blocks[done:]]


def _marks(summary: Summary, mark: Callable[[Row], tuple[Hashable, ...]]) -> Marks:
    """What makes layers alike: the mark of each, and how far back those stand whose outputs it takes."""
    back: list[list[int]] = [[] for _ in summary.rows]
    for source, target in summary.edges:
        back[target].append(target - source)
    numbers: dict[Hashable, int] = {}
    both = ((mark(row), tuple(taken)) for row, taken in zip(summary.rows, back, strict=True))
    return [numbers.setdefault(pair, len(numbers)) for pair in both]


def _exactly(row: Row) -> tuple[Hashable, ...]:
    """Layers of the same kind, arguments, sizes and counts."""
    counts = tuple([getattr(row, name) for name in COUNTABLE])
    return (row.kind, repr(row.layer), row.input_shapes, row.output_shape, counts, repr(row.hyperparameters))


def _loosely(row: Row) -> tuple[Hashable, ...]:
    """Layers of the same kind that keep the size of the feature map; one that changes it is like no other."""
    arriving = row.input_shapes[0] if row.input_shapes else ()
    changed = sum(map(ne, arriving, row.output_shape)) + abs(len(arriving) - len(row.output_shape))
    return (row.kind, row.key if changed > 1 else "")  # one axis is that of the channels
