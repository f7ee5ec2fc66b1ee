"""A network that is folded: one row and one node for many layers, on every builder's page."""

from __future__ import annotations

import re
import time
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from html_page import Page, cells, heads, text
from project import TINY, Project, places, shown

NESTED = """\
.. cnn-summary:: Nested
   :input: 8x8x4{options}

   def block(x):
       return ReLU()(Conv2D(4, 3, padding="same")(x))

   def stage(x, blocks):
       x = Conv2D(4, 1)(x)
       for i in range(blocks):
           x = block(x)
       return x

   first = Conv2D(4, 3, padding="same")
   x = stage(first, 3)
   Dense(10)(GlobalAveragePooling2D()(stage(x, 1)))
"""
"""Two stages: three identical blocks of 148 parameters, and one; and a convolution of 20 parameters in each."""


NETWORKS = Path(__file__).parents[1] / "networks"


def nested(*options: str) -> str:
    """The network with options."""
    return NESTED.format(options="".join(f"\n   {option}" for option in options))


def large(name: str) -> str:
    """A network of hundreds of layers in a document."""
    body = (NETWORKS / f"{name}.txt").read_text("utf-8").replace("\n", "\n   ")
    return f".. cnn-summary:: Net\n\n   {body}\n"


def seen(table: Element) -> list[list[str]]:
    """The rows that are seen before anything is opened."""
    return [
        [text(cell) for cell in row] for row in table.iter("tr") if "cnn-inside" not in row.get("class", "").split()
    ]


def test_a_group_has_one_row_and_one_node(project: Project) -> None:
    page = shown(project, nested(":depth: 1"))
    assert seen(page.tables[0]) == [
        ["Layer", "Output shape", "Weights", "Biases", "Parameters"],
        ["input (Input)", "8 × 8 × 4", "0", "0", "0"],
        ["first (Conv2D)", "8 × 8 × 4", "144", "4", "148"],
        ["stage (7 layers)", "8 × 8 × 4", "448", "16", "464"],
        ["stage_1 (3 layers)", "8 × 8 × 4", "160", "8", "168"],
        ["global_average_pooling2d (GlobalAveragePooling2D)", "4", "0", "0", "0"],
        ["dense (Dense)", "10", "40", "10", "50"],
        ["Total", "", "792", "38", "830"],
    ]
    assert page.drawings[0].nodes["stage"] == ("7 layers", "8×8×4", "group")
    assert len(page.drawings[0].nodes) == 6
    assert "14 layers in 6 rows" in text(page.one("p", "cnn-facts"))
    assert "stage (7 layers, 464 parameters), 8 by 8 by 4" in text(next(page.drawings[0].svg.iter("desc")))
    assert "14 layers with 830 parameters" in text(next(page.drawings[0].svg.iter("desc")))


def test_identical_groups_in_a_row_are_one(project: Project) -> None:
    page = shown(project, nested(":depth: 2"))
    names = [row[0] for row in seen(page.tables[0])]
    assert names[3:6] == ["conv2d_1 (Conv2D)", "stage/block … block_2 ×3 (2 layers each)", "conv2d_5 (Conv2D)"]
    assert page.drawings[0].nodes["stage/block … block_2 ×3"] == ("2 layers each", "8×8×4", "group")
    assert seen(page.tables[0])[4][-1] == "444"


def test_a_folded_row_opens_to_show_its_layers_without_a_script(project: Project) -> None:
    page = shown(project, nested(":depth: 1"))
    folded, other = page.all("tbody", "cnn-group")
    head, *inside = folded.iter("tr")
    assert text(next(head.iter("summary"))) == "stage (7 layers)"
    assert next(head.iter("th")).get("scope") == "rowgroup"
    assert [row.get("class", "").split()[0] for row in inside] == ["cnn-inside"] * 7
    assert [text(next(row.iter("th"))) for row in inside][:3] == [
        "conv2d_1 (Conv2D)",
        "conv2d_2 (Conv2D)",
        "re_lu (ReLU)",
    ]
    assert len(list(other.iter("tr"))) == 4
    style = (project.root / "html" / "_static" / "sphinx-cnn.css").read_text("utf-8")
    assert {"cnn-group", "cnn-inside", "cnn-all"} <= set(re.findall(r"\.([\w-]+)", style))


