"""A finding about a role names the line that the role really stands on, in reStructuredText and in Markdown."""

from __future__ import annotations

import pytest
from project import TINY, Project, places

NET = {"net.rst": f"Net\n===\n\n{TINY}"}
WRONG = ":cnn:`tiny.wrong`"
"""A role on the line to be named, in every document here."""

FILLER = "Words and\nmore words,\n"

DOCUMENTS = {
    "first line": f"Words {WRONG}.",
    "third line": f"{FILLER}then {WRONG}.",
    "third line, the same before": f"{FILLER}then :cnn:`tiny.params` and {WRONG}.",
    "bullet list": f"* One\n  two\n  three {WRONG}\n* four",
    "nested list": f"1. One\n\n   * two\n\n     {FILLER.replace(chr(10), chr(10) + '     ')}{WRONG}",
    "definition": f"Term\n   Words\n   and {WRONG}.",
    "field": f":Field: Words\n   and {WRONG}.",
    "note": f".. note::\n\n   Words\n   and {WRONG}.",
    "note at once": f".. note:: Words\n   and {WRONG}.",
    "grid table": f"+----+---------------------+\n| a  | one                 |\n+----+---------------------+\n"
    f"| b  | two                 |\n|    | {WRONG}   |\n+----+---------------------+",
    "simple table": f"==  ==================\na   one\nb   {WRONG}\n==  ==================",
    "csv table": f".. csv-table::\n   :header: a, b\n\n   1, one\n   2, {WRONG}\n   3, two",
    "list table": f".. list-table::\n\n   * - one\n     - two\n   * - three\n     - {WRONG}",
    "caption": f".. figure:: https://example.org/x.png\n   :alt: words\n\n   Words\n   and {WRONG}.",
    "footnote": f"Words [#f]_.\n\n.. [#f] Words\n   and {WRONG}.",
    "substitution": f"Words |s| and |s|.\n\n.. |s| replace:: {WRONG}",
    "heading": "Words\n\nA wrong :cnn:`500 <tiny.params>`\n--------------------------------",
    "bare in a heading": "Words\n\nA wrong :cnn:`tiny.params`\n--------------------------",
    "line block": f"| One\n| two\n| {WRONG}",
    "quotation": f"Words:\n\n   Words\n   and {WRONG}.",
    "role over two lines": f"{FILLER}then :cnn:`about 500\n<tiny.params>` wrong.",
    "the same text as code before": f".. code-block:: rst\n\n   {WRONG.replace('w', 'W')}\n   {WRONG} code\n\n{WRONG}",
    "the same text as code after": f"{WRONG}\n\n::\n\n   {WRONG} code\n",
    "the same text as code just before": f"::\n\n   {WRONG}\n   # code\n\n{FILLER * 6}{WRONG}",
    "comment with the same text": f".. {WRONG} code\n\nWords\n{WRONG}",
    "reference to a layer": f"{FILLER}then :cnn:layer:`tiny.wrong`.",
    "reference to a network": f"{FILLER}then :cnn:network:`wrong`.",
    "not parsed": f"{FILLER}then **{WRONG}**.",
    "not parsed, with the same parsed before": ":cnn:`tiny.params`\nwords\n**:cnn:`tiny.params` wrong**",
    "not parsed, with the same parsed after": "**:cnn:`tiny.params` wrong**\nwords\n:cnn:`tiny.params`",
    "the role of the other language": f"{FILLER}then {{cnn}}`tiny.wrong`.",
    "without blanks": f"{FILLER}参数{WRONG}个。",
    "a term": f"Words\n   and\n{WRONG}\n   words",
    "unreadable": f"{FILLER}then :cnn:`tiny.wrong +`.",
    "in a sidebar": f".. sidebar:: Title\n\n   Words\n   and {WRONG}.",
    "in a container in a list": f"* .. container:: box\n\n     Words\n\n     {WRONG}",
}


def line_of(document: str) -> int:
    """The last line that has the word."""
    found = [n for n, line in enumerate(document.splitlines(), 1) if "wrong" in line.lower() and "code" not in line]
    return next(
        (n for n, line in enumerate(document.splitlines(), 1) if "about 500" in line), found[-1] if found else 0
    )


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_line_of_a_role_is_named(project: Project, name: str) -> None:
    document = f"Start\n=====\n\nWords.\n\n{DOCUMENTS[name]}\n"
    project.write({"index.rst": document, **NET})
    built = project.build("dummy", suppress_warnings=["docutils"])  # which may have something to say of its own
    assert places(built) == [f"index.rst:{line_of(document)}"]


