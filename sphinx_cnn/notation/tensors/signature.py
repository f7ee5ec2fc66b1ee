"""Operations as functions with a signature: what a text gives them, bound to their arguments."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_type_hints

from sphinx_cnn.arithmetic.layers.parameter import Parameter
from sphinx_cnn.notation.errors import nearest
from sphinx_cnn.notation.values import FeatureMap, LayerObject, Opaque, describe

Function = Callable[..., object]
"""Takes the call, then the arguments in the framework's order; their annotations say what they can be."""


@dataclass(frozen=True, slots=True)
class Signature:
    """How the arguments of an operation are bound.

    :param called: the operation, in the words of an error message.
    :param as_map: makes a feature map of an argument of this name.
    :param spelled: the declared name of an argument, from how it is written.
    :param passed_over: arguments that change no count.
    :param suggested: those of them that a misspelled argument may have been meant for.
    """

    function: Function
    called: str
    as_map: Callable[[str, object], FeatureMap]
    spelled: Callable[[str, dict[str, inspect.Parameter]], str]
    passed_over: frozenset[str]
    suggested: frozenset[str] = frozenset()

    def call(self, call: object, arguments: list[Any], keywords: dict[str, Any]) -> object:
        """Call the operation.

        :raises ValueError: for an argument that is unknown, missing, given twice, or wrong.
        """
        positional = self._positional(arguments)
        return self.function(call, *positional, **self._keywords(arguments, keywords))

    def _positional(self, arguments: list[Any]) -> list[Any]:
        declared = list(parameters(self.function).values())
        if declared and declared[-1].kind is inspect.Parameter.VAR_POSITIONAL:
            declared += [declared[-1]] * len(arguments)
        elif len(arguments) > len(declared):
            raise ValueError(f"{self.called} takes {len(declared)} arguments, but {len(arguments)} are given")
        return [self._converted(p, value) for p, value in zip(declared, arguments, strict=False)]

    def _keywords(self, arguments: list[Any], keywords: dict[str, Any]) -> dict[str, Any]:
        declared = parameters(self.function)
        given: dict[str, Any] = {}
        for written, value in keywords.items():
            name = self.spelled(written, declared)
            if name in declared:
                if name in list(declared)[: len(arguments)] or name in given:
                    raise ValueError(f"{self.called} is given '{written}' twice")
                given[name] = self._converted(declared[name], value)
            elif written not in self.passed_over:
                known = nearest(written, [*declared, *self.suggested])
                raise ValueError(f"{self.called} has no argument '{written}'{known}")
        for name, parameter in list(declared.items())[len(arguments) :]:
            optional = parameter.default is not parameter.empty or parameter.kind is parameter.VAR_POSITIONAL
            if name not in given and not optional:
                raise ValueError(f"{self.called} needs a value for '{name}'")
        return given

    def _converted(self, parameter: inspect.Parameter, value: object) -> object:
        kind = _kinds(self.function)[parameter.name]
        if kind is object or (value is None and parameter.default is None):
            return value
        if kind is FeatureMap:
            return self.as_map(parameter.name, value)
        if isinstance(value, Opaque):
            raise ValueError(f"{self.called}: {parameter.name} is {describe(value)}, which is not read")
        if kind is bool and isinstance(value, bool):
            return value
        if kind is not bool and isinstance(value, int if kind is int else (int, float)) and not isinstance(value, bool):
            return value
        needed = {bool: "True or False", int: "a whole number"}.get(kind, "a number")
        raise ValueError(f"{self.called}: {parameter.name} must be {needed}, not {describe(value)}")


@cache
def parameters(function: Function) -> dict[str, inspect.Parameter]:
    """The arguments of an operation, without the call that it gets first."""
    return dict(list(inspect.signature(function).parameters.items())[1:])


@cache
def _kinds(function: Function) -> dict[str, Any]:
    """What each argument can be."""
    return {name: _without_none(hint) for name, hint in get_type_hints(function).items()}


def _without_none(hint: Any) -> Any:  # noqa: ANN401
    return next(kind for kind in get_args(hint) if kind is not NoneType) if isinstance(hint, UnionType) else hint


def flat(values: list[Any]) -> Iterator[Any]:
    """Values, and those in lists among them."""
    for value in values:
        if isinstance(value, list | tuple):
            yield from value
        else:
            yield value


def of_network(value: object) -> bool:
    """Whether a value is a feature map, or a parameter that stands by itself."""
    return isinstance(value, FeatureMap) or (isinstance(value, LayerObject) and isinstance(value.layer, Parameter))
