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


@pytest.mark.parametrize(
    ("number", "kind", "digits", "written"),
    [
        (62_378_344, "M", 1, "62.4 M"),
        (62_378_344, "M", None, "62.4 M"),
        (62_378_344, "k", 0, "62378 k"),
        (1_135_256_096, "G", 2, "1.14 G"),
        (Fraction(37_752_832, 62_378_344), "%", 1, "60.5%"),
        (Fraction(15_470_264_320, 1_135_256_096), "f", 0, "14"),
        (Fraction(15_470_264_320, 1_135_256_096), "x", 1, "13.6×"),
        (Fraction(15_470_264_320, 1_135_256_096), "", None, "13.63"),
        (Fraction(1, 3), "", None, "0.3333"),
        (Fraction(1, 30_000), "", None, "0.00003333"),
        (Fraction(10**9, 7), "", None, "142,857,143"),
        (62_378_344, "", None, "62,378,344"),
        (62_378_344, "d", None, "62378344"),
        (62_378_344, "e", 2, "6.24e+07"),
        (9_999_999, "e", 2, "1.00e+07"),
        (Fraction(1, 300), "e", 2, "3.33e-03"),
        (0, "e", 1, "0.0e+00"),
        (249_513_376, "Mi", 1, "238.0 Mi"),
        (Fraction(1, 2), "f", 0, "0"),
        (-5, "f", 1, "−5.0"),
        (Fraction(125, 1000), "", 2, "0.12"),
    ],
)
def test_a_number_in_a_format(number: int | Fraction, kind: str, digits: int | None, written: str) -> None:
    assert plain(NumberFormat().formatted(number, kind, digits, grouped=False)) == written


@pytest.mark.parametrize(
    ("language", "written"), [("en", "60.5%"), ("de", "60,5 %"), ("fr", "60,5 %"), ("tr", "%60,5"), ("zh_CN", "60.5%")]
)
def test_a_percentage_is_written_as_its_language_does(language: str, written: str) -> None:
    assert plain(NumberFormat(language).formatted(Fraction(605, 1000), "%", 1, grouped=False)) == written


def test_a_format_can_group_digits_and_have_a_unit() -> None:
    assert NumberFormat("de").formatted(62_378_344, "f", 2, grouped=True) == "62.378.344,00"
    assert plain(NumberFormat().formatted(249_513_376, "M", 1, grouped=False, unit="B")) == "249.5 MB"


def test_a_lower_bound_is_never_rounded_up() -> None:
    numbers = NumberFormat()
    assert plain(numbers.formatted(62_378_344, "M", 1, grouped=False, down=True)) == "62.3 M"
    assert numbers.formatted(9_999_999, "e", 2, grouped=False, down=True) == "9.99e+06"
    assert plain(numbers.memory(1024**2 * 2 - 1, down=True)) == "1.9 MiB"


def test_many_digits_are_exact() -> None:
    assert NumberFormat().formatted(Fraction(1, 3), "f", 30, grouped=False) == "0." + "3" * 30
    assert NumberFormat("de").formatted(10**30 + 1, "f", 1, grouped=False) == f"{10**30 + 1},0"
