"""Receptive fields, against published ones and against sets of positions passed on layer by layer."""

from __future__ import annotations

from fractions import Fraction

import pytest
from brute_force import Graph, join
from hypothesis import given, settings
from hypothesis import strategies as st
from known_networks import ALEXNET_FEATURES, RESNET_18, VGG_16, on, resnet_50

from sphinx_cnn import summarize
from sphinx_cnn.arithmetic.quantities import Row

steady = settings(deadline=None)  # a busy machine is no failure


@st.composite
def chains(draw: st.DrawFn, *, padded: bool = True, up: bool = True) -> Graph:
    graph = Graph(draw(st.integers(8, 40)))
    padding = st.sampled_from(["valid", "same"] if padded else ["valid"])
    for _ in range(draw(st.integers(1, 5))):
        at, k, s = len(graph.maps) - 1, draw(st.integers(1, 5)), draw(st.integers(1, 3))
        step = draw(
            st.sampled_from(["conv", "dilated", "pool", "crop", *["causal", "pad"] * padded, *["up", "back"] * up])
        )
        if step == "conv":
            graph.convolve(at, k, s, 1, draw(padding))
        elif step == "dilated":
            graph.convolve(at, k, 1, draw(st.integers(1, 3)), draw(padding))
        elif step == "causal":
            graph.convolve(at, k, s, 1, "causal")
        elif step == "pool":
            graph.pool(at, k, s, draw(padding))
        elif step == "pad":
            graph.pad(at, draw(st.integers(0, 2)), draw(st.integers(0, 2)))
        elif step == "crop":
            graph.crop(at, draw(st.integers(0, 2)), draw(st.integers(0, 2)))
        elif step == "back" and graph.period < 12:
            graph.transpose(at, max(k, s), s, draw(st.sampled_from(["valid", "same"])))
        elif graph.period < 12:
            graph.up_sample(at, draw(st.integers(1, 3)))
    return graph


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Networks whose feature maps meet again: those of the same size are merged."""
    graph = Graph(draw(st.sampled_from([12, 16, 24])))
    for _ in range(draw(st.integers(2, 8))):
        plain = [i for i in range(len(graph.maps)) if i not in graph.stacked]
        at = draw(st.sampled_from(plain))
        partners = [i for i in plain if graph.maps[i].size == graph.maps[at].size and i != at]
        step = draw(st.sampled_from(["conv", "down", "up", "merge", "merge"]))
        if step == "conv":
            graph.convolve(at, draw(st.integers(1, 5)), 1, draw(st.integers(1, 3)), "same")
        elif step == "down":
            graph.pool(at, draw(st.integers(1, 3)), 2, "same")
        elif step == "up" and graph.period < 8:
            graph.up_sample(at, 2)
        elif partners:
            graph.merge(at, draw(st.sampled_from(partners)), draw(st.sampled_from(["Add", "Concatenate", "Maximum"])))
    return graph


@steady
@given(graph=chains())
def test_a_chain_has_the_field_that_passing_positions_on_gives(graph: Graph) -> None:
    for index, row in enumerate(graph.rows()):
        assert row.receptive_field == (graph.extent(index),)
        assert row.receptive_field_start == (graph.start(index),)
        assert row.receptive_field_stride == (graph.stride(index),)


@steady
@given(graph=chains(up=False))
def test_what_a_position_depends_on_lies_in_its_field(graph: Graph) -> None:
    for made, row in zip(graph.maps, graph.rows(), strict=True):
        assert row.receptive_field and row.receptive_field_start and row.receptive_field_stride  # noqa: PT018
        for position, positions in enumerate(made.depends):
            first = int(row.receptive_field_start[0] + position * row.receptive_field_stride[0])
            assert positions <= set(range(first, first + row.receptive_field[0]))


@settings(steady, max_examples=200)
@given(graph=graphs())
def test_merged_maps_see_what_each_of_them_sees_or_nobody_knows(graph: Graph) -> None:
    strides: list[Fraction | None] = []
    for index, row in enumerate(graph.rows()):
        met = {strides[i] for i in graph.inputs[index]}
        if None in met or len(met) > 1:
            strides.append(None)
            assert row.receptive_field is None
            continue
        strides.append(graph.stride(index))
        assert row.receptive_field == (graph.extent(index),)
        assert row.receptive_field_start == (graph.start(index),)
        assert row.receptive_field_stride == (graph.stride(index),)


def test_branches_that_repeat_values_in_different_rhythms_meet() -> None:
    graph = Graph(24)
    for factor in (2, 3):
        graph.pool(0, factor, factor, "same")
        graph.up_sample(len(graph.maps) - 1, factor)
    graph.merge(2, 4, "Add")
    graph.convolve(5, 5, 3, 1, "valid")
    for index, row in enumerate(graph.rows()):
        assert row.receptive_field == (graph.extent(index),)
        assert row.receptive_field_stride == (graph.stride(index),)


def test_maps_of_different_strides_have_no_common_field() -> None:
    text = "x = Input((8, 1))\ny = MaxPooling1D(2)(x)\nz = Conv1D(1, 5)(x)\nAdd()([y, z])"
    assert summarize(text).rows[-1].receptive_field is None


@settings(steady, max_examples=300)
@given(graph=chains())
def test_a_global_layer_sees_all_that_the_map_depends_on_or_nobody_knows(graph: Graph) -> None:
    seen = join(graph.maps[-1].depends)
    row = seen_by_a_global_layer(graph)
    if row.receptive_field is None:
        assert any("dilation_rate" in line or "strides" in line or "Pooling" in line for line in graph.lines)
        return
    assert row.receptive_field == (max(seen) - min(seen) + 1,)
    assert row.receptive_field_start == (min(seen),)
    assert row.receptive_field_stride == (0,)


@settings(steady, max_examples=200)
@given(sizes=st.lists(st.integers(1, 6), min_size=1, max_size=5), data=st.data())
def test_windows_without_holes_leave_no_doubt_about_what_a_global_layer_sees(
    sizes: list[int], data: st.DataObject
) -> None:
    graph = Graph(30)
    for size in sizes:
        at = len(graph.maps) - 1
        if data.draw(st.booleans()):
            graph.pad(at, data.draw(st.integers(0, 2)), data.draw(st.integers(0, 2)))
        graph.convolve(len(graph.maps) - 1, size, data.draw(st.integers(1, size)), 1, "same")
    seen = join(graph.maps[-1].depends)
    row = seen_by_a_global_layer(graph)
    assert (row.receptive_field, row.receptive_field_start) == ((max(seen) - min(seen) + 1,), (min(seen),))


def seen_by_a_global_layer(graph: Graph) -> Row:
    last = f"GlobalAveragePooling1D()(x{len(graph.maps) - 1})"
    return summarize("\n".join([*graph.lines, last])).rows[-1]


def test_a_global_layer_does_not_see_the_end_that_no_window_reads() -> None:
    text = "Conv1D(1, 1, strides=2)\nConv1D(1, 3, padding='same')\nGlobalMaxPooling1D()"
    assert summarize(text, input_shape=(10, 1)).rows[-1].receptive_field == (9,)


def test_a_gate_that_is_the_same_for_all_positions_has_no_stride() -> None:
    text = "x = Input((8, 3))\ngate = Conv1D(3, 8)(x)\nMultiply()([x, gate])"
    row = summarize(text).rows[-1]
    assert (row.receptive_field, row.receptive_field_stride) in [((8,), (0,)), (None, None)]


def test_squeeze_and_excitation_sees_the_whole_input() -> None:
    text = "x = Input((9, 7, 4))\ny = Conv2D(4, 3, padding='same')(x)\n"
    text += "s = GlobalAveragePooling2D(keepdims=True)(y)\nMultiply()([y, s])"
    assert summarize(text).rows[-1].receptive_field == (9, 7)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Conv1D(1, 3)\nMaxPooling1D(2)\nConv1D(1, 3)", (8, 2, 0)),
        ("Conv1D(1, 11, strides=4)\nMaxPooling1D(3, 2)\nConv1D(1, 5)", (51, 8, 0)),
        ("Conv1D(1, 3, strides=3, padding=1)\nConv1D(1, 2)", (6, 3, -1)),
        ("Conv1D(1, 1, strides=3)\nConv1D(1, 2)", (4, 3, 0)),
        ("Conv1D(1, 3, dilation_rate=2, padding=2)", (5, 1, -2)),
        ("UpSampling1D(2)", (1, Fraction(1, 2), 0)),
        ("UpSampling1D(2)\nConv1D(1, 3)", (2, Fraction(1, 2), 0)),
        ("UpSampling1D(2)\nMaxPooling1D(2)", (1, 1, 0)),
    ],
)
def test_small_chains(text: str, expected: tuple[int, int | Fraction, int]) -> None:
    row = summarize(text, input_shape=(100, 1)).rows[-1]
    extent, stride, start = expected
    assert row.receptive_field == (extent,)
    assert row.receptive_field_stride == (stride,)
    assert row.receptive_field_start == (start,)


@pytest.mark.parametrize(
    ("text", "kind", "expected", "stride"),
    [
        (ALEXNET_FEATURES, "MaxPooling2D", 195, 32),
        (VGG_16, "MaxPooling2D", 212, 32),
        (RESNET_18, "ReLU", 435, 32),
        (resnet_50(stride_on=3, use_bias=False), "ReLU", 427, 32),
        (resnet_50(stride_on=1, use_bias=False), "ReLU", 483, 32),
    ],
    ids=["AlexNet", "VGG-16", "ResNet-18", "ResNet-50, stride on the 3×3", "ResNet-50, stride on the 1×1"],
)
def test_published_receptive_fields(text: str, kind: str, expected: int, stride: int) -> None:
    row = [row for row in summarize(on((224, 224, 3), text)).rows if row.kind == kind][-1]
    assert row.receptive_field == (expected, expected)
    assert row.receptive_field_stride == (stride, stride)


def test_axes_are_kept_apart() -> None:
    row = summarize("Conv2D(1, (3, 5), strides=(1, 2))\nMaxPooling2D((2, 1))", input_shape=(20, 30, 1)).rows[-1]
    assert row.receptive_field == (4, 5)
    assert row.receptive_field_stride == (2, 2)


def test_channels_first_has_the_same_field() -> None:
    text = "Conv2D(1, (3, 5), data_format='channels_first')\nMaxPooling2D(2, data_format='channels_first')"
    assert summarize(text, input_shape=(1, 20, 30)).rows[-1].receptive_field == (4, 6)


def test_a_reshape_that_moves_values_along_the_axes_does_not_make_all_seen_by_all() -> None:
    text = "Reshape((14, 14, 4))\nConv2D(1, 3)"
    assert summarize(text, input_shape=(28, 28, 1)).rows[-1].receptive_field is None


def test_what_is_reshaped_after_everything_was_seen_has_seen_everything() -> None:
    text = "Flatten()\nDense(48)\nReshape((4, 4, 3))\nConv2D(1, 3)\nUpSampling2D(2)"
    assert summarize(text, input_shape=(28, 20, 1)).rows[-1].receptive_field == (28, 20)


def test_interpolation_sees_nobody_knows_what() -> None:
    text = "UpSampling2D(2, interpolation='bilinear')\nConv2D(1, 3)"
    assert [row.receptive_field for row in summarize(text, input_shape=(8, 8, 1)).rows] == [(1, 1), None, None]
