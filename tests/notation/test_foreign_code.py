"""Values that come from outside the architecture: passed over, unless they reach a layer."""

from __future__ import annotations

import pytest
from reading import refusal, shapes


@pytest.mark.parametrize(
    "text",
    [
        "Dense(args.units)",
        "Conv2D(8, args.size)",
        "Dense(8, use_bias=args.bias)",
        "Dense(8, trainable=args.frozen)",
        "Dense(8, name=args.name)",
        "Dense(int(args.units) * 2)",
        "Dense(max(args.units, 3))",
        "Dense(len(args.units))",
        "Dense(8, **args.options)",
        "Input(shape=args.shape)\nDense(8)",
        "Input(shape=(args.size, args.size, 3))\nDense(8)",
        "for n in args.sizes:\n    Dense(n)",
        "if args.deep:\n    Dense(8)",
        "x = Dense(3)\nargs.layer(x)",
        "x = Dense(3)\ny = x * args.factor",
        "Sequential([Dense(3), args.layer])",
        "Sequential(args.layers)",
        "while args.more:\n    Dense(3)",
        "[Dense(n)(Input((3,))) for n in args.sizes]",
        "Dense(3 if args.wide else 4)",
        "x = Input((3,))\nfor layer in args.layers:\n    x = layer(x)\nModel(x, x)",
    ],
)
def test_a_value_that_is_not_read_never_reaches_the_network(text: str) -> None:
    refusal(f"import settings as args\nDense(2)\n{text}", (8,))


def test_the_value_that_is_not_read_is_named() -> None:
    message = refusal("import settings\nDense(settings.units)").message
    assert (
        message == "Dense: units is a value that comes from settings.units, which is not read; write the value itself"
    )


@pytest.mark.parametrize(
    "line",
    [
        "import numpy as np",
        "from mypackage.data import load",
        "import os, sys\nos.environ['X'] = '1'\nsys.path.append('..')",
        "import data\nx, y = data.load()\nx = x[:100] / 255.0\nx = x[:, 0, ...]\ny -= 1\nz = -x\nw = x @ y",
        "import data\nfor batch in data.train:\n    print(batch)",
        "import data\nwith data.open('f') as f:\n    text = f.read()",
        "import data\nprint(f'{data.size:,} {data.name!r}')",
        "import data\nsizes = [len(part) for part in data.parts]",
        "import data\nlabels = {name: index for index, name in enumerate(data.names)}",
        "import data\nif data.missing:\n    data.download()",
        "import data\nkind = 'a' if data.big else 'b'",
        "import data\nwhile data.more():\n    data.read()",
        "import data\ny = data.x == 3 and data.y",
        "import data\nfirst, *rest = data.parts",
        "import data\nprint(*data.parts)",
        "import data\nx = data.f(**data.options)",
        "import data\nx = '%s' % data.name + '{}'.format(data.name)",
        "import data\ndata.callback = lambda epoch: epoch * undefined",
        "from keras.callbacks import EarlyStopping\nstop = EarlyStopping(patience=3)",
        "from keras import backend as K\nK.clear_session()",
        "from keras.utils import to_categorical\ny = to_categorical([1, 2], 3)",
        "import tensorflow as tf\ntf.random.set_seed(1)\nprint(tf.config.list_physical_devices('GPU'))",
    ],
)
def test_what_comes_from_elsewhere_is_passed_over(line: str) -> None:
    assert shapes(f"{line}\nmodel = Sequential([Dense(2)])", (8,)) == [(2,)]


@pytest.mark.parametrize(
    ("text", "framework"),
    [
        ("import torch\nfrom torch import nn", "PyTorch"),
        ("import torch.nn as nn", "PyTorch"),
        ("nn.Conv2d(3, 8, 3)", "PyTorch"),
        ("class Net(nn.Module):\n    def forward(self, x):\n        return x", "PyTorch"),
        ("class Net(torch.nn.Module):\n    pass", "PyTorch"),
        ("Conv2d(3, 8, 3)\nLinear(10, 2)", ""),
        ("from lasagne.layers import DenseLayer", "Lasagne"),
    ],
)
def test_text_of_another_framework_gets_a_hint(text: str, framework: str) -> None:
    message = refusal(text).message
    assert f"this looks like {framework}" in message if framework else "did you mean 'Conv2D'?" in message


@pytest.mark.parametrize(
    "line",
    [
        "addons.SpectralNormalization(Conv2D(8, 3))",
        "x = addons.SpectralNormalization(Conv2D(8, 3))",
        "addons.model.add(Conv2D(8, 3))",
        "for _ in addons.blocks:\n    Conv2D(8, 3)",
        "while addons.more:\n    Conv2D(8, 3)",
        "if addons.deep:\n    Conv2D(8, 3)",
        "addons.deep and Conv2D(8, 3)",
        "Conv2D(8, 3) if addons.deep else ReLU()",
        "[Conv2D(8, 3) for _ in addons.blocks]",
    ],
)
def test_a_layer_never_disappears_in_a_value_that_is_not_read(line: str) -> None:
    assert refusal(f"import addons\nReLU()\n{line}\nFlatten()").line in {3, 4}


def test_a_model_that_is_trained_on_data_in_a_loop_stays_as_it_is() -> None:
    text = """
import data
model = Sequential([Dense(2)])
for epoch in range(3):
    for x, y in data.batches:
        loss = model.train_on_batch(x, y)
        if loss < data.best:
            best = loss
    print(epoch, loss)
"""
    assert shapes(text, (8,)) == [(2,)]


@pytest.mark.parametrize(
    "line",
    [
        "y = model(data.x[:1]).numpy()",
        "model.count_params()",
        "print(model.count_params(), model.metrics_names)",
        "names = model.metrics_names",
        "w = model.get_weights()",
        "weights, biases = model.layers[0].get_weights()",
        "model.optimizer.learning_rate = 0.1",
        "model.inputs",
        "config = model.get_config()",
        "model.reset_states()",
        "for layer in model.layers:\n    print(layer.name, layer.output.shape, layer.get_config())",
        "del data",
    ],
)
def test_a_model_may_be_asked_for_what_changes_no_count(line: str) -> None:
    assert shapes(f"import data\nmodel = Sequential([Dense(2, input_shape=(8,))])\n{line}", None) == [(2,)]
