"""A warning names the line of the code that it is about: every way of writing it in reStructuredText."""

from __future__ import annotations

import pytest
from project import Project, places

NETWORK = """\
.. cnn-summary:: Net
   :input: 8x8x1

   conv = Conv2D(4, 3)
   WRONG = Covn2D(4, 3)
   Flatten()
"""
"""The line with ``WRONG`` is the one to be named, in this and in every other document here."""


def indented(text: str, by: str = "   ", first: str = "") -> str:
    """A text, its lines set in."""
    lines = [f"{by}{line}" if line else line.rstrip() for line in text.splitlines()]
    if first:
        lines[0] = first + lines[0][len(by) :]
    return "\n".join(lines) + "\n"


def line_of(text: str) -> int:
    """The number of the offending line: of the last one, where it stands there more than once."""
    return max(number for number, line in enumerate(text.splitlines(), 1) if "WRONG" in line)


GRID = """\
+-----+------------------------------+
| a   | b                            |
+=====+==============================+
| one | Words.                       |
|     |                              |
|     | .. cnn-summary:: Net         |
|     |    :input: 8x8x1             |
|     |                              |
|     |    conv = Conv2D(4, 3)       |
|     |    WRONG = Covn2D(4, 3)      |
+-----+------------------------------+
"""

DOCUMENTS = {
    "options": NETWORK,
    "no options": ".. cnn-summary:: Net\n\n   Input(shape=(8, 8, 1))\n   WRONG = Covn2D(4, 3)\n",
    "an option of several lines": NETWORK.replace("8x8x1", "8x8x1\n   :class: one\n      two\n      three"),
    "a comment before": f".. A comment\n   of two lines.\n\n{NETWORK}",
    "two blank lines before": NETWORK.replace("8x8x1\n", "8x8x1\n\n\n"),
    "blank lines within": NETWORK.replace("   WRONG", "\n\n   WRONG").replace("   Flatten", "\n   Flatten"),
    "a wrong first line": ".. cnn-summary:: Net\n   :input: 8x8x1\n\n   WRONG = Covn2D(4, 3)\n",
    "no blank line after options": ".. cnn-summary:: Net\n   :input: 8x8x1\n\n   Flatten()\n   WRONG = Covn2D()\n",
    "syntax": ".. cnn-summary:: Net\n   :input: 8x8x1\n\n   Flatten()\n   WRONG = = 3\n",
    "a call over several lines": NETWORK.replace("WRONG = Covn2D(4, 3)", "x = Dense(\n       WRONG,\n   )"),
    "bullet list": "* Words.\n\n" + indented(NETWORK, "  "),
    "bullet list, at once": indented(NETWORK, "  ", "* "),
    "numbered list in a list": "1. One\n\n   a. Two\n\n" + indented(NETWORK, " " * 6),
    "definition list": "Term\n   Words.\n\n" + indented(NETWORK),
    "field list": ":field: Words.\n\n" + indented(NETWORK, "        "),
    "admonition": ".. note::\n\n" + indented(NETWORK),
    "admonition with words": ".. note:: Words\n   and words.\n\n" + indented(NETWORK),
    "block quote": "Words:\n\n" + indented(NETWORK),
    "only": ".. only:: html\n\n" + indented(NETWORK),
    "container in a note in a list": "* .. note::\n\n" + indented(".. container::\n\n" + indented(NETWORK), "     "),
    "grid table": GRID,
    "list table": ".. list-table::\n\n   * - One\n     - Words.\n\n" + indented(NETWORK, " " * 7),
    "table directive": ".. table:: Cells\n\n" + indented(GRID),
    "a tab in the text": "Words\twith\ttabs.\n\n.. note::\n\n\tTabs.\n\n" + NETWORK,
    "tabs as indentation": NETWORK.replace("   ", "\t"),
    "the same line before": ".. code-block:: python\n\n   WRONG = Covn2D(4, 3)\n\n" + NETWORK,
    "a footnote": "Words [1]_.\n\n.. [1] A footnote.\n\n" + indented(NETWORK, "   "),
    "Windows line ends": NETWORK.replace("\n", "\r\n"),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_line_of_the_code_is_named(project: Project, name: str) -> None:
    document = f"Start\n=====\n\nWords.\n\n{DOCUMENTS[name]}"
    project.write({"index.rst": document})
    built = project.build("dummy")
    assert places(built) == [f"index.rst:{line_of(document)}"]


def test_the_line_of_an_included_file_is_named(project: Project) -> None:
    project.write(
        {"index.rst": "Start\n=====\n\n.. include:: parts/net.txt\n", "parts/net.txt": f"Words.\n\n{NETWORK}"}
    )
    assert places(project.build("dummy")) == ["parts/net.txt:7"]


def test_the_line_after_an_included_file_is_named(project: Project) -> None:
    document = f"Start\n=====\n\n.. include:: words.txt\n\n{NETWORK}"
    project.write({"index.rst": document, "words.txt": "One.\n\nTwo.\n\nThree.\n"})
    assert places(project.build("dummy")) == [f"index.rst:{line_of(document)}"]


def test_the_line_within_a_part_that_is_included_is_named(project: Project) -> None:
    part = f"Skipped.\n\n.. start\n\n{NETWORK}"
    project.write({"index.rst": "Start\n=====\n\n.. include:: net.txt\n   :start-line: 2\n", "net.txt": part})
    (place,) = places(project.build("dummy"))
    assert place in (f"net.txt:{line_of(part)}", f"net.txt:{line_of(part) - 2}")  # docutils counts from the part


def test_the_line_of_a_file_of_code_is_named(project: Project) -> None:
    project.write(
        {
            "index.rst": "Start\n=====\n\n.. cnn-summary:: Net\n   :input: 8x8x1\n   :file: code/net.py\n",
            "code/net.py": "# A comment.\n\nFlatten()\nDens(10)\n",
        }
    )
    assert places(project.build("dummy")) == ["code/net.py:4"]


def test_the_directive_is_named_for_what_is_about_no_line(project: Project) -> None:
    document = f"Start\n=====\n\n{NETWORK.replace('8x8x1', 'big').replace('Covn', 'Conv')}"
    project.write({"index.rst": document})
    assert places(project.build("dummy")) == ["index.rst:4"]


def test_the_line_of_a_docstring_is_named(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    docstring = f"A module.\n\n{NETWORK}"
    project.write(
        {
            "index.rst": "Start\n=====\n\n.. automodule:: module_with_a_net\n",
            "module_with_a_net.py": f'"""{docstring}"""\n',
        }
    )
    monkeypatch.syspath_prepend(project.source)
    built = project.build("dummy", extensions=["sphinx_cnn", "sphinx.ext.autodoc"])
    assert places(built) == [f"module_with_a_net.py:docstring of module_with_a_net:{line_of(docstring)}"]
