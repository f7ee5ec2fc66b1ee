"""Built again: what changed is written again, what did not is not, whatever happened before."""

from __future__ import annotations

import pytest
from html_page import Page, text
from project import TINY, Built, Project, killed, places
from sphinx.errors import ExtensionError

CHANGED = TINY.replace("Dense(10)", "Dense(20)")
TOCTREE = "Start\n=====\n\n.. toctree::\n\n   net\n   elsewhere\n"
ELSEWHERE = "Elsewhere\n=========\n\n.. cnn-table:: tiny\n"
"""A page of its own: Sphinx writes the page of a toctree again by itself, whenever a page in it changes."""


def net(network: str) -> dict[str, str]:
    """The page of the network, which another page shows too."""
    return {"net.rst": f"A net\n=====\n\n{network}"}


def parameters(built: Built, name: str = "elsewhere.html") -> str:
    """The parameters that the line of facts of a page names."""
    return text(Page(built.page(name)).one("p", "cnn-facts")).split()[0]


def pages(built: Built) -> dict[str, bytes]:
    """What was written, without the search index: Sphinx leaves words in it that are gone."""
    return {name: content for name, content in built.files().items() if name != "searchindex.js"}


def afresh(project: Project, builder: str = "html") -> Built:
    """The same project, built from nothing."""
    fresh = Project(project.root / "fresh")
    fresh.write({str(path.relative_to(project.source)): path.read_bytes() for path in project.source.rglob("*.rst")})
    return fresh.build(builder)


@pytest.fixture
def shared(project: Project) -> Project:
    """A network on one page, shown on another."""
    project.write({"index.rst": TOCTREE, "elsewhere.rst": ELSEWHERE, **net(TINY)})
    return project


def test_a_page_is_written_again_when_a_network_on_another_page_changes(shared: Project) -> None:
    assert parameters(shared.build()) == "410"
    shared.write(net(CHANGED))
    built = shared.build()
    assert parameters(built) == "780"
    assert pages(built) == pages(afresh(shared))


@pytest.mark.parametrize(
    "change",
    [
        (":input: 8x8x1", ":input: 8x8x1\n   :columns: layer macs"),
        (":input: 8x8x1", ":input: 8x8x1\n   :dtype: float64"),
        ("conv =", "first ="),
        ("summary:: Tiny", "summary:: A tiny one\n   :name: tiny"),
        (":input: 8x8x1", ":input: 8x8x1\n   :show: none"),
        (":input: 8x8x1", ":input: 8x8x1\n   :caption: Another caption"),
    ],
)
def test_whatever_changes_an_incremental_build_gives_what_a_clean_one_gives(
    shared: Project, change: tuple[str, str]
) -> None:
    shared.build()
    shared.write(net(TINY.replace(*change)))
    built = shared.build()
    assert pages(built) == pages(afresh(shared))


def test_a_network_that_is_removed_is_missed_where_it_was_shown(shared: Project) -> None:
    shared.build()
    shared.write(net("Nothing.\n"))
    built = shared.build()
    assert places(built) == ["elsewhere.rst:4"]
    assert built.warnings[0].endswith("[cnn.reference]")
    assert len(Page(built.page("elsewhere.html")).errors) == 1
    assert pages(built) == pages(afresh(shared))


def test_a_network_that_comes_back_is_shown_again(shared: Project) -> None:
    shared.write(net("Nothing.\n"))
    shared.build()
    shared.write(net(TINY))
    built = shared.build()
    assert built.warnings == []
    assert parameters(built) == "410"


def test_a_network_that_moves_to_a_new_page_and_whose_page_is_deleted(shared: Project) -> None:
    shared.build()
    (shared.source / "net.rst").unlink()
    shared.write({"index.rst": TOCTREE.replace("   net\n", "   moved\n"), "moved.rst": f"Moved\n=====\n\n{CHANGED}"})
    built = shared.build()
    assert built.warnings == []
    assert parameters(built) == "780"


def test_nothing_to_do_writes_nothing(shared: Project) -> None:
    def times(built: Built) -> dict[str, int]:
        kept = [
            *shared.doctrees.rglob("*"),
            *(built.out / name for name in ("index.html", "net.html", "elsewhere.html")),
        ]
        return {str(path): path.stat().st_mtime_ns for path in kept}

    before = times(shared.build())
    assert times(shared.build()) == before


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml", "text", "xml"])
def test_each_builder_on_the_same_doctrees_is_right(shared: Project, builder: str) -> None:
    shared.build()
    shared.build(builder)
    shared.write(net(CHANGED))
    shared.build()
    built = shared.build(builder)
    name = {
        "html": "elsewhere.html",
        "dirhtml": "elsewhere/index.html",
        "singlehtml": "index.html",
        "text": "elsewhere.txt",
        "xml": "elsewhere.xml",
    }[builder]
    assert "780 parameters" in built.page(name)
    assert "410 parameters" not in built.page(name)


def test_two_output_folders_on_the_same_doctrees_are_both_right(shared: Project) -> None:
    shared.build(out="one")
    shared.build(out="two")
    shared.write(net(CHANGED))
    assert parameters(shared.build(out="one")) == "780"
    assert parameters(shared.build(out="two")) == "780"


@pytest.mark.parametrize("by", [KeyboardInterrupt, RuntimeError])
def test_a_build_that_was_killed_while_writing_leaves_no_page_stale(shared: Project, by: type[BaseException]) -> None:
    shared.build()
    shared.write(net(CHANGED))
    with pytest.raises((by, ExtensionError)):  # what Sphinx makes of a handler's error
        shared.build(prepare=killed("elsewhere", by))
    built = shared.build()
    assert parameters(built) == "780"
    assert parameters(built, "net.html") == "780"


def test_a_first_build_that_was_killed_leaves_no_page_out(shared: Project) -> None:
    with pytest.raises(KeyboardInterrupt):
        shared.build(prepare=killed("net", KeyboardInterrupt))
    shared.write(net(CHANGED))
    built = shared.build()
    assert (parameters(built), parameters(built, "net.html")) == ("780", "780")


def test_a_page_without_networks_is_not_written_again_for_one(shared: Project) -> None:
    shared.write({"index.rst": TOCTREE.replace("   net\n", "   net\n   words\n"), "words.rst": "Words\n=====\n"})
    before = shared.build().times()
    words = str(shared.root / "html" / "words.html")
    shared.write(net(CHANGED))
    after = shared.build().times()
    assert after[words] == before[words]
