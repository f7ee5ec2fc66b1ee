"""Files beside an architecture text, which it imports from."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from sphinx_cnn.notation.errors import ArchitectureError
from sphinx_cnn.notation.source import LONGEST_TEXT, Source

MOST_IMPORTS = 1000


@dataclass
class Folder:
    """The folder of an architecture text.

    :param path: the folder; nothing above it is ever read.
    :ivar read: the files that have been read.
    :ivar missed: files that a relative import asks for and that are not there.
    """

    path: Path
    read: list[Path] = field(default_factory=list)
    missed: list[Path] = field(default_factory=list)

    def source(self, package: Path, module: str, level: int) -> tuple[Source, Path] | None:
        """The text of a module and the folder that it stands in; ``None`` if there is no such file in the folder.

        :param package: the folder of the file that imports it.
        :param level: how many dots the import starts with.
        :raises ArchitectureError: if the file cannot be read.
        """
        base = package
        for _ in range(max(level - 1, 0)):
            base = base.parent
        parts = [part for part in module.split(".") if part]
        bases = [base] if level else [base, self.path]
        names = [Path(*parts).with_suffix(".py"), Path(*parts, "__init__.py")] if parts else []
        for file in (base / name for base in bases for name in names):
            if not file.name or not file.resolve().is_relative_to(self.path.resolve()):
                continue
            if file.is_file():
                self.read.append(file)
                if len(self.read) > MOST_IMPORTS:
                    raise ArchitectureError(f"the text imports more than {MOST_IMPORTS} times from files beside it")
                return self._read(file), file.parent
            if level and len(self.missed) < MOST_IMPORTS:
                self.missed.append(file)
        return None

    def _read(self, file: Path) -> Source:
        if file.stat().st_size > 4 * LONGEST_TEXT:
            raise ArchitectureError(f"{file.name} is too long to be read")
        try:
            return Source(file.read_text(encoding="utf-8-sig"), str(file))
        except (OSError, UnicodeDecodeError) as error:
            raise ArchitectureError(f"{file.name} cannot be read: {error}") from None
