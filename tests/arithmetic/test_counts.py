"""Parameters, multiply-accumulates, operations and connections of layers."""

from __future__ import annotations

from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sphinx_cnn import Summary, summarize
from sphinx_cnn.arithmetic.quantities import Row, Totals

steady = settings(deadline=None)  # a busy machine is no failure
small = st.integers(1, 4)


def last(text: str, shape: tuple[int, ...], **options: str) -> Row:
    return summarize(text, input_shape=shape, **options).rows[-1]  # type: ignore[arg-type]


def textbook(text: str, shape: tuple[int, ...]) -> int | None:
    return summarize(text, input_shape=shape, flops_convention="textbook").rows[-1].flops


@pytest.mark.parametrize(
    ("text", "shape", "params", "macs"),
    [
        ("Conv2D(16, 4, padding='same', use_bias=False)", (10, 10, 8), 2_048, 204_800),
        ("Conv2D(8, 3, groups=4)", (8, 8, 12), 224, 7_776),
        ("DepthwiseConv2D(3, depth_multiplier=2)", (8, 8, 5), 100, 3_240),
        ("SeparableConv2D(100, 5)", (64, 64, 10), 1_350, 60 * 60 * 1_250),
        ("SeparableConv2D(7, 3, depth_multiplier=2)", (8, 8, 5), 167, 36 * 160),
        ("Dense(10)", (7, 7, 512), 5_130, 250_880),
        ("BatchNormalization()", (7, 7, 64), 256, 0),
        ("BatchNormalization(scale=False)", (7, 7, 64), 192, 0),
        ("MaxPooling2D(3)", (9, 9, 4), 0, 0),
        ("Activation('softmax')", (10,), 0, 0),
        ("RBF(10)", (84,), 840, 840),
    ],
)
def test_parameters_and_multiply_accumulates(text: str, shape: tuple[int, ...], params: int, macs: int) -> None:
    row = last(text, shape)
    assert (row.params, row.macs) == (params, macs)


def test_a_batch_normalization_learns_half_of_its_parameters() -> None:
    row = last("BatchNormalization()", (7, 7, 64))
    assert (row.weights, row.biases, row.statistics, row.buffers) == (64, 64, 128, 0)
    assert (row.trainable, row.non_trainable) == (128, 128)


def test_fixed_centres_are_parameters_that_training_does_not_change() -> None:
    row = last("RBF(10)", (84,))
    assert (row.trainable, row.non_trainable) == (0, 840)


def test_zero_padding_is_multiplied_like_any_other_value() -> None:
    assert last("Conv2D(1, 3, padding='same', use_bias=False)", (4, 4, 1)).macs == 16 * 9


def test_a_layer_that_is_applied_twice_has_its_parameters_once_and_its_work_twice() -> None:
    summary = summarize("x = Input((4,))\nlayer = Dense(4)\ny = layer(x)\nz = layer(y)")
    assert [(row.params, row.macs) for row in summary.rows[1:]] == [(20, 16), (0, 16)]
    assert (summary.totals.params, summary.totals.macs) == (20, 32)


def test_compiling_a_model_adds_no_parameters() -> None:
    summary = summarize("model = Sequential([Input((9,)), Dense(10)])\nmodel.compile('adam')\nmodel.summary()")
    assert summary.totals.params == 100


# Textbook operations: every multiplication and every addition, out of which a unit's value is made.


def unit_operations(products: int, *, bias: bool) -> int:
    """A sum of products, term by term: multiplications, the additions between them, and that of the bias."""
    multiplications, additions = products, products - 1
    return multiplications + additions + bias


@steady
@given(k=small, c=small, out=small, groups=small, size=st.integers(4, 9), bias=st.booleans())
def test_textbook_operations_of_a_convolution(k: int, c: int, out: int, groups: int, size: int, bias: bool) -> None:
    text = f"Conv2D({groups * out}, {k}, groups={groups}, use_bias={bias})"
    units = (size - k + 1) ** 2 * groups * out
    assert textbook(text, (size, size, groups * c)) == units * unit_operations(k * k * c, bias=bias)


@steady
@given(k=small, c=small, m=small, out=small, bias=st.booleans())
def test_textbook_operations_of_depthwise_and_separable_convolutions(
    k: int, c: int, m: int, out: int, bias: bool
) -> None:
    positions = (8 - k + 1) ** 2
    depthwise = f"DepthwiseConv2D({k}, depth_multiplier={m}, use_bias={bias})"
    separable = f"SeparableConv2D({out}, {k}, depth_multiplier={m}, use_bias={bias})"
    alone = positions * c * m * unit_operations(k * k, bias=bias)
    pointwise = positions * out * unit_operations(c * m, bias=bias)
    assert textbook(depthwise, (8, 8, c)) == alone
    assert textbook(separable, (8, 8, c)) == positions * c * m * unit_operations(k * k, bias=False) + pointwise


