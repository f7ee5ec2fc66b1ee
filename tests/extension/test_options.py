"""Options, right and wrong: a wrong one is a warning with advice, and the network is shown all the same."""

from __future__ import annotations

import pytest
from html_page import Page, cells, text
from project import TINY, Project, places, shown

TWO_INPUTS = """\
.. cnn-summary:: Two
   :{option}: {shapes}

   left = Input(name="left")
   right = Input(name="right")
   both = Concatenate()([Flatten()(left), Flatten()(right)])
   Model([left, right], both)
"""


@pytest.mark.parametrize("option", ["input", "input-shape"])
@pytest.mark.parametrize("shape", ["8x8x1", "8×8×1", "(8, 8, 1)", "8, 8, 1", "8 x 8 x 1", "[8, 8, 1]"])
def test_forms_of_an_input_shape(project: Project, option: str, shape: str) -> None:
    (table,) = shown(project, TINY.replace(":input: 8x8x1", f":{option}: {shape}")).tables
    assert cells(table)[1][1] == "8 × 8 × 1"


@pytest.mark.parametrize("shapes", ["left=4x4x1, right=3x3x2", "right=(3, 3, 2), left=(4, 4, 1)"])
def test_several_inputs_have_their_shapes_by_name(project: Project, shapes: str) -> None:
    page = shown(project, TWO_INPUTS.format(option="input", shapes=shapes))
    rows = {row[0]: row[1] for row in cells(page.tables[0])}
    assert (rows["left (Input)"], rows["right (Input)"]) == ("4 × 4 × 1", "3 × 3 × 2")


def test_an_input_shape_of_the_directive_wins_over_one_in_the_text(project: Project) -> None:
    network = ".. cnn-summary:: Net\n   :input: 8x8x1\n\n   Input(shape=(28, 28, 1))\n   Conv2D(4, 3)\n"
    assert cells(shown(project, network).tables[0])[1][1] == "8 × 8 × 1"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (":colums: layer", "cnn-summary has no option :colums:; did you mean 'columns'?"),
        (":columns: layer parms", "no column 'parms'; did you mean 'params'?"),
        (":show: tabel", ":show: has no 'tabel'; did you mean 'table'?"),
        (":dtype: float23", ":dtype: must be one of float16, bfloat16, float32, float64, int8, not 'float23'"),
        (":direction: lr", ":direction: must be one of TB, LR, BT, RL, not 'lr'"),
        (":dialect: keraz", ":dialect: must be one of keras, pytorch, lasagne, not 'keraz'; did you mean 'keras'?"),
        (":name: two words", ":name: must have no blanks"),
    ],
)
def test_a_wrong_option_is_one_warning_with_advice(project: Project, line: str, said: str) -> None:
    project.write({"index.rst": f"Start\n=====\n\n{TINY.replace(':input:', line + chr(10) + '   :input:')}"})
    built = project.build()
    (warning,) = built.warnings
    assert warning.startswith("index.rst:4: WARNING: ")
    assert said in warning
    assert warning.endswith("[cnn.option]")
    page = Page(built.page())
    assert (len(page.tables), len(page.drawings)) == (1, 1)
    assert text(page.one("p", "cnn-facts")).startswith("410 parameters")


@pytest.mark.parametrize("line", [":colums: layer", ":columns: layer parms"])
def test_a_wrong_option_of_a_table_elsewhere_is_one_warning_with_advice(project: Project, line: str) -> None:
    project.write({"index.rst": f"Start\n=====\n\n{TINY}\n.. cnn-table:: tiny\n   {line}\n"})
    built = project.build()
    assert places(built) == ["index.rst:12"]
    assert "did you mean" in built.warnings[0]
    assert built.warnings[0].endswith("[cnn.option]")
    assert len(Page(built.page()).tables) == 2


def test_a_wrong_column_of_a_table_elsewhere_is_a_warning_on_every_build(project: Project) -> None:
    project.write({"index.rst": f"Start\n=====\n\n{TINY}\n.. cnn-table:: tiny\n   :columns: layer parms\n"})
    first = project.build().warnings
    assert project.build().warnings == first
    assert project.build("text").warnings == first


def test_an_unknown_column_in_the_configuration_is_a_warning(project: Project) -> None:
    project.write({"index.rst": f"Start\n=====\n\n{TINY}"})
    built = project.build(cnn_columns="layer parms")
    assert len(built.warnings) == 1
    assert "did you mean 'params'?" in built.warnings[0]
    assert Page(built.page()).tables != []


def test_advice_can_be_silenced_for_one_network(project: Project) -> None:
    surprising = ".. cnn-summary:: Net\n   :input: 8x8x3\n\n   Dense(10)\n"
    project.write({"index.rst": f"Start\n=====\n\n{surprising}"})
    built = project.build()
    assert places(built) == ["index.rst:7"]
    assert built.warnings[0].endswith("[cnn.advice]")
    shown(project, surprising.replace(":input:", ":quiet:\n   :input:"))


def test_a_changed_configuration_changes_the_pages(project: Project) -> None:
    project.write({"index.rst": f"Start\n=====\n\n{TINY}"})
    project.build()
    assert "float64" in project.build(cnn_dtype="float64").page()
    assert "step by step" in project.build(cnn_columns="layer macs").page()
    assert cells(Page(project.build(cnn_columns="layer macs").page()).tables[0])[0] == ["Layer", "MACs"]


def test_what_a_flop_is_stands_in_the_configuration_and_under_the_table(project: Project) -> None:
    network = TINY.replace(":input:", ":columns: layer flops\n   :input:")
    totals = {}
    for convention in ("2xmac", "textbook", "mac"):
        page = shown(project, network, cnn_flops_convention=convention)
        totals[convention] = cells(page.tables[0])[-1][1]
        assert "a FLOP is" in "".join(page.one("p", "cnn-facts").itertext())
    assert (totals["2xmac"], totals["mac"]) == ("3,312", "1,656")
    assert len(set(totals.values())) == 3