def test_the_head_of_a_table_with_many_folded_rows_opens_them_all(project: Project) -> None:
    assert shown(project, nested(":depth: 1")).all("details", "cnn-all") == []
    three = nested(":depth: 1").replace("stage(x, 1)", "stage(stage(x, 1), 2)")
    assert text(shown(project, three).one("details", "cnn-all")) == "all 19 layers"


def test_every_layer_and_every_group_has_an_anchor_however_the_table_is_folded(project: Project) -> None:
    layers = ["input", "first", "conv2d_1", "conv2d_2", "re_lu", "conv2d_5", "re_lu_3", "dense"]
    groups = ["stage", "stage/block", "stage/block_2", "stage_1", "stage_1/block"]
    for depth in (1, 2, 9):
        page = shown(project, nested(f":depth: {depth}"))
        assert {f"nested.{name}" for name in (*layers, *groups)} <= set(page.ids)
        assert sorted(page.ids) == sorted(set(page.ids))


def test_a_link_to_a_folded_group_leads_to_its_row_and_one_to_a_layer_to_that_of_the_layer(project: Project) -> None:
    prose = ":cnn:`.stage.params` of them, :cnn:`.conv2d_2.params` there, :cnn:`.stage_1/block.params` here\n"
    page = shown(project, f"{prose}\n{nested(':depth: 1')}")
    links = [link.get("href") for link in page.all("a", "cnn-value")]
    assert links == ["#nested.stage", "#nested.conv2d_2", "#nested.stage_1/block"]
    rows = {
        identifier: row.get("class", "").split()[0]
        for row in page.tables[0].iter("tr")
        for one in row.iter("span")
        if (identifier := one.get("id", ""))
    }
    assert [rows[str(link).removeprefix("#")] for link in links] == ["cnn-folded", "cnn-inside", "cnn-inside"]


def test_the_nodes_of_a_folded_diagram_lead_to_the_rows_of_its_groups(project: Project) -> None:
    page = shown(project, nested(":depth: 1"))
    assert page.drawings[0].links[2:4] == ["#nested.stage", "#nested.stage_1"]
    assert {link.removeprefix("#") for link in page.drawings[0].links} <= set(page.ids)


def test_on_paper_a_link_to_a_layer_leads_to_the_row_of_its_group(project: Project) -> None:
    project.write({"index.rst": f"Start\n=====\n\nIt has :cnn:layer:`nested.conv2d_2`.\n\n{nested(':depth: 1')}"})
    built = project.build("latex")
    assert built.warnings == []
    (tex,) = built.out.glob("*.tex")
    written = tex.read_text("utf-8")
    assert r"\detokenize{index:nested.conv2d_2}" in written.split(r"\begin{savenotes}")[0]
    row = written[written.index(r"\label{\detokenize{index:nested.stage}}") :].split(r"\\")[0]
    assert r"\label{\detokenize{index:nested.conv2d_2}}" in row
    assert "re_lu" not in re.sub(r"\\label\{\\detokenize\{[^}]*\}\}", "", written)


@pytest.mark.parametrize("builder", ["text", "epub"])
def test_elsewhere_folded_rows_stay_folded(project: Project, builder: str) -> None:
    project.write({"index.rst": f"Start\n=====\n\n{nested(':depth: 1')}"})
    built = project.build(builder)
    page = built.page("index.txt" if builder == "text" else "index.xhtml")
    assert built.warnings == []
    assert "stage (7 layers)" in text(Page(page).root) if builder == "epub" else page
    assert "conv2d_2 (" not in page.replace('<span class="cnn-kind">', "")
    assert "<details" not in page


def test_a_large_table_is_folded_where_it_can_be_opened_and_nowhere_else(project: Project) -> None:
    page = shown(project, large("resnet_152"))
    assert len(seen(page.tables[0])) == 17
    assert len(cells(page.tables[0])) == 1 + 515 + 8 + 1
    assert len(page.drawings[0].nodes) == 15
    printed = project.build("text").page("index.txt")
    assert "add_49 (Add)" in printed
    assert "515 layers in" not in printed


