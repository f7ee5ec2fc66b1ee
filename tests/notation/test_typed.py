"""Numbers as people type them: what is read, what it is right for, and how another value is written the same way."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sphinx_cnn.notation.magnitudes import unit_of
from sphinx_cnn.notation.typed import Signs, Typed, Unclear, Value, find, read

GERMAN = Signs(",", ".")
FRENCH = Signs(",", "\N{NARROW NO-BREAK SPACE}")
PARAMETERS = 62_378_344
"""Of AlexNet."""


def number(text: str, signs: Signs = Signs()) -> Typed:  # noqa: B008
    """The one number of a text."""
    found = read(text, signs)
    assert isinstance(found, Typed), found
    return found


@pytest.mark.parametrize(
    "text",
    [
        "62.4 million", "62 M", "62M", "62.38 M parameters", "62,378,344", "62 378 344", "62_378_344", "62'378'344",
        "62\N{THIN SPACE}378\N{THIN SPACE}344", "62378344", "6.2×10⁷", "6.24 × 10⁷", "6.24e7", "6.24E+07", "6.2·10^7",
        "6.2x10^{7}", "6.2*10**7", "6238万", "0.62亿", "6.2千万", "about 62.4 million", "roughly 60,000,000",
        "≈ 60 M", "~60M", "约6238万个参数", "共有6238万个参数", "(62,378,344)", "0.0624 billion", "6,23,78,344",
        "AlexNet's 62.4 million", "the 62.4-million-parameter network", "62.378.344", "VGG-16? No: 62.4 million.",
    ],
)  # fmt: skip
def test_the_spellings_of_one_number(text: str) -> None:
    assert number(text).agrees(PARAMETERS)
    assert not number(text).agrees(2 * PARAMETERS)


@pytest.mark.parametrize(
    ("text", "least", "largest"),
    [
        ("62.4 million", 62_350_000, 62_450_000),
        ("62 M", 61_500_000, 62_500_000),
        ("60 M", 59_500_000, 60_500_000),
        ("about 60 M", 55_000_000, 65_000_000),
        ("60 M or about", 55_000_000, 65_000_000),
        ("约60 M", 55_000_000, 65_000_000),
        ("about 60.0 M", 59_950_000, 60_050_000),
        ("62,000,000", 62_000_000, 62_000_000),
        ("~62,000,000", 61_500_000, 62_500_000),
        ("6.2×10⁷", 61_500_000, 62_500_000),
        ("6238万", 62_375_000, 62_385_000),
        ("0", 0, 0),
        ("about 0", 0, 0),
    ],
)
def test_a_number_is_right_to_its_last_typed_digit(text: str, least: int, largest: int) -> None:
    typed = number(text)
    assert typed.agrees(least)
    assert typed.agrees(largest)
    assert not typed.agrees(least - 1)
    assert not typed.agrees(largest + 1)


def test_a_share_is_right_to_its_last_typed_digit() -> None:
    share = Fraction(37_752_832, PARAMETERS)
    assert [number(text).agrees(share) for text in ("60.5 %", "61%", "60.52 percent", "0.61", "60 %", "60.6 %")] == [
        True, True, True, True, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["55×55×96", "55x55x96", "55 × 55 × 96", "55 x 55 x 96", "(55, 55, 96)", "[55,55,96]", "(None, 55, 55, 96)"],
)
def test_the_spellings_of_a_shape(text: str) -> None:
    typed = number(f"a shape of {text}, no more")
    assert typed.sizes == (55, 55, 96)
    assert typed.agrees((55, 55, 96))
    assert not typed.agrees((55, 55))
    assert not typed.agrees((55, 55, 95))
    assert not typed.agrees(55 * 55 * 96)
    assert number(typed.respell((13, 13, 256))).sizes == (13, 13, 256)


def test_a_shape_of_one_axis_is_a_number_too() -> None:
    assert number("1,000").agrees((1000,))
    assert number("(1000,)").agrees((1000,))
    assert number("(1000,)").agrees(1000)
    assert number("(1000,)").respell((10,)) == "(10,)"


def test_digits_in_parentheses_may_be_a_shape_or_a_number() -> None:
    assert number("(112,112,128)").agrees((112, 112, 128))
    assert number("(112,112,128)").agrees(112_112_128)
    assert number("(112,112,128)").respell(1234) == "(1,234)"


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("238.0 MiB", 249_513_376, "bytes"),
        ("249.5 MB", 249_513_376, "bytes"),
        ("249513376 bytes", 249_513_376, "bytes"),
        ("1.14 GMACs", 1_135_256_096, "MACs"),
        ("1.14 G MACs", 1_135_256_096, "MACs"),
        ("1.14 billion multiply-adds", 1_135_256_096, "MACs"),
        ("2.27 GFLOPs", 2_270_512_192, "FLOPs"),
        ("62.4M params", PARAMETERS, "parameters"),
        ("62.4 million weights", PARAMETERS, "parameters"),
        ("13.6×", Fraction(15_470_264_320, 1_135_256_096), "times"),
        ("7B", 7_000_000_000, ""),
        ("195 px", 195, "pixels"),
        ("340,908 connections", 340_908, "connections"),
        ("60.5 %", Fraction(605, 1000), "%"),
    ],
)
def test_a_number_says_what_it_counts(text: str, value: Value, unit: str) -> None:
    typed = number(text)
    assert typed.agrees(value)
    assert typed.unit == unit


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "no number"),
        ("plenty", "no number"),
        ("conv1 of VGG-16 in 3D with fp32", "no number"),
        ("62.4 million of 138 million", "more than one number"),
        ("62.4–62.5 million", "more than one number"),
        ("10-20", "more than one number"),
        ("2012: 62 M", "more than one number"),
        ("1.2.3", "'1.2.3' is no number"),
        ("55,96", "'55,96' is no number"),
        ("10⁷", "'10' is no number"),
        ("9" * 100_000, "is no number"),
        ("1e9999", "no number"),
    ],
)
def test_a_text_without_exactly_one_number_says_why(text: str, problem: str) -> None:
    found = read(text)
    assert isinstance(found, Unclear)
    assert problem in found.message
    assert len(found.message) < 300


@pytest.mark.parametrize(
    ("text", "signs", "value"),
    [
        ("62,4 Millionen", GERMAN, 62_400_000),
        ("62,4 Mio.", GERMAN, 62_400_000),
        ("62.378.344", GERMAN, PARAMETERS),
        ("62.378", GERMAN, 62_378),
        ("62,378", GERMAN, Fraction("62.378")),
        ("62,378,344", GERMAN, PARAMETERS),
        ("1.5 MiB", GERMAN, 3 * 2**19),
        ("1,14 Milliarden", GERMAN, 1_140_000_000),
        ("62 378 344", FRENCH, PARAMETERS),
        ("62\N{NARROW NO-BREAK SPACE}378\N{NARROW NO-BREAK SPACE}344", FRENCH, PARAMETERS),
        ("62,4 millions", FRENCH, 62_400_000),
        ("34.944", Signs(), Fraction("34.944")),
        ("34,944", Signs(), 34_944),
    ],
)
def test_a_number_is_read_with_the_signs_of_its_language(text: str, signs: Signs, value: Value) -> None:
    assert number(text, signs).value == value


@pytest.mark.parametrize(
    ("text", "value", "instead"),
    [
        ("about 62.4 million", 138_357_544, "about 138.4 million"),
        ("62 M parameters", 138_357_544, "138 M parameters"),
        ("≈ 60 M", 138_357_544, "≈ 140 M"),
        ("62,378,344", 138_357_544, "138,357,544"),
        ("62 378 344", 138_357_544, "138 357 544"),
        ("62_378_344", 138_357_544, "138_357_544"),
        ("62378344", 138_357_544, "138357544"),
        ("410", 138_357_544, "138,357,544"),
        ("6.2×10⁷", 138_357_544, "1.4×10⁸"),
        ("6.24e7", 138_357_544, "1.38e8"),
        ("6.2 × 10^{7}", 9_970_000, "1.0 × 10^{7}"),
        ("62.4e6", 138_357_544, "138.4e6"),
        ("6238万", 138_357_544, "13836万"),
        ("0.62亿", 138_357_544, "1.38亿"),
        ("62.4 million", 34_944, "0.0349 million"),
        ("238.0 MiB", 553_430_176, "527.8 MiB"),
        ("60.5 %", Fraction(3, 4), "75.0 %"),
        ("1.14 GMACs", 15_470_264_320, "15.47 GMACs"),
        ("55×55×96", (224, 224, 3), "224×224×3"),
        ("55 x 55 x 96", (224, 224, 3), "224 x 224 x 3"),
        ("a (55, 55, 96) map", (224, 224, 3), "a (224, 224, 3) map"),
        ("(None, 55, 55, 96)", (1000,), "(None, 1000)"),
        ("6,23,78,344", 138_357_544, "13,83,57,544"),
        ("55×55×96", 138_357_544, "138,357,544"),
        ("410", (3, 3), "3×3"),
        ("-3", -5, "-5"),
        ("−3", -5, "−5"),
        ("−3 × −3", (-5, -5), "−5 × −5"),
    ],
)  # fmt: skip
def test_another_value_is_written_the_same_way(text: str, value: Value, instead: str) -> None:
    assert number(text).instead(text, value) == instead


SPELLINGS = [
    "62.4 million", "about 60 M", "62,378,344", "62 378 344", "62378344", "6.2×10⁷", "6.24e7", "62.4e6", "6238万",
    "0.62亿", "238.0 MiB", "60.5 %", "1.14 GMACs", "410", "7B", "~ 100", "6,23,78,344", "6.2 * 10^{7}", "13.6×",
]  # fmt: skip


@given(st.sampled_from(SPELLINGS), st.integers(0, 10**15))
@example("6.2×10⁷", 99_500_000)
@example("about 60 M", 5)
def test_what_is_to_be_typed_instead_is_right(text: str, value: int) -> None:
    instead = number(text).instead(text, value)
    assert number(instead).agrees(value), instead


@given(st.sampled_from(SPELLINGS), st.fractions(0, 1000, max_denominator=10**6))
def test_what_is_to_be_typed_instead_of_a_fraction_is_right(text: str, value: Fraction) -> None:
    instead = number(text).instead(text, value)
    assert number(instead).agrees(value), instead


@given(st.text("0123456789.,x×()[] \N{NO-BREAK SPACE}-−eE+⁷^*MkB%约万abou", max_size=40))
def test_any_text_can_be_read(text: str) -> None:
    for typed in find(text):
        assert text[typed.start : typed.end] == typed.text
        assert typed.agrees(typed.value if typed.value is not None else typed.sizes or ())
    read(text)


def test_every_number_of_a_text_is_found_with_its_place() -> None:
    text = (
        "AlexNet (2012) has 62,378,344 parameters, about 61% in fc6-8; conv1 is 11x11, v1.2.3 on VGG-16 needs 238 MiB."
    )
    found = list(find(text))
    assert [typed.text for typed in found] == ["2012", "62,378,344 parameters", "61%", "11x11", "238 MiB"]
    assert [text[typed.start : typed.end] for typed in found] == [typed.text for typed in found]
    assert [typed.approximate for typed in found] == [False, False, True, False, False]
    assert [typed.is_exact for typed in found] == [True, True, False, True, False]
    assert [typed.digits for typed in found] == [4, 8, 2, 4, 3]


def test_a_number_at_the_beginning_of_a_line_is_found() -> None:
    (number,) = find("it has\n62.4\nmillion parameters")
    assert (number.text, number.unit) == ("62.4\nmillion parameters", "parameters")


def test_quantities_have_the_units_that_numbers_name() -> None:
    names = ("params", "weights", "macs", "flops", "connections", "param_memory", "training_memory", "receptive_field")
    units = ["parameters", "parameters", "MACs", "FLOPs", "connections", "bytes", "bytes", "pixels"]
    assert [unit_of(name) for name in names] == units
    assert unit_of("output_shape") == unit_of("kernel_size") == ""
