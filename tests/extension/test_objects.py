"""Networks and layers as objects: references, the index, and other projects by intersphinx."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from html_page import Page, text
from project import TINY, Project, places

NET = {"net.rst": f"Net\n===\n\n{TINY}"}


def links(page: Page) -> dict[str, str]:
    """The words of the references on a page, and where they lead."""
    return {text(link): link.get("href", "") for link in page.all("a", "reference")}


@pytest.mark.parametrize(
    "document",
    [
        {
            "index.rst": "Start\n=====\n\n:cnn:network:`tiny` :cnn:layer:`tiny.fc` :cnn:network:`the net <tiny>` "
            ":cnn:layer:`the last <tiny.fc>` :cnn:layer:`!tiny.conv`\n"
        },
        {
            "index.md": "# Start\n\n{cnn:network}`tiny` {cnn:layer}`tiny.fc` {cnn:network}`the net <tiny>` "
            "{cnn:layer}`the last <tiny.fc>` {cnn:layer}`!tiny.conv`\n"
        },
    ],
)
def test_references_lead_to_the_table_and_to_the_row(project: Project, document: dict[str, str]) -> None:
    project.write({**document, **NET})
    built = project.build(nitpicky=True)
    assert built.warnings == []
    assert links(Page(built.page())) == {
        "Tiny": "net.html#tiny-table",
        "the net": "net.html#tiny-table",
        "fc": "net.html#tiny.fc",
        "the last": "net.html#tiny.fc",
    }
    assert {"tiny-table", "tiny.fc"} <= set(Page(built.page("net.html")).ids)


def test_a_network_that_is_shown_nowhere_can_be_referred_to(project: Project) -> None:
    hidden = TINY.replace(":input:", ":show: none\n   :input:")
    project.write({"index.rst": "Start\n=====\n\n:cnn:network:`tiny` :cnn:layer:`tiny.fc`\n", "net.rst": hidden})
    built = project.build()
    assert built.warnings == []
    address = links(Page(built.page()))["Tiny"]
    assert address.partition("#")[2] in Page(built.page("net.html")).ids
    assert "fc" not in links(Page(built.page()))


@pytest.mark.parametrize(
    ("role", "why"),
    [
        (":cnn:network:`tinny`", "no network 'tinny' in this project; did you mean 'tiny'?"),
        (":cnn:layer:`tiny.fcc`", "'Tiny' has no layer 'fcc'; did you mean 'fc'?"),
        (":cnn:layer:`tinny.fc`", "no network 'tinny' in this project; did you mean 'tiny'?"),
        (":cnn:network:`tiny.fc`", "'tiny.fc' is no network; a layer is referred to by :cnn:layer:"),
    ],
)
def test_a_reference_that_leads_nowhere_is_a_warning_on_every_build(project: Project, role: str, why: str) -> None:
    project.write({"index.rst": f"Start\n=====\n\nWords\nand {role}.\n", **NET})
    for nitpicky in (False, True, False):
        built = project.build(nitpicky=nitpicky)
        assert places(built) == ["index.rst:5"]
        assert f"{why} [cnn.reference]" in built.warnings[0]
    (marked,) = Page(built.page()).all("span", "cnn-error")
    assert text(marked) == role.partition("`")[2].strip("`")


@pytest.mark.parametrize(
    ("name", "document"),
    [
        ("index.rst", "Start\n=====\n\n:any:`tiny` :any:`tiny.fc`\n"),
        ("index.md", "# Start\n\n[](#tiny) [](#tiny.fc)\n"),
    ],
)
def test_a_reference_of_any_kind_finds_networks_and_layers(project: Project, name: str, document: str) -> None:
    project.write({name: document, **NET})
    built = project.build()
    assert built.warnings == []
    assert links(Page(built.page())) == {"Tiny": "net.html#tiny-table", "fc": "net.html#tiny.fc"}


@pytest.mark.parametrize(
    ("name", "document"),
    [("index.rst", "Start\n=====\n\n:any:`tiny` :ref:`tiny`\n"), ("index.md", "# Start\n\n[](#tiny)\n")],
)
def test_a_section_label_of_the_name_of_a_network_wins(project: Project, name: str, document: str) -> None:
    project.write({name: document, "net.rst": f".. _tiny:\n\nThe section\n===========\n\n{TINY}"})
    built = project.build()
    assert built.warnings == []
    assert links(Page(built.page())) == {"The section": "net.html#tiny"}


def test_a_document_of_the_name_of_a_network_wins(project: Project) -> None:
    project.write({"index.rst": "Start\n=====\n\n:any:`tiny`\n", "tiny.rst": f"The page\n========\n\n{TINY}"})
    built = project.build()
    assert built.warnings == []
    assert links(Page(built.page())) == {"The page": "tiny.html"}


def test_the_index_has_the_networks(project: Project) -> None:
    project.write({"index.rst": "Start\n=====\n", **NET})
    entry = next(link for link in Page(project.build().page("genindex.html")).all("a") if "Tiny" in text(link))
    assert entry.get("href") == "net.html#tiny-table"


def test_the_inventory_has_networks_and_layers(project: Project) -> None:
    project.write({"index.rst": "Start\n=====\n", **NET})
    inventory = project.build().inventory()
    assert inventory["tiny"] == ("cnn:network", "net.html#tiny-table", "Tiny")
    layers = {name: address for name, (kind, address, _) in inventory.items() if kind == "cnn:layer"}
    assert layers == {f"tiny.{name}": f"net.html#tiny.{name}" for name in ("input", "conv", "pool", "flat", "fc")}


@pytest.fixture
def elsewhere(project: Project, tmp_path: Path) -> dict[str, Any]:
    """The configuration that knows another project, in which a network is defined."""
    other = Project(tmp_path / "other")
    other.write({"index.rst": "Start\n=====\n", **NET})
    built = other.build()
    return {
        "extensions": ["sphinx_cnn", "myst_parser", "sphinx.ext.intersphinx"],
        "intersphinx_mapping": {"other": ("https://example.org/", str(built.out / "objects.inv"))},
    }


@pytest.mark.parametrize(
    ("role", "address"),
    [
        (":cnn:network:`tiny`", "https://example.org/net.html#tiny-table"),
        (":external:cnn:network:`tiny`", "https://example.org/net.html#tiny-table"),
        (":external+other:cnn:layer:`tiny.fc`", "https://example.org/net.html#tiny.fc"),
        (":cnn:layer:`tiny.fc`", "https://example.org/net.html#tiny.fc"),
        (":cnn:layer:`other:tiny.fc`", "https://example.org/net.html#tiny.fc"),
    ],
)
def test_another_project_links_to_networks_and_layers(
    project: Project, elsewhere: dict[str, Any], role: str, address: str
) -> None:
    project.write({"index.rst": f"Start\n=====\n\n{role}\n"})
    built = project.build(**elsewhere)
    assert built.warnings == []
    assert list(links(Page(built.page())).values()) == [address]


def test_what_another_project_does_not_have_is_a_warning(project: Project, elsewhere: dict[str, Any]) -> None:
    project.write({"index.rst": "Start\n=====\n\n:cnn:network:`tinny`\n"})
    assert places(project.build(**elsewhere)) == ["index.rst:4"]
