"""One typed number: it is kept as it was typed, and checked on every build."""

from __future__ import annotations

from typing import Any

import pytest
from html_page import Page, text
from project import TINY, Built, Project, places

NET = {"net.rst": f"Net\n===\n\n{TINY}"}


def checked(project: Project, role: str, **configuration: Any) -> Built:
    """A page with one number on its fourth line."""
    project.write({"index.rst": f"Start\n=====\n\nHas {role} in it.\n", **NET})
    return project.build(**configuration)


@pytest.mark.parametrize(
    "asked",
    [
        "410 <tiny.params>",
        "about 400 <tiny.params>",
        "0.41 k <tiny.params>",
        "410 parameters <tiny.params>",
        "4.1×10² <tiny.params>",
        "1,656 <tiny.macs>",
        "1 656 <tiny.macs>",
        "1.66 kMACs <tiny.macs>",
        "6×6×4 <tiny.conv.output_shape>",
        "(6, 6, 4) <.conv.output_shape>",
        "3×3 <tiny.conv.kernel_size>",
        "3 <tiny.conv.kernel_size>",
        "36 <tiny.flat.output_shape>",
        "1.6 KiB <tiny.param_memory>",
        "90 % <tiny.fc.params / tiny.params>",
        "four times, 4.04× <tiny.macs / tiny.params>",
        "4 <tiny.conv.output_shape[2]>",
        "3 pixels <tiny.conv.receptive_field>",
    ],
)
def test_what_is_true_is_shown_as_it_is_typed(project: Project, asked: str) -> None:
    project.write({"index.rst": f"Start\n=====\n\nHas :cnn:`{asked}` in it.\n\n{TINY}"})
    built = project.build()
    assert built.warnings == []
    (value,) = Page(built.page()).all("a", "cnn-value")
    assert text(value) == asked.partition(" <")[0]
    assert (value.get("href") or "").startswith("#tiny")
    assert value.get("title")


