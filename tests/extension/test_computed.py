"""One computed number in the prose: what it shows, where it leads, and what it says about itself."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

import pytest
from html_page import Page, text
from project import TINY, Project, places

BOUNDED = """\
.. cnn-summary:: Bounded
   :input: 8x8x4

   conv = Conv2D(4, 3)
   norm = LayerNormalization()
"""


def values(page: Page) -> list[Element]:
    """The numbers that the prose of a page shows."""
    return [element for tag in ("a", "span") for element in page.all(tag, "cnn-value")]


def only(project: Project, role: str, **configuration: Any) -> Element:
    """The one number of a page that shows a network, too."""
    project.write({"index.rst": f"Start\n=====\n\nThere are {role} of it.\n\n{TINY}"})
    built = project.build(**configuration)
    assert built.warnings == []
    (value,) = values(Page(built.page()))
    return value


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("tiny.params", "410"),
        (".params", "410"),
        ("tiny.macs", "1,656"),
        ("tiny.fc.params", "370"),
        (".conv.output_shape", "6 × 6 × 4"),
        (".conv.output_shape[2]", "4"),
        (".conv.output_shape[-1]", "4"),
        ("tiny.conv.kernel_size", "3 × 3"),
        ("tiny.conv.filters", "4"),
        ("tiny.conv.padding", "valid"),
        ("tiny.fc.params / tiny.params:.1%", "90.2%"),
        ("tiny.macs / tiny.params", "4.039"),
        ("tiny.macs / tiny.params:.0f", "4"),
        ("tiny.macs / tiny.params:.1x", "4.0×"),
        ("tiny.macs:.1k", "1.7 k"),
        ("2 * tiny.macs + 1", "3,313"),
        ("tiny.param_memory", "1.6 KiB"),
        ("tiny.param_memory:.2k", "1.64 kB"),
        ("tiny.param_memory / 2", "820 B"),
        ("max(tiny.conv.params, tiny.fc.params)", "370"),
        ("tiny.conv.receptive_field", "3 × 3"),
        ("tiny.flat.output_shape", "36"),
    ],
)
def test_a_number_is_computed(project: Project, asked: str, shown: str) -> None:
    assert text(only(project, f":cnn:`{asked}`")) == shown


@pytest.mark.parametrize(
    ("language", "asked", "shown"),
    [
        ("de", "tiny.macs", "1.656"),
        ("de", "tiny.fc.params / tiny.params:.1%", "90,2 %"),
        ("fr", "tiny.macs", "1 656"),
        ("zh_CN", "tiny.macs", "1,656"),
        ("de", "tiny.macs:.2k", "1,66 k"),
    ],
)
def test_a_number_is_written_as_the_language_of_the_document_does(
    project: Project, language: str, asked: str, shown: str
) -> None:
    assert text(only(project, f":cnn:`{asked}`", language=language)) == shown


@pytest.mark.parametrize(
    ("asked", "address", "working"),
    [
        ("tiny.fc.params", "#tiny.fc", "(36 + 1)·10 = 370"),
        ("tiny.conv.macs", "#tiny.conv", "36·6·6 = 1,296"),
        ("tiny.params", "#tiny-total", "Tiny, 4 layers together, Parameters: 410"),
        ("tiny.conv.output_shape", "#tiny.conv", "Tiny, conv (Conv2D), Output shape: 6 × 6 × 4"),
        ("tiny.conv.filters", "#tiny.conv", "Tiny, conv (Conv2D), Filters: 4"),
        ("tiny.fc.params / (tiny.params + 1)", "#tiny.fc", "370 / (410 + 1) = 0.9002"),
    ],
)
def test_a_number_links_to_its_row_and_says_how_it_comes_about(
    project: Project, asked: str, address: str, working: str
) -> None:
    value = only(project, f":cnn:`{asked}`")
    assert value.get("href") == address
    shown = (value.get("title") or "").replace("\N{NO-BREAK SPACE}", " ")
    assert shown == working
    assert address[1:] in Page((project.root / "html" / "index.html").read_text("utf-8")).ids


def test_a_number_links_to_another_page(project: Project) -> None:
    project.write(
        {
            "index.rst": "Start\n=====\n\n:cnn:`tiny.fc.params` and :cnn:`tiny.params`\n",
            "deep/net.rst": f"Net\n===\n\n{TINY}",
            "deep/other.rst": "Other\n=====\n\n:cnn:`tiny.fc.params`\n",
        }
    )
    built = project.build()
    assert built.warnings == []
    addresses = [value.get("href") for value in values(Page(built.page()))]
    assert addresses == ["deep/net.html#tiny.fc", "deep/net.html#tiny-total"]
    assert [value.get("href") for value in values(Page(built.page("deep/other.html")))] == ["net.html#tiny.fc"]
    built = project.build("dirhtml")
    assert [value.get("href") for value in values(Page(built.page("deep/other/index.html")))] == ["../net/#tiny.fc"]
    built = project.build("singlehtml")
    assert [value.get("href") for value in values(Page(built.page()))] == ["#tiny.fc", "#tiny-total"]


def test_a_number_links_nowhere_where_no_table_is_shown(project: Project) -> None:
    hidden = TINY.replace(":input:", ":show: none\n   :input:")
    project.write({"index.rst": f"Start\n=====\n\n:cnn:`tiny.fc.params` there\n\n{hidden}"})
    built = project.build()
    assert built.warnings == []
    (value,) = values(Page(built.page()))
    assert (value.tag, value.get("title"), text(value)) == ("span", "(36 + 1)·10 = 370", "370")


def test_a_total_links_to_the_table_even_where_that_has_no_totals(project: Project) -> None:
    network = TINY.replace(":input:", ":columns: layer output_shape\n   :input:")
    project.write({"index.rst": f"Start\n=====\n\n:cnn:`tiny.params` there\n\n{network}"})
    page = Page(project.build().page())
    (value,) = values(page)
    assert (value.get("href") or "")[1:] in page.ids


def test_a_number_inside_a_link_is_no_second_link(project: Project) -> None:
    project.write(
        {"index.md": "# Start\n\n[all {cnn}`tiny.params` of them](#net)\n\n(net)=\n## Net\n", "net.rst": TINY}
    )
    built = project.build()
    page = Page(built.page())
    (value,) = values(page)
    assert (value.tag, text(value)) == ("span", "410")


PLACES = {
    "paragraph": "There are {} of it.",
    "bullet list": "* One {}\n* Two",
    "definition": "Term\n   Words, {}.",
    "field": ":Numbers: {}",
    "block quote": "Words:\n\n   {}",
    "line block": "| One\n| {}",
    "note": ".. note:: {}",
    "grid table": "+--------------------+---+\n| {0:<19}| b |\n+--------------------+---+",
    "csv table": ".. csv-table::\n\n   {}, b",
    "list table": ".. list-table::\n\n   * - {}\n     - b",
    "figure caption": ".. figure:: https://example.org/x.png\n\n   A caption, {}.",
    "table caption": ".. table:: A caption, {}.\n\n   == ==\n   a  b\n   == ==",
    "footnote": "Words [#f]_.\n\n.. [#f] {}",
    "substitution": "Words |s|.\n\n.. |s| replace:: {}",
    "admonition title": ".. admonition:: Title {}\n\n   Words.",
    "rubric": ".. rubric:: {}",
    "definition of a class": ".. container:: box\n\n   {}",
    "rubric of an epigraph": ".. epigraph::\n\n   {}",
    "included": ".. include:: part.txt",
}


@pytest.mark.parametrize("place", PLACES)
def test_a_number_stands_anywhere_in_the_prose(project: Project, place: str) -> None:
    document = PLACES[place].format(":cnn:`tiny.params`")
    project.write(
        {
            "index.rst": f"Start\n=====\n\n{document}\n",
            "net.rst": f"Net\n===\n\n{TINY}",
            "part.txt": ":cnn:`tiny.params`",
        }
    )
    built = project.build()
    assert built.warnings == []
    page = Page(built.page())
    assert [text(value) for value in values(page)] == ["410"]
    assert "tiny.params" not in text(page.one("body"))


MYST_PLACES = {
    "paragraph": "There are {} of it.",
    "bold": "There are **{}** of it.",
    "no blanks": "共有{}个参数。",
    "bullet list": "* One {}\n* Two",
    "table": "| a | b |\n|---|---|\n| {} | c |",
    "block quote": "> {}",
    "note": "```{{note}}\n{}\n```",
    "footnote": "Words [^f].\n\n[^f]: {}",
    "figure caption": "```{{figure}} https://example.org/x.png\n\nA caption, {}.\n```",
    "reStructuredText in it": "```{{eval-rst}}\n:cnn:`tiny.params`\n```",
}


@pytest.mark.parametrize("place", MYST_PLACES)
def test_a_number_stands_anywhere_in_the_prose_of_markdown(project: Project, place: str) -> None:
    document = MYST_PLACES[place].format("{cnn}`tiny.params`")
    project.write({"index.md": f"# Start\n\n{document}\n", "net.rst": f"Net\n===\n\n{TINY}"})
    built = project.build()
    assert built.warnings == []
    assert [text(value) for value in values(Page(built.page()))] == ["410"]


def test_a_network_is_referred_to_before_it_is_defined_and_on_pages_in_any_order(project: Project) -> None:
    project.write(
        {
            "index.rst": f"Start\n=====\n\n:cnn:`.params` :cnn:`other.params`\n\n{TINY}\n:cnn:`tiny.params`\n",
            "a.rst": "A\n=\n\n:cnn:`tiny.params` :cnn:`other.params`\n",
            "z.rst": f"Z\n=\n\n:cnn:`tiny.params` :cnn:`.params`\n\n{TINY.replace('Tiny', 'Other')}",
        }
    )
    built = project.build()
    assert built.warnings == []
    for name in ("index.html", "a.html", "z.html"):
        assert {text(value) for value in values(Page(built.page(name)))} == {"410"}


def test_a_lower_bound_says_so_and_is_never_rounded_up(project: Project) -> None:
    project.write(
        {"index.rst": f"Start\n=====\n\n{BOUNDED}\n:cnn:`bounded.connections` :cnn:`bounded.connections:.1k`\n"}
    )
    built = project.build()
    assert built.warnings == []
    assert [text(value) for value in values(Page(built.page()))] == ["≥ 5,328", "≥ 5.3 k"]


@pytest.mark.parametrize(
    "asked", ["bounded.connections / 2", "5,328 <bounded.connections>", "max(bounded.connections, 1)"]
)
def test_a_lower_bound_is_neither_checked_nor_computed_with(project: Project, asked: str) -> None:
    project.write({"index.rst": f"Start\n=====\n\n{BOUNDED}\n:cnn:`{asked}`\n"})
    built = project.build()
    assert places(built) == ["index.rst:10"]
    assert "bounded.connections is a lower bound and cannot be" in built.warnings[0]
    assert "it is not known for norm [cnn.reference]" in built.warnings[0]
    page = Page(built.page())
    assert values(page) == []
    assert "5,328" not in text(page.one("body"))


def test_in_latex_a_lower_bound_is_mathematics(project: Project) -> None:
    project.write({"index.rst": f"Start\n=====\n\n{BOUNDED}\nAt :cnn:`bounded.connections` here\n"})
    source = project.build("latex").page("projectnamenotset.tex")
    assert r"At \(\geq\) 5,328 here" in source.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("builder", ["text", "man", "texinfo", "latex", "xml", "gettext", "epub", "pseudoxml"])
def test_other_builders_show_plain_text_without_a_warning(project: Project, builder: str) -> None:
    project.write(
        {
            "index.rst": "Start\n=====\n\n.. toctree::\n\n   net\n\n"
            "Has :cnn:`tiny.params`, :cnn:`about 400 <tiny.params>`; :cnn:layer:`tiny.fc`, :cnn:network:`tiny`.\n",
            "net.rst": f"Net :cnn:`410 <tiny.params>`\n============================\n\n{TINY}",
        }
    )
    built = project.build(builder)
    assert built.warnings == []
    if builder in ("text", "latex"):
        assert "Has 410, about 400;" in built.page("index.txt" if builder == "text" else "projectnamenotset.tex")


def test_a_page_with_a_number_loads_the_stylesheet_and_others_do_not(project: Project) -> None:
    project.write(
        {
            "index.rst": "Start\n=====\n\n:cnn:`tiny.params`\n",
            "net.rst": TINY,
            "words.rst": "Words\n=====\n",
        }
    )
    built = project.build()
    assert "sphinx-cnn.css" in Page(built.page()).stylesheets
    assert "sphinx-cnn.css" not in Page(built.page("words.html")).stylesheets
