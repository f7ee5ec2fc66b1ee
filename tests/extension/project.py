"""A documentation project of a test: these files → these warnings, these pages."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

import sphinx.locale
from html_page import Page
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

TINY = """\
.. cnn-summary:: Tiny
   :input: 8x8x1

   conv = Conv2D(4, 3)
   pool = MaxPooling2D(2)
   flat = Flatten()
   fc = Dense(10)
"""
"""A network of 410 parameters: conv 4·9 + 4 = 40, fc 36·10 + 10 = 370."""

CONFIGURATION: dict[str, Any] = {
    "extensions": ["sphinx_cnn", "myst_parser"],
    "html_theme": "basic",
    "html_show_sphinx": False,
    "version": "1",
    "epub_copyright": "the authors",
    "suppress_warnings": ["epub.unknown_project_files"],
}


@dataclass(frozen=True)
class Built:
    """What a build left behind.

    :param warnings: with paths relative to the source folder.
    """

    out: Path
    warnings: list[str]

    def page(self, name: str = "index.html") -> str:
        """An output file."""
        return (self.out / name).read_text("utf-8")

    def inventory(self) -> dict[str, tuple[str, str, str]]:
        """What other projects can link to: by its name the kind, the address and the shown name of each object."""
        packed = (self.out / "objects.inv").read_bytes().split(b"\n", 4)[4]
        found = {}
        for line in zlib.decompress(packed).decode().splitlines():
            name, kind, _, address, shown = line.split(" ", 4)
            found[name] = kind, address.replace("$", name), name if shown == "-" else shown
        return found

    def files(self) -> dict[str, bytes]:
        """All that was written, without what carries a date or is no page."""
        return {
            str(path.relative_to(self.out)): path.read_bytes()
            for path in sorted(self.out.rglob("*"))
            if path.is_file() and path.name not in (".buildinfo", "environment.pickle")
        }

    def times(self) -> dict[str, int]:
        """When each output file was written."""
        return {str(path): path.stat().st_mtime_ns for path in self.out.rglob("*") if path.is_file()}


@dataclass
class Project:
    """Source files in a folder, built as often as needed on one doctree folder."""

    root: Path
    configuration: dict[str, Any] = field(default_factory=dict)

    @property
    def source(self) -> Path:
        """The folder of the documents."""
        return self.root / "source"

    @property
    def doctrees(self) -> Path:
        """The folder that a build keeps its knowledge in."""
        return self.root / "doctrees"

    def write(self, files: Mapping[str, str | bytes]) -> None:
        """Write or overwrite documents; a folder in a name is made."""
        for name, content in files.items():
            path = self.source / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def build(
        self,
        builder: str = "html",
        *,
        out: str = "",
        parallel: int = 1,
        prepare: Callable[[Sphinx], object] | None = None,
        **configuration: Any,
    ) -> Built:
        """Build the project as it is now.

        :param out: the name of the output folder; the builder's by default.
        :param prepare: is called with the application before it builds.
        """
        target = self.root / (out or builder)
        said = StringIO()
        values = {**CONFIGURATION, **self.configuration, **configuration}
        with patch_docutils(self.source), docutils_namespace():
            app = Sphinx(
                self.source, None, target, self.doctrees, builder,
                confoverrides=values, status=None, warning=said, parallel=parallel,
            )  # fmt: skip
            if prepare:
                prepare(app)
            try:
                app.build()
            finally:
                sphinx.locale.translators.clear()
        return Built(target, self._lines(said.getvalue()))

    def _lines(self, said: str) -> list[str]:
        plain = re.sub(r"\x1b\[[\d;]*m", "", said).replace(f"{self.source}/", "")
        return [line for line in plain.splitlines() if line and "isn't included in any toctree" not in line]


def places(built: Built) -> list[str]:
    """``file:line [subtype]`` of each warning."""
    found = [re.match(r"(.+?): (?:WARNING|ERROR|CRITICAL): ", line) for line in built.warnings]
    return [match[1] for match in found if match]


def shown(project: Project, network: str, **configuration: Any) -> Page:
    """The page that shows a network and nothing else, built without a warning."""
    project.write({"index.rst": f"Start\n=====\n\n{network}"})
    built = project.build(**configuration)
    assert built.warnings == []
    return Page(built.page())


def killed(at: str, by: type[BaseException]) -> Callable[[Sphinx], object]:
    """Lets the build die while a page is written."""

    def die(app: Sphinx, pagename: str, *_rest: object) -> None:
        if pagename == at:
            raise by

    return lambda app: app.connect("html-page-context", die)
