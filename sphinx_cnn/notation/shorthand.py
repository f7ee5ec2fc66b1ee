"""The shorthand: one layer per line, and each line continues from the line before.

A guess would give a wrong number without a word, so the rules are strict. A text is functional, and nothing is applied
implicitly, if it has a model or a class or passes an input on by name. In every other text a name on the left is a
feature map, and where it is not plain what a line continues from, the line is an error.
"""

from __future__ import annotations

import ast

from sphinx_cnn.notation.dialect import Dialect, Maker, Model, Reader
from sphinx_cnn.notation.values import FeatureMap, LayerObject, describe


def is_functional(tree: ast.Module, dialect: Dialect) -> bool:
    """Whether a text applies its layers explicitly."""
    aliases: dict[str, str] = {}
    used: set[str] = set()
    inputs: set[str] = set()
    for node in ast.walk(tree):  # breadth first, so that the imports come before what uses them
        if isinstance(node, ast.ClassDef):
            return True
        if isinstance(node, ast.Name):
            if isinstance(node.ctx, ast.Load):
                used.add(node.id)
                if aliases.get(node.id, node.id) in dialect.models:
                    return True
        elif isinstance(node, ast.Attribute):
            if node.attr in dialect.models:
                return True
        elif isinstance(node, ast.Assign):
            if _makes_input(node.value, aliases, dialect):
                inputs |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.ImportFrom):
            aliases |= {alias.asname or alias.name: alias.name for alias in node.names}
    return bool(inputs & used)


def _makes_input(node: ast.expr, aliases: dict[str, str], dialect: Dialect) -> bool:
    if not isinstance(node, ast.Call):
        return False
    function = node.func
    name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
    return aliases.get(name, name) in dialect.inputs


class Shorthand:
    """Where the next line continues from."""

    def __init__(self, reader: Reader, dialect: Dialect) -> None:
        self.reader = reader
        self.dialect = dialect
        self.current: FeatureMap | None = None
        self.branched_from = ""
        """The name that the line before was applied to explicitly; then it is not plain what comes next."""

    def expression(self, node: ast.Expr, value: object, start: int) -> None:
        """A line without a name on the left."""
        if isinstance(value, FeatureMap):
            if isinstance(node.value, ast.Name):
                raise self.reader.error(f"'{node.value.id}' alone says nothing; which layer is applied to it?", node)
            self.moved(value, start, None)
        elif isinstance(value, LayerObject | Model):
            self.current = self._continue(value, node)
        elif isinstance(value, Maker):
            raise self.reader.error(
                f"{ast.unparse(node.value)} alone is no layer; write {ast.unparse(node.value)}(…)", node
            )
        elif isinstance(value, list | tuple) and any(
            isinstance(item, LayerObject | Model | FeatureMap) for item in value
        ):
            raise self.reader.error(f"{describe(value)} layers is not applied; write one layer per line", node)

    def assignment(self, node: ast.Assign, value: object, start: int) -> object:
        """A line with a name on the left: what the name stands for."""
        if isinstance(value, FeatureMap):
            self.moved(value, start, node.targets[0])
        elif isinstance(value, LayerObject | Model) and not isinstance(node.value, ast.Name):
            self.current = self._continue(value, node)
            return self.current
        elif isinstance(value, tuple) and any(isinstance(item, LayerObject) for item in value):
            raise self.reader.error("write one layer per line", node)
        elif len(self.reader.tape.entries) > start:
            self.branched_from = "several feature maps"
        return value

    def moved(self, value: FeatureMap, start: int, target: ast.expr | None) -> None:
        """A line applied layers explicitly, or gave a feature map another name."""
        tape = self.reader.tape
        sources = tape.sources(start)
        names = self.reader.globals.names
        before = names.get(target.id) if isinstance(target, ast.Name) else None
        if value.index < start:  # another name for a feature map
            if self.current is not None and value.index != self.current.index:
                self.branched_from = self._name_of(value.index)
        elif len(sources) == 1:
            (source,) = sources
            rebinds = isinstance(before, FeatureMap) and before.index == source  # x = block(x): the old x is gone
            self.branched_from = "" if rebinds else self._name_of(source)
        else:
            self.branched_from = ""
        self.current = value

    def _name_of(self, index: int) -> str:
        names = self.reader.globals.names
        known = [name for name, value in names.items() if isinstance(value, FeatureMap) and value.index == index]
        return f"'{known[-1]}'" if known else f"'{self.reader.tape.entries[index].layer.name}'"

    def _continue(self, layer: LayerObject | Model, node: ast.stmt) -> FeatureMap:
        if self.branched_from:
            message = (
                f"continues from which? The line before was applied to {self.branched_from}, so apply this one "
                "to a feature map by name"
            )
            raise self.reader.error(message, node)
        if self.current is None:
            self.current = self.dialect.input(self.reader, layer.input_shape, "input", node)
        if isinstance(layer, LayerObject) and layer.layer.merges:
            raise self.reader.error(layer.needs_a_list, node)
        result = self.reader.apply(layer, [self.current], node)
        if not isinstance(result, FeatureMap):
            raise self.reader.error(f"{layer.name} has several outputs; apply it explicitly", node)
        return result
