"""Whole programs in the style of tutorials, pasted as they are.

The numbers of some are worked out here by hand; those of the others are what PyTorch and Keras say of them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sphinx_cnn import ArchitectureError, Summary, summarize

TUTORIALS = Path(__file__).parent / "tutorials"
TRUTH = Path(__file__).parents[1] / "truth" / "tutorials.json"
NETWORKS = json.loads(TRUTH.read_text(encoding="utf-8"))["networks"]
READ = [network for network in NETWORKS if "refused" not in network]
REFUSED = [network for network in NETWORKS if "refused" in network]

MINI_XCEPTION = {
    "entry": 9 * 3 * 128 + 128 + 4 * 128,
    "256": (9 * 128 + 128 * 256 + 256) + (9 * 256 + 256 * 256 + 256) + 2 * 4 * 256 + (128 * 256 + 256),
    "512": (9 * 256 + 256 * 512 + 512) + (9 * 512 + 512 * 512 + 512) + 2 * 4 * 512 + (256 * 512 + 512),
    "728": (9 * 512 + 512 * 728 + 728) + (9 * 728 + 728 * 728 + 728) + 2 * 4 * 728 + (512 * 728 + 728),
    "exit": (9 * 728 + 728 * 1024 + 1024) + 4 * 1024 + (1024 + 1),
}
VGG = [(3, 64), (64, 64), (64, 128), (128, 128), (128, 256), (256, 256), (256, 256)]
UNET = [(3, 64), (64, 64), (64, 128), (128, 128), (128, 256), (256, 256), (384, 128), (128, 128), (192, 64), (64, 64)]

EXPECTED = {
    # Each 3×3 convolution has 9·C_in·C_out weights and C_out biases; each dense layer n·units weights and units biases.
    "mnist_convnet": ((9 * 1 * 32 + 32) + (9 * 32 * 64 + 64) + (5 * 5 * 64 * 10 + 10), (10,)),
    "cifar_with_add": (
        (9 * 3 * 32 + 32) + (9 * 32 * 64 + 64) + (9 * 64 * 64 + 64) + (4 * 4 * 64 * 64 + 64) + (64 * 10 + 10),
        (10,),
    ),
    "cats_and_dogs": (
        (9 * 3 * 32 + 32)
        + (9 * 32 * 64 + 64)
        + (9 * 64 * 128 + 128)
        + (9 * 128 * 128 + 128)
        + (7 * 7 * 128 * 512 + 512)
        + (512 + 1),
        (1,),
    ),
    "toy_resnet": (
        (9 * 3 * 32 + 32) + (9 * 32 * 64 + 64) + 5 * (9 * 64 * 64 + 64) + (64 * 256 + 256) + (256 * 10 + 10),
        (10,),
    ),
    "denoising_autoencoder": ((9 * 32 + 32) + 3 * (9 * 32 * 32 + 32) + (9 * 32 + 1), (28, 28, 1)),
    "distributed": ((784 * 256 + 256) + (256 * 256 + 256) + (256 * 10 + 10), (10,)),
    "mini_xception": (sum(MINI_XCEPTION.values()), (1,)),
    "quickstart": ((784 * 128 + 128) + (128 * 10 + 10), (10,)),
    "fashion_mnist": ((784 * 128 + 128) + (128 * 10 + 10), (10,)),
    "unet": (sum(9 * a * b + b for a, b in UNET) + (64 * 3 + 3), (128, 128, 3)),
    # Batch normalization has four parameters for each channel; those of 1, of 256 values, and of the 10 differences.
    "siamese": (
        4 * 1 + (25 * 4 + 4) + (25 * 4 * 16 + 16) + 4 * 256 + (256 * 10 + 10) + 4 * 10 + (10 + 1),
        (1,),
    ),
    "vgg_cifar": (
        sum(9 * a * b + b + 4 * b for a, b in VGG) + (4 * 4 * 256 * 512 + 512) + 4 * 512 + (512 * 10 + 10),
        (10,),
    ),
    "two_heads": ((9 * 3 * 3 + 3) + (12 * 3 + 3) + (6 * 1 + 1) + (6 * 4 + 4), (4,)),
}


def test_every_tutorial_has_its_numbers() -> None:
    assert {path.stem for path in TUTORIALS.glob("*.txt")} == set(EXPECTED)


@pytest.mark.parametrize("tutorial", EXPECTED)
def test_a_pasted_tutorial_is_read_as_it_is(tutorial: str) -> None:
    params, output = EXPECTED[tutorial]
    summary = summarize((TUTORIALS / f"{tutorial}.txt").read_text(encoding="utf-8"))
    assert summary.totals.params == params
    assert summary.rows[-1].output_shape == output
    assert summary.totals.lower_bounds == ()


@pytest.mark.parametrize(
    ("tutorial", "statistics"),
    [
        ("mini_xception", 2 * (128 + 2 * 256 + 2 * 512 + 2 * 728 + 1024)),
        ("siamese", 2 * (1 + 256 + 10)),
        ("vgg_cifar", 2 * (2 * 64 + 2 * 128 + 3 * 256 + 512)),
    ],
)
def test_what_batch_normalization_measures_is_not_trainable(tutorial: str, statistics: int) -> None:
    summary = summarize((TUTORIALS / f"{tutorial}.txt").read_text(encoding="utf-8"))
    assert summary.totals.non_trainable == summary.totals.statistics == statistics


def test_rows_of_a_tutorial_keep_its_names_and_groups() -> None:
    rows = summarize((TUTORIALS / "denoising_autoencoder.txt").read_text(encoding="utf-8")).rows
    assert [(row.group, row.output_shape) for row in rows if row.kind.endswith("2D")] == [
        ("encoder", (28, 28, 32)),
        ("encoder", (14, 14, 32)),
        ("encoder", (14, 14, 32)),
        ("encoder", (7, 7, 32)),
        ("decoder", (7, 7, 32)),
        ("decoder", (14, 14, 32)),
        ("decoder", (14, 14, 32)),
        ("decoder", (28, 28, 32)),
        ("decoder", (28, 28, 1)),
    ]
    names = [row.name for row in summarize((TUTORIALS / "vgg_cifar.txt").read_text(encoding="utf-8")).rows]
    assert [name for name in names if "conv" in name] == [
        f"block{block}_conv{conv}" for block, repeats in ((1, 2), (2, 2), (3, 3)) for conv in range(1, repeats + 1)
    ]


def summary_of(network: dict[str, Any]) -> Summary:
    text = (TUTORIALS / f"{network['tutorial']}.txt").read_text(encoding="utf-8")
    dialect, _, _ = network["tutorial"].partition("/")
    return summarize(text, dialect=dialect, input_shape=network["shape"], entry=network["entry"])


def named(network: dict[str, Any]) -> str:
    return f"{network['tutorial']}: {network['entry']}".rstrip(": ")


def test_every_program_has_a_network_that_a_framework_was_asked_about() -> None:
    programs = {f"{path.parent.name}/{path.stem}" for path in TUTORIALS.glob("*/*.txt")}
    assert programs == {network["tutorial"] for network in NETWORKS}


@pytest.mark.parametrize("network", READ, ids=named)
def test_a_program_has_the_numbers_of_its_framework(network: dict[str, Any]) -> None:
    summary = summary_of(network)
    told = {name: getattr(summary.totals, name) for name in ("params", "trainable", "macs") if name in network}
    assert told == {name: network[name] for name in told}
    assert set(summary.totals.lower_bounds) <= {"connections"}
    applied = [row.output_shape for row in summary.rows if row.inputs]
    outputs = [tuple(shape) for shape in network["outputs"]]
    assert applied[-1] in outputs
    assert set(outputs) <= {row.output_shape for row in summary.rows}


def applied(network: dict[str, Any], *, by: str) -> tuple[list[Any], list[Any]]:
    """The layers that the framework has applied, and the rows of the summary that are called like one of them."""
    layers = [(name, tuple(shape)) for name, shape in network["layers"]]
    known = {name for name, _ in layers}
    rows = [(getattr(row, by).partition("@")[0], row.output_shape) for row in summary_of(network).rows if row.inputs]
    return layers, [row for row in rows if row[0] in known]


@pytest.mark.parametrize("network", [one for one in READ if one["tutorial"].startswith("pytorch")], ids=named)
def test_modules_of_a_program_are_applied_in_pytorchs_order(network: dict[str, Any]) -> None:
    layers, rows = applied(network, by="name")
    assert rows == layers


def without_ones(shape: tuple[int, ...]) -> tuple[int, ...]:
    return without_ones(shape[1:]) if shape[:1] == (1,) else shape


@pytest.mark.parametrize("network", [one for one in READ if one["tutorial"].startswith("keras")], ids=named)
def test_layers_of_a_program_are_those_that_keras_applies(network: dict[str, Any]) -> None:
    """By their kinds, since automatic names count all that a program makes, and Keras' own order goes by depth.

    An array of weights that stands for a batch has an axis of 1 in its place.
    """
    layers, rows = (sorted((kind, without_ones(shape)) for kind, shape in one) for one in applied(network, by="kind"))
    assert rows == layers


@pytest.mark.parametrize("network", REFUSED, ids=named)
def test_a_program_whose_layers_stand_elsewhere_is_refused(network: dict[str, Any]) -> None:
    with pytest.raises(ArchitectureError, match=network["refused"]):
        summary_of(network)
