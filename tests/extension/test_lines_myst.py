"""A warning names the line of the code that it is about: every way of writing it in MyST."""

from __future__ import annotations

import pytest
from project import Project, places
from test_lines_rst import NETWORK, indented, line_of

COLON = """\
```{cnn-summary} Net
:input: 8x8x1

conv = Conv2D(4, 3)
WRONG = Covn2D(4, 3)
Flatten()
```
"""

DOCUMENTS = {
    "colon options": COLON,
    "colon options, no blank line": COLON.replace("8x8x1\n\n", "8x8x1\n"),
    "colon options, two blank lines": COLON.replace("8x8x1\n", "8x8x1\n\n\n"),
    "several options": COLON.replace("8x8x1", "8x8x1\n:class: fancy\n:show: table"),
    "YAML options": COLON.replace(":input: 8x8x1", "---\ninput: 8x8x1\nclass: fancy\n---"),
    "YAML options, no blank line": COLON.replace(":input: 8x8x1\n\n", "---\ninput: 8x8x1\n---\n"),
    "no options": "```{cnn-summary} Net\nInput(shape=(8, 8, 1))\nWRONG = Covn2D(4, 3)\n```\n",
    "no options, a blank line": "```{cnn-summary} Net\n\nInput(shape=(8, 8, 1))\nWRONG = Covn2D(4, 3)\n```\n",
    "blank lines within": COLON.replace("WRONG", "\n\nWRONG"),
    "a wrong first line": COLON.replace("conv = Conv2D(4, 3)\n", ""),
    "syntax": COLON.replace("Covn2D(4, 3)", "= 3"),
    "tildes": COLON.replace("```", "~~~"),
    "colon fence": COLON.replace("```", ":::"),
    "bullet list": "* Words.\n\n" + indented(COLON, "  "),
    "bullet list, at once": indented(COLON, "  ", "* "),
    "numbered list in a list": "1. One\n\n   * Two\n\n" + indented(COLON, "     "),
    "block quote": "> Words.\n>\n" + "".join(f"> {line}\n" for line in COLON.splitlines()),
    "admonition": "````{note}\n" + COLON + "````\n",
    "admonition with a title and options": "````{admonition} Words\n:class: tip\n\nWords.\n\n" + COLON + "````\n",
    "colon fences within each other": "::::{note}\n" + COLON.replace("```", ":::") + "::::\n",
    "eval-rst": "```{eval-rst}\n" + NETWORK + "```\n",
    "eval-rst after words": "```{eval-rst}\nWords.\n\n" + NETWORK + "```\n",
    "the same line before": "```python\nWRONG = Covn2D(4, 3)\n```\n\n" + COLON,
    "the same line right before": COLON.replace("WRONG", "# WRONG = Covn2D(4, 3)\nWRONG"),
    "Windows line ends": COLON.replace("\n", "\r\n"),
    "front matter before": COLON,
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_line_of_the_code_is_named(project: Project, name: str) -> None:
    front = "---\ntitle: Words\n---\n" if name.startswith("front") else ""
    document = f"{front}# Start\n\nWords.\n\n{DOCUMENTS[name]}"
    project.write({"index.md": document})
    built = project.build("dummy", myst_enable_extensions=["colon_fence"])
    assert places(built) == [f"index.md:{line_of(document)}"]


@pytest.mark.parametrize("part", ["net.md", "net.txt"])
def test_the_line_of_an_included_file_is_named(project: Project, part: str) -> None:
    project.write(
        {
            "index.md": f"# Start\n\n```{{include}} parts/{part}\n```\n",
            f"parts/{part}": f"Words.\n\n{COLON}",
        }
    )
    assert places(project.build("dummy", exclude_patterns=["parts"])) == ["parts/" + part + ":7"]


def test_the_line_of_a_part_in_restructuredtext_is_named(project: Project) -> None:
    project.write(
        {
            "index.md": "# Start\n\n```{eval-rst}\n.. include:: net.txt\n```\n",
            "net.txt": f"Words.\n\n{NETWORK}",
        }
    )
    assert places(project.build("dummy")) == ["net.txt:7"]


def test_the_directive_is_named_for_an_unknown_option(project: Project) -> None:
    mistyped = COLON.replace(":input:", ":colums: layer\n:input:").replace("Covn2D", "Conv2D")
    project.write({"index.md": f"# Start\n\n{mistyped}"})
    built = project.build("dummy")
    assert places(built) == ["index.md:3"]
    assert "did you mean 'columns'?" in built.warnings[0]
