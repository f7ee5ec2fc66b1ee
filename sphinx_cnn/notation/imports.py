"""Imports of an architecture text: the framework, the standard library, files beside the text, and what is not read."""

from __future__ import annotations

import ast
from abc import abstractmethod
from pathlib import Path
from typing import Any

from sphinx_cnn.notation.errors import ArchitectureError
from sphinx_cnn.notation.evaluator import FOREIGN, Evaluator
from sphinx_cnn.notation.folder import Folder
from sphinx_cnn.notation.library import LIBRARY
from sphinx_cnn.notation.scope import Scope
from sphinx_cnn.notation.source import Source
from sphinx_cnn.notation.values import Beside, Module, Opaque


class Importer(Evaluator):
    """Reads imports."""

    folder: Folder | None
    package: Path | None
    """The folder of the file that is being read."""
    beside: dict[str, Beside]
    shorthand: Any

    @abstractmethod
    def execute(self, body: list[ast.stmt]) -> object:
        """Read statements in order."""

    def import_modules(self, node: ast.Import) -> None:
        """``import torch.nn as nn``."""
        for alias in node.names:
            root = alias.name.partition(".")[0]
            path = alias.name if alias.asname else root
            self.scope.names[alias.asname or root] = self._module(path, node)

    def import_names(self, node: ast.ImportFrom) -> None:
        """``from torch import nn``."""
        path = "." * node.level + (node.module or "")
        module = self._module(path, node) if node.module else Opaque(path)
        for alias in node.names:
            if alias.name == "*":
                if isinstance(module, Beside):
                    self.scope.names.update(module.names.public())
                continue
            self.scope.names[alias.asname or alias.name] = self._imported(module, path, alias.name, node)

    def _imported(self, module: object, path: str, name: str, node: ast.ImportFrom) -> object:
        if isinstance(module, Beside) and name in module.names.names:
            return module.names.names[name]
        if isinstance(module, Beside) or node.level:
            inside = self._module(f"{path}{'' if path.endswith('.') else '.'}{name}", node)
            return inside if isinstance(inside, Beside) or node.level else Opaque(path[:200]).member(name)
        if isinstance(module, Module):
            with self.located(node):
                return self.member(module, name)
        return Opaque(path[:200]).member(name)

    def _module(self, path: str, node: ast.AST) -> object:
        root = path.partition(".")[0]
        if root in self.dialect.roots or path in LIBRARY:
            return Module(path)
        beside = self._beside(path, node)
        if beside is not None:
            return beside
        if root in FOREIGN:
            raise self.foreign(FOREIGN[root], node)
        return Opaque(path[:200])

    def _beside(self, path: str, node: ast.AST) -> Beside | None:
        """A module that is a file beside the text, read when it is first imported."""
        if self.folder is None or self.package is None:
            return None
        level = len(path) - len(path.lstrip("."))
        found = self.folder.source(self.package, path.lstrip("."), level)
        if found is None:
            return None
        source, package = found
        if source.file not in self.beside:
            self.beside[source.file] = Beside(path.lstrip("."), Scope(outer=self.globals.outer))
            self.read_beside(source, package, self.beside[source.file].names)
        return self.beside[source.file]

    def read_beside(self, source: Source, package: Path | None, names: Scope) -> None:
        """Read a text beside the one that is being read, with names of its own."""
        self.sources[source.file] = source
        kept = (self.source, self.package, self.scope, self.globals, self.shorthand)
        self.source, self.package, self.scope, self.globals, self.shorthand = source, package, names, names, None
        try:
            for statement in source.parse().body:
                try:
                    self.execute([statement])
                except ArchitectureError as error:
                    for name in _assigned(statement):
                        names.names[name] = Opaque(f"{name} ({error.message})"[:200])
        finally:
            self.source, self.package, self.scope, self.globals, self.shorthand = kept


def _assigned(statement: ast.stmt) -> list[str]:
    """The names that a statement gives values to."""
    names = [node.id for node in ast.walk(statement) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    return [*names, *([statement.name] if isinstance(statement, ast.FunctionDef | ast.ClassDef) else [])]
