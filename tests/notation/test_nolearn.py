"""nolearn's ``NeuralNet``: its lists of layers, and its keywords that begin with their names."""

from __future__ import annotations

import pytest

from sphinx_cnn import ArchitectureError, Summary, summarize

# https://stackoverflow.com/questions/42786717: "how is this number calculated?"
ASKED = """
NeuralNet(
    layers=[('input', layers.InputLayer),
            ('conv2d1', layers.Conv2DLayer),
            ('maxpool1', layers.MaxPool2DLayer),
            ('conv2d2', layers.Conv2DLayer),
            ('maxpool2', layers.MaxPool2DLayer),
            ('dense', layers.DenseLayer),
            ('output', layers.DenseLayer),
            ],
    # input layer
    input_shape=(None, 1, 28, 28),
    # layer conv2d1
    conv2d1_num_filters=32,
    conv2d1_filter_size=(5, 5),
    conv2d1_nonlinearity=lasagne.nonlinearities.rectify,
    # layer maxpool1
    maxpool1_pool_size=(2, 2),
    # layer conv2d2
    conv2d2_num_filters=32,
    conv2d2_filter_size=(3, 3),
    conv2d2_nonlinearity=lasagne.nonlinearities.rectify,
    # layer maxpool2
    maxpool2_pool_size=(2, 2),
    # Fully Connected Layer
    dense_num_units=256,
    dense_nonlinearity=lasagne.nonlinearities.rectify,
    # output Layer
    output_nonlinearity=lasagne.nonlinearities.softmax,
    output_num_units=10,
    # optimization method params
    update= momentum,
    update_learning_rate=0.01,
    update_momentum=0.9,
    max_epochs=10,
    verbose=1,
    )
"""

PROGRAM = f"""
import gzip
import cPickle as pickle
import matplotlib.pyplot as plt
import matplotlib.cm as cm
import numpy as np
import theano
import lasagne
from lasagne import layers
from lasagne.updates import momentum
from nolearn.lasagne import NeuralNet, BatchIterator, TrainSplit
from nolearn.lasagne import visualize
from sklearn.metrics import classification_report, confusion_matrix

class FlipBatchIterator(BatchIterator):
    def transform(self, Xb, yb):
        Xb, yb = super(FlipBatchIterator, self).transform(Xb, yb)
        return Xb[:, :, :, ::-1], yb

def load_dataset():
    with gzip.open('mnist.pkl.gz', 'rb') as f:
        data = pickle.load(f)
    X_train, y_train = data[0]
    return X_train.reshape((-1, 1, 28, 28)), y_train.astype(np.uint8)

X_train, y_train = load_dataset()
plt.imshow(X_train[0][0], cmap=cm.binary)

net1 = {ASKED.strip()}

nn = net1.fit(X_train, y_train)
preds = net1.predict(X_train)
cm = confusion_matrix(y_train, preds)
visualize.plot_conv_weights(net1.layers_['conv2d1'])
dense_layer = layers.get_output(net1.layers_['dense'], deterministic=True)
f_dense = theano.function([net1.layers_['input'].input_var], dense_layer)
instance = X_train[0][None, :, :]
pred = f_dense(instance)
train_loss = np.array([i["train_loss"] for i in net1.train_history_])
"""


def read(text: str) -> Summary:
    return summarize(text, dialect="lasagne")


def refusal(text: str) -> ArchitectureError:
    with pytest.raises(ArchitectureError) as caught:
        read(text)
    return caught.value


@pytest.mark.parametrize("text", [ASKED, PROGRAM], ids=["as it was asked", "in its program"])
def test_a_network_has_the_shapes_and_parameters_that_nolearn_prints(text: str) -> None:
    summary = read(text)
    assert [(row.name, row.output_shape) for row in summary.rows] == [
        ("input", (1, 28, 28)), ("conv2d1", (32, 24, 24)), ("maxpool1", (32, 12, 12)), ("conv2d2", (32, 10, 10)),
        ("maxpool2", (32, 5, 5)), ("dense", (256,)), ("output", (10,)),
    ]  # fmt: skip
    assert summary.totals.trainable == 217_706
    assert [row.params for row in summary.rows] == [0, 832, 0, 9248, 0, 205_056, 2570]


def test_layers_may_be_listed_with_their_arguments() -> None:
    text = """
from nolearn.lasagne import NeuralNet
from lasagne.layers import InputLayer, Conv2DLayer, MaxPool2DLayer, DenseLayer, DropoutLayer
layers0 = [
    (InputLayer, {'shape': (None, 3, 32, 32)}),
    (Conv2DLayer, {'num_filters': 16, 'filter_size': 7}),
    (MaxPool2DLayer, {'pool_size': 2, 'name': 'pool'}),
    (DropoutLayer, {}),
    (DenseLayer, {'num_units': 300}),
]
net0 = NeuralNet(layers=layers0, max_epochs=10, update_learning_rate=0.01, pool_pool_size=4)
"""
    rows = read(text).rows
    assert [row.name for row in rows] == ["input0", "conv2d1", "pool", "dropout3", "dense4"]
    assert rows[2].output_shape == (16, 6, 6)


