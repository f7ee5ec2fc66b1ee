"""The table on a page of HTML."""

from __future__ import annotations

import pytest
from html_page import cells, column, heads, text
from project import TINY, Project, shown

from sphinx_cnn.arithmetic.quantities import QUANTITIES

NORMALIZED = """\
.. cnn-summary:: Normalized
   :input: 8x8x1
{options}
   Conv2D(4, 3, strides=2, padding="same")
   BatchNormalization()
"""


def test_a_table_has_a_row_for_each_layer_and_its_totals_in_the_last(project: Project) -> None:
    (table,) = shown(project, TINY).tables
    assert cells(table) == [
        ["Layer", "Output shape", "Weights", "Biases", "Parameters"],
        ["input (Input)", "8 × 8 × 1", "0", "0", "0"],
        ["conv (Conv2D)", "6 × 6 × 4", "36", "4", "40"],
        ["pool (MaxPooling2D)", "3 × 3 × 4", "0", "0", "0"],
        ["flat (Flatten)", "36", "0", "0", "0"],
        ["fc (Dense)", "10", "360", "10", "370"],
        ["Total", "", "396", "14", "410"],
    ]
    assert "cnn-totals" in list(table.iter("tr"))[-1].get("class", "").split()


def test_a_screen_reader_is_told_what_each_header_is_the_header_of(project: Project) -> None:
    (table,) = shown(project, TINY).tables
    head, *body = table.iter("tr")
    assert [(cell.tag, cell.get("scope")) for cell in head] == [("th", "col")] * 5
    assert head in list(next(table.iter("thead")))
    for row in body:
        assert [(cell.tag, cell.get("scope")) for cell in row] == [("th", "row")] + [("td", None)] * 4
    assert text(next(table.iter("caption"))).startswith("Tiny")


def test_numbers_have_a_class_that_aligns_them_and_names_do_not(project: Project) -> None:
    (table,) = shown(project, TINY.replace(":input:", ":columns: layer kind params\n   :input:")).tables
    for row in table.iter("tr"):
        assert ["cnn-number" in cell.get("class", "").split() for cell in row] == [False, False, True]


def test_every_layer_has_an_anchor_of_its_own_and_no_id_stands_twice(project: Project) -> None:
    page = shown(project, TINY)
    for layer in ("input", "conv", "pool", "flat", "fc"):
        assert f"tiny.{layer}" in page.ids
    assert sorted(page.ids) == sorted(set(page.ids))


def test_thousands_are_separated(project: Project) -> None:
    big = ".. cnn-summary:: Big\n   :input: 100x100x1\n\n   Flatten()\n   Dense(1000)\n"
    assert column(shown(project, big).tables[0], "Parameters")[-1] == "10,001,000"


def test_numbers_are_written_in_the_language_of_the_document(project: Project) -> None:
    big = ".. cnn-summary:: Big\n   :input: 100x100x1\n\n   Flatten()\n   Dense(1000)\n"
    assert column(shown(project, big, language="de").tables[0], "Parameters")[-1] == "10.001.000"


def test_the_line_of_facts_says_what_a_reader_needs_to_check_the_numbers(project: Project) -> None:
    facts = text(shown(project, TINY).one("p", "cnn-facts"))
    for said in ("410 parameters", "1.6 KiB as float32", "1,656 MACs", "8 × 8 × 1", "as Keras counts them"):
        assert said in facts


def test_the_data_type_changes_the_memory(project: Project) -> None:
    page = shown(project, TINY.replace(":input:", ":dtype: float16\n   :input:"))
    assert "820 B as float16" in text(page.one("p", "cnn-facts"))


def test_the_configuration_sets_the_data_type(project: Project) -> None:
    assert "3.2 KiB as float64" in text(shown(project, TINY, cnn_dtype="float64").one("p", "cnn-facts"))


def test_statistics_are_a_column_where_there_are_any(project: Project) -> None:
    (table,) = shown(project, NORMALIZED.format(options="")).tables
    assert heads(table) == ["Layer", "Output shape", "Weights", "Biases", "Statistics", "Parameters"]
    assert column(table, "Statistics") == ["0", "0", "8", "8"]
    assert column(table, "Parameters") == ["0", "40", "16", "56"]


