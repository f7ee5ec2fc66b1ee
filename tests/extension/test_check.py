"""``cnncheck``, the ``linkcheck`` of numbers: a table of all findings, ``output.json``, and a status for a pipeline."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from numbers_record import NET, SMALLER, of, page, record_path, recorded
from project import Built, Project, places
from sphinx.application import Sphinx

CHECKED = "It has :cnn:`185,162 <net.params>` parameters.\n"
README = "# Net\n\nIt has 185,162 parameters.\n"


def output(built: Built) -> list[dict[str, Any]]:
    """What other programs get."""
    found: list[dict[str, Any]] = json.loads(built.page("output.json"))
    return found


def status(project: Project, builder: str = "cnncheck", **configuration: Any) -> int:
    """The exit status of a build."""
    apps: list[Sphinx] = []
    project.build(builder, prepare=apps.append, **configuration)
    return apps[0].statuscode


def test_a_project_without_a_finding(project: Project) -> None:
    recorded(project, {"index.rst": page(NET, CHECKED)})
    built = project.build("cnncheck")
    assert built.warnings == []
    assert output(built) == []
    assert status(project) == 0


def test_every_kind_of_finding_is_checked_on_every_build(project: Project) -> None:
    project.configuration = {"cnn_check_files": ["../README.md"]}
    project.write({"../README.md": README, "words.rst": page("By hand, 185,162.\n", title="Words")})
    recorded(project, {"index.rst": page(NET, CHECKED)})
    project.write({"index.rst": page(SMALLER, CHECKED, ":cnn:`net.parms`\n\n.. cnn-table:: nte\n")})
    first = project.build("cnncheck")
    found = [(one["file"], one["line"], one["type"]) for one in output(first)]
    assert sorted(found, key=str) == [
        ("../README.md", 3, "cnn.leftover"),
        ("index.rst", 11, "cnn.stale"),
        ("index.rst", 13, "cnn.reference"),
        ("index.rst", 15, "cnn.reference"),
        ("index.rst", 4, "cnn.changed"),
        ("words.rst", 4, "cnn.leftover"),
    ]
    assert len(first.warnings) == 6
    assert all(set(one) == {"file", "line", "type", "message"} and one["message"] for one in output(first))
    second = project.build("cnncheck")
    assert (second.warnings, output(second)) == (first.warnings, output(first))
    assert status(project) == 1


def test_nothing_is_rendered(project: Project) -> None:
    project.write({"index.rst": page(NET)})
    built = project.build("cnncheck")
    assert [path.name for path in built.out.iterdir()] == ["output.json"]
    assert not (project.doctrees / "cnn").exists()


def test_findings_that_are_suppressed_do_not_count(project: Project) -> None:
    recorded(project, {"index.rst": page(NET)})
    project.write({"index.rst": page(SMALLER)})
    assert status(project, suppress_warnings=["cnn.changed"]) == 0
    assert status(project, suppress_warnings=["cnn"]) == 0
    assert status(project, suppress_warnings=["cnn.stale"]) == 1
    assert output(project.build("cnncheck", suppress_warnings=["cnn.changed"])) == []


def test_the_commands_table_and_statuses(project: Project) -> None:
    recorded(project, {"index.rst": page(NET, "By hand, 185,162.\n"), "conf.py": 'extensions = ["sphinx_cnn"]\n'})
    project.write({"index.rst": page(SMALLER, "By hand, 185,162.\n")})

    def run(builder: str, *options: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "sphinx", "-b", builder, *options, "source", f"out-{builder}"]
        here = Path(__file__).parents[2]
        environment = {**os.environ, "PYTHONPATH": str(here), "NO_COLOR": "1"}
        return subprocess.run(command, cwd=project.root, capture_output=True, text=True, check=False, env=environment)

    checked = run("cnncheck")
    assert checked.returncode == 1
    table = checked.stdout[checked.stdout.index("source/index.rst\n") :].splitlines()
    assert table[0] == "source/index.rst"
    assert table[1].startswith(
        "     4  cnn.changed   'net' is not what cnn-numbers.json records: params 185,162 → 92,586,"
    )
    assert table[2].startswith("    11  cnn.leftover  '185,162' is an old number: net.params was 185,162 and is 92,586")
    assert table[3:5] == ["", "2 findings in 1 file"]
    assert [run("cnncheck").returncode, run("html", "-W").returncode, run("html", "-W").returncode] == [1, 1, 1]
    assert run("html").returncode == 0
    assert run("cnnrecord").returncode == 0
    assert run("cnncheck").returncode == 1  # for what was left behind
    project.write({"index.rst": page(SMALLER)})
    assert run("cnnrecord", "-W").returncode == 0
    mended = run("cnncheck", "-W")
    assert mended.returncode == 0
    assert "No number was found to be wrong." in mended.stdout


def test_the_builders_can_be_named_in_only(project: Project) -> None:
    project.write({"index.rst": page(".. only:: cnncheck or cnnrecord\n\n   Words.\n")})
    for builder in ("html", "cnncheck", "cnnrecord"):
        assert project.build(builder).warnings == []


def test_with_j2_and_with_other_builders_on_the_same_doctrees(project: Project) -> None:
    recorded(project, {"index.rst": page(NET), **{f"p{i}.rst": page("185,162\n", title="Words") for i in range(8)}})
    project.write({"index.rst": page(SMALLER)})
    expected = ["index.rst:4", *(f"p{i}.rst:4" for i in range(8))]
    assert places(project.build("cnncheck", parallel=2)) == expected
    assert places(project.build("html", parallel=2)) == expected
    assert places(project.build("cnncheck")) == expected
    assert "92,586 parameters" in project.build("html").page()


def test_the_check_writes_pages_of_no_other_builder_anew(project: Project) -> None:
    project.write({"index.rst": page(NET)})
    page_of = project.build("html").out / "index.html"
    before = page_of.stat().st_mtime_ns
    project.build("cnncheck")
    project.build("html")
    assert page_of.stat().st_mtime_ns == before


FILES = {
    "prose": ("It has 185,162 parameters.", True),
    "bold": ("It has **185,162** of them.", True),
    "half of it bold": ("It has **185.2** *thousand* parameters.", True),
    "over two lines": ("Words\nabout 185.2\nthousand parameters.", True),
    "a list": ("- Words\n- and 185,162\n", True),
    "a paragraph of a list": ("- Words\n\n    and 185,162\n", True),
    "a heading": ("## Has 185,162", True),
    "a table": ("| a | b |\n|---|---|\n| Parameters | 185,162 |", True),
    "the text of a link": ("[185,162 parameters](https://x.org)", True),
    "a tag of HTML": ("<b>185,162</b>", True),
    "a quotation": ("> 185,162", True),
    "after an inline literal": ("`code` and 185,162", True),
    "after a lone back-quote": ("A ` and\n\n185,162", True),
    "after an open fence in a sentence": ("Use ```` ``` ```` for code.\n\n185,162", True),
    "a note in reStructuredText": (".. note::\n\n   185,162", True),
    "a current number": ("It has 92,586 parameters.", False),
    "two digits": ("About 190 thousand.", False),
    "a literal": ("`185,162`", False),
    "a literal of two quotes": ("``185,162 ` of``", False),
    "a fence": ("```\n185,162\n```", False),
    "a fence of tildes": ("~~~python\n185,162\n\n185,162\n~~~", False),
    "a fence that is not closed": ("```\n185,162", False),
    "a fence in a list": ("- Words\n\n  ```\n  185,162\n  ```", False),
    "a fence in a quotation": ("> ```\n> 185,162\n> ```", False),
    "an indented block": ("Words\n\n    185,162\n\n    185,162", False),
    "a comment": ("<!-- 185,162\n185,162 -->", False),
    "an attribute": ('<img alt="185,162">', False),
    "where a link leads": ("[Words](https://x.org/185,162)", False),
    "where a reference leads": ("[words]: https://x.org/185,162", False),
    "an address": ("See https://x.org/185,162 and <https://x.org/185,162>.", False),
    "mathematics": ("$$\n185,162\n$$", False),
    "a literal block": ("Words::\n\n  185,162", False),
    "a code directive": (".. code-block:: python\n\n  n = 185162\n\n  m = 185162", False),
}


@pytest.mark.parametrize("name", FILES)
def test_the_prose_of_a_file_that_is_no_document(project: Project, name: str) -> None:
    text, is_found = FILES[name]
    project.write({"../README.md": f"# Net\n\n{text}\n\nWords.\n"})
    recorded(project, {"index.rst": page(NET)}, cnn_check_files=["../README.md"])
    project.write({"index.rst": page(SMALLER)})
    found = [one for one in output(project.build("cnncheck", cnn_check_files=["../README.md"])) if "../" in one["file"]]
    lines = [number for number, line in enumerate(f"\n\n{text}".splitlines(), 1) if "185" in line]
    assert [(one["line"], one["type"]) for one in found] == [(line, "cnn.leftover") for line in lines if is_found]


def test_front_matter_is_no_prose(project: Project) -> None:
    project.write({"../README.md": "---\nparams: 185,162\n---\n\n# Net\n\n185,162\n"})
    recorded(project, {"index.rst": page(NET)})
    project.write({"index.rst": page(SMALLER)})
    built = project.build("cnncheck", cnn_check_files=["../README.md"])
    assert [one["line"] for one in output(built) if one["file"] == "../README.md"] == [7]


def test_patterns_name_files_in_folders(project: Project) -> None:
    project.write({"../cards/a/card.md": README, "../cards/b.md": README, "../cards/c.txt": README})
    recorded(project, {"index.rst": page(NET)})
    project.write({"index.rst": page(SMALLER)})
    built = project.build("cnncheck", cnn_check_files=["../cards/**/*.md", "../cards/b.*"])
    assert [one["file"] for one in output(built) if "cards" in one["file"]] == ["../cards/a/card.md", "../cards/b.md"]


def test_a_file_keeps_its_previous_numbers_in_the_record(project: Project) -> None:
    project.configuration = {"cnn_check_files": ["../README.md"]}
    project.write({"../README.md": README})
    recorded(project, {"index.rst": page(NET)})
    project.write({"index.rst": page(SMALLER)})
    project.build("cnnrecord")
    assert places(project.build("cnncheck")) == [f"{project.root}/README.md:3"]
    assert project.build("html").warnings == []  # which reads documents alone
    project.write({"../README.md": "# Net\n"})
    project.build("cnnrecord")
    assert "previous" not in record_path(project).read_text("utf-8")


def test_files_that_are_not_there_or_no_text_are_findings(project: Project) -> None:
    project.write({"index.rst": page(NET), "../card.bin": b"\xff\xfe185,162"})
    built = project.build("cnncheck", cnn_check_files=["../card.bin", "../READM.md"])
    assert [one["message"].split(",")[0] for one in output(built)] == [
        "cnn_check_files: '../card.bin' is a file that cannot be read as UTF-8",
        "cnn_check_files: no file is '../READM.md'",
    ]
    assert status(project, cnn_check_files=["../READM.md"]) == 1
    assert len(of(project.build("cnnrecord", cnn_check_files=["../READM.md"]), "option")) == 1


def test_an_included_file_is_named_once(project: Project) -> None:
    project.write({"../README.md": "It has 185,162 parameters.\n"})
    recorded(project, {"index.rst": page(NET, ".. include:: ../README.md\n")})
    project.write({"index.rst": page(SMALLER, ".. include:: ../README.md\n")})
    built = project.build("cnncheck", cnn_check_files=["../README.md"])
    assert [one["line"] for one in output(built) if one["type"] == "cnn.leftover"] == [1]
