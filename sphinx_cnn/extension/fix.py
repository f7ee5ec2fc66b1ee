"""``sphinx-cnn fix``: types the true numbers into the checked roles of a project's documents, and nothing else."""

from __future__ import annotations

import difflib
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import StringIO
from itertools import takewhile
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.util.docutils import docutils_namespace, patch_docutils

from sphinx_cnn.extension.builders import CheckBuilder
from sphinx_cnn.extension.domain import CnnDomain
from sphinx_cnn.extension.lines import in_one_line

BREAK = r"[ \t\r\n]+(?:>[ \t]*)*"
"""What stands between two words of a role; it may be broken over lines, also in a quotation."""


@dataclass(frozen=True)
class Stale:
    """A checked role whose number is not true.

    :param raw: the text of the role.
    :param typed: what the author has typed, in one line.
    :param instead: what is true, in the same spelling.
    """

    docname: str
    location: str
    raw: str
    typed: str
    instead: str


@dataclass
class Source:
    """A file that has such roles, and what is to be written into it."""

    path: Path
    before: bytes
    edits: dict[tuple[int, int], str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """What stands in the file, its byte order mark and its line ends included."""
        return self.before.decode()

    @property
    def after(self) -> str:
        """What is to stand there."""
        text = self.text
        for (start, end), new in sorted(self.edits.items(), reverse=True):
            text = f"{text[:start]}{new}{text[end:]}"
        return text

    def mend(self, stale: Stale, line: int, occurrence: int) -> bool:
        """Note what is to be written for a role; whether it stands there.

        :param occurrence: which one of that line it is, should the same role stand there more than once.
        """
        text = self.text
        words = in_one_line(stale.raw).split(" ")
        pattern = f"`(?:{BREAK})?{BREAK.join(map(re.escape, words))}(?:{BREAK})?`"
        found = [m for m in re.finditer(pattern, text) if len(re.findall("\r\n|\r|\n", text[: m.start()])) + 1 == line]
        # A literal of the same text has no name of a role before it.
        found = [match for match in found if text[: match.start()].endswith((":", "}"))] or found
        if occurrence >= len(found):
            return False
        start, end, new = _difference(text, found[occurrence].start() + 1, stale)
        return self.edits.setdefault((start, end), new) == new

    def diff(self, name: str) -> Iterator[str]:
        """What is to change, as a unified diff."""
        texts = (text.replace("\r\n", "\n") for text in (self.text, self.after))
        before, after = ([line for line in re.split("(?<=\n)", text) if line] for text in texts)
        for line in difflib.unified_diff(before, after, f"a/{name}", f"b/{name}"):
            yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"

    def write(self) -> None:
        """Write the file at once, or not at all.

        :raises OSError: if it cannot be written, or is not what it was.
        """
        path = self.path.resolve()
        if path.read_bytes() != self.before:
            raise OSError(0, "it has been changed in the meantime")
        partial = path.with_name(f"{path.name}.partial")
        try:
            partial.write_bytes(self.after.encode())
            shutil.copymode(path, partial)
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)


def _difference(text: str, start: int, stale: Stale) -> tuple[int, int, str]:
    """The part of the role that is to change, from where the role's text begins, and what is to stand there."""
    # Where each character of the typed text, which is in one line, stands in the file.
    places: list[int] = []
    position = start
    gap = re.compile(BREAK)
    leading = gap.match(text, position)
    position = leading.end() if leading else position
    for _ in range(len(stale.typed) + 1):
        places.append(position)
        broken = gap.match(text, position)
        position = broken.end() if broken else position + 1
    head = _common(stale.typed, stale.instead)
    tail = _common(stale.typed[head:][::-1], stale.instead[head:][::-1])
    end = len(stale.typed) - tail
    return places[head], places[end], stale.instead[head : len(stale.instead) - tail]


def _common(one: str, other: str) -> int:
    """How many characters are the same from the beginning."""
    return len(list(takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))))


