"""The text of an architecture: its lines, and its syntax tree. Nothing is ever executed."""

from __future__ import annotations

import ast
import warnings
from dataclasses import dataclass, field

from sphinx_cnn.notation.errors import ArchitectureError

LONGEST_TEXT = 256 * 1024
"""Bytes; the parser of Python takes seconds and hundreds of megabytes for a megabyte of brackets."""


@dataclass(frozen=True)
class Source:
    """An architecture text, with errors that point into it."""

    text: str
    lines: list[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lines", self.text.splitlines())

    def error(self, message: str, line: int, column: int = 0) -> ArchitectureError:
        """An error at a place of the text; the column counts bytes, as ``ast`` does."""
        shown = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        characters = len(shown.encode()[:column].decode(errors="ignore"))
        return ArchitectureError(message, line, characters, shown.expandtabs(1))

    def parse(self) -> ast.Module:
        """The syntax tree.

        :raises ArchitectureError: for what is too long, too deeply nested, or no Python.
        """
        if len(self.text) > LONGEST_TEXT or len(self.text.encode(errors="replace")) > LONGEST_TEXT:
            raise ArchitectureError(f"the text has {len(self.text):,} characters; {LONGEST_TEXT:,} are read at most")
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return ast.parse(self.text)
        except SyntaxError as error:
            hint = " (print is a function in Python 3)" if "'print'" in str(error.msg) else ""
            line = error.lineno or 1
            shown = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
            column = max((error.offset or 1) - 1, 0)
            raise ArchitectureError(f"not Python: {error.msg}{hint}", line, column, shown.expandtabs(1)) from None
        except (RecursionError, MemoryError):
            raise ArchitectureError("the text is nested too deeply to be read") from None
        except ValueError as error:  # a NUL character, before Python 3.12
            raise ArchitectureError(f"not Python: {error}") from None
