"""Parts of a sequence that come several times in a row."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_cnn.rendering.repeats import repeats


def found(text: str, used: str = "") -> list[str]:
    """The repeats of a text, each as the part and how often it comes; *used* are the letters that are used twice."""
    runs = repeats(text, [1 + (letter in used) for letter in text])
    return [f"{text[run.start : run.start + run.period]}{run.times}" for run in runs]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("abc", []),
        ("aab", ["a2"]),
        ("xabababy", ["ab3"]),
        ("aaaa", ["a4"]),
        ("abcabcxyxy", ["abc2", "xy2"]),
        ("aabaabaab", ["aab3"]),  # and not a twice, three times
        ("", []),
        ("a", []),
    ],
)
def test_what_comes_again_and_again(text: str, parts: list[str]) -> None:
    assert found(text) == parts


@pytest.mark.parametrize(("used", "part"), [("a", "bca"), ("b", "cab"), ("c", "abc")])
def test_a_round_is_cut_behind_what_is_used_most_often(used: str, part: str) -> None:
    assert found("abcabcabcab", used) == [f"{part}3"]


@given(st.text("abc", max_size=60))
def test_repeats_are_what_they_say_and_lie_apart(text: str) -> None:
    end = 0
    for run in repeats(text, [1] * len(text)):
        assert run.start >= end
        assert run.times >= 2
        part = text[run.start : run.start + run.period]
        assert text[run.start : run.end] == part * run.times
        end = run.end
    assert end <= len(text)
