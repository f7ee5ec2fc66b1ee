"""Examples that stand once: their source is shown, and they are run."""

from __future__ import annotations

import contextlib
import io
import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.parsers.rst.states import RSTState
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import OptionSpec

from sphinx_cnn import cli
from sphinx_cnn.extension.domain import CnnDomain

BUILD = "import sys; sys.modules.update({hidden!r}); from sphinx.cmd.build import main; sys.exit(main())"
COMMAND = [sys.executable, "-c"]
COLUMNS = "96"


class Live(SphinxDirective):
    """A piece of text that is shown as it is, and then used."""

    has_content = True

    @property
    def text(self) -> str:
        """The piece of text."""
        return "\n".join(self.content)

    @property
    def language(self) -> str:
        """The markup language that the page, or this part of it, is written in."""
        return "rst" if isinstance(self.state, RSTState) else "markdown"

    def block(self, text: str, language: str, caption: str = "") -> nodes.Node:
        """A block of code."""
        block = nodes.literal_block(text, text, language=language)
        self.set_source_info(block)
        if not caption:
            return block
        wrapper = nodes.container("", classes=["literal-block-wrapper"], literal_block=True)
        wrapper += [nodes.caption(caption, caption), block]
        return wrapper


class Example(Live):
    """``.. example::`` shows its content as source, and below it what becomes of it."""

    def run(self) -> list[nodes.Node]:
        """Show the source and the result."""
        result = nodes.container("", *self.parse_content_to_nodes(), classes=["example-result"])
        return [nodes.container("", self.block(self.text, self.language), result, classes=["example"])]


class Mistake(Live):
    """``.. mistake::`` builds its content as a project of one page, and shows what the build says.

    With ``:box:`` the page shows as well what such a page shows; ``:without:`` names a module that is not there;
    ``:arguments:`` goes to ``sphinx-build``.
    """

    option_spec: ClassVar[OptionSpec] = {
        "box": directives.flag,
        "without": directives.unchanged,
        "arguments": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Show the source, the warning, and the box."""
        shown = nodes.container("", self.block(self.text, "rst"), self.block(self._warnings(), "none"))
        shown["classes"] = ["example", "mistake"]
        if "box" in self.options:
            shown += nodes.container("", *self._box(), classes=["example-result"])
        return [shown]

    def _warnings(self) -> str:
        hidden = dict.fromkeys(self.options.get("without", "").split())
        arguments = shlex.split(self.options.get("arguments", "-b dummy"))
        with tempfile.TemporaryDirectory() as place:
            source = Path(place).resolve()
            (source / "lecture.rst").write_text(f"{self.text}\n", "utf-8")
            options = ["-C", "-D", "extensions=sphinx_cnn", "-D", "master_doc=lecture", "-q", "-N", *arguments]
            run = subprocess.run(  # noqa: S603
                [*COMMAND, BUILD.format(hidden=hidden), *options, str(source), str(source / "out")],
                capture_output=True,
                text=True,
                encoding="utf-8",
                check=False,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONIOENCODING": "utf-8"},
            )
            said = run.stderr.replace(f"{source}{os.sep}", "").strip()
        if "WARNING" not in said:
            raise self.error(f"this mistake goes without a warning: {said or run.stdout}")
        return said

    def _box(self) -> list[nodes.Node]:
        """What the page shows; the finding itself is taken back, since it is meant."""
        domain = self.env.get_domain("cnn")
        assert isinstance(domain, CnnDomain)  # noqa: S101
        page = domain.page(self.env.docname)
        findings, definitions = len(page.findings), len(page.definitions)
        shown = self.parse_content_to_nodes()
        del page.findings[findings:]
        del page.definitions[definitions:]
        return shown


class Terminal(Live):
    """``.. terminal:: sphinx-cnn summary lenet.py`` shows the file, the command, and what it prints."""

    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[OptionSpec] = {"file": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """Run the command in this process."""
        shown = [self.block(self.text, "python", self.options["file"])] if "file" in self.options else []
        command = self.arguments[0]
        return [*shown, self.block(f"$ {command}\n{self._output(shlex.split(command)[1:])}", "console")]

    def _output(self, arguments: list[str]) -> str:
        printed = io.StringIO()
        before = os.environ.get("COLUMNS")
        with (
            tempfile.TemporaryDirectory() as place,
            contextlib.chdir(place),
            contextlib.redirect_stdout(printed),
            contextlib.redirect_stderr(printed),
            contextlib.suppress(SystemExit),  # of --help
        ):
            if "file" in self.options:
                Path(self.options["file"]).write_text(self.text, "utf-8")
            os.environ["COLUMNS"] = COLUMNS
            try:
                cli.main(arguments)
            finally:
                os.environ.pop("COLUMNS")
                if before is not None:
                    os.environ["COLUMNS"] = before
        return printed.getvalue().rstrip()


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the directives."""
    app.add_directive("example", Example)
    app.add_directive("mistake", Mistake)
    app.add_directive("terminal", Terminal)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
