"""Multiply-accumulates, against what tools for PyTorch count for the same layers and networks.

``tests/truth/write_macs.py`` has asked the tools. Where one counts by another convention, the difference has a test.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from math import prod
from pathlib import Path
from typing import Any

import pytest
from known_networks import on
from torchvision_networks import NETWORKS as TEXTS

from sphinx_cnn import Summary, summarize
from sphinx_cnn.arithmetic.quantities import Row

TRUTH = json.loads((Path(__file__).parents[1] / "truth" / "torch_macs.json").read_text(encoding="utf-8"))
LAYERS: list[dict[str, Any]] = TRUTH["layers"]
NETWORKS: list[dict[str, Any]] = TRUTH["networks"]
IMAGE = (224, 224, 3)


def kind(case: dict[str, Any]) -> str:
    name: str = case["source"].partition("(")[0]
    return name


def layers(condition: Callable[[dict[str, Any]], bool] = bool) -> pytest.MarkDecorator:
    """A test for each layer, or for each for which the condition holds."""
    cases = [case for case in LAYERS if condition(case)]
    assert cases
    ids = [f"{case['source']} on {', '.join(str(tuple(shape)) for shape in case['inputs'])}" for case in cases]
    return pytest.mark.parametrize("case", cases, ids=ids)


networks = pytest.mark.parametrize("case", NETWORKS, ids=[case["name"] for case in NETWORKS])


def applied(case: dict[str, Any], **options: str) -> Summary:
    """The layer of a case, applied to its inputs."""
    names = [f"x{number}" for number in range(len(case["inputs"]))]
    inputs = [f"{name} = Input({tuple(shape)})" for name, shape in zip(names, case["inputs"], strict=True)]
    arguments = names[0] if len(names) == 1 else f"[{', '.join(names)}]"
    return summarize("\n".join([*inputs, f"{case['source']}({arguments})"]), **options)  # type: ignore[arg-type]


def built(case: dict[str, Any]) -> Summary:
    """The network of a case."""
    return summarize(on(IMAGE, TEXTS[case["name"]]))


def learned(row: Row) -> int:
    assert row.weights is not None
    assert row.biases is not None
    return row.weights + row.biases


PRODUCTS = ("Dot", "LocallyConnected1D", "LocallyConnected2D")
"""What PyTorch has no layer for, but a product of matrices."""


def convolves(case: dict[str, Any]) -> bool:
    return "Conv" in kind(case)


def multiplies(case: dict[str, Any]) -> bool:
    """Whether anything is multiplied and accumulated."""
    return convolves(case) or kind(case) in ("Dense", *PRODUCTS)


# PyTorch's own counter has the same conventions: a multiply-accumulate is two operations, all else is none.


@layers()
def test_a_layer_has_half_the_flops_that_pytorch_counts(case: dict[str, Any]) -> None:
    summary = applied(case)
    assert summary.rows[-1].output_shape == tuple(case["output"])
    assert 2 * summary.totals.macs == case["flop_counter"]
    assert summary.totals.lower_bounds == () or not multiplies(case)


@networks
def test_a_network_has_half_the_flops_and_all_parameters_that_pytorch_counts(case: dict[str, Any]) -> None:
    totals = built(case).totals
    assert 2 * totals.macs == totals.flops == case["flop_counter"]
    assert totals.trainable == case["params"]


def test_what_has_no_multiply_accumulates_has_none_in_pytorch_either() -> None:
    silent = {kind(case) for case in LAYERS if not multiplies(case)}
    assert silent >= {"BatchNormalization", "MaxPooling2D", "Activation", "Embedding", "UpSampling2D"}
    assert {case["flop_counter"] for case in LAYERS if kind(case) in silent} == {0}


# fvcore calls a multiply-accumulate a FLOP, and some other operations too.


def padded_by_name(case: dict[str, Any]) -> bool:
    """Whether PyTorch's convolution is told ``padding='same'``, which is an operator of its own there."""
    return "padding='same'" in case["torch"]


@layers(lambda case: multiplies(case) and not padded_by_name(case))
def test_fvcore_calls_a_multiply_accumulate_a_flop(case: dict[str, Any]) -> None:
    assert applied(case, flops_convention="mac").totals.flops == sum(case["fvcore"].values())


