"""One number of a summary by its names."""

from __future__ import annotations

import pytest

import sphinx_cnn
from sphinx_cnn.arithmetic.lookup import Lookup, NotFoundError

NETWORK = """
i = Input((8, 8, 4))
c = Conv2D(4, 3, padding="same")
def stage(x):
    x = Conv2D(4, 3, padding="same", name="conv")(x)
    return LayerNormalization(name="norm")(x)
x = c(i)
x = c(x)
x = stage(x)
x = stage(x)
Model(i, LeakyReLU(name="last")(x))
"""


@pytest.fixture(scope="module")
def lookup() -> Lookup:
    return Lookup(sphinx_cnn.summarize(NETWORK, name="Net"))


@pytest.mark.parametrize(
    ("layer", "quantity", "value"),
    [
        ("c", "params", 148),
        ("c@2", "params", 0),
        ("c@2", "macs", 8 * 8 * 4 * 36),
        ("c", "output_shape", (8, 8, 4)),
        ("c", "kernel_size", (3, 3)),
        ("c", "filters", 4),
        ("c", "padding", "same"),
        ("c", "activation", None),
        ("stage/conv", "params", 148),
        ("stage_1/conv", "params", 148),
        ("stage", "params", 148 + 8),
        ("stage", "macs", 8 * 8 * 4 * 36),
        ("", "params", 3 * 148 + 2 * 8),
        ("", "macs", 4 * 8 * 8 * 4 * 36),
        ("", "training_memory", 4 * (3 * 460 + 2 * 8 * 8 * 4 * 8)),
    ],
)
def test_a_value_is_found_by_its_names(lookup: Lookup, layer: str, quantity: str, value: object) -> None:
    assert lookup.find(layer, quantity).value == value


@pytest.mark.parametrize(("index", "value"), [(0, 8), (2, 4), (-1, 4)])
def test_an_index_chooses_a_size(lookup: Lookup, index: int, value: int) -> None:
    assert lookup.find("c", "output_shape", index).value == value


def test_a_value_says_which_rows_it_comes_from(lookup: Lookup) -> None:
    assert [row.key for row in lookup.find("c", "params").rows] == ["c"]
    assert [row.key for row in lookup.find("stage", "params").rows] == ["stage/conv", "stage/norm"]
    assert lookup.find("", "params").rows == ()


def test_a_sum_over_what_is_not_known_names_the_layers(lookup: Lookup) -> None:
    assert lookup.find("stage", "connections").unknown_for == ("stage/norm",)
    assert set(lookup.find("", "connections").unknown_for) >= {"stage/norm", "stage_1/norm"}
    assert lookup.find("", "params").unknown_for == ()


@pytest.mark.parametrize(
    ("layer", "quantity", "index", "message", "name"),
    [
        ("d", "params", None, "'Net' has no layer 'd'", "d"),
        ("conv", "params", None, "'Net' has no layer 'conv'", "conv"),
        ("c", "parms", None, "'c' (Conv2D) has no 'parms'", "parms"),
        ("last", "filters", None, "'last' (LeakyReLU) has no 'filters'", "filters"),
        ("", "output_shape", None, "a network has no total 'output_shape'; ask for that of a layer", "output_shape"),
        ("", "stage", None, "'stage' is a layer or a group; ask for a quantity of it, as in stage.params", ""),
        ("", "lower_bounds", None, "a network has no total 'lower_bounds'", "lower_bounds"),
        (
            "stage",
            "output_shape",
            None,
            "'stage' is a group, so it has sums only, and no 'output_shape'",
            "output_shape",
        ),
        ("stage/norm", "connections", None, "it is not known what 'stage/norm' (LayerNormalization) has of this", ""),
        ("c", "params", 0, "'params' is one value here, so [0] has nothing to choose from", ""),
        ("c", "output_shape", 3, "'output_shape' has [0] to [2] here, and no [3]", ""),
        ("c", "output_shape", -4, "'output_shape' has [0] to [2] here, and no [-4]", ""),
    ],
)
def test_what_is_not_there_is_said(
    lookup: Lookup, layer: str, quantity: str, index: int | None, message: str, name: str
) -> None:
    with pytest.raises(NotFoundError) as caught:
        lookup.find(layer, quantity, index)
    assert caught.value.message.startswith(message)
    assert caught.value.name == name
    assert bool(caught.value.known) == bool(name)
