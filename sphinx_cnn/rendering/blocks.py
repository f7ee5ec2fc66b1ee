"""Blocks: what a table has a row for and a diagram a node, layers, or several of them with their sums."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from sphinx_cnn.arithmetic.groups import and_its_parents
from sphinx_cnn.arithmetic.quantities import Row
from sphinx_cnn.arithmetic.shape import Shape


@dataclass(frozen=True, slots=True)
class Block:
    """A layer, or consecutive layers that are shown as one.

    :param start: the place of its first layer in the network.
    :param first: the name of the layer or the group, or of the first of several.
    :param final: the name of the last of several; else the same.
    :param group: the group that it is, or the first of several; empty for layers that are no group.
    :param times: how many parts it has that are alike, one after the other.
    :param identical: whether these have the same sizes and counts, and not only the same kinds of layers.
    """

    rows: tuple[Row, ...]
    start: int
    first: str
    final: str
    group: str = ""
    times: int = 1
    identical: bool = True

    @property
    def name(self) -> str:
        """What it is called: ``stage/block``, or ``stage/block_1 … block_3 ×3``."""
        around = self.first[: self.first.rfind("/") + 1]
        name = self.first if self.first == self.final else f"{self.first} … {self.final.removeprefix(around)}"
        return f"{name} ×{self.times}" if self.times > 1 and self.identical else name

    @property
    def last(self) -> Row:
        """The layer whose output is the block's."""
        return self.rows[-1]

    @property
    def end(self) -> int:
        """The place behind its last layer."""
        return self.start + len(self.rows)

    @property
    def inside(self) -> str:
        """The group that it stands in."""
        if self.group:
            return "".join(and_its_parents(self.group)[:-1][-1:])
        groups = {row.group for row in self.rows}
        return groups.pop() if len(groups) == 1 else ""

    @property
    def is_layer(self) -> bool:
        """Whether it is a layer and nothing else."""
        return len(self.rows) == 1

    @property
    def kind(self) -> str:
        """The kind of its layer, or how many layers it has."""
        each = len(self.rows) // self.times
        if each == 1 and self.identical:
            return self.last.kind
        if self.times == 1 or each == 1:
            return f"{len(self.rows)} layers"
        return f"{each} layers each" if self.identical else f"{self.times} × {each} layers"

    @property
    def family(self) -> str:
        """The family of its layer; that of several layers is ``group``."""
        return self.last.layer.family if self.is_layer else "group"

    def total(self, quantity: str) -> int:
        """The sum of a countable quantity over its layers, of those that it is known for."""
        return sum(value for row in self.rows if (value := getattr(row, quantity)) is not None)

    def is_bounded(self, quantity: str) -> bool:
        """Whether that sum is a lower bound, since it is not known for every layer."""
        return any(getattr(row, quantity) is None for row in self.rows)

    def arriving(self) -> dict[str, Shape]:
        """The layers outside whose outputs it takes, with the shapes of these."""
        own = {row.key for row in self.rows}
        pairs = (pair for row in self.rows for pair in zip(row.inputs, row.input_shapes, strict=True))
        return {name: sizes for name, sizes in pairs if name not in own}

    @classmethod
    def joined(cls, blocks: list[Block], times: int = 1, *, identical: bool = True) -> Block:
        """Consecutive blocks as one.

        :param times: how many parts they make up that are alike.
        """
        if len(blocks) == 1:
            return blocks[0]
        rows = tuple([row for block in blocks for row in block.rows])
        group = blocks[0].group if len(blocks) == times else ""
        return cls(rows, blocks[0].start, blocks[0].first, blocks[-1].final, group, times, identical)


def layers(rows: Iterable[Row], start: int = 0) -> list[Block]:
    """A block for each layer.

    :param start: the place of the first one in the network.
    """
    return [Block((row,), index, row.key, row.key) for index, row in enumerate(rows, start)]


@dataclass(frozen=True)
class Blocks:
    """The blocks of a network, and the pairs of them that data flows between."""

    blocks: tuple[Block, ...]
    edges: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, blocks: Iterable[Block], edges: Iterable[tuple[int, int]]) -> Blocks:
        """Blocks with the flow between their layers.

        :param edges: pairs of the places of layers.
        """
        kept = tuple(blocks)
        home = [index for index, block in enumerate(kept) for _ in block.rows]
        between = dict.fromkeys((home[a], home[b]) for a, b in edges if home[a] != home[b])
        return cls(kept, tuple(between))

    @property
    def is_folded(self) -> bool:
        """Whether some of its blocks have several layers."""
        return not all(block.is_layer for block in self.blocks)

    def sources(self, index: int) -> list[int]:
        """The blocks that a block takes its data from."""
        return self._sources.get(index, [])

    @cached_property
    def _sources(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for source, target in self.edges:
            found.setdefault(target, []).append(source)
        return found
