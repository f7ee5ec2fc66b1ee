"""Folding: what is shown as one, and that nothing is lost by it."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sphinx_cnn import Summary, summarize
from sphinx_cnn.arithmetic.quantities import COUNTABLE
from sphinx_cnn.rendering.blocks import Blocks
from sphinx_cnn.rendering.diagram import dot
from sphinx_cnn.rendering.folding import MOST_READABLE, fold, is_drawable, rows, steps
from sphinx_cnn.rendering.graphviz import Engine
from sphinx_cnn.rendering.plain import table

LARGE = {path.stem: path.read_text("utf-8") for path in sorted((Path(__file__).parents[1] / "networks").iterdir())}
"""ResNet-152 and DenseNet-201 as people write them, with functions and loops, and with a line for each layer."""

UNET = """
x = Input((256, 256, 3))
skips = []
for depth in range({levels}):
    for _ in range(2):
        x = ReLU()(BatchNormalization()(Conv2D(32 * 2**depth, 3, padding="same")(x)))
    skips.append(x)
    x = MaxPooling2D()(x)
for depth in reversed(range({levels})):
    x = Concatenate()([UpSampling2D()(x), skips[depth]])
    for _ in range(2):
        x = ReLU()(BatchNormalization()(Conv2D(32 * 2**depth, 3, padding="same")(x)))
"""

CONNECTED = """
x = Input((8, 8, 3))
maps = [Conv2D(4, 1)(x)]
for i in range({count}):
    maps.append(Conv2D(4 + i, 1)(Concatenate()(maps) if i else maps[0]))
Concatenate()(maps)
"""


def names(blocks: Blocks) -> list[str]:
    """What the blocks are called."""
    return [block.name for block in blocks.blocks]


def kinds(blocks: Blocks) -> list[str]:
    """What the blocks are."""
    return [block.kind for block in blocks.blocks]


def assert_nothing_is_lost(summary: Summary, blocks: Blocks) -> None:
    """Every layer stands in one block, in its order, and the sums are those of the network."""
    assert [row for block in blocks.blocks for row in block.rows] == list(summary.rows)
    assert [block.start for block in blocks.blocks] == [
        sum(len(earlier.rows) for earlier in blocks.blocks[:index]) for index in range(len(blocks.blocks))
    ]
    for name in COUNTABLE:
        assert sum(block.total(name) for block in blocks.blocks) == getattr(summary.totals, name)
        assert any(block.is_bounded(name) for block in blocks.blocks) == (name in summary.totals.lower_bounds)


BLOCK = """
def conv(x, filters):
    return ReLU()(Conv2D(filters, 3, padding="same")(x))

def block(x, filters):
    return Add()([x, conv(conv(x, filters), filters)])

def stage(x, filters, blocks):
    x = conv(x, filters)
    for i in range(blocks):
        x = block(x, filters)
    return x

