"""Operations on each value by itself, or on the values at the same place of several feature maps."""

from __future__ import annotations

import ast

from sphinx_cnn.arithmetic.layers.activation import Activation, ActivationAlong, GatedLinearUnit, Identity
from sphinx_cnn.arithmetic.layers.normalization import UnitNormalization
from sphinx_cnn.notation.keras.operations.call import Call
from sphinx_cnn.notation.keras.operations.operation import COMPARED
from sphinx_cnn.notation.tensors.elementwise import combined
from sphinx_cnn.notation.tensors.maps import axes_from_end, axis_from_end
from sphinx_cnn.notation.tensors.products import matmul
from sphinx_cnn.notation.tensors.signature import Function
from sphinx_cnn.notation.values import FeatureMap, describe

OPERATORS: dict[type[ast.operator | ast.unaryop], tuple[str, str]] = {
    ast.Add: ("add", "sum"),
    ast.Sub: ("subtract", "difference"),
    ast.Mult: ("multiply", "product"),
    ast.Div: ("true_divide", "quotient"),
    ast.FloorDiv: ("floor_divide", "quotient"),
    ast.Mod: ("mod", "remainder"),
    ast.Pow: ("power", "power"),
    ast.USub: ("negative", "product"),
    ast.MatMult: ("matmul", "matrix product"),
}
"""Operators by the names of the operations that they become, and what they compute."""


def operate(call: Call, kind: type[ast.operator | ast.unaryop], operands: list[object]) -> FeatureMap:
    """Apply an operator to feature maps, variables, numbers and data.

    :raises ValueError: if the operands do not fit.
    """
    if kind is ast.MatMult:
        return matmul(call, *[call.map("each side of @", operand) for operand in operands])
    return combined(call, OPERATORS[kind][1], *operands, *([-1] if kind is ast.USub else []))


def of_two(operation: str) -> Function:
    """An operation on the values at the same place of two feature maps, or of one and a number."""

    def apply(call: Call, x: object, x2: object) -> FeatureMap:
        return combined(call, operation, x, x2)

    return apply


def of_each_value(function: str) -> Function:
    """A function of each value by itself, whose settings change no count."""

    def apply(
        call: Call, x: FeatureMap, negative_slope: object = None, *, alpha: object = None, approximate: object = None,
        threshold: object = None, x_max: object = None,
    ) -> FeatureMap:  # fmt: skip
        return call.row(Activation(function), x)

    return apply


def clip(call: Call, x: FeatureMap, x_min: object = None, x_max: object = None) -> FeatureMap:
    """Each value within bounds."""
    return call.row(Activation("clip"), x)


def softmax(call: Call, x: FeatureMap, axis: object = -1) -> FeatureMap:
    """A softmax along one axis or several."""
    return call.row(ActivationAlong(call.written, axes_from_end(call.name, x, axis)), x, axis=axis)


def glu(call: Call, x: FeatureMap, axis: int = -1) -> FeatureMap:
    """One half of the values along an axis, times the sigmoid of the other."""
    return call.row(GatedLinearUnit("glu", (axis_from_end(call.name, x, axis),)), x, axis=axis)


def normalize(call: Call, x: FeatureMap, axis: object = -1, order: object = 2, epsilon: object = None) -> FeatureMap:
    """Vectors divided by their length."""
    return call.row(UnitNormalization(axes_from_end(call.name, x, axis)), x, axis=axis)


def squared(call: Call, x: FeatureMap) -> FeatureMap:
    """Each value times itself."""
    return combined(call, "power", x, 2)


def negative(call: Call, x: FeatureMap) -> FeatureMap:
    """Each value with the other sign."""
    return combined(call, "product", x, -1)


def where(call: Call, condition: object, x: object = None, x2: object = None) -> FeatureMap:
    """A value of one of two feature maps."""
    return combined(call, "where", x, x2)


def add_n(call: Call, inputs: object) -> FeatureMap:
    """The sum of several feature maps."""
    if not isinstance(inputs, list | tuple) or not inputs:
        raise ValueError(f"{call.name} takes a list of feature maps, not {describe(inputs)}")
    return combined(call, "sum", *inputs)


def bias_add(call: Call, value: FeatureMap, bias: FeatureMap, data_format: object = None) -> FeatureMap:
    """A variable added to each channel vector."""
    return combined(call, "sum", value, bias)


def dropout(
    call: Call, inputs: FeatureMap, rate: object, noise_shape: object = None, seed: object = None
) -> FeatureMap:
    """The same values at inference."""
    return call.row(Identity(), inputs)


def same(call: Call, x: FeatureMap, *others: object) -> FeatureMap:
    """The same values: another data type, another name."""
    return x


SIMPLE = (
    "abs", "arccos", "arcsin", "arctan", "celu", "ceil", "cos", "cosh", "elu", "erf", "exp", "expm1", "floor", "gelu",
    "hard_shrink", "hard_sigmoid", "hard_silu", "hard_tanh", "leaky_relu", "log", "log10", "log1p", "log2",
    "log_sigmoid", "mish", "reciprocal", "relu", "relu6", "round", "rsqrt", "selu", "sigmoid", "sign", "silu", "sin",
    "sinh", "soft_shrink", "softplus", "softsign", "sparse_plus", "sqrt", "squareplus", "tan", "tanh", "tanh_shrink",
    "threshold", "logical_not", "exponential", "sparse_sigmoid",
)  # fmt: skip
"""Functions of each value by itself."""

OPERATIONS: dict[str, Function] = {
    **{name: of_each_value(name) for name in SIMPLE},
    "absolute": of_each_value("abs"),
    "softmax": softmax,
    "log_softmax": softmax,
    "sparsemax": softmax,
    "glu": glu,
    "clip": clip,
    "normalize": normalize,
    "square": squared,
    "negative": negative,
    "where": where,
    "add_n": add_n,
    "bias_add": bias_add,
    "dropout": dropout,
    "add": of_two("sum"),
    "subtract": of_two("difference"),
    "multiply": of_two("product"),
    "divide": of_two("quotient"),
    "true_divide": of_two("quotient"),
    "floor_divide": of_two("quotient"),
    "mod": of_two("remainder"),
    "power": of_two("power"),
    "maximum": of_two("maximum"),
    "minimum": of_two("minimum"),
    **dict.fromkeys(COMPARED, of_two("comparison")),
    "squared_difference": of_two("squared difference"),
}

SAME = dict.fromkeys(("cast", "convert_to_tensor", "stop_gradient", "identity", "copy", "linear", "array"), same)
"""Operations that leave all values as they are, as far as counts go."""
