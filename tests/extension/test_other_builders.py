"""Pages are right after another builder has read a change on the same doctrees, and where networks share a key."""

from __future__ import annotations

from typing import Any

import pytest
from project import TINY, Built, Project

INDEX = {"index.rst": "Start\n=====\n\n.. toctree::\n\n   a\n   b\n"}
OTHER = TINY.replace("Dense(10)", "Dense(20)")


def page(title: str, content: str = "") -> str:
    """A document."""
    return f"{title}\n=\n\n{content}"


def with_option(option: str, network: str = TINY) -> str:
    """A network with one option more."""
    return network.replace(":input:", f"{option}\n   :input:")


def pages(built: Built) -> dict[str, bytes]:
    """The pages of a build."""
    return {name: content for name, content in built.files().items() if name.endswith(".html")}


def is_right_after_text(project: Project, **changes: Any) -> None:
    """Another builder reads the changes first; the pages are then those of a build from nothing."""
    project.build("text", **changes)
    built = project.build(**changes)
    fresh = Project(project.root / "fresh", project.configuration)
    fresh.write({path.name: path.read_text("utf-8") for path in project.source.iterdir()})
    assert pages(built) == pages(fresh.build(**changes))


@pytest.mark.parametrize(
    "change",
    [
        {"cnn_dtype": "float64"},
        {"cnn_columns": "layer kind"},
        {"cnn_flops_convention": "mac"},
        {"cnn_direction": "LR"},
    ],
    ids=str,
)
@pytest.mark.parametrize(
    "second", [TINY, OTHER, ".. cnn-diagram:: tiny\n"], ids=["the same", "another one", "the diagram of the first"]
)
def test_a_setting_changes_every_page_that_shows_what_it_changes(
    project: Project, change: dict[str, str], second: str
) -> None:
    project.write({**INDEX, "a.rst": page("A", TINY), "b.rst": page("B", second)})
    project.build()
    is_right_after_text(project, **change)


@pytest.mark.parametrize(
    ("option", "change"),
    [(":dtype: float32", {"cnn_dtype": "float64"}), (":columns: layer params", {"cnn_columns": "layer kind"})],
)
def test_the_second_network_of_a_key_follows_a_setting_that_the_first_one_overrides(
    project: Project, option: str, change: dict[str, str]
) -> None:
    project.write({**INDEX, "a.rst": page("A", with_option(option)), "b.rst": page("B", OTHER)})
    project.build()
    is_right_after_text(project, **change)


def test_the_second_network_of_a_key_follows_its_file(project: Project) -> None:
    shown = ".. cnn-summary:: Tiny\n   :input: 8x8x1\n   :file: net.py\n"
    project.write({**INDEX, "a.rst": page("A", TINY), "b.rst": page("B", shown), "net.py": "Dense(20)\n"})
    project.build()
    project.write({"net.py": "Dense(30)\n"})
    is_right_after_text(project)


def test_two_equal_networks_each_show_their_own_columns(project: Project) -> None:
    first, second = (with_option(f":columns: layer {name}") for name in ("params", "macs"))
    project.write({**INDEX, "a.rst": page("A", first), "b.rst": page("B", second)})
    built = project.build()
    assert "MACs</p></th>" not in built.page("a.html")
    assert "MACs</p></th>" in built.page("b.html")


def test_a_table_has_its_new_number_after_another_builder(project: Project) -> None:
    project.write({**INDEX, "a.rst": page("A"), "b.rst": page("B", OTHER)})
    assert "Table 1" in project.build(numfig=True).page("b.html")
    project.write({"a.rst": page("A", TINY.replace("Tiny", "Other"))})
    project.build("text", numfig=True)
    assert "Table 2" in project.build(numfig=True).page("b.html")
