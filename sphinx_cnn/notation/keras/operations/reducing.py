"""Operations that make one value of all values along some axes."""

from __future__ import annotations

from typing import Any

from sphinx_cnn.arithmetic.layers.reduction import Mean, Reduction, Spread
from sphinx_cnn.notation.keras.operations.call import Call
from sphinx_cnn.notation.tensors.maps import all_axes, axes_from_end, batch_axis_without
from sphinx_cnn.notation.tensors.signature import Function
from sphinx_cnn.notation.values import FeatureMap, Opaque


def _reduced(
    call: Call, kind: type[Reduction], function: str, x: FeatureMap, axis: object, *, keep: bool
) -> FeatureMap:
    axes = all_axes(call.name, x) if axis is None else axes_from_end(call.name, x, axis)
    layer = kind(function, axes, keep, channels_last=call.channels_last)
    place = batch_axis_without(x, () if keep else axes)
    return call.row(layer, x, batch_axis=place, axis=axis, keepdims=keep)


def reduction(kind: type[Reduction], function: str) -> Function:
    """A sum, a mean or an extreme along one axis or several."""

    def apply(call: Call, x: FeatureMap, axis: object = None, keepdims: bool = False) -> FeatureMap | Opaque:  # noqa: FBT001, FBT002
        if axis is None and x.batched:  # a loss
            return Opaque(f"{call.name}() of all inputs of a batch")
        return _reduced(call, kind, function, x, axis, keep=keepdims)

    return apply


def norm(call: Call, x: FeatureMap, ord: object = None, axis: object = None, keepdims: bool = False) -> FeatureMap:  # noqa: A002, FBT001, FBT002
    """The length of vectors along some axes."""
    return _reduced(call, Spread, "norm", x, axis, keep=keepdims)


def moments(call: Call, x: FeatureMap, axes: object, keepdims: bool = False) -> tuple[FeatureMap, ...]:  # noqa: FBT001, FBT002
    """The mean and the variance along some axes."""
    kinds: tuple[tuple[type[Reduction], str], ...] = ((Mean, "mean"), (Spread, "variance"))
    return tuple(_reduced(call, kind, name, x, axes, keep=keepdims) for kind, name in kinds)


def place(call: Call, x: object, axis: object = None, keepdims: object = False) -> Opaque:  # noqa: FBT002
    """The place of an extreme, which is not read."""
    return Opaque(f"{call.name}()")


KINDS: dict[str, tuple[type[Any], str]] = {
    "mean": (Mean, "mean"),
    "average": (Mean, "mean"),
    "sum": (Reduction, "sum"),
    "prod": (Reduction, "prod"),
    "max": (Reduction, "max"),
    "amax": (Reduction, "max"),
    "min": (Reduction, "min"),
    "amin": (Reduction, "min"),
    "all": (Reduction, "all"),
    "any": (Reduction, "any"),
    "var": (Spread, "variance"),
    "std": (Spread, "deviation"),
    "logsumexp": (Spread, "logsumexp"),
    "median": (Spread, "median"),
}

OPERATIONS: dict[str, Function] = {
    **{name: reduction(*kind) for name, kind in KINDS.items()},
    "norm": norm,
    "moments": moments,
    "argmax": place,
    "argmin": place,
}
