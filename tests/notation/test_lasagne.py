"""The Lasagne dialect: layers that are applied as they are made, their names, and what is refused."""

from __future__ import annotations

from contextlib import suppress

import pytest

from sphinx_cnn import ArchitectureError, Summary, summarize
from sphinx_cnn.notation.lasagne.layers import ALIASES, KINDS
from sphinx_cnn.notation.lasagne.rows import FUNCTIONS

IMAGE = (3, 32, 32)


def read(text: str, input_shape: tuple[int, ...] | dict[str, tuple[int, ...]] | None = None) -> Summary:
    return summarize(text, dialect="lasagne", input_shape=input_shape)


def keys(text: str, input_shape: tuple[int, ...] | None = None) -> list[str]:
    return [row.key for row in read(text, input_shape).rows]


def refusal(text: str, input_shape: tuple[int, ...] | None = None) -> ArchitectureError:
    with pytest.raises(ArchitectureError) as caught:
        read(text, input_shape)
    return caught.value


MNIST = """
#!/usr/bin/env python
from __future__ import print_function
import sys
import time
import numpy as np
import theano
import theano.tensor as T
import lasagne

def load_dataset():
    if sys.version_info[0] == 2:
        from urllib import urlretrieve
    else:
        from urllib.request import urlretrieve
    data = np.load('mnist.npz')
    return data['X'], data['y']

def build_cnn(input_var=None):
    network = lasagne.layers.InputLayer(shape=(None, 1, 28, 28), input_var=input_var)
    network = lasagne.layers.Conv2DLayer(
        network, num_filters=32, filter_size=(5, 5),
        nonlinearity=lasagne.nonlinearities.rectify, W=lasagne.init.GlorotUniform())
    network = lasagne.layers.MaxPool2DLayer(network, pool_size=(2, 2))
    return lasagne.layers.DenseLayer(
        lasagne.layers.dropout(network, p=.5), num_units=10, nonlinearity=lasagne.nonlinearities.softmax)

def iterate_minibatches(inputs, targets, batchsize):
    for start in range(0, len(inputs) - batchsize + 1, batchsize):
        yield inputs[start:start + batchsize], targets[start:start + batchsize]

def main(num_epochs=500):
    X_train, y_train = load_dataset()
    input_var = T.tensor4('inputs')
    target_var = T.ivector('targets')
    network = build_cnn(input_var)
    prediction = lasagne.layers.get_output(network)
    loss = lasagne.objectives.categorical_crossentropy(prediction, target_var).mean()
    params = lasagne.layers.get_all_params(network, trainable=True)
    updates = lasagne.updates.nesterov_momentum(loss, params, learning_rate=0.01, momentum=0.9)
    train_fn = theano.function([input_var, target_var], loss, updates=updates)
    for epoch in range(num_epochs):
        for batch in iterate_minibatches(X_train, y_train, 500):
            train_fn(*batch)
    print(lasagne.layers.count_params(network))

if __name__ == '__main__':
    main()
"""


def test_a_whole_program_is_the_network_that_its_function_makes() -> None:
    summary = read(MNIST)
    assert [row.kind for row in summary.rows] == [
        "InputLayer", "Conv2DLayer", "MaxPool2DLayer", "DropoutLayer", "DenseLayer",
    ]  # fmt: skip
    assert summary.totals.params == 5 * 5 * 32 + 32 + 12 * 12 * 32 * 10 + 10
    assert {row.group for row in summary.rows} == {""}


def test_the_last_function_that_needs_no_arguments_is_the_network() -> None:
    text = """
def build_small():
    return DenseLayer(InputLayer((None, 8)), 2)

def build_large(width=16):
    return DenseLayer(InputLayer((None, 8)), width)

def build_any(width):
    return DenseLayer(InputLayer((None, 8)), width)
"""
    assert read(text).rows[-1].output_shape == (16,)


