"""What ``:show:`` shows, and the directives that show a network elsewhere."""

from __future__ import annotations

import pytest
from html_page import Page, heads, text
from project import TINY, Project, shown


@pytest.mark.parametrize(
    ("show", "tables", "drawings", "sources"),
    [
        ("table", 1, 0, 0),
        ("diagram", 0, 1, 0),
        ("source", 0, 0, 1),
        ("none", 0, 0, 0),
        ("table diagram", 1, 1, 0),
        ("source, table, diagram", 1, 1, 1),
    ],
)
def test_a_definition_shows_what_it_is_told_to(
    project: Project, show: str, tables: int, drawings: int, sources: int
) -> None:
    page = shown(project, TINY.replace(":input:", f":show: {show}\n   :input:"))
    found = (len(page.tables), len(page.drawings), len(page.all("div", "highlight-python")))
    assert found == (tables, drawings, sources)


def test_the_source_is_shown_as_it_was_written(project: Project) -> None:
    page = shown(project, TINY.replace(":input:", ":show: source\n   :input:"))
    (source,) = page.all("div", "highlight-python")
    assert "".join(source.itertext()).strip().splitlines() == [line.strip() for line in TINY.splitlines()[3:]]


def test_a_network_is_defined_on_one_page_and_shown_on_another(project: Project) -> None:
    project.write(
        {
            "index.rst": "Start\n=====\n\n.. cnn-table:: tiny\n   :columns: layer macs\n   :caption: Its work\n"
            "   :name: work\n   :class: fancy\n\n.. cnn-diagram:: tiny\n   :caption: Its flow\n   :name: flow\n",
            "net.rst": f"A net\n=====\n\n{TINY.replace(':input:', ':show: none' + chr(10) + '   :input:')}",
        }
    )
    built = project.build()
    assert built.warnings == []
    page = Page(built.page())
    (table,) = page.tables
    assert heads(table) == ["Layer", "MACs"]
    assert text(next(table.iter("caption"))).startswith("Its work")
    assert "fancy" in table.get("class", "").split()
    assert text(page.one("figcaption")).startswith("Its flow")
    assert {"work", "flow"} <= set(page.ids)
    assert Page(built.page("net.html")).tables == []


def test_a_table_shown_elsewhere_has_the_columns_and_title_of_its_definition(project: Project) -> None:
    columns = TINY.replace(":input:", ":columns: layer flops\n   :input:")
    project.write({"index.rst": "Start\n=====\n\n.. cnn-table:: tiny\n", "net.rst": f"A net\n=====\n\n{columns}"})
    page = Page(project.build().page())
    assert heads(page.tables[0]) == ["Layer", "FLOPs"]
    assert text(next(page.tables[0].iter("caption"))).startswith("Tiny")


def test_the_rows_that_layers_lead_to_are_on_the_page_that_shows_the_table(project: Project) -> None:
    hidden = TINY.replace(":input:", ":show: diagram\n   :input:")
    project.write(
        {
            "index.rst": "Start\n=====\n\n.. cnn-table:: tiny\n",
            "net.rst": f"A net\n=====\n\n{hidden}",
        }
    )
    built = project.build()
    assert Page(built.page("net.html")).drawings[0].links[1] == "index.html#tiny.conv"
    assert "tiny.conv" in Page(built.page()).ids


def test_two_tables_of_a_network_on_one_page_share_no_id(project: Project) -> None:
    page = shown(project, f"{TINY}\n.. cnn-table:: tiny\n   :columns: layer macs\n")
    assert [heads(table)[-1] for table in page.tables] == ["Parameters", "MACs"]
    assert page.ids.count("tiny.conv") == 1
