"""The text of a role: its grammar, exact arithmetic, and texts that want to cost more than they are worth."""

from __future__ import annotations

import contextlib
import time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_cnn.notation.computing import compute, written
from sphinx_cnn.notation.expression import (
    Format,
    Path,
    ReferenceTextError,
    read,
    read_path,
)

VALUES: dict[str, object] = {"a.x": 6, "a.y": 4, "a.zero": 0, "a.shape": (55, 55, 96), "a.one": (10,), "a.text": "same"}


def computed(text: str) -> object:
    """The value of an expression over :data:`VALUES`."""
    return compute(read(text).expression, lambda path: VALUES[path.text])


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("alexnet.params", ("alexnet", "", "params", None)),
        (".params", ("", "", "params", None)),
        (".conv1.output_shape[2]", ("", "conv1", "output_shape", 2)),
        ("a.b.output_shape[-1]", ("a", "b", "output_shape", -1)),
        ("u-net.params", ("u-net", "", "params", None)),
        ("resnet-50.layer1.0.conv2.params", ("resnet-50", "layer1.0.conv2", "params", None)),
        ("net.stage1/conv2.params", ("net", "stage1/conv2", "params", None)),
        ("net.c@2.macs", ("net", "c@2", "macs", None)),
        ("汉字网.卷积.params", ("汉字网", "卷积", "params", None)),
        ('net."odd (name), here: 1.0".params', ("net", "odd (name), here: 1.0", "params", None)),
        ("3d-net.params", ("3d-net", "", "params", None)),
    ],
)
def test_a_path(text: str, path: tuple[object, ...]) -> None:
    found = read(text).expression
    assert isinstance(found, Path)
    assert (found.network, found.layer, found.quantity, found.index) == path
    assert found.text == text
    assert read_path(text) == found


@pytest.mark.parametrize(
    ("text", "typed", "expression"),
    [
        ("about 62.4 million <alexnet.params>", "about 62.4 million", "alexnet.params"),
        ("5 < 6 <a.x>", "5 < 6", "a.x"),
        ("<5> <a.x>", "<5>", "a.x"),
        ("60 % <a.x / a.y>", "60 %", "a.x / a.y"),
        ("two\nlines < a.x >", "two\nlines", "a.x"),
        ("about 62.4 million\n<a.x>", "about 62.4 million", "a.x"),
    ],
)
def test_a_typed_text_ends_at_the_last_opening_bracket(text: str, typed: str, expression: str) -> None:
    found = read(text)
    assert (found.typed, found.text) == (typed, expression)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a.x:.1M", Format(digits=1, kind="M")),
        ("a.x / a.y:.1%", Format(digits=1, kind="%")),
        ("a.x:,d", Format(grouped=True, kind="d")),
        ("a.x:,.2f", Format(grouped=True, digits=2, kind="f")),
        ("a.x:.3", Format(digits=3)),
        ("a.x:.2Ki", Format(digits=2, kind="Ki")),
        ("a.x : x", Format(kind="x")),
        ("a.x", None),
    ],
)
def test_a_format(text: str, expected: Format | None) -> None:
    found = read(text)
    assert found.format == expected
    assert found.text == text.partition(":")[0].strip()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a.x + a.y", 10),
        ("a.x - a.y - 1", 1),
        ("a.x*a.y", 24),
        ("a.x * a.y / 5", Fraction(24, 5)),
        ("2 * (a.x + 1)", 14),
        ("a.x + a.y * 2", 14),
        ("a.x / a.y", Fraction(3, 2)),
        ("a.x / 2", 3),
        ("0.1 + 0.2", Fraction(3, 10)),
        ("max(a.x, a.y) - min(a.x, a.y)", 2),
        ("sum(a.x, a.y, 1)", 11),
        ("max(a.shape)", 96),
        ("round(a.x / a.y)", 2),
        ("round(10 / 3, 2)", Fraction(333, 100)),
        ("a.one * 2", 20),
        ("a.shape", (55, 55, 96)),
        ("1_000e3", 1_000_000),
    ],
)
def test_an_expression_is_computed_exactly(text: str, value: object) -> None:
    assert computed(text) == value
    assert type(computed(text)) is type(value)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a.x / a.y", "6 / 4"),
        ("2*(a.x + a.y)", "2 · (6 + 4)"),
        ("a.x - (a.y - 1)", "6 − (4 − 1)"),
        ("a.x / (a.y * 2) + 1", "6 / (4 · 2) + 1"),
        ("max(a.x, 3)", "max(6, 3)"),
    ],
)
def test_an_expression_is_written_with_its_values(text: str, shown: str) -> None:
    assert written(read(text).expression, lambda path: str(VALUES[path.text]), str) == shown


REFUSED = {
    "": "nothing to compute",
    "params": "'params' names no quantity",
    "alexnet.": "names no quantity",
    "a.x -a.y": "'-a.y' is not expected",
    "a.x +(a.y)": "'+' needs a blank on each side",
    "a.x /2": "'/2' is not expected",
    "a.x a.y": "'a.y' is not expected",
    "(a.x": "a ) is missing",
    "a.x)": "')' is not expected",
    "a.x +": "'+' needs a blank",
    "a.x *": "something is missing at the end",
    "a.x ** 2": "a number is missing before '*'",
    "10**10**10": "a number is missing before '*'",
    "eval(a.x)": "there is no function 'eval'; there are max, min, sum, round",
    "__import__('os').system(a.x)": "there is no function",
    "a.x:": "is no format",
    "a.x:q": "'q' is no format",
    "a.x:.1f%": "is no format",
    "a.x:.2d": "digits after the point of a whole number",
    "a.x:.999999999f": "30 are the most",
    "<a.x>": "a typed text and a blank are needed",
    "62 M<a.x>": "a typed text and a blank are needed",
    "62 M <a.x:.1f>": "a typed text has a format of its own",
    "round(a.x, 1, 2)": "round() takes",
    "(" * 100_000: "1,000 are the most",
    "(" * 400 + "1" + ")" * 400: "nested deeper than 20",
    "a.b * " * 100_000: "1,000 are the most",
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_cannot_be_read_is_refused_at_once_in_one_sentence(text: str) -> None:
    start = time.perf_counter()
    with pytest.raises(ReferenceTextError) as caught:
        read(text)
    assert time.perf_counter() - start < 0.5
    assert REFUSED[text] in str(caught.value)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a.x / a.zero", "a division by zero"),
        ("a.x / (a.y - 4)", "a division by zero"),
        ("a.shape * 2", "55×55×96 has several sizes"),
        ("a.text + 1", "'same' is no number"),
        (" * ".join(["1e99"] * 100), "too large"),
        ("round(1 / 3, 1000)", "round() takes up to 30 digits"),
    ],
)
def test_what_cannot_be_computed_is_refused_at_once(text: str, message: str) -> None:
    start = time.perf_counter()
    with pytest.raises(ReferenceTextError) as caught:
        computed(text)
    assert time.perf_counter() - start < 0.5
    assert message in str(caught.value)


def test_a_long_sum_is_computed() -> None:
    assert computed(" + ".join(["a.x"] * 160)) == 960


@given(st.text('ab.12+-*/(),:<>" \n[]%fM', max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(ReferenceTextError):
        compute(read(text).expression, lambda _: 3)
