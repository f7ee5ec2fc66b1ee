"""Operations of PyTorch on each value by itself, or on the values at the same place of several tensors."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable
from dataclasses import replace

from sphinx_cnn.arithmetic.layers.activation import Activation, ActivationAlong
from sphinx_cnn.arithmetic.layers.merging import Elementwise
from sphinx_cnn.notation.operators import BINARY, binary
from sphinx_cnn.notation.tensors.maps import Aside, Call, Recorder, aligned, as_data, axis_from_end
from sphinx_cnn.notation.tensors.products import matmul
from sphinx_cnn.notation.tensors.signature import Function
from sphinx_cnn.notation.values import Constant, FeatureMap, Opaque

OPERATORS: dict[type[ast.operator | ast.unaryop], tuple[str, str]] = {
    ast.Add: ("add", "sum"),
    ast.Sub: ("sub", "difference"),
    ast.Mult: ("mul", "product"),
    ast.Div: ("truediv", "quotient"),
    ast.FloorDiv: ("floordiv", "quotient"),
    ast.Pow: ("pow", "power"),
    ast.USub: ("neg", "product"),
}
"""Operators by the names that ``torch.fx`` gives them, and what they compute."""


ROUNDINGS: dict[str, Callable[[float], float]] = {"floor": math.floor, "trunc": math.trunc}
"""How a quotient is made a whole number."""


def operate(
    kind: type[ast.operator | ast.unaryop], operands: list[object], reader: Recorder, node: ast.AST
) -> FeatureMap:
    """Apply an operator to feature maps, parameters, numbers and tensors of data.

    :raises ValueError: if it is not read, or the operands do not fit.
    """
    if kind is ast.MatMult:
        call = Call("matmul", reader, node)
        return matmul(call, *[call.map("each side of @", operand) for operand in operands])
    if kind is ast.UAdd:
        return Call("pos", reader, node).map("the value", operands[0])
    if kind not in OPERATORS:
        raise ValueError(f"the operator {kind.__name__} on feature maps is not read here")
    name, operation = OPERATORS[kind]
    return combined(Call(name, reader, node), operation, *operands, *([-1] if kind is ast.USub else []))


def operate_on_data(kind: type[ast.operator | ast.unaryop], operands: list[object], reader: Recorder) -> object:
    """Apply an operator to tensors of data and numbers, which leaves no row."""
    found = as_data(operate(kind, operands, Aside(reader), ast.Pass()), "torch.Tensor")
    known = [operand.values if isinstance(operand, Constant) else (operand,) for operand in operands]
    count = max(map(len, known))
    if not isinstance(found, Constant) or found.shape not in ((), (count,)) or kind not in BINARY:
        return found
    if any(len(values) not in (1, count) for values in known):
        return found
    reader.budget.spend(count)
    rows = zip(*(values * count if len(values) == 1 else values for values in known), strict=True)
    values = [binary(kind, left, right, reader.budget) for left, right in rows]
    return replace(found, values=tuple(value for value in values if isinstance(value, int | float)))


def combined(call: Call, operation: str, *operands: object) -> FeatureMap:
    """One operation on the values at the same place; numbers, and data that fit, are constants."""
    maps: list[FeatureMap] = []
    data: list[Constant] = []
    constant = False
    for operand in operands:
        if isinstance(operand, int | float) and not isinstance(operand, bool):
            constant = True
        elif isinstance(operand, Constant):
            data.append(operand)
        else:
            maps.append(call.map("each operand", operand))
    if data and not maps:
        maps.append(call.constant(data.pop()))
    if not maps:
        raise ValueError(f"{call.name} needs a feature map")
    for values in data:
        if _fits(values.shape, maps):
            constant = True
        else:
            maps.append(call.constant(values))
    maps, batch_axis = aligned(call.name, maps)
    return call.row(Elementwise(operation, constant), *maps, batch_axis=batch_axis)


def _fits(shape: tuple[int, ...], maps: list[FeatureMap]) -> bool:
    """Whether data of a shape are broadcast to one of these feature maps, and leave its shape as it is."""
    for value in maps:
        sizes = [size if isinstance(size, int) else 1 for size in value.sizes]
        pairs = zip(reversed(shape), reversed(sizes), strict=False)
        if len(shape) <= len(sizes) and all(size in (1, whole) for size, whole in pairs):
            return True
    return False


def add(call: Call, input: FeatureMap, other: object, *, alpha: float = 1) -> FeatureMap:
    """The sum."""
    _only_once(call, alpha)
    return combined(call, "sum", input, other)


def sub(call: Call, input: FeatureMap, other: object, *, alpha: float = 1) -> FeatureMap:
    """The difference."""
    _only_once(call, alpha)
    return combined(call, "difference", input, other)


def mul(call: Call, input: FeatureMap, other: object) -> FeatureMap:
    """The product of values at the same place."""
    return combined(call, "product", input, other)


def div(call: Call, input: object, other: object, *, rounding_mode: object = None) -> FeatureMap | float:
    """The quotient; that of plain numbers is a plain number."""
    if isinstance(input, int | float) and isinstance(other, int | float):
        return ROUNDINGS.get(str(rounding_mode), float)(input / other)
    return combined(call, "quotient", input, other)


def floor_divide(call: Call, input: object, other: object) -> FeatureMap | float:
    """The quotient, rounded down."""
    return div(call, input, other, rounding_mode="floor")


def power(call: Call, input: FeatureMap, exponent: object) -> FeatureMap:
    """The power."""
    return combined(call, "power", input, exponent)


def maximum(call: Call, input: FeatureMap, other: object) -> FeatureMap:
    """The larger value."""
    return combined(call, "maximum", input, other)


def minimum(call: Call, input: FeatureMap, other: object) -> FeatureMap:
    """The smaller value."""
    return combined(call, "minimum", input, other)


def negative(call: Call, input: FeatureMap) -> FeatureMap:
    """Each value with the other sign."""
    return combined(call, "product", input, -1)


def square(call: Call, input: FeatureMap) -> FeatureMap:
    """Each value times itself."""
    return combined(call, "power", input, 2)


def _only_once(call: Call, alpha: float) -> None:
    if alpha != 1:
        raise ValueError(f"{call.name}: alpha is not read here; multiply by it before")


def of_each_value(function: str) -> Function:
    """A function of each value by itself, without arguments."""

    def apply(call: Call, input: FeatureMap) -> FeatureMap:
        return call.kept(Activation(function), input)

    return apply


def clamp(call: Call, input: FeatureMap, min: object = None, max: object = None) -> FeatureMap:
    """Each value within bounds."""
    return call.kept(Activation("clamp"), input)


def masked_fill(call: Call, input: FeatureMap, mask: object, value: object) -> FeatureMap:
    """Each value, or another where a mask says so."""
    return call.kept(Activation("masked_fill"), input)


def softmax(call: Call, input: FeatureMap, dim: int | None = None) -> FeatureMap:
    """A softmax along an axis; without one PyTorch takes the first of 1 or 3 axes, and the second of others."""
    implicit = 0 if len(input.sizes) in (0, 1, 3) else 1
    axis = axis_from_end(call.name, input, implicit if dim is None else dim)
    return call.kept(ActivationAlong(call.name, (axis,)), input, dim=dim)


def where(call: Call, condition: object, input: object, other: object) -> FeatureMap:
    """A value of one of two tensors; a condition that is not read has the shape of the result, or is broadcast."""
    if isinstance(condition, Opaque) and not isinstance(condition, Constant):
        return combined(call, "where", input, other)
    return combined(call, "where", input, other)


SIMPLE = [
    "abs",
    "acos",
    "acosh",
    "asin",
    "asinh",
    "atan",
    "atanh",
    "ceil",
    "cos",
    "cosh",
    "erf",
    "exp",
    "expm1",
    "floor",
    "frac",
    "log",
    "log10",
    "log1p",
    "log2",
    "logit",
    "reciprocal",
    "relu",
    "round",
    "rsqrt",
    "sigmoid",
    "sign",
    "sin",
    "sinh",
    "sqrt",
    "tan",
    "tanh",
    "trunc",
]

OPERATIONS: dict[str, Function] = {
    **{name: of_each_value(name) for name in SIMPLE},
    "add": add,
    "sub": sub,
    "subtract": sub,
    "mul": mul,
    "multiply": mul,
    "div": div,
    "divide": div,
    "true_divide": div,
    "floor_divide": floor_divide,
    "pow": power,
    "square": square,
    "neg": negative,
    "negative": negative,
    "maximum": maximum,
    "minimum": minimum,
    "clamp": clamp,
    "clip": clamp,
    "clamp_min": clamp,
    "clamp_max": clamp,
    "masked_fill": masked_fill,
    "softmax": softmax,
    "log_softmax": softmax,
}
"""By the name of the method, which is that of the function of ``torch`` too."""
