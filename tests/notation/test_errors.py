"""What an error says, and where it points."""

from __future__ import annotations

import pytest
from reading import refusal

from sphinx_cnn import ArchitectureError, summarize


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Conv2D(8, 3)\nconv3 = Covn2D(8, 3)", ("line 2", "conv3 = Covn2D(8, 3)", 8)),
        ("Dense(1 + foo)", ("line 1", "Dense(1 + foo)", 10)),
        ("if 1:\n    Dense(foo)", ("line 2", "Dense(foo)", 6)),
        ("if 1:\n\tDense(foo)", ("line 2", "Dense(foo)", 6)),
        ("größe = 3; Dense(foo)", ("line 1", "größe = 3; Dense(foo)", 17)),
        ("x = '層層層'; Dense(foo)", ("line 1", "x = '層層層'; Dense(foo)", 17)),
        ("x = '😀'; Dense(foo)", ("line 1", "x = '😀'; Dense(foo)", 15)),
        ("x =\t1;\tDense(foo)", ("line 1", "x = 1; Dense(foo)", 13)),
        ("Dense(\n    units=foo,\n)", ("line 2", "units=foo,", 6)),
        ("Dense(1", ("line 1", "Dense(1", 5)),
        ("x = '層'; Dense(1))", ("line 1", "x = '層'; Dense(1))", 17)),
    ],
)
def test_an_error_shows_the_line_and_a_caret_under_the_place(text: str, shown: tuple[str, str, int]) -> None:
    error = refusal(text)
    where, line, caret = shown
    _, source, marker = error.explain().splitlines()
    assert str(error).startswith(f"{where}: {error.message}")
    assert source.strip() == line
    assert marker == " " * (4 + caret) + "^"


def test_a_long_line_is_cut_around_the_caret() -> None:
    error = refusal("x = '" + "a" * 500 + "'; Dense(foo); y = '" + "b" * 500 + "'")
    _, source, marker = error.explain().splitlines()
    assert len(source) < 130
    assert source[marker.index("^") :].startswith("foo)")


def test_an_error_knows_line_column_and_source() -> None:
    error = refusal("ReLU()\n  \nDense(foo)")
    assert (error.line, error.column, error.source) == (3, 6, "Dense(foo)")


