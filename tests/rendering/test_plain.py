"""Plain text: the table of a terminal, and the diagram of builders that draw none."""

from __future__ import annotations

from sphinx_cnn import summarize
from sphinx_cnn.arithmetic.quantities import QUANTITIES
from sphinx_cnn.rendering.columns import default_columns, known_columns
from sphinx_cnn.rendering.folding import fold
from sphinx_cnn.rendering.plain import diagram, table

TINY = "conv = Conv2D(400, 3)\npool = MaxPooling2D(2)\nflat = Flatten()\nfc = Dense(10)"


def test_numbers_are_aligned_to_the_right_and_names_to_the_left() -> None:
    summary = summarize(TINY, input_shape=(8, 8, 1))
    lines = table(summary, ["layer", "kind", "params", "macs"]).splitlines()
    assert lines[:-2] == [
        "Layer                Kind          Parameters     MACs",
        "──────────────────────────────────────────────────────",
        "input (Input)        Input                  0        0",
        "conv (Conv2D)        Conv2D             4,000  129,600",
        "pool (MaxPooling2D)  MaxPooling2D           0        0",
        "flat (Flatten)       Flatten                0        0",
        "fc (Dense)           Dense             36,010   36,000",
        "──────────────────────────────────────────────────────",
        "Total                                  40,010  165,600",
    ]


def test_every_column_can_be_printed() -> None:
    summary = summarize(TINY, input_shape=(8, 8, 1))
    names = known_columns(summary)
    assert set(QUANTITIES) < set(names)
    lines = table(summary, names).splitlines()
    assert len(lines) == 2 + len(summary.rows) + 4


def test_statistics_are_a_default_column_only_where_there_are_any() -> None:
    names = ("layer", "params")
    assert default_columns(names, summarize("BatchNormalization()", input_shape=(4, 4, 2))) == [
        "layer",
        "statistics",
        "params",
    ]
    assert default_columns(names, summarize("ReLU()", input_shape=(4, 4, 2))) == ["layer", "params"]


def test_a_lower_bound_says_so_and_names_the_layers_that_are_not_known() -> None:
    layers = "\n".join(f"n{index} = LayerNormalization()" for index in range(5))
    printed = table(summarize(layers, input_shape=(4, 4, 2)), ["layer", "connections"])
    total, facts = printed.splitlines()[-3], printed.splitlines()[-1]
    assert total.split() == ["Total", "≥", "0"]
    assert "unknown" in printed
    assert "connections not known for n0, n1, n2…" in facts


def test_a_lower_bound_of_a_column_that_is_not_shown_is_not_mentioned() -> None:
    printed = table(summarize("LayerNormalization()", input_shape=(4, 4, 2)), ["layer", "params"])
    assert "not known" not in printed


def test_frozen_layers_are_counted_apart() -> None:
    text = "a = Dense(10, trainable=False)\nb = Dense(10)"
    assert "220 parameters (110 trainable)" in table(summarize(text, input_shape=(10,)), ["layer"])


def test_the_text_form_of_a_line_of_layers() -> None:
    assert diagram(fold(summarize(TINY, input_shape=(8, 8, 1)))).splitlines() == [
        "  input: Input, 8 × 8 × 1",
        "→ conv: Conv2D, 6 × 6 × 400",
        "→ pool: MaxPooling2D, 3 × 3 × 400",
        "→ flat: Flatten, 3600",
        "→ fc: Dense, 10",
    ]


def test_the_text_form_of_branches_says_what_a_layer_follows() -> None:
    text = 'a = ReLU()\nb = ReLU(name="right")(a)\nc = ReLU(name="left")(a)\nd = Add(name="both")([b, c])'
    assert diagram(fold(summarize(text, input_shape=(4,)))).splitlines()[2:] == [
        "→ right: ReLU, 4",
        "→ left: ReLU, 4  ← a",
        "→ both: Add, 4  ← right, left",
    ]
