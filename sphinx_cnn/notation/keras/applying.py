"""How layers, models and instances of classes of the text are applied."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sphinx_cnn.notation.classes import Instance, Method, own
from sphinx_cnn.notation.dialect import Model, Reader
from sphinx_cnn.notation.keras.models import Functional, Sequential
from sphinx_cnn.notation.keras.modules import build, told
from sphinx_cnn.notation.keras.operations.call import Call
from sphinx_cnn.notation.keras.wrapped import Lambda
from sphinx_cnn.notation.tensors.maps import as_map, without_batch_axis
from sphinx_cnn.notation.values import Constant, FeatureMap, LayerObject, Opaque, describe

if TYPE_CHECKING:
    from sphinx_cnn.notation.keras.dialect import KerasDialect

SETTINGS = frozenset({
    "attention_mask", "key_mask", "mask", "query_mask", "return_attention_scores", "training", "use_causal_mask",
    "value_mask",
})  # fmt: skip
"""Arguments with which a layer may be applied, and that change no count."""

OF_ATTENTION = ("query", "value", "key")


def applied(
    dialect: KerasDialect,
    reader: Reader,
    value: LayerObject | Model | Instance,
    arguments: list[Any],
    keywords: dict[str, Any],
    node: ast.AST,
) -> object:
    """What comes out of a layer, a model, or an instance of a class of the text."""
    if dialect.trying is value:
        return _tried(dialect, reader, value, arguments, keywords, node)
    if isinstance(value, Instance):
        dialect.state.nested.add(value)
        return _instance(dialect, reader, value, arguments, keywords, node)
    if isinstance(value, Sequential | Functional):
        value.nested = True
    if isinstance(value, LayerObject) and value.kind == "MultiHeadAttention":
        return _attention(reader, value, arguments, keywords, node)
    return _layer(reader, value, arguments, keywords, node)


def _tried(
    dialect: KerasDialect,
    reader: Reader,
    value: LayerObject | Model | Instance,
    arguments: list[Any],
    keywords: dict[str, Any],
    node: ast.AST,
) -> object:
    """Apply what is only tried on data, of which nothing stays; it is no part of a network by that."""
    dialect.trying = None
    start = len(reader.tape.entries)
    was_nested = value in dialect.state.nested or getattr(value, "nested", False)
    result = applied(dialect, reader, value, arguments, keywords, node)
    for spans in dialect.spans.values():
        spans[:] = [span for span in spans if span.start < start]
    if not was_nested:
        dialect.state.nested.discard(value)
        if isinstance(value, Sequential | Functional):
            value.nested = False
    return result


def _instance(
    dialect: KerasDialect,
    reader: Reader,
    instance: Instance,
    arguments: list[Any],
    keywords: dict[str, Any],
    node: ast.AST,
) -> object:
    if instance.native is None:
        raise TypeError(f"{describe(instance)} is applied, but its __init__ does not call super().__init__()")
    start = len(reader.tape.entries)
    build(reader, instance, arguments, keywords, node)
    result = reader.run(instance, arguments, told(instance, arguments, keywords), node)
    dialect.spans.setdefault(instance, []).append(range(start, len(reader.tape.entries)))
    dialect.results[instance] = result
    return result


def run_root(
    dialect: KerasDialect,
    reader: Reader,
    instance: Instance,
    arguments: list[Any],
    keywords: dict[str, Any],
    node: ast.AST,
) -> object:
    """Apply the network itself, whose layers need no group of its name."""
    found = own(instance.cls, dialect.forward)
    if found is None:
        return dialect.apply(reader, instance, arguments, keywords, node)
    build(reader, instance, arguments, keywords, node)
    reader.running += 1
    try:
        method = Method(found[0], instance, found[1])
        return reader.call(method, arguments, told(instance, arguments, keywords), node)
    finally:
        reader.running -= 1


def _attention(
    reader: Reader, layer: LayerObject, arguments: list[Any], keywords: dict[str, Any], node: ast.AST
) -> object:
    given = dict(zip(OF_ATTENTION, arguments, strict=False)) | keywords
    for name in ("query", "value"):
        if name not in given:
            raise TypeError(f"{layer.name} is applied to a query and a value, and to a key if it is another one")
    if given.get("key") is None:
        given["key"] = given["value"]
    result = reader.record(layer, _maps(reader, layer.name, [given[name] for name in OF_ATTENTION], node), node)
    return (result, Opaque("attention scores")) if given.get("return_attention_scores") is True else result


def _layer(
    reader: Reader, value: LayerObject | Model, arguments: list[Any], keywords: dict[str, Any], node: ast.AST
) -> object:
    """Apply a layer or a model to one feature map, or to one list of them."""
    scores = keywords.get("return_attention_scores") is True
    keywords = {name: item for name, item in keywords.items() if name not in SETTINGS}
    if not arguments and len(keywords) == 1:
        arguments, keywords = [*keywords.values()], {}
    if len(arguments) != 1 or keywords:
        raise TypeError(f"{value.name} is applied to one feature map, or to one list of them")
    (argument,) = arguments
    if isinstance(argument, dict):
        argument = list(argument.values())
    several = isinstance(argument, list | tuple)
    if not several and isinstance(value, LayerObject) and value.layer.merges:
        raise TypeError(value.needs_a_list)
    inputs = _maps(reader, value.name, argument if several else [argument], node)
    if isinstance(value, Lambda):
        return value.run(reader, inputs if several else inputs[0], node)
    result = reader.apply(value, inputs, node)
    if scores:
        return result, Opaque("attention scores")
    if isinstance(result, FeatureMap) and not any(item.batched for item in inputs):
        return replace(result, batched=False)
    return result


def _maps(reader: Reader, name: str, items: Iterable[object], node: ast.AST) -> list[FeatureMap]:
    """The feature maps that a layer is applied to; of a variable beside others the first axis is the batch."""
    maps = [_map(reader, name, item, node) for item in items]
    if not any(value.batched for value in maps):
        return maps
    return [value if value.batched else without_batch_axis(name, value, len(value.shape) - 1) for value in maps]


def _map(reader: Reader, name: str, item: object, node: ast.AST) -> FeatureMap:
    if isinstance(item, Constant):
        return Call("constant", reader, node).constant(item)
    found = as_map(item, reader, node)
    if found is None:
        raise TypeError(f"{name} is applied to feature maps, but {describe(item)} arrives")
    if found.batched and found.batch_axis:
        raise ValueError(f"{name}: the first axis must be the batch axis, which stands elsewhere here")
    return found
