"""A network that cannot be read: a warning, an error box where it would stand, and no number."""

from __future__ import annotations

import subprocess
import sys

import pytest
from html_page import Page, text
from project import TINY, Project, places

BROKEN = TINY.replace("Conv2D(4, 3)", "Conv2D(4, 9)")
SUBTYPES = {
    "cnn.architecture": BROKEN,
    "cnn.option": TINY.replace(":input:", ":colums: layer\n   :input:"),
    "cnn.duplicate": f"{TINY}\n{TINY.replace('Dense(10)', 'Dense(11)')}",
    "cnn.reference": ".. cnn-table:: nothing\n",
    "cnn.advice": ".. cnn-summary:: Net\n   :input: 8x8x3\n\n   Dense(10)\n",
}


def test_the_page_shows_the_error_and_no_number_and_other_pages_are_untouched(project: Project) -> None:
    project.write(
        {
            "index.rst": f"Start\n=====\n\n{BROKEN}",
            "good.rst": f"Good\n====\n\n{TINY.replace('Tiny', 'Good')}",
        }
    )
    built = project.build()
    assert places(built) == ["index.rst:7"]
    assert built.warnings[0].startswith("index.rst:7: WARNING: conv: ")
    assert built.warnings[1] == "    conv = Conv2D(4, 9)"
    assert built.warnings[2].strip() == "^ [cnn.architecture]"
    page = Page(built.page())
    (box,) = page.errors
    assert "Tiny: this architecture cannot be read." in box
    assert "a 9×9 kernel does not fit" in box
    assert (page.tables, page.drawings, page.all("p", "cnn-facts")) == ([], [], [])
    assert "parameters" not in built.page()
    good = Page(built.page("good.html"))
    assert (len(good.tables), good.errors) == (1, [])


@pytest.mark.parametrize("subtype", SUBTYPES)
def test_the_warning_comes_again_on_every_build_until_it_is_mended(project: Project, subtype: str) -> None:
    project.write({"index.rst": f"Start\n=====\n\n{SUBTYPES[subtype]}"})
    first = project.build().warnings
    assert first[-1].endswith(f"[{subtype}]")
    assert project.build().warnings == first
    assert project.build().warnings == first
    assert project.build("text").warnings == first
    project.write({"index.rst": f"Start\n=====\n\nAt last, without mistakes.\n\n{TINY}"})
    mended = project.build()
    assert mended.warnings == []
    assert Page(mended.page()).errors == []
    assert len(Page(mended.page()).tables) == 1


@pytest.mark.parametrize("subtype", SUBTYPES)
def test_each_subtype_can_be_suppressed(project: Project, subtype: str) -> None:
    project.write({"index.rst": f"Start\n=====\n\n{SUBTYPES[subtype]}"})
    assert project.build("dummy", suppress_warnings=[subtype]).warnings == []


def test_warnings_as_errors_fail_every_build(project: Project) -> None:
    project.write({"index.rst": f"Start\n=====\n\n{BROKEN}", "conf.py": "extensions = ['sphinx_cnn']\n"})
    command = [sys.executable, "-m", "sphinx", "-W", "-q", "-b", "text", str(project.source), str(project.root / "out")]
    for _ in range(3):
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        assert run.returncode == 1
        assert "index.rst:7: WARNING: conv: a 9×9 kernel does not fit" in run.stderr


def test_a_blank_line_forgotten_before_the_architecture(project: Project) -> None:
    project.write({"index.rst": "Start\n=====\n\n.. cnn-summary:: Net\n   Conv2D(4, 3)\n   Dense(10)\n"})
    built = project.build()
    assert places(built) == ["index.rst:4"]
    assert "is the blank line before the architecture missing?" in built.warnings[0]
    assert "cnn.architecture" in built.warnings[-1]
    (box,) = Page(built.page()).errors
    assert box.startswith("Error Net: this architecture cannot be read.")


@pytest.mark.parametrize("content", ["", "   :input: 8x8x1\n", "   :input: 8x8x1\n\n   # only a comment\n"])
def test_no_architecture_at_all(project: Project, content: str) -> None:
    project.write({"index.rst": f"Start\n=====\n\n.. cnn-summary:: Net\n{content}\nWords.\n"})
    built = project.build()
    assert places(built)[0] in ("index.rst:4", "index.rst:7")
    assert "[cnn.architecture]" in built.warnings[-1]
    assert len(Page(built.page()).errors) == 1


def test_a_network_without_a_title_is_shown_all_the_same(project: Project) -> None:
    project.write({"index.rst": "Start\n=====\n\n.. cnn-summary::\n   :input: 8x8x1\n\n   Flatten()\n"})
    built = project.build()
    assert places(built) == ["index.rst:4"]
    assert "the title" in built.warnings[0]
    assert len(Page(built.page()).tables) == 1


def test_a_table_of_a_broken_network_on_another_page(project: Project) -> None:
    project.write(
        {
            "index.rst": "Start\n=====\n\n.. cnn-table:: tiny\n\n.. cnn-diagram:: tiny\n",
            "net.rst": f"A net\n=====\n\n{BROKEN}",
        }
    )
    built = project.build()
    assert places(built) == ["net.rst:7"]
    assert len(Page(built.page()).errors) == 2
    project.write({"net.rst": f"A net\n=====\n\n{TINY}"})
    mended = Page(project.build().page())
    assert (len(mended.tables), len(mended.drawings), mended.errors) == (1, 1, [])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("x = 9**9**9", ""),
        ("x = [0] * 10**9", ""),
        ("x = f'{1:999999999}'", ""),
        ("().__class__.__bases__", ""),
        ("[" * 5000, ""),
        ("__import__('os').system('echo')", ""),
        ("open('/etc/passwd')", ""),
        ("Dense(10, unit=3)", "did you mean 'units'?"),
    ],
)
def test_hostile_and_mistyped_text_ends_in_one_warning(project: Project, line: str, said: str) -> None:
    project.write({"index.rst": f"Start\n=====\n\n.. cnn-summary:: Net\n   :input: 8x8x1\n\n   {line}\n"})
    built = project.build()
    (place,) = places(built)
    assert place in ("index.rst:7", "index.rst:4")
    assert said in " ".join(built.warnings)
    assert len(Page(built.page()).errors) == 1


def test_markup_in_a_broken_network_is_shown_as_it_is(project: Project) -> None:
    project.write(
        {"index.rst": "Start\n=====\n\n.. cnn-summary:: <b>*N*</b>\n   :input: 8x8x1\n\n   <script>alert(1)</script>\n"}
    )
    built = project.build()
    assert "<script>alert" not in built.page()
    assert "<b>*N*</b>: this architecture cannot be read." in text(Page(built.page()).one("div", "cnn-error"))