def test_a_function_that_needs_arguments_must_be_called() -> None:
    error = refusal("def build(width):\n    return DenseLayer(InputLayer((None, 8)), width)")
    assert "defines build, but never calls it" in error.message
    assert (
        read("def build(width):\n    return DenseLayer(InputLayer((None, 8)), width)\nnet = build(4)").totals.params
        == 36
    )


def test_a_network_rebound_to_one_name_gets_the_names_of_nolearn() -> None:
    text = """
network = InputLayer((None, 3, 32, 32))
network = Conv2DLayer(network, 8, 3)
network = MaxPool2DLayer(network, 2)
network = DenseLayer(network, 10)
"""
    assert keys(text) == ["input0", "conv2d1", "maxpool2d2", "dense3"]


def test_names_on_the_left_name_the_layers() -> None:
    text = """
l_in = InputLayer((None, 3, 32, 32))
l_conv = Conv2DLayer(
    l_in, 8, 3)
l_pool = MaxPool2DLayer(l_conv, 2, name='pooled')
l_out = DenseLayer(dropout(l_pool), 10)
other = l_out
"""
    assert keys(text) == ["l_in", "l_conv", "pooled", "dropout3", "l_out"]


def test_keys_of_a_dictionary_name_the_layers_and_their_groups() -> None:
    text = """
def inception(name, incoming, filters):
    net = {}
    net['1x1'] = Conv2DLayer(incoming, filters, 1)
    net['3x3'] = Conv2DLayer(incoming, filters, 3, pad=1)
    net['output'] = ConcatLayer([net['1x1'], net['3x3']])
    return {'{}/{}'.format(name, key): layer for key, layer in net.items()}

def build_model():
    net = {}
    net['input'] = InputLayer((None, 3, 32, 32))
    net['conv1/7x7_s2'] = Conv2DLayer(net['input'], 8, 7, stride=2, pad=3)
    net.update(inception('inception_a', net['conv1/7x7_s2'], 4))
    net.update(inception('inception_b', net['inception_a/output'], 6))
    net['pool'] = GlobalPoolLayer(net['inception_b/output'])
    return net
"""
    rows = read(text).rows
    assert [(row.group, row.name) for row in rows] == [
        ("", "input"), ("conv1", "7x7_s2"), ("inception_a", "1x1"), ("inception_a", "3x3"), ("inception_a", "output"),
        ("inception_b", "1x1"), ("inception_b", "3x3"), ("inception_b", "output"), ("", "pool"),
    ]  # fmt: skip
    assert rows[-1].output_shape == (12,)


def test_layers_of_a_function_form_a_group() -> None:
    text = """
def block(incoming, filters):
    conv = Conv2DLayer(incoming, filters, 3, pad='same')
    return ElemwiseSumLayer([conv, incoming])

entry = Conv2DLayer(InputLayer((None, 3, 8, 8)), 4, 3)
first = block(entry, 4)
last = block(first, 4)
"""
    assert [(row.group, row.name) for row in read(text).rows[2:]] == [
        ("block", "conv"), ("block", "elemwisesum3"), ("block_1", "conv"), ("block_1", "elemwisesum5"),
    ]  # fmt: skip


def test_batch_norm_takes_the_bias_and_the_nonlinearity_of_the_layer() -> None:
    text = "l_in = InputLayer((None, 3, 8, 8))\nconv = batch_norm(Conv2DLayer(l_in, 4, 3, nonlinearity=elu))"
    rows = {row.name: row for row in read(text).rows}
    assert list(rows) == ["l_in", "conv", "conv_bn", "conv_bn_nonlin"]
    assert (rows["conv"].biases, rows["conv"].hyperparameters["nonlinearity"]) == (0, "linear")
    assert (rows["conv_bn"].params, rows["conv_bn"].trainable) == (16, 8)
    assert rows["conv_bn_nonlin"].hyperparameters["nonlinearity"] == "elu"


