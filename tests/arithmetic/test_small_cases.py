"""Small cases that are easily counted wrong, each with its right answer worked out by hand."""

from __future__ import annotations

import re

import pytest
from known_networks import VGG_16, on, resnet_50

from sphinx_cnn import ArchitectureError, summarize
from sphinx_cnn.arithmetic.layers.convolution import TransposedConvolution
from sphinx_cnn.arithmetic.quantities import Row
from sphinx_cnn.arithmetic.summary import count
from sphinx_cnn.arithmetic.window import TransposedWindow
from sphinx_cnn.notation.keras.layers import FUNCTIONS, KINDS
from sphinx_cnn.rendering.plain import table

IMAGE = (224, 224, 3)


def last(text: str, shape: tuple[int, ...], **options: str) -> Row:
    return summarize(text, input_shape=shape, **options).rows[-1]  # type: ignore[arg-type]


# Windows


@pytest.mark.parametrize("window", ["Conv1D(1, {k}, strides={s}, padding={p})", "MaxPooling1D({k}, {s}, {p})"])
@pytest.mark.parametrize(
    ("i", "k", "s", "size", "before"),
    [(7, 2, 3, 3, 0), (8, 2, 3, 3, 0), (6, 3, 2, 3, 0), (4, 1, 2, 2, 0), (10, 4, 1, 10, 1), (5, 4, 3, 2, 1)],
)
def test_same_padding_starts_with_the_smaller_half(window: str, i: int, k: int, s: int, size: int, before: int) -> None:
    row = last(window.format(k=k, s=s, p="'same'"), (i, 1))
    assert row.output_shape == (size, 1)
    assert row.receptive_field_start == (-before,)


def test_same_padding_is_not_half_a_kernel_where_the_stride_is_above_the_kernel() -> None:
    assert last("MaxPooling1D(2, 3, 'same')", (7, 1)).output_shape == (3, 1)
    assert last("MaxPooling1D(2, 3, padding=0)", (7, 1)).output_shape == (2, 1)


def test_same_padding_of_an_even_kernel_is_not_half_of_it_on_each_side() -> None:
    symmetric = last("Conv2D(16, 4, padding=1, use_bias=False)", (10, 10, 8))
    assert (symmetric.output_shape, symmetric.macs) == ((9, 9, 16), 165_888)
    same = last("Conv2D(16, 4, padding='same', use_bias=False)", (10, 10, 8))
    assert (same.output_shape, same.macs) == ((10, 10, 16), 204_800)


@pytest.mark.parametrize(("k", "d", "size"), [(3, 2, 5), (5, 2, 1), (3, 4, 1), (1, 9, 9)])
def test_a_dilated_kernel_leaves_as_many_positions_as_its_span_does(k: int, d: int, size: int) -> None:
    row = last(f"Conv1D(1, {k}, dilation_rate={d})", (9, 1))
    assert row.output_shape == (size, 1)
    assert row.receptive_field == (d * (k - 1) + 1,)


@pytest.mark.parametrize("dilation", [1, 2, 3])
def test_padding_on_both_sides_keeps_the_middle_of_a_dilated_field_where_it_was(dilation: int) -> None:
    row = last(f"Conv1D(1, 3, dilation_rate={dilation}, padding={dilation})", (20, 1))
    assert row.receptive_field
    assert row.receptive_field_start
    middle = row.receptive_field_start[0] + row.receptive_field[0] / 2
    assert middle == 0.5


# Transposed convolutions: each input value is multiplied by the whole kernel.


@pytest.mark.parametrize(("padding", "size"), [("same", 16), ("valid", 18)])
def test_a_transposed_convolution_multiplies_its_inputs_whatever_is_cut_off_after(padding: str, size: int) -> None:
    row = last(f"Conv2DTranspose(32, 4, strides=2, padding='{padding}', use_bias=False)", (8, 8, 64))
    assert row.output_shape == (size, size, 32)
    assert (row.weights, row.macs) == (4 * 4 * 64 * 32, 2_097_152)


def test_a_small_transposed_convolution() -> None:
    with_biases = last("Conv2DTranspose(1, 2, strides=2)", (2, 2, 3), flops_convention="textbook")
    without = last("Conv2DTranspose(1, 2, strides=2, use_bias=False)", (2, 2, 3), flops_convention="textbook")
    assert with_biases.output_shape == without.output_shape == (4, 4, 1)
    assert with_biases.macs == without.macs == 48
    assert with_biases.flops is not None
    assert without.flops is not None
    assert with_biases.flops - without.flops == 16


def test_groups_divide_a_transposed_convolution_once() -> None:
    """Its padding is 1, its output padding 1, so one position is cut off before, and none after."""
    layer = TransposedConvolution(12, TransposedWindow((3, 3), (2, 2), ((1, 0), (1, 0)), (1, 1)), groups=4)
    output = layer.output_shape((5, 5, 8))
    assert output == (10, 10, 12)
    counts = count(layer, ((5, 5, 8),), output)
    assert (counts["weights"], counts["biases"], counts["macs"]) == (216, 12, 5_400)


