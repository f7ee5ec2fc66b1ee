"""Functions of Python that tensors take: their length, and their sum."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from sphinx_cnn.notation.builtins import builtins, iterate
from sphinx_cnn.notation.dialect import Reader, ReaderFunction
from sphinx_cnn.notation.values import Constant, FeatureMap, LayerObject, Native


def _length(reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
    """The size of the first axis."""
    (value,) = arguments
    sizes = value.sizes if isinstance(value, FeatureMap) else value.shape if isinstance(value, Constant) else ()
    return sizes[0] if sizes else _plain("len", reader, arguments, keywords, node)


def _sum(reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
    """Items added up one by one, the first one to a start, which is 0."""
    items, *start = [*arguments, *keywords.values()]
    if not isinstance(items, list | tuple) or not any(isinstance(item, FeatureMap | LayerObject) for item in items):
        return _plain("sum", reader, arguments, keywords, node)
    total: object = start[0] if start else 0
    for item in iterate(items, reader.budget):
        total = reader.operate(ast.Add, total, item, node)
    return total


def _plain(name: str, reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
    """What the function of Python gives."""
    native = builtins(reader.budget)[name]
    assert isinstance(native, Native)  # noqa: S101
    return reader.call(native, arguments, keywords, node)


FUNCTIONS: dict[str, Callable[[Reader, list[Any], dict[str, Any], ast.AST], object]] = {"len": _length, "sum": _sum}

BUILTINS: dict[str, object] = {name: ReaderFunction(name, function) for name, function in FUNCTIONS.items()}
"""By their names."""
