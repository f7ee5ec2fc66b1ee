"""Files that are no documents, such as a README that is a model card: their prose is read line by line.

No parser is asked: a README has the dialect of some other site. What is code in Markdown or in reStructuredText is
covered, so that every number keeps its line.
"""

from __future__ import annotations

import glob
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from sphinx_cnn.extension.prose import COVERED, Written, evidence
from sphinx_cnn.extension.warnings import Finding, Subtype
from sphinx_cnn.notation.typed import Signs

COVERS = re.compile(
    r"""
      \A---\n.*?\n(?:---|\.\.\.)\n             # front matter
    | ^[ >]*(?P<fence>`{3,}|~{3,}).*?(?:^[ >]*(?P=fence)[`~]*[ ]*$|\Z)
    | <!--.*?-->
    | (?P<ticks>`+)(?!`)(?:(?!\n\s*\n).)+?(?<!`)(?P=ticks)(?!`)
    | \$\$.*?\$\$
    | (?<=\])\([^()\s]*(?:\s+"[^"]*")?\)       # where a link leads
    | ^[ ]*\[[^\]\n]+\]:[ ]+\S+
    | </?[a-zA-Z][^<>]*>
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
EMPHASIS = re.compile(r"(?<!\w)(?:\*{1,3}|_{2,3})(?=\w)|(?<=[\w.)])(?:\*{1,3}|_{2,3})(?!\w)")
CODE_DIRECTIVE = re.compile(
    r"\s*\.\. (?:code|code-block|sourcecode|math|parsed-literal|literalinclude|raw|highlight|cnn-summary)::"
)
ITEM = re.compile(r"\s*(?:[-*+•]|\(?\w{1,3}[.)]|\[\^?[^\]]+\]:|!!!|\.\. )\s*")


@dataclass(frozen=True)
class Outside:
    """What stands in the files.

    :param findings: files that are not there or cannot be read.
    """

    written: tuple[Written, ...]
    findings: tuple[Finding, ...]

    @classmethod
    def of(cls, patterns: Iterable[str], folder: Path, signs: Signs) -> Self:
        """The numbers in the files of these patterns, which are relative to a folder."""
        written: list[Written] = []
        findings = []
        for pattern in patterns:
            names = sorted(glob.glob(pattern, root_dir=folder, recursive=True))  # noqa: PTH207 - a pattern may have ..
            paths = [path for name in names if (path := Path(folder, name).resolve()).is_file()]
            if not paths:
                findings.append(_unread(f"no file is '{pattern}', seen from {folder}", pattern))
            for path in paths:
                try:
                    written += written_in(path, signs)
                except (OSError, UnicodeDecodeError):
                    findings.append(_unread(f"'{pattern}' is a file that cannot be read as UTF-8", str(path)))
        return cls(tuple(written), tuple(findings))


def _unread(message: str, location: str) -> Finding:
    return Finding(Subtype.OPTION, f"cnn_check_files: {message}", location)


def written_in(path: Path, signs: Signs) -> list[Written]:
    """The numbers in the prose of a file."""
    return [
        Written(typed, f"{path}:{number + text.count(chr(10), 0, typed.start)}")
        for number, text in _paragraphs(path.read_text("utf-8-sig"))
        for typed in evidence(text, text, signs)
    ]


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Each paragraph of prose, and the number of its first line."""
    covered = COVERS.sub(lambda found: re.sub(r"[^\n]", COVERED, found[0]), text)
    lines, begin = EMPHASIS.sub("", covered).split("\n"), 0
    owner = ""
    while begin < len(lines):
        if not lines[begin].strip():
            begin += 1
            continue
        end = begin
        while end < len(lines) and lines[end].strip():
            end += 1
        if _is_code(lines[begin], owner):
            begin = end
            continue
        yield begin + 1, "\n".join(lines[begin:end])
        owner = (
            lines[end - 1] if not ITEM.match(lines[begin]) or lines[end - 1].rstrip().endswith("::") else lines[begin]
        )
        begin = end


def _is_code(line: str, owner: str) -> bool:
    """Whether a paragraph that begins so is code, by what it stands under."""
    deeper = _indent(line) - _indent(owner)
    if deeper <= 0:
        return False
    if CODE_DIRECTIVE.match(owner):
        return True
    if owner.rstrip().endswith("::") and not ITEM.match(owner):
        return True
    return deeper >= 4 and not ITEM.match(owner)


def _indent(line: str) -> int:
    expanded = line.expandtabs(4)
    return len(expanded) - len(expanded.lstrip())
