"""What is particular to layers of Keras: the order of axes, layers inside layers, and what Keras would not take."""

from __future__ import annotations

import pytest
from reading import names, read, refusal, shapes


@pytest.mark.parametrize(
    "set_order",
    [
        "keras.config.set_image_data_format('channels_first')",
        "keras.backend.set_image_data_format('channels_first')",
        "from keras import backend as K\nK.set_image_data_format('channels_first')",
        "tf.keras.backend.set_image_data_format('channels_first')",
    ],
)
def test_layers_that_say_nothing_have_the_order_of_axes_that_the_text_sets(set_order: str) -> None:
    text = f"{set_order}\nConv2D(4, 3)\nMaxPooling2D()\nGlobalMaxPooling2D()"
    assert shapes(text, (3, 12, 10)) == [(4, 10, 8), (4, 5, 4), (4,)]
    assert [row.receptive_field for row in read(text, (3, 12, 10)).rows] == [(1, 1), (3, 3), (4, 4), (12, 10)]


def test_a_layer_says_for_itself_where_its_channels_are() -> None:
    text = "keras.config.set_image_data_format('channels_first')\nConv2D(4, 3, data_format='channels_last')"
    assert shapes(text) == [(30, 30, 4)]
    positional = "keras.config.set_image_data_format('channels_first')\nConv2D(4, 3, 1, 'valid', 'channels_last')"
    assert shapes(positional) == [(30, 30, 4)]


def test_where_layers_disagree_about_the_axes_no_receptive_field_is_known() -> None:
    text = "Conv2D(4, 3)\nMaxPooling2D(2, data_format='channels_first')"
    assert [row.receptive_field for row in read(text).rows] == [None, None, None]


def test_the_order_of_axes_can_be_asked_for() -> None:
    text = "axis = 1 if keras.backend.image_data_format() == 'channels_first' else -1\nBatchNormalization(axis=axis)"
    assert read(text).totals.params == 12


def test_a_wrong_order_of_axes_is_refused() -> None:
    message = refusal("keras.config.set_image_data_format('first')").message
    assert message == "data_format must be 'channels_last' or 'channels_first', not 'first'"


def test_a_layer_inside_another_one_is_applied_with_it() -> None:
    text = "SpectralNormalization(Conv2D(4, 3))\nConv2D(4, 3)\nTimeDistributed(Dense(3))"
    assert names(text) == ["spectral_normalization", "conv2d_1", "time_distributed"]
    assert read(text).advice == ()


def test_a_frozen_layer_inside_another_one_stays_frozen() -> None:
    row = read("TimeDistributed(Dense(3, trainable=False))").rows[-1]
    assert (row.trainable, row.non_trainable) == (0, 12)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (r"Dense(3, name='\ud800')", "Dense: name must be a string of 1 to 200 printable letters"),
        ("TimeDistributed(3)", "TimeDistributed: layer must be a layer, not 3"),
        ("SpectralNormalization(ReLU())", "layer must have a kernel, such as Conv2D or Dense"),
        ("Activation('glu')", "Activation: activation 'glu' halves the channels"),
        ("Conv2DTranspose(4, 3, strides=2, output_padding=2)", "output_padding (2, 2) must be less than strides"),
        ("Cropping2D(16)", "nothing is left of a 32×32 feature map that is cropped by 16 and 16, 16 and 16"),
        ("GroupNormalization(2)", "2 groups do not divide the 3 channels that arrive"),
        ("Permute((1, 3))", "Permute: dims must name each axis once, counted from 1"),
        ("Permute((2, 1))", "permutes 2 axes, but a 32×32×3 input arrives"),
        ("PReLU(shared_axes=4)", "shared axis 4 is not an axis of the 32×32×3 input"),
        ("Normalization(mean=0)", "mean and variance are given together, or not at all"),
        ("Rescaling([1, 2])", "a scale or an offset of 2 does not fit the last axes of a 32×32×3 feature map"),
    ],
)
def test_a_wrong_argument_is_refused(text: str, message: str) -> None:
    assert message in refusal(text).message


def test_padding_of_a_transposed_convolution_in_numbers_is_that_of_pytorch() -> None:
    summary = read("Conv2DTranspose(4, 4, strides=2, padding=1)\nConv2DTranspose(4, 3, 2, 1, output_padding=1)")
    assert [row.output_shape for row in summary.rows[1:]] == [(64, 64, 4), (128, 128, 4)]
    assert summary.beyond_framework == ("padding in numbers",)
