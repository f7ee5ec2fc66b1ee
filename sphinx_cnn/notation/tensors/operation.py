"""Operations of PyTorch as values of a text: a function with a signature, called as a function or as a method."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_type_hints

from sphinx_cnn.arithmetic.layers.parameter import Parameter
from sphinx_cnn.notation.dialect import Maker, Reader
from sphinx_cnn.notation.errors import nearest
from sphinx_cnn.notation.tape import Tape
from sphinx_cnn.notation.tensors.maps import Aside, Call, as_data
from sphinx_cnn.notation.values import BatchSize, Constant, FeatureMap, LayerObject, Opaque, describe

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

Function = Callable[..., object]
"""Takes the :class:`Call`, then the arguments in PyTorch's order; their annotations say what they can be."""


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
        values = list(_flat([*arguments, *keywords.values()]))
        of_network = any(_of_network(value) for value in values) or self.makes_data
        if not of_network and any(isinstance(value, Opaque) for value in values):
            return self._of_data(reader, arguments, keywords, node)
        call = Call(self.name, reader, node)
        result = self.function(call, *self._positional(call, arguments), **self._keywords(call, arguments, keywords))
        if self.in_place:
            changed_in_place(self.name, reader.tape, next(iter(values), None), result)
        return result

    def _of_data(self, reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
        """Call it with tensors of data alone, which leaves no row; along a batch axis, all is as for one input."""
        arguments = [_of_one_input(value) for value in arguments]
        keywords = {name: _of_one_input(value) for name, value in keywords.items()}
        unread = Opaque(f"torch.{self.name}()")
        given = [*arguments, *keywords.values()]
        if any(isinstance(value, Opaque) and not isinstance(value, Constant) for value in _flat(given)):
            return unread
        aside = Aside(reader)
        call = Call(self.name, aside, node)
        result = self.function(call, *self._positional(call, arguments), **self._keywords(call, arguments, keywords))
        return as_data(result, unread.origin)

    def _positional(self, call: Call, arguments: list[Any]) -> list[Any]:
        declared = list(_parameters(self.function).values())
        if declared and declared[-1].kind is inspect.Parameter.VAR_POSITIONAL:
            declared += [declared[-1]] * len(arguments)
        elif len(arguments) > len(declared):
            raise ValueError(f"{self.name} takes {len(declared)} arguments, but {len(arguments)} are given")
        return [self._converted(call, p, value) for p, value in zip(declared, arguments, strict=False)]

    def _keywords(self, call: Call, arguments: list[Any], keywords: dict[str, Any]) -> dict[str, Any]:
        declared = _parameters(self.function)
        given: dict[str, Any] = {}
        for written, value in keywords.items():
            name = written if written in declared else SPELLINGS.get(written, written)
            if name in declared:
                if name in list(declared)[: len(arguments)] or name in given:
                    raise ValueError(f"{self.name} is given '{written}' twice")
                given[name] = self._converted(call, declared[name], value)
            elif written not in PASSED_OVER:
                known = nearest(written, [*declared, *PASSED_OVER])
                raise ValueError(f"{self.name} has no argument '{written}'{known}")
        for name, parameter in list(declared.items())[len(arguments) :]:
            optional = parameter.default is not parameter.empty or parameter.kind is parameter.VAR_POSITIONAL
            if name not in given and not optional:
                raise ValueError(f"{self.name} needs a value for '{name}'")
        return given

    def _converted(self, call: Call, parameter: inspect.Parameter, value: object) -> object:
        kind = _kinds(self.function)[parameter.name]
        if kind is object or (value is None and parameter.default is None):
            return value
        if kind is FeatureMap:
            return call.map(parameter.name, value)
        if isinstance(value, Opaque):
            raise ValueError(f"{self.name}: {parameter.name} is {describe(value)}, which is not read")
        if kind is bool and isinstance(value, bool):
            return value
        if kind is not bool and isinstance(value, int if kind is int else (int, float)) and not isinstance(value, bool):
            return value
        needed = {bool: "True or False", int: "a whole number"}.get(kind, "a number")
        raise ValueError(f"{self.name}: {parameter.name} must be {needed}, not {describe(value)}")


def changed_in_place(name: str, tape: Tape, old: object, new: object) -> None:
    """Put what an operation in place has made in the place of the feature map that it got."""
    if not isinstance(old, FeatureMap) or not isinstance(new, FeatureMap) or old.index == new.index:
        return
    if old.sizes != new.sizes:
        raise ValueError(
            f"{name}_ changes the shape of a feature map in place, which is not read; write x = x.{name}(…)"
        )
    tape.replace(old, new)


@cache
def _parameters(function: Function) -> dict[str, inspect.Parameter]:
    """The arguments of an operation, without the call that it gets first."""
    return dict(list(inspect.signature(function).parameters.items())[1:])


def _takes_sizes(function: Function) -> bool:
    size = _parameters(function).get("size")
    return size is not None and size.kind is inspect.Parameter.VAR_POSITIONAL


@cache
def _kinds(function: Function) -> dict[str, Any]:
    """What each argument can be."""
    return {name: _without_none(hint) for name, hint in get_type_hints(function).items()}


def _without_none(hint: Any) -> Any:  # noqa: ANN401
    return next(kind for kind in get_args(hint) if kind is not NoneType) if isinstance(hint, UnionType) else hint


def _flat(values: list[Any]) -> Iterator[Any]:
    for value in values:
        if isinstance(value, list | tuple):
            yield from value
        else:
            yield value


def _of_one_input(value: object) -> object:
    if isinstance(value, list | tuple):
        return type(value)([_of_one_input(item) for item in value])
    return 1 if isinstance(value, BatchSize) else value


def _of_network(value: object) -> bool:
    return isinstance(value, FeatureMap) or (isinstance(value, LayerObject) and isinstance(value.layer, Parameter))
