"""The parameters of layers as values of a text: they can be frozen, and nothing else of them is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from sphinx_cnn.arithmetic.layers.parameter import Buffer, Parameter, Values
from sphinx_cnn.arithmetic.shape import Shape
from sphinx_cnn.notation.pytorch.modules import layers_in, named_modules, own_layer
from sphinx_cnn.notation.values import Constant, LayerObject

Count = Literal["weights", "biases"]

COUNTS: dict[str, Count] = {"weight": "weights", "bias": "biases"}


def parameter_shape(layer: LayerObject, count: Count) -> Shape:
    """The shape of a layer's weight or bias; none where it is not known here."""
    arguments: dict[str, Any] = dict(layer.hyperparameters)
    if "normalized_shape" in arguments:
        shape = arguments["normalized_shape"]
        return tuple(shape) if isinstance(shape, list | tuple) else (shape,)
    for name in ("num_features", "num_channels"):
        if name in arguments:
            return (arguments[name],)
    if "num_embeddings" in arguments:
        return (arguments["num_embeddings"], arguments["embedding_dim"])
    for kind in ("features", "channels"):
        if f"in_{kind}" in arguments and f"out_{kind}" in arguments:
            return _kernel(arguments, arguments[f"in_{kind}"], arguments[f"out_{kind}"], count)
    return ()


@dataclass(frozen=True, slots=True)
class ParameterOf(Constant):
    """A parameter of a layer. Its values are not read, but training may be told to leave it as it is."""

    layer: LayerObject | None = None
    count: Count = "weights"

    @property
    def is_trained(self) -> bool:
        """Whether training changes it."""
        return self.layer is not None and self.count not in self.layer.frozen

    def freeze(self, *, trained: bool) -> None:
        """``requires_grad = False``, or ``True``."""
        if self.layer is not None:
            (self.layer.frozen.discard if trained else self.layer.frozen.add)(self.count)


def _kernel(arguments: dict[str, Any], incoming: int, outgoing: int, count: Count) -> Shape:
    if count == "biases":
        return (outgoing,)
    groups = arguments.get("groups", 1)
    channels = (incoming, outgoing // groups) if "output_padding" in arguments else (outgoing, incoming // groups)
    return (*channels, *arguments.get("kernel_size", ()))


def parameters_of(layer: LayerObject) -> Iterator[tuple[str, LayerObject | ParameterOf]]:
    """The parameters of a layer by name; one that stands by itself is one."""
    if isinstance(layer.layer, Buffer | Values):
        return
    if isinstance(layer.layer, Parameter):
        yield "", layer
        return
    for name, count in COUNTS.items():
        formula = layer.layer.formula(count)
        if formula is None or not formula.is_zero:
            yield name, ParameterOf(f"{layer.kind}.{name}", parameter_shape(layer, count), layer=layer, count=count)


def named_parameters(module: object) -> Iterator[tuple[str, LayerObject | ParameterOf]]:
    """All parameters of a module by their paths."""
    for path, inside in named_modules(module):
        layer = own_layer(inside)
        for name, parameter in parameters_of(layer) if layer else ():
            yield ".".join(part for part in (path, name) if part), parameter


def freeze(module: object, *, trained: bool) -> None:
    """Tell training to leave all parameters of a module as they are, or to change them."""
    for layer in layers_in(module):
        layer.frozen.clear()
        if not trained:
            layer.frozen.update(COUNTS.values())
