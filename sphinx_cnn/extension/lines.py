"""The exact lines of roles. Parsers know only where the block of text begins, and not always that.

So the source is asked: each role stands where its own text, in back-quotes, really stands.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from docutils import nodes

BACKWARDS = 3
"""A parser rarely names a line after the right one, so a step back counts as much as three forward."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a parser says that a text stands.

    :param text: what really stands there.
    """

    source: str
    line: int
    text: str


def exact_lines(document: nodes.document, places: Sequence[Place]) -> list[str]:
    """``path:line`` of each place, in the order of the document."""
    places = [_untranslated(place) for place in places]
    files: dict[str, str] = {}
    groups: dict[tuple[str, str], list[int]] = {}
    for index, place in enumerate(places):
        groups.setdefault((os.path.abspath(place.source), place.text), []).append(index)  # noqa: PTH100 - keeps links
    found: dict[int, str] = {}
    for (source, text), indices in groups.items():
        if source not in files:
            files[source] = _read(source)
        named = source if files[source] else places[indices[0]].source
        lines = _occurrences(files[source], text) if files[source] else []
        if len(lines) > len(indices):
            lines = _without_code(lines, files[source], text, document)
        guesses = sorted(indices, key=lambda index: places[index].line)
        if len(lines) == len(indices):
            found |= {index: f"{named}:{line}" for index, line in zip(guesses, lines, strict=True)}
            continue
        for index in guesses:
            line = _nearest(lines, places[index].line)
            if line in lines:
                lines.remove(line)
            found[index] = f"{named}:{line}"
    return [found[index] for index in range(len(places))]


def _untranslated(place: Place) -> Place:
    """Where the original of a translated text stands, as Sphinx says."""
    match = re.fullmatch(r"(.+):(\d+):<translated>", place.source)
    return Place(match[1], int(match[2]), place.text) if match else place


def _read(path: str) -> str:
    try:
        return Path(path).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError, ValueError):
        return ""


def _occurrences(text: str, wanted: str) -> list[int]:
    """The lines that a text begins on; it may be broken over lines, also in a quotation."""
    pattern = r"\s+(?:>\s*)*".join(re.escape(word) for word in wanted.split())
    found = list(re.finditer(pattern, text)) if pattern else []
    # In back-quotes it is a role where a name stands before it, and a literal of the same where none does.
    named = [match for match in found if text[: match.start()].endswith((":", "}"))] if wanted[:1] == "`" else found
    return [text.count("\n", 0, match.start()) + 1 for match in named or found]


def in_one_line(text: str) -> str:
    """A text that may be broken over lines; blanks that do not break, which may stand between digits, stay."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip(" ")


def _without_code(lines: list[int], text: str, wanted: str, document: nodes.document) -> list[int]:
    """The lines that are not those of a code block or a comment with the same text in it."""
    written = [line.strip() for line in text.split("\n")]
    hidden: set[int] = set()
    for block in document.findall(nodes.FixedTextElement):
        content = [line.strip() for line in block.astext().split("\n")]
        if not any(wanted in line for line in content):
            continue
        for start in range(len(written) - len(content) + 1):
            if written[start : start + len(content)] == content:
                hidden |= set(range(start + 1, start + len(content) + 1))
    return [line for line in lines if line not in hidden] or lines


def _nearest(lines: list[int], guess: int) -> int:
    return min(lines, key=lambda line: line - guess if line >= guess else (guess - line) * BACKWARDS, default=guess)
