"""An old number is named at its own line, however the prose around it is written."""

from __future__ import annotations

import pytest
from numbers_record import NET, SMALLER, of, page, recorded
from project import Built, Project, places

OLD = "185,162"
"""What the network had; the line with it is the one to be named."""

RST = {
    "paragraph": f"Words\nand words,\nthen {OLD} of them\nand words.\n",
    "twice in a paragraph": f"Words {OLD}\nand words,\nthen {OLD} of them.\n",
    "twice in a line": f"Words\nand {OLD}, yes, {OLD}.\n",
    "bold": f"Words\nand *words*,\nthen **{OLD}** of them.\n",
    "over two lines": "Words\nand words,\nabout 185.2\nthousand parameters.\n",
    "after a literal of the same": f"Words\n``{OLD}``\nand words,\nthen {OLD} of them.\n",
    "title": f"Has {OLD}\n{'-' * 20}\n\nWords.\n",
    "title with a line above": f"{'~' * 20}\nHas {OLD}\n{'~' * 20}\n\nWords.\n",
    "bullet list": f"* Words\n* words\n\n  * words and\n    {OLD}\n",
    "numbered list": f"1. Words\n2. {OLD}\n",
    "definition list": f"Term\n   Words\n   {OLD}.\n",
    "term": f"Words\n   Words.\n\nTerm of {OLD}\n   Words.\n",
    "field list": f"Words.\n\n:one: Words\n:two: {OLD}\n",
    "line block": f"| Words\n| {OLD}\n",
    "quote": f"Words.\n\n   Words\n   {OLD}\n\n   -- Somebody\n",
    "note": f".. note::\n\n   Words\n   {OLD}\n",
    "note at once": f".. note:: Words\n   {OLD}\n",
    "note with a title": f".. admonition:: Has {OLD}\n\n   Words.\n",
    "version": f".. versionchanged:: 2.0\n   Words\n   {OLD}\n",
    "footnote": f"Words [1]_.\n\n.. [1] Words\n   {OLD}\n",
    "citation": f"Words [A]_.\n\n.. [A] Words\n   {OLD}\n",
    "caption": f".. figure:: https://x.org/a.png\n\n   Words\n   {OLD}\n\n   Words of the legend.\n",
    "legend": f".. figure:: https://x.org/a.png\n\n   Words.\n\n   Words\n   of the legend, {OLD}\n",
    "simple table": f"=====  =======\na      b\n=====  =======\none    1,000\ntwo    {OLD}\n=====  =======\n",
    "grid table": f"+-----+---------+\n| a   | b       |\n+=====+=========+\n| one | words   |\n"
    f"|     | {OLD} |\n+-----+---------+\n| two | words   |\n+-----+---------+\n",
    "list table": f".. list-table::\n\n   * - One\n     - Two\n   * - Three\n     - {OLD}\n",
    "csv table": f'.. csv-table::\n   :header: "a", "b"\n\n   "one", "two"\n   "three", "{OLD}"\n',
    "title of a table": f".. table:: Has {OLD}\n\n   ===  ===\n   a    b\n   ===  ===\n",
    "rubric": f".. rubric:: Has {OLD}\n",
    "only": f".. only:: html\n\n   Words\n   {OLD}\n",
    "link": f"Words\nand `the {OLD} parameters\nof it <https://x.org>`_.\n",
    "reference": f"Words\nand :ref:`the {OLD} of it <genindex>`.\n",
    "substitution": f".. |one| replace:: one\n\nWords |one|\nand {OLD}\n",
    "topic": f".. topic:: Words\n\n   Words\n   {OLD}\n",
    "glossary": f".. glossary::\n\n   Term\n      Words\n      {OLD}\n",
    "description": f".. py:function:: f()\n\n   Words\n   {OLD}\n",
}

