"""Numbers across pages, built again: whatever changes, the pages are those of a clean build."""

from __future__ import annotations

import pytest
from html_page import Page, text
from project import TINY, Built, Project, killed, places
from sphinx.errors import ExtensionError

import sphinx_cnn

CHANGED = TINY.replace("Dense(10)", "Dense(20)")
INDEX = {"index.rst": "Start\n=====\n\n.. toctree::\n   :glob:\n\n   *\n"}
USER = """\
User
====

:cnn:`tiny.params`, :cnn:`about 400 <tiny.params>`, :cnn:`tiny.fc.params / tiny.params:.1%`, :cnn:layer:`tiny.fc`,
:cnn:network:`tiny`, :ref:`tiny-table`, :numref:`tiny-table`, :any:`tiny`.
"""


def net(network: str) -> dict[str, str]:
    """The page of the network."""
    return {"net.rst": f"A net\n=====\n\n{network}"}


def number(built: Built, name: str = "user.html") -> str:
    """The first number on a page."""
    return text(Page(built.page(name)).one("article" if "<article" in built.page(name) else "body"))


def pages(built: Built) -> dict[str, bytes]:
    """What was written, without the search index: Sphinx keeps words that are gone, and forgets index entries."""
    return {name: content for name, content in built.files().items() if name != "searchindex.js"}


def afresh(project: Project, **options: object) -> Built:
    """The same project, built from nothing."""
    fresh = Project(project.root / "fresh", project.configuration)
    fresh.write(
        {
            str(path.relative_to(project.source)): path.read_bytes()
            for path in project.source.rglob("*")
            if path.is_file()
        }
    )
    return fresh.build(**options)  # type: ignore[arg-type]


@pytest.fixture
def shared(project: Project) -> Project:
    """A network on one page, its numbers on another."""
    project.configuration = {"numfig": True}
    # Sphinx does not write the neighbours of a new page again, so these pages are there from the beginning.
    others = {f"{name}.rst": f"{name.title()}\n======\n\nWords.\n" for name in ("again", "first", "label", "second")}
    project.write({**INDEX, **others, "user.rst": USER, **net(TINY)})
    return project


