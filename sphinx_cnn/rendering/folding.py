"""Summary → blocks: what a diagram draws. A network of many layers is drawn by its groups, a block for each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sphinx_cnn.arithmetic.quantities import Row
from sphinx_cnn.arithmetic.summary import Summary

MOST_LAYERS = 48
"""A network of more layers is drawn by its groups."""

MOST_BLOCKS = 400
"""A network of more blocks is not drawn; a layout runs in C and cannot be interrupted."""


@dataclass(frozen=True, slots=True)
class Block:
    """A layer, or the consecutive layers of one group."""

    name: str
    rows: tuple[Row, ...]

    @property
    def last(self) -> Row:
        """The layer whose output is the block's."""
        return self.rows[-1]

    @property
    def kind(self) -> str:
        """The kind of its layer, or how many layers it has."""
        return self.last.kind if len(self.rows) == 1 else f"{len(self.rows)} layers"

    @property
    def family(self) -> str:
        """The family of its layer; that of a group is ``group``."""
        return self.last.layer.family if len(self.rows) == 1 else "group"

    @property
    def params(self) -> int | None:
        """The parameters of all its layers."""
        known = [row.params for row in self.rows if row.params is not None]
        return sum(known) if len(known) == len(self.rows) else None


@dataclass(frozen=True)
class Blocks:
    """The blocks of a network, and the pairs of them that data flows between."""

    blocks: tuple[Block, ...]
    edges: tuple[tuple[int, int], ...]

    def sources(self, index: int) -> list[int]:
        """The blocks that a block takes its data from."""
        return self._sources.get(index, [])

    @cached_property
    def _sources(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for source, target in self.edges:
            found.setdefault(target, []).append(source)
        return found


def fold(summary: Summary) -> Blocks:
    """The blocks that a diagram of the network draws."""
    rows = summary.rows
    by_group = len(rows) > MOST_LAYERS
    home: list[int] = []
    members: list[list[Row]] = []
    for index, row in enumerate(rows):
        group = row.group.partition("/")[0]
        joins = by_group and index > 0 and group and group == rows[index - 1].group.partition("/")[0]
        if not joins:
            members.append([])
        members[-1].append(row)
        home.append(len(members) - 1)
    blocks = tuple(Block(_name(block), tuple(block)) for block in members)
    edges = dict.fromkeys((home[a], home[b]) for a, b in summary.edges if home[a] != home[b])
    return Blocks(blocks, tuple(edges))


def _name(rows: list[Row]) -> str:
    return rows[0].key if len(rows) == 1 else rows[0].group.partition("/")[0]


def describe(title: str, blocks: Blocks) -> str:
    """What the diagram shows, in words."""
    count = len(blocks.blocks)
    said = []
    for index, block in enumerate(blocks.blocks):
        taken = blocks.sources(index)
        follows = "" if taken in ([], [index - 1]) else f" from {_listed([blocks.blocks[i].name for i in taken])}"
        sizes = " by ".join(map(str, block.last.output_shape))
        said.append(f"{block.name} ({block.kind}){follows}, {sizes}")
    return f"{title}: {count} {'steps' if count != 1 else 'step'}, from input to output. {'; '.join(said)}."


def _listed(names: list[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