@pytest.mark.parametrize(
    ("asked", "typed", "true", "instead"),
    [
        ("about 500 <tiny.params>", "about 500", "410", "about 400"),
        ("1,657 <tiny.macs>", "1,657", "1,656", "1,656"),
        ("6x6x8 <tiny.conv.output_shape>", "6x6x8", "6 × 6 × 4", "6x6x4"),
        ("(6, 6) <tiny.conv.output_shape>", "(6, 6)", "6 × 6 × 4", "(6, 6, 4)"),
        ("238.0 MiB <tiny.param_memory>", "238.0 MiB", "1,640 (1.6 KiB)", "0.001564 MiB"),
        ("80 % <tiny.fc.params / tiny.params>", "80 %", "0.9024", "90 %"),
        ("6 <tiny.conv.output_shape>", "6", "6 × 6 × 4", "6×6×4"),
        ("410 bytes <tiny.params>", "410 bytes", "410", "410"),
        ("1.7 kFLOPs <tiny.macs>", "1.7 kFLOPs", "1,656", "1,656"),
    ],
)
def test_what_is_not_true_is_a_warning_with_the_text_to_type_instead(
    project: Project, asked: str, typed: str, true: str, instead: str
) -> None:
    built = checked(project, f":cnn:`{asked}`")
    assert places(built) == ["index.rst:4"]
    said = built.warnings[0].replace("\N{NO-BREAK SPACE}", " ")
    assert f"'{typed}'" in said
    assert true in said
    assert f"type '{instead}' instead" in said or not instead
    assert said.endswith("[cnn.stale]")
    (marked,) = Page(built.page()).all("a", "cnn-stale")
    assert text(marked) == typed


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ("many <tiny.params>", "there is no number in 'many'"),
        ("410 of 500 <tiny.params>", "there is more than one number in '410 of 500'"),
        ("4.1.0 <tiny.params>", "'4.1.0' is no number"),
    ],
)
def test_a_text_without_exactly_one_number_is_a_warning(project: Project, asked: str, why: str) -> None:
    built = checked(project, f":cnn:`{asked}`")
    assert places(built) == ["index.rst:4"]
    assert why in built.warnings[0]
    assert "tiny.params, which is 410 [cnn.stale]" in built.warnings[0]


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ("tiny.parms", "a network has no total 'parms'; did you mean 'params'?"),
        ("tinny.params", "no network 'tinny' in this project; did you mean 'tiny'?"),
        ("tiny.cnv.params", "'Tiny' has no layer 'cnv'; did you mean 'conv'?"),
        ("tiny.conv.kernel", "'conv' (Conv2D) has no 'kernel'"),
        ("tiny.conv", "'conv' is a layer or a group; ask for a quantity of it"),
        (".params", "this page defines no network; name the one that is meant, as in tiny.params"),
        ("tiny.conv.output_shape[3]", "[0] to [2] here, and no [3]"),
        ("tiny.params / 0", "a division by zero"),
        ("tiny.params:q", "'q' is no format"),
        ("tiny.conv.padding:.1f", "only a number can have a format, not valid"),
        ("10**10**10", "a number is missing before '*'"),
        ("(" * 100_000, "the text has 100,000 characters; 1,000 are the most"),
        ("tiny.params:.99999999f", "30 are the most"),
        ("500<tiny.params>", "a typed text and a blank are needed"),
        ("7 <tiny.parms>", "a network has no total 'parms'"),
        ("7 <tiny.conv.padding>", "this is valid, and no number"),
    ],
)
def test_what_cannot_be_found_is_a_warning_and_never_a_number(project: Project, asked: str, why: str) -> None:
    built = checked(project, f":cnn:`{asked}`")
    assert places(built) == ["index.rst:4"]
    assert why in built.warnings[0]
    assert built.warnings[0].endswith("[cnn.reference]")
    assert len(built.warnings[0]) < 400
    (marked,) = Page(built.page()).all("span", "cnn-error")
    if "<" not in asked:
        assert text(marked) == asked
    else:
        assert "7" not in text(marked)


def test_a_layer_of_the_page_without_its_dot_is_recognised(project: Project) -> None:
    project.write({"index.rst": f"Start\n=====\n\n:cnn:`conv.params`\n\n{TINY}"})
    assert "no network 'conv' in this project; write .conv.params for that layer" in project.build().warnings[0]


def test_the_network_of_a_page_with_two_must_be_named(project: Project) -> None:
    other = TINY.replace("Tiny", "Other")
    project.write({"index.rst": f"Start\n=====\n\n:cnn:`.params`\n\n{TINY}\n{other}"})
    built = project.build()
    assert places(built) == ["index.rst:4"]
    assert "this page defines several networks: other, tiny; name the one that is meant" in built.warnings[0]


def test_a_network_that_cannot_be_read_is_reported_once_and_shows_no_number(project: Project) -> None:
    project.write(
        {
            "index.rst": "Start\n=====\n\n:cnn:`tiny.params` and :cnn:`410 <tiny.params>`\n",
            "net.rst": f"Net\n===\n\n{TINY.replace('Dense', 'Dens')}",
        }
    )
    built = project.build()
    assert places(built) == ["net.rst:10"]
    page = Page(built.page())
    assert [text(marked) for marked in page.all("span", "cnn-error")] == ["tiny.params", "tiny.params"]


def test_findings_come_again_on_every_build_until_they_are_mended(project: Project) -> None:
    project.write(
        {
            "index.rst": "Start\n=====\n\n:cnn:`500 <tiny.params>` :cnn:`tiny.parms` :cnn:layer:`tiny.x`\n\n"
            "**:cnn:`tiny.params`**\n\n:cnn:`tiny.params +`\n",
            **NET,
        }
    )
    first = sorted(project.build().warnings)
    assert len(first) == 5
    assert sorted(project.build().warnings) == first
    assert sorted(project.build("text").warnings) == first
    assert sorted(project.build(parallel=2).warnings) == first
    project.write({"index.rst": "Start\n=====\n\n:cnn:`410 <tiny.params>`\n"})
    assert project.build().warnings == []