EDITS: dict[str, dict[str, str]] = {
    "the network changes": net(CHANGED),
    "a layer is renamed": net(TINY.replace("fc =", "last =")),
    "the network is renamed": net(TINY.replace("Tiny", "Small")),
    "its title changes": net(TINY.replace(":: Tiny", ":: A tiny one\n   :name: tiny")),
    "its columns change": net(TINY.replace(":input:", ":columns: layer macs\n   :input:")),
    "its table has no totals any more": net(TINY.replace(":input:", ":columns: layer kind\n   :input:")),
    "it is shown no more": net(TINY.replace(":input:", ":show: none\n   :input:")),
    "it breaks": net(TINY.replace("Dense", "Dens")),
    "it is removed": net("Words.\n"),
    "a table before it takes its number": net(f".. table:: Another\n\n   == ==\n   a  b\n   == ==\n\n{TINY}"),
    "it gets a duplicate before it": {"first.rst": f"First\n======\n\n{CHANGED}"},
    "it gets a duplicate behind it": {"second.rst": f"Second\n======\n\n{CHANGED}"},
    "its table is shown elsewhere, too": {"again.rst": "Again\n======\n\n.. cnn-table:: tiny\n"},
    "a label of its name": {"label.rst": ".. _tiny:\n\nLabel\n======\n"},
    "a label of its table's name": {"label.rst": ".. _tiny-table:\n\nLabel\n======\n"},
    "an expectation": net(TINY.replace(":input:", ":expect: params: 7\n   :input:")),
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_incremental_build_gives_what_a_clean_one_gives_and_back_again(shared: Project, edit: str) -> None:
    before = {path.name: path.read_text("utf-8") for path in shared.source.iterdir()}
    first = pages(shared.build())
    shared.write(EDITS[edit])
    built, clean = shared.build(), afresh(shared)
    assert pages(built) == pages(clean)
    assert sorted(built.warnings) == sorted(clean.warnings) or _only_of_sphinx(built, clean)
    shared.write(before)
    assert pages(shared.build()) == first


def _only_of_sphinx(built: Built, clean: Built) -> bool:
    """Whether they differ in what Sphinx itself says only when it writes a page."""
    ours = [[line for line in lines if "[cnn." in line] for lines in (built.warnings, clean.warnings)]
    return sorted(ours[0]) == sorted(ours[1])


@pytest.mark.parametrize("parallel", [1, 2])
def test_a_page_is_written_again_when_the_network_on_another_page_changes(shared: Project, parallel: int) -> None:
    shared.build(parallel=parallel)
    shared.write(net(CHANGED))
    built = shared.build(parallel=parallel)
    assert "780, about 400, 94.9%" in number(built)
    assert places(built) == ["user.rst:4"]
    assert pages(built) == pages(afresh(shared))


def test_many_pages_are_the_same_in_parallel(shared: Project) -> None:
    shared.write({f"user{n}.rst": USER for n in range(12)})
    shared.write({f"net{n}.rst": TINY.replace("Tiny", f"Net {n}") for n in range(12)})
    one, four = shared.build(out="one"), Project(shared.root / "other", shared.configuration)
    four.write({path.name: path.read_bytes() for path in shared.source.iterdir()})
    assert pages(four.build(parallel=4)) == pages(one)


def test_a_changed_file_of_code_changes_the_numbers(shared: Project) -> None:
    code = "\n".join(line.strip() for line in TINY.splitlines()[3:])
    shared.write({**net(".. cnn-summary:: Tiny\n   :input: 8x8x1\n   :file: net.py\n"), "net.py": code})
    assert "410, about" in number(shared.build())
    shared.write({"net.py": code.replace("Dense(10)", "Dense(20)")})
    assert "780, about" in number(shared.build())


def test_a_changed_configuration_changes_the_numbers(shared: Project) -> None:
    shared.write({"user.rst": "User\n====\n\n:cnn:`tiny.param_memory` :cnn:`tiny.macs`\n"})
    assert "1.6 KiB 1,656" in number(shared.build())
    assert "3.2 KiB 1,656" in number(shared.build(cnn_dtype="float64"))
    assert "1,6 KiB 1.656" in number(shared.build(language="de"))


def test_another_release_reads_everything_again(shared: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    shared.build()
    monkeypatch.setattr(sphinx_cnn, "__version__", "99.0")
    read: list[str] = []
    shared.build(prepare=lambda app: app.connect("source-read", lambda _app, docname, _text: read.append(docname)))
    assert sorted(read) == ["again", "first", "index", "label", "net", "second", "user"]


ALWAYS_WRITTEN = {
    "searchindex.js", ".buildinfo", "search.html", "genindex.html", "objects.inv", "language_data.js", "basic.css",
    "pygments.css", "documentation_options.js",
}  # fmt: skip
"""What Sphinx writes at the end of every build of HTML, also for a project without a network."""


def test_nothing_to_do_writes_nothing(shared: Project) -> None:
    def times(built: Built) -> dict[str, int]:
        kept = [path for path in (*shared.doctrees.rglob("*"), *built.out.rglob("*")) if path.is_file()]
        return {str(path): path.stat().st_mtime_ns for path in kept if path.name not in ALWAYS_WRITTEN}

    first = shared.build()
    before, files = times(first), pages(first)
    second = shared.build()
    assert times(second) == before
    assert pages(second) == files


def test_only_pages_whose_numbers_changed_are_written_again(shared: Project) -> None:
    shared.write({"other.rst": "Other\n=====\n\n:cnn:`tiny.conv.params`\n"})
    before = shared.build().times()
    shared.write(net(CHANGED))
    after = shared.build().times()
    changed = {name.rsplit("/", 1)[1] for name in after if after[name] != before[name] and name.endswith(".html")}
    assert "user.html" in changed
    assert "other.html" not in changed


@pytest.mark.parametrize("builder", ["dirhtml", "singlehtml", "text", "xml"])
def test_several_builders_on_the_same_doctrees_are_all_right(shared: Project, builder: str) -> None:
    shared.configuration = {}
    shared.write({"user.rst": "User\n====\n\n:cnn:`tiny.params` there\n"})
    shared.build()
    shared.build(builder)
    shared.build("text", out="more")
    shared.write(net(CHANGED))
    shared.build()
    built, more = shared.build(builder), shared.build("text", out="more")
    name = {"dirhtml": "user/index.html", "singlehtml": "index.html"}.get(builder, f"user.{builder[:3]}")
    assert "780" in built.page(name.replace("tex", "txt"))
    assert "780 there" in more.page("user.txt")


@pytest.mark.parametrize("by", [KeyboardInterrupt, RuntimeError])
def test_a_build_that_was_killed_while_writing_leaves_no_number_stale(shared: Project, by: type[BaseException]) -> None:
    shared.build()
    shared.write(net(CHANGED))
    with pytest.raises((by, ExtensionError)):
        shared.build(prepare=killed("user", by))
    assert "780, about" in number(shared.build())


def test_a_page_is_written_again_when_what_it_refers_to_moves(shared: Project) -> None:
    shared.build()
    (shared.source / "net.rst").unlink()
    shared.write({"zzz.rst": f"Moved\n=====\n\n{TINY}"})
    built = shared.build()
    assert built.warnings == []
    assert "zzz.html#tiny.fc" in built.page("user.html")
    assert "net.html" not in built.page("user.html")
