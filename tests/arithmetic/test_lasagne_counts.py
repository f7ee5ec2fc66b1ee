"""Work and connections of the layers that only Lasagne has, worked out by hand."""

from __future__ import annotations

import pytest

from sphinx_cnn import summarize
from sphinx_cnn.arithmetic.quantities import Row

IMAGE = (4, 6, 6)


def last(text: str, shape: tuple[int, ...] = IMAGE) -> Row:
    return summarize(text, dialect="lasagne", input_shape=shape, flops_convention="textbook").rows[-1]


@pytest.mark.parametrize(
    ("text", "macs", "flops", "connections"),
    [
        # 8 filters of 3·3·4 at 4·4 places
        ("Conv2DLayer(8, 3)", 288 * 16, 71 * 128 + 128, (288 + 8) * 16),
        ("Conv2DLayer(8, 3, untie_biases=True)", 288 * 16, 71 * 128 + 128, 288 * 16 + 128),
        ("Conv2DLayer(8, 3, untie_biases=True, b=None)", 288 * 16, 71 * 128, 288 * 16),
        # a filter of its own, 3·3·4, for each of 2·6·6 values
        ("LocallyConnected2DLayer(2, 3)", 36 * 72, 71 * 72 + 72, 36 * 72 + 72),
        ("LocallyConnected2DLayer(2, 3, untie_biases=True)", 36 * 72, 71 * 72 + 72, 36 * 72 + 72),
        ("LocallyConnected2DLayer(4, 3, channelwise=True, b=None)", 9 * 144, 17 * 144, 9 * 144),
        # 7 units on 4 channels at 6·6 places
        ("NINLayer(7)", 28 * 36, 7 * 252 + 252, 35 * 36),
        # 10 units on all 144 values, or on the 36 of each of 4 channels
        ("DenseLayer(10)", 1440, 287 * 10 + 10, 1450),
        ("DenseLayer(10, num_leading_axes=2)", 360 * 4, 71 * 40 + 40, 370 * 4),
        # the larger of two neighbouring channels
        ("FeaturePoolLayer(2)", 0, 72, 144),
        ("FeaturePoolLayer(2, pool_function=T.mean)", 0, 144, 144),
        ("FeatureWTALayer(2)", 0, 72, 144),
        # all 4·36 values once for the grid of one cell, and once for that of 2·2
        ("SpatialPyramidPoolingLayer([2, 1])", 0, 288 - 20, 288),
        ("SpatialPyramidPoolingLayer([2, 1], mode='average_inc_pad')", 0, 288, 288),
        ("ScaleLayer()", 0, 144, 144),
        ("BiasLayer()", 0, 144, 144),
        ("BiasLayer(b=None)", 0, 0, 0),
        ("BatchNormLayer(axes=0)", 0, 288, 288),
        ("StandardizationLayer()", 0, 720, None),
    ],
)
def test_the_work_of_a_layer(text: str, macs: int, flops: int, connections: int | None) -> None:
    row = last(text)
    assert (row.macs, row.flops, row.connections) == (macs, flops, connections)


@pytest.mark.parametrize(
    ("merging", "flops"),
    [
        ("ElemwiseSumLayer([a, b])", 144),
        ("ElemwiseSumLayer([a, b], coeffs=0.5)", 3 * 144),
        ("ElemwiseSumLayer([a, b], coeffs=[1, -1])", 2 * 144),
        ("ElemwiseMergeLayer([a, b], T.mul)", 144),
        ("ElemwiseMergeLayer([a, b], lambda a, b: a * b + a)", None),
    ],
)
def test_the_work_of_a_merging_layer(merging: str, flops: int | None) -> None:
    assert last(f"a = NonlinearityLayer()\nb = NonlinearityLayer(a)\nc = {merging}").flops == flops


def test_what_an_expression_costs_is_not_known() -> None:
    row = last("ExpressionLayer(lambda x: x.max(axis=1), lambda shape: (shape[0], 6, 6))")
    assert (row.output_shape, row.macs, row.flops) == ((6, 6), None, None)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Conv2DLayer(8, 3)\nFeaturePoolLayer(2)", (3, 3)),
        ("Conv2DLayer(8, 3)\nScaleLayer()\nBiasLayer()\nprelu()", (3, 3)),
        ("Conv2DLayer(8, 3)\nNINLayer(5)", (3, 3)),
        ("Conv2DLayer(8, 3)\nDenseLayer(5)", (6, 6)),
        ("MaxPool2DLayer(2)\nUpscale2DLayer(2)", (2, 2)),
        ("MaxPool2DLayer(2)\nUpscale2DLayer(2, mode='dilate')", None),
        ("MaxPool2DLayer(3, 2, ignore_border=False)", (3, 3)),
        ("PadLayer(1)\nConv2DLayer(8, 3)", (3, 3)),
        ("SliceLayer(slice(0, 2), axis=1)\nConv2DLayer(8, 3)", (3, 3)),
        ("DilatedConv2DLayer(8, 3, dilation=2)", (5, 5)),
    ],
)
def test_the_receptive_field_goes_through_these_layers(text: str, field: tuple[int, int] | None) -> None:
    assert last(text).receptive_field == field
