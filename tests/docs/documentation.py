"""The documentation as it is built for its readers."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


@cache
def directory() -> TemporaryDirectory[str]:
    """Where it is built, until the tests end."""
    return TemporaryDirectory()


@cache
def build() -> Path:
    """The documentation, built as ``nox -s docs`` builds it: a warning fails the build."""
    target = Path(directory().name)
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-W",
        "--keep-going",
        "-q",
        "-b",
        "html",
        str(DOCS),
        str(target / "html"),
    ]
    run = subprocess.run(
        [*command, "-d", str(target / "doctrees")],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
    )
    assert (run.returncode, run.stderr) == (0, "")
    return target / "html"
