"""Classes of layers and models, functions as layers, and variables, as Keras counts them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from reading import refusal

from sphinx_cnn import Summary, summarize

TRUTH = json.loads((Path(__file__).parents[1] / "truth" / "keras_classes.json").read_text(encoding="utf-8"))


def read(source: str, shape: Any = None, entry: str = "") -> Summary:
    """The summary of a text."""
    if isinstance(shape, dict):
        shape = {name: tuple(sizes) for name, sizes in shape.items()}
    return summarize(source, input_shape=shape and (shape if isinstance(shape, dict) else tuple(shape)), entry=entry)


def ends(summary: Summary) -> list[list[int]]:
    """The shapes of the feature maps that no layer takes, and of all that are inputs too."""
    taken = {source for source, _ in summary.edges}
    last = [row for index, row in enumerate(summary.rows) if index not in taken]
    rows = [row for row in last if row.inputs or row.kind == "Input"]
    return [list(row.output_shape) for row in rows]


def told(case: dict[str, Any]) -> str:
    """The first line of a text that says something, and where it stands."""
    return str(next(line for line in case["source"].splitlines() if line.strip())[:50])


@pytest.mark.parametrize("case", TRUTH["texts"], ids=told)
def test_a_text_has_the_numbers_of_keras(case: dict[str, Any]) -> None:
    summary = read(case["source"], case["input"], case["entry"])
    assert (summary.totals.params, summary.totals.trainable) == (case["params"], case["trainable"])
    shapes = [list(row.output_shape) for row in summary.rows]
    assert all(shape in shapes for shape in case["outputs"])
    assert len(case["outputs"]) > 1 or ends(summary) == case["outputs"]


NET = """
class Net(keras.Model):
    def __init__(self, width=4):
        super().__init__()
        self.conv = layers.Conv2D(width, 3)
        self.block = Block()

    def call(self, x, training=None):
        return self.block(self.conv(x))

class Block(layers.Layer):
    def __init__(self):
        super().__init__()
        self.norm = layers.BatchNormalization()
        self.again = layers.Conv2D(2, 1)

    def call(self, x):
        return tf.nn.relu(self.again(self.norm(x)) + 1)
"""


PARTS = """
class M(keras.Model):
    def __init__(self):
        super().__init__()
        self.a = Dense(3)
"""

BUILT = """
class L(layers.Layer):
    def build(self, input_shape):
        self.w = self.add_weight(shape=input_shape)

    def call(self, x):
        return self.w * x
