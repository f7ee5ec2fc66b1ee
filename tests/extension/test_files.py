"""``:file:``: the architecture in a file of its own, beside the document."""

from __future__ import annotations

import os

import pytest
from html_page import Page, text
from project import Project, places

FROM_FILE = "Start\n=====\n\n.. cnn-summary:: Net\n   :input: 8x8x1\n   :file: {name}\n"
CODE = "conv = Conv2D(4, 3)\n"


def facts(markup: str) -> str:
    """The line of facts of the only table on a page."""
    return text(Page(markup).one("p", "cnn-facts"))


@pytest.mark.parametrize("code", [CODE, "\N{BYTE ORDER MARK}" + CODE, CODE.replace("\n", "\r\n"), "# 网络\n" + CODE])
def test_a_file_is_read_in_any_form_of_utf8(project: Project, code: str) -> None:
    project.write({"index.rst": FROM_FILE.format(name="net.py"), "net.py": code})
    built = project.build()
    assert built.warnings == []
    assert facts(built.page()).startswith("40 parameters")


def test_a_path_is_relative_to_the_document_or_to_the_project(project: Project) -> None:
    project.write(
        {
            "index.rst": FROM_FILE.format(name="/code/net.py"),
            "part/other.rst": FROM_FILE.format(name="../code/net.py").replace("Net", "Other"),
            "code/net.py": CODE,
        }
    )
    built = project.build()
    assert built.warnings == []
    assert facts(built.page()) == facts(built.page("part/other.html"))


def test_a_changed_file_changes_the_page(project: Project) -> None:
    project.write({"index.rst": FROM_FILE.format(name="net.py"), "net.py": CODE})
    project.build()
    project.write({"net.py": CODE.replace("4, 3", "8, 3")})
    later = project.source.joinpath("net.py").stat().st_mtime + 10
    os.utime(project.source / "net.py", (later, later))
    assert facts(project.build().page()).startswith("80 parameters")


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "the file 'net.py' cannot be read: No such file"),
        ({"net.py": b"\xff\xfe\x00\x01"}, "the file 'net.py' is not UTF-8"),
        ({"net.py/inner.py": CODE}, "the file 'net.py' cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read(project: Project, files: dict[str, str | bytes], said: str) -> None:
    project.write({"index.rst": FROM_FILE.format(name="net.py"), **files})
    built = project.build()
    assert places(built) == ["index.rst:4"]
    assert said in built.warnings[0]
    assert said in Page(built.page()).errors[0]
    assert built.warnings[0].endswith("[cnn.architecture]")


def test_a_file_that_appears_later_is_found(project: Project) -> None:
    project.write({"index.rst": FROM_FILE.format(name="net.py")})
    project.build()
    project.write({"net.py": CODE})
    built = project.build()
    assert built.warnings == []
    assert facts(built.page()).startswith("40 parameters")


def test_content_beside_a_file_is_a_warning(project: Project) -> None:
    project.write({"index.rst": FROM_FILE.format(name="net.py") + "\n   Dense(10)\n", "net.py": CODE})
    built = project.build()
    assert built.warnings[0].endswith("so the content of the directive is not read [cnn.option]")
    assert facts(built.page()).startswith("40 parameters")


def test_an_included_document_finds_the_file_beside_the_document(project: Project) -> None:
    project.write(
        {
            "index.rst": "Start\n=====\n\n.. include:: part.txt\n",
            "part.txt": ".. cnn-summary:: Net\n   :input: 8x8x1\n   :file: net.py\n",
            "net.py": CODE,
        }
    )
    assert project.build("dummy").warnings == []