MARKDOWN = {
    "paragraph": f"Words\nand words,\nthen {OLD} of them\nand words.\n",
    "twice in a paragraph": f"Words {OLD}\nand words,\nthen {OLD} of them.\n",
    "bold": f"Words\nand *words*,\nthen **{OLD}** of them.\n",
    "over two lines": "Words\nand words,\nabout 185.2\nthousand parameters.\n",
    "after a literal of the same": f"Words\n`{OLD}`\nand words,\nthen {OLD} of them.\n",
    "title": f"## Has {OLD}\n\nWords.\n",
    "title underlined": f"Has {OLD}\n---------\n\nWords.\n",
    "bullet list": f"* Words\n* words\n\n  * words and\n    {OLD}\n",
    "quote": f"> Words\n> {OLD}\n",
    "note": f"```{{note}}\nWords\n{OLD}\n```\n",
    "note in a list": f"- Words\n\n  ```{{note}}\n  Words\n\n  {OLD}\n  ```\n",
    "figure": f"```{{figure}} https://x.org/a.png\nWords\n{OLD}\n```\n",
    "table": f"| a | b |\n| - | - |\n| one | two |\n| three | {OLD} |\n",
    "list table": f"```{{list-table}}\n* - One\n  - Two\n* - Three\n  - {OLD}\n```\n",
    "eval-rst": f"```{{eval-rst}}\nWords\nand {OLD}\n```\n",
    "footnote": f"Words[^1].\n\n[^1]: Words\n    {OLD}\n",
    "link": f"Words\nand [the {OLD} parameters](https://x.org).\n",
    "html": f"<b>Words</b>\nand <i>{OLD}</i>\n",
    "after code of the same": f"```python\nn = {OLD}\n```\n\nWords\n{OLD}\n\n```python\nn = {OLD}\n```\n",
}


def lines_of(text: str, suffix: str) -> list[str]:
    """The places of the number in a document; none in code."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        plain = line.replace(f"`{OLD}`", "")
        found += [f"words.{suffix}:{number}"] * ((OLD in plain and "n =" not in plain) or "185.2" in plain)
    return found


def built(project: Project, text: str, suffix: str) -> Built:
    """A build of a document, after the network has changed and the change is recorded."""
    project.write({f"words.{suffix}": text})
    recorded(project, {"index.rst": page(NET)}, suppress_warnings=["image", "ref"])
    project.write({"index.rst": page(SMALLER)})
    project.build("cnnrecord")
    return project.build("dummy", suppress_warnings=["image", "ref"])


@pytest.mark.parametrize("name", RST)
def test_the_line_in_restructuredtext(project: Project, name: str) -> None:
    text = page("First words.\n", RST[name], "Last words.\n", title="Words")
    found = built(project, text, "rst")
    assert of(found, "leftover") == found.warnings
    assert set(places(found)) == set(lines_of(text, "rst"))


@pytest.mark.parametrize("name", MARKDOWN)
def test_the_line_in_markdown(project: Project, name: str) -> None:
    text = f"# Words\n\nFirst words.\n\n{MARKDOWN[name]}\nLast words.\n"
    found = built(project, text, "md")
    assert of(found, "leftover") == found.warnings
    assert set(places(found)) == set(lines_of(text, "md"))


def test_the_line_of_an_included_file(project: Project) -> None:
    project.write({"parts/part.txt": f"Words.\n\nWords\nand {OLD}.\n"})
    found = built(project, page(".. include:: parts/part.txt\n", title="Words"), "rst")
    assert places(found) == ["parts/part.txt:4"]


def test_the_line_after_an_included_file(project: Project) -> None:
    project.write({"parts/part.txt": "Words.\n\nWords\nand words.\n"})
    found = built(project, page(".. include:: parts/part.txt\n", f"And {OLD}.\n", title="Words"), "rst")
    assert places(found) == ["words.rst:6"]


def test_the_line_with_windows_line_ends_and_a_byte_order_mark(project: Project) -> None:
    text = page("Words.\n", f"Words\nand {OLD}\n", title="Words").replace("\n", "\r\n")
    found = built(project, f"\ufeff{text}", "rst")
    assert places(found) == lines_of(text, "rst")


def test_the_docstring_of_an_included_module(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    docstring = f"A module.\n\nWords\nand {OLD}.\n"
    project.write({"module_with_a_number.py": f'"""{docstring}"""\n'})
    monkeypatch.syspath_prepend(project.source)
    project.configuration = {"extensions": ["sphinx_cnn", "sphinx.ext.autodoc"]}
    found = built(project, page(".. automodule:: module_with_a_number\n", title="Words"), "rst")
    (place,) = places(found)
    assert place.startswith("module_with_a_number.py:docstring of module_with_a_number:")
