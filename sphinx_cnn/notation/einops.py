"""The patterns of einops: ``b c (h p) (w q) -> b (h w) (p q c)``.

Source: Rogozhnikov, *Einops* (2022); https://einops.rocks/api/rearrange/.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import EllipsisType

from sphinx_cnn.arithmetic.layers.rearrangement import (
    OTHERS,
    AveragedAxes,
    Axis,
    Rearrangement,
    ReducedAxes,
    RepeatedAxes,
)
from sphinx_cnn.notation.values import BatchSize, describe

TOKEN = re.compile(r"\s*(\(|\)|\.\.\.|…|[A-Za-z]\w*|_|\d+)")

REDUCTIONS = ("max", "mean", "min", "prod", "sum")

LONGEST = 300
"""Characters of a pattern; none in use comes near it."""


@dataclass(slots=True)
class Pattern:
    """A pattern that was read.

    :param lengths: the sizes of axes that are given, and of those that are written as numbers.
    :param batch: the name of the axis whose size is that of the batch.
    """

    before: tuple[Axis | EllipsisType, ...]
    after: tuple[Axis | EllipsisType, ...]
    lengths: dict[str, int] = field(default_factory=dict)
    batch: str = ""

    def layer(
        self, function: str, reduction: str = "", *, batch: int | None = 0, channels_last: bool = True
    ) -> Rearrangement:
        """The layer of the core, for an input whose batch axis stands there."""
        kind = {"rearrange": Rearrangement, "repeat": RepeatedAxes}.get(function, ReducedAxes)
        if reduction == "mean":
            kind = AveragedAxes
        lengths = {name: size for name, size in self.lengths.items() if name != self.batch}
        return kind(self.before, self.after, lengths, batch, channels_last=channels_last)

    def names(self, axes: tuple[Axis | EllipsisType, ...]) -> list[str]:
        """The elementary axes."""
        return [name for axis in axes for name in ([OTHERS] if isinstance(axis, EllipsisType) else axis)]


def pattern(function: str, written: object, given: Mapping[str, object]) -> Pattern:
    """Read a pattern, with the sizes of its axes that are given.

    :raises ValueError: if it is none, or does not fit the function.
    """
    if not isinstance(written, str) or len(written) > LONGEST:
        raise ValueError(f"{function} needs a pattern such as 'b c h w -> b (h w) c', not {describe(written)}")
    left, arrow, right = written.partition("->")
    if not arrow or "->" in right:
        raise ValueError(f"{function}: the pattern '{written}' needs one ->")
    lengths: dict[str, int] = {}
    found = Pattern(_axes(function, left, lengths), _axes(function, right, lengths), lengths)
    known = {*found.names(found.before), *found.names(found.after)}
    for name, size in given.items():
        if name not in known:
            raise ValueError(f"{function}: no axis of '{written}' is named {name}")
        if isinstance(size, BatchSize):
            found.batch = name
        elif isinstance(size, bool) or not isinstance(size, int) or size < 1:
            raise ValueError(f"{function}: the size of axis {name} must be a whole number, not {describe(size)}")
        else:
            lengths[name] = size
    _check(function, written, found)
    return found


def _check(function: str, written: str, found: Pattern) -> None:
    before, after = (found.names(axes) for axes in (found.before, found.after))
    for names in (before, after):
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise ValueError(f"{function}: '{written}' has {twice} twice on one side")
    if any(OTHERS in axis for axis in found.before if not isinstance(axis, EllipsisType)):
        raise ValueError(f"{function}: '{written}' has ... within parentheses on the left")
    gone = [name for name in before if name not in after]
    new = [name for name in after if name not in before]
    if gone and function != "reduce":
        raise ValueError(f"{function}: axis {_shown(gone[0])} of '{written}' stands on the left only")
    if new and function != "repeat":
        raise ValueError(f"{function}: axis {_shown(new[0])} of '{written}' stands on the right only")
    unknown = next((name for name in new if name not in found.lengths and name != found.batch), None)
    if unknown is not None:
        raise ValueError(f"{function}: give the size of axis {unknown}, as in {unknown}=2")


def _shown(name: str) -> str:
    """The name of an axis; one that is written as a number is named after it and its place."""
    return name.partition(" ")[0]


def _axes(function: str, side: str, lengths: dict[str, int]) -> tuple[Axis | EllipsisType, ...]:
    """The axes on one side; those that are written as numbers above 1 get names that nobody can write."""
    axes: list[Axis | EllipsisType] = []
    inside: list[str] | None = None
    place = 0
    side = side.rstrip()
    while place < len(side):
        token = TOKEN.match(side, place)
        if token is None or (token[1] in "()" and (token[1] == "(") != (inside is None)):
            raise ValueError(f"{function}: '{side.strip()}' is no list of axes")
        place, word = token.end(), token[1]
        if word == "(":
            inside = []
        elif word == ")":
            axes.append(tuple(inside or ()))
            inside = None
        else:
            parts = _named(word, lengths)
            if inside is not None:
                inside += parts
            else:
                axes.append(... if parts == (OTHERS,) else parts)
    if inside is not None:
        raise ValueError(f"{function}: '{side.strip()}' lacks a closing parenthesis")
    return tuple(axes)


def _named(word: str, lengths: dict[str, int]) -> Axis:
    if word in (OTHERS, "…"):
        return (OTHERS,)
    if not word.isdecimal():
        return (word,)
    if int(word[:10]) == 1:
        return ()
    name = f"{word} {len(lengths)}"
    lengths[name] = int(word[:10])
    return (name,)
