"""Where a line of a directive's content stands in its document."""

from __future__ import annotations

import os
from pathlib import Path

from sphinx.util.docutils import SphinxDirective


def content_location(directive: SphinxDirective, line: int) -> str:
    """``path:line`` of a line of the content, counted from 1; the directive's own line for line 0."""
    named, own = directive.get_source_info()
    source = os.path.abspath(named)  # noqa: PTH100 - docutils names an included file as seen from the process, with ..
    if line < 1 or not directive.content:
        return f"{source}:{own}"
    index = min(line, len(directive.content)) - 1
    item_source, offset = directive.content.info(index)
    if directive.content.info(0)[1] == 0 and item_source is not None:
        # MyST numbers the content from 0, whatever stands before it.
        item_source, offset = source, directive.lineno + directive.content_offset + index
    place = os.path.abspath(item_source or source)  # noqa: PTH100
    return f"{place}:{_nearest(Path(place), (offset or 0) + 1, directive.content[index])}"


def _nearest(path: Path, guess: int, text: str) -> int:
    """The line nearest to the guess that really ends with the text; parsers miscount in nested constructs."""
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        return guess
    wanted = text.strip()
    if not wanted:
        return guess
    same = [number for number, line in enumerate(lines, 1) if line.strip().endswith(wanted)]
    return min(same, key=lambda number: abs(number - guess), default=guess)


def option_location(directive: SphinxDirective, text: str) -> str:
    """``path:line`` of a line of an option, which stands below the first line of the directive."""
    named, own = directive.get_source_info()
    source = os.path.abspath(named)  # noqa: PTH100
    try:
        lines = Path(source).read_text("utf-8-sig").splitlines()[own - 1 :]
    except (OSError, UnicodeDecodeError):
        lines = []
    line = next((number for number, line in enumerate(lines, own) if f" {line.strip()}".endswith(f" {text}")), own)
    return f"{source}:{line}"