"""


def test_layers_have_automatic_names_in_the_group_of_their_instance() -> None:
    rows = read(NET + "model = Net()", (8, 8, 1)).rows
    assert [(row.group, row.name, row.kind) for row in rows] == [
        ("", "x", "Input"),
        ("", "conv2d", "Conv2D"),
        ("block", "batch_normalization", "BatchNormalization"),
        ("block", "conv2d_1", "Conv2D"),
        ("block", "add", "Add"),
        ("block", "relu", "Relu"),
    ]


def test_a_model_in_a_functional_model_is_a_group_of_its_name() -> None:
    rows = read(NET + "a = keras.Input((8, 8, 1))\nb = Dense(2)(Net(6)(a))\nmodel = keras.Model(a, b)").rows
    assert [row.group for row in rows] == ["", "net", *["net/block"] * 4, ""]


@pytest.mark.parametrize("entry", ["Net(width=6)", "model", "Net"])
def test_an_entry_says_which_network_is_meant(entry: str) -> None:
    text = NET + "model = Net(6)\nother = Net(9)"
    assert read(text, (8, 8, 1), entry).rows[1].output_shape[-1] == (4 if entry == "Net" else 6)


def test_an_entry_can_be_a_feature_map_or_a_layer() -> None:
    text = "a = keras.Input((8,))\nb = Dense(3)(a)\nc = Dense(4)(b)\nd = Dense(9)"
    assert [row.name for row in read(text, entry="b").rows] == ["input_layer", "dense"]
    assert read(text, (5,), entry="d").totals.params == 5 * 9 + 9


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (NET.replace("width=4", "width"), "Net cannot be built without arguments; name the network in full, as in"),
        ("class Net(keras.Model):\n    def __init__(self): self.conv = layers.Conv2D(3, 3)\nNet()", "before super()"),
        ("class L(layers.Layer): pass\nx = L()(keras.Input((3,)))", "has no call, so it cannot be applied"),
        ("class L(layers.Layer):\n    def call(self, x): return self.w * x\nx = L()(keras.Input((3,)))", "has no 'w'"),
        (
            BUILT + "x = L()(keras.Input((3,)))",
            "add_weight needs a shape of whole numbers, not (None, 8, 8, 1)",
        ),
        ("class M(keras.Model):\n    def call(self, x): return 3\nM()", "gives 3, and no feature map"),
        (PARTS + "M()", "name a part of it as the entry, such as a"),
        ("x = keras.Input((3,))\ny = layers.Layer()(x)", "Layer alone computes nothing"),
        ("x = keras.Input((3,))\ny = layers.Lambda(3)(x)", "Lambda needs a function, not 3"),
        ("from lib import f\nx = keras.Input((3,))\ny = layers.Lambda(f)(x)", "its output shape is not known"),
        ("x = keras.Input((3,))\ny = layers.MultiHeadAttention(2, 4)(x)", "is applied to a query and a value"),
        ("class M(keras.Model):\n    def __init__(self): super().__init__(wdith=3)\nM()", "has no argument 'wdith'"),
    ],
)  # fmt: skip
def test_what_is_no_network_is_refused(text: str, message: str) -> None:
    assert message in refusal(text, (8, 8, 1)).message


@pytest.mark.parametrize(
    "made",
    [
        "keras.applications.ResNet50(weights=None)",
        "tf.keras.applications.resnet50.ResNet50(include_top=False)",
        "keras_hub.models.ImageClassifier.from_preset('resnet_50')",
        "keras_cv.models.ResNet50Backbone()",
        "hub.KerasLayer('https://example.org/model')",
    ],
)
def test_a_network_that_only_a_library_has_is_refused(made: str) -> None:
    text = (
        f"import keras_hub, keras_cv\nimport tensorflow_hub as hub\nbase = {made}\nmodel = Sequential([base, Dense(3)])"
    )
    error = refusal(text, (8, 8, 3))
    assert "gives a network that only exists inside" in error.message
    assert error.line == 3


def test_a_lambda_is_a_row_with_the_counts_of_what_is_inside() -> None:
    text = """
x = keras.Input((6, 5))
y = layers.Lambda(lambda t: tf.nn.softmax(tf.matmul(t, t, transpose_b=True) / 2.0), name="gram")(x)
z = layers.Lambda(lambda t: t * 2)(y)
"""
    rows = read(text).rows
    assert [(row.name, row.kind, row.output_shape, row.macs) for row in rows[1:]] == [
        ("gram", "Lambda", (6, 6), 6 * 6 * 5),
        ("lambda", "Lambda", (6, 6), 0),
    ]
    assert rows[1].params == 0


def test_a_function_that_is_not_read_needs_its_output_shape() -> None:
    text = "from lib import f\nx = keras.Input((3,))\ny = layers.Lambda(f, output_shape=(7,))(x)"
    summary = read(text)
    assert summary.rows[-1].output_shape == (7,)
    assert summary.rows[-1].macs is None


def test_a_weight_that_call_does_not_use_is_counted_and_told() -> None:
    text = """
class Scale(layers.Layer):
    def build(self, input_shape):
        self.used = self.add_weight(shape=(input_shape[-1],), name="used")
        self.spare = self.add_weight(shape=(7, 2), name="spare")
    def call(self, x):
        return x * self.used
