"""Drawings: kept between builds, drawn without a word, and replaced by text where they cannot be drawn."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from html_page import Page, text
from project import TINY, Project, places

FAKE_DOT = """\
#!{python}
import sys
sys.stdin.read()
sys.stderr.write("a word about fonts")
print('<?xml version="1.0"?><!DOCTYPE svg><!-- drawn --><svg width="90pt" height="60pt"')
print(' viewBox="0 0 90 60" xmlns="http://www.w3.org/2000/svg"><g id="graph0" class="graph"/></svg>')
"""


def cached(folder: Path) -> list[Path]:
    """The drawings in a folder and below."""
    return sorted(path for path in folder.rglob("cnn-*") if path.suffix in (".svg", ".pdf"))


@pytest.fixture
def without_pygraphviz(monkeypatch: pytest.MonkeyPatch) -> None:
    """A platform that has no wheel of pygraphviz."""
    monkeypatch.setitem(sys.modules, "pygraphviz", None)


def test_drawings_are_kept_beside_the_doctrees(project: Project) -> None:
    project.write({"index.rst": f"Start\n=====\n\n{TINY}"})
    project.build()
    (drawing,) = cached(project.doctrees)
    assert cached(project.source) == []
    before = drawing.stat().st_mtime_ns
    project.write({"index.rst": f"Start\n=====\n\nChanged.\n\n{TINY}"})
    project.build()
    assert [path.stat().st_mtime_ns for path in cached(project.doctrees)] == [before]


def test_drawings_can_be_kept_elsewhere(project: Project, tmp_path: Path) -> None:
    project.write({"index.rst": f"Start\n=====\n\n{TINY}"})
    project.build(cnn_cache_dir=str(tmp_path / "kept"))
    assert len(cached(tmp_path / "kept")) == 1
    assert cached(project.doctrees) == []


def test_a_relative_folder_of_drawings_is_relative_to_the_configuration(
    project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    project.write({"index.rst": f"Start\n=====\n\n{TINY}"})
    project.build(cnn_cache_dir="../kept")
    assert len(cached(project.source.parent / "kept")) == 1


def test_a_build_is_the_same_with_and_without_kept_drawings(project: Project, tmp_path: Path) -> None:
    project.write({"index.rst": f"Start\n=====\n\n{TINY}"})
    fresh = Project(tmp_path / "fresh")
    fresh.write({"index.rst": f"Start\n=====\n\n{TINY}"})
    first = project.build(cnn_cache_dir=str(tmp_path / "kept")).files()
    assert fresh.build(cnn_cache_dir=str(tmp_path / "kept")).files() == first


def test_nothing_is_said_on_the_standard_error_of_a_build(project: Project) -> None:
    project.write({"index.rst": f"Start\n=====\n\n{TINY}", "conf.py": "extensions = ['sphinx_cnn']\n"})
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", str(project.source), str(project.root / "out")]
    run = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "HOME": "/nowhere"})
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    assert "cnn-drawing" in (project.root / "out" / "index.html").read_text("utf-8")


def test_the_dot_command_draws_where_pygraphviz_cannot_be_imported(
    project: Project, tmp_path: Path, without_pygraphviz: None
) -> None:
    command = tmp_path / "dot"
    command.write_text(FAKE_DOT.format(python=sys.executable))
    command.chmod(command.stat().st_mode | stat.S_IXUSR)
    project.write({"index.rst": f"Start\n=====\n\n{TINY}"})
    built = project.build(cnn_dot=str(command))
    assert built.warnings == []
    (drawing,) = Page(built.page()).drawings
    assert drawing.size == (90, 60)
    assert "drawn" not in built.page()


def test_without_any_engine_a_diagram_is_shown_as_text(project: Project, without_pygraphviz: None) -> None:
    project.write({"index.rst": f"Start\n=====\n\n{TINY}"})
    built = project.build(cnn_dot="/nowhere/dot")
    assert places(built) == ["index.rst:4"]
    assert "/nowhere/dot" in built.warnings[0]
    assert built.warnings[0].endswith("[cnn.drawing]")
    page = Page(built.page())
    assert page.drawings == []
    assert "→ conv: Conv2D, 6 × 6 × 4" in text(page.one("figure"))
    assert len(page.tables) == 1


def test_a_missing_engine_is_a_warning_on_every_build_and_can_be_suppressed(
    project: Project, without_pygraphviz: None
) -> None:
    project.write({"index.rst": f"Start\n=====\n\n{TINY}"})
    first = project.build(cnn_dot="/nowhere/dot").warnings
    assert project.build(cnn_dot="/nowhere/dot").warnings == first
    assert project.build(cnn_dot="/nowhere/dot", suppress_warnings=["cnn.drawing"]).warnings == []


def test_a_command_that_fails_is_a_warning(project: Project, without_pygraphviz: None) -> None:
    project.write({"index.rst": f"Start\n=====\n\n{TINY}"})
    built = project.build(cnn_dot="false")
    assert built.warnings[0].endswith("[cnn.drawing]")
    assert cached(project.doctrees) == []


def test_text_builds_need_no_engine(project: Project, without_pygraphviz: None) -> None:
    project.write({"index.rst": f"Start\n=====\n\n{TINY}"})
    assert project.build("text", cnn_dot="/nowhere/dot").warnings == []


def test_a_network_that_is_drawn_twice_is_kept_once(project: Project) -> None:
    project.write(
        {"index.rst": f"Start\n=====\n\n{TINY}\n.. cnn-diagram:: tiny\n", "b.rst": "B\n=\n\n.. cnn-diagram:: tiny\n"}
    )
    project.build()
    assert len(cached(project.doctrees)) == 1
