"""Any sequence of edits, built after each: the same bytes and the same findings as a build from nothing."""

from __future__ import annotations

import difflib
import json
import re
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import pytest
import sphinx
from draft import Network
from edits import Edits
from jinja2 import FileSystemBytecodeCache
from project import Built, Project
from sphinx.application import Sphinx

NAME = "cnn-numbers.json"
BUILDERS = ("text", "cnncheck", "cnnrecord", "dirhtml", "singlehtml")

WRITTEN_ALWAYS = {
    ".buildinfo", "basic.css", "documentation_options.js", "genindex.html", "language_data.js", "objects.inv",
    "pygments.css", "search.html", "searchindex.js", "translations.js",
}  # fmt: skip
"""What Sphinx writes at the end of every build of HTML, also for a project without a network."""

LEFT_BEHIND = {".buildinfo.bak", "_static/translations.js"}
"""What Sphinx does not remove when the configuration, or its language, changes; so do pages of documents that are gone.

The scripts that find the stems of a language's words stay, too.
"""

NOT_FINISHED = {"objects.inv", "searchindex.js"} if sphinx.version_info < (9,) else set()
"""What Sphinx 8 does not write where a page is removed and no other one is read."""

SCRIPT_VERSION = re.compile(rb"(?:(?<=translations\.js)|(?<=documentation_options\.js))\?v=[0-9a-f]+")
"""When the language changes, Sphinx writes pages with the checksums of the scripts of the language before."""

NO_SEARCH_INDEX = "WARNING: search index couldn't be loaded"
"""What Sphinx says after a first build that was killed."""


class Afresh(Project):
    """The same documents, built from nothing."""

    @property
    def source(self) -> Path:
        """The folder of the documents."""
        return self.root.parent / "source"


class Sequence:
    """A project that is edited and built, again and again."""

    def __init__(self, root: Path, seed: int, *, pages: int = 3, calm: bool = False) -> None:
        self.project = Project(root)
        self.random = Random(seed)  # noqa: S311 - no secret
        self.edits = Edits(self.random, pages=pages, calm=calm)
        self.story: list[str] = []
        self.documents: set[str] = set()
        self._numbers = count()
        self._write()

    def edit(self) -> None:
        """Make an edit, or two at once."""
        self.story += [self.edits.edit() for _ in range(self.random.choice((1, 1, 2)))]
        self._write()

    def _write(self) -> None:
        """Write what has changed, and nothing else: Sphinx looks at the times of files."""
        project, sources = self.project, self.edits.draft.sources()
        project.configuration = dict(self.edits.draft.configuration)
        project.source.mkdir(exist_ok=True)
        before = {path.name: path.read_text("utf-8") for path in project.source.iterdir() if path.name != NAME}
        for name in before.keys() - sources.keys():
            (project.source / name).unlink()
        project.write({name: text for name, text in sources.items() if before.get(name) != text})
        self.documents |= {name for name in sources if name.endswith((".rst", ".md"))}

    def build(self, builder: str = "html", **options: Any) -> Built:
        """Build on what the builds before have left."""
        self.story.append(f"built: {builder} {options}")
        return self.project.build(builder, prepare=self._prepare(), **options)

    def kill(self) -> None:
        """Build, and die in the middle of writing."""
        dies_at = self.random.randrange(2)
        pages = count()

        def die(app: Sphinx, *_rest: object) -> None:
            if next(pages) == dies_at:
                raise KeyboardInterrupt

        self.story.append(f"built, and killed at page {dies_at}")
        with suppress(KeyboardInterrupt):  # where no page has to be written, nothing is killed
            self.project.build(prepare=self._prepare(lambda app: app.connect("html-page-context", die)))

    def afresh(self, **options: Any) -> Built:
        """What the documents give when they are built from nothing."""
        fresh = Afresh(self.project.root / f"fresh{next(self._numbers)}", self.project.configuration)
        return fresh.build(prepare=self._prepare(), **options)

    def _prepare(self, more: Callable[[Sphinx], object] | None = None) -> Callable[[Sphinx], None]:
        def prepare(app: Sphinx) -> None:
            templates = getattr(app.builder, "templates", None)
            if templates is not None:  # to compile them once is half of the time of a build
                templates.environment.bytecode_cache = FileSystemBytecodeCache(str(self.project.root))
            app.connect("html-page-context", without_neighbours)
            if more is not None:
                more(app)

        return prepare

    def check(self, built: Built, clean: Built, *, but_for: str = "") -> None:
        """Compare all that was written, and all that was said."""
        story = "\n".join(self.story)
        files, wanted = output(built), output(clean)
        for name in {but_for, *NOT_FINISHED}:
            wanted.pop(name, None)
            files.pop(name, None)
        extra = {name for name in files.keys() - wanted.keys() if not self._is_left_behind(name)}
        assert not extra, f"{story}\nwritten, and not by a clean build: {sorted(extra)}"
        differing = sorted(name for name in wanted if files.get(name) != wanted[name])
        assert not differing, f"{story}\n{difference(differing[0], files, wanted)}\nso differ {differing}"
        ours, theirs = said(built), said(clean)
        assert ours[0] == theirs[0], f"{story}\nonly now: {ours[0] - theirs[0]}\nmissing: {theirs[0] - ours[0]}"
        assert ours[1] <= theirs[1], f"{story}\nonly now: {ours[1] - theirs[1]}"

    def lacks_a_file(self) -> bool:
        """Whether an architecture is to be read from a file that is not there."""
        draft = self.edits.draft
        parts = (part for page in draft.pages.values() for part in page.parts)
        return any(isinstance(part, Network) and part.file and part.file not in draft.files for part in parts)

    def _is_left_behind(self, name: str) -> bool:
        if name in LEFT_BEHIND or name.endswith("stemmer.js"):
            return True
        gone = self.documents - self.edits.draft.sources().keys()
        return name in {f"{Path(one).stem}.html" for one in gone} | {f"_sources/{one}.txt" for one in gone}


