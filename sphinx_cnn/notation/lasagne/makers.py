"""What makes a layer when a Lasagne text calls it: a layer is applied as it is made, to its ``incoming``."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sphinx_cnn.arithmetic.shape import Shape
from sphinx_cnn.notation.arguments import layer_name
from sphinx_cnn.notation.dialect import Maker, Model, Reader
from sphinx_cnn.notation.lasagne.kind import LasagneKind
from sphinx_cnn.notation.lasagne.layers import KINDS
from sphinx_cnn.notation.lasagne.naming import Names, automatic_name
from sphinx_cnn.notation.lasagne.sharing import owner
from sphinx_cnn.notation.values import FeatureMap, Function, LayerObject, describe

OF_EVERY_LAYER = ("name",)
"""Arguments that every layer has and that change no count."""

Run = Callable[[Reader, list[FeatureMap], str | None, ast.AST], FeatureMap]
"""Applies a layer to feature maps, under the name on the left, if there is one."""

MakeInput = Callable[[Reader, object, object, ast.AST], FeatureMap]
"""Makes an input of a shape with the batch axis, and of a name or none."""


@dataclass
class State:
    """What the layers of a text have in common.

    :param waiting: layers that are made without an incoming layer.
    :param shared: layers whose parameters other layers have as well.
    """

    make_input: MakeInput
    names: Names = field(default_factory=Names)
    waiting: list[Waiting] = field(default_factory=list)
    shared: set[LayerObject] = field(default_factory=set)

    def wait(self, reader: Reader, what: str, run: Run, name: str | None, node: ast.AST) -> Waiting:
        """A layer without an incoming layer."""
        described = f"a layer ({what}) without an incoming layer"
        waiting = Waiting(name or "", node, described, run, "author" if name else "counter")
        self.waiting.append(waiting)
        reader.made.append(waiting)
        return waiting


@dataclass(eq=False, slots=True)
class Waiting(Model):
    """A layer, or several in a row, without an incoming layer: a line of the shorthand."""

    name: str
    place: ast.AST
    described: str
    run: Run
    named_by: str = "counter"
    input_shape: Shape | None = None
    applied: bool = False

    def apply(self, reader: Reader, inputs: list[FeatureMap], node: ast.AST) -> FeatureMap:
        """Apply it to feature maps."""
        self.applied = True
        return self.run(reader, inputs, self.name if self.named_by != "counter" else None, self.place)


@dataclass(frozen=True, slots=True)
class LayerClass(Maker):
    """A layer kind as a value of the text: calling it makes a layer and applies it."""

    spelled: str
    state: State
    described: str = "a layer class"

    @property
    def kind(self) -> LasagneKind:
        """The layer kind."""
        return KINDS[self.spelled]

    def make(self, reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
        """Make a layer with these arguments, and apply it if they say to what."""
        keywords = dict(keywords)
        given_name = keywords.pop("name", None)
        name = None if given_name is None else layer_name(f"{self.spelled}: name", given_name)
        if self.kind.incoming in keywords:
            incoming = [keywords.pop(self.kind.incoming)]
        else:
            incoming = [arguments.pop(0)] if (arguments := list(arguments)) and is_incoming(arguments[0]) else []
        if incoming:
            return self.applied(reader, self._inputs(reader, incoming[0], node), arguments, keywords, name, node)

        def run(reader: Reader, inputs: list[FeatureMap], left: str | None, node: ast.AST) -> FeatureMap:
            if self.kind.merges and len(inputs) == 1:
                raise reader.error(f"{self.spelled} merges layers; give it a list of them", node)
            return self.applied(reader, inputs, arguments, keywords, name or left, node)

        return self.state.wait(reader, self.spelled, run, name, node)

    def _inputs(self, reader: Reader, incoming: object, node: ast.AST) -> list[FeatureMap]:
        if not self.kind.merges:
            if isinstance(incoming, list):
                raise ValueError(f"{self.spelled} takes one layer, not {describe(incoming)}")
            return [self._input(reader, incoming, node)]
        if not isinstance(incoming, list | tuple) or not incoming:
            raise ValueError(f"{self.spelled} merges a list of layers, not {describe(incoming)}")
        return [self._input(reader, item, node) for item in incoming]

    def _input(self, reader: Reader, incoming: object, node: ast.AST) -> FeatureMap:
        if isinstance(incoming, tuple):
            return self.state.make_input(reader, incoming, None, node)
        if not isinstance(incoming, FeatureMap):
            raise ValueError(f"{self.spelled}: {self.kind.incoming} must be a layer, not {describe(incoming)}")
        return incoming

    def applied(
        self,
        reader: Reader,
        inputs: list[FeatureMap],
        arguments: list[Any],
        keywords: dict[str, Any],
        name: str | None,
        node: ast.AST,
    ) -> FeatureMap:
        """Make the layer for these feature maps, and apply it to them."""
        for value in (*arguments, *keywords.values()):
            if isinstance(value, list | tuple):
                reader.budget.spend(len(value))
        if self.spelled == "ExpressionLayer":
            arguments, keywords = self._with_shape(reader, inputs, arguments, keywords, node)
        bound = self.kind.bind(self.spelled, arguments, keywords)
        given = {**dict(zip(self.kind.positional, arguments, strict=False)), **keywords}
        shared = owner(self.kind, self.spelled, given)
        if shared is not None:
            if {**shared.hyperparameters, "nonlinearity": ""} != {**bound.values, "nonlinearity": ""}:
                raise ValueError(f"{self.spelled} shares the parameters of {shared.name}, but differs from it")
            self.state.shared.add(shared)
            return reader.record(shared, inputs, node)
        shown = self.kind.shown or self.spelled
        try:
            layer = self.kind.made(bound.values, tuple(fmap.shape for fmap in inputs))
        except ValueError as error:
            raise ValueError(f"{name or self.spelled}: {error}") from None
        made = LayerObject(
            name=name or automatic_name(shown, len(reader.tape.entries)),
            kind=shown,
            layer=layer,
            place=node,
            named_by="left" if name else "counter",
            hyperparameters=bound.values,
        )
        reader.made.append(made)
        return reader.record(made, inputs, node)

    def _with_shape(
        self, reader: Reader, inputs: list[FeatureMap], arguments: list[Any], keywords: dict[str, Any], node: ast.AST
    ) -> tuple[list[Any], dict[str, Any]]:
        """The arguments; a function that gives the output's shape is called with that of the input."""
        given = {**keywords, **({"output_shape": arguments[1]} if len(arguments) > 1 else {})}
        function = given.get("output_shape")
        if isinstance(function, Function):
            given["output_shape"] = reader.call(function, [(None, *inputs[0].shape)], {}, node)
        return [*arguments[:1], *arguments[2:]], given


def is_incoming(value: object) -> bool:
    """Whether an argument without a name says what a layer is applied to; if not, the layer continues."""
    if isinstance(value, tuple) and value[:1] == (None,):
        return True
    items = value if isinstance(value, list | tuple) else [value]
    return any(isinstance(item, FeatureMap | LayerObject | Waiting) for item in items)
