"""Totals of whole networks: published ones, memory, bounds, and what is handed on."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from known_networks import LENET_5, RESNET_18, VGG_16, on, resnet_50

from sphinx_cnn import ArchitectureError, summarize
from sphinx_cnn.arithmetic.quantities import COUNTABLE, DTYPES, QUANTITIES

IMAGE = (224, 224, 3)
HEAD = "x = Dense(1000)(GlobalAveragePooling2D()(x))"


def test_lenet_5_has_the_connections_and_parameters_of_the_paper() -> None:
    rows = {row.name: row for row in summarize(LENET_5, input_shape=(32, 32, 1)).rows}
    numbers = {name: (rows[name].params, rows[name].connections) for name in ("c1", "s2", "c3", "s4", "c5", "f6")}
    assert numbers == {
        "c1": (156, 122_304),
        "s2": (12, 5_880),
        "c3": (1_516, 151_600),
        "s4": (32, 2_000),
        "c5": (48_120, 48_120),
        "f6": (10_164, 10_164),
    }


def test_lenet_5_has_the_totals_of_the_paper() -> None:
    totals = summarize(LENET_5, input_shape=(32, 32, 1)).totals
    assert (totals.connections, totals.trainable) == (340_908, 60_000)
    assert totals.lower_bounds == ()


def test_a_dense_c3_would_have_more() -> None:
    row = summarize("Conv2D(16, 5)", input_shape=(14, 14, 6)).rows[-1]
    assert (row.params, row.connections) == (2_416, 241_600)


def test_vgg_16() -> None:
    totals = summarize(on(IMAGE, VGG_16)).totals
    assert (totals.params, totals.macs) == (138_357_544, 15_470_264_320)
    assert totals.activations == 15_237_608
    assert totals.activation_memory == 4 * 15_237_608


@pytest.mark.parametrize(
    ("text", "trainable", "macs"),
    [
        (f"{RESNET_18}{HEAD}", 11_689_512, 1_814_073_344),
        (resnet_50(stride_on=3, use_bias=False), 25_557_032, 4_089_184_256),
    ],
    ids=["ResNet-18", "ResNet-50"],
)
def test_residual_networks_have_the_numbers_of_torchvision(text: str, trainable: int, macs: int) -> None:
    totals = summarize(on(IMAGE, text)).totals
    assert (totals.trainable, totals.macs) == (trainable, macs)


def test_resnet_50_has_the_parameters_of_keras_applications() -> None:
    totals = summarize(on(IMAGE, resnet_50(stride_on=1, use_bias=True))).totals
    assert (totals.params, totals.trainable, totals.non_trainable) == (25_636_712, 25_583_592, 53_120)


def test_views_store_nothing() -> None:
    text = "Conv2D(4, 3)\nDropout(0.5)\nReshape((49, 4))\nFlatten()\nIdentity()\nActivation('relu')"
    stored = [row.activations for row in summarize(text, input_shape=(9, 9, 1)).rows]
    assert stored == [81, 196, 0, 0, 0, 0, 196]


def test_what_is_not_known_of_a_layer_makes_its_total_a_lower_bound() -> None:
    summary = summarize("Dense(3)\nLayerNormalization()\nDense(2)", input_shape=(4,))
    assert [row.connections for row in summary.rows] == [0, 15, None, 8]
    assert summary.totals.connections == 23
    assert summary.totals.lower_bounds == ("connections",)


def test_what_an_interpolation_costs_is_not_known_but_its_output_is() -> None:
    text = "UpSampling2D(2, interpolation='bicubic')"
    summary = summarize(text, input_shape=(4, 4, 1), flops_convention="textbook")
    assert summary.rows[-1].activations == 64
    assert summary.rows[-1].flops is None
    assert set(summary.totals.lower_bounds) == {"flops", "connections"}


def test_training_memory_is_parameters_gradients_momenta_and_activations_with_theirs() -> None:
    # values: 4 arrive, 3 come out; parameters: 15 and 12, 6 of which are measured
    text = "Dense(3)\nBatchNormalization()"
    totals = summarize(text, input_shape=(4,), dtype="float16").totals
    parameters, learned, values = 15 + 12, 15 + 6, 4 + 3 + 3
    assert totals.training_memory == 2 * (parameters + 2 * learned + 2 * values)


def test_frozen_layers_need_no_gradients() -> None:
    thawed = summarize("Dense(3)", input_shape=(4,)).totals
    frozen = summarize("Dense(3, trainable=False)", input_shape=(4,)).totals
    assert thawed.training_memory - frozen.training_memory == 4 * 2 * 15
    assert (frozen.params, frozen.trainable, frozen.non_trainable) == (15, 0, 15)


@pytest.mark.parametrize(("dtype", "size"), DTYPES.items())
def test_memory_is_counted_in_bytes_of_the_data_type(dtype: str, size: int) -> None:
    totals = summarize("Dense(3)", input_shape=(4,), dtype=dtype).totals
    assert (totals.param_memory, totals.activation_memory) == (15 * size, 7 * size)


@pytest.mark.parametrize(
    ("option", "value"), [("dtype", "float31"), ("flops_convention", "macs"), ("dialect", "kears")]
)
def test_an_unknown_option_is_refused_by_its_value(option: str, value: str) -> None:
    with pytest.raises((LookupError, ValueError, ArchitectureError), match=value):
        summarize("Dense(3)", input_shape=(4,), **{option: value})  # type: ignore[arg-type]


@pytest.mark.parametrize("shape", [(-5,), (0,), (2.5,), (None,)])
def test_an_input_shape_of_anything_but_sizes_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ArchitectureError):
        summarize("Dense(3)", input_shape=shape)


def test_a_summary_goes_through_json() -> None:
    text = "x = Input((8, 8, 3))\ny = UpSampling2D(2)(Conv2D(4, 3)(x))\nLayerNormalization()(y)"
    summary = summarize(text, name="tiny")
    data = summary.to_dict()
    assert json.loads(json.dumps(data)) == data
    assert (data["name"], data["dialect"]) == ("tiny", "keras")
    assert [list(row) for row in data["rows"]] == [list(QUANTITIES)] * len(summary.rows)
    assert data["totals"].keys() == {*COUNTABLE, "training_memory", "lower_bounds"}
    assert data["totals"]["params"] == summary.totals.params


def test_the_numbers_in_json_are_those_of_the_rows() -> None:
    summary = summarize("Conv2D(4, 3)\nUpSampling2D(2)\nLayerNormalization()", input_shape=(8, 8, 3))
    assert summary.rows[2].receptive_field_stride == (Fraction(1, 2), Fraction(1, 2))
    convolution, up_sampled, normalized = summary.to_dict()["rows"][1:]
    assert convolution["output_shape"] == [6, 6, 4]
    assert convolution["inputs"] == ["input"]
    assert convolution["weights"] == 108
    assert up_sampled["receptive_field_stride"] == [0.5, 0.5]
    assert normalized["connections"] is None


def test_edges_follow_the_data() -> None:
    text = "x = Input((4,))\na = Dense(4)(x)\nb = Dense(4)(x)\nAdd()([a, b])"
    assert set(summarize(text).edges) == {(0, 1), (0, 2), (1, 3), (2, 3)}