# Parameters


def test_a_grouped_convolution_has_a_bias_for_each_output_channel() -> None:
    row = last("Conv2D(8, 3, groups=4)", (8, 8, 12))
    assert (row.weights, row.biases) == (216, 8)


def test_a_depth_multiplier_makes_more_channels() -> None:
    row = last("DepthwiseConv2D(3, depth_multiplier=2)", (8, 8, 5))
    assert row.output_shape == (6, 6, 10)
    assert (row.weights, row.biases) == (90, 10)


def test_a_separable_convolution_has_biases_once_and_two_layers_have_them_twice() -> None:
    assert last("SeparableConv2D(100, 5)", (9, 9, 10)).params == 1_350
    two = summarize("DepthwiseConv2D(5)\nConv2D(100, 1)", input_shape=(9, 9, 10))
    assert two.totals.params == 1_360


def test_two_countings_of_resnet_50_differ_by_the_biases_of_its_convolutions_and_by_its_statistics() -> None:
    torchvision = summarize(on(IMAGE, resnet_50(stride_on=1, use_bias=False))).totals
    keras = summarize(on(IMAGE, resnet_50(stride_on=1, use_bias=True))).totals
    assert keras.biases - torchvision.biases == 26_560
    assert keras.statistics == torchvision.statistics == 53_120
    assert keras.params == torchvision.weights + torchvision.biases + 26_560 + 53_120 == 25_636_712


def test_an_optimizer_has_variables_that_are_no_parameters_of_the_network() -> None:
    text = "model = Sequential([Input((9,)), Dense(10)])\nmodel.compile(optimizer='adam')\n"
    text += "model.optimizer.build(model.trainable_variables)\nmodel.summary()"
    totals = summarize(text).totals
    assert (totals.params, totals.trainable, totals.non_trainable) == (100, 100, 0)


# Work


@pytest.mark.parametrize("size", ["3", "(3, 3)"])
def test_the_largest_of_nine_values_is_found_by_eight_comparisons(size: str) -> None:
    row = last(f"MaxPooling2D({size}, strides=2, padding='same')", (112, 112, 64), flops_convention="textbook")
    assert row.output_shape == (56, 56, 64)
    assert row.flops == 8 * 200_704


def test_a_dense_layer_multiplies_as_much_on_a_map_as_on_its_values_in_a_row() -> None:
    on_map, flat = last("Dense(10)", (7, 7, 512)), last("Flatten()\nDense(10)", (7, 7, 512))
    assert (on_map.output_shape, on_map.params, on_map.macs) == ((7, 7, 10), 5_130, 250_880)
    assert (flat.output_shape, flat.params, flat.macs) == ((10,), 250_890, 250_880)


def test_vgg_16_stores_fewer_values_without_its_image_and_more_with_each_relu_apart() -> None:
    rows = summarize(on(IMAGE, VGG_16)).rows
    stored = [row.activations or 0 for row in rows]
    assert (sum(stored), sum(stored[1:])) == (15_237_608, 15_087_080)
    apart = re.sub(r"= (.*), activation='relu'\)\(x\)", r"= ReLU()(\1)(x))", VGG_16)
    assert summarize(on(IMAGE, apart)).totals.activations == 28_793_320


# One input


@pytest.mark.parametrize("image", ["shape=(224, 224, 3), batch_size=2", "batch_shape=(2, 224, 224, 3)"])
def test_work_is_counted_for_one_input_whatever_the_size_of_the_batch_and_the_table_says_so(image: str) -> None:
    text = f"x = Input({image})\n{resnet_50(stride_on=3, use_bias=False)}"
    summary = summarize(text)
    assert summary.totals.macs == 4_089_184_256
    assert "4.09 G MACs (multiply-accumulates) for one input of 224 × 224 × 3" in table(summary, ["macs"])


# Options


@pytest.mark.parametrize("kind", KINDS)
def test_every_layer_kind_refuses_an_option_that_it_does_not_have(kind: str) -> None:
    with pytest.raises(ArchitectureError, match=f"{kind} has no argument 'eltwise_parm'"):
        summarize(f"{kind}(eltwise_parm='max')", input_shape=(8, 8, 4))


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_merging_function_refuses_an_option_that_it_does_not_have(function: str) -> None:
    text = f"from keras import layers\nx = Input((8,))\ny = layers.{function}([x, x], eltwise_parm='max')"
    with pytest.raises(ArchitectureError, match="no argument 'eltwise_parm'"):
        summarize(text)


@pytest.mark.parametrize(
    "text",
    [
        "Add(operation='max')",
        "UpSampling2D(2, interpolation='bilnear')",
        "MaxPooling2D(2, padding='full')",
        "MaxPooling2D(2, ceil_mode=True)",
        "Conv2D(8, 3, data_format='NHWC')",
        "Conv2D(8, 3, activation='rellu')",
    ],
)
def test_an_option_or_a_value_that_is_not_known_is_never_a_default(text: str) -> None:
    with pytest.raises(ArchitectureError):
        summarize(text, input_shape=(8, 8, 4))