@dataclass
class Repair:
    """The sources that are to be changed.

    :param missed: the roles that do not stand where they should, such as those of a translation or a docstring.
    :param others: how many findings are none that can be mended so.
    """

    sources: dict[Path, Source]
    missed: list[Stale]
    others: int

    @classmethod
    def of(cls, stale: list[Stale], others: int) -> Repair:
        """What is to be done about these roles."""
        repair = cls({}, [], others)
        seen: Counter[tuple[str, str, str]] = Counter()
        for one in stale:
            occurrence = seen[one.docname, one.location, one.raw]
            seen[one.docname, one.location, one.raw] += 1
            name, _, line = one.location.rpartition(":")
            path = Path(name)
            try:
                source = repair.sources.get(path) or Source(path, path.read_bytes())
                found = line.isdecimal() and source.mend(one, int(line), occurrence)
            except (OSError, UnicodeDecodeError):
                found = False
            if found:
                repair.sources[path] = source
            else:
                repair.missed.append(one)
        return repair


def stale_roles(domain: CnnDomain) -> Iterator[Stale]:
    """The checked roles of the project whose numbers are not true."""
    for docname in sorted(domain.pages):
        for serial, number in enumerate(domain.pages[docname].numbers):
            instead = domain.outcomes.of(docname, serial).instead
            if instead and not number.is_claim:
                typed = in_one_line(number.reference.typed or "")
                yield Stale(docname, number.location, number.raw, typed, instead)


def examine(folder: Path, confdir: Path, settings: Mapping[str, str]) -> Repair:
    """Read a project, and find what is to be changed. Nothing is written, and nothing of an earlier build is used.

    :raises SphinxError: if the project cannot be read.
    """
    with (
        tempfile.TemporaryDirectory(prefix="sphinx-cnn-") as out,
        patch_docutils(confdir),
        docutils_namespace(),
    ):
        app = Sphinx(
            folder, confdir, Path(out, "output"), Path(out, "doctrees"), CheckBuilder.name,
            confoverrides=dict(settings), status=None, warning=StringIO(), freshenv=True,
        )  # fmt: skip
        app.build()
        stale = list(stale_roles(CnnDomain.of(app.env)))
        assert isinstance(app.builder, CheckBuilder)  # noqa: S101
        return Repair.of(stale, len(app.builder.report.findings) - len(stale))


def fix(folder: Path, confdir: Path | None, settings: Mapping[str, str], *, dry_run: bool, yes: bool) -> int:
    """Run the command and give its exit status.

    It is 0 if no stale number is left in a checked role, 1 if one is, and 2 if the project cannot be read.
    """
    try:
        repair = examine(folder, confdir or folder, settings)
    except SphinxError as error:
        sys.stderr.write(f"{error.category}: {error}\n")
        return 2
    for path, source in repair.sources.items():
        for line in source.diff(_named(path)):
            sys.stdout.write(line)
    sys.stdout.flush()
    for missed in repair.missed:
        said = f"{missed.location}: '{missed.typed}' is to be '{missed.instead}', but the role is not found there\n"
        sys.stderr.write(said)
    if repair.others:
        sys.stderr.write(f"{_counted(repair.others, 'other finding')}: see sphinx-build -b cnncheck\n")
    count = sum(len(source.edits) for source in repair.sources.values())
    if not count:
        sys.stderr.write("No number in a checked role is stale.\n" if not repair.missed else "")
        return int(bool(repair.missed))
    where = f"{_counted(count, 'number')} in {_counted(len(repair.sources), 'file')}"
    if dry_run:
        sys.stderr.write(f"{where} would be rewritten.\n")
        return 1
    if not yes and not _agreed(where):
        return 1
    failed = _write(repair)
    return int(failed or bool(repair.missed))


def _write(repair: Repair) -> bool:
    """Write the files; whether one of them cannot be written."""
    failed = False
    for path, source in repair.sources.items():
        try:
            source.write()
        except OSError as error:
            sys.stderr.write(f"{_named(path)}: not rewritten: {error.strerror}\n")
            failed = True
        else:
            sys.stderr.write(f"{_named(path)}: rewritten\n")
    return failed


def _agreed(where: str) -> bool:
    if not sys.stdin.isatty():
        sys.stderr.write(f"{where} would be rewritten. Nobody can be asked here: give --yes to write.\n")
        return False
    sys.stderr.write(f"Rewrite {where}? [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}{'s' * (number != 1)}"


def _named(path: Path) -> str:
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else str(path)
