"""The record of a project's numbers: a file beside ``conf.py`` that is kept under version control, like a lock file.

It holds one number a line, by the path that the ``cnn`` role knows it by, so that a code review shows what has changed.
Only the builder ``cnnrecord`` writes it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn, Self, TypeVar

from sphinx_cnn.arithmetic.quantities import TOTALS
from sphinx_cnn.arithmetic.summary import Summary

SCHEMA = 1
"""The version of the format. A record of a later one is left alone."""

AT_LEAST = "≥ "
"""Stands before a total that is a lower bound."""

LAYER_QUANTITIES = ("macs", "output_shape", "params")
"""What is recorded of each layer."""

Value = int | str | None
"""A number; a shape such as ``55x55x96``; a lower bound such as ``≥ 410``; ``None`` for what is not known."""


NAMES = {"dict": "an object", "list": "a list", "str": "a text"}
Kind = TypeVar("Kind")


class RecordError(Exception):
    """The record cannot be read.

    :param line: the line of the file, from 1.
    """

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class Conventions:
    """What the numbers of a record were counted by."""

    dtype: str
    flops: str


@dataclass(frozen=True)
class Recorded:
    """The numbers of one network, by their paths: ``params``, ``conv1.params``.

    :param dtype: the data type, where it is not that of the project.
    :param previous: the numbers that these have replaced and that a document still shows, the latest one first.
    """

    totals: Mapping[str, Value] = field(default_factory=dict)
    layers: Mapping[str, Value] = field(default_factory=dict)
    previous: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    dtype: str = ""

    @classmethod
    def of(cls, summary: Summary, conventions: Conventions) -> Self:
        """What is recorded of a network."""
        totals: dict[str, Value] = {}
        for name in TOTALS:
            value = getattr(summary.totals, name)
            totals[name] = f"{AT_LEAST}{value}" if name in summary.totals.lower_bounds else value
        layers: dict[str, Value] = {}
        for row in summary.rows:
            for name in LAYER_QUANTITIES:
                value = getattr(row, name)
                layers[f"{row.key}.{name}"] = "x".join(map(str, value)) if isinstance(value, tuple) else value
        return cls(totals, layers, dtype="" if summary.dtype == conventions.dtype else summary.dtype)

    @property
    def numbers(self) -> dict[str, Value]:
        """Totals and layers together, by their paths."""
        return {**self.totals, **self.layers}

    def as_json(self) -> dict[str, Any]:
        """The entry of the network."""
        own = {"dtype": self.dtype} if self.dtype else {}
        previous = {path: list(values) for path, values in _sorted(self.previous).items()}
        parts = {"totals": _sorted(self.totals), "layers": _sorted(self.layers), "previous": previous}
        return own | {name: part for name, part in parts.items() if part}


@dataclass(frozen=True)
class Record:
    """All that is recorded."""

    conventions: Conventions
    networks: Mapping[str, Recorded]

    def text(self) -> str:
        """The record as it stands in its file."""
        networks = {key: self.networks[key].as_json() for key in sorted(self.networks)}
        conventions = {"dtype": self.conventions.dtype, "flops": self.conventions.flops}
        whole = {"schema": SCHEMA, "conventions": conventions, "networks": networks}
        return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"

    def write(self, path: Path) -> bool:
        """Write the file at once, or not at all; whether it had to be.

        :raises OSError: if it cannot be written.
        """
        path = path.resolve()
        content = self.text().encode(errors="backslashreplace")  # which is how JSON escapes
        if path.exists() and path.read_bytes().replace(b"\r\n", b"\n") == content:
            return False
        partial = path.with_name(f"{path.name}.partial")
        try:
            partial.write_bytes(content)
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
        return True


def _sorted(numbers: Mapping[str, Kind]) -> dict[str, Kind]:
    return {path: numbers[path] for path in sorted(numbers, key=lambda path: path.rpartition("."))}


def read(path: Path) -> Record | None:
    """The record in a file; ``None`` where there is no file.

    :raises RecordError: if it is damaged, or of a later version.
    """
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise RecordError(f"it cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise RecordError("it is not UTF-8") from None
    return parse(text)


def parse(text: str) -> Record:
    """The record in a text.

    :raises RecordError: if it is damaged, or of a later version.
    """
    try:
        whole = json.loads(text, object_pairs_hook=_once, parse_float=_no_number, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        conflict = any(line.startswith("<<<<<<< ") for line in text.splitlines())
        damage = "it has the marks of a merge conflict" if conflict else f"it is damaged: {error.msg}"
        raise RecordError(damage, error.lineno) from None
    except RecursionError:
        raise RecordError("it is damaged: nested too deeply") from None
    except ValueError as error:
        raise RecordError(f"it is damaged: {error}") from None
    schema = _part(whole, dict, "it").get("schema")
    if not isinstance(schema, int) or isinstance(schema, bool) or schema < 1:
        raise RecordError("it is damaged: it has no schema version")
    if schema > SCHEMA:
        raise RecordError(f"its schema is version {schema}, and this version of sphinx-cnn knows {SCHEMA}")
    said = _part(whole.get("conventions"), dict, "'conventions'")
    conventions = Conventions(*(_part(said.get(name), str, f"the convention '{name}'") for name in ("dtype", "flops")))
    networks = _part(whole.get("networks"), dict, "'networks'")
    return Record(conventions, {key: _recorded(key, entry) for key, entry in networks.items()})


def _recorded(key: str, entry: object) -> Recorded:
    """The entry of a network."""
    parts = _part(entry, dict, f"'{key}'")
    totals, layers, previous = (
        _part(parts.get(name, {}), dict, f"'{name}' of '{key}'") for name in ("totals", "layers", "previous")
    )
    for path, value in [*totals.items(), *layers.items()]:
        _value(value, f"'{path}' of '{key}'")
    kept = {}
    for path, values in previous.items():
        what = f"the previous '{path}' of '{key}'"
        kept[path] = tuple(_value(value, what) for value in _part(values, list, what))
    return Recorded(totals, layers, kept, _part(parts.get("dtype", ""), str, f"'dtype' of '{key}'"))


def _value(value: object, what: str) -> Value:
    if value is None or (isinstance(value, int | str) and not isinstance(value, bool)):
        return value
    raise RecordError(f"it is damaged: {what} is no number, no shape and not null")


def _part(value: object, kind: type[Kind], what: str) -> Kind:
    if isinstance(value, kind):
        return value
    raise RecordError(f"it is damaged: {what} is not {NAMES[kind.__name__]}")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON; a name that stands in it twice is a merge gone wrong."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"'{name}' stands in it twice")
        found[name] = value
    return found


def _no_number(written: str) -> NoReturn:
    raise ValueError(f"{written} is not a whole number")
