"""The attributes and methods of a tensor of PyTorch, for feature maps and parameters."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from math import prod

from sphinx_cnn.notation.dialect import Reader
from sphinx_cnn.notation.errors import nearest
from sphinx_cnn.notation.pytorch.operation import Operation
from sphinx_cnn.notation.tensors import data, elementwise, parts, products, reducing, shaping
from sphinx_cnn.notation.tensors.elementwise import operate, operate_on_data
from sphinx_cnn.notation.tensors.maps import Call, as_map
from sphinx_cnn.notation.tensors.parts import subscript, subscript_data, unbind
from sphinx_cnn.notation.tensors.reducing import Extremes
from sphinx_cnn.notation.tensors.signature import Function
from sphinx_cnn.notation.values import Constant, FeatureMap, Native, Opaque, describe

__all__ = [
    "Extremes",
    "as_map",
    "attribute",
    "data_attribute",
    "operate",
    "operate_on_data",
    "subscript",
    "subscript_data",
    "unbind",
]


def size(call: Call, input: FeatureMap, dim: int | None = None) -> object:
    """All sizes, or one of them."""
    return input.sizes if dim is None else input.sizes[dim]


def rank(call: Call, input: FeatureMap) -> int:
    """The number of axes."""
    return len(input.sizes)


def number_of_values(call: Call, input: FeatureMap) -> object:
    """The number of values, in which the batch takes part."""
    return Opaque("numel()") if input.batched else prod(input.shape)


def same(call: Call, input: FeatureMap, *others: object) -> FeatureMap:
    """The same values: a copy, another data type, another device."""
    return input


def unread(call: Call, input: FeatureMap, *others: object) -> Opaque:
    """Something that is not read."""
    return Opaque(f"{call.name}()")


def new_of_sizes(call: Call, input: FeatureMap, *size: object) -> Opaque:
    """Data of the same type."""
    return data.of_sizes(call, *size)


def new_full(call: Call, input: FeatureMap, size: object, fill_value: object) -> Opaque:
    """Data of one value and the same type."""
    return data.full(call, size, fill_value)


SAME = [
    "bfloat16",
    "clone",
    "contiguous",
    "copy_",
    "cpu",
    "cuda",
    "detach",
    "detach_",
    "double",
    "fill_",
    "float",
    "half",
    "int",
    "kaiming_normal_",
    "long",
    "normal_",
    "requires_grad_",
    "to",
    "trunc_normal_",
    "type",
    "type_as",
    "uniform_",
    "xavier_uniform_",
    "zero_",
    "data",
]
"""Methods that give the same values, or other values for the same tensor."""

UNREAD = [
    "argsort",
    "backward",
    "bool",
    "bernoulli",
    "data_ptr",
    "eq",
    "ge",
    "gt",
    "item",
    "le",
    "lt",
    "ne",
    "nonzero",
    "numpy",
    "tolist",
]
"""Methods whose result is not read."""

METHODS: dict[str, Function] = {
    **elementwise.OPERATIONS,
    **shaping.OPERATIONS,
    **shaping.METHODS,
    **reducing.OPERATIONS,
    **products.OPERATIONS,
    **parts.OPERATIONS,
    **parts.METHODS,
    **dict.fromkeys(SAME, same),
    **dict.fromkeys(UNREAD, unread),
    "size": size,
    "dim": rank,
    "ndimension": rank,
    "numel": number_of_values,
    "nelement": number_of_values,
    "t": shaping.matrix_transposed,
}

MAKES_DATA: dict[str, Function] = {
    "new_zeros": new_of_sizes,
    "new_ones": new_of_sizes,
    "new_empty": new_of_sizes,
    "new_full": new_full,
}
"""Methods that make a tensor of data."""

UNREAD_PROPERTIES = ("device", "dtype", "grad")
"""Attributes that are not read."""

PROPERTIES: dict[str, Callable[[FeatureMap], object]] = {
    "shape": lambda value: value.sizes,
    "ndim": lambda value: len(value.sizes),
    "data": lambda value: value,
    "is_cuda": lambda _: False,
    "requires_grad": lambda _: False,
}

SHAPES: dict[str, Callable[[Constant], object]] = {
    "shape": lambda value: value.shape,
    "ndim": lambda value: len(value.shape),
    "data": lambda value: value,
}
"""Attributes of a tensor of data."""

TRANSPOSED: dict[str, Function] = {
    "T": shaping.reversed_axes,
    "H": shaping.transposed,
    "mT": shaping.transposed,
    "mH": shaping.transposed,
}
"""Attributes that are operations."""


def attribute(value: FeatureMap | Extremes, name: str, reader: Reader) -> object:
    """An attribute of a tensor, or a method that is bound to it; the values or the places that ``max`` gives.

    :raises AttributeError: if it has none of that name that is read.
    """
    if isinstance(value, Extremes):
        return {"values": value.values, "indices": value.indices}[name]
    if name in PROPERTIES:
        return PROPERTIES[name](value)
    if name in UNREAD_PROPERTIES:
        return Opaque(name)
    if name in TRANSPOSED:
        return TRANSPOSED[name](Call(name, reader, ast.Pass()), value)
    if name in MAKES_DATA:
        return Operation(name, MAKES_DATA[name], (value,), makes_data=True)
    found = METHODS.get(name) or METHODS.get(name.removesuffix("_"))
    if found is None:
        known = nearest(name, [*METHODS, *MAKES_DATA, *PROPERTIES, *TRANSPOSED])
        raise AttributeError(f"{describe(value)} has no '{name}' that is read here{known}")
    return Operation(name.removesuffix("_"), found, (value,), in_place=name not in METHODS)


def data_attribute(value: Opaque, name: str) -> object:
    """An attribute or a method of a tensor of data, whose shape is read; of other data, something that is not."""
    if isinstance(value, Constant):
        found = METHODS.get(name) or METHODS.get(name.removesuffix("_"))
        if name in SHAPES:
            return SHAPES[name](value)
        if name in ("item", "tolist") and value.values:
            return Native(name, lambda: value.values[0] if name == "item" else list(value.values))
        if name in TRANSPOSED and len(value.shape) == 2:
            return replace(value, shape=value.shape[::-1])
        if name in SAME:  # whatever the arguments
            return Native(name, lambda *_given, **_named: value)
        if found is not None and name not in UNREAD:
            return Operation(name.removesuffix("_"), found, (value,))
    return value.member(name)
