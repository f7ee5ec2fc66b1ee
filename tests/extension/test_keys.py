"""Keys of networks: two of one key, an unknown one, and the same text on two pages."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from html_page import Page, text
from project import TINY, Project, places


def facts(markup: str) -> list[str]:
    """The parameters that the lines of facts on a page name."""
    return [text(line).split()[0] for line in Page(markup).all("p", "cnn-facts")]


OTHER = TINY.replace("Dense(10)", "Dense(20)")


def test_two_networks_of_one_key_are_a_warning_that_names_both_places(project: Project) -> None:
    project.write({"index.rst": f"Start\n=====\n\n{TINY}", "other.rst": f"Other\n=====\n\nWords.\n\n{OTHER}"})
    built = project.build()
    assert places(built) == ["other.rst:6"]
    assert "two networks have the key 'tiny'; the other one is at index.rst:4" in built.warnings[0]
    assert built.warnings[0].endswith("[cnn.duplicate]")


def test_of_two_networks_of_one_key_each_page_shows_its_own_numbers(project: Project) -> None:
    project.write({"index.rst": f"Start\n=====\n\n{TINY}", "other.rst": f"Other\n=====\n\n{OTHER}"})
    built = project.build()
    assert facts(built.page()) == ["410"]
    assert facts(built.page("other.html")) == ["780"]


def test_of_two_networks_of_one_key_no_layer_leads_to_a_row_that_is_not_there(project: Project) -> None:
    other = OTHER.replace("fc =", "head =")
    project.write({"index.rst": f"Start\n=====\n\n{TINY}", "other.rst": f"Other\n=====\n\n{other}"})
    built = project.build()
    ids = {"index.html": Page(built.page()).ids, "": Page(built.page("other.html")).ids}
    links = (link.partition("#") for link in Page(built.page("other.html")).drawings[0].links if link)
    assert [fragment for file, _, fragment in links if fragment not in ids[file]] == []


def test_of_two_networks_of_one_key_on_one_page_each_shows_its_own_numbers(project: Project) -> None:
    project.write({"index.rst": f"Start\n=====\n\n{TINY}\n{OTHER}"})
    built = project.build()
    assert places(built) == ["index.rst:12"]
    assert facts(built.page()) == ["410", "780"]
    ids = Page(built.page()).ids
    assert sorted(ids) == sorted(set(ids))


def test_the_same_text_on_two_pages_is_no_mistake(project: Project) -> None:
    project.write(
        {
            "index.rst": "Start\n=====\n\n.. include:: net.txt\n",
            "other.rst": "Other\n=====\n\n.. include:: net.txt\n\n:ref:`tiny-table`\n",
            "more.md": "# More\n\n```{include} net.md.txt\n```\n",
            "net.txt": TINY,
            "net.md.txt": TINY.replace(".. cnn-summary:: Tiny", "```{cnn-summary} Tiny").replace("   ", "") + "```\n",
        }
    )
    built = project.build(nitpicky=True)
    assert built.warnings == []
    assert facts(built.page()) == facts(built.page("other.html")) == facts(built.page("more.html")) == ["410"]
    for name in ("index.html", "other.html"):
        page = Page(built.page(name))
        assert {link.partition("#")[2] for link in page.drawings[0].links} <= set(Page(built.page("index.html")).ids)


def test_the_same_title_twice_on_one_page_with_names_of_their_own(project: Project) -> None:
    first, second = TINY.replace(":input:", ":name: a\n   :input:"), OTHER.replace(":input:", ":name: b\n   :input:")
    project.write({"index.rst": f"Start\n=====\n\n{first}\n{second}"})
    built = project.build()
    assert built.warnings == []
    page = Page(built.page())
    assert {"a-table", "b-table", "a.conv", "b.conv"} <= set(page.ids)
    assert sorted(page.ids) == sorted(set(page.ids))


@pytest.mark.parametrize("directive", ["cnn-table", "cnn-diagram"])
def test_an_unknown_key_is_a_warning_with_the_nearest_name(project: Project, directive: str) -> None:
    project.write({"index.rst": f"Start\n=====\n\n{TINY}\n.. {directive}:: tny\n"})
    built = project.build()
    assert places(built) == ["index.rst:12"]
    assert "no network 'tny' in this project; did you mean 'tiny'?" in built.warnings[0]
    assert built.warnings[0].endswith("[cnn.reference]")
    (box,) = Page(built.page()).errors
    assert "did you mean 'tiny'?" in box


def test_a_table_of_several_blocks_names_the_line_in_an_included_file(project: Project) -> None:
    project.write(
        {
            "index.rst": "Start\n=====\n\n.. include:: part.txt\n",
            "part.txt": "Words.\n\n.. cnn-table:: nothing\n",
            "page.md": "# Page\n\nWords.\n\n```{cnn-table} nothing\n```\n",
        }
    )
    assert sorted(places(project.build("dummy"))) == ["page.md:5", "part.txt:3"]


@pytest.mark.parametrize("key", [r"a\Nb", r"a\1", "it's", "a&b", "a/b", "100%", "{key}", "a#b", "a=b", "A"])
def test_a_key_of_odd_characters_does_what_any_key_does(project: Project, key: str) -> None:
    named = TINY.replace(":input:", f":name: {key}\n   :input:")
    project.write({"index.rst": f"Start\n=====\n\n{named}", "other.rst": f"Other\n=====\n\n.. cnn-diagram:: {key}\n"})
    built = project.build()
    assert [line for line in built.warnings if "cnn.option" not in line] == []
    page, other = Page(built.page()), Page(built.page("other.html"))
    assert (len(page.tables), len(page.drawings)) == (1, 1)
    addresses = [link.partition("#") for link in page.drawings[0].links + other.drawings[0].links]
    assert {unquote(fragment) for _, _, fragment in addresses} <= set(page.ids)
    assert {file for file, _, _ in addresses} == {"", "index.html"}
