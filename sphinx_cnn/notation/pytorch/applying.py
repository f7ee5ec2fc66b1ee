"""A layer of PyTorch applied to what its ``forward`` is given: feature maps, parameters and tensors of data."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import Any

from sphinx_cnn.arithmetic.shape import times
from sphinx_cnn.notation.dialect import Reader
from sphinx_cnn.notation.tensors.batch import batch_axis_after, last_axes
from sphinx_cnn.notation.tensors.maps import Call, as_map, placed
from sphinx_cnn.notation.values import Constant, FeatureMap, LayerObject, Opaque, describe

ATTENTION = "MultiheadAttention"

OF_ONE_INPUT = ("convolution", "pooling")
"""Families whose layers take one input without a batch axis, too."""


def applied(
    reader: Reader, layer: LayerObject, arguments: list[Any], keywords: dict[str, Any], node: ast.AST
) -> object:
    """Apply a layer.

    :raises TypeError: if something else than feature maps arrives.
    :raises ValueError: if the batch axis stands where the layer does not take it.
    """
    given = [*arguments, *keywords.values()]
    if layer.kind == ATTENTION:  # masks and settings come after these
        given = [*arguments[:3], *(keywords[name] for name in ("query", "key", "value") if name in keywords)]
    maps = [_map(reader, value, node) for value in given]
    found = [value for value in maps if value is not None]
    wrong = next((v for v, fmap in zip(given, maps, strict=True) if fmap is None and _needed(v)), None)
    if not found or wrong is not None:
        raise TypeError(f"{layer.kind} is applied to feature maps, but {describe(wrong)} arrives")
    result = _recorded(reader, layer, found, node)
    return (result, Opaque("attention weights")) if layer.kind == ATTENTION else result


def _map(reader: Reader, value: object, node: ast.AST) -> FeatureMap | None:
    if isinstance(value, Constant):
        return Call("data", reader, node).constant(value)
    return as_map(value, reader, node)


def _needed(value: object) -> bool:
    """Whether something that is no feature map stands where one is needed; masks and settings may stand there."""
    return not isinstance(value, bool | None | str)


def _recorded(reader: Reader, layer: LayerObject, maps: list[FeatureMap], node: ast.AST) -> FeatureMap:
    if any(value.batched for value in maps):
        place = batch_axis_after(layer, maps)
        return placed(reader.record(layer, maps, node), place)
    single = layer.kind == ATTENTION and len(maps[0].shape) == 2
    if single or last_axes(layer.layer) is not None:
        return placed(reader.record(layer, maps, node), 0, batched=False)
    place = int(layer.hyperparameters.get("batch_first") is False)
    if all(len(value.shape) > place and value.shape[place] == 1 for value in maps):  # a batch of one
        inside = [replace(value, shape=_without(value.shape, place), batched=True) for value in maps]
        output = reader.record(layer, inside, node)
        return replace(output, shape=(*output.shape[:place], 1, *output.shape[place:]), batched=False)
    if layer.layer.family in OF_ONE_INPUT:
        return placed(reader.record(layer, maps, node), 0, batched=False)
    raise ValueError(f"{layer.kind} takes a batch, but a tensor of {times(maps[0].shape)} for all inputs arrives")


def _without(shape: tuple[int, ...], place: int) -> tuple[int, ...]:
    return (*shape[:place], *shape[place + 1 :])
