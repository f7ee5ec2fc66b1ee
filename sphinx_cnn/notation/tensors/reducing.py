"""Operations of PyTorch that make one value of all values along some axes."""

from __future__ import annotations

from typing import NamedTuple

from sphinx_cnn.arithmetic.layers.reduction import Mean, Reduction, Spread
from sphinx_cnn.notation.tensors.elementwise import combined
from sphinx_cnn.notation.tensors.maps import Call, all_axes, axes_from_end, batch_axis_without
from sphinx_cnn.notation.tensors.signature import Function
from sphinx_cnn.notation.values import FeatureMap, Opaque


class Extremes(NamedTuple):
    """What ``max`` gives along an axis: the values, and their places, which are not read."""

    values: FeatureMap
    indices: Opaque


def _reduced(
    call: Call,
    kind: type[Reduction],
    function: str,
    value: FeatureMap,
    dim: object,
    keepdim: bool,
) -> FeatureMap:
    axes = all_axes(call.name, value) if dim is None or dim == () else axes_from_end(call.name, value, dim)
    place = batch_axis_without(value, () if keepdim else axes)
    return call.row(
        kind(function, axes, keepdim, channels_last=False), value, batch_axis=place, dim=dim, keepdim=keepdim
    )


def reduction(kind: type[Reduction], function: str) -> Function:
    """A sum, a mean or an extreme along one axis or several."""

    def apply(call: Call, input: FeatureMap, dim: object = None, keepdim: bool = False) -> FeatureMap:
        return _reduced(call, kind, function, input, dim, keepdim)

    return apply


def variance(
    call: Call, input: FeatureMap, dim: object = None, unbiased: object = True, keepdim: bool = False,
    correction: object = 1,
) -> FeatureMap:  # fmt: skip
    """The variance, or its root, along some axes."""
    return _reduced(call, Spread, call.name, input, dim, keepdim)


def norm(
    call: Call,
    input: FeatureMap,
    p: object = "fro",
    dim: object = None,
    keepdim: bool = False,
) -> FeatureMap:
    """The length of vectors along some axes."""
    return _reduced(call, Spread, call.name, input, dim, keepdim)


def extreme(
    call: Call,
    input: FeatureMap,
    dim: object = None,
    keepdim: bool = False,
    other: object = None,
) -> FeatureMap | Extremes:
    """The largest or the smallest value along an axis, with its place; or of two tensors."""
    second = dim if other is None else other
    if second is not None and not isinstance(second, int):
        return combined(call, "maximum" if call.name == "max" else "minimum", input, second)
    if isinstance(dim, bool):
        raise ValueError(f"{call.name}: an axis must be a whole number, not {dim}")
    return Extremes(_reduced(call, Reduction, call.name, input, dim, keepdim), Opaque(f"torch.{call.name}().indices"))


def place(
    call: Call,
    input: FeatureMap,
    dim: object = None,
    keepdim: bool = False,
) -> Opaque:
    """The place of the largest or the smallest value, which is not read."""
    return Opaque(f"torch.{call.name}()")


OPERATIONS: dict[str, Function] = {
    "mean": reduction(Mean, "mean"),
    "sum": reduction(Reduction, "sum"),
    "prod": reduction(Reduction, "prod"),
    "amax": reduction(Reduction, "max"),
    "amin": reduction(Reduction, "min"),
    "logsumexp": reduction(Spread, "logsumexp"),
    "var": variance,
    "std": variance,
    "norm": norm,
    "max": extreme,
    "min": extreme,
    "argmax": place,
    "argmin": place,
}
"""By the name of the method, which is that of the function of ``torch`` too."""
