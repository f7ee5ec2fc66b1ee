"""The builders of the numbers: ``cnnrecord`` writes the record, ``cnncheck`` checks everything. Neither renders."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from itertools import groupby
from pathlib import Path
from typing import ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError
from sphinx.util import logging

from sphinx_cnn.extension.record import RecordError
from sphinx_cnn.extension.report import Report
from sphinx_cnn.extension.warnings import Finding

logger = logging.getLogger(__name__)


class NumbersBuilder(Builder):
    """Reads all documents, and the files beside them, and writes no page."""

    allow_parallel = True
    recording: ClassVar[bool] = False

    def __init__(self, app: Sphinx, env: BuildEnvironment) -> None:
        super().__init__(app, env)
        self.report = Report(app, with_files=True, recording=self.recording)

    def get_outdated_docs(self) -> set[str]:
        """All documents, so that there is always something to do."""
        return self.env.found_docs

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """No document has an address."""
        return ""

    def write_documents(self, docnames: AbstractSet[str]) -> None:
        """Write nothing."""

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Write nothing."""

    def fail(self) -> None:
        """Let the command end with a status that a pipeline stops at."""
        self.report.app.statuscode = 1


class RecordBuilder(NumbersBuilder):
    """``sphinx-build -b cnnrecord``: writes the numbers of all networks beside ``conf.py``."""

    name = "cnnrecord"
    recording = True

    def finish(self) -> None:
        """Write the record, unless there is one that cannot be read: that has been said already."""
        place = self.report.place
        if place is None:
            logger.info("cnn_numbers_file is empty, so nothing is recorded.")
            return
        try:
            changes = self.report.changes()
            record = self.report.next_record()
        except RecordError:
            self.fail()
            return
        for change in changes:
            logger.info("%s", change.message)
        try:
            is_new = record.write(place.path)
        except OSError as error:
            raise SphinxError(f"{place.path} cannot be written: {error.strerror}") from error
        logger.info("%s %s.", place.name, "has been written" if is_new else "is up to date")


class CheckBuilder(NumbersBuilder):
    """``sphinx-build -b cnncheck``: the ``linkcheck`` of numbers."""

    name = "cnncheck"

    def finish(self) -> None:
        """Print a table of what was found, and write it down for other programs."""
        suppressed = self.config.suppress_warnings
        found = [finding for finding in self.report.findings if not finding.is_suppressed(suppressed)]
        logger.info("")
        for line in table(found):
            logger.info("%s", line)
        listed = [self._as_json(finding) for finding in found]
        content = json.dumps(listed, ensure_ascii=False, indent=2) + "\n"
        Path(self.outdir, "output.json").write_bytes(content.encode(errors="backslashreplace"))
        if found:
            self.fail()

    def _as_json(self, finding: Finding) -> dict[str, str | int | None]:
        name, line = finding.place
        file = Path(os.path.relpath(name, self.srcdir)).as_posix() if Path(name).is_absolute() else name
        return {"file": file, "line": line, "type": finding.type, "message": finding.message}


def table(findings: list[Finding]) -> Iterator[str]:
    """The findings, file by file, in the order of their lines."""

    def file(finding: Finding) -> str:
        return finding.place[0]

    def line(finding: Finding) -> tuple[str, int]:
        name, number = finding.place
        return name, number or 0

    if not findings:
        yield "No number was found to be wrong."
        return
    widest = max(len(finding.type) for finding in findings)
    files = 0
    for name, found in groupby(sorted(findings, key=line), file):
        files += 1
        yield _seen_from_here(name)
        for finding in found:
            first, *rest = finding.message.splitlines()
            yield f"{finding.place[1] or '':>6}  {finding.type:{widest}}  {first}"
            yield from (f"{'':{widest + 10}}{more}" for more in rest)
        yield ""
    yield f"{_counted(len(findings), 'finding')} in {_counted(files, 'file')}"


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}{'s' * (number != 1)}"


def _seen_from_here(name: str) -> str:
    path = Path(name)
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else name