@layers(lambda case: padded_by_name(case) and "Separable" not in case["source"])
def test_fvcore_passes_over_a_convolution_whose_padding_is_a_name(case: dict[str, Any]) -> None:
    assert applied(case).totals.macs > sum(case["fvcore"].values()) == 0


ARRIVING = {
    "BatchNormalization()": 2,
    "BatchNormalization(center=False, scale=False)": 1,
    "LayerNormalization()": 5,
    "GroupNormalization(3)": 5,
    "GlobalAveragePooling2D(keepdims=True)": 1,
    "AdaptiveAveragePooling2D((4, 3))": 1,
}
"""What fvcore counts for each value that arrives."""

LEAVING = {"UpSampling2D((2, 3))": 1, "UpSampling2D(2, interpolation='bilinear')": 4}
"""What fvcore counts for each value that comes out."""


@layers(lambda case: not multiplies(case))
def test_fvcore_calls_some_operations_flops_that_are_no_multiply_accumulates(case: dict[str, Any]) -> None:
    (arriving,), leaving = case["inputs"], case["output"]
    extra = ARRIVING.get(case["source"], 0) * prod(arriving) + LEAVING.get(case["source"], 0) * prod(leaving)
    assert sum(case["fvcore"].values()) - applied(case).totals.macs == extra


@networks
def test_fvcore_counts_normalization_and_adaptive_pooling_of_a_network(case: dict[str, Any]) -> None:
    summary = built(case)
    counted = case["fvcore"]
    assert counted["conv"] + counted.get("linear", 0) == summary.totals.macs
    normalized = sum(prod(row.output_shape) for row in summary.rows if row.kind == "BatchNormalization")
    assert counted.get("batch_norm", 0) == 2 * normalized
    maps = [row.output_shape for row in summary.rows if len(row.output_shape) == 3]
    assert counted["adaptive_avg_pool2d"] == prod(maps[-1])


# torchinfo multiplies parameters, biases too: those of a convolution by the positions of its output.


def positions(shape: tuple[int, ...]) -> int:
    return prod(shape[:-1])


@layers(lambda case: convolves(case) and "Transpose" not in case["source"])
def test_torchinfo_counts_the_biases_of_a_convolution_too(case: dict[str, Any]) -> None:
    row = applied(case).rows[-1]
    assert row.macs is not None
    assert row.biases is not None
    assert case["torchinfo"] - row.macs == row.biases * positions(row.output_shape)


@layers(lambda case: "Transpose" in case["source"] and "ConstantPad" not in case["torch"])
def test_torchinfo_multiplies_a_transposed_convolution_by_its_output_and_not_by_its_input(case: dict[str, Any]) -> None:
    row = applied(case).rows[-1]
    assert row.macs is not None
    assert row.weights is not None
    assert row.biases is not None
    after, before = positions(row.output_shape), positions(tuple(case["inputs"][0]))
    assert case["torchinfo"] - row.macs == row.weights * (after - before) + row.biases * after


@layers(lambda case: kind(case) == "Dense")
def test_torchinfo_counts_a_dense_layer_once_however_often_it_is_applied(case: dict[str, Any]) -> None:
    row = applied(case).rows[-1]
    assert row.macs is not None
    assert row.weights is not None
    assert row.biases is not None
    times = positions(row.output_shape)
    assert case["torchinfo"] - row.macs == row.biases - row.weights * (times - 1)


@layers(lambda case: kind(case) in PRODUCTS)
def test_torchinfo_sees_no_product_that_is_no_layer(case: dict[str, Any]) -> None:
    assert applied(case).totals.macs > case["torchinfo"] == 0


@layers(lambda case: not multiplies(case))
def test_torchinfo_counts_parameters_that_are_no_factors_of_a_sum(case: dict[str, Any]) -> None:
    summary = applied(case)
    assert case["torchinfo"] - summary.totals.macs == learned(summary.rows[-1])


@networks
def test_torchinfo_counts_biases_and_normalizations_of_a_network_too(case: dict[str, Any]) -> None:
    summary = built(case)
    biases = sum((row.biases or 0) * positions(row.output_shape) for row in summary.rows if row.macs)
    normalizations = sum(learned(row) for row in summary.rows if not row.macs)
    assert case["torchinfo"] - summary.totals.macs == biases + normalizations
