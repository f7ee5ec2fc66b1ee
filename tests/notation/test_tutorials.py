"""Whole programs in the style of tutorials, pasted as they are. Every number is worked out here by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_cnn import summarize

TUTORIALS = Path(__file__).parent / "tutorials"

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
