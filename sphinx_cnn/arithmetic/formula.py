"""Formulas: a count declared once, from which its number and its derivation both come.

A formula is written in the field's symbols, ``prod(K) * C_in / G * C_out``. It is parsed once and compiled once.
:meth:`Formula.evaluate` gives the exact integer; the same syntax tree is typeset by the rendering room.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import CodeType

Symbols = Mapping[str, "int | tuple[int, ...]"]
"""The values of a formula's symbols; a symbol with one value per axis has a tuple."""


@dataclass(frozen=True)
class Symbol:
    """One letter of the formulas: what it stands for, and whether it has one value per spatial axis."""

    name: str
    meaning: str
    per_axis: bool = False


SYMBOLS: dict[str, Symbol] = {
    symbol.name: symbol
    for symbol in (
        Symbol("K", "kernel size", per_axis=True),
        Symbol("S", "stride", per_axis=True),
        Symbol("D", "dilation", per_axis=True),
        Symbol("P", "padding, both sides together", per_axis=True),
        Symbol("I", "size of the input feature map", per_axis=True),
        Symbol("O", "size of the output feature map", per_axis=True),
        Symbol("C_in", "input channels, or input units"),
        Symbol("C_out", "output channels, or output units"),
        Symbol("C_1", "channels of the first input"),
        Symbol("C_2", "channels of the second input"),
        Symbol("C_k", "channels of the keys"),
        Symbol("C_v", "channels of the values"),
        Symbol("G", "groups"),
        Symbol("M", "depth multiplier"),
        Symbol("T", "connected pairs of an input map and an output map"),
        Symbol("L", "positions that the layer is applied to"),
        Symbol("R", "depth radius"),
        Symbol("W", "values that all windows along an axis read together", per_axis=True),
        Symbol("A", "inputs that are merged"),
        Symbol("L_q", "queries: positions that attend"),
        Symbol("L_k", "keys: positions of the input that are attended to"),
        Symbol("L_a", "keys that are added to those of the input"),
        Symbol("L_w", "keys that are learned"),
        Symbol("N_steps", "steps of the sequence"),
        Symbol("N_in", "values of the input"),
        Symbol("N_out", "values of the output"),
        Symbol("weights", "the layer's weights"),
        Symbol("biases", "the layer's biases"),
    )
}


class _ExactDivision(ast.NodeTransformer):
    """Compiles ``/`` to integer division: a layer refuses what does not divide before it counts."""

    def visit_Div(self, node: ast.Div) -> ast.FloorDiv:
        return ast.FloorDiv()


@dataclass(frozen=True)
class Formula:
    """An expression over :data:`SYMBOLS`, with ``+ - * / //``, ``prod(K)`` and whole numbers.

    ``/`` divides exactly, ``//`` rounds down.
    """

    source: str

    def __post_init__(self) -> None:
        unknown = {n.id for n in ast.walk(self.tree) if isinstance(n, ast.Name)} - SYMBOLS.keys() - {"prod"}
        if unknown:
            raise ValueError(f"undeclared symbols in {self.source!r}: {sorted(unknown)}")

    @cached_property
    def tree(self) -> ast.expr:
        """The syntax tree, for those who typeset it."""
        return ast.parse(self.source, mode="eval").body

    @cached_property
    def _code(self) -> CodeType:
        tree = ast.parse(self.source, mode="eval")
        return compile(ast.fix_missing_locations(_ExactDivision().visit(tree)), f"<{self.source}>", "eval")

    @cached_property
    def is_zero(self) -> bool:
        """Whether the formula is the constant 0: a layer that has none of this count."""
        return self.source == "0"

    def evaluate(self, symbols: Symbols) -> int:
        """The exact value for these symbols."""
        # Only formulas of this package's own source are ever evaluated.
        value: int = eval(self._code, _NAMES, symbols)  # noqa: S307
        return value


_NAMES = {"__builtins__": {}, "prod": math.prod}

ZERO = Formula("0")
