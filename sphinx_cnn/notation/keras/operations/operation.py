"""Operations of Keras and TensorFlow as values of a text: functions with a signature."""

from __future__ import annotations

import ast
import inspect
import operator
from collections.abc import Callable
from dataclasses import dataclass
from math import prod
from typing import Any

from sphinx_cnn.notation.dialect import Maker, Reader
from sphinx_cnn.notation.keras.makers import State
from sphinx_cnn.notation.keras.operations.call import Call
from sphinx_cnn.notation.tensors.maps import Aside
from sphinx_cnn.notation.tensors.signature import Function, Signature, flat, of_network
from sphinx_cnn.notation.values import BatchSize, Constant, FeatureMap, Opaque

PASSED_OVER = frozenset({"antialias", "dtype", "name", "preserve_aspect_ratio", "seed", "training"})
"""Arguments that change no count, of whichever operation has them."""

DATA_TYPES = frozenset({
    "bfloat16", "bool", "complex64", "dtype", "float16", "float32", "float64", "int32", "int64", "int8", "uint8",
})  # fmt: skip

FIRST = frozenset({
    "a", "arrays", "data", "features", "image", "images", "input", "input_tensor", "inputs", "logits", "t", "tensor",
    "tensors", "value", "values", "x", "xs",
})  # fmt: skip
"""Names that operations have for what they are applied to."""

SPELLINGS = {
    "a_min": "x_min",
    "b": "x2",
    "begin": "start_indices",
    "clip_value_max": "x_max",
    "clip_value_min": "x_min",
    "delta": "step",
    "dims": "shape",
    "ksize": "pool_size",
    "limit": "stop",
    "max_value": "x_max",
    "min_value": "x_min",
    "multiples": "repeats",
    "newshape": "shape",
    "num_or_size_splits": "sections",
    "paddings": "pad_width",
    "pattern": "axes",
    "perm": "axes",
    "target_shape": "shape",
    "y": "x2",
}
"""Names that TensorFlow, or Keras of old, has for arguments that are the same."""

COMPARED: dict[str, Callable[[float, float], bool]] = {
    "equal": operator.eq,
    "greater": operator.gt,
    "greater_equal": operator.ge,
    "less": operator.lt,
    "less_equal": operator.le,
    "not_equal": operator.ne,
}
"""What compares two numbers."""

REDUCED: dict[str, Callable[[Any], float]] = {"prod": prod, "sum": sum, "max": max, "min": min}
"""What makes one number of several."""


@dataclass(frozen=True, slots=True)
class Operation(Maker):
    """An operation that is applied to feature maps, or to data of a known shape.

    :param path: the name in full, as the text has it: ``keras.ops.mean``.
    :param name: its name in Keras.
    :param makes_data: whether it makes data, from sizes that need not be read.
    """

    path: str
    name: str
    function: Function
    state: State
    makes_data: bool = False

    @property
    def described(self) -> str:
        """What it is, in the words of an error message."""
        return f"the function {self.path}"

    def make(self, reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
        """Call it."""
        plain = self._of_numbers([*arguments, *keywords.values()])
        if plain is not None:
            return plain
        values = list(flat([*arguments, *keywords.values()]))
        networked = any(map(of_network, values))
        if not networked and not self.makes_data:
            return self._of_data(reader, values, arguments, keywords, node)
        name = self.name if reader.running or not networked else self.state.automatic_name(self.name)
        call = Call(name, reader, node, self.name, self.state.channels_last, self.state.open)
        return self._called(call, arguments, keywords)

    def _called(self, call: Call, arguments: list[Any], keywords: dict[str, Any]) -> object:
        def as_map(name: str, value: object) -> FeatureMap:
            return call.map(name, Constant(self.path) if _is_number(value) else value)

        signature = Signature(self.function, self.path, as_map, _spelled, PASSED_OVER)
        return signature.call(call, arguments, keywords)

    def _of_numbers(self, given: list[Any]) -> object:
        """What sizes become that are put together to a shape, or given another data type: sizes."""
        if self.name == "stack" and given and isinstance(given[0], list | tuple):
            sizes = list(given[0])
            return sizes if all(isinstance(size, int | BatchSize) for size in sizes) else None
        numbers = [item for item in given if isinstance(item, int | float)]
        if self.name in COMPARED and len(numbers) == len(given) == 2:
            return COMPARED[self.name](*numbers)
        if self.name in REDUCED and given and isinstance(given[0], list | tuple) and _are_numbers(given[0]):
            return REDUCED[self.name](given[0])
        if self.name == "cast" and given and isinstance(given[0], int | float | BatchSize):
            whole = "int" in str(getattr(given[1], "origin", given[1])) if given[1:] else False
            return int(given[0]) if whole and isinstance(given[0], float) else given[0]
        return None

    def _of_data(
        self, reader: Reader, values: list[Any], arguments: list[Any], keywords: dict[str, Any], node: ast.AST
    ) -> object:
        """Call it with data alone, which leaves no row."""
        unread = Opaque(f"{self.path}()")
        sized = any(isinstance(value, Constant) for value in values)
        if any(isinstance(value, Opaque) and not _is_known(value, sized=sized) for value in values):
            return unread
        call = Call(self.name, Aside(reader), node, self.name, self.state.channels_last)
        return _as_data(self._called(call, arguments, keywords), unread.origin)


def _as_data(value: object, origin: str) -> object:
    """What was computed aside, as data; a batch axis is one of size 1."""
    if isinstance(value, FeatureMap):
        return Constant(origin, tuple(1 if isinstance(size, BatchSize) else size for size in value.sizes))
    return [_as_data(item, origin) for item in value] if isinstance(value, list | tuple) else value


def _spelled(written: str, declared: dict[str, inspect.Parameter]) -> str:
    """The name that an argument has here."""
    if written in declared:
        return written
    first = next(iter(declared), "")
    if written in FIRST and first in FIRST:
        return first
    return SPELLINGS.get(written, written)


def _are_numbers(values: list[Any] | tuple[Any, ...]) -> bool:
    return bool(values) and all(_is_number(value) for value in values)


def _is_known(value: Opaque, *, sized: bool) -> bool:
    """Whether a value is data of a known shape, or a data type, or the batch size beside data."""
    return (
        isinstance(value, Constant)
        or (sized and isinstance(value, BatchSize))
        or value.origin.rpartition(".")[2] in DATA_TYPES
    )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