@pytest.mark.parametrize("name", ["resnet_152_line_by_line", "densenet_201_line_by_line"])
def test_a_network_of_hundreds_of_lines_has_a_page_to_read_and_soon(project: Project, name: str) -> None:
    project.write({"index.rst": "Start\n=====\n\n.. toctree::\n\n   net\n"})
    project.build()
    project.write({"net.rst": f"A net\n=====\n\n{large(name)}"})
    start = time.process_time()
    built = project.build()
    assert time.process_time() - start < 4
    assert built.warnings == []
    page = Page(built.page("net.html"))
    assert len(seen(page.tables[0])) <= 27
    assert len(page.drawings[0].nodes) <= 25


def test_a_table_and_a_diagram_elsewhere_have_the_depth_of_the_definition_or_their_own(project: Project) -> None:
    again = ".. cnn-table:: nested\n{0}\n\n.. cnn-diagram:: nested\n{0}\n"
    own = again.format("   :depth: 2")
    page = shown(project, f"{nested(':depth: 1', ':show: none')}\n{again.format('')}\n{own}")
    assert [len(seen(table)) for table in page.tables] == [8, 10]
    assert [len(drawing.nodes) for drawing in page.drawings] == [6, 8]


@pytest.mark.parametrize("depth", ["0", "-1", "two", "1.5", "99999"])
def test_a_depth_that_is_none_is_a_warning_and_the_network_is_shown(project: Project, depth: str) -> None:
    network = TINY.replace(":input:", f":depth: {depth}\n   :input:")
    project.write({"index.rst": f"Start\n=====\n\n{network}"})
    built = project.build()
    assert places(built) == ["index.rst:4"]
    assert f":depth: must be a whole number from 1, not '{depth}'" in built.warnings[0]
    assert len(cells(Page(built.page()).tables[0])) == 7


@pytest.mark.parametrize("of_page", ["nets", "elsewhere"])
def test_another_depth_is_another_page(project: Project, of_page: str) -> None:
    def files(depth: int) -> dict[str, str]:
        shown_again = f".. cnn-table:: nested\n{f'   :depth: {depth}' if of_page == 'elsewhere' else ''}\n"
        network = nested(f":depth: {depth}") if of_page == "nets" else nested()
        return {
            "index.rst": "Start\n=====\n\n.. toctree::\n\n   nets\n   elsewhere\n",
            "nets.rst": f"Nets\n====\n\n{network}",
            "elsewhere.rst": f"Elsewhere\n=========\n\n{shown_again}",
        }

    project.write(files(1))
    first = project.build().page("elsewhere.html")
    changed = "nets.rst" if of_page == "nets" else "elsewhere.rst"
    project.write({changed: files(2)[changed]})
    project.build("text")  # another builder reads the change first
    second = project.build().page("elsewhere.html")
    assert [len(seen(Page(page).tables[0])) for page in (first, second)] == [8, 10]
    fresh = Project(project.root / "fresh")
    fresh.write(files(2))
    assert second == fresh.build().page("elsewhere.html")


def test_sums_of_what_is_not_known_are_lower_bounds(project: Project) -> None:
    text_of = nested(":depth: 1", ":columns: layer connections").replace("ReLU()(", "LayerNormalization()(", 1)
    (table,) = shown(project, text_of).tables
    assert heads(table) == ["Layer", "Connections"]
    assert seen(table)[3] == ["stage (7 layers)", "≥ 29,696"]


def test_what_cannot_be_summed_up_is_that_of_the_groups_output(project: Project) -> None:
    columns = ":columns: layer name kind group inputs input_shapes receptive_field filters params"
    (table,) = shown(project, nested(":depth: 2", columns)).tables
    row = next(row for row in seen(table) if "×3" in row[0])
    name = "stage/block … block_2 ×3"
    assert row[1:] == [name, "2 layers each", "stage", "conv2d_1", "8 × 8 × 4", "9 × 9", "–", "444"]