def test_columns_stand_in_the_order_they_are_asked_for(project: Project) -> None:
    (table,) = shown(project, NORMALIZED.format(options="   :columns: params, macs layer\n")).tables
    assert heads(table) == ["Parameters", "MACs", "Layer"]
    assert cells(table)[2] == ["40", "576", "conv2d (Conv2D)"]


def test_every_quantity_can_be_a_column(project: Project) -> None:
    (table,) = shown(project, NORMALIZED.format(options=f"   :columns: {' '.join(QUANTITIES)}\n")).tables
    assert heads(table) == [quantity.title for quantity in QUANTITIES.values()]
    assert column(table, "Receptive field") == ["1 × 1", "3 × 3", "3 × 3", ""]
    assert column(table, "Receptive field stride") == ["1 × 1", "2 × 2", "2 × 2", ""]


def test_hyperparameters_can_be_columns(project: Project) -> None:
    (table,) = shown(project, NORMALIZED.format(options="   :columns: layer kernel_size strides padding\n")).tables
    assert heads(table) == ["Layer", "Kernel size", "Strides", "Padding"]
    assert cells(table)[1:] == [
        ["input (Input)", "–", "–", "–"],
        ["conv2d (Conv2D)", "3 × 3", "2 × 2", "same"],
        ["batch_normalization (BatchNormalization)", "–", "–", "–"],
    ]


@pytest.mark.parametrize("columns", ["layer macs", ["layer", "macs"], ("layer", "macs"), "layer, macs"])
def test_the_configuration_chooses_the_columns_of_tables_that_choose_none(project: Project, columns: object) -> None:
    (table,) = shown(project, TINY, cnn_columns=columns).tables
    assert heads(table) == ["Layer", "MACs"]


def test_another_caption_class_and_name(project: Project) -> None:
    options = "   :caption: What it costs\n   :class: wide fancy\n   :name: small\n   :input:"
    page = shown(project, TINY.replace("   :input:", options))
    (table,) = page.tables
    assert text(next(table.iter("caption"))).startswith("What it costs")
    assert {"wide", "fancy"} <= set(table.get("class", "").split())
    assert {"small-table", "small-diagram", "small.conv"} <= set(page.ids)
    assert "wide" in page.one("figure").get("class", "").split()


def test_a_total_that_is_a_lower_bound_says_so_and_names_the_layer(project: Project) -> None:
    network = ".. cnn-summary:: Bounded\n   :input: 8x8x4\n   :columns: layer connections\n\n"
    page = shown(project, f"{network}   conv = Conv2D(4, 3)\n   norm = LayerNormalization()\n")
    assert column(page.tables[0], "Connections") == ["0", "5,328", "unknown", "≥ 5,328"]
    assert "connections not known for norm" in text(page.one("p", "cnn-facts"))


def test_what_the_framework_would_refuse_is_named(project: Project) -> None:
    classic = ".. cnn-summary:: Classic\n   :input: 8x8x4\n\n   Subsampling2D(2)\n"
    assert "not accepted by Keras: Subsampling2D" in text(shown(project, classic).one("p", "cnn-facts"))


@pytest.mark.parametrize("language", ["en", "de"])
def test_numbers_beyond_any_machine_are_shown(project: Project, language: str) -> None:
    huge = ".. cnn-summary:: Huge\n   :input: 2000000000x2000000000x2000000000\n   :columns: layer macs\n\n"
    page = shown(project, f"{huge}   Conv2D(2000000000, 9)\n", language=language)
    digits = "".join(filter(str.isdigit, column(page.tables[0], "MACs")[-1]))
    assert digits == str((2 * 10**9 - 8) ** 2 * 81 * 4 * 10**18)


def test_a_number_says_in_its_tooltip_how_it_comes_about(project: Project) -> None:
    project.write({"index.rst": f"Start\n=====\n\n{TINY}"})
    assert 'title="(3·3 + 1)·' in project.build().page()