def test_an_error_in_a_function_stands_where_the_function_is_wrong() -> None:
    assert refusal("def f(x):\n    return Conv2D(8, 7)(x)\nx = Input((6, 6, 1))\ny = f(x)", None).line == 2


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("model = Sequential([\n    Conv2D(8, 3),\n    Conv2D(8, 99),\n])", 3),
        ("model = Sequential()\nmodel.add(Conv2D(8, 3))\nmodel.add(Conv2D(8, 99))", 3),
        ("body = Sequential([\n    Conv2D(8, 99),\n])\nmodel = Sequential([ReLU(), body])", 2),
        ("x = ReLU()\ny = Conv2D(8, 3)\nlayers.add([x, y])", 3),
        ("x = ReLU()\ny = Conv2D(8, 3)\nz = layers.concatenate(\n    [x, y])", 3),
        ("x = ReLU()\n\nlayers.add(x)", 3),
    ],
)
def test_an_error_stands_at_the_layer_that_does_not_fit(text: str, line: int) -> None:
    assert refusal(text).line == line


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("conv3 = Conv2D(8, 7)", "conv3: a 7×7 kernel does not fit a 6×6 input"),
        ("Conv2D(8, (7, 3), name='wide')", "wide: a 7×3 kernel does not fit a 6×6 input"),
        ("Conv2D(8, 4, dilation_rate=2)", "conv2d: a 4×4 kernel with dilation 2×2 does not fit a 6×6 input"),
        ("pool = MaxPooling2D(8)", "pool: an 8×8 kernel does not fit a 6×6 input"),
        ("Conv2D(8, 9, padding=1)", "conv2d: a 9×9 kernel does not fit a 6×6 input padded to 8×8"),
        (
            "Flatten()\nConv2D(8, 3)",
            "conv2d: needs an input with 3 axes (height, width, channels), but a 108 input arrives",
        ),
        ("Conv2D(8, 3, groups=2)", "conv2d: 2 groups do not divide the 3 channels that arrive"),
        ("Reshape((5, -1))", "reshape: the 108 values of the 6×6×3 input cannot be reshaped to 5×?"),
        (
            "BatchNormalization(axis=4)",
            "batch_normalization: axis 4 is not an axis of the 6×6×3 input (0 is the batch axis)",
        ),
    ],
)
def test_a_shape_that_does_not_fit_says_what_arrived_and_what_was_needed(text: str, message: str) -> None:
    assert refusal(text, (6, 6, 3)).message == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Conv2D(8, 3, activation='rleu')", "did you mean 'relu'?"),
        ("Activation('sofmax')", "did you mean 'softmax'?"),
        (
            "Conv2D(8, 3, padding='smae')",
            "must be 'valid', 'same' or a number, not 'smae'; did you mean 'same'?",
        ),
        ("Conv2D(0, 3)", "filters must be a whole number above 0, not 0"),
        ("Conv2D(-1, 3)", "filters must be a whole number above 0, not -1"),
        ("Conv2D(8.0, 3)", "not 8.0"),
        ("Conv2D('8', 3)", "not '8'"),
        ("Conv2D(True, 3)", "not True"),
        ("Conv2D(None, 3)", "not None"),
        ("Conv2D([8], 3)", "not a list of 1"),
        ("Conv2D(8, 0)", "kernel_size must be a whole number above 0"),
        ("Conv2D(8, (3, 3, 3))", "kernel_size must be one number or 2"),
        ("Conv2D(8, ())", "kernel_size must be one number or 2"),
        ("Conv2D(8, 3, strides=0)", "strides must be"),
        ("Conv2D(8, 3, padding=-1)", "0 or more"),
        ("Conv2D(8, 3, padding=(1, 2, 3))", "padding must be"),
        ("Conv2D(8, 3, padding=None)", "padding must be"),
        ("Conv2D(8, 3, use_bias='no')", "use_bias must be True or False"),
        ("Conv2D(8, 3, data_format='channel_last')", "data_format must be"),
        ("Conv2D(8, 3, strides=2, dilation_rate=2)", "cannot both be above 1"),
        ("Conv2D(8, 3, groups=3)", "3 groups do not divide the 8 filters"),
        ("Conv2D(8, 3, name=3)", "name must be a string"),
        ("Conv2D(8, 3, name='')", "name must be a string"),
        ("Conv2D(8, 3, trainable=1)", "trainable must be True or False"),
        ("Conv2D(8, 3, connections=[[0]])", "connections has 1 lists, but there are 8 filters"),
        ("Conv2D(1, 3, connections=[[9]])", ""),
        ("Conv2D(1, 3, connections=[[]])", "connections must be"),
        ("Conv2D(1, 3, connections=[[0, 0]])", "once"),
        ("Dropout(1.5)", "between 0 and 1"),
        ("Dropout('a')", "must be a number"),
        ("Dropout(float('nan'))", "between 0 and 1"),
        ("Reshape(8)", "target_shape must be a tuple"),
        ("Reshape((0, 8))", "above 0"),
        ("Reshape((-1, -1))", "only one size"),
        ("UpSampling2D(2, interpolation='cubic')", "interpolation must be one of"),
        ("ZeroPadding2D(-1)", "0 or more"),
        ("ZeroPadding2D(1.5)", "padding must be"),
        ("BatchNormalization(axis='a')", "axis must be a whole number"),
        ("BatchNormalization(axis=0)", "axis 0 is not an axis"),
        ("LayerNormalization(axis=[0, 9])", "is not an axis"),
        ("Concatenate(axis=9)([i := Input((8,)), i])", "axis 9 is not an axis"),
        ("LocalResponseNormalization(depth_radius=-1)", ""),
        ("MaxPooling2D(strides=0)", "strides must be"),
        ("Dense(float('inf'))", "not inf"),
        ("Dense(2 ** 70)", ""),
    ],
)
def test_a_wrong_argument_is_refused(text: str, message: str) -> None:
    error = refusal(text)
    assert message in error.message
    assert error.line == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Conv2D(8, 3", "not Python: '(' was never closed"),
        ("x = = 3", "not Python: invalid syntax"),
        ("Dense(1)\n  Dense(2)", "not Python: unexpected indent"),
        ("print 'hello'", "print"),
        ("x = 'abc", "not Python: unterminated string literal"),
        ("Dense(1)\nreturn 3 = 4", "not Python"),
    ],
)
def test_what_is_no_python_is_said_so(text: str, message: str) -> None:
    assert message in refusal(text).message


@pytest.mark.parametrize(
    "text", ["return 3", "break", "continue", "def f():\n    break\nf()", "yield 3", "x = yield", "await x"]
)
def test_what_python_refuses_where_it_stands_is_refused(text: str) -> None:
    refusal(f"Flatten()\n{text}\nDense(3)")


def test_a_network_that_only_the_framework_has_is_refused() -> None:
    text = "from keras.applications import VGG16\nmodel = VGG16(weights='imagenet')\nmodel.summary()"
    assert "a network that only exists inside keras.applications" in refusal(text).message


def test_an_unknown_dialect_is_refused() -> None:
    with pytest.raises(ArchitectureError, match=r"unknown dialect 'kears'; did you mean 'keras'\?"):
        summarize("Flatten()", dialect="kears", input_shape=(8,))


@pytest.mark.parametrize("shape", [(), (0,), (-1, 8, 3), (8, 0, 3)])
def test_an_impossible_shape_from_outside_is_refused(shape: tuple[int, ...]) -> None:
    refusal("Conv2D(8, 3)", shape)
