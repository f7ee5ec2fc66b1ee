"""References to tables and diagrams: ``:numref:`` and ``:ref:``, in reStructuredText and in MyST."""

from __future__ import annotations

import pytest
from html_page import Page, text
from project import TINY, Project, shown

MYST_TINY = """\
```{cnn-summary} Tiny
:input: 8x8x1

conv = Conv2D(4, 3)
Flatten()
```
"""


def links(page: Page) -> dict[str, str]:
    """The words of the references on a page, and where they lead."""
    return {text(link): link.get("href", "") for link in page.all("a", "reference") if link.get("href")}


REFERRING = {
    "a.rst": "A\n=\n\n:numref:`tiny-table`, :numref:`tiny-diagram`, :ref:`tiny-table`, "
    ":ref:`the picture <tiny-diagram>`, :numref:`See table %s <tiny-table>`.\n",
    "a.md": "# A\n\n{numref}`tiny-table`, {numref}`tiny-diagram`, {ref}`tiny-table`, "
    "{ref}`the picture <tiny-diagram>`, {numref}`See table %s <tiny-table>`, [the table](#tiny-table).\n",
}


@pytest.mark.parametrize("network", [{"net.rst": f"A net\n=====\n\n{TINY}"}, {"net.md": f"# A net\n\n{MYST_TINY}"}])
@pytest.mark.parametrize("name", ["a.rst", "a.md"])
def test_tables_and_diagrams_are_numbered_and_can_be_referred_to(
    project: Project, network: dict[str, str], name: str
) -> None:
    toctree = ".. toctree::\n   :numbered:\n\n   net\n   a\n"
    project.write({"index.rst": f"Start\n=====\n\n{toctree}", **network, name: REFERRING[name]})
    built = project.build(numfig=True)
    assert built.warnings == []
    found = links(Page(built.page("a.html")))
    assert found["Table 1.1"] == "net.html#tiny-table"
    assert found["Fig. 1.1"] == "net.html#tiny-diagram"
    assert found["Tiny"] == "net.html#tiny-table"
    assert found["the picture"] == "net.html#tiny-diagram"
    assert found["See table 1.1"] == "net.html#tiny-table"
    assert name == "a.rst" or found["the table"] == "net.html#tiny-table"
    assert {"tiny-table", "tiny-diagram"} <= set(Page(built.page("net.html")).ids)


def test_a_table_shown_elsewhere_can_be_named_and_referred_to(project: Project) -> None:
    network = f"{TINY}\n.. cnn-table:: tiny\n   :name: again\n\n:numref:`again`\n"
    page = shown(project, network, numfig=True)
    assert links(page)["Table 2"] == "#again"
    assert "again" in page.ids


@pytest.mark.parametrize(("directive", "words"), [("cnn-table", "Tiny"), ("cnn-diagram", "Tiny, step by step")])
def test_a_reference_to_what_has_no_caption_of_its_own_says_the_title(
    project: Project, directive: str, words: str
) -> None:
    network = TINY.replace(":input:", ":show: none\n   :input:")
    page = shown(project, f"{network}\n.. {directive}:: tiny\n   :name: again\n\n:ref:`again`\n")
    assert links(page)[words] == "#again"


@pytest.mark.parametrize("label", ["tiny", "tiny-table", "tiny-diagram"])
def test_a_section_label_with_the_name_of_a_network_keeps_working(project: Project, label: str) -> None:
    page = shown(project, f".. _{label}:\n\nThe tiny one\n------------\n\n{TINY}\n:ref:`{label}`\n")
    assert links(page)["The tiny one"] == "#the-tiny-one"
    assert {"the-tiny-one", "tiny.conv"} <= set(page.ids)


def test_a_name_that_is_the_label_of_the_section_above(project: Project) -> None:
    named = TINY.replace(":input:", ":name: vgg16\n   :input:")
    page = shown(project, f".. _vgg16:\n\nNets\n----\n\n{named}\n:ref:`vgg16` :ref:`vgg16-table`\n")
    assert (links(page)["Nets"], links(page)["Tiny"]) == ("#nets", "#vgg16-table")


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("中文网络", "中文网络"),
        ("Réseau à convolutions", "réseau-à-convolutions"),
        ("VGG-16 (D)", "vgg-16-d"),
        ("Straße", "straße"),
        ("AlexNet *star* `tick` |bar| <b>", "alexnet-star-tick-bar-b"),
    ],
)
def test_a_title_gives_a_key_of_its_letters_in_any_script(project: Project, title: str, key: str) -> None:
    network = TINY.replace("Tiny", title)
    page = shown(project, f"{network}\n.. cnn-table:: {key}\n\n:ref:`there <{key}-table>`\n", numfig=True)
    captions = [text(next(table.iter("caption"))) for table in page.tables]
    assert captions[0].startswith(f"Table 1 {title}")
    assert captions[1].startswith(f"Table 2 {title}")
    assert f"{key}.conv" in page.ids
    assert links(page)["there"].removeprefix("#") in page.ids
    assert page.drawings[0].links[1] == f"#{key}.conv"


def test_a_label_leads_to_the_page_that_has_it_after_its_network_has_moved(project: Project) -> None:
    project.write({"index.rst": "Start\n=====\n\n:ref:`tiny-table`\n", "a.rst": f"A\n=\n\n{TINY}", "b.rst": "B\n=\n"})
    project.build()
    project.write(
        {"a.rst": "A\n=\n", "b.rst": f"B\n=\n\n{TINY}", "index.rst": "Start\n=====\n\nSo :ref:`tiny-table`\n"}
    )
    built = project.build()
    assert built.warnings == []
    assert links(Page(built.page()))["Tiny"] == "b.html#tiny-table"


def test_a_label_is_gone_with_its_network(project: Project) -> None:
    project.write({"index.rst": "Start\n=====\n\n:ref:`tiny-table`\n", "a.rst": f"A\n=\n\n{TINY}"})
    assert project.build().warnings == []
    project.write({"a.rst": "A\n=\n", "index.rst": "Start\n=====\n\nSo :ref:`tiny-table`\n"})
    (warning,) = project.build().warnings
    assert warning.startswith("index.rst:4: WARNING: undefined label: 'tiny-table'")


def test_a_label_of_the_author_that_is_added_later_is_no_duplicate(project: Project) -> None:
    project.write({"index.rst": "Start\n=====\n", "net.rst": f"A net\n=====\n\n{TINY}"})
    project.build()
    project.write({"index.rst": ".. _tiny-table:\n\nStart\n=====\n\n:ref:`tiny-table`\n"})
    built = project.build()
    assert built.warnings == []
    page = Page(built.page())
    assert links(page)["Start"].removeprefix("#") in page.ids
