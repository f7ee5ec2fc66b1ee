"""Parts of a sequence that come several times in a row."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

LONGEST = 100
"""Parts of more items are not looked for; it bounds the time, which grows with it and with the sequence."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """Items ``start`` to ``start + period * times``, which are the same *period* items again and again."""

    start: int
    period: int
    times: int

    @property
    def end(self) -> int:
        """The place behind its last item."""
        return self.start + self.period * self.times


def repeats(marks: Sequence[Hashable], uses: Sequence[int], longest: int = LONGEST) -> list[Repeat]:
    """The repeats of a sequence that cover most of it, none over another one, in their order.

    A sequence that goes round, ``… b a b a b …``, may be cut before each ``a`` or before each ``b``. It is cut behind
    the item that is used most often: in a residual network that is where a block ends and its shortcut begins.

    :param marks: what makes two items the same.
    :param uses: how many others use each item.
    """
    found = sorted(_stretches(marks, longest), key=lambda stretch: (-_covered(*stretch), stretch[2]))
    taken = bytearray(len(marks))
    chosen = []
    for start, end, period in found:
        size = _covered(start, end, period)
        cuts = sorted(range(start, end - size + 1), key=lambda cut: -uses[cut + period - 1])
        for cut in cuts[:period]:
            if not any(taken[cut : cut + size]):
                taken[cut : cut + size] = b"\1" * size
                chosen.append(Repeat(cut, period, size // period))
                break
    return sorted(chosen, key=lambda repeat: repeat.start)


def _stretches(marks: Sequence[Hashable], longest: int) -> Iterator[tuple[int, int, int]]:
    """Start, end and period of each stretch that is as long as can be, and twice its period at least."""
    for period in range(1, min(longest, len(marks) // 2) + 1):
        start = 0
        for index in range(len(marks) - period + 1):
            if index + period == len(marks) or marks[index] != marks[index + period]:
                if index - start >= period:
                    yield start, index + period, period
                start = index + 1


def _covered(start: int, end: int, period: int) -> int:
    return (end - start) // period * period
