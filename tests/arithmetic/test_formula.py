"""Formulas: declared once, evaluated exactly."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sphinx_cnn.arithmetic.formula import SYMBOLS, Formula
from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.notation.keras.layers import KINDS  # noqa: F401  # imports every layer kind


def kinds(of: type[Layer] = Layer) -> Iterator[type[Layer]]:
    for kind in of.__subclasses__():
        yield kind
        yield from kinds(kind)


KINDS_BY_NAME = {kind.__name__: kind for kind in kinds()}


def test_a_formula_is_evaluated_with_the_values_of_its_symbols() -> None:
    formula = Formula("(prod(K) * C_in + 1) * C_out")
    assert formula.evaluate({"K": (5, 5), "C_in": 96, "C_out": 256}) == 614_656


def test_results_are_exact_whole_numbers_however_large() -> None:
    large = 10**17 + 1
    result = Formula("C_in * C_out / G").evaluate({"C_in": large, "C_out": 6, "G": 3})
    assert result == 2 * large
    assert isinstance(result, int)


def test_a_double_slash_rounds_down() -> None:
    formula = Formula("(I + P - D * (K - 1) - 1) // S + 1")
    assert formula.evaluate({"I": 224, "P": 6, "D": 1, "K": 7, "S": 2}) == 112
    assert formula.evaluate({"I": 3, "P": 0, "D": 1, "K": 5, "S": 2}) == 0


def test_a_symbol_that_is_not_declared_is_refused() -> None:
    with pytest.raises(ValueError, match="C_im"):
        Formula("C_im * C_out")


@pytest.mark.parametrize("source", ["__import__('os')", "open", "abs(C_in)"])
def test_a_formula_has_no_names_but_its_symbols(source: str) -> None:
    with pytest.raises(ValueError, match="undeclared"):
        Formula(source)


@pytest.mark.parametrize("kind", KINDS_BY_NAME.values(), ids=KINDS_BY_NAME)
def test_the_formulas_of_every_layer_kind_can_be_read(kind: type[Layer]) -> None:
    formulas = kind.counts.formulas
    assert set(formulas) == {
        "weights", "biases", "statistics", "macs", "operations", "connections", "activations",
    }  # fmt: skip
    assert formulas["weights"] is not None
    assert formulas["biases"] is not None


def test_every_symbol_says_what_it_stands_for() -> None:
    meanings = [symbol.meaning for symbol in SYMBOLS.values()]
    assert all(meanings)
    assert len(set(meanings)) == len(meanings)
