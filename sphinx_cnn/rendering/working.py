"""Where a number comes from: its formula in the field's symbols, and with the layer's own sizes put in.

Both are written from the one declaration of the count, so a shown derivation cannot disagree with the shown number.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from sphinx_cnn.arithmetic.formula import Formula
from sphinx_cnn.arithmetic.lookup import Found
from sphinx_cnn.arithmetic.quantities import QUANTITIES, Row
from sphinx_cnn.arithmetic.summary import Summary, symbols
from sphinx_cnn.rendering.numbers import NumberFormat

AXES = {1: ("",), 2: ("h", "w"), 3: ("d", "h", "w")}
"""The subscripts of the spatial axes, by their number."""

WORKED = ("weights", "biases", "statistics", "params", "macs", "connections")
"""The quantities that can be worked out on a line."""

Factors = Callable[[str], list[str]]
"""What a symbol is written as: a factor for each axis of one that has axes."""


class _Writer(ast.NodeVisitor):
    """Writes a formula in one line; each method gives text."""

    def __init__(self, factors: Factors, times: str) -> None:
        self.factors = factors
        self.times = times

    def visit_Constant(self, node: ast.Constant) -> str:
        return str(node.value)

    def visit_Name(self, node: ast.Name) -> str:
        return self.times.join(self.factors(node.id))

    def visit_Call(self, node: ast.Call) -> str:
        written: str = self.visit(node.args[0])
        return written

    def visit_BinOp(self, node: ast.BinOp) -> str:
        left, right = self._operand(node.left), self._operand(node.right)
        match node.op:
            case ast.FloorDiv():
                return f"⌊{left} / {right}⌋"
            case ast.Mult():
                return self.times.join(factor for factor in (left, right) if factor != "1") or "1"
            case ast.Div():
                return left if right == "1" else f"{left} / {right}"
            case ast.Sub():
                return f"{self.visit(node.left)} − {right}"
        return f"{self.visit(node.left)} + {self.visit(node.right)}"

    def _operand(self, node: ast.expr) -> str:
        written: str = self.visit(node)
        is_sum = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub)
        return f"({written})" if is_sum else written


def typeset(formula: Formula, rank: int = 2) -> str:
    """A formula in the field's symbols: ``K_h · K_w · C_in / G · C_out``, for this many spatial axes."""
    per_axis = {node.args[0].id for node in ast.walk(formula.tree) if _is_product(node)}  # type: ignore[attr-defined]

    def factors(name: str) -> list[str]:
        return [f"{name}_{axis}".rstrip("_") for axis in AXES[rank]] if name in per_axis else [name]

    written: str = _Writer(factors, " · ").visit(formula.tree)
    return written


def _is_product(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.args[0], ast.Name)


def working(row: Row, quantity: str, numbers: NumberFormat) -> str:
    """How a layer's number comes about: ``(5·5·96 + 1)·256 = 614,656``; nothing where there is nothing to show."""
    value = getattr(row, quantity)
    if quantity not in WORKED or not value:
        return ""
    tree = _parameters(row) if quantity == "params" else _tree(row, quantity)
    if tree is None:
        return ""
    inputs, output = row.input_shapes, row.output_shape
    if row.unapplied is not None:
        inputs, output = row.unapplied, row.layer.output_shape(*row.unapplied)
    values = symbols(row.layer, inputs, output)

    def factors(name: str) -> list[str]:
        found = values[name]
        return [numbers.count(size) for size in (found if isinstance(found, tuple) else (found,))]

    written: str = _Writer(factors, "·").visit(tree)
    total = numbers.count(value)
    return "" if written == total else f"{written} = {total}"


def origin(summary: Summary, found: Found) -> str:
    """In words, where a value comes from that has no formula: ``AlexNet, 24 layers together, Parameters``."""
    declared = QUANTITIES.get(found.quantity)
    title = declared.title if declared else found.quantity.replace("_", " ").capitalize()
    if len(found.rows) == 1:
        (row,) = found.rows
        return f"{summary.name}, {row.key} ({row.kind}), {title}"
    layers = len(found.rows) or sum(bool(row.inputs) for row in summary.rows)
    return f"{summary.name}, {layers} layers together, {title}"


def _tree(row: Row, count: str) -> ast.expr | None:
    formula = row.layer.formula(count)
    return None if formula is None or formula.is_zero else formula.tree


def _parameters(row: Row) -> ast.expr | None:
    """Weights, biases and statistics together; biases that each belong to a filter are written into its factor."""
    weights, biases, statistics = _tree(row, "weights"), _tree(row, "biases"), _tree(row, "statistics")
    if isinstance(weights, ast.BinOp) and isinstance(weights.op, ast.Mult) and biases is not None:
        per_filter, filters = weights.left, weights.right
        if ast.dump(filters) == ast.dump(biases):
            one_more = ast.BinOp(per_filter, ast.Add(), ast.Constant(1))
            weights, biases = ast.BinOp(one_more, ast.Mult(), filters), None
    parts = [part for part in (weights, biases, statistics if row.statistics else None) if part is not None]
    total = parts[0] if parts else None
    for part in parts[1:]:
        total = ast.BinOp(total, ast.Add(), part)  # type: ignore[arg-type]
    return total
