"""What was left behind: a recorded number that is no longer true, and that still stands in the prose."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from operator import itemgetter

from sphinx_cnn.arithmetic.quantities import COUNTABLE, TOTALS
from sphinx_cnn.arithmetic.summary import Summary
from sphinx_cnn.extension.changes import Comparison
from sphinx_cnn.extension.prose import Written
from sphinx_cnn.extension.record import AT_LEAST, Recorded, Value
from sphinx_cnn.extension.warnings import Finding, Subtype
from sphinx_cnn.notation.magnitudes import Unit, unit_of
from sphinx_cnn.notation.typed import Typed

SHAPE = "output_shape"
ORDER = ["params", "macs", *TOTALS]
"""The quantities, those first that people write about most."""


@dataclass(frozen=True)
class Old:
    """A number that was true of a network.

    :param sizes: of a shape; nothing for a number.
    """

    key: str
    path: str
    recorded: Value
    value: int
    sizes: tuple[int, ...]
    unit: Unit


@dataclass(frozen=True)
class Leftovers:
    """Finds old numbers among those that authors have typed."""

    comparison: Comparison

    def findings(self, written: Iterable[Written]) -> Iterator[Finding]:
        """What of the numbers in the prose is an old one of a network, and not a current one of any."""
        if not self._old:
            return
        for one in written:
            matches = self._old.matching(one.typed)
            if matches and not self._is_current(one.typed):
                _, likeliest = min(matches, key=itemgetter(0))
                yield Finding(Subtype.LEFTOVER, self._message(one.typed, likeliest), one.location)

    @cached_property
    def _old(self) -> _Olds:
        found = []
        for key, recorded in self.comparison.record.networks.items():
            current = self._current[key]
            found += [_old(key, path, value) for path, value in recorded.numbers.items() if current.get(path) != value]
            found += [_old(key, path, value) for path, values in recorded.previous.items() for value in values]
        return _Olds(found)

    @cached_property
    def _current(self) -> dict[str, Mapping[str, Value]]:
        """The numbers of each recorded network as they are now; those of a broken one are the recorded ones."""
        found: dict[str, Mapping[str, Value]] = {}
        for key, recorded in self.comparison.record.networks.items():
            definition = self.comparison.domain.networks.find(key)
            if definition is None:
                found[key] = {}
            elif definition.summary is None:
                found[key] = recorded.numbers
            else:
                found[key] = Recorded.of(definition.summary, self.comparison.now).numbers
        return found

    def _is_current(self, typed: Typed) -> bool:
        if typed.sizes is not None and typed.sizes in self._current_shapes:
            return True
        units = [typed.unit] if typed.unit else list(self._current_values)
        return typed.interval is not None and any(
            _within(self._current_values.get(unit, []), typed.interval) for unit in units
        )

    @cached_property
    def _current_values(self) -> dict[Unit, list[int]]:
        """All numbers that are true of any network, by what they count, in order."""
        found: dict[Unit, set[int]] = {}
        for summary in self._summaries():
            for name in COUNTABLE:
                values = found.setdefault(unit_of(name), set())
                values.update(value for row in summary.rows if (value := getattr(row, name)) is not None)
                values.add(getattr(summary.totals, name))
            found.setdefault("bytes", set()).add(summary.totals.training_memory)
            others = found.setdefault("", set())
            for row in summary.rows:
                others.update(value for value in row.hyperparameters.values() if isinstance(value, int))
                others.update(row.output_shape)
        for key, path, value in self._broken():
            old = _old(key, path, value)
            if old is not None and not old.sizes:
                found.setdefault(old.unit, set()).add(old.value)
        return {unit: sorted(values) for unit, values in found.items()}

    @cached_property
    def _current_shapes(self) -> set[tuple[int, ...]]:
        shapes = {shape for s in self._summaries() for row in s.rows for shape in (row.output_shape, *row.input_shapes)}
        return shapes | {old.sizes for entry in self._broken() if (old := _old(*entry)) is not None}

    def _summaries(self) -> Iterator[Summary]:
        for definitions in self.comparison.domain.networks.definitions.values():
            yield from (definition.summary for definition in definitions if definition.summary is not None)

    def _broken(self) -> Iterator[tuple[str, str, Value]]:
        """The recorded numbers of networks that cannot be read at the moment, which are taken to be true."""
        for key, definitions in self.comparison.domain.networks.definitions.items():
            recorded = self.comparison.record.networks.get(key)
            if definitions[0].summary is None and recorded is not None:
                yield from ((key, path, value) for path, value in recorded.numbers.items())

    def _message(self, typed: Typed, old: Old) -> str:
        numbers = self._current[old.key]
        before = self.comparison.written(old.path, old.recorded)
        said = f"'{_in_line(typed.text)}' is an old number: {old.key}.{old.path} was {before}"
        current = _old(old.key, old.path, numbers.get(old.path))
        if current is None:
            return f"{said}, and is {'not known now' if old.path in numbers else 'gone'}"
        after = self.comparison.written(old.path, current.recorded)
        instead = _in_line(typed.respell(current.sizes or current.value))
        return f"{said} and is {after} now; type '{instead}' instead"


def _in_line(text: str) -> str:
    return re.sub(r"\s*\n\s*", " ", text)


def still_shown(networks: Mapping[str, Recorded], written: Iterable[Written]) -> dict[str, Recorded]:
    """Networks as they are recorded, with those of their previous numbers alone that the prose still has."""
    olds = _Olds(
        _old(key, path, value)
        for key, recorded in networks.items()
        for path, values in recorded.previous.items()
        for value in values
    )
    shown = set()
    for one in written:
        matches = sorted(olds.matching(one.typed), key=itemgetter(0), reverse=True)
        likeliest = {old.key: old for _, old in matches}
        shown |= {(old.key, old.path, old.recorded) for old in likeliest.values()}
    kept = {}
    for key, recorded in networks.items():
        previous = {
            path: found
            for path, values in recorded.previous.items()
            if (found := tuple(value for value in values if (key, path, value) in shown))
        }
        if previous or recorded.totals:
            kept[key] = replace(recorded, previous=previous)
    return kept


class _Olds:
    """Old numbers, found by what an author has typed; each with its rank, the likeliest first."""

    def __init__(self, found: Iterable[Old | None]) -> None:
        olds = sorted((old for old in found if old is not None), key=_likelihood)
        self.shapes: dict[tuple[int, ...], list[tuple[int, Old]]] = {}
        for rank, old in enumerate(olds):
            if old.sizes:
                self.shapes.setdefault(old.sizes, []).append((rank, old))
        numbers = [(rank, old) for rank, old in enumerate(olds) if not old.sizes]
        self.numbers = sorted(numbers, key=lambda number: number[1].value)
        self.values = [old.value for _, old in self.numbers]

    def __bool__(self) -> bool:
        return bool(self.shapes or self.numbers)

    def matching(self, typed: Typed) -> list[tuple[int, Old]]:
        """The old numbers that a typed one is right for, its unit included."""
        found = list(self.shapes.get(typed.sizes or (), ()))
        if typed.interval is not None:
            least, largest = typed.interval
            for index in range(bisect_left(self.values, least), len(self.values)):
                if self.values[index] > largest:
                    break
                _, old = self.numbers[index]
                if typed.unit == old.unit or (not typed.unit and old.unit != "bytes"):
                    found.append(self.numbers[index])
        return found


def _likelihood(old: Old) -> tuple[bool, int, str, str]:
    """People write of a whole network rather than of a layer, and of its parameters first."""
    layer, _, quantity = old.path.rpartition(".")
    return bool(layer), ORDER.index(quantity) if quantity in ORDER else 0, old.key, old.path


def _old(key: str, path: str, value: Value) -> Old | None:
    """A number of the record; nothing for one that people do not write about."""
    quantity = path.rpartition(".")[2]
    if isinstance(value, str) and quantity == SHAPE:
        sizes = tuple(int(size) for size in value.split("x") if size.lstrip("-").isdecimal())
        return Old(key, path, value, 0, sizes, "") if len(sizes) > 1 else None
    number = value
    if isinstance(number, str):
        bound = number.removeprefix(AT_LEAST)
        number = int(bound) if bound.isdecimal() else None
    unit = unit_of(quantity)
    return Old(key, path, value, number, (), unit) if number is not None and unit else None


def _within(values: list[int], interval: tuple[Fraction, Fraction]) -> bool:
    index = bisect_left(values, interval[0])
    return index < len(values) and values[index] <= interval[1]
