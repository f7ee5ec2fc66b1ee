"""Layers and models that are classes of the text: what they have of Keras' own, and what is in them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sphinx_cnn.arithmetic.layers.parameter import Parameter
from sphinx_cnn.arithmetic.shape import Shape
from sphinx_cnn.notation.classes import Instance, Method, own, parameters
from sphinx_cnn.notation.dialect import Model, Reader
from sphinx_cnn.notation.values import Constant, FeatureMap, Function, LayerObject

TOLD = {"training": False, "mask": None}
"""What Keras itself gives to a ``call`` that asks for it, at inference."""


@dataclass(eq=False, slots=True)
class Base:
    """What an instance has of ``keras.layers.Layer`` or ``keras.Model``.

    :param weights: the variables that it has made, or that it was given.
    :param of_constructor: how many of them there were before it was built.
    """

    kind: str
    place: ast.AST
    trainable: bool = True
    built: bool = False
    input_shape: Shape | None = None
    weights: list[LayerObject] = field(default_factory=list)
    of_constructor: int = 0


def is_part(value: object) -> bool:
    """Whether a value is a layer, a model, a variable, or an instance of a class of layers or models."""
    return isinstance(value, LayerObject | Model) or (isinstance(value, Instance) and value.cls.is_module)


def is_weight(value: object) -> bool:
    """Whether a value is a variable that stands by itself."""
    return isinstance(value, LayerObject) and isinstance(value.layer, Parameter)


def parts(value: Instance) -> Iterator[object]:
    """The layers, models and variables right inside an instance, lists and dictionaries unpacked."""
    weights = value.native.weights if isinstance(value.native, Base) else []
    yield from parts_in([value.native, *value.attributes.values(), *weights])


def parts_in(values: list[Any]) -> Iterator[object]:
    """The layers, models and variables among values, lists and dictionaries unpacked."""
    waiting = values[::-1]
    known = set[int]()
    while waiting:
        item = waiting.pop()
        if is_part(item):
            yield item
        elif isinstance(item, list | tuple | dict) and id(item) not in known:
            known.add(id(item))
            waiting.extend(reversed(list(item.values() if isinstance(item, dict) else item)))


def build(reader: Reader, instance: Instance, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> None:
    """Call ``build`` of an instance, before it is applied for the first time."""
    base = instance.native
    if not isinstance(base, Base) or base.built:
        return
    base.built = True
    found = own(instance.cls, "build")
    if found is None:
        return
    del base.weights[base.of_constructor :]
    method = Method(found[0], instance, found[1])
    reader.call(method, *_shapes_for(instance, found[0], arguments, keywords), node)


def _shapes_for(
    instance: Instance, function: Function, arguments: list[Any], keywords: dict[str, Any]
) -> tuple[list[Any], dict[str, Any]]:
    """The arguments of ``build``: the shape of the first input, or those of several by their names."""
    names = parameters(function)
    call = own(instance.cls, "call")
    given = dict(zip(parameters(call[0]) if call else [], arguments, strict=False)) | keywords
    shapes = {f"{name}_shape": shape_of(value) for name, value in given.items() if shape_of(value) is not None}
    if len(names) > 1 and set(names) <= set(shapes):
        return [], {name: shapes[name] for name in names}
    first = shape_of(arguments[0]) if arguments else next(iter(shapes.values()), None)
    return ([first] if names else []), {}


def shape_of(value: object) -> object:
    """The shape of an argument as ``build`` gets it: with None for the batch; ``None`` for what has none."""
    if isinstance(value, FeatureMap):
        return (None, *value.shape) if value.batched else value.shape
    if isinstance(value, Constant):
        return value.shape
    if isinstance(value, list | tuple) and value and all(shape_of(item) is not None for item in value):
        return [shape_of(item) for item in value]
    if isinstance(value, dict):
        return {name: shape_of(item) for name, item in value.items()}
    return None


def told(instance: Instance, arguments: list[Any], keywords: dict[str, Any]) -> dict[str, Any]:
    """The arguments of a call by name, with those that Keras gives by itself."""
    found = own(instance.cls, "call")
    if found is None:
        return keywords
    names = parameters(found[0])
    missing = [name for name in names[len(arguments) :] if name in TOLD and name not in keywords]
    extra = {name: TOLD[name] for name in missing}
    takes_all = found[0].node.args.kwarg is not None
    kept = {name: value for name, value in keywords.items() if takes_all or name in names or name not in TOLD}
    return {**kept, **extra}
