"""Imports, models and inputs, as Keras has them."""

from __future__ import annotations

import pytest
from reading import inputs, read, refusal, shapes

CONV = 9 * 3 * 8 + 8
"""Parameters of a 3×3 convolution from three channels to eight."""


@pytest.mark.parametrize(
    "text",
    [
        "import keras\nkeras.layers.Conv2D(8, 3)",
        "import keras as K\nK.layers.Conv2D(8, 3)",
        "from keras import layers\nlayers.Conv2D(8, 3)",
        "from keras import layers as L\nL.Conv2D(8, 3)",
        "from keras.layers import Conv2D\nConv2D(8, 3)",
        "from keras.layers import Conv2D as C\nC(8, 3)",
        "from keras.layers import *\nConv2D(8, 3)",
        "from keras.layers.convolutional import Conv2D\nConv2D(8, 3)",
        "import keras.layers as layers\nlayers.Conv2D(8, 3)",
        "import keras.layers\nkeras.layers.Conv2D(8, 3)",
        "import tensorflow as tf\ntf.keras.layers.Conv2D(8, 3)",
        "import tensorflow as tf\nlayers = tf.keras.layers\nlayers.Conv2D(8, 3)",
        "from tensorflow import keras\nkeras.layers.Conv2D(8, 3)",
        "from tensorflow.keras import layers as L\nL.Conv2D(8, 3)",
        "from tensorflow.keras.layers import Conv2D, Dense\nConv2D(8, 3)",
        "from tensorflow.python.keras.layers import Conv2D\nConv2D(8, 3)",
        "import tf_keras as keras\nkeras.layers.Conv2D(8, 3)",
        "from keras.layers import (\n    Conv2D,\n    Dense,\n)\nConv2D(8, 3)",
        "Convolution2D(8, 3)",
        "layers.Conv2D(8, 3)",
        "tf.keras.layers.Conv2D(8, 3)",
    ],
)
def test_a_layer_is_known_by_every_way_to_import_it(text: str) -> None:
    (row,) = read(text).rows[1:]
    assert (row.kind, row.name, row.params) == ("Conv2D", "conv2d", CONV)


@pytest.mark.parametrize(
    "text",
    [
        "Sequential([Conv2D(8, 3), Flatten()])",
        "model = Sequential([Conv2D(8, 3), Flatten()])",
        "model = Sequential(layers=[Conv2D(8, 3), Flatten()])",
        "model = Sequential((Conv2D(8, 3), Flatten()))",
        "model = Sequential()\nmodel.add(Conv2D(8, 3))\nmodel.add(Flatten())",
        "model = Sequential([Conv2D(8, 3)])\nmodel.add(Flatten())",
        "model = Sequential([Conv2D(8, 3), Flatten(), Dense(3)])\nmodel.pop()",
        "model = Sequential()\nfor layer in [Conv2D(8, 3), Flatten()]:\n    model.add(layer)",
        "model = Sequential()\nmodel.add(Input((32, 32, 3)))\nmodel.add(Conv2D(8, 3))\nmodel.add(Flatten())",
        "model = Sequential([InputLayer((32, 32, 3)), Conv2D(8, 3), Flatten()])",
        "model = Sequential([Conv2D(8, 3), Flatten()])\nmodel.build((None, 32, 32, 3))",
        "x = inputs = Input((32, 32, 3))\nx = Conv2D(8, 3)(x)\nmodel = Model(inputs, Flatten()(x))",
        "inputs = Input((32, 32, 3))\nmodel = Model(inputs, Flatten()(Conv2D(8, 3)(inputs)))",
        "inputs = Input((32, 32, 3))\nmodel = Model(inputs=[inputs], outputs=[Flatten()(Conv2D(8, 3)(inputs))])",
        "inputs = Input((32, 32, 3))\nmodel = Model(input=inputs, output=Flatten()(Conv2D(8, 3)(inputs)))",
        "import keras\nmodel = keras.models.Sequential([Conv2D(8, 3), Flatten()])",
        "import keras\ndef build_model():\n    return keras.Sequential([Conv2D(8, 3), Flatten()])\nnet = build_model()",
    ],
)
def test_every_way_to_make_a_model_gives_the_same_rows(text: str) -> None:
    summary = read(text)
    assert [(row.name, row.output_shape, row.params) for row in summary.rows[1:]] == [
        ("conv2d", (30, 30, 8), CONV),
        ("flatten", (7200,), 0),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Sequential([Input((28, 28, 1)), Conv2D(8, 3)])",
        "Sequential([Input(shape=(28, 28, 1)), Conv2D(8, 3)])",
        "Sequential([Input(batch_shape=(None, 28, 28, 1)), Conv2D(8, 3)])",
        "Sequential([InputLayer(input_shape=(28, 28, 1)), Conv2D(8, 3)])",
        "Sequential([Conv2D(8, 3, input_shape=(28, 28, 1))])",
        "Sequential([Conv2D(8, 3, batch_input_shape=(32, 28, 28, 1))])",
        "m = Sequential([Conv2D(8, 3)])\nm.build((None, 28, 28, 1))",
        "m = Sequential([Conv2D(8, 3)])\nm.build(input_shape=(None, 28, 28, 1))",
        "i = Input((28, 28, 1), batch_size=16, dtype='float32', name='image')\nModel(i, Conv2D(8, 3)(i))",
    ],
)
def test_the_text_may_give_the_shape_and_one_from_outside_wins(text: str) -> None:
    assert shapes(text, None) == [(26, 26, 8)]
    assert shapes(text, (10, 10, 1)) == [(8, 8, 8)]