@pytest.mark.parametrize("bias", [True, False])
def test_textbook_operations_of_a_dense_layer(bias: bool) -> None:
    assert textbook(f"Dense(5, use_bias={bias})", (7,)) == 5 * unit_operations(7, bias=bias)
    assert textbook(f"Dense(5, use_bias={bias})", (3, 2, 7)) == 30 * unit_operations(7, bias=bias)


@pytest.mark.parametrize(
    ("text", "shape", "each"),
    [
        ("MaxPooling2D(3, strides=2)", (9, 9, 2), 8),
        ("AveragePooling2D(3, strides=2)", (9, 9, 2), 9),
        ("MaxPooling3D(2)", (8, 8, 8, 1), 7),
        ("Subsampling2D(2)", (8, 8, 3), 5),  # three additions, a multiplication, and the bias
        ("BatchNormalization()", (5, 5, 2), 2),
        ("LayerNormalization()", (5, 5, 2), 7),
        ("LocalResponseNormalization(2)", (5, 5, 8), 9),
        ("Activation('relu')", (5, 5, 2), 0),
        ("UpSampling2D(2)", (5, 5, 2), 0),
        ("RBF(10)", (84,), 84 + 84 + 83),  # differences, squares, and the additions between them
    ],
)
def test_textbook_operations_for_each_output_value(text: str, shape: tuple[int, ...], each: int) -> None:
    row = last(text, shape, flops_convention="textbook")
    assert row.flops == each * prod(row.output_shape)


def test_textbook_operations_of_global_pooling() -> None:
    assert textbook("GlobalMaxPooling2D()", (4, 5, 3)) == 19 * 3
    assert textbook("GlobalAveragePooling2D()", (4, 5, 3)) == 20 * 3


@pytest.mark.parametrize(("kind", "each"), [("Add", 2), ("Multiply", 2), ("Maximum", 2), ("Average", 3)])
def test_textbook_operations_of_merging_three_maps(kind: str, each: int) -> None:
    text = f"a = Input((4, 5))\nb = Input((4, 5))\nc = Input((1, 5))\n{kind}()([a, b, c])"
    assert summarize(text, flops_convention="textbook").rows[-1].flops == each * 20


def test_a_pooling_window_along_three_axes_reads_all_of_them() -> None:
    assert last("MaxPooling3D(2)", (8, 8, 8, 1)).connections == 512


@pytest.mark.parametrize(
    ("text", "shape", "expected"),
    [
        ("BatchNormalization()", (7, 5, 4), 2 * 140),
        ("BatchNormalization(center=False)", (7, 5, 4), 140),
        ("BatchNormalization(axis=1)", (7, 5, 4), 2 * 140),
        ("AveragePooling2D(2)", (4, 4, 3), 4 * 12),
        ("GlobalAveragePooling2D()", (4, 4, 3), 48),
        ("Dense(5, use_bias=False)", (3, 7), 15 * 7),
        ("Conv2D(2, 3, use_bias=False)", (4, 4, 3), 8 * 27),
        ("SeparableConv2D(7, 3)", (3, 3, 2), 18 + 14 + 7),
        ("RBF(10)", (84,), 840),
        ("Activation('relu')", (7, 5, 4), 0),
    ],
)
def test_connections_are_lines_into_units_and_biases(text: str, shape: tuple[int, ...], expected: int) -> None:
    assert last(text, shape).connections == expected


def test_a_merging_unit_has_a_line_from_each_map() -> None:
    text = "a = Input((4, 5))\nb = Input((4, 5))\nc = Input((1, 5))\nAdd()([a, b, c])"
    assert summarize(text).rows[-1].connections == 3 * 20


@pytest.mark.parametrize("operation", ["x * 0.5", "1 - x", "x / 3", "-x", "x + y", "x * y"])
def test_an_operator_is_one_operation_for_each_value(operation: str) -> None:
    text = f"x = Input((4, 5))\ny = Input((4, 5))\nz = {operation}\nReLU()(z)"
    row = summarize(text, flops_convention="textbook").rows[-2]
    assert row.flops == 20