MYST_WRONG = "{cnn}`tiny.wrong`"
MYST_DOCUMENTS = {
    "first line": f"Words {MYST_WRONG}.",
    "third line": f"{FILLER}then {MYST_WRONG}.",
    "list": f"* One\n  two\n  three {MYST_WRONG}\n* four",
    "table": f"| a | b |\n|---|---|\n| c | d |\n| e | {MYST_WRONG} |\n| f | g |",
    "note": f"```{{note}}\nWords\nand {MYST_WRONG}.\n```",
    "nested note": f"````{{note}}\nWords\n\n```{{tip}}\nWords\n{MYST_WRONG}\n```\n````",
    "quotation": f"> Words\n> and {MYST_WRONG}.",
    "footnote": f"Words [^f].\n\n[^f]: Words\n    and {MYST_WRONG}.",
    "heading": "Words\n\n## A wrong {cnn}`500 <tiny.params>`",
    "bold": f"{FILLER}then **{MYST_WRONG}**.",
    "code before": f"```\n{MYST_WRONG} code\n```\n\n{MYST_WRONG}",
    "reference to a layer": f"{FILLER}then {{cnn:layer}}`tiny.wrong`.",
    "eval-rst": f"```{{eval-rst}}\nWords\n\n{WRONG}\n```",
    "over two lines": f"{FILLER}then {{cnn}}`about 500\n<tiny.params>` wrong.",
    "the role of the other language": f"{FILLER}then {WRONG}.",
    "caption": f"```{{figure}} https://example.org/x.png\n:alt: words\n\nWords\nand {MYST_WRONG}.\n```",
}


@pytest.mark.parametrize("name", MYST_DOCUMENTS)
def test_the_line_of_a_role_in_markdown_is_named(project: Project, name: str) -> None:
    document = f"# Start\n\nWords.\n\n{MYST_DOCUMENTS[name]}\n"
    project.write({"index.md": document, **NET})
    assert places(project.build("dummy")) == [f"index.md:{line_of(document)}"]


@pytest.mark.parametrize(
    ("name", "document", "role"),
    [
        ("index.rst", "Start\n=====\n\n.. include:: part.txt\n\nWords.\n", WRONG),
        ("index.md", "# Start\n\n```{include} part.txt\n```\n\nWords.\n", MYST_WRONG),
    ],
)
def test_the_line_of_a_role_in_an_included_file_is_named(project: Project, name: str, document: str, role: str) -> None:
    project.write({name: document, "part.txt": f"Words.\n\nWords\nand {role}.\n", **NET})
    assert places(project.build("dummy")) == ["part.txt:4"]


def test_several_wrong_numbers_in_one_paragraph_have_a_line_each(project: Project) -> None:
    document = "Start\n=====\n\n:cnn:`1 <tiny.params>` and\n:cnn:`2 <tiny.params>` and :cnn:`1 <tiny.params>`\n"
    project.write({"index.rst": f"{document}and **words**\n:cnn:`1 <tiny.params>`\n", **NET})
    assert places(project.build("dummy")) == ["index.rst:4", "index.rst:5", "index.rst:5", "index.rst:7"]


def test_the_line_of_a_docstring_is_named(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.write(
        {
            "index.rst": "Start\n=====\n\n.. automodule:: module_with_a_role\n",
            "module_with_a_role.py": f'"""A module.\n\n{WRONG}\n"""\n',
            **NET,
        }
    )
    monkeypatch.syspath_prepend(project.source)
    (place,) = places(project.build("dummy", extensions=["sphinx_cnn", "sphinx.ext.autodoc"]))
    assert place == "module_with_a_role.py:docstring of module_with_a_role:3"


@pytest.mark.parametrize(
    "document",
    [
        "``:cnn:`tiny.params```",
        "::\n\n   :cnn:`tiny.params`",
        ".. code-block:: rst\n\n   :cnn:`tiny.params`",
        ".. :cnn:`tiny.params`",
        "The folder cnn: `words`",
        ":math:`cnn:`",
        "(:cnn:`tiny.params`), 参数\\ :cnn:`tiny.params`\\ 个, :cnn:`tiny.params`。",
    ],
)
def test_what_is_no_role_or_a_good_one_is_no_finding(project: Project, document: str) -> None:
    project.write({"index.rst": f"Start\n=====\n\n{document}\n", **NET})
    assert project.build("dummy").warnings == []


def test_in_a_translation_the_line_of_the_original_is_named(project: Project) -> None:
    catalog = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    catalog += 'msgid "Has :cnn:`410 <tiny.params>`."\nmsgstr "Es hat :cnn:`rund 500 <tiny.params>`."\n'
    project.write(
        {
            "index.rst": "Start\n=====\n\nHas :cnn:`410 <tiny.params>`.\n",
            "locale/de/LC_MESSAGES/index.po": catalog,
            **NET,
        }
    )
    built = project.build("dummy", language="de", locale_dirs=[str(project.source / "locale")])
    assert places(built) == ["index.rst:4"]
    assert "type 'rund 400' instead" in built.warnings[0]
