"""Work and connections of layers, against loops that do the work one value at a time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import ceil, floor, prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sphinx_cnn import summarize
from sphinx_cnn.arithmetic.quantities import Row

steady = settings(deadline=None)  # a busy machine is no failure
small = st.integers(1, 4)


def last(text: str, shape: tuple[int, ...], **options: str) -> Row:
    return summarize(text, input_shape=shape, **options).rows[-1]  # type: ignore[arg-type]


def textbook(text: str, shape: tuple[int, ...]) -> int | None:
    return last(text, shape, flops_convention="textbook").flops


def scattered(sizes: tuple[int, ...], kernel: int) -> Iterator[tuple[int, ...]]:
    """Each product of an input value and a value of the kernel, by input position and tap."""
    return product(*(range(size) for size in sizes), *(range(kernel) for _ in sizes))


@steady
@given(n=st.integers(1, 5), k=small, s=small, c=small, filters=small, bias=st.booleans())
def test_a_transposed_convolution_multiplies_each_input_by_the_whole_kernel(
    n: int, k: int, s: int, c: int, filters: int, bias: bool
) -> None:
    text = f"Conv2DTranspose({filters}, {k}, strides={s}, padding='same', use_bias={bias})"
    products = sum(c * filters for _ in scattered((n, n), k))
    row = last(text, (n, n, c))
    added = prod(row.output_shape) if bias else 0
    assert (row.macs, row.connections) == (products, products + added)
    assert textbook(text, (n, n, c)) == 2 * products + added


@steady
@given(height=st.integers(1, 9), width=st.integers(1, 9), rows=st.integers(1, 9), columns=st.integers(1, 9))
def test_adaptive_pooling_reads_the_windows_between_its_rounded_edges(
    height: int, width: int, rows: int, columns: int
) -> None:
    def lengths(size: int, out: int) -> list[int]:
        return [ceil((o + 1) * size / out) - floor(o * size / out) for o in range(out)]

    windows = [down * along * 3 for down in lengths(height, rows) for along in lengths(width, columns)]
    shape = (height, width, 3)
    assert textbook(f"AdaptiveAveragePooling2D(({rows}, {columns}))", shape) == sum(windows)
    assert textbook(f"AdaptiveMaxPooling2D(({rows}, {columns}))", shape) == sum(windows) - 3 * rows * columns
    assert last(f"AdaptiveMaxPooling2D(({rows}, {columns}))", shape).connections == sum(windows)


@steady
@given(n=st.integers(3, 7), k=st.integers(1, 3), s=st.integers(1, 2), c=small, filters=small, bias=st.booleans())
def test_a_locally_connected_layer_is_a_dense_layer_for_each_window(
    n: int, k: int, s: int, c: int, filters: int, bias: bool
) -> None:
    text = f"LocallyConnected1D({filters}, {k}, strides={s}, use_bias={bias})"
    window = last(f"Dense({filters}, use_bias={bias})", (k * c,))
    row, windows = last(text, (n, c)), (n - k) // s + 1
    assert row.output_shape == (windows, filters)
    for name in ("weights", "biases", "params", "trainable", "macs", "connections"):
        assert getattr(row, name) == windows * getattr(window, name)
    assert textbook(text, (n, c)) == windows * (textbook(f"Dense({filters}, use_bias={bias})", (k * c,)) or 0)


@steady
@given(a=small, b=small, summed=small, normalize=st.booleans())
def test_a_product_of_matrices_sums_along_the_axes_that_it_loses(a: int, b: int, summed: int, normalize: bool) -> None:
    text = f"x = Input(({a}, {summed}))\ny = Input(({summed}, {b}))\nDot((2, 1), normalize={normalize})([x, y])"
    row = summarize(text, flops_convention="textbook").rows[-1]
    assert row.output_shape == (a, b)
    assert row.macs == row.connections == a * b * summed
    divided = 3 * (a * summed + summed * b) if normalize else 0  # squared, summed up, divided
    assert row.flops == a * b * (2 * summed - 1) + divided


@pytest.mark.parametrize("inside", ["Conv1D(4, 3, use_bias=False)", "Dense(5)", "MaxPooling1D(2)", "ReLU()"])
def test_a_layer_applied_to_each_step_does_its_work_each_time_and_has_its_parameters_once(inside: str) -> None:
    once, each = last(inside, (9, 2)), last(f"TimeDistributed({inside})", (7, 9, 2))
    assert each.output_shape == (7, *once.output_shape)
    for name in ("weights", "biases", "params", "trainable"):
        assert getattr(each, name) == getattr(once, name)
    for name in ("macs", "flops", "connections", "activations"):
        assert getattr(each, name) == 7 * getattr(once, name)
    assert textbook(f"TimeDistributed({inside})", (7, 9, 2)) == 7 * (textbook(inside, (9, 2)) or 0)


@pytest.mark.parametrize(
    ("inside", "shape", "vector"),
    [
        ("Conv2D(8, 3)", (6, 6, 4), 8),
        ("Conv2DTranspose(8, 3)", (6, 6, 4), 4),
        ("DepthwiseConv2D(3, depth_multiplier=2)", (6, 6, 4), 2),
        ("Dense(5)", (7,), 5),
        ("Embedding(10, 3)", (7,), 3),
    ],
)
def test_a_spectral_normalization_keeps_a_vector_beside_the_layer_inside(
    inside: str, shape: tuple[int, ...], vector: int
) -> None:
    plain, normalized = last(inside, shape), last(f"SpectralNormalization({inside})", shape)
    assert (normalized.statistics, normalized.non_trainable) == (vector, vector)
    assert (normalized.weights, normalized.trainable) == (plain.weights, plain.trainable)
    assert (normalized.macs, normalized.connections) == (plain.macs, plain.connections)


@pytest.mark.parametrize(
    ("text", "shape", "each"),
    [
        ("LayerNormalization(scale=False)", (5, 5, 2), 6),
        ("LayerNormalization(scale=False, center=False)", (5, 5, 2), 5),
        ("GroupNormalization(2)", (5, 5, 4), 7),
        ("RMSNormalization()", (5, 5, 2), 4),
        ("UnitNormalization()", (5, 5, 2), 3),
        ("Normalization()", (5, 5, 2), 2),
        ("Rescaling(1 / 255)", (5, 5, 2), 2),
        ("PReLU()", (5, 5, 2), 0),
        ("Cropping2D(1)", (5, 5, 2), 0),
        ("Embedding(10, 4)", (7,), 0),
    ],
)
def test_textbook_operations_for_each_output_value(text: str, shape: tuple[int, ...], each: int) -> None:
    row = last(text, shape, flops_convention="textbook")
    assert row.flops == each * prod(row.output_shape)


@pytest.mark.parametrize("text", ["Cropping2D(1)", "Permute((2, 1, 3))", "RandomFlip()", "ActivityRegularization(0.1)"])
def test_a_view_stores_nothing(text: str) -> None:
    assert last(text, (5, 5, 2)).activations == 0


@pytest.mark.parametrize("text", ["UpSampling2D(2, interpolation='bilinear')", "Resizing(9, 9)", "CenterCrop(3, 3)"])
def test_what_depends_on_the_way_of_interpolation_is_not_known(text: str) -> None:
    row = last(text, (5, 5, 2), flops_convention="textbook")
    assert (row.flops, row.connections, row.receptive_field) == (None, None, None)
    assert row.macs == 0