x = Input((8, 8, 3))
x = stage(stage(x, 4, 3), 8, 2)
x = Dense(10)(GlobalAveragePooling2D()(x))
"""


def test_depth_1_has_a_block_for_each_outermost_group_and_for_each_other_layer() -> None:
    summary = summarize(BLOCK)
    blocks = fold(summary, 1)
    assert names(blocks) == ["input_layer", "stage", "stage_1", "global_average_pooling2d", "dense"]
    assert kinds(blocks) == ["Input", "17 layers", "12 layers", "GlobalAveragePooling2D", "Dense"]
    assert [block.last.output_shape for block in blocks.blocks] == [(8, 8, 3), (8, 8, 4), (8, 8, 8), (8,), (10,)]
    assert blocks.blocks[1].total("params") == (9 * 3 + 1) * 4 + 6 * (9 * 4 + 1) * 4
    assert_nothing_is_lost(summary, blocks)


def test_depth_2_has_a_block_for_each_group_in_those_and_identical_ones_in_a_row_are_one() -> None:
    summary = summarize(BLOCK)
    blocks = fold(summary, 2)
    assert names(blocks)[1:5] == [
        "stage/conv",
        "stage/block … block_2 ×3",
        "stage_1/conv",
        "stage_1/block … block_1 ×2",
    ]
    assert kinds(blocks)[1:5] == ["2 layers", "5 layers each", "2 layers", "5 layers each"]
    assert blocks.edges == tuple((index, index + 1) for index in range(6))
    assert_nothing_is_lost(summary, blocks)


def test_layers_that_stand_in_a_group_above_the_depth_are_shown_one_by_one() -> None:
    blocks = fold(summarize(BLOCK), 3)
    assert names(blocks)[3:6] == ["stage/block/conv … conv_1 ×2", "add", "stage/block_1/conv … conv_1 ×2"]


def test_beyond_the_deepest_group_every_layer_is_shown() -> None:
    summary = summarize(BLOCK)
    assert names(fold(summary, 4)) == [row.key for row in summary.rows]


def test_a_group_of_one_layer_is_that_layer() -> None:
    blocks = fold(summarize("def act(x):\n    return ReLU()(x)\nact(Input((4,)))"), 1)
    assert (names(blocks), kinds(blocks)) == (["input_layer", "re_lu"], ["Input", "ReLU"])


def test_groups_of_other_sizes_are_not_taken_for_the_same() -> None:
    text = "def f(x, n):\n    return ReLU()(Dense(n)(x))\nx = Input((4,))\nf(f(f(x, 4), 4), 5)"
    assert names(fold(summarize(text), 1)) == ["input_layer", "f … f_1 ×2", "f_2"]


def test_identical_groups_are_found_whatever_their_layers_do() -> None:
    lines = [
        'y = DepthwiseConv2D(3, padding="same")(LayerNormalization()(x))',
        "y = Multiply()([y, Rescaling(0.5)(y)])",
        "y = TimeDistributed(Dense(4))(y)",
        "return Add()([x, Dropout(0.1)(y)])",
    ]
    body = "\n    ".join(lines)
    text = f"def f(x):\n    {body}\nx = Input((8, 8, 4))\nModel(x, f(f(f(x))))"
    assert names(fold(summarize(text), 1)) == ["input_layer", "f … f_2 ×3"]


def test_two_heads_of_the_same_sizes_are_two() -> None:
    text = "def head(x):\n    return ReLU()(Dense(4)(x))\nx = Input((4,))\na = head(x)\nb = head(x)\nAdd()([a, b])"
    blocks = fold(summarize(text), 1)
    assert names(blocks) == ["input_layer", "head", "head_1", "add"]
    assert blocks.edges == ((0, 1), (0, 2), (1, 3), (2, 3))


def test_a_group_that_others_interrupt_has_a_block_for_each_of_its_parts() -> None:
    text = (
        "first = Dense(4)\nlast = ReLU()\n"
        "def f(x):\n    return Dropout(0.1)(first(x))\n"
        "def g(x):\n    return Dropout(0.1)(last(f(x)))\n"
        "x = Input((4,))\nModel(x, g(g(x)))"
    )
    summary = summarize(text)
    for depth in (1, 2, 3):
        assert_nothing_is_lost(summary, fold(summary, depth))
    assert fold(summary, 1).blocks[2].total("params") == 0  # the layer is counted in its first use
    assert names(fold(summary, 2))[1:3] == ["g/f", "last"]


@pytest.mark.parametrize("name", LARGE)
def test_a_large_network_is_folded_until_a_person_can_read_it(name: str) -> None:
    summary = summarize(LARGE[name])
    blocks = fold(summary)
    assert 10 <= len(blocks.blocks) <= 25
    assert_nothing_is_lost(summary, blocks)


def test_identical_blocks_are_found_where_the_text_has_no_groups() -> None:
    found = [block for block in fold(summarize(LARGE["resnet_152_line_by_line"])).blocks if block.times > 1]
    assert [(block.times, block.kind) for block in found] == [
        (2, "10 layers each"), (7, "10 layers each"), (35, "10 layers each"), (2, "10 layers each")
    ]  # fmt: skip
    assert found[0].name == "conv2d_5 … re_lu_9 ×2"  # from a convolution to the activation behind the shortcut
    widths = (64, 128, 256, 512)
    assert [block.total("weights") for block in found] == [
        block.times * (2 * 4 * n * n + 9 * n * n + 2 * n + 4 * n) for block, n in zip(found, widths, strict=True)
    ]


def test_blocks_that_grow_are_found_and_not_called_identical() -> None:
    found = [block for block in fold(summarize(LARGE["densenet_201_line_by_line"])).blocks if block.times > 1]
    assert [block.kind for block in found] == ["6 × 7 layers", "12 × 7 layers", "48 × 7 layers", "32 × 7 layers"]
    assert not any("×" in block.name for block in found)


@pytest.mark.parametrize("levels", [5, 8])
def test_the_levels_of_a_unet_stay_apart(levels: int) -> None:
    blocks = fold(summarize(UNET.format(levels=levels)))
    assert sum(block.last.kind == "MaxPooling2D" and block.is_layer for block in blocks.blocks) == levels
    assert sum(target - source > 3 for source, target in blocks.edges) >= 4


def test_a_small_network_is_shown_layer_by_layer_and_a_larger_one_is_not() -> None:
    for count, is_folded in ((MOST_READABLE - 1, False), (MOST_READABLE, True)):
        summary = summarize(f"for i in range({count}):\n    Dense(i + 1)", input_shape=(4,))
        assert fold(summary).is_folded == is_folded
        assert rows(summary, 0, opens=True).is_folded == is_folded
        assert not rows(summary, 0, opens=False).is_folded


@pytest.mark.parametrize("count", [20, 60, 150])
def test_a_network_in_which_everything_is_connected_is_folded_before_it_is_laid_out(count: int) -> None:
    summary = summarize(CONNECTED.format(count=count))
    for depth in (0, 1, 9):
        blocks = steps(summary, depth)
        assert is_drawable(blocks)
        assert_nothing_is_lost(summary, blocks)


def test_a_layout_ends_soon_where_everything_is_connected(tmp_path: Path) -> None:
    summary = summarize(CONNECTED.format(count=22))
    assert len(summary.rows) <= MOST_READABLE
    start = time.process_time()
    Engine(tmp_path).draw(dot(steps(summary, 0)), "svg")
    assert time.process_time() - start < 1


def test_a_depth_that_can_be_laid_out_is_followed_in_the_diagram() -> None:
    summary = summarize(BLOCK)
    for depth in (1, 2, 3, 4):
        assert steps(summary, depth) == fold(summary, depth)


def test_layers_without_any_order_are_cut_into_pieces() -> None:
    text = "".join(f"Dense({7 * i % 101 + 1})\n" + "ReLU()\n" * (i % 3) for i in range(300))
    summary = summarize(text, input_shape=(4,))
    blocks = fold(summary)
    assert len(blocks.blocks) <= MOST_READABLE
    assert_nothing_is_lost(summary, blocks)


def test_the_time_of_folding_grows_with_the_network_and_no_faster() -> None:
    def spent(count: int) -> float:
        summary = summarize(f"for i in range({count}):\n    Dense(i % 977 + 1)\n", input_shape=(4,))
        start = time.process_time()
        fold(summary)
        return time.process_time() - start

    spent(500)
    assert spent(8000) < 40 * max(spent(1000), 0.01)


LINES = st.sampled_from(
    [
        'x = Conv2D(4, 3, padding="same")(x)',
        "x = Conv2D(8, 1)(x)",
        "x = ReLU()(x)",
        "x = BatchNormalization()(x)",
        "x = LayerNormalization()(x)",  # its connections are not known
        "x = Add()([x, ReLU()(x)])",
        "x = Concatenate()([x, shared(image)])",
        'x = MaxPooling2D(2, strides=1, padding="same")(x)',
    ]
)


@st.composite
def networks(draw: st.DrawFn) -> str:
    """Functions that call those before them, again and again, and layers between the calls."""
    text = ["image = Input((64, 64, 4))", "shared = Conv2D(4, 1)"]
    calls: list[str] = []
    for index in range(draw(st.integers(1, 3))):
        body = draw(st.lists(st.sampled_from(calls) | LINES if calls else LINES, min_size=1, max_size=3))
        text.append("\n".join([f"def f{index}(x):", *body, "return x"]).replace("\n", "\n    "))
        calls += [f"for i in range({count}):\n    x = f{index}(x)" for count in (1, 3)]
    body = draw(st.lists(st.sampled_from(calls) | LINES, max_size=4))
    return "\n".join([*text, "x = image", *body, calls[-1], "Model(image, x)"])


@settings(max_examples=60, deadline=None)
@given(networks(), st.integers(0, 6))
def test_the_sums_of_table_and_diagram_are_the_totals_of_the_network(text: str, depth: int) -> None:
    summary = summarize(text)
    drawn, listed = steps(summary, depth), rows(summary, depth, opens=True)
    assert_nothing_is_lost(summary, drawn)
    assert_nothing_is_lost(summary, listed)
    assert is_drawable(drawn)
    assert dot(drawn).count("row:") == len(drawn.blocks)
    counts = [name for name in COUNTABLE if "memory" not in name]
    _, _, *lines, _, total, _, _ = table(summary, ["layer", *counts], listed).splitlines()
    cells = [_numbers(line) for line in (*lines, total)]
    for *column, sum_of_all in zip(*cells, strict=True):
        assert sum(column) == sum_of_all
    assert len(lines) == len(listed.blocks)
    assert cells[-1] == [getattr(summary.totals, name) for name in counts]


def _numbers(line: str) -> list[int]:
    """The numbers at the end of a printed line; what is not known adds nothing."""
    line = line.replace("unknown", "0").replace("≥", " ")
    found = re.findall(r"(?<=\s)[\d,]+", line)[-sum("memory" not in name for name in COUNTABLE) :]
    return [int(number.replace(",", "")) for number in found]
