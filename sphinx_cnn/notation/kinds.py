"""Layer kinds of a dialect: a signature in the framework's own argument names, read from a function's annotations.

The function that makes a layer declares each argument once: ``filters: Annotated[int, positive]`` is required,
``strides: Annotated[Shape, per_axis, 1]`` has a default. The second item converts what the author wrote, or refuses it.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Annotated, Any, NamedTuple, get_args, get_origin, get_type_hints

from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.notation.errors import nearest
from sphinx_cnn.notation.expectation import Expectation
from sphinx_cnn.notation.values import FeatureMap, Opaque, describe

Convert = Callable[[str, object, int], object]
"""Takes an argument's name, what the author wrote, and the number of spatial axes."""


class Beyond(NamedTuple):
    """A converted value that the framework would not accept, and why, for the line of facts."""

    value: object
    note: str


class Parameter(NamedTuple):
    """One argument of a layer kind."""

    name: str
    convert: Convert
    default: tuple[object, ...]
    """The default value alone, or nothing where the argument is required."""


class Bound(NamedTuple):
    """The arguments of one layer, converted."""

    values: dict[str, Any]
    beyond_framework: tuple[str, ...]


@dataclass(frozen=True)
class Kind:
    """A layer kind as the dialect spells it.

    :param build: makes the layer of the core; its annotated parameters are the kind's arguments, in order.
    :param rank: the number of spatial axes, which ``build`` gets as ``rank`` if it asks for it.
    :param passed_over: arguments that exist and change no count, such as initializers, in their order. A parameter
        of ``build`` that is named only there has its place among them.
    :param in_framework: whether the framework has this kind.
    :param aliases: other names by which the framework knows it.
    :param function: the framework's function that makes such a layer and applies it at once.
    :param follows: arguments that are like another one where they are None: ``stride`` like ``kernel_size``.
    :param expects: arguments that declare what arrives.
    :param takes_anything: whether any arguments can be given, of which none is read.
    """

    build: Callable[..., Layer]
    rank: int = 0
    passed_over: tuple[str, ...] = ()
    in_framework: bool = True
    aliases: tuple[str, ...] = ()
    function: str = ""
    follows: Mapping[str, str] = field(default_factory=dict)
    expects: tuple[Expectation, ...] = ()
    takes_anything: bool = False

    @cached_property
    def parameters(self) -> dict[str, Parameter]:
        """The kind's arguments by name, in the framework's order."""
        hints = get_type_hints(self.build, include_extras=True)
        found = {}
        for name in inspect.signature(self.build).parameters:
            if get_origin(hints[name]) is Annotated:
                _, convert, *default = get_args(hints[name])
                found[name] = Parameter(name, convert, tuple(default))
        return found

    @cached_property
    def positional(self) -> tuple[str, ...]:
        """The arguments that can be given without a name; those that change no count come last, as in Keras."""
        declared = inspect.signature(self.build).parameters
        named = [name for name in self.parameters if declared[name].kind is not inspect.Parameter.KEYWORD_ONLY]
        return (*named, *self.passed_over)

    @cached_property
    def takes_rank(self) -> bool:
        """Whether one function makes the kind along one, two and three axes."""
        return "rank" in inspect.signature(self.build).parameters

    def bind(self, spelled: str, positional: list[object], keywords: dict[str, object]) -> Bound:
        """The kind's arguments, converted, with their defaults.

        :raises ValueError: for an argument that is unknown, missing, given twice, or wrong.
        """
        if self.takes_anything:
            return Bound({}, ())
        parameters = self.parameters
        order = self.positional
        if len(positional) > len(order):
            message = f"{spelled} takes {len(order)} arguments without a name, but {len(positional)} are given"
            raise ValueError(message)
        given = {name: value for name, value in zip(order, positional, strict=False) if name in parameters}
        for name, value in keywords.items():
            if name in given:
                raise ValueError(f"{spelled} is given '{name}' twice")
            if name in parameters:
                given[name] = value
            elif name not in self.passed_over:
                known = nearest(name, [*parameters, *self.passed_over])
                raise ValueError(f"{spelled} has no argument '{name}'{known}")
            elif isinstance(value, FeatureMap):
                raise ValueError(f"{spelled}: {name} cannot be a feature map")
        return self._convert(spelled, given)

    @cached_property
    def defaults(self) -> dict[str, Any]:
        """The converted values of the arguments that need not be given."""
        optional = [parameter for parameter in self.parameters.values() if parameter.default]
        return {name: convert(name, default[0], self.rank) for name, convert, default in optional}

    def _convert(self, spelled: str, given: dict[str, object]) -> Bound:
        values = dict(self.defaults)
        beyond: list[str] = []
        for name, value in given.items():
            convert = self.parameters[name].convert
            if isinstance(value, Opaque) and not hasattr(convert, "takes_opaque"):
                raise ValueError(f"{spelled}: {name} is {describe(value)}, which is not read; write the value itself")
            try:
                converted = convert(name, value, self.rank)
            except ValueError as error:
                raise ValueError(f"{spelled}: {error}") from None
            if isinstance(converted, Beyond):
                beyond.append(converted.note)
                converted = converted.value
            values[name] = converted
        for name in self.parameters:
            if name not in values:
                raise ValueError(f"{spelled} needs a value for '{name}'")
        for name, other in self.follows.items():
            if values[name] is None:
                values[name] = values[other]
        return Bound(values, tuple(beyond))

    def layer(self, values: dict[str, Any]) -> Layer:
        """The layer with these converted arguments."""
        return self.build(rank=self.rank, **values) if self.takes_rank else self.build(**values)

    def expectations(self, values: Mapping[str, Any]) -> tuple[Expectation, ...]:
        """What these converted arguments declare of the feature maps that arrive; None declares nothing."""
        declared = [(expected, values[expected.argument]) for expected in self.expects]
        return tuple(
            replace(expected, rank=self.rank, sizes=value if isinstance(value, tuple) else (value,))
            for expected, value in declared
            if value is not None and (not expected.where or any(values[name] for name in expected.where))
        )
