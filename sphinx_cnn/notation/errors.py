"""Errors in an architecture text: what is wrong, where it stands, and what was probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

LONGEST_NAME = 80
"""Nothing is near a longer name."""

LONGEST_MESSAGE = 600

SHOWN_WIDTH = 120
"""Longer source lines are cut around the caret."""


@dataclass
class ArchitectureError(Exception):
    """The text does not describe a network.

    :param message: what arrived and what was needed, in one sentence.
    :param line: the line of the text, from 1; 0 for the text as a whole.
    :param column: the column of that line, from 0.
    :param source: the line itself.
    :param file: the file that the line stands in, if it is none of the text but of a file beside it.
    """

    message: str
    line: int = 0
    column: int = 0
    source: str = ""
    file: str = ""

    def __post_init__(self) -> None:
        if len(self.message) > LONGEST_MESSAGE:
            self.message = f"{self.message[:LONGEST_MESSAGE]}…"

    def __str__(self) -> str:
        return f"line {self.line}: {self.explain()}" if self.line else self.message

    def explain(self) -> str:
        """The message, followed by the source line with a caret under the place."""
        if not self.source.strip():
            return self.message
        start = max(0, self.column - SHOWN_WIDTH // 2) if len(self.source) > SHOWN_WIDTH else 0
        shown = self.source[start : start + SHOWN_WIDTH]
        stripped = shown.lstrip()
        caret = " " * max(0, self.column - start - (len(shown) - len(stripped))) + "^"
        return f"{self.message}\n    {stripped.rstrip()}\n    {caret}"


class RaisedError(ArchitectureError):
    """The text itself raises an error where it is read."""


def nearest(name: str, known: Iterable[str]) -> str:
    """``; did you mean 'Conv2D'?``, or nothing where no known name is near."""
    if len(name) > LONGEST_NAME:
        return ""
    names = list(known)
    found = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    if not found:
        folded = {known_name.lower(): known_name for known_name in names}
        found = [folded[near] for near in difflib.get_close_matches(name.lower(), folded, n=1, cutoff=0.75)]
    return f"; did you mean '{found[0]}'?" if found else ""