def test_flops_are_twice_the_macs_or_the_macs_by_convention() -> None:
    text, shape = "Conv2D(8, 3)\nMaxPooling2D()\nBatchNormalization()\nFlatten()\nDense(3)", (9, 9, 2)
    macs = summarize(text, input_shape=shape).totals.macs
    assert summarize(text, input_shape=shape).totals.flops == 2 * macs
    assert summarize(text, input_shape=shape, flops_convention="mac").totals.flops == macs


# Kinds that are special cases of each other count the same.


def counts(text: str, shape: tuple[int, ...]) -> tuple[object, ...]:
    row = last(text, shape, flops_convention="textbook")
    return row.output_shape, row.weights, row.biases, row.macs, row.flops, row.connections, row.activations


@steady
@given(k=small, c=small, m=small, bias=st.booleans())
def test_a_depthwise_convolution_is_one_with_a_group_for_each_channel(k: int, c: int, m: int, bias: bool) -> None:
    depthwise = f"DepthwiseConv2D({k}, depth_multiplier={m}, use_bias={bias})"
    grouped = f"Conv2D({c * m}, {k}, groups={c}, use_bias={bias})"
    assert counts(depthwise, (9, 8, c)) == counts(grouped, (9, 8, c))


@steady
@given(c=small, units=small, bias=st.booleans())
def test_a_dense_layer_on_a_feature_map_is_a_convolution_of_size_1(c: int, units: int, bias: bool) -> None:
    dense, pointwise = f"Dense({units}, use_bias={bias})", f"Conv2D({units}, 1, use_bias={bias})"
    assert counts(dense, (6, 5, c)) == counts(pointwise, (6, 5, c))


def test_a_full_connection_table_is_an_ordinary_convolution() -> None:
    table = [[0, 1, 2]] * 4
    assert counts(f"Conv2D(4, 3, connections={table})", (8, 8, 3)) == counts("Conv2D(4, 3)", (8, 8, 3))


@steady
@given(k=small, c=small, m=small, filters=small)
def test_a_separable_convolution_is_a_depthwise_and_a_pointwise_one(k: int, c: int, m: int, filters: int) -> None:
    both = f"DepthwiseConv2D({k}, depth_multiplier={m}, use_bias=False)\nConv2D({filters}, 1)"
    row = last(f"SeparableConv2D({filters}, {k}, depth_multiplier={m})", (9, 8, c))
    totals = summarize(both, input_shape=(9, 8, c)).totals
    assert (row.params, row.macs, row.connections) == (totals.params, totals.macs, totals.connections)


@steady
@given(groups=small, c=small, filters=small, k=small)
def test_groups_divide_weights_and_work(groups: int, c: int, filters: int, k: int) -> None:
    shape = (9, 9, groups * c)
    whole = last(f"Conv2D({groups * filters}, {k})", shape)
    split = last(f"Conv2D({groups * filters}, {k}, groups={groups})", shape)
    assert whole.weights is not None
    assert whole.macs is not None
    assert (split.weights, split.macs) == (whole.weights // groups, whole.macs // groups)
    assert split.biases == whole.biases == groups * filters


NETWORK = """
x = Conv2D({filters}, {k}, padding='same')(x)
y = BatchNormalization()(x)
y = ReLU()(SeparableConv2D({filters}, {k}, padding='same')(y))
x = MaxPooling2D(2)(Add()([x, y]))
x = Concatenate()([x, LayerNormalization()(DepthwiseConv2D(1, trainable=False)(x))])
x = Dense(3)(GlobalAveragePooling2D()(x))
"""


def network(size: int, filters: int, k: int) -> Summary:
    return summarize(f"x = Input(({size}, {size}, 2))" + NETWORK.format(filters=filters, k=k))


@steady
@given(size=st.integers(2, 40), filters=small, k=small)
def test_parameters_do_not_depend_on_the_size_of_the_input(size: int, filters: int, k: int) -> None:
    parameters = [(row.weights, row.biases, row.statistics) for row in network(size, filters, k).rows]
    assert parameters == [(row.weights, row.biases, row.statistics) for row in network(64, filters, k).rows]


@steady
@given(size=st.integers(2, 40), filters=small, k=small)
def test_columns_add_up(size: int, filters: int, k: int) -> None:
    summary = network(size, filters, k)
    for name in set(Totals.__dataclass_fields__) - {"training_memory", "lower_bounds"}:
        assert getattr(summary.totals, name) == sum(getattr(row, name) or 0 for row in summary.rows), name
    totals = summary.totals
    assert (
        totals.params == totals.weights + totals.biases + totals.statistics == totals.trainable + totals.non_trainable
    )
