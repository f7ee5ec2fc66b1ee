"""How kernel size, stride, padding and dilation turn one size into another."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sphinx_cnn import ArchitectureError, summarize
from sphinx_cnn.arithmetic.shape import ShapeError
from sphinx_cnn.arithmetic.window import Rounding, Window

steady = settings(deadline=None)  # a busy machine is no failure
sizes = st.integers(1, 60)
kernels = st.integers(1, 9)
strides = st.integers(1, 6)
dilations = st.integers(1, 4)


def output(i: int, k: int, s: int, p: int = 0, rounding: Rounding = "floor") -> int:
    (size,) = Window((k,), (s,), ((p, p),), rounding=rounding).output((i,))
    return size


def same(i: int, k: int, s: int, d: int = 1) -> tuple[int, tuple[int, int]]:
    window = Window((k,), (s,), "same", (d,))
    (size,), (sides,) = window.output((i,)), window.sides((i,))
    return size, sides


@pytest.mark.parametrize(
    ("i", "k", "s", "p", "expected"),
    [
        (5, 2, 2, 1, 3),
        (9, 4, 4, 2, 3),
        (5, 3, 3, 1, 2),
        (6, 3, 2, 0, 3),
        (112, 3, 2, 0, 56),
        (28, 3, 2, 1, 15),
        (64, 3, 2, 1, 33),
        (5, 1, 3, 0, 2),
        (7, 2, 4, 0, 2),
    ],
)
def test_ceil_mode_drops_a_last_window_that_starts_in_the_padding(
    i: int, k: int, s: int, p: int, expected: int
) -> None:
    assert output(i, k, s, p, "ceil") == expected


@pytest.mark.parametrize(("i", "k", "s", "p", "expected"), [(5, 2, 2, 1, 3), (5, 1, 3, 0, 3), (7, 2, 4, 0, 3)])
def test_caffe_drops_such_a_window_only_where_there_is_padding(i: int, k: int, s: int, p: int, expected: int) -> None:
    assert output(i, k, s, p, "caffe") == expected


def test_flooring_loses_the_window_that_ceiling_keeps() -> None:
    assert (output(112, 3, 2), output(112, 3, 2, 0, "ceil")) == (55, 56)


@pytest.mark.parametrize(
    ("i", "k", "s", "expected"),
    [
        (7, 2, 3, (3, (0, 1))),
        (8, 2, 3, (3, (0, 0))),
        (6, 3, 2, (3, (0, 1))),
        (4, 1, 2, (2, (0, 0))),
        (10, 4, 1, (10, (1, 2))),
        (5, 3, 1, (5, (1, 1))),
    ],
)
def test_same_padding_puts_the_odd_one_at_the_end(
    i: int, k: int, s: int, expected: tuple[int, tuple[int, int]]
) -> None:
    assert same(i, k, s) == expected


def test_a_dilated_kernel_is_as_large_as_its_span() -> None:
    assert Window((3,), (1,), "valid", (2,)).output((9,)) == (5,)
    assert Window((5,), (1,), "valid", (2,)).output((9,)) == (1,)
    with pytest.raises(ShapeError, match="does not fit"):
        Window((5,), (1,), "valid", (2,)).output((8,))


def test_each_axis_has_its_own_numbers() -> None:
    window = Window((3, 2, 1), (1, 2, 3), ((1, 0), (0, 0), (0, 2)), (2, 1, 1))
    assert window.output((9, 9, 9)) == (6, 4, 4)


@pytest.mark.parametrize("padding", ["'valid'", "1", "(2, 1)"])
def test_a_kernel_that_does_not_fit_is_refused_with_both_sizes(padding: str) -> None:
    with pytest.raises(ArchitectureError, match=r"11×11 kernel does not fit .*5×5 input"):
        summarize(f"Conv2D(8, 11, padding={padding})", input_shape=(5, 5, 3))


@steady
@given(i=sizes, k=kernels, s=strides, d=dilations, before=st.integers(0, 5), after=st.integers(0, 5))
def test_the_output_has_as_many_positions_as_windows_fit(
    i: int, k: int, s: int, d: int, before: int, after: int
) -> None:
    starts = [start for start in range(-before, i + after, s) if start + d * (k - 1) < i + after]
    window = Window((k,), (s,), ((before, after),), (d,))
    if starts:
        assert window.output((i,)) == (len(starts),)
    else:
        with pytest.raises(ShapeError):
            window.output((i,))


@steady
@given(i=sizes, k=kernels, s=strides, p=st.integers(0, 4))
def test_ceil_mode_adds_at_most_one_window_and_that_one_starts_on_the_input(i: int, k: int, s: int, p: int) -> None:
    p = min(p, k // 2)
    if i + 2 * p < k:
        return
    whole, ceiled = output(i, k, s, p), output(i, k, s, p, "ceil")
    covered = (whole - 1) * s + k == i + 2 * p
    next_starts_on_the_input = whole * s < p + i
    assert ceiled == whole + (not covered and next_starts_on_the_input)


@steady
@given(i=sizes, k=kernels, d=dilations)
def test_a_same_convolution_of_stride_1_keeps_the_size(i: int, k: int, d: int) -> None:
    assert same(i, k, 1, d)[0] == i


@steady
@given(i=sizes, k=kernels, s=strides, d=dilations)
def test_same_padding_is_as_little_as_makes_the_windows_fit(i: int, k: int, s: int, d: int) -> None:
    size, (before, after) = same(i, k, s, d)
    reach = (size - 1) * s + d * (k - 1) + 1
    assert (size - 1) * s < i <= size * s
    assert before + after == max(reach - i, 0)
    assert after - before in (0, 1)


@steady
@given(i=sizes, k=kernels, s=strides, d=dilations)
def test_a_causal_window_sees_nothing_that_comes_later(i: int, k: int, s: int, d: int) -> None:
    window = Window((k,), (s,), "causal", (d,))
    (size,), ((before, after),) = window.output((i,)), window.sides((i,))
    last_tap_of_each = [position * s - before + d * (k - 1) for position in range(size)]
    assert last_tap_of_each == list(range(0, i, s))
    assert after == 0
