"""The engine that draws: files that are kept, the same in every build, and whole or not there at all."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from sphinx_cnn.rendering.graphviz import DrawingError, Engine

DOT = "digraph { a -> b }"


def test_a_drawing_is_named_after_what_it_is_drawn_from(tmp_path: Path) -> None:
    engine = Engine(tmp_path)
    drawn = {engine.draw(DOT, "svg"), engine.draw(DOT, "pdf"), engine.draw(DOT.replace("b", "c"), "svg")}
    assert len(drawn) == 3
    assert engine.draw(DOT, "svg") in drawn
    assert set(tmp_path.iterdir()) == drawn


def test_a_drawing_for_print_does_not_depend_on_the_clock(tmp_path: Path) -> None:
    drawing = Engine(tmp_path).draw(DOT, "pdf").read_bytes()
    assert drawing.startswith(b"%PDF")
    assert re.search(rb"CreationDate \(D:\d", drawing) is None


def test_a_drawing_that_is_kept_is_not_drawn_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = Engine(tmp_path).draw(DOT, "svg")
    monkeypatch.setitem(sys.modules, "pygraphviz", None)
    assert Engine(tmp_path, "/nowhere/dot").draw(DOT, "svg") == path


def test_what_cannot_be_drawn_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(DrawingError):
        Engine(tmp_path).draw("digraph { a -> ", "svg")
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_printed_by_the_library_that_draws(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    Engine(tmp_path).draw('digraph { a [shape=nosuchshape, fontname="No Such Font"] }', "svg")
    assert capfd.readouterr() == ("", "")
