"""Texts that are hostile by their very characters: too long, too deep, or with lines that look like others."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hostile import LONG_GROUP, LONG_LAYER, MEGABYTES, ending, megabytes

from sphinx_cnn import ArchitectureError, Summary, summarize

LONG = 200_000

REPEATED: dict[str, Callable[[int], str]] = {
    "brackets": lambda n: "x = " + "[" * (n // 2) + "]" * (n // 2),
    "parentheses": lambda n: "x = " + "(" * (n // 2) + "1" + ")" * (n // 2),
    "open brackets": lambda n: "[" * n,
    "open braces": lambda n: "{" * n,
    "nested dicts": lambda n: "x = " + "{1:" * (n // 4) + "1" + "}" * (n // 4),
    "minus": lambda n: "x = " + "-" * n + "1",
    "not": lambda n: "x = " + "not " * (n // 4) + "1",
    "plus": lambda n: "x = " + "1+" * (n // 2) + "1",
    "power": lambda n: "x = " + "1**" * (n // 3) + "1",
    "and": lambda n: "x = " + "1 and " * (n // 6) + "1",
    "comparisons": lambda n: "x = " + "1<" * (n // 2) + "1",
    "attributes": lambda n: "x = keras" + ".a" * (n // 2),
    "attributes of what is not read": lambda n: "import a\nx = a" + ".a" * (n // 2),
    "subscripts": lambda n: "x = [1]" + "[0]" * (n // 3),
    "calls": lambda n: "x = len" + "()" * (n // 2),
    "nested calls": lambda n: "x = " + "len(" * (n // 5) + ")" * (n // 5),
    "lambdas": lambda n: "x = " + "lambda:" * (n // 7) + "1",
    "conditional expressions": lambda n: "x = " + "1 if 1 else " * (n // 12) + "1",
    "conditions": lambda n: "if 0: 1\n" + "elif 0: 1\n" * (n // 11),
    "comprehension": lambda n: "x = [1 " + "for i in [1] " * (n // 13) + "]",
    "targets": lambda n: "x=" * (n // 2) + "1",
    "unpacking": lambda n: "(" * (n // 3) + "a" + ",)" * (n // 3) + "=1",
    "augmented": lambda n: "x" + "[0]" * (n // 3) + " += 1",
    "f-string fields": lambda n: 'x = f"' + "{1}" * (n // 3) + '"',
    "f-string long fields": lambda n: 'a = "b" * 90000\nx = f"' + "{a}" * (n // 3) + '"',
    "f-string nesting": lambda n: 'x = f"{1:' + "{1:" * (n // 3) + '"',
    "a string": lambda n: 'x = "' + "a" * n + '"',
    "joined strings": lambda n: "x = " + '"a"' * (n // 3),
    "a name": lambda n: "x" * n,
    "a called name": lambda n: "Conv2D" * (n // 6) + "(1, 2)",
    "a keyword": lambda n: "Dense(1, " + "a" * n + "=1)",
    "an activation": lambda n: "Dense(1, activation='" + "relu" * (n // 4) + "')",
    "keywords": lambda n: "Dense(" + ",".join(f"a{i}=1" for i in range(n // 8)) + ")",
    "an unknown layer": lambda n: "import keras\nkeras.layers." + "A" * n,
    "an import": lambda n: "import " + "a." * (n // 2) + "b",
    "imported names": lambda n: "from a import " + ",".join(f"a{i}" for i in range(n // 8)),
    "imported layers": lambda n: "from keras.layers import " + "A" * n,
    "decorators": lambda n: "@a\n" * (n // 3) + "def f(): pass",
    "lines": lambda n: "\n" * n,
    "statements": lambda n: "x=1;" * (n // 4),
    "a number": lambda n: "x = " + "9" * n,
    "a hexadecimal number": lambda n: "x = 0x" + "f" * n,
    "a comment": lambda n: "Foo() # " + "a" * n,
    "a shape": lambda n: "Reshape((" + "1," * (n // 2) + "))",
    "a layer name": lambda n: "Dense(1, name='" + "a" * n + "')",
    "a name on the left": lambda n: "a" * n + " = Dense(1)\nDense(foo)",
    "backslashes": lambda n: "\\\n" * (n // 2) + "1",
    "combining characters": lambda n: "a" + "\u0301" * (n // 2),
    "key errors": lambda n: "x = {'a': 1}['" + "a" * n + "']",
}


@pytest.mark.parametrize("length", [100, 2000, LONG])
@pytest.mark.parametrize("kind", REPEATED)
def test_repetition_ends(kind: str, length: int) -> None:
    ending(REPEATED[kind](length))


@pytest.mark.parametrize("opening", ["def f{}():", "if 1:", "for i{} in [1]:", "while 1:", "with x:"])
@pytest.mark.parametrize("depth", [15, 50, 99, 300])
def test_nested_statements_end(opening: str, depth: int) -> None:
    ending("import x\n" + "".join(" " * i + opening.format(i) + "\n" for i in range(depth)) + " " * depth + "Dense(1)")


def test_ten_megabytes_of_brackets_are_not_even_parsed() -> None:
    error = ending("[" * 10_000_000)
    assert error is not None
    assert "10,000,000 characters" in error.message


def test_the_length_counts_in_bytes() -> None:
    assert ending("# " + "層" * 100_000) is not None
    assert ending("# " + "a" * 100_000 + "\nDense(1)") is None


def test_what_is_not_within_the_bounds_of_a_call_is_refused_from_any_stack() -> None:
    def refused(frames: int, text: str) -> bool:
        if frames:
            return refused(frames - 1, text)
        try:
            summarize(text, input_shape=(8, 8, 3))
        except ArchitectureError:
            return True
        return False

    for frames in (0, 200, 400, 600, 800):
        assert refused(frames, "def f(n):\n    return [f(n - 1)][0] if n else 1\nf(200)\nDense(1)")
        assert refused(frames, "x = " + "-" * 900 + "1")
        assert refused(frames, "x = " + "(" * 90 + "1" + ",)" * 90 + "\nx" + "[0]" * 900)


def test_a_network_of_nested_functions_is_read_from_a_deep_stack() -> None:
    def deeper(frames: int) -> Summary:
        return deeper(frames - 1) if frames else summarize(text, input_shape=(8, 8, 3))

    calls = "".join(
        f"def f{i}(x):\n    for _ in [0]:\n        if 1:\n            return f{i - 1}(x)\n" for i in range(1, 12)
    )
    text = f"def f0(x): return ReLU()(x)\n{calls}x = Input((8, 8, 3))\ny = f11(x)\n"
    assert len(deeper(400).rows) == 2


@pytest.mark.parametrize(
    "text",
    [
        "x = 1\0\nDense(1)", "\0", "Dense(1)\n# \0\n", "x = '\ud800'\nDense(1)", "# \ud800\nDense(1)",
        "Dense(\ud800)", "\udcff = 3", "Dense(1); '\ud800'; Foo()",
    ],
)  # fmt: skip
def test_what_no_file_can_hold_is_refused(text: str) -> None:
    assert ending(text) is not None


def test_an_escaped_surrogate_is_shown_as_one_that_can_be_written() -> None:
    ending("Dense(1, name='\\ud800')")
    ending("Dense(1, activation='\\ud800')")
    ending("x = {'a': 1}['\\ud800']")


@pytest.mark.parametrize("separator", ["\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"])
def test_a_character_that_only_looks_like_the_end_of_a_line_is_none(separator: str) -> None:
    for text in (f"x = 'a{separator}b'\nDense(foo)", f"# a{separator}b\nDense(foo)"):
        error = ending(text)
        assert error is not None
        assert (error.line, error.column, error.source) == (2, 6, "Dense(foo)")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_end_of_a_line_is_one(end: str) -> None:
    error = ending(f"ReLU(){end}{end}Dense(foo){end}")
    assert error is not None
    assert (error.line, error.source) == (3, "Dense(foo)")


def test_a_form_feed_between_lines_is_no_line() -> None:
    error = ending("ReLU()\n\x0c\nDense(foo)")
    assert error is not None
    assert (error.line, error.source) == (3, "Dense(foo)")


def test_a_byte_order_mark_is_no_character_of_the_text() -> None:
    assert ending("\ufeffDense(1)") is None


def test_a_coding_line_is_a_comment() -> None:
    assert ending("# -*- coding: no-such-coding -*-\nDense(1)") is None


@pytest.mark.parametrize(
    "text",
    [
        "[" * 10_000_000,
        REPEATED["brackets"](LONG),
        REPEATED["an import"](LONG),
        REPEATED["attributes"](LONG),
        REPEATED["f-string fields"](LONG),
        REPEATED["statements"](LONG),
        REPEATED["minus"](LONG),
        "b = []\nwhile True: b.append('a' * 99999)",
        "b = []\na = [i for i in range(20000)]\nwhile True: b.append(set(a))",
        "b = []\na = {i: i for i in range(20000)}\nwhile True: b.append(a.copy())",
        "b = []\na = {i: i for i in range(20000)}\nwhile True: b.append(dict(a))",
        "b = []\na = {i: i for i in range(20000)}\nwhile True: b.append({**a})",
        "b = []\na = {i: i for i in range(20000)}\nwhile True:\n    b.append({})\n    b[-1].update(a)",
        "b = []\na = {i: i for i in range(20000)}\nf = a.copy\nwhile True: b.append(f())",
        "b = []\na = {i: i for i in range(20000)}\nf = a.items\nwhile True: b.append(f())",
        "b = []\na = {i for i in range(20000)}\nwhile True: b.append(a | a)",
        "b = []\na = [0] * 90000\nwhile True: b.append(enumerate(a))",
        "b = []\na = [0] * 90000\nwhile True: b.append([*a, *a, *a, *a])",
        "b = []\nt = '{0:99}' * 14000\nwhile True: b.append(t.format(1))",
        LONG_LAYER,
        LONG_GROUP,
        "b = []\nimport x\ny = x\nwhile True:\n    y = y.abcdefghi\n    b.append(y)",
    ],
    ids=lambda text: text[:12] + "…" + text[-40:],
)  # fmt: skip
def test_a_hostile_text_takes_little_memory(text: str) -> None:
    assert megabytes(text) < MEGABYTES