def without_neighbours(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object) -> None:
    """Leave out the links to the next page: Sphinx does not write a page again when its neighbours change."""
    context.update(prev=None, next=None, parents=[], rellinks=[])


def output(built: Built) -> dict[str, object]:
    """Every output file."""
    found: dict[str, object] = {
        str(path.relative_to(built.out)): SCRIPT_VERSION.sub(b"", path.read_bytes())
        for path in built.out.rglob("*")
        if path.is_file()
    }
    return {**found, "searchindex.js": search_index(built)}


def search_index(built: Built) -> dict[str, Any]:
    """The search index, as searches see it.

    Sphinx keeps words that are gone, with no page behind them, and forgets the index entries of pages that it does not
    write again.
    """
    found: dict[str, Any] = json.loads(built.page("searchindex.js").removeprefix("Search.setIndex(").removesuffix(")"))
    for name in ("terms", "titleterms"):
        found[name] = {word: pages for word, pages in found[name].items() if pages != []}
    del found["indexentries"]
    return found


def said(built: Built) -> tuple[Counter[str], Counter[str]]:
    """Our findings, which come on every build; and Sphinx' own warnings, which come when a page is read or written."""
    entries: list[str] = []
    for line in built.warnings:
        if re.search(r"(?:^|: )(?:WARNING|ERROR): ", line) or not entries:
            entries.append(line)
        else:
            entries[-1] += f"\n{line}"
    ours = Counter(entry for entry in entries if "[cnn." in entry)
    return ours, Counter(entry for entry in entries if not entry.startswith(NO_SEARCH_INDEX)) - ours


def difference(name: str, files: dict[str, object], wanted: dict[str, object]) -> str:
    """What differs in a file."""
    found, right = (one.get(name) for one in (files, wanted))
    if not isinstance(found, bytes) or not isinstance(right, bytes):
        return f"{name}: {found} instead of {right}"
    before, after = (one.decode(errors="replace").splitlines() for one in (right, found))
    return "\n".join(difflib.unified_diff(before, after, f"{name}, clean", name, lineterm="", n=0))


def times(sequence: Sequence, built: Built) -> dict[str, int]:
    """When each file of a build was written, but for those that Sphinx always writes."""
    files = (path for folder in (sequence.project.doctrees, built.out) for path in folder.rglob("*"))
    return {str(path): path.stat().st_mtime_ns for path in files if path.name not in WRITTEN_ALWAYS}


@pytest.mark.parametrize("seed", range(110))
def test_an_incremental_build_gives_what_a_clean_one_gives(tmp_path: Path, seed: int) -> None:
    sequence = Sequence(tmp_path, seed)
    if seed % 5 == 0:
        sequence.build("cnnrecord")
    sequence.build()
    for _ in range((2, 2, 3, 4)[seed % 4]):
        sequence.edit()
        built = sequence.build()
        sequence.check(built, sequence.afresh())
    before = times(sequence, built)
    again = sequence.build()
    # Sphinx reads a document on every build, as long as a file is missing that it depends on.
    assert times(sequence, again) == before or sequence.lacks_a_file()
    assert said(again)[0] == said(built)[0], sequence.story


@pytest.mark.parametrize("seed", range(1000, 1020))
def test_four_processes_give_what_one_gives(tmp_path: Path, seed: int) -> None:
    sequence = Sequence(tmp_path, seed, pages=6)
    sequence.build(parallel=4)
    for step in range(2):
        sequence.edit()
        sequence.check(sequence.build(parallel=(1, 4)[(seed + step) % 2]), sequence.afresh(parallel=(4, 1)[step]))


@pytest.mark.parametrize("seed", range(2000, 2025))
def test_two_output_folders_on_the_same_doctrees_are_both_right(tmp_path: Path, seed: int) -> None:
    sequence = Sequence(tmp_path, seed, calm=True)
    for out in ("one", "two"):
        sequence.build(out=out)
    for _ in range(2):
        sequence.edit()
        sequence.build(out=sequence.random.choice(("one", "two")))
    sequence.edit()
    clean = sequence.afresh()
    for out in ("one", "two"):
        sequence.check(sequence.build(out=out), clean)


@pytest.mark.parametrize("seed", range(3000, 3025))
def test_another_builder_in_between_takes_nothing_away(tmp_path: Path, seed: int) -> None:
    sequence = Sequence(tmp_path, seed, calm=True)
    sequence.build()
    for _ in range(2):
        sequence.edit()
        sequence.build(sequence.random.choice(BUILDERS))
        if sequence.random.random() < 0.5:
            sequence.edit()
        sequence.check(sequence.build(), sequence.afresh())


@pytest.mark.parametrize("seed", range(4000, 4025))
def test_a_build_that_was_killed_while_writing_leaves_nothing_stale(tmp_path: Path, seed: int) -> None:
    sequence = Sequence(tmp_path, seed, calm=True)
    if seed % 3:
        sequence.build()
    for _ in range(2):
        sequence.edit()
        sequence.kill()
        if sequence.random.random() < 0.5:
            sequence.edit()
        # Sphinx keeps its search index only when a build ends, without the pages that the killed one has written.
        sequence.check(sequence.build(), sequence.afresh(), but_for="searchindex.js")
