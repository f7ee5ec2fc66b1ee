"""What a build and the record disagree about: changed, new and removed networks, and other conventions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sphinx.config import Config

from sphinx_cnn.arithmetic.quantities import TOTALS
from sphinx_cnn.arithmetic.summary import Summary
from sphinx_cnn.extension.domain import CnnDomain
from sphinx_cnn.extension.pages import Definition
from sphinx_cnn.extension.record import AT_LEAST, LAYER_QUANTITIES, Conventions, Record, Recorded, Value
from sphinx_cnn.extension.warnings import Finding, Subtype
from sphinx_cnn.rendering.numbers import SPACE, UNKNOWN, NumberFormat

FLOPS = ("flops",)
MEMORY = tuple(name for name in TOTALS if name.endswith("_memory"))
FIRST = ("params", "macs")
"""The totals that a reader looks for first."""

MOST_LAYERS = 6
"""No more layers are named in one message."""

ADVICE = "If that is meant, run 'sphinx-build -b cnnrecord' and commit the file"


@dataclass(frozen=True)
class Place:
    """The file of the record.

    :param name: as the configuration gives it.
    """

    path: Path
    name: str

    @classmethod
    def of(cls, confdir: Path, config: Config) -> Place | None:
        """Where the project keeps its record; ``None`` where it is to have none."""
        name = str(config.cnn_numbers_file or "")
        return cls(Path(confdir, name), name) if name else None

    def line(self, beginning: str) -> str:
        """``path:line`` of the first line that begins so."""
        try:
            lines = self.path.read_text("utf-8-sig", errors="replace").splitlines()
        except OSError:
            lines = []
        return f"{self.path}:{next((n for n, line in enumerate(lines, 1) if line.startswith(beginning)), 1)}"


def conventions(config: Config) -> Conventions:
    """What this build counts by."""
    return Conventions(config.cnn_dtype, config.cnn_flops_convention)


@dataclass(frozen=True)
class Comparison:
    """A record, and the networks of the project as they are now."""

    place: Place
    record: Record
    now: Conventions
    domain: CnnDomain
    numbers: NumberFormat

    def findings(self) -> Iterator[Finding]:
        """Everything that the record and the build disagree about."""
        yield from self._other_conventions()
        definitions = {key: found[0] for key, found in sorted(self.domain.networks.definitions.items())}
        for key, definition in definitions.items():
            message = self._difference(key, definition)
            if message:
                yield Finding(Subtype.CHANGED, f"{message}. {ADVICE}", definition.location)
        for key, recorded in self.record.networks.items():
            if recorded.totals and key not in definitions:
                message = (
                    f"'{key}' is recorded here, but no network of this project has that key{self._renamed(recorded)}"
                )
                location = self.place.line(f"    {json.dumps(key, ensure_ascii=False)}: ")
                yield Finding(Subtype.CHANGED, f"{message}. {ADVICE}", location)

    def _other_conventions(self) -> Iterator[Finding]:
        then = self.record.conventions
        for name, setting, recorded, wanted, skipped in (
            ("dtype", "cnn_dtype", then.dtype, self.now.dtype, "memory"),
            ("flops", "cnn_flops_convention", then.flops, self.now.flops, "FLOPs"),
        ):
            if recorded != wanted:
                message = (
                    f"this was recorded with {setting} = '{recorded}', and now it is '{wanted}', "
                    f"so {skipped} cannot be compared. {ADVICE}"
                )
                yield Finding(Subtype.CHANGED, message, self.place.line(f'    "{name}": '))

    def _difference(self, key: str, definition: Definition) -> str:
        """In what way a network is not what is recorded; nothing where it is."""
        if definition.summary is None:
            return ""
        recorded, summary = self.record.networks.get(key), definition.summary
        if recorded is None or not recorded.totals:
            return f"'{key}' is not recorded in {self.place.name} yet"
        current = Recorded.of(summary, self.now)
        skipped = self._incomparable(recorded, current)
        totals = [
            name
            for name in sorted(TOTALS, key=lambda name: name not in FIRST)
            if name in recorded.totals or name in current.totals
        ]
        moved = [
            f"{name} {self._move(name, recorded.totals.get(name), current.totals.get(name))}"
            for name in totals
            if name not in skipped and recorded.totals.get(name) != current.totals.get(name)
        ]
        if recorded.dtype != current.dtype:
            then = recorded.dtype or self.record.conventions.dtype
            if then != summary.dtype:
                moved.insert(0, f"dtype {then} → {summary.dtype}")
        causes = _few(list(self._layers(summary, recorded, current)))
        if not moved and not causes:
            return ""
        said = [f"'{key}' is not what {self.place.name} records"]
        if moved:
            said.append(": " + ", ".join(moved))
        if causes:
            said.append(("; because of " if moved else ": ") + causes)
        return "".join(said)

    def _incomparable(self, recorded: Recorded, current: Recorded) -> tuple[str, ...]:
        """The totals that other conventions move, which is said once and not at each network."""
        flops = FLOPS if self.record.conventions.flops != self.now.flops else ()
        both = not recorded.dtype and not current.dtype
        return flops + (MEMORY if both and self.record.conventions.dtype != self.now.dtype else ())

    def _layers(self, summary: Summary, recorded: Recorded, current: Recorded) -> Iterator[str]:
        """The layers that have moved, in the order of the data, and then those that are gone."""
        before = {path.rpartition(".")[0] for path in recorded.layers}
        for row in summary.rows:
            paths = {name: f"{row.key}.{name}" for name in LAYER_QUANTITIES}
            old = {name: recorded.layers.get(path) for name, path in paths.items()}
            new = {name: current.layers.get(path) for name, path in paths.items()}
            if row.key not in before:
                said = ", ".join(f"{name} {self.written(name, value)}" for name, value in new.items())
                yield f"new layer {row.key} ({said})"
            elif old != new:
                moves = (f"{name} {self._move(name, old[name], new[name])}" for name in new if old[name] != new[name])
                yield f"{row.key} ({', '.join(moves)})"
        now = {row.key for row in summary.rows}
        for layer in dict.fromkeys(path.rpartition(".")[0] for path in recorded.layers):
            if layer not in now:
                yield f"{layer}, which is gone"

    def _move(self, name: str, old: Value, new: Value) -> str:
        return f"{self.written(name, old)} → {self.written(name, new)}"

    def written(self, path: str, value: Value) -> str:
        """A number of the record, as a message writes it: exactly."""
        if value is None:
            return UNKNOWN
        if isinstance(value, str):
            bound = value.removeprefix(AT_LEAST)
            is_bound = bound != value and bound.isdecimal()
            return f"≥{SPACE}{self.written(path, int(bound))}" if is_bound else value.replace("x", f"{SPACE}×{SPACE}")
        unit = f"{SPACE}B" if path in MEMORY else ""
        return f"{self.numbers.count(value)}{unit}"

    def _renamed(self, recorded: Recorded) -> str:
        """Which network has the very numbers of one that is gone."""
        for key, (definition, *_others) in self.domain.networks.definitions.items():
            if definition.summary is not None and key not in self.record.networks:
                current = Recorded.of(definition.summary, self.now)
                if (current.totals, current.layers) == (recorded.totals, recorded.layers):
                    return f"; '{key}' has its numbers"
        return ""


def _few(said: list[str]) -> str:
    more = len(said) - MOST_LAYERS
    return ", ".join(said[:MOST_LAYERS]) + (f" and {more} more layers" if more > 0 else "")
