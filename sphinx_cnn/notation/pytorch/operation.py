"""Operations of PyTorch as values of a text: a function with a signature, called as a function or as a method."""

from __future__ import annotations

import ast
import inspect
from dataclasses import dataclass
from typing import Any

from sphinx_cnn.notation.dialect import Maker, Reader
from sphinx_cnn.notation.tape import Tape
from sphinx_cnn.notation.tensors.maps import Aside, Call, as_data
from sphinx_cnn.notation.tensors.signature import Function, Signature, flat, of_network, parameters
from sphinx_cnn.notation.values import BatchSize, Constant, FeatureMap, Opaque

PASSED_OVER = frozenset(
    [
        "device",
        "dtype",
        "generator",
        "inplace",
        "layout",
        "memory_format",
        "non_blocking",
        "out",
        "pin_memory",
        "requires_grad",
        "training",
    ]
)
"""Arguments that change no count, of whichever operation has them."""

SPELLINGS = {
    "axis": "dim",
    "axes": "dim",
    "axis0": "dim0",
    "axis1": "dim1",
    "keepdims": "keepdim",
    "split_size_or_sections": "split_size",
    "indices": "sections",
    "indices_or_sections": "sections",
}
"""Names that PyTorch accepts beside others, as NumPy has them, or in functions where methods have others."""


@dataclass(frozen=True, slots=True)
class Operation(Maker):
    """An operation of PyTorch, or a method that is bound to a feature map.

    :param bound: the feature map that it is a method of, as the first argument.
    :param in_place: whether the feature map that it gets is changed itself.
    :param makes_data: whether it makes a tensor of data, from sizes that need not be read.
    """

    name: str
    function: Function
    bound: tuple[FeatureMap | Constant, ...] = ()
    makes_data: bool = False
    in_place: bool = False

    @property
    def described(self) -> str:
        """What it is, in the words of an error message."""
        return f"the function {self.name}"

    def make(self, reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
        """Call it."""
        arguments = [*self.bound, *arguments]
        if "size" in keywords and _takes_sizes(self.function):  # torch.rand(size=(1, 3, 32, 32))
            keywords = dict(keywords)
            arguments.append(keywords.pop("size"))
        values = list(flat([*arguments, *keywords.values()]))
        networked = any(map(of_network, values)) or self.makes_data
        if not networked and any(isinstance(value, Opaque) for value in values):
            return self._of_data(reader, arguments, keywords, node)
        call = Call(self.name, reader, node)
        result = self._called(call, arguments, keywords)
        if self.in_place:
            changed_in_place(self.name, reader.tape, next(iter(values), None), result)
        return result

    def _of_data(self, reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
        """Call it with tensors of data alone, which leaves no row; along a batch axis, all is as for one input."""
        arguments = [_of_one_input(value) for value in arguments]
        keywords = {name: _of_one_input(value) for name, value in keywords.items()}
        unread = Opaque(f"torch.{self.name}()")
        given = [*arguments, *keywords.values()]
        if any(isinstance(value, Opaque) and not isinstance(value, Constant) for value in flat(given)):
            return unread
        return as_data(self._called(Call(self.name, Aside(reader), node), arguments, keywords), unread.origin)

    def _called(self, call: Call, arguments: list[Any], keywords: dict[str, Any]) -> object:
        signature = Signature(self.function, self.name, call.map, _spelled, PASSED_OVER, PASSED_OVER)
        return signature.call(call, arguments, keywords)


def changed_in_place(name: str, tape: Tape, old: object, new: object) -> None:
    """Put what an operation in place has made in the place of the feature map that it got."""
    if not isinstance(old, FeatureMap) or not isinstance(new, FeatureMap) or old.index == new.index:
        return
    if old.sizes != new.sizes:
        raise ValueError(
            f"{name}_ changes the shape of a feature map in place, which is not read; write x = x.{name}(…)"
        )
    tape.replace(old, new)


def _spelled(written: str, declared: dict[str, inspect.Parameter]) -> str:
    """The name that an argument has here."""
    return written if written in declared else SPELLINGS.get(written, written)


def _takes_sizes(function: Function) -> bool:
    size = parameters(function).get("size")
    return size is not None and size.kind is inspect.Parameter.VAR_POSITIONAL


def _of_one_input(value: object) -> object:
    if isinstance(value, list | tuple):
        return type(value)([_of_one_input(item) for item in value])
    return 1 if isinstance(value, BatchSize) else value
