"""Receptive fields: which input positions an output position can see.

Every layer moves the edges of the field: output position ``o`` of a window of stride ``s`` reads input positions
``o·s - p`` to ``o·s - p + extent - 1``. Up-sampling makes the edges periodic, so a :class:`Field` keeps one period
of them; composing and merging stay exact on any directed acyclic graph.

Source: Araujo, Norris and Sim, *Computing Receptive Fields of Convolutional Neural Networks* (Distill, 2019), which
treats the case of period 1.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from fractions import Fraction

from sphinx_cnn.arithmetic.shape import Shape, Sides

LONGEST_PERIOD = 256
"""Fields whose edges repeat later than this are given up as unknown; no network in use comes near it."""


@dataclass(frozen=True, slots=True)
class Field:
    """The field of a feature map along one axis of the network's input.

    Position ``o`` sees ``first[o % period] + o // period * step`` to ``last[…] + …``, in input positions, which are
    negative, or beyond the input, where padding is seen. A step of 0: every position sees the same.

    :param seen: the first and last position of the input itself that any position sees; ``None`` if not known.
    :param blank: how many positions at either end see nothing but padding.
    :param dense: whether each position sees all of the input that lies between its edges.
    """

    first: tuple[int, ...]
    last: tuple[int, ...]
    step: int
    seen: Sides | None
    blank: Sides = (0, 0)
    dense: bool = True

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

    def edges(self, position: int) -> Sides:
        """The first and last input position that an output position sees."""
        turn, phase = divmod(position, len(self.first))
        return self.first[phase] + turn * self.step, self.last[phase] + turn * self.step

    def spread(self) -> Field | None:
        """The field of a unit that sees every position."""
        return self.seen and Field(self.seen[:1], self.seen[1:], 0, self.seen)

    def read(self, positions: Sides | None, size: int, *, gapless: bool) -> Sides | None:
        """The first and last position of the input that is seen through some positions of this map.

        :param positions: the first and last of them that see more than padding.
        :param gapless: whether all between them are read.
        """
        if positions is None or self.seen is None:
            return None
        first, last = self.edges(positions[0])[0], self.edges(positions[1])[1]
        low, high = max(self.seen[0], first), min(self.seen[1], last)
        all_read = gapless and positions == (self.blank[0], size - 1 - self.blank[1])
        # Of a map with holes, one position at its edge need not see what all of them together see.
        known = self.dense or all_read or (first, last) == (low, high)
        return (low, high) if known else None


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
    """A window with this kernel size, stride, dilation and padding before; negative where the input is cropped."""

    kernel: int
    stride: int
    dilation: int = 1
    before: int = 0

    def through(self, field: Field, size: int, output: int) -> Field | None:
        """The field after the window, which makes *output* positions of *size*."""
        shifted = self.stride == 1 and output >= self.dilation  # the taps of one output fill the holes of another's
        gapless = shifted or (self.kernel >= self.stride and self.dilation == 1)
        seen = field.read(self._positions(field, size, output), size, gapless=gapless)
        blank = self._blank(field, size, output)
        dense = field.dense and (
            self.kernel == 1 or (_adjacent(field, self.dilation) and self._meets_the_edges(field, size, output))
        )
        period, reach = len(field.first), self.dilation * (self.kernel - 1)
        if period == 1:
            low, high = -self.before * field.step, (reach - self.before) * field.step
            first, last = (field.first[0] + low,), (field.last[0] + high,)
            return Field(first, last, field.step * self.stride, seen, blank, dense)
        cycle = period // math.gcd(period, self.stride)
        spans = []
        for position in range(cycle):
            begin = position * self.stride - self.before
            # The edges of one period repeat, so a window longer than a period need not be walked through.
            taps = range(0, self.dilation * min(self.kernel, period), self.dilation)
            reads = [field.edges(begin + tap) for tap in taps]
            reads += [field.edges(begin + reach - tap) for tap in taps]
            spans.append((min(low for low, _ in reads), max(high for _, high in reads)))
        step = field.step * self.stride * cycle // period
        return Field(tuple(low for low, _ in spans), tuple(high for _, high in spans), step, seen, blank, dense)

    def _positions(self, field: Field, size: int, output: int) -> Sides | None:
        """The first and last position of the map that is read and sees more than padding."""
        begin, end = field.blank[0], size - field.blank[1]
        firsts, lasts = [], []
        for tap in range(0, self.dilation * self.kernel, self.dilation):
            first = tap - self.before
            last = first + (output - 1) * self.stride
            least = first + max(0, -((first - begin) // self.stride)) * self.stride
            most = last - max(0, -((end - 1 - last) // self.stride)) * self.stride
            if begin <= least <= most < end:
                firsts.append(least)
                lasts.append(most)
        return (min(firsts), max(lasts)) if firsts else None

    def _meets_the_edges(self, field: Field, size: int, output: int) -> bool:
        """Whether a window that reaches into padding still sees the first, and the last, of what the map sees."""
        if self.dilation == 1:
            return True
        first, last = field.blank[0], size - 1 - field.blank[1]
        read_last = (output - 1) * self.stride - self.before + self.dilation * (self.kernel - 1)
        at_start = -self.before >= first or (
            field.seen is not None and field.edges(first + self.dilation - 1)[0] <= field.seen[0]
        )
        at_end = read_last <= last or (
            field.seen is not None and field.edges(last - self.dilation + 1)[1] >= field.seen[1]
        )
        return at_start and at_end

    def _blank(self, field: Field, size: int, output: int) -> Sides:
        leading = field.blank[0] + self.before - self.dilation * (self.kernel - 1)
        trailing = output + (field.blank[1] - size - self.before) // self.stride
        return max(0, -(-leading // self.stride)), max(0, trailing)


@dataclass(frozen=True, slots=True)
class Scatter:
    """A transposed window: input position ``i`` adds to the outputs ``i · stride + dilation · tap - cropped``.

    :param cropped: what is cut off before, of the outputs.
    """

    kernel: int
    stride: int
    dilation: int = 1
    cropped: int = 0

    def through(self, field: Field, size: int, output: int) -> Field | None:
        """The field after the transposed window; ``None`` where some outputs see nothing at all."""
        cycle = self.stride * len(field.first)
        if cycle > LONGEST_PERIOD or (self.dilation > 1 and self.stride > 1):
            return None
        spans = []
        for position in range(cycle):
            natural = position + self.cropped
            reach = range(0, self.dilation * self.kernel, self.dilation)
            reads = [field.edges((natural - tap) // self.stride) for tap in reach if not (natural - tap) % self.stride]
            if not reads:
                return None
            spans.append((min(low for low, _ in reads), max(high for _, high in reads)))
        dense = field.dense and self.dilation == 1 and (self.kernel <= self.stride or _adjacent(field))
        positions = self._positions(field, size, output)
        seen = field.read(positions, size, gapless=True)
        blank = (
            max(0, field.blank[0] * self.stride - self.cropped),
            max(0, output + self.cropped - (size - field.blank[1] - 1) * self.stride - self._extent),
        )
        return Field(tuple(low for low, _ in spans), tuple(high for _, high in spans), field.step, seen, blank, dense)

    @property
    def _extent(self) -> int:
        return self.dilation * (self.kernel - 1) + 1

    def _positions(self, field: Field, size: int, output: int) -> Sides | None:
        """The first and last position of the map that adds to an output that is not cut off."""
        first = max(field.blank[0], -((self._extent - 1 - self.cropped) // self.stride))
        last = min(size - 1 - field.blank[1], (output - 1 + self.cropped) // self.stride)
        return (first, last) if first <= last else None


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
        blank = field.blank[0] * self.factor, field.blank[1] * self.factor
        return Field(first, last, field.step, field.seen, blank, field.dense)


Step = Slide | Scatter | Repeat


def _adjacent(field: Field, gap: int = 1) -> bool:
    """Whether each position's edges overlap those of the position after a gap, or touch them."""
    pairs = ((field.edges(position), field.edges(position + gap)) for position in range(len(field.first)))
    return all(after[0] <= before[1] + 1 for before, after in pairs)