def test_an_open_size_needs_a_shape_from_outside() -> None:
    text = "inputs = Input(shape=(None, None, 3))\nmodel = Model(inputs, Conv2D(8, 3)(inputs))"
    assert "a size of the input is open (None)" in refusal(text, None).message
    assert shapes(text, (20, 30, 3)) == [(18, 28, 8)]


TWO_INPUTS = """
image = Input((8, 8, 3), name="image")
facts = Input((4,), name="facts")
x = Flatten()(image)
model = Model([image, facts], Dense(2)(concatenate([x, facts])))
"""


def test_each_input_can_be_given_its_shape_by_name() -> None:
    text = TWO_INPUTS.replace("concatenate", "layers.concatenate")
    assert shapes(text, None) == [(192,), (196,), (2,)]
    assert shapes(text, {"image": (2, 2, 3)}) == [(12,), (16,), (2,)]
    assert shapes(text, {"image": (2, 2, 3), "facts": (1,)}) == [(12,), (13,), (2,)]


def test_one_shape_for_two_inputs_is_refused() -> None:
    message = refusal(TWO_INPUTS.replace("concatenate", "layers.concatenate"), (8, 8, 3)).message
    assert "several inputs, image, facts" in message


def test_a_shape_for_an_input_that_does_not_exist_is_refused() -> None:
    message = refusal(TWO_INPUTS.replace("concatenate", "layers.concatenate"), {"imag": (8, 8, 3)}).message
    assert message == "there is no input 'imag'; did you mean 'image'?; the inputs are image, facts"


AUTOENCODER = """
image = Input((64,))
code = Dense(8)(image)
encoder = Model(image, code)
autoencoder = Model(image, Dense(64)(code))
"""


def test_of_an_encoder_and_its_autoencoder_the_larger_one_is_the_network() -> None:
    assert shapes(AUTOENCODER, None) == [(8,), (64,)]


def test_models_that_are_part_of_another_are_not_the_network() -> None:
    text = """
encoder = Sequential([Dense(8)], name="encoder")
decoder = Sequential([Dense(64)], name="decoder")
autoencoder = Sequential([encoder, decoder], name="autoencoder")
"""
    assert [(row.group, row.output_shape) for row in read(text, (64,)).rows[1:]] == [
        ("encoder", (8,)),
        ("decoder", (64,)),
    ]


