"""Operators and comparisons in an architecture text: of plain values, of data, and of feature maps."""

from __future__ import annotations

import ast

from sphinx_cnn.notation import operators
from sphinx_cnn.notation.builtins import first_opaque, truth
from sphinx_cnn.notation.evaluator import Evaluator
from sphinx_cnn.notation.values import Constant, FeatureMap, LayerObject, Looped, Opaque, describe

ORDERS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
"""Comparisons that are made value by value."""


class Operations(Evaluator):
    """Evaluates operators."""

    def binary(self, node: ast.BinOp) -> object:
        """The value of an operator between two operands."""
        return self.operate(type(node.op), self.evaluate(node.left), self.evaluate(node.right), node)

    def operate(self, kind: type[ast.operator], left: object, right: object, node: ast.AST) -> object:
        """``left kind right``, for plain values and for feature maps."""
        if isinstance(left, Looped) and kind is ast.Add:
            with self.located(node):
                return self.dialect.extended(left, right, self, node)
        operands = [left, right]
        if any(isinstance(operand, FeatureMap | LayerObject) for operand in operands):
            return self._operate_on_maps(kind, operands, node)
        opaque = first_opaque([left, *right] if isinstance(left, str) and isinstance(right, tuple) else operands)
        if isinstance(opaque, Constant) and all(_is_data(operand) for operand in operands):
            return self.dialect.operate_on_data(kind, operands, self)
        if opaque:
            return opaque.combined()
        with self.located(node):
            return operators.binary(kind, left, right, self.budget)

    def _operate_on_maps(
        self, kind: type[ast.operator | ast.unaryop], operands: list[object], node: ast.AST
    ) -> FeatureMap:
        for operand in operands:
            known = isinstance(operand, FeatureMap | LayerObject | Constant | int | float)
            if not known or isinstance(operand, bool):
                raise self.error(f"{describe(operand)} cannot be combined with a feature map", node)
        with self.located(node):
            return self.dialect.operate(kind, operands, self, node)

    def unary(self, node: ast.UnaryOp) -> object:
        """The value of an operator before its operand."""
        value = self.evaluate(node.operand)
        if isinstance(value, Opaque):
            return value
        if isinstance(value, FeatureMap | LayerObject) and not isinstance(node.op, ast.Not):
            return self._operate_on_maps(type(node.op), [value], node)
        if isinstance(node.op, ast.Not):
            return not self.checked(truth, value, node)
        return self.checked(operators.UNARY[type(node.op)], value, node)

    def compare(self, node: ast.Compare) -> object:
        """The value of a comparison."""
        left = self.evaluate(node.left)
        for operator, right_node in zip(node.ops, node.comparators, strict=True):
            right = self.evaluate(right_node)
            opaque = first_opaque([left, right])
            if opaque and not isinstance(operator, ast.Is | ast.IsNot):
                return opaque
            if isinstance(operator, ORDERS) and any(isinstance(side, FeatureMap) for side in (left, right)):
                return Opaque("a comparison of values")
            with self.located(node):
                if not operators.compare(type(operator), left, right, self.budget):
                    return False
            left = right
        return True


def _is_data(value: object) -> bool:
    """Whether a value is a tensor of data or a number."""
    return isinstance(value, Constant | int | float) and not isinstance(value, bool)
