"""Models within models: groups, names, shared parameters, what is trained."""

from __future__ import annotations

import pytest
from reading import names, read, refusal, shapes


def test_a_nested_sequential_is_a_group_of_its_name() -> None:
    text = """
body = Sequential([Conv2D(8, 3), ReLU()], name="body")
model = Sequential([body, Flatten()])
"""
    assert [(row.group, row.name) for row in read(text).rows[1:]] == [
        ("body", "conv2d"),
        ("body", "re_lu"),
        ("", "flatten"),
    ]


NESTED_TWICE = """
tower_in = Input((16,))
tower = Model(tower_in, Dense(16, name="shared")(tower_in), name="tower")
a, b = Input((16,), name="a"), Input((16,), name="b")
model = Model([a, b], Concatenate()([tower(a), tower(b)]))
"""


SEQUENTIAL_TWICE = """
tower = Sequential([Dense(16, name="shared")], name="tower")
a, b = Input((16,), name="a"), Input((16,), name="b")
model = Model([a, b], Concatenate()([tower(a), tower(b)]))
"""


@pytest.mark.parametrize("text", [NESTED_TWICE, SEQUENTIAL_TWICE])
def test_a_model_applied_twice_shares_its_parameters(text: str) -> None:
    summary = read(text, None)
    dense = [row for row in summary.rows if row.kind == "Dense"]
    assert [row.params for row in dense] == [16 * 16 + 16, 0]
    assert [row.macs for row in dense] == [256, 256]
    assert summary.totals.params == 272
    assert summary.rows[-1].output_shape == (32,)
    assert len({row.key for row in summary.rows}) == len(summary.rows)
    assert dense[0].inputs != dense[1].inputs


def test_a_layer_applied_twice_has_two_rows_and_counts_once() -> None:
    text = "i = Input((16,))\nd = Dense(16)\nModel(i, d(d(i)))"
    assert [(row.name, row.params) for row in read(text, None).rows[1:]] == [("d", 272), ("d@2", 0)]


def test_a_nested_model_may_have_several_outputs() -> None:
    text = """
i = Input((8,))
split = Model(i, [Dense(3)(i), Dense(5)(i)], name="split")
j = Input((8,))
left, right = split(j)
model = Model(j, Concatenate()([right, left]))
"""
    assert shapes(text, None)[-1] == (8,)
    assert read(text, None).totals.params == 8 * 3 + 3 + 8 * 5 + 5


def test_name_is_kept_exactly() -> None:
    assert names('Conv2D(8, 3, name="block1.conv 1")\nx = Flatten(name="Flach")') == ["block1.conv 1", "Flach"]


def test_a_layer_of_a_model_takes_the_name_on_the_left_or_the_automatic_one() -> None:
    text = "i = Input((8,))\nfc = Dense(4)\nx = fc(i)\ny = Dense(4)(x)\nModel(i, Dense(2)(y))"
    assert names(text, None) == ["fc", "dense_1", "dense_2"]


def test_automatic_names_are_those_of_keras() -> None:
    text = """
Conv2D(8, 3)
named = Conv2D(8, 3)
Conv2D(8, 3, name="own")
Conv2D(8, 3)
BatchNormalization()
MaxPooling2D()
ReLU()
SeparableConv2D(8, 3)
GlobalAveragePooling2D()
"""
    assert names(text) == [
        "conv2d", "named", "own", "conv2d_2", "batch_normalization", "max_pooling2d", "re_lu", "separable_conv2d",
        "global_average_pooling2d",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        'Dense(8, name="fc")\nDense(8, name="fc")',
        'Sequential([Dense(8, name="fc"), Dense(8, name="fc")])',
        'i = Input((8,))\nx = Dense(8, name="fc")(i)\nModel(i, Dense(8, name="fc")(x))',
    ],
)
def test_two_layers_of_one_name_are_refused(text: str) -> None:
    message = refusal(text, (8,)).message
    assert message.startswith("two layers are named 'fc' (lines ")


def test_a_function_call_is_a_group() -> None:
    text = """
def block(x, filters):
    x = Conv2D(filters, 3, name="conv")(x)
    return ReLU()(x)

inputs = Input((32, 32, 3))
x = block(inputs, 8)
x = block(x, 16)
model = Model(inputs, Flatten()(x))
"""
    assert [(row.group, row.name) for row in read(text).rows[1:]] == [
        ("block", "conv"),
        ("block", "re_lu"),
        ("block_1", "conv"),
        ("block_1", "re_lu_1"),
        ("", "flatten"),
    ]
    assert [row.key for row in read(text).rows[1:4]] == ["block/conv", "re_lu", "block_1/conv"]


def test_the_function_that_makes_the_whole_model_is_no_group() -> None:
    text = """
def build_model():
    inputs = Input((32, 32, 3))
    return Model(inputs, Flatten()(inputs))

model = build_model()
"""
    assert [row.group for row in read(text).rows] == ["", ""]


FROZEN = "base = Sequential([Dense(4), BatchNormalization()])\nmodel = Sequential([base, Dense(2)])\n"


@pytest.mark.parametrize(
    ("line", "trainable"),
    [
        ("", 8 * 4 + 4 + 8 + 10),
        ("base.trainable = False", 10),
        ("model.trainable = False", 0),
        ("for layer in base.layers:\n    layer.trainable = False", 10),
        ("for layer in base.layers[:-1]:\n    layer.trainable = False", 8 + 10),
        ("base.trainable = False\nbase.trainable = True", 8 * 4 + 4 + 8 + 10),
        ("base.layers[0].trainable = False", 8 + 10),
        ("base.get_layer('dense').trainable = False", 8 + 10),
    ],
)
def test_trainable_is_read(line: str, trainable: int) -> None:
    totals = read(FROZEN + line, (8,)).totals
    assert totals.trainable == trainable
    assert totals.params == totals.trainable + totals.non_trainable == 36 + 16 + 10


def test_trainable_may_be_an_argument() -> None:
    assert read("Dense(4, trainable=False)\nDense(2)", (8,)).totals.trainable == 10
