"""The diagram on a page of HTML."""

from __future__ import annotations

import pytest
from html_page import Page, text
from project import TINY, Project, shown

BRANCHED = """\
.. cnn-summary:: Branched
   :input: 8x8x4
   :show: {show}

   stem = Conv2D(4, 3, padding="same")
   x = BatchNormalization(name="left")(stem)
   y = ReLU(name="right")(stem)
   z = Add(name="both")([x, y])
   Subsampling2D(2)(z)
"""


def test_every_layer_is_a_node_with_its_name_its_kind_and_its_shape_coloured_by_family(project: Project) -> None:
    (drawing,) = shown(project, TINY).drawings
    assert drawing.nodes == {
        "input": ("Input", "8×8×1", "input"),
        "conv": ("Conv2D", "6×6×4", "convolution"),
        "pool": ("MaxPooling2D", "3×3×4", "pooling"),
        "flat": ("Flatten", "36", "reshaping"),
        "fc": ("Dense", "10", "dense"),
    }
    assert drawing.edges == 4


def test_branches_and_merges_are_drawn_as_such(project: Project) -> None:
    (drawing,) = shown(project, BRANCHED.format(show="diagram table")).drawings
    families = [family for _, _, family in drawing.nodes.values()]
    assert families == ["input", "convolution", "normalization", "activation", "merging", "classic"]
    assert drawing.edges == 6
    assert "both (Add) from left and right" in text(next(drawing.svg.iter("desc")))


def test_the_drawing_says_in_words_what_it_shows(project: Project) -> None:
    page = shown(project, TINY)
    svg = page.drawings[0].svg
    assert svg.get("role") in ("img", "group", "graphics-document")
    assert text(page.by_id(svg.get("aria-labelledby", ""))) == "Tiny"
    said = text(page.by_id(svg.get("aria-describedby", "")))
    assert said.startswith("Tiny: 5 steps")
    assert "conv (Conv2D), 6 by 6 by 4" in said
    assert [title.tag for title in svg.iter("title")] == ["title"]


def test_a_wide_drawing_can_be_scrolled_to_with_the_keyboard(project: Project) -> None:
    frame = shown(project, TINY).one("div", "cnn-diagram")
    assert (frame.get("tabindex"), frame.get("role"), frame.get("aria-label")) == ("0", "region", "Tiny: diagram")


def test_every_node_leads_to_its_row(project: Project) -> None:
    page = shown(project, TINY)
    (drawing,) = page.drawings
    assert drawing.links == ["#tiny.input", "#tiny.conv", "#tiny.pool", "#tiny.flat", "#tiny.fc"]
    assert {link.removeprefix("#") for link in drawing.links} <= set(page.ids)


def test_a_diagram_without_a_table_has_no_dead_links(project: Project) -> None:
    page = shown(project, TINY.replace("   :input:", "   :show: diagram\n   :input:"))
    assert [link for link in page.drawings[0].links if link] == []


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml"])
def test_nodes_lead_to_the_rows_on_another_page(project: Project, builder: str) -> None:
    project.write(
        {
            "index.rst": "Start\n=====\n\n.. toctree::\n\n   nets/tiny\n   elsewhere\n",
            "nets/tiny.rst": f"A net\n=====\n\n{TINY}",
            "elsewhere.rst": "Elsewhere\n=========\n\n.. cnn-diagram:: tiny\n",
        }
    )
    built = project.build(builder)
    assert built.warnings == []
    name, home, address = {
        "html": ("elsewhere.html", "nets/tiny.html", "nets/tiny.html#tiny.conv"),
        "dirhtml": ("elsewhere/index.html", "nets/tiny/index.html", "../nets/tiny/#tiny.conv"),
        "singlehtml": ("index.html", "index.html", "#tiny.conv"),
    }[builder]
    assert Page(built.page(name)).drawings[-1].links[1] == address
    assert "tiny.conv" in Page(built.page(home)).ids


def test_several_drawings_on_a_page_have_ids_of_their_own(project: Project) -> None:
    page = shown(project, f"{TINY}\n.. cnn-diagram:: tiny\n   :direction: LR\n\n{TINY.replace('Tiny', 'Other')}")
    assert len(page.drawings) == 3
    assert sorted(page.ids) == sorted(set(page.ids))


@pytest.mark.parametrize(("direction", "is_wide"), [("TB", False), ("BT", False), ("LR", True), ("RL", True)])
def test_the_data_flows_in_the_direction_asked_for(project: Project, direction: str, is_wide: bool) -> None:
    (drawing,) = shown(project, TINY.replace(":input:", f":direction: {direction}\n   :input:")).drawings
    width, height = drawing.size
    assert (width > height) == is_wide


def test_the_configuration_sets_the_direction(project: Project) -> None:
    (drawing,) = shown(project, TINY, cnn_direction="LR").drawings
    width, height = drawing.size
    assert width > height


def test_only_pages_with_a_network_load_the_stylesheet(project: Project) -> None:
    project.write(
        {
            "index.rst": "Start\n=====\n\n.. toctree::\n\n   net\n   words\n   table\n",
            "net.rst": f"A net\n=====\n\n{TINY}",
            "words.rst": "Words\n=====\n\nOnly words.\n",
            "table.rst": "A table\n=======\n\n.. cnn-table:: tiny\n",
        }
    )
    built = project.build()
    assert built.warnings == []
    names = ("index", "net", "words", "table", "search")
    loads = {name for name in names if "sphinx-cnn.css" in Page(built.page(f"{name}.html")).stylesheets}
    assert loads == {"net", "table"}
    assert (built.out / "_static" / "sphinx-cnn.css").exists()


def test_a_layer_that_follows_itself_very_many_times_is_one_node(project: Project) -> None:
    many = ".. cnn-summary:: Long\n   :input: 4x4x1\n   :show: diagram\n\n   for i in range(450):\n       ReLU()\n"
    (drawing,) = shown(project, many).drawings
    assert drawing.nodes == {
        "input": ("Input", "4×4×1", "input"),
        "re_lu … re_lu_449 ×450": ("ReLU", "4×4×1", "group"),
    }