def test_two_models_side_by_side_are_refused() -> None:
    message = refusal('a = Sequential([Dense(1)])\nb = Sequential([Dense(2)], name="b")').message
    assert "several models, a (line 1), b (line 2)" in message


def test_a_model_that_is_bound_anew_is_the_last_one() -> None:
    assert shapes("m = Sequential([Dense(1)])\nm = Sequential([Dense(2)])", (4,)) == [(2,)]


def test_a_function_that_is_never_called_makes_no_network() -> None:
    assert (
        "defines build_model, but never calls it"
        in refusal("def build_model():\n    return Sequential([Dense(1)])").message
    )


def test_a_model_may_end_inside_a_graph() -> None:
    text = "i = Input((8,))\nx = Dense(4)(i)\ny = Dense(2)(x)\nModel(i, x)"
    assert shapes(text, None) == [(4,)]


def test_an_output_that_depends_on_another_input_is_refused() -> None:
    error = refusal("a, b = Input((8,)), Input((8,), name='b')\nModel(a, Add()([a, b]))", None)
    assert "depends on b, which is not among its inputs" in error.message
    assert error.line == 2


def test_a_graph_without_a_model_is_read_to_its_ends() -> None:
    text = "i = Input((8,))\nx = Dense(4)(i)\ny = Dense(2)(x)"
    assert inputs(text, None) == {
        "dense": ("input_layer",),
        "dense_1": ("dense",),
    }


@pytest.mark.parametrize(
    "call",
    [
        "model.summary()",
        "model.compile(optimizer=Foo(), loss=undefined)",
        "history = model.fit(x, y)",
        "print(model.nothing)",
        "model.evaluate(x_test, y_test)[1]",
        "model.save('m.keras')",
        "model.summary(line_length=100, print_fn=log)",
    ],
)
def test_what_trains_or_prints_is_passed_over_with_its_arguments(call: str) -> None:
    assert shapes(f"model = Sequential([Dense(2)])\n{call}", (8,)) == [(2,)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Sequential([Conv2D])", "made of layers, not of a layer class"),
        ("Sequential(Dense(1))", "takes a list of layers"),
        ("m = Sequential()", "has no layers"),
        ("m = Sequential()\nm.add(3)", "made of layers, not of 3"),
        ("m = Sequential()\nm.ad(Dense(1))", "has no 'ad'"),
        ("Model()", "Model needs its inputs"),
        ("i = Input((8,))\nModel(i)", "Model needs its outputs"),
        ("i = Input((8,))\nModel(i, Dense(2))", "are feature maps, but a layer (Dense) arrives"),
        ("i = Input((8,))\nModel(i, i, nmae='x')", "nmae"),
        ("Sequential([Dense(2)], nmae='x')", "nmae"),
        ("m = Sequential([Dense(2)])\nm.trainable = 'no'", "cannot be set"),
        ("m = Sequential([Dense(2)])\nm.get_layer('dens')", "did you mean 'dense'?"),
        ("Input(shpae=(8,))", "Input has no argument 'shpae'; did you mean 'shape'?"),
        ("Input((8,), 3, 4, 5)", "Input"),
        ("Input(shape=8)", "shape must be a tuple"),
        ("Input((0, 8, 3))", "sizes above 0"),
        ("i = Input((8,))\nDense(3)(i, i)", "applied to one feature map"),
        ("i = Input((8,))\nDense(3)([i, i])", ""),
        ("i = Input((8,))\nConv2D(3, 3)(i)", "needs an input with 3 axes"),
        ("i = Input((8,))\nx = Dense(3)(i)\nAdd()([i, x])", "do not merge"),
        ("m = Sequential()\nm.add(m)", ""),
        ("m = Sequential([Dense(1)])\nm.add(m)", ""),
    ],
)
def test_a_model_that_keras_would_refuse_is_refused(text: str, message: str) -> None:
    assert message in refusal(text, (8,)).message
