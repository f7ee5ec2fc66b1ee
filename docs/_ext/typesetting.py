"""Formulas as readers write them: ``prod(K) * C_in / G`` becomes K_h · K_w · C_in / G, with real subscripts."""

from __future__ import annotations

import ast
import re

from docutils import nodes

from sphinx_cnn.arithmetic.formula import Formula

AXES = ("h", "w")
"""Formulas are written for two spatial axes."""

SIGNS: dict[type[ast.operator], str] = {ast.Add: " + ", ast.Sub: " − ", ast.Mult: " · ", ast.Div: " / "}

SUBSCRIPTED = re.compile(r"\b([A-Z])_(\w+)")


class Typesetter(ast.NodeVisitor):
    """Writes a syntax tree in one line; each method gives text."""

    def visit_Constant(self, node: ast.Constant) -> str:
        """A whole number."""
        return str(node.value)

    def visit_Name(self, node: ast.Name) -> str:
        """A symbol."""
        return node.id

    def visit_Call(self, node: ast.Call) -> str:
        """``prod(K)``: a factor for each axis."""
        (symbol,) = node.args
        return " · ".join(f"{self.visit(symbol)}_{axis}" for axis in AXES)

    def visit_BinOp(self, node: ast.BinOp) -> str:
        """An operation, in parentheses where it needs them."""
        if isinstance(node.op, ast.FloorDiv):
            return f"⌊{self._factor(node.left)} / {self._factor(node.right)}⌋"
        if isinstance(node.op, ast.Mult | ast.Div):
            return f"{self._factor(node.left)}{SIGNS[type(node.op)]}{self._factor(node.right)}"
        right = self._factor(node.right) if isinstance(node.op, ast.Sub) else self.visit(node.right)
        return f"{self.visit(node.left)}{SIGNS[type(node.op)]}{right}"

    def _factor(self, node: ast.expr) -> str:
        written: str = self.visit(node)
        is_sum = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub)
        return f"({written})" if is_sum else written


def text(formula: Formula) -> str:
    """The formula in one line of text: ``K_h · K_w · C_in / G · C_out``."""
    written: str = Typesetter().visit(formula.tree)
    return written


def typeset(written: str) -> nodes.inline:
    """One line of text with its subscripts set as such."""
    line = nodes.inline(classes=["formula"])
    end = 0
    for found in SUBSCRIPTED.finditer(written):
        line += [
            nodes.Text(written[end : found.start()] + found[1]),
            nodes.subscript("", found[2]),
        ]
        end = found.end()
    line += nodes.Text(written[end:])
    return line
