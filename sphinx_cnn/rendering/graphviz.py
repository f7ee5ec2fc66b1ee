"""DOT → SVG or PDF. The engine is pygraphviz, whose wheels bundle Graphviz and draw inside the process."""

from __future__ import annotations

import hashlib
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Format = Literal["svg", "pdf"]

VERSION = "1"
"""Part of a drawing's name in the cache; raised when the way of drawing changes."""


class DrawingError(RuntimeError):
    """There is no engine, or it could not draw."""


@dataclass(frozen=True)
class Engine:
    """Draws, and keeps what it has drawn.

    :param cache: the folder of the drawings, each named by what it is drawn from.
    :param command: the ``dot`` command, for platforms on which pygraphviz has no wheel.
    """

    cache: Path
    command: str = "dot"

    def draw(self, source: str, form: Format) -> Path:
        """A file with the drawing of a DOT text.

        :raises DrawingError: if it cannot be drawn.
        """
        name = hashlib.sha256(f"{VERSION}\n{form}\n{source}".encode()).hexdigest()[:32]
        path = self.cache / f"cnn-{name}.{form}"
        if not path.exists():
            drawing = _in_process(source, form) or _by_command(source, form, self.command)
            if form == "pdf":  # a build must not depend on the clock
                drawing = re.sub(rb"/CreationDate \([^)]*\)", lambda date: b" " * len(date[0]), drawing)
            self.cache.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self.cache, delete=False) as file:
                file.write(drawing)
            Path(file.name).replace(path)  # at once, so that a killed build leaves no half a drawing
        return path


def _in_process(source: str, form: Format) -> bytes | None:
    """Draw with pygraphviz; ``None`` where it cannot be imported."""
    try:
        with _without_noise():
            import pygraphviz  # noqa: PLC0415
    except ImportError:
        return None
    try:
        with _without_noise():
            drawing: bytes = pygraphviz.AGraph(string=source).draw(format=form, prog="dot")
    except (OSError, ValueError) as error:
        raise DrawingError(str(error)) from None
    return drawing


def _by_command(source: str, form: Format, command: str) -> bytes:
    import subprocess  # noqa: PLC0415

    try:
        run = subprocess.run(  # noqa: S603
            [command, f"-T{form}"], input=source.encode(), capture_output=True, check=True, timeout=120
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise DrawingError(f"neither pygraphviz nor the command {command!r} can draw: {error}") from None
    return run.stdout


@contextmanager
def _without_noise() -> Iterator[None]:
    """Keep what the C library prints, such as warnings about the machine's fonts, out of the build's output."""
    sys.stderr.flush()
    kept = os.dup(2)
    try:
        with tempfile.TemporaryFile() as noise:
            os.dup2(noise.fileno(), 2)
            yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