def start(sizes: Shape) -> tuple[Field, ...]:
    """The fields of the network's input itself."""
    return tuple(Field((0,), (0,), 1, (0, size - 1)) for size in sizes)


def spread(fields: Fields) -> Fields:
    """The fields of a unit that sees a whole feature map."""
    if isinstance(fields, Scattered):
        return fields.spread
    found = [field.spread() for field in fields or ()]
    known = tuple(field for field in found if field is not None)
    return known if fields is not None and len(known) == len(found) else None


def scattered(fields: Fields, sizes: Shape) -> Fields:
    """The fields of a feature map of these spatial sizes after its values have been moved."""
    if fields is None or isinstance(fields, Scattered) or _constant(fields):
        return fields
    seen = spread(fields)
    return Scattered(seen) if isinstance(seen, tuple) and any(size > 1 for size in sizes) else seen


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
    if all(fields == inputs[0] for fields in inputs):
        return inputs[0]
    largest = max(sizes, key=lambda shape: (len(shape), shape))
    known: list[tuple[Field, ...]] = []
    for fields, shape in zip(inputs, sizes, strict=True):
        if not isinstance(fields, tuple):
            return None
        # One position that is broadcast to many is seen by all of them.
        broadcast = len(shape) == len(fields) == len(largest) and any(
            a < b for a, b in zip(shape, largest, strict=True)
        )
        seen = spread(fields) if broadcast else fields
        if not isinstance(seen, tuple):
            return None
        known.append(seen)
    if len({len(fields) for fields in known}) != 1:
        return None
    unions = [_union(axis) for axis in zip(*known, strict=True)]
    found = tuple(union for union in unions if union is not None)
    return found if len(found) == len(unions) else None


def _constant(fields: tuple[Field, ...]) -> bool:
    return bool(fields) and all(field.step == 0 for field in fields)


def _union(fields: tuple[Field, ...]) -> Field | None:
    if all(field == fields[0] for field in fields):
        return fields[0]
    sights = [field.seen for field in fields if field.seen is not None]
    seen = (min(low for low, _ in sights), max(high for _, high in sights)) if len(sights) == len(fields) else None
    for field in fields:
        # A gate that has seen all that the others see, as in squeeze and excitation.
        if field.step == 0 and (field.first[0], field.last[0]) == seen:
            return Field(field.first, field.last, 0, seen)
    strides = {Fraction(field.step, len(field.first)) for field in fields}
    period = math.lcm(*(len(field.first) for field in fields))
    if len(strides) != 1 or period > LONGEST_PERIOD:
        return None
    edges = [[field.edges(position) for field in fields] for position in range(period)]
    first = tuple(min(low for low, _ in both) for both in edges)
    last = tuple(max(high for _, high in both) for both in edges)
    blank = min(field.blank[0] for field in fields), min(field.blank[1] for field in fields)
    union = Field(first, last, int(strides.pop() * period), seen, blank)
    return union if union in fields else replace(union, dense=False)
