"""The next record: the numbers of the networks as they are now, and those that they replace."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sphinx_cnn.extension.domain import CnnDomain
from sphinx_cnn.extension.leftovers import still_shown
from sphinx_cnn.extension.prose import Written
from sphinx_cnn.extension.record import Conventions, Record, Recorded, Value


def recorded_anew(before: Record | None, domain: CnnDomain, now: Conventions, written: Iterable[Written]) -> Record:
    """The record that replaces another one.

    A network that cannot be read at the moment keeps its recorded numbers. Replaced numbers stay as previous ones as
    long as the prose has them.
    """
    old = before.networks if before else {}
    networks = {}
    for key in {**domain.networks.definitions, **old}:
        definition, recorded = domain.networks.find(key), old.get(key, Recorded())
        if definition is None:
            current = Recorded()
        elif definition.summary is None:
            networks[key] = recorded
            continue
        else:
            current = Recorded.of(definition.summary, now)
        networks[key] = replace(current, previous=_previous(recorded, current.numbers))
    return Record(now, still_shown(networks, written))


def _previous(recorded: Recorded, current: Mapping[str, Value]) -> dict[str, tuple[Value, ...]]:
    """What the current numbers of a network replace, by path, the latest one first."""
    found: dict[str, dict[Value, None]] = {}
    latest = {path: (value,) for path, value in recorded.numbers.items()}
    for replaced in (latest, recorded.previous):
        for path, values in replaced.items():
            for value in values:
                if value != current.get(path):
                    found.setdefault(path, {})[value] = None
    return {path: tuple(values) for path, values in found.items()}