def test_layers_may_be_made_by_lasagne() -> None:
    text = """
from nolearn.lasagne import NeuralNet
from lasagne import layers
l_input = layers.InputLayer(shape=(None, 3, 32, 32))
l_conv = layers.Conv2DLayer(l_input, num_filters=16, filter_size=7)
l_aside = layers.DenseLayer(l_conv, num_units=5)
l_out = layers.DenseLayer(layers.MaxPool2DLayer(l_conv, pool_size=2), num_units=300)
net = NeuralNet(layers=l_out, max_epochs=3)
"""
    assert [row.name for row in read(text).rows] == ["l_input", "l_conv", "maxpool2d2", "l_out"]
    both = text.replace("layers=l_out", "layers=[l_out, l_aside]")
    assert len(read(both).rows) == 5


def test_layers_may_name_those_before_them() -> None:
    text = """
net = NeuralNet([
    ('input', layers.InputLayer), ('left', layers.DenseLayer), ('right', layers.DenseLayer),
    ('both', layers.ConcatLayer), ('out', layers.DenseLayer)],
    input_shape=(None, 8), left_num_units=3, right_num_units=5, right_incoming='input',
    both_incomings=['left', 'right'], out_num_units=2, out_layer_wrapper=batch_norm)
"""
    rows = {row.name: row for row in read(text).rows}
    assert rows["both"].inputs == ("left", "right")
    assert rows["both"].output_shape == (8,)
    assert list(rows)[-3:] == ["out", "out_bn", "out_bn_nonlin"]


def test_a_parameter_is_shared_by_the_name_of_its_layer() -> None:
    text = """
net = NeuralNet([
    ('input', layers.InputLayer), ('one', layers.DenseLayer), ('two', layers.DenseLayer)],
    input_shape=(None, 8), one_num_units=8, two_num_units=8, two_W='one', two_b='one')
"""
    assert read(text).totals.params == 72


def test_classes_may_be_named_in_words() -> None:
    text = """
net = NeuralNet([('a', 'lasagne.layers.InputLayer'), ('b', 'lasagne.layers.DenseLayer')],
    a_shape=(None, 8), b_num_units=2)
"""
    assert read(text).totals.params == 18


def test_keywords_may_come_in_a_dictionary() -> None:
    text = """
sizes = dict(input_shape=(None, 8), out_num_units=4)
net = NeuralNet(layers=[('input', layers.InputLayer), ('out', layers.DenseLayer)], more_params={'out_b': None}, **sizes)
"""
    assert read(text).totals.params == 32


SMALL = """
net = NeuralNet(
    layers=[
        ('input', layers.InputLayer),
        ('conv1', layers.Conv2DLayer),
        ('out', layers.DenseLayer),
    ],
    input_shape=(None, 1, 28, 28),
    conv1_num_filters=32,
    conv1_filter_size=5,
    out_num_units=10,
)
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("conv1_num_filters", "conv3_num_filters", 9, "no layer is named 'conv3'; did you mean 'conv1_num_filters'?"),
        ("conv1_num_filters", "conv1_num_filter", 5, "no argument 'num_filter'; did you mean 'num_filters'?"),
        ("    conv1_filter_size=5,\n", "", 5, "Conv2DLayer needs a value for 'filter_size'"),
        ("conv1_filter_size=5", "conv1_filter_size=50", 5, "a 50×50 kernel does not fit a 28×28 input"),
        ("input_shape", "max_epoch", 8, "did you mean 'max_epochs'?"),
        ("    input_shape=(None, 1, 28, 28),\n", "", 4, "InputLayer needs a value for 'shape'"),
        ("('out', layers.DenseLayer)", "('conv1', layers.DenseLayer)", 2, "two layers are named 'conv1'"),
        ("('out', layers.DenseLayer)", "('out', layers.DenseLayr)", 6, "no layer 'DenseLayr' is known"),
        ("('out', layers.DenseLayer)", "layers.DenseLayer", 6, "a layer is listed as ('name', Layer)"),
        ("('out', layers.DenseLayer)", "('out', 3)", 6, "a layer class is needed, not 3"),
        ("out_num_units=10", "out_num_units=10, out_incoming='con1'", 6, "did you mean 'conv1'?"),
        ("        ('input', layers.InputLayer),\n", "", 7, "no layer is named 'input'"),
    ],
)
def test_a_mistake_is_told_with_its_line(old: str, new: str, line: int, message: str) -> None:
    assert old in SMALL
    error = refusal(SMALL.replace(old, new, 1))
    assert message in error.message
    assert error.line == line


def test_two_networks_need_a_text_each() -> None:
    assert "several networks" in refusal(SMALL + SMALL.replace("net =", "other =")).message


def test_a_method_that_nolearn_has_not_is_an_error() -> None:
    assert "did you mean 'fit'?" in refusal(SMALL + "net.fitt(X, y)").message
