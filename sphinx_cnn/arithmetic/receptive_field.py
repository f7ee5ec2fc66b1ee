"""Receptive fields: which input positions an output position can see.

Every layer moves the edges of the field: output position ``o`` of a window of stride ``s`` reads input positions
``o·s - p`` to ``o·s - p + extent - 1``. Up-sampling makes the edges periodic, so a :class:`Field` keeps one period
of them; composing and merging stay exact on any directed acyclic graph.

Source: Araujo, Norris and Sim, *Computing Receptive Fields of Convolutional Neural Networks* (Distill, 2019), which
treats the case of period 1.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

LONGEST_PERIOD = 256
"""Fields whose edges repeat later than this are given up as unknown; no network in use comes near it."""


@dataclass(frozen=True, slots=True)
class Field:
    """The field of a feature map along one axis of the network's input.

    Position ``o`` sees ``first[o % period] + o // period * step`` to ``last[…] + …``, in input positions, which are
    negative, or beyond the input, where padding is seen. A step of 0: every position sees the same.
    """

    first: tuple[int, ...] = (0,)
    last: tuple[int, ...] = (0,)
    step: int = 1

    @property
    def extent(self) -> int:
        """Input positions from the first to the last one seen (of the widest position, where they differ)."""
        if len(self.first) == 1:
            return self.last[0] - self.first[0] + 1
        return max(last - first for first, last in zip(self.first, self.last, strict=True)) + 1

    @property
    def stride(self) -> int | Fraction:
        """Input positions from one output position to the next; a fraction after up-sampling."""
        if len(self.first) == 1:
            return self.step
        stride = Fraction(self.step, len(self.first))
        return stride.numerator if stride.denominator == 1 else stride

    @property
    def start(self) -> int:
        """The first input position that output position 0 sees; negative where it sees padding."""
        return self.first[0]

    def edges(self, position: int) -> tuple[int, int]:
        """The first and last input position that an output position sees."""
        turn, phase = divmod(position, len(self.first))
        return self.first[phase] + turn * self.step, self.last[phase] + turn * self.step


@dataclass(frozen=True, slots=True)
class Slide:
    """A window of this extent (dilation included), stride and padding before."""

    extent: int
    stride: int
    before: int

    def through(self, field: Field) -> Field | None:
        """The field after the window."""
        period = len(field.first)
        if period == 1:
            step = field.step
            low = -self.before * step
            high = (self.extent - 1 - self.before) * step
            return Field((field.first[0] + low,), (field.last[0] + high,), step * self.stride)
        cycle = period // math.gcd(period, self.stride)
        spans = []
        for position in range(cycle):
            begin = position * self.stride - self.before
            # The edges of one period repeat, so a window longer than a period need not be walked through.
            seen = [field.edges(begin + tap) for tap in range(min(self.extent, period))]
            seen += [field.edges(begin + self.extent - 1 - tap) for tap in range(min(self.extent, period))]
            spans.append((min(low for low, _ in seen), max(high for _, high in seen)))
        step = field.step * self.stride * cycle // period
        return Field(tuple(low for low, _ in spans), tuple(high for _, high in spans), step)


@dataclass(frozen=True, slots=True)
class Repeat:
    """Nearest-neighbour up-sampling by a factor."""

    factor: int

    def through(self, field: Field) -> Field | None:
        """The field after up-sampling, or ``None`` where its period grows out of hand."""
        if len(field.first) * self.factor > LONGEST_PERIOD:
            return None
        first = tuple(value for value in field.first for _ in range(self.factor))
        last = tuple(value for value in field.last for _ in range(self.factor))
        return Field(first, last, field.step)


Step = Slide | Repeat

Fields = tuple[Field, ...] | None
"""A field per spatial axis of the network's input; ``None`` where it is not known."""


def whole(fields: Fields, sizes: tuple[int, ...], limits: tuple[int, ...]) -> Fields:
    """The field of a unit that sees a whole feature map of these spatial sizes, clipped to the input's limits."""
    if fields is None or len(fields) != len(sizes):
        return fields if fields and all(field.step == 0 for field in fields) else None
    result = []
    for field, size, limit in zip(fields, sizes, limits, strict=True):
        ends = min(size, len(field.first))
        edges = [field.edges(o) for o in (*range(ends), *range(size - ends, size))]
        first, last = min(low for low, _ in edges), max(high for _, high in edges)
        result.append(Field((max(first, 0),), (min(last, limit - 1),), 0))
    return tuple(result)


def along(fields: Fields, steps: tuple[Step, ...]) -> Fields:
    """The fields after one step per axis."""
    if fields is None or len(fields) != len(steps):
        return fields if fields and all(field.step == 0 for field in fields) else None
    result = [step.through(field) for field, step in zip(fields, steps, strict=True)]
    return None if None in result else tuple(field for field in result if field)


def merged(inputs: tuple[Fields, ...], limits: tuple[int, ...]) -> Fields:
    """The field of a unit that sees the same position of several feature maps."""
    first = inputs[0] if inputs else None
    if all(fields == first for fields in inputs):
        return first
    known = [fields for fields in inputs if fields is not None]
    if len(known) != len(inputs) or len({len(fields) for fields in known}) != 1:
        return None
    everything = tuple(Field((0,), (limit - 1,), 0) for limit in limits)
    if everything in known:  # a gate that has seen the whole input, as in squeeze and excitation
        return everything
    axes = [_union(axis) for axis in zip(*known, strict=True)]
    return None if None in axes else tuple(axis for axis in axes if axis)


def _union(fields: tuple[Field, ...]) -> Field | None:
    strides = {Fraction(field.step, len(field.first)) for field in fields}
    period = math.lcm(*(len(field.first) for field in fields))
    if len(strides) != 1 or period > LONGEST_PERIOD:
        return None
    edges = [[field.edges(position) for field in fields] for position in range(period)]
    first = tuple(min(low for low, _ in seen) for seen in edges)
    last = tuple(max(high for _, high in seen) for seen in edges)
    step = strides.pop() * period
    return Field(first, last, int(step))
