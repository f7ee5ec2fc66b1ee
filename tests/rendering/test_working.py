"""How a number comes about, from the formula that it is computed with."""

import pytest

from sphinx_cnn import summarize
from sphinx_cnn.arithmetic.formula import Formula
from sphinx_cnn.rendering.numbers import NumberFormat
from sphinx_cnn.rendering.working import WORKED, typeset, working


@pytest.mark.parametrize(
    ("text", "quantity", "expected"),
    [
        ("Conv2D(256, 5, padding='same')", "params", "(5·5·96 + 1)·256 = 614,656"),
        ("Conv2D(256, 5, padding='same')", "weights", "5·5·96·256 = 614,400"),
        ("Conv2D(256, 5, padding='same')", "macs", "614,400·27·27 = 447,897,600"),
        ("Conv2D(256, 5, use_bias=False)", "params", "5·5·96·256 = 614,400"),
        ("Conv2D(256, 5, groups=2)", "params", "(5·5·96 / 2 + 1)·256 = 307,456"),
        ("DepthwiseConv2D(3)", "params", "3·3·96 + 96 = 960"),
        ("BatchNormalization()", "params", "96 + 96 + 2·96 = 384"),
        ("Subsampling2D(3)", "connections", "(3·3 + 1)·7,776 = 77,760"),
        ("Dense(10)", "params", "(96 + 1)·10 = 970"),
        ("Dense(10)", "biases", ""),
        ("ReLU()", "params", ""),
        ("LayerNormalization()", "connections", ""),
    ],
)
def test_a_number_says_how_it_comes_about(text: str, quantity: str, expected: str) -> None:
    row = summarize(text, input_shape=(27, 27, 96)).rows[1]
    assert working(row, quantity, NumberFormat()) == expected


def test_a_working_adds_up_for_every_kind_of_layer() -> None:
    text = """
Conv2D(8, 3, groups=2)
SeparableConv2D(6, 3, depth_multiplier=2)
DepthwiseConv2D(3, depth_multiplier=3)
Subsampling2D(2)
BatchNormalization(scale=False)
Conv2D(4, 3, connections=[[0, 1], [2], [0], [1, 2, 3]])
Flatten()
Dense(12)
RBF(3)
"""
    worked = 0
    for row in summarize(text, input_shape=(32, 32, 4)).rows:
        for quantity in WORKED:
            written, _, total = working(row, quantity, NumberFormat()).partition(" = ")
            if written:
                calculation = written.replace("·", "*").replace("−", "-").replace(",", "").replace(" / ", "//")
                assert eval(calculation) == int(total.replace(",", "")) == getattr(row, quantity)  # noqa: S307
                worked += 1
    assert worked > 20


def test_numbers_are_written_in_the_language_of_the_document() -> None:
    row = summarize("Dense(4096)", input_shape=(9216,)).rows[1]
    assert working(row, "params", NumberFormat("de")) == "(9.216 + 1)·4.096 = 37.752.832"


def test_a_formula_is_typeset_in_the_symbols_of_the_field() -> None:
    formula = Formula("prod(K) * C_in / G * C_out")
    assert typeset(formula) == "K_h · K_w · C_in / G · C_out"
    assert typeset(formula, rank=1) == "K · C_in / G · C_out"
    assert typeset(Formula("(I + P - D * (K - 1) - 1) // S + 1")) == "⌊(I + P − D · (K − 1) − 1) / S⌋ + 1"
