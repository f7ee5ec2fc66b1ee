"""The text of an architecture: its lines, and its syntax tree. Nothing is ever executed."""

from __future__ import annotations

import ast
import re
import textwrap
import warnings
from dataclasses import dataclass, field

from sphinx_cnn.notation.errors import ArchitectureError

LONGEST_TEXT = 256 * 1024
"""Bytes; the parser of Python takes seconds and hundreds of megabytes for a megabyte of brackets."""

MOST_BRACES = 10_000
"""Before Python 3.12 each field of an f-string is parsed by itself."""

LONGEST_NAME = 300

LONGEST_PATH = 2_000
"""The parser takes gigabytes for a dotted path as long as the text may be."""

IMPORT = rf"^\s*(import|from)\b.*[\w.]{{{LONGEST_PATH}}}"


@dataclass(frozen=True)
class Source:
    """An architecture text, with errors that point into it."""

    text: str
    file: str = ""
    """The file that it stands in, if it is one beside the text of the network."""
    own: bool = False
    """Whether it is a text of this package."""
    lines: list[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", self.text.removeprefix("\ufeff"))
        # Not splitlines(), which also ends a line where Python and editors do not.
        object.__setattr__(self, "lines", re.split(r"\r\n|\r|\n", self.text))

    def error(self, message: str, line: int, column: int = 0) -> ArchitectureError:
        """An error at a place of the text; the column counts bytes, as ``ast`` does."""
        shown = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        characters = len(shown.encode()[:column].decode(errors="ignore"))
        return ArchitectureError(message, line, characters, shown.expandtabs(1), self.file)

    def parse(self) -> ast.Module:
        """The syntax tree.

        :raises ArchitectureError: for what is too long, too deeply nested, or no Python.
        """
        if len(self.text) > LONGEST_TEXT or len(self.text.encode(errors="replace")) > LONGEST_TEXT:
            raise ArchitectureError(f"the text has {len(self.text):,} characters; {LONGEST_TEXT:,} are read at most")
        if re.search(rf"[\w.]{{{LONGEST_PATH}}}", self.text) and re.search(IMPORT, self.text, re.MULTILINE):
            raise ArchitectureError("the text imports from a path without an end")
        if self.text.count("{") > MOST_BRACES:
            raise ArchitectureError(f"the text has more than {MOST_BRACES:,} braces")
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tree = ast.parse(textwrap.dedent(self.text))
        except SyntaxError as error:
            hint = " (print is a function in Python 3)" if "'print'" in str(error.msg) else ""
            line = error.lineno or 1
            shown = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
            column = max((error.offset or 1) - 1, 0)
            raise ArchitectureError(
                f"not Python: {error.msg}{hint}", line, column, shown.expandtabs(1), self.file
            ) from None
        except (RecursionError, MemoryError):
            raise ArchitectureError("the text is nested too deeply to be read") from None
        except ValueError as error:  # a NUL character, before Python 3.12
            raise ArchitectureError(f"not Python: {error}") from None
        if re.search(rf"[^\W\d]\w{{{LONGEST_NAME}}}", self.text):
            self._check_names(tree)
        if self.file:
            for node in ast.walk(tree):
                node.file = self.file  # type: ignore[attr-defined]
        return tree

    def _check_names(self, tree: ast.Module) -> None:
        """Refuse names without an end; comments and strings may have long words."""
        for node in ast.walk(tree):
            for name in (getattr(node, part, None) for part in ("id", "attr", "name", "arg", "asname", "module")):
                if isinstance(name, str) and len(name) > LONGEST_NAME:
                    message = f"the name '{name[:20]}…' has more than {LONGEST_NAME} letters"
                    raise self.error(message, getattr(node, "lineno", 0), getattr(node, "col_offset", 0))