def test_a_layer_that_has_a_name_keeps_it_before_its_normalization() -> None:
    text = "x = InputLayer((None, 3, 8, 8))\nx = batch_norm(Conv2DLayer(x, 4, 3, name='c'), name='n')"
    assert keys(text)[1:] == ["c", "n", "n_nonlin"]


def test_the_shorthand_has_one_layer_per_line() -> None:
    text = """
conv1 = Conv2DLayer(num_filters=32, filter_size=5)
MaxPool2DLayer((2, 2))
batch_norm(Conv2DLayer(32, 3))
DenseLayer(10, nonlinearity=softmax)
"""
    summary = read(text, (1, 28, 28))
    assert [row.output_shape for row in summary.rows[1:]] == [
        (32, 24, 24), (32, 12, 12), (32, 10, 10), (32, 10, 10), (32, 10, 10), (10,),
    ]  # fmt: skip
    assert summary.rows[1].name == "conv1"


def test_a_branch_of_the_shorthand_is_given_its_incoming_layers() -> None:
    text = "a = Conv2DLayer(4, 3, pad=1)\nb = Conv2DLayer(a, 4, 1)\nElemwiseSumLayer([a, b])\nDenseLayer(2)"
    rows = read(text, IMAGE).rows
    assert rows[3].inputs == ("a", "b")
    assert rows[4].inputs == (rows[3].key,)


def test_a_line_after_a_branch_must_say_what_it_continues() -> None:
    error = refusal("a = Conv2DLayer(4, 3)\nb = Conv2DLayer(a, 4, 1)\nDenseLayer(2)", IMAGE)
    assert (error.line, "continues from which?" in error.message) == (3, True)


def test_channels_come_first_and_receptive_fields_are_known() -> None:
    row = read("Conv2DLayer(8, (3, 5), stride=2)\nMaxPool2DLayer(2)", IMAGE).rows[-1]
    assert (row.receptive_field, row.receptive_field_stride) == ((5, 7), (4, 4))


def test_statistics_are_parameters_that_are_not_trainable() -> None:
    totals = read("BatchNormLayer()", IMAGE).totals
    assert (totals.params, totals.trainable, totals.statistics, totals.buffers) == (12, 6, 6, 0)


def test_shared_parameters_are_counted_once() -> None:
    text = """
left, right = InputLayer((None, 8)), InputLayer((None, 8))
a = DenseLayer(left, 4)
b = DenseLayer(right, 4, W=a.W, b=a.b)
out = ConcatLayer([a, b])
"""
    summary = read(text)
    assert summary.totals.params == 8 * 4 + 4
    assert [row.params for row in summary.rows if row.kind == "DenseLayer"] == [36, 0]


@pytest.mark.parametrize(
    "shared",
    ["W=a.W", "W=a.W, b=None", "W=a.W.T, b=a.b", "W=a.W * 2, b=a.b", "b=a.b"],
)
def test_parameters_that_are_shared_in_part_are_refused(shared: str) -> None:
    text = f"x = InputLayer((None, 8))\na = DenseLayer(x, 8)\nb = DenseLayer(a, 8, {shared})"
    error = refusal(text)
    assert (error.line, "shares some parameters of" in error.message) == (3, True)


def test_values_of_another_layer_are_not_shared() -> None:
    text = "x = InputLayer((None, 8))\na = DenseLayer(x, 8)\nb = DenseLayer(a, 8, W=a.W.get_value())"
    assert read(text).totals.params == 144


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("conv.output_shape[1]", 6),
        ("lasagne.layers.get_output_shape(conv)[2]", 30),
        ("layers.get_output_shape([l_in, conv])[0][3]", 32),
        ("conv.num_filters", 6),
        ("conv.filter_size[0]", 3),
        ("conv.input_layer.output_shape[1]", 3),
        ("conv.input_shape[1]", 3),
        ("len(lasagne.layers.get_all_layers(conv))", 2),
        ("4 if conv.output_shape[0] is None else 5", 4),
    ],
)
def test_a_layer_tells_of_itself(expression: str, value: int) -> None:
    text = f"""
import lasagne
from lasagne import layers
l_in = InputLayer((None, 3, 32, 32))
conv = Conv2DLayer(l_in, 6, 3)
out = DenseLayer(conv, {expression})
"""
    assert read(text).rows[-1].output_shape == (value,)


