"""The shorthand: one layer per line, and each line continues from the line before."""

from __future__ import annotations

import pytest
from reading import inputs, names, read, refusal, shapes


def test_each_line_continues_from_the_line_before() -> None:
    text = """
conv1 = Conv2D(8, 3)
MaxPooling2D(2)
Conv2D(16, 3, padding="same")
Flatten()
fc = Dense(10)
"""
    assert shapes(text) == [(30, 30, 8), (15, 15, 8), (15, 15, 16), (3600,), (10,)]
    assert names(text) == ["conv1", "max_pooling2d", "conv2d_1", "flatten", "fc"]
    assert read(text).totals.params == (9 * 3 * 8 + 8) + (9 * 8 * 16 + 16) + (3600 * 10 + 10)


def test_the_input_is_the_first_row() -> None:
    first = read("Flatten()").rows[0]
    assert (first.kind, first.output_shape, first.inputs) == ("Input", (32, 32, 3), ())


def test_a_name_on_the_left_is_a_feature_map_that_can_be_used_again() -> None:
    text = """
stem = Conv2D(8, 3, padding="same")
a = Conv2D(8, 3, padding="same")
b = Conv2D(8, 3, padding="same")
merged = Add()([b, stem])
head = Conv2D(4, 1)
"""
    assert inputs(text) == {"stem": ("input",), "a": ("stem",), "b": ("a",), "add": ("b", "stem"), "head": ("add",)}


def test_the_layer_that_is_applied_explicitly_takes_the_automatic_name() -> None:
    text = 'x = Conv2D(8, 3, padding="same")\ny = Conv2D(8, 3, padding="same")(x)\nAdd()([x, y])'
    assert names(text) == ["x", "conv2d_1", "add"]


def test_after_a_merge_a_bare_line_continues() -> None:
    text = "a = Conv2D(8, 1)\nb = Conv2D(8, 1)\nAdd()([a, b])\nReLU()"
    assert inputs(text)["re_lu"] == ("add",)


def test_rebinding_the_same_name_continues() -> None:
    text = """
def block(x):
    return ReLU()(Conv2D(8, 3)(x))

x = Conv2D(8, 3)
x = block(x)
x = block(x)
Flatten()
Dense(10)
"""
    assert shapes(text)[-3:] == [(26, 26, 8), (26 * 26 * 8,), (10,)]


def test_augmented_assignment_continues() -> None:
    text = 'x = Conv2D(8, 3, padding="same")\ny = Conv2D(8, 3, padding="same")\ny += x\nReLU()'
    assert inputs(text) == {"x": ("input",), "y": ("x",), "add": ("y", "x"), "re_lu": ("add",)}


def test_loops_and_conditions_at_the_top_level_apply_their_lines() -> None:
    text = """
deep = True
for filters in [8, 16]:
    for _ in range(2):
        Conv2D(filters, 3, padding="same")
    MaxPooling2D(2)
if deep:
    Conv2D(32, 3, padding="same")
else:
    Dense(1)
GlobalAveragePooling2D()
"""
    assert shapes(text) == [
        (32, 32, 8),
        (32, 32, 8),
        (16, 16, 8),
        (16, 16, 16),
        (16, 16, 16),
        (8, 8, 16),
        (8, 8, 32),
        (32,),
    ]


@pytest.mark.parametrize("chosen", ["Conv2D(8, 3) if deep else Conv2D(8, 5)", "[ReLU(), Conv2D(8, 3)][deep]"])
def test_a_layer_that_is_chosen_continues(chosen: str) -> None:
    assert shapes(f"deep = True\nConv2D(4, 1)\nx = {chosen}\nFlatten()")[1:] == [(30, 30, 8), (7200,)]


def test_a_function_that_returns_a_layer_makes_it_continue() -> None:
    text = """
def conv(filters, size=3):
    return Conv2D(filters, size, padding="same")

first = conv(8)
conv(16, size=5)
"""
    assert names(text) == ["first", "conv2d_1"]
    assert read(text).totals.params == (9 * 3 * 8 + 8) + (25 * 8 * 16 + 16)


def test_a_model_that_a_line_makes_is_functional_text() -> None:
    error = refusal("Sequential([Conv2D(8, 3)])\nx = Conv2D(8, 3)\nFlatten()(Conv2D(8, 3))")
    assert error.line == 3


@pytest.mark.parametrize("line", ["Input((28, 28, 1))", "Input(shape=(28, 28, 1))", "inputs = Input((28, 28, 1))"])
def test_an_input_line_gives_the_shape(line: str) -> None:
    summary = read(f"{line}\nConv2D(8, 3)", None)
    assert [row.output_shape for row in summary.rows] == [(28, 28, 1), (26, 26, 8)]


def test_the_first_layer_may_declare_the_input_shape() -> None:
    assert shapes("Conv2D(8, 3, input_shape=(28, 28, 1))\nFlatten()", None) == [(26, 26, 8), (5408,)]


def test_an_input_shape_from_outside_wins() -> None:
    assert shapes("Input((28, 28, 1))\nConv2D(8, 3)", (10, 10, 3)) == [(8, 8, 8)]
    assert shapes("Conv2D(8, 3, input_shape=(28, 28, 1))", (10, 10, 3)) == [(8, 8, 8)]


