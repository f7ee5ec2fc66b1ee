"""How numbers, shapes and amounts of memory are written."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sphinx_cnn.rendering.numbers import NumberFormat, shape


def plain(text: str) -> str:
    """A text with ordinary blanks."""
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "62,378,344"),
        ("de", "62.378.344"),
        ("fr", "62 378 344"),
        ("zh_CN", "62,378,344"),
        ("pt_BR", "62.378.344"),
        ("hi", "6,23,78,344"),
        ("xx", "62,378,344"),
        ("no such language", "62,378,344"),
    ],
)
def test_a_count_is_written_as_its_language_does(language: str, written: str) -> None:
    assert plain(NumberFormat(language).count(62_378_344)) == written


def test_a_huge_count_keeps_every_digit() -> None:
    for language in ("en", "de"):
        assert NumberFormat(language).count(10**30 + 1).replace(",", "").replace(".", "") == str(10**30 + 1)


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (0, "0 B"),
        (1023, "1,023 B"),
        (1024, "1.0 KiB"),
        (1024**2 - 1, "1,024.0 KiB"),
        (1024**2, "1.0 MiB"),
        (62_378_344 * 4, "238.0 MiB"),
        (5 * 1024**3, "5.0 GiB"),
        (5 * 1024**4, "5,120.0 GiB"),
    ],
)
def test_memory_is_in_binary_units(amount: int, written: str) -> None:
    assert plain(NumberFormat().memory(amount)) in (written, written.replace("1,024.0 KiB", "1.0 MiB"))


@pytest.mark.parametrize(("language", "written"), [("de", "1,5 MiB"), ("fr", "1,5 MiB"), ("zh_CN", "1.5 MiB")])
def test_memory_is_written_as_its_language_does(language: str, written: str) -> None:
    assert plain(NumberFormat(language).memory(3 * 1024**2 // 2)) == written


@pytest.mark.parametrize(
    ("number", "written"),
    [(999_999, "999,999"), (1_000_000, "1.00 M"), (1_135_256_096, "1.14 G"), (2 * 10**12, "2.00 T")],
)
def test_a_large_count_is_in_decimal_units(number: int, written: str) -> None:
    assert plain(NumberFormat().scaled(number)) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, "unknown"),
        (True, "True"),
        ("same", "same"),
        (1234, "1,234"),
        (0.5, "0.5"),
        ((3, 3), "3 × 3"),
        ((), "–"),
        (((1, 0), (2, 2)), "(1, 0), (2, 2)"),
        (("a", "b"), "a, b"),
    ],
)
def test_any_value(value: object, written: str) -> None:
    assert plain(NumberFormat().value(value)) == written


def test_shapes_of_several_inputs() -> None:
    assert plain(NumberFormat().value(((3, 3, 1), (4,)), "shapes")) == "3 × 3 × 1, 4"


def test_a_shape_is_never_broken_over_lines() -> None:
    assert shape((55, 55, 96)) == "55\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}55\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}96"
    assert plain(shape((Fraction(1, 2), Fraction(4, 2)))) == "1/2 × 2"