def test_a_shape_may_stand_for_the_layer_before() -> None:
    assert read("dense = DenseLayer((None, 8), 4)\nout = ConcatLayer([dense, (None, 3)])").rows[-1].output_shape == (7,)


def test_the_size_of_a_batch_is_no_part_of_a_shape() -> None:
    text = """
batch_size = 64
l_in = InputLayer((batch_size, 3, 8, 8))
l_out = ReshapeLayer(l_in, (l_in.output_shape[0], 3, -1))
"""
    assert read(text).rows[-1].output_shape == (3, 64)
    assert read("import settings\nl = InputLayer((settings.batch, 3, 8, 8))\nn = FlattenLayer(l)").rows[
        -1
    ].output_shape == (192,)


def test_a_shape_beside_the_text_wins() -> None:
    text = "l = InputLayer((None, 3, None, None))\nn = Conv2DLayer(l, 4, 3)"
    assert read(text, (3, 10, 12)).rows[-1].output_shape == (4, 8, 10)
    assert "None" in refusal(text).message
    text = "a = InputLayer((None, 3), name='a')\nb = InputLayer((None, 3), name='b')\nn = ConcatLayer([a, b])"
    assert read(text, {"a": (5,), "b": (6,)}).rows[-1].output_shape == (11,)


def test_layers_of_graphics_cards_are_those_layers() -> None:
    text = """
from lasagne.layers import InputLayer
from lasagne.layers.dnn import Conv2DDNNLayer as ConvLayer, MaxPool2DDNNLayer as PoolLayer
from lasagne.layers.corrmm import Conv2DMMLayer
from lasagne.layers.cuda_convnet import Conv2DCCLayer, MaxPool2DCCLayer
import lasagne.layers.dnn
l = InputLayer((None, 3, 32, 32))
l = ConvLayer(l, 8, 3, pad=1, flip_filters=False)
l = PoolLayer(l, 3, 2)
l = Conv2DMMLayer(l, 8, 3)
l = Conv2DCCLayer(l, 8, 3)
l = MaxPool2DCCLayer(l, 3, 2)
l = lasagne.layers.dnn.Pool2DDNNLayer(l, 2)
l = lasagne.layers.dnn.batch_norm_dnn(l)
"""
    shapes = [row.output_shape for row in read(text).rows[1:]]
    assert shapes == [(8, 32, 32), (8, 15, 15), (8, 13, 13), (8, 11, 11), (8, 5, 5), (8, 2, 2), (8, 2, 2)]


