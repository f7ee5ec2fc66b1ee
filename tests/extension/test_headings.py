"""Numbers in headings, which sidebars, titles, the search and other projects repeat."""

from __future__ import annotations

import pytest
from html_page import Page, text
from project import TINY, Project, places

INDEX = "Start\n=====\n\n.. toctree::\n\n   page\n   net\n\n:doc:`page`, :ref:`label`\n"
NET = {"index.rst": INDEX, "net.rst": f"Net\n===\n\n{TINY}"}
PAGE = """\
.. _label:

Has {0} of it
======={1}======

Words.

And :cnn:`410 <tiny.params>`
----------------------------
"""


def page_with(role: str) -> dict[str, str]:
    """A page with a number in its title."""
    return {"page.rst": PAGE.format(role, "=" * len(role)), **NET}


def test_a_checked_number_in_a_heading_is_plain_text_wherever_the_heading_is_repeated(project: Project) -> None:
    project.write(page_with(":cnn:`about 400 <tiny.params>`"))
    built = project.build()
    assert built.warnings == []
    page, index = Page(built.page("page.html")), Page(built.page())
    assert text(page.one("title")).startswith("Has about 400 of it")
    assert text(page.one("h1")).startswith("Has about 400 of it")
    assert [text(link) for link in index.all("a", "reference") if link.get("href") == "page.html"][:2] == [
        "Has about 400 of it",
        "Has about 400 of it",
    ]
    assert "has-about-400-of-it" in page.ids
    assert "and-410" in page.ids
    everything = "".join(built.page(name) for name in ("index.html", "page.html", "net.html", "searchindex.js"))
    assert "tiny.params" not in everything
    assert "tiny-params" not in everything


def test_the_inventory_has_the_heading_as_it_is_read(project: Project) -> None:
    project.write(page_with(":cnn:`about 400 <tiny.params>`"))
    built = project.build()
    assert built.inventory()["label"] == ("std:label", "page.html#label", "Has about 400 of it")
    assert "tiny.params" not in str(built.inventory())


def test_a_checked_number_in_a_heading_is_checked(project: Project) -> None:
    project.write(page_with(":cnn:`about 500 <tiny.params>`"))
    for _ in range(2):
        built = project.build()
        assert places(built) == ["page.rst:3"]
        assert built.warnings[0].endswith("[cnn.stale]")


@pytest.mark.parametrize("builder", ["html", "text", "latex"])
def test_a_computed_number_in_a_heading_is_a_warning_and_shows_no_number(project: Project, builder: str) -> None:
    project.write(page_with(":cnn:`tiny.params`"))
    built = project.build(builder)
    assert places(built) == ["page.rst:3"]
    assert "type it, and it is checked: :cnn:`… <tiny.params>` [cnn.markup]" in built.warnings[0]
    assert project.build(builder).warnings == built.warnings
    if builder == "html":
        page = Page(built.page("page.html"))
        assert text(page.one("h1")).startswith("Has tiny.params of it")
        assert [text(marked) for marked in page.one("h1").iter("span") if "cnn-error" in marked.get("class", "")] == [
            "tiny.params"
        ]


def test_the_heading_of_a_page_in_markdown(project: Project) -> None:
    project.write({"page.md": "# Has {cnn}`about 400 <tiny.params>` of it\n\n(label)=\n\n## More\n", **NET})
    built = project.build()
    assert built.warnings == []
    assert text(Page(built.page("page.html")).one("title")).startswith("Has about 400 of it")


def test_a_heading_in_a_table_of_contents_of_the_page(project: Project) -> None:
    project.write(page_with(":cnn:`about 400 <tiny.params>`"))
    project.write({"page.rst": f".. contents::\n\n{PAGE.format('it', '==')}"})
    page = Page(project.build().page("page.html"))
    assert "And 410" in [text(link) for link in page.all("a", "reference")]


def test_a_term_of_a_glossary_is_a_heading_too(project: Project) -> None:
    project.write(
        {"page.rst": ".. _label:\n\nPage\n====\n\n.. glossary::\n\n   of :cnn:`tiny.params`\n      Words.\n", **NET}
    )
    built = project.build()
    assert places(built) == ["page.rst:8"]
    assert built.warnings[0].endswith("[cnn.markup]")


CAPTIONED = """\
Page
====

.. _label:

.. table:: All :cnn:`tiny.params` and :cnn:`about 400 <tiny.params>` of *them*

   == ==
   a  b
   == ==
"""


def test_a_reference_repeats_a_caption_with_its_numbers_and_follows_them(project: Project) -> None:
    project.write({"page.rst": CAPTIONED, **NET})
    built = project.build()
    assert built.warnings == []
    link = next(link for link in Page(built.page()).all("a") if "#label" in link.get("href", ""))
    assert text(link) == "All 410 and about 400 of them"
    project.write({"net.rst": f"Net\n===\n\n{TINY.replace('Dense(10)', 'Dense(11)')}"})
    project.write({"index.rst": INDEX})
    built = project.build()
    link = next(link for link in Page(built.page()).all("a") if "#label" in link.get("href", ""))
    assert text(link) == "All 447 and about 400 of them"
