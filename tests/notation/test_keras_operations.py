"""Operations on feature maps, as Keras and TensorFlow have them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from reading import refusal

from sphinx_cnn import summarize

TRUTH = json.loads((Path(__file__).parents[1] / "truth" / "keras_classes.json").read_text(encoding="utf-8"))
INPUTS = {name: tuple(shape) for name, shape in TRUTH["inputs"].items()}


def told(case: dict[str, Any]) -> str:
    """The expression."""
    return str(case["source"])


def used(expression: str) -> list[str]:
    """The feature maps that an expression is about."""
    return [name for name in INPUTS if re.search(rf"\b{name}\b", expression)]


@pytest.mark.parametrize("case", TRUTH["operations"], ids=told)
def test_an_operation_is_named_and_shaped_as_by_keras(case: dict[str, Any]) -> None:
    made = "".join(f"{name} = keras.Input({shape}, name='{name}')\n" for name, shape in INPUTS.items())
    names = ", ".join(used(case["source"]))
    row = summarize(f"{made}y = {case['source']}\nmodel = keras.Model([{names}], y)").rows[-1]
    assert (row.name, row.kind) == (case["name"], case["kind"])
    assert len(row.output_shape) == len(case["shape"])
    known = zip(row.output_shape, case["shape"], strict=True)
    assert all(size == keras for size, keras in known if keras is not None)  # Keras leaves some open


@pytest.mark.parametrize("case", TRUTH["inside"], ids=told)
def test_an_operation_in_a_layer_gives_the_shape_of_tensorflow(case: dict[str, Any]) -> None:
    names = used(case["source"])
    text = f"class Net(keras.Model):\n    def call(self, {', '.join(names)}):\n        return {case['source']}\n"
    row = summarize(text, input_shape={name: INPUTS[name] for name in names}).rows[-1]
    assert list(row.output_shape) == case["shape"]


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("x[0]", "the batch axis"),
        ("x * ops.mean(x)", "mean() of all inputs of a batch cannot be combined"),
        ("ops.mean(x, axis=0)", "the batch axis"),
        ("ops.reshape(x, (-1, 4))", "would mix the inputs of a batch"),
        ("ops.concatenate([x, x])", "the batch axis"),
        ("ops.concatenate(x, axis=1)", "takes a list of feature maps"),
        ("ops.meen(x)", "keras.ops.meen is not read"),
        ("ops.mean(x, axes=1)", "has no argument 'axes'"),
        ("ops.split(x, 3, axis=1)", "is not divided by 3"),
        ("ops.matmul(x, x)", "cannot be multiplied as matrices"),
        ("ops.squeeze(x, axis=1)", "has size 4, and not 1"),
        ("ops.pad(x, ((1, 0), (0, 0), (0, 0)))", "the batch axis"),
        ("ops.relu('x')", "must be a feature map, not 'x'"),
        ("ops.expand_dims(x, 'a')", "must be a whole number"),
        ("tf.linalg.svd(x)", "tensorflow.linalg.svd is not read"),
        ("x << 2", "is not read here"),
    ],
)
def test_an_operation_that_is_not_read_is_refused(expression: str, message: str) -> None:
    assert message in refusal(f"x = keras.Input((4, 6))\ny = {expression}", None).message


def test_an_operation_has_its_counts() -> None:
    text = "x = keras.Input((6, 5))\ny = ops.matmul(x, ops.transpose(x, (0, 2, 1)))\nz = ops.mean(y, axis=-1)"
    rows = summarize(text).rows
    assert [(row.name, row.macs, row.params) for row in rows[1:]] == [
        ("transpose", 0, 0),
        ("matmul", 6 * 6 * 5, 0),
        ("mean", 0, 0),
    ]


def test_a_slice_of_positions_moves_the_receptive_field() -> None:
    text = "x = keras.Input((9, 9, 4))\ny = Conv2D(2, 3)(x[:, 2:, ::2])\nz = y[..., :1]"
    row = summarize(text).rows[-1]
    assert (row.receptive_field, row.receptive_field_start) == ((3, 5), (2, 0))


def test_the_order_of_axes_that_a_text_sets_holds_for_operations() -> None:
    text = "keras.config.set_image_data_format('channels_first')\nx = keras.Input((3, 9, 9))\ny = ops.max_pool(x, 3)"
    assert summarize(text).rows[-1].output_shape == (3, 3, 3)
