"""Everything that a build has to say about the numbers of its project."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sphinx.application import Sphinx

from sphinx_cnn.extension.changes import Comparison, Place, conventions
from sphinx_cnn.extension.domain import CnnDomain
from sphinx_cnn.extension.leftovers import Leftovers
from sphinx_cnn.extension.outside import Outside
from sphinx_cnn.extension.prose import Written, signs
from sphinx_cnn.extension.record import Record, RecordError, read
from sphinx_cnn.extension.recording import recorded_anew
from sphinx_cnn.extension.warnings import Finding, Subtype
from sphinx_cnn.rendering.numbers import NumberFormat


@dataclass(frozen=True)
class Report:
    """What a build finds, worked out when all documents have been read.

    :param with_files: whether files that are no documents are read, too.
    :param recording: whether this build is to record the numbers, so that a change is no finding.
    """

    app: Sphinx
    with_files: bool = False
    recording: bool = False

    @cached_property
    def findings(self) -> list[Finding]:
        """All findings, each of them once."""
        return list(dict.fromkeys([*self.domain.findings(), *self._of_the_record()]))

    @property
    def domain(self) -> CnnDomain:
        """The networks of the project."""
        return CnnDomain.of(self.app.env)

    @cached_property
    def place(self) -> Place | None:
        """Where the project keeps its record."""
        return Place.of(self.app.confdir, self.app.config)

    @cached_property
    def written(self) -> list[Written]:
        """The numbers in the prose of all documents, and of the files if they are read."""
        pages = self.domain.pages
        return [*(one for docname in sorted(pages) for one in pages[docname].written), *self._outside.written]

    def next_record(self) -> Record:
        """What is to be recorded now.

        :raises RecordError: if the present record cannot be read.
        """
        return recorded_anew(self._record, self.domain, conventions(self.app.config), self.written)

    def changes(self) -> list[Finding]:
        """What the record and the build disagree about.

        :raises RecordError: if the record cannot be read.
        """
        return [] if self._comparison is None else list(self._comparison.findings())

    def _of_the_record(self) -> Iterator[Finding]:
        yield from self._outside.findings
        try:
            comparison = self._comparison
        except RecordError as error:
            assert self.place is not None  # noqa: S101
            message = f"{error}. Restore it, or delete it and run 'sphinx-build -b cnnrecord'"
            yield Finding(Subtype.CHANGED, f"{self.place.name}: {message}", f"{self.place.path}:{error.line}")
            return
        if comparison is None:
            return
        if not self.recording:
            yield from comparison.findings()
        yield from Leftovers(comparison).findings(self.written)

    @cached_property
    def _record(self) -> Record | None:
        return read(self.place.path) if self.place else None

    @cached_property
    def _comparison(self) -> Comparison | None:
        if self.place is None or self._record is None:
            return None
        numbers = NumberFormat(self.app.config.language or "en")
        return Comparison(self.place, self._record, conventions(self.app.config), self.domain, numbers)

    @cached_property
    def _outside(self) -> Outside:
        patterns = list(self.app.config.cnn_check_files) if self.with_files else []
        return Outside.of(patterns, Path(self.app.srcdir), signs(self.app.config.language))
