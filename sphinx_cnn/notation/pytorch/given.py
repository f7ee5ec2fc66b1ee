"""Functions of ``torch.nn.functional`` whose weights are given to them: parameters that stand by themselves."""

from __future__ import annotations

from typing import Any

from sphinx_cnn.arithmetic.layers.activation import ChannelwiseReLU
from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.arithmetic.layers.dense import Dense, Embedding
from sphinx_cnn.arithmetic.layers.normalization import (
    BatchNormalization,
    GroupNormalization,
    InstanceNormalization,
    LayerNormalization,
    RMSNormalization,
    UntrackedBatchNormalization,
)
from sphinx_cnn.arithmetic.layers.parameter import WithParameters
from sphinx_cnn.arithmetic.shape import Shape, times
from sphinx_cnn.notation.pytorch.arguments import normalized_shape as sizes_of_last_axes
from sphinx_cnn.notation.pytorch.layers import KINDS
from sphinx_cnn.notation.tensors.maps import Call
from sphinx_cnn.notation.tensors.signature import Function
from sphinx_cnn.notation.values import FeatureMap

CHANNELS = 1
"""The axis of the channels, where the batch axis is 0."""


def applied(
    call: Call,
    layer: Layer,
    value: FeatureMap,
    *given: object,
    **hyperparameters: Any,  # noqa: ANN401
) -> FeatureMap:
    """Apply a layer to a feature map, with the weights that are given; None is none."""
    weights = [call.map("each weight", weight) for weight in given if weight is not None]
    if not weights:
        return call.row(layer, value, **hyperparameters)
    return call.row(WithParameters(layer), value, *weights, **hyperparameters)


def scaled(call: Call, layer: Layer, value: FeatureMap, sizes: Shape, *given: object) -> FeatureMap:
    """Apply a normalization, with scales, offsets and statistics of these sizes."""
    weights = [call.map("each weight", weight) for weight in given if weight is not None]
    for weight in weights:
        _shaped(call, "each weight", weight, sizes)
    return applied(call, layer, value, *weights)


def _shaped(call: Call, name: str, value: FeatureMap, shape: Shape) -> None:
    if value.shape != shape or value.batched:
        raise ValueError(f"{call.name}: {name} must have the shape {times(shape)}, not {times(value.shape)}")


def linear(call: Call, input: FeatureMap, weight: FeatureMap, bias: FeatureMap | None = None) -> FeatureMap:
    """A fully connected layer, of a weight whose rows are the outputs."""
    if len(weight.shape) != 2 or weight.batched:
        raise ValueError(f"{call.name} needs a weight with 2 axes, not {times(weight.shape)}")
    units, arriving = weight.shape
    if not input.shape or input.shape[-1] != arriving:
        raise ValueError(
            f"{call.name}: the weight is {times(weight.shape)}, but the last axis of the {times(input.shape)} "
            f"feature map has {input.shape[-1] if input.shape else 1} values"
        )
    if bias is not None:
        _shaped(call, "bias", bias, (units,))
    return applied(call, Dense(units, bias is not None), input, weight, bias, out_features=units)


def convolution(rank: int) -> Function:
    """A convolution along so many axes, of a weight of filters × channels × kernel."""

    def apply(
        call: Call, input: FeatureMap, weight: FeatureMap, bias: FeatureMap | None = None, stride: object = 1,
        padding: object = 0, dilation: object = 1, groups: int = 1,
    ) -> FeatureMap:  # fmt: skip
        _require_kernel(call, weight, rank)
        filters, arriving, *kernel = weight.shape
        _require_channels(call, weight, input, arriving * groups)
        given = {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups}
        return _convolved(call, f"LazyConv{rank}d", input, weight, bias, filters, kernel, given)

    return apply


def transposed_convolution(rank: int) -> Function:
    """A transposed convolution along so many axes, of a weight of channels × filters × kernel."""

    def apply(
        call: Call, input: FeatureMap, weight: FeatureMap, bias: FeatureMap | None = None, stride: object = 1,
        padding: object = 0, output_padding: object = 0, groups: int = 1, dilation: object = 1,
    ) -> FeatureMap:  # fmt: skip
        _require_kernel(call, weight, rank)
        arriving, filters, *kernel = weight.shape
        _require_channels(call, weight, input, arriving)
        given = {"stride": stride, "padding": padding, "output_padding": output_padding, "groups": groups}
        given["dilation"] = dilation
        return _convolved(call, f"LazyConvTranspose{rank}d", input, weight, bias, filters * groups, kernel, given)

    return apply


def _require_kernel(call: Call, weight: FeatureMap, rank: int) -> None:
    if len(weight.shape) != rank + 2 or weight.batched:
        raise ValueError(f"{call.name} needs a weight with {rank + 2} axes, not {times(weight.shape)}")