def test_an_import_that_may_fail_is_read() -> None:
    text = """
import lasagne
try:
    from lasagne.layers.dnn import Conv2DDNNLayer as ConvLayer
except ImportError:
    from lasagne.layers import Conv2DLayer as ConvLayer
net = ConvLayer(lasagne.layers.InputLayer((None, 3, 8, 8)), 4, 3)
"""
    assert read(text).totals.params == 112


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("Covn2DLayer(x, 8, 3)", "unknown name 'Covn2DLayer'; did you mean 'Conv2DLayer'?"),
        ("layers.Covn2DLayer(x, 8, 3)", "no layer 'Covn2DLayer' is known; did you mean 'Conv2DLayer'?"),
        ("nonlinearities.rectifi", "no nonlinearity 'rectifi' is known; did you mean 'rectify'?"),
        ("Conv2DLayer(x, 8, 3, padding=1)", "Conv2DLayer has no argument 'padding'; did you mean 'pad'?"),
        ("Conv2DLayer(x, 8)", "Conv2DLayer needs a value for 'filter_size'"),
        ("Conv2DLayer(x, 8, 4, pad='same')", "'same' needs an odd filter_size"),
        ("Conv2DLayer(x, 8, 3, pad='sane')", "did you mean 'same'?"),
        ("Conv2DLayer(x, 8, 99)", "a 99×99 kernel does not fit a 32×32 input"),
        ("Conv2DLayer(x, 8, 3, nonlinearity='rectify')", "must be a function such as lasagne.nonlinearities.rectify"),
        ("Conv2DLayer(x, 8, 3, b=0)", "b must be None or an initializer"),
        ("Conv2DLayer([x], 8, 3)", "takes one layer, not a list of 1"),
        ("Conv2DLayer(incoming=None, num_filters=8, filter_size=3)", "incoming must be a layer, not None"),
        ("ConcatLayer(x)", "merges a list of layers, not a feature map"),
        ("ConcatLayer([x, FlattenLayer(x)])", "cannot be concatenated"),
        ("DenseLayer(x, 10, num_leading_axes=0)", "must leave the batch axis as it is"),
        (
            "DenseLayer(Conv2DLayer(num_filters=8, filter_size=3), 10)",
            "a layer (Conv2DLayer) without an incoming layer",
        ),
        ("DimshuffleLayer(x, (1, 0, 2, 3))", "the batch axis must stay as it is"),
        ("ReshapeLayer(x, (-1, 32))", "cannot be reshaped"),
        ("x + x", "layers of Lasagne have no operators"),
        ("x.params", "the tags of single parameters"),
        ("x.output_shap", "did you mean 'output_shape'?"),
        ("LSTMLayer(x, 5)", "unknown name 'LSTMLayer'"),
        ("layers.LSTMLayer(x, 5)", "LSTMLayer is not read here"),
        ("InputLayer((None, 0, 3))", "sizes above 0"),
        ("InputLayer(shp=(None, 3))", "InputLayer has no argument 'shp'; did you mean 'shape'?"),
        ("batch_norm(3)", "layer must be a layer, not 3"),
        ("GlobalPoolLayer(x, pool_function=3)", "must be one of T.max"),
    ],
)
def test_a_mistake_is_told_with_its_line(line: str, message: str) -> None:
    error = refusal(f"from lasagne import layers\nx = InputLayer((None, 3, 32, 32))\ny = {line}\n")
    assert error.line == 3
    assert message in error.message


def test_a_layer_that_is_applied_to_nothing_is_an_error_in_a_functional_text() -> None:
    error = refusal("x = InputLayer((None, 3, 32, 32))\nx = Conv2DLayer(x, 8, 3)\ny = MaxPool2DLayer(pool_size=2)")
    assert (error.line, "is applied to nothing" in error.message) == (3, True)


def test_text_of_lasagne_under_another_dialect_gets_a_hint() -> None:
    with pytest.raises(ArchitectureError, match="this looks like Lasagne"):
        summarize("import lasagne\nl = lasagne.layers.InputLayer((None, 3))", dialect="keras")


ODD = (
    "", "0", "-1", "1.5", "None", "'same'", "()", "[]", "{}", "(2, 2)", "[x, 3]", "([0], -1)", "x.W", "unread.value",
    "slice('a')", "lambda s: s", "(None,)", "(None, 'a')", "2**40", "'a' * 300", "layers.DenseLayer", "*unread.values",
    "**unread.values",
)  # fmt: skip


@pytest.mark.parametrize("name", [*KINDS, *ALIASES, *FUNCTIONS, "InputLayer", "NeuralNet", "layers.get_all_layers"])
def test_whatever_the_arguments_a_layer_is_read_or_refused(name: str) -> None:
    start = "import unread\nfrom lasagne import layers\nx = Conv2DLayer(InputLayer((None, 3, 8, 8)), 3, 3)\n"
    for value in ODD:
        for call in (f"{name}({value})", f"{name}(x, {value})", f"{name}([x, x], 3, {value})"):
            with suppress(ArchitectureError):
                read(f"{start}y = {call}")