def test_a_finding_can_be_suppressed(project: Project) -> None:
    built = checked(project, ":cnn:`500 <tiny.params>`", suppress_warnings=["cnn.stale"])
    assert built.warnings == []


@pytest.mark.parametrize(
    ("language", "asked", "instead"),
    [
        ("de", "1.657 <tiny.macs>", "1.656"),
        ("de", "1,657 <tiny.macs>", "1656,000"),
        ("de", "1,7 Tsd. <tiny.macs / 2>", "0,8 Tsd."),
        ("fr", "1 657 <tiny.macs>", "1 656"),
    ],
)
def test_a_typed_number_is_read_as_the_language_of_the_document_writes_it(
    project: Project, language: str, asked: str, instead: str
) -> None:
    built = checked(project, f":cnn:`{asked}`", language=language)
    said = built.warnings[0].replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert f"'{instead}'" in said.replace("1.656,000", "1656,000")


EXPECTING = TINY.replace(
    ":input:", ":expect: params: about 400\n      conv.params: 41\n      fc.params: 370\n      macs: 1.7 k\n   :input:"
)


def test_claims_of_a_network_are_checked_at_their_own_lines(project: Project) -> None:
    project.write({"index.rst": f"Start\n=====\n\n{EXPECTING}"})
    built = project.build()
    assert places(built) == ["index.rst:6"]
    assert "'41' is not true: tiny.conv.params is 40; type '40' instead [cnn.stale]" in built.warnings[0]
    assert project.build().warnings == built.warnings


@pytest.mark.parametrize(
    ("claim", "subtype", "why"),
    [
        ("conv.parms: 41", "reference", "did you mean 'params'?"),
        ("params 410", "reference", ":expect: needs lines such as"),
        ("params:", "reference", ":expect: needs lines such as"),
        ("params: many", "stale", "there is no number in 'many'"),
        ("conv.output_shape: 6×6×4 or 7", "stale", "more than one number"),
        ("fc.params: 500", "stale", "type '370' instead"),
        ("fc.params / params: 90 %", "reference", "needs lines such as"),
    ],
)
def test_a_claim_that_cannot_be_checked_is_a_warning(project: Project, claim: str, subtype: str, why: str) -> None:
    expecting = TINY.replace(":input:", f":expect: params: 410\n      {claim}\n   :input:")
    project.write({"index.rst": f"Start\n=====\n\n{expecting}"})
    built = project.build()
    assert places(built) == ["index.rst:6"]
    assert why in built.warnings[0]
    assert built.warnings[0].endswith(f"[cnn.{subtype}]")


@pytest.mark.parametrize(
    ("options", "line"),
    [
        (":expect: params: 411\n:input: 8x8x1", 4),
        ("---\ninput: 8x8x1\nexpect: |\n  macs: 1,656\n  params: 411\n---", 8),
    ],
)
def test_claims_in_markdown_are_checked_at_their_own_lines(project: Project, options: str, line: int) -> None:
    code = "\n".join(line.strip() for line in TINY.splitlines()[3:])
    project.write({"index.md": f"# Start\n\n```{{cnn-summary}} Tiny\n{options}\n\n{code}\n```\n"})
    assert places(project.build()) == [f"index.md:{line}"]


def test_of_two_networks_of_one_key_each_claim_is_about_its_own(project: Project) -> None:
    other = TINY.replace("Dense(10)", "Dense(20)").replace(":input:", ":expect: params: 780\n   :input:")
    project.write({"index.rst": f"Start\n=====\n\n{TINY}\n{other}"})
    assert [line[-15:] for line in project.build().warnings] == ["[cnn.duplicate]"]
