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

from sphinx_cnn.arithmetic.shape import Shape

LONGEST_PERIOD = 256
"""Fields whose edges repeat later than this are given up as unknown; no network in use comes near it."""


@dataclass(frozen=True, slots=True)
class Field:
    """The field of a feature map along one axis of the network's input.

    Position ``o`` sees ``first[o % period] + o // period * step`` to ``last[…] + …``, in input positions, which are
    negative, or beyond the input, where padding is seen. A step of 0: every position sees the same.

    :param seen: the first and last position of the input itself that any position sees.
    """

    first: tuple[int, ...]
    last: tuple[int, ...]
    step: int
    seen: tuple[int, int]

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

    def spread(self) -> Field:
        """The field of a unit that sees every position."""
        return Field(self.seen[:1], self.seen[1:], 0, self.seen)


@dataclass(frozen=True, slots=True)
class Scattered:
    """The field after the values have been moved so that positions are none of the input's any more (flattening).

    :param spread: what a unit sees that sees all of them, per axis.
    """

    spread: tuple[Field, ...]


Fields = tuple[Field, ...] | Scattered | None
"""A field per spatial axis of the network's input; ``None`` where it is not known."""


@dataclass(frozen=True, slots=True)
class Slide:
    """A window of this extent (dilation included), stride and padding before."""

    extent: int
    stride: int
    before: int

    def through(self, field: Field, size: int, output: int) -> Field | None:
        """The field after the window, which makes *output* positions of *size*."""
        last_read = min(size - 1, (output - 1) * self.stride - self.before + self.extent - 1)
        seen = field.seen[0], min(field.seen[1], field.edges(last_read)[1])
        period = len(field.first)
        if period == 1:
            low = -self.before * field.step
            high = (self.extent - 1 - self.before) * field.step
            return Field((field.first[0] + low,), (field.last[0] + high,), field.step * self.stride, seen)
        cycle = period // math.gcd(period, self.stride)
        spans = []
        for position in range(cycle):
            begin = position * self.stride - self.before
            # The edges of one period repeat, so a window longer than a period need not be walked through.
            taps = range(min(self.extent, period))
            reads = [field.edges(begin + tap) for tap in taps]
            reads += [field.edges(begin + self.extent - 1 - tap) for tap in taps]
            spans.append((min(low for low, _ in reads), max(high for _, high in reads)))
        step = field.step * self.stride * cycle // period
        return Field(tuple(low for low, _ in spans), tuple(high for _, high in spans), step, seen)


@dataclass(frozen=True, slots=True)
class Repeat:
    """Nearest-neighbour up-sampling by a factor."""

    factor: int

    def through(self, field: Field, size: int, output: int) -> Field | None:
        """The field after up-sampling, or ``None`` where its period grows out of hand."""
        if len(field.first) * self.factor > LONGEST_PERIOD:
            return None
        first = tuple(value for value in field.first for _ in range(self.factor))
        last = tuple(value for value in field.last for _ in range(self.factor))
        return Field(first, last, field.step, field.seen)


Step = Slide | Repeat


def start(sizes: Shape) -> tuple[Field, ...]:
    """The fields of the network's input itself."""
    return tuple(Field((0,), (0,), 1, (0, size - 1)) for size in sizes)


def spread(fields: Fields) -> Fields:
    """The fields of a unit that sees a whole feature map."""
    if isinstance(fields, Scattered):
        return fields.spread
    return fields and tuple(field.spread() for field in fields)


def scattered(fields: Fields, sizes: Shape) -> Fields:
    """The fields of a feature map of these spatial sizes after its values have been moved."""
    if fields is None or isinstance(fields, Scattered) or _constant(fields):
        return fields
    seen = tuple(field.spread() for field in fields)
    return seen if all(size == 1 for size in sizes) else Scattered(seen)


def along(fields: Fields, steps: tuple[Step, ...], sizes: Shape, outputs: Shape) -> Fields:
    """The fields after one step per axis, from positions of *sizes* to positions of *outputs*."""
    if fields is None or isinstance(fields, Scattered):
        return None
    if len(fields) != len(steps):
        return fields if _constant(fields) else None
    result = []
    for field, step, size, output in zip(fields, steps, sizes, outputs, strict=True):
        moved = step.through(field, size, output)
        if moved is None:
            return None
        result.append(moved)
    return tuple(result)


def merged(inputs: list[Fields], sizes: list[Shape]) -> Fields:
    """The fields of a unit that sees the same position of several feature maps of these spatial sizes."""
    largest = max(sizes, key=lambda shape: (len(shape), shape))
    known: list[tuple[Field, ...]] = []
    for fields, shape in zip(inputs, sizes, strict=True):
        if fields is None or isinstance(fields, Scattered):
            return inputs[0] if all(other == inputs[0] for other in inputs) else None
        # One position that is broadcast to many is seen by all of them.
        broadcast = len(shape) == len(fields) == len(largest) and any(
            a < b for a, b in zip(shape, largest, strict=True)
        )
        known.append(tuple(field.spread() for field in fields) if broadcast else fields)
    if len({len(fields) for fields in known}) != 1:
        return None
    axes = []
    for axis in zip(*known, strict=True):
        union = _union(axis)
        if union is None:
            return None
        axes.append(union)
    return tuple(axes)


def _constant(fields: tuple[Field, ...]) -> bool:
    return bool(fields) and all(field.step == 0 for field in fields)


def _union(fields: tuple[Field, ...]) -> Field | None:
    if all(field == fields[0] for field in fields):
        return fields[0]
    seen = min(field.seen[0] for field in fields), max(field.seen[1] for field in fields)
    strides = {Fraction(field.step, len(field.first)) for field in fields}
    for field in fields:
        # A gate that has seen all that the others see, as in squeeze and excitation.
        if field.step == 0 and (field.first[0], field.last[0]) == seen:
            return Field(field.first, field.last, 0, seen)
    period = math.lcm(*(len(field.first) for field in fields))
    if len(strides) != 1 or period > LONGEST_PERIOD:
        return None
    edges = [[field.edges(position) for field in fields] for position in range(period)]
    first = tuple(min(low for low, _ in both) for both in edges)
    last = tuple(max(high for _, high in both) for both in edges)
    return Field(first, last, int(strides.pop() * period), seen)