model = keras.Sequential([keras.Input((4, 3)), Scale()])
"""
    summary = read(text)
    assert summary.totals.params == 3 + 7 * 2
    assert any("spare" in advice.message for advice in summary.advice)


def test_a_variable_of_tensorflow_is_told_not_to_count() -> None:
    text = """
class Scale(layers.Layer):
    def __init__(self):
        super().__init__()
        self.w = tf.Variable(tf.ones((3,)))
    def call(self, x):
        return x * self.w
model = keras.Sequential([keras.Input((4, 3)), Scale()])
"""
    summary = read(text)
    assert summary.totals.params == 0
    assert any("tf.Variable" in note for note in summary.notes)


def test_the_training_branch_is_not_the_network() -> None:
    text = """
class Layer(layers.Layer):
    def __init__(self):
        super().__init__()
        self.train, self.infer = Dense(3), Dense(5)
    def call(self, x, training):
        return self.train(x) if training else self.infer(x)
x = keras.Input((4,))
y = Layer()(x)
"""
    assert read(text).rows[-1].output_shape == (5,)


def test_a_model_is_built_once_whatever_is_tried_on_it() -> None:
    text = NET + "model = Net()\nmodel(tf.zeros((1, 8, 8, 1)))\nmodel.build((None, 8, 8, 1))\nmodel.summary()\n"
    assert read(text).totals.params == read(NET + "model = Net()", (8, 8, 1)).totals.params


SCALE = """
class Scale(layers.Layer):
    def build(self, input_shape):
        self.spare = self.add_weight(shape=(7,), name="spare")
        self.gamma = self.add_weight(shape=(input_shape[-1],), name="gamma")

    def call(self, x):
        return x * self.gamma
"""


def test_a_layer_that_the_text_builds_has_its_weights_once() -> None:
    text = SCALE + "scale = Scale()\nscale.build((None, 4, 3))\nmodel = keras.Sequential([keras.Input((4, 3)), scale])"
    assert read(text).totals.params == 7 + 3


def test_what_is_tried_beside_the_network_is_not_counted_in_it() -> None:
    text = SCALE + "tried = Scale()\ntried(tf.ones((2, 5)))\nmodel = keras.Sequential([keras.Input((4, 3)), Scale()])"
    assert read(text).totals.params == 7 + 3


def test_weights_of_a_layer_that_is_not_trained_are_not_trainable() -> None:
    text = SCALE + "model = keras.Sequential([keras.Input((4, 3)), Scale(trainable=False), Scale()])"
    totals = read(text).totals
    assert (totals.trainable, totals.non_trainable) == (7 + 3, 7 + 3)


def test_a_part_keeps_its_own_input_shape_where_the_shape_beside_the_text_is_that_of_the_network() -> None:
    text = """
encoder = keras.Sequential([keras.Input((12,)), Dense(3)])
latent = keras.Input((3,))
decoder = keras.Model(latent, Dense(latent.shape[-1] * 4)(latent))

class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.encoder, self.decoder, self.first = encoder, decoder, Dense(12)

    def call(self, x):
        return self.decoder(self.encoder(self.first(x)))

net = Net()
"""
    summary = read(text, (5,))
    assert [row.output_shape for row in summary.rows] == [(5,), (12,), (3,), (12,)]
    assert read(text, (7,), entry="decoder").rows[0].output_shape == (7,)


def test_layers_that_call_leaves_out_are_counted_for_what_arrived_when_they_were_built() -> None:
    text = """
side = keras.Sequential([keras.Input((9,)), Dense(5), Dense(5)])

class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.side, self.head = side, Dense(2)

    def call(self, x):
        return self.head(x)

model = Net()
"""
    summary = read(text, (3,))
    assert summary.totals.params == (9 * 5 + 5) + (5 * 5 + 5) + (3 * 2 + 2)
    assert summary.totals.macs == 3 * 2
    assert any("built" in note for note in summary.notes)