def _require_channels(call: Call, weight: FeatureMap, value: FeatureMap, channels: int) -> None:
    if value.shape[:1] != (channels,):
        raise ValueError(
            f"{call.name}: the weight is {times(weight.shape)}, so {channels} channels are needed, "
            f"but the {times(value.shape)} feature map has {value.shape[0] if value.shape else 1}"
        )


def _convolved(
    call: Call, kind: str, value: FeatureMap, weight: FeatureMap, bias: FeatureMap | None, filters: int,
    kernel: list[int], given: dict[str, Any],
) -> FeatureMap:  # fmt: skip
    if bias is not None:
        _shaped(call, "bias", bias, (filters,))
    given = {"out_channels": filters, "kernel_size": tuple(kernel), **given, "bias": bias is not None}
    bound = KINDS[kind].bind(call.name, [], given)
    return applied(call, KINDS[kind].layer(bound.values), value, weight, bias, **bound.values)


def layer_norm(
    call: Call, input: FeatureMap, normalized_shape: object, weight: object = None, bias: object = None,
    eps: object = None,
) -> FeatureMap:  # fmt: skip
    """A layer normalization along the last axes."""
    sizes = _last(call, input, normalized_shape)
    layer = LayerNormalization(_axes(sizes), scale=weight is not None, center=bias is not None)
    return scaled(call, layer, input, sizes, weight, bias)


def rms_norm(
    call: Call,
    input: FeatureMap,
    normalized_shape: object,
    weight: object = None,
    eps: object = None,
) -> FeatureMap:
    """A division by the root mean square along the last axes."""
    sizes = _last(call, input, normalized_shape)
    return scaled(call, RMSNormalization(_axes(sizes), weight is not None), input, sizes, weight)


def _last(call: Call, value: FeatureMap, normalized_shape: object) -> Shape:
    sizes = sizes_of_last_axes(f"{call.name}: normalized_shape", normalized_shape, 0)
    if value.shape[-len(sizes) :] != sizes:
        raise ValueError(f"{call.name}: the last axes of {times(value.shape)} are not {times(sizes)}")
    return sizes


def _axes(sizes: Shape) -> tuple[int, ...]:
    return tuple(range(-len(sizes), 0))


def group_norm(
    call: Call,
    input: FeatureMap,
    num_groups: int,
    weight: object = None,
    bias: object = None,
    eps: object = None,
) -> FeatureMap:
    """A normalization of each group of channels."""
    if num_groups < 1:
        raise ValueError(f"{call.name}: num_groups must be above 0, not {num_groups}")
    layer = GroupNormalization((CHANNELS,), weight is not None, bias is not None, num_groups)
    return scaled(call, layer, input, input.shape[:1], weight, bias)


def batch_norm(
    call: Call, input: FeatureMap, running_mean: object, running_var: object, weight: object = None,
    bias: object = None, training: bool = False, momentum: object = None, eps: object = None,
) -> FeatureMap:  # fmt: skip
    """A normalization of each channel, by the mean and variance that are given."""
    if not training and (running_mean is None or running_var is None):
        raise ValueError(f"{call.name} needs running_mean and running_var, unless training is True")
    kind = UntrackedBatchNormalization if running_mean is None else BatchNormalization
    layer = kind(CHANNELS, weight is not None, bias is not None)
    return scaled(call, layer, input, input.shape[:1], weight, bias, running_mean, running_var)


def instance_norm(
    call: Call, input: FeatureMap, running_mean: object = None, running_var: object = None, weight: object = None,
    bias: object = None, use_input_stats: object = True, momentum: object = None, eps: object = None,
) -> FeatureMap:  # fmt: skip
    """A normalization of each channel of each input."""
    rank = max(len(input.shape) - 1, 1)
    layer = InstanceNormalization((CHANNELS,), weight is not None, bias is not None, rank=rank)
    return scaled(call, layer, input, input.shape[:1], weight, bias, running_mean, running_var)


def prelu(call: Call, input: FeatureMap, weight: FeatureMap) -> FeatureMap:
    """A rectifier with slopes that are given."""
    return applied(call, ChannelwiseReLU("prelu", max(weight.shape, default=1)), input, weight)


def embedding(call: Call, input: FeatureMap, weight: FeatureMap, *others: object) -> FeatureMap:
    """Vectors that are looked up."""
    if len(weight.shape) != 2:
        raise ValueError(f"{call.name} needs a weight with 2 axes, not {times(weight.shape)}")
    return applied(call, Embedding(*weight.shape), input, weight)


GIVEN: dict[str, Function] = {
    "linear": linear,
    **{f"conv{rank}d": convolution(rank) for rank in (1, 2, 3)},
    **{f"conv_transpose{rank}d": transposed_convolution(rank) for rank in (1, 2, 3)},
    "layer_norm": layer_norm,
    "rms_norm": rms_norm,
    "group_norm": group_norm,
    "batch_norm": batch_norm,
    "instance_norm": instance_norm,
    "prelu": prelu,
    "embedding": embedding,
}
"""By their names in ``torch.nn.functional``."""