def test_names_of_numbers_are_no_layers() -> None:
    assert shapes("width = 8\nConv2D(width, 3)\nwidth = width * 2\nConv2D(width, 3)") == [(30, 30, 8), (28, 28, 16)]


def test_a_layer_that_another_line_makes_is_not_applied_before_it_stands_in_a_line() -> None:
    text = "layers = [Conv2D(8, 3), ReLU()]\nx = Conv2D(4, 1)\nfor layer in layers:\n    x = layer(x)\nFlatten()"
    assert shapes(text) == [(32, 32, 4), (30, 30, 8), (30, 30, 8), (7200,)]


def test_comments_and_docstrings_are_no_layers() -> None:
    assert names('"""A network."""\n# its only layer\nFlatten()\n"the end"') == ["flatten"]


def test_two_uses_of_one_name_stay_apart() -> None:
    assert names("conv = Conv2D(8, 3)\nconv = Conv2D(8, 3)") == ["conv", "conv_1"]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("x = Conv2D(8, 3)\ny = x(x)", 2, "'x' is a feature map, not a layer"),
        ("x = Conv2D(8, 3)\nx(ReLU())", 2, "'x' is a feature map, not a layer"),
        ("x = Conv2D(8, 3)\nx", 2, "'x' alone says nothing"),
        (
            "def f(x):\n    Conv2D(8, 3)\n    return x\ny = ReLU()\nf(y)",
            2,
            "inside a def nothing is applied",
        ),
        ("x = ReLU()\ny = ReLU()\nConv2D(8, 3)(x)\nFlatten()", 4, "continues from which?"),
        ("x = ReLU()\ny = ReLU()\nz = Conv2D(8, 3)(x)\nFlatten()", 4, "continues from which?"),
        ("x = ReLU()\nz = Conv2D(8, 3)(x)\nFlatten()", 3, "continues from which?"),
        ("x = ReLU()\ny = ReLU()\nz = x\nFlatten()", 4, "continues from which?"),
        ("x = ReLU()\nx * 0.5\nFlatten()", 3, "continues from which?"),
        ("[Conv2D(8, 3), ReLU()]", 1, "write one layer per line"),
        ("Conv2D(8, 3), ReLU()", 1, "write one layer per line"),
        ("x = Conv2D(8, 3)\nReLU()(ReLU())", 2, "applied to feature maps, but a layer (ReLU) arrives"),
        ("x = Conv2D(8, 3)\nAdd()(x)", 2, "merges two or more feature maps"),
        ("Add()", 1, "merges two or more feature maps"),
        ("Conv2D(8, 3)\nFlatten\nDense(10)", 2, "Flatten"),
        ("ReLU()\nx, y = Conv2D(8, 3), Conv2D(8, 3)\nFlatten()", 2, ""),
    ],
)
def test_what_is_not_plain_is_refused(text: str, line: int, message: str) -> None:
    error = refusal(text)
    assert message in error.message
    assert error.line == line


def test_the_name_that_the_line_before_was_applied_to_is_said() -> None:
    assert "'x'" in refusal("x = ReLU()\ny = ReLU()\nConv2D(8, 3)(x)\nFlatten()").message


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing", "x = 3", "def f(x):\n    return ReLU()(x)"])
def test_a_text_without_layers_is_refused(text: str) -> None:
    assert "no layers" in refusal(text).message


def test_a_function_that_is_never_called_is_named() -> None:
    assert "defines f, but never calls it" in refusal("def f(x):\n    return ReLU()(x)").message


def test_the_input_alone_is_a_network() -> None:
    assert [row.kind for row in read("Input((8, 8, 1))", None).rows] == ["Input"]


def test_without_any_input_shape_the_first_layer_is_refused() -> None:
    error = refusal("\nConv2D(8, 3)", None)
    assert "shape of the input is not known" in error.message
    assert error.line == 2


def test_passing_an_input_on_by_name_makes_a_text_functional() -> None:
    text = "inputs = Input((8, 8, 1))\nconv = Conv2D(8, 3)\nx = conv(inputs)\noutputs = Flatten()(x)"
    assert names(text, None) == ["conv", "flatten"]


@pytest.mark.parametrize("loop", ["for i in range(3):", "while not done:", "if True:"])
def test_a_branch_left_open_inside_a_block_is_still_open_after_it(loop: str) -> None:
    text = f"done = False\nx = ReLU()\n{loop}\n    y = Conv2D(8, 3)(x)\n    done = True\nFlatten()"
    assert refusal(text).line == 6


def test_squeeze_and_excitation_reads_as_it_is_drawn() -> None:
    text = """
x = Conv2D(16, 3, padding="same")
GlobalAveragePooling2D(keepdims=True)
Dense(4, activation="relu")
gate = Dense(16, activation="sigmoid")
Multiply()([x, gate])
Flatten()
"""
    assert shapes(text)[-3:] == [(1, 1, 16), (32, 32, 16), (16384,)]


def test_a_layer_may_be_applied_twice_by_explicit_calls_in_a_loop() -> None:
    text = "x = Conv2D(8, 1)\nshared = [Conv2D(8, 1)]\nfor _ in range(2):\n    x = shared[0](x)"
    summary = read(text)
    assert [row.params for row in summary.rows] == [0, 3 * 8 + 8, 8 * 8 + 8, 0]
    assert [row.macs for row in summary.rows] == [0, 1024 * 24, 1024 * 64, 1024 * 64]
