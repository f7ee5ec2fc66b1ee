"""Receptive fields by brute force: sets of input positions that are passed on from layer to layer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache

from sphinx_cnn import summarize
from sphinx_cnn.arithmetic.quantities import Row

Positions = frozenset[int]


@dataclass(frozen=True)
class Map:
    """A feature map along one axis.

    ``sees`` gives the input positions that a position sees where all feature maps go on for ever; ``depends`` those
    that a position of the map as it is depends on, where what is beyond an edge is zero.
    """

    size: int
    sees: Callable[[int], Positions]
    depends: tuple[Positions, ...]


def slide(source: Map, k: int, s: int, d: int, before: int, after: int) -> Map | None:
    """A window with ``k`` taps, or nothing if it does not fit."""
    starts = [o for o in range(-before, source.size + after, s) if o + d * (k - 1) < source.size + after]
    taps = [range(start, start + d * (k - 1) + 1, d) for start in starts]
    depends = tuple(join(source.depends[p] for p in tap if 0 <= p < source.size) for tap in taps)
    sees = cache(lambda o: join(source.sees(o * s - before + d * tap) for tap in range(k)))
    return Map(len(starts), sees, depends) if starts else None


def crop(source: Map, before: int, after: int) -> Map | None:
    """A map without its ends, or nothing if nothing is left."""
    depends = source.depends[before : source.size - after]
    return Map(len(depends), lambda o: source.sees(o + before), depends) if depends else None


def scatter(source: Map, k: int, s: int, cut: tuple[int, int]) -> Map | None:
    """A transposed window: input ``i`` adds to outputs ``i·s`` to ``i·s + k - 1`` of a longer map, then cut."""
    size = (source.size - 1) * s + k - sum(cut)

    def adding(output: int) -> list[int]:
        return [(output + cut[0] - tap) // s for tap in range(k) if not (output + cut[0] - tap) % s]

    depends = tuple(join(source.depends[i] for i in adding(o) if 0 <= i < source.size) for o in range(size))
    sees = cache(lambda o: join(source.sees(i) for i in adding(o)))
    return Map(size, sees, depends) if depends else None


def repeat(source: Map, factor: int) -> Map:
    depends = tuple(source.depends[o // factor] for o in range(source.size * factor))
    return Map(source.size * factor, lambda o: source.sees(o // factor), depends)


def merge(left: Map, right: Map) -> Map:
    depends = tuple(a | b for a, b in zip(left.depends, right.depends, strict=True))
    return Map(left.size, cache(lambda o: left.sees(o) | right.sees(o)), depends)


def join(sets: Iterable[Positions]) -> Positions:
    return frozenset(position for positions in sets for position in positions)


def sides(padding: str, n: int, k: int, s: int, d: int) -> tuple[int, int]:
    """Padding before and after, as TensorFlow's notes on padding have it."""
    if padding == "same":
        total = max((-(-n // s) - 1) * s + d * (k - 1) + 1 - n, 0)
        return total // 2, total - total // 2
    return (d * (k - 1), 0) if padding == "causal" else (0, 0)


@dataclass
class Graph:
    """A network along one axis, as text and as maps at once."""

    size: int
    lines: list[str] = field(init=False)
    maps: list[Map] = field(init=False)
    inputs: list[tuple[int, ...]] = field(default_factory=lambda: [()])
    stacked: set[int] = field(default_factory=set)
    period: int = 1

    def __post_init__(self) -> None:
        self.lines = [f"x0 = Input(({self.size}, 1))"]
        self.maps = [Map(self.size, lambda o: frozenset({o}), tuple(frozenset({o}) for o in range(self.size)))]

    def add(self, source: str, made: Map | None, *inputs: int) -> None:
        """One more layer, if it could be made."""
        if made:
            names = ", ".join(f"x{i}" for i in inputs)
            self.lines.append(f"x{len(self.maps)} = {source}({f'[{names}]' if len(inputs) > 1 else names})")
            self.maps.append(made)
            self.inputs.append(inputs)

    def convolve(self, at: int, k: int, s: int, d: int, padding: str) -> None:
        """``Conv1D`` on a map."""
        made = slide(self.maps[at], k, s, d, *sides(padding, self.maps[at].size, k, s, d))
        self.add(f'Conv1D(1, {k}, strides={s}, dilation_rate={d}, padding="{padding}")', made, at)

    def pool(self, at: int, k: int, s: int, padding: str) -> None:
        """``MaxPooling1D`` on a map."""
        made = slide(self.maps[at], k, s, 1, *sides(padding, self.maps[at].size, k, s, 1))
        self.add(f'MaxPooling1D({k}, {s}, "{padding}")', made, at)

    def pad(self, at: int, before: int, after: int) -> None:
        """``ZeroPadding1D`` on a map."""
        self.add(f"ZeroPadding1D(({before}, {after}))", slide(self.maps[at], 1, 1, 1, before, after), at)

    def crop(self, at: int, before: int, after: int) -> None:
        """``Cropping1D`` on a map."""
        self.add(f"Cropping1D(({before}, {after}))", crop(self.maps[at], before, after), at)

    def transpose(self, at: int, k: int, s: int, padding: str) -> None:
        """``Conv1DTranspose`` on a map; ``same`` makes as many outputs as the strides ask for, cut at both ends."""
        self.period *= s
        total = k - s if padding == "same" else min(k - s, 0)
        before = (total // 2) if padding == "same" else 0
        made = scatter(self.maps[at], k, s, (before, total - before))
        self.add(f'Conv1DTranspose(1, {k}, strides={s}, padding="{padding}")', made, at)

    def up_sample(self, at: int, factor: int) -> None:
        """``UpSampling1D`` on a map."""
        self.period *= factor
        self.add(f"UpSampling1D({factor})", repeat(self.maps[at], factor), at)

    def merge(self, left: int, right: int, kind: str) -> None:
        """A merging layer on two maps; one that stacks channels is followed by a convolution that leaves one."""
        self.add(f"{kind}()", merge(self.maps[left], self.maps[right]), left, right)
        if kind == "Concatenate":
            self.stacked.add(len(self.maps) - 1)
            self.convolve(len(self.maps) - 1, 1, 1, 1, "valid")

    def rows(self) -> tuple[Row, ...]:
        """What the text is read as."""
        return summarize("\n".join(self.lines)).rows

    def start(self, index: int) -> int:
        """The first input position that position 0 of a map sees."""
        return min(self.maps[index].sees(0))

    def stride(self, index: int) -> Fraction:
        """How far the field moves from one position to the next; what up-sampling repeats is averaged over."""
        sees = self.maps[index].sees
        return Fraction(min(sees(self.period)) - min(sees(0)), self.period)

    def extent(self, index: int) -> int:
        """How far the first and the last input position seen lie apart, for the position where that is most."""
        seen = [self.maps[index].sees(o) for o in range(self.period)]
        return max(max(positions) - min(positions) for positions in seen) + 1
