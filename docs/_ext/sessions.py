"""Sessions at a terminal, in a project of one page: what is shown is what the commands really print."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.typing import OptionSpec

from _ext.live import Live

MODULES = {"sphinx-build": "sphinx", "sphinx-cnn": "sphinx_cnn"}
PAGE = "index.rst"
README = "README.md"
PROGRESS = "done\n\n"
"""Ends what Sphinx says of its progress, which is not shown."""


class Session(Live):
    """``.. session::`` runs commands in a project whose page is its content, and shows what they print.

    ``:run:`` has the commands, one a line. ``:was:`` says what stood on the page when the numbers were recorded, behind
    what stands there now: ``Conv2D(16, 3) | Conv2D(16, 5)``. ``:readme:`` is the text of a README that is checked, too.
    """

    option_spec: ClassVar[OptionSpec] = {
        "run": directives.unchanged_required,
        "was": directives.unchanged,
        "readme": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Show the files, and each command with what it prints."""
        readme = self.options.get("readme", "")
        files = [self.block(self.text, "rst", PAGE if readme else "")]
        files += [self.block(readme, "markdown", README)] if readme else []
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place).resolve()
            self._write(folder, readme)
            printed = [self.block(self._called(line, folder), "console") for line in self.options["run"].splitlines()]
        return [nodes.container("", *files, *printed, classes=["example", "mistake"])]

    def _write(self, folder: Path, readme: str) -> None:
        checked = [README] if readme else []
        (folder / "conf.py").write_text(f'extensions = ["sphinx_cnn"]\ncnn_check_files = {checked}\n', "utf-8")
        if readme:
            (folder / README).write_text(f"{readme}\n", "utf-8")
        now, _, before = (part.strip() for part in self.options.get("was", "").partition("|"))
        if now:
            if now not in self.text:
                raise self.error(f"there is no '{now}' that could have been '{before}'")
            (folder / PAGE).write_text(f"{self.text.replace(now, before)}\n", "utf-8")
            self._output("sphinx-build -q -b cnnrecord . _build/record", folder)
        (folder / PAGE).write_text(f"{self.text}\n", "utf-8")

    def _called(self, line: str, folder: Path) -> str:
        return f"$ {line}\n{self._output(line, folder)}".rstrip()

    def _output(self, line: str, folder: Path) -> str:
        name, *arguments = shlex.split(line)
        run = subprocess.run(  # noqa: S603
            [sys.executable, "-m", MODULES[name], *arguments],
            cwd=folder,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONIOENCODING": "utf-8"},
        )
        _, progress, shown = run.stdout.rpartition(PROGRESS)
        return (shown if progress else shown + run.stderr).replace(f"{folder}{os.sep}", "")


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the directive."""
    app.add_directive("session", Session)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
