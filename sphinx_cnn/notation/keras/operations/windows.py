"""Operations that slide a window over a feature map, or resize it: convolutions with a variable as kernel, pooling."""

from __future__ import annotations

from typing import Any

from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.arithmetic.layers.convolution import Convolution, DepthwiseConvolution
from sphinx_cnn.arithmetic.layers.parameter import WithParameters
from sphinx_cnn.arithmetic.layers.patches import DepthToSpace, Patches, SpaceToDepth
from sphinx_cnn.arithmetic.layers.resampling import Enlarging, Resizing
from sphinx_cnn.arithmetic.layers.reshaping import Cropping, ZeroPadding
from sphinx_cnn.arithmetic.shape import times
from sphinx_cnn.arithmetic.window import Window
from sphinx_cnn.notation.arguments import positive
from sphinx_cnn.notation.keras.arguments import padding as padding_of
from sphinx_cnn.notation.keras.layers import KINDS
from sphinx_cnn.notation.keras.operations.call import Call
from sphinx_cnn.notation.tensors.signature import Function
from sphinx_cnn.notation.values import FeatureMap, describe


def _per_axis(call: Call, name: str, value: object, rank: int) -> tuple[int, ...]:
    """A number per spatial axis; TensorFlow writes one for the batch and one for the channels too."""
    listed = list(value) if isinstance(value, list | tuple) else [value] * rank
    if len(listed) == rank + 2:
        listed = listed[1:-1] if call.channels_last else listed[2:]
    if len(listed) == 1:
        listed *= rank
    if len(listed) != rank:
        raise ValueError(f"{call.name}: {name} needs {rank} numbers, not {describe(value)}")
    return tuple(positive(f"{call.name}: {name}", item, rank) for item in listed)


def _ordered(call: Call, data_format: object) -> bool:
    if data_format is None:
        return call.channels_last
    return not str(data_format).startswith(("channels_first", "NC"))


def _rank(call: Call, kernel: FeatureMap) -> int:
    rank = len(kernel.shape) - 2
    if kernel.batched or not 1 <= rank <= 3:
        raise ValueError(f"{call.name} needs a kernel with 3, 4 or 5 axes, not {times(kernel.shape)}")
    return rank


def _window(call: Call, size: tuple[int, ...], strides: object, padding: object, dilation: object) -> Window:
    rank = len(size)
    if isinstance(padding, str):
        padded: Any = padding_of(f"{call.name}: padding", padding, rank)
    else:
        raise ValueError(f"{call.name}: padding must be 'valid' or 'same', not {describe(padding)}")
    each = (1,) * rank if dilation is None else _per_axis(call, "dilation_rate", dilation, rank)
    return Window(size, size if strides is None else _per_axis(call, "strides", strides, rank), padded, each)


def _with_kernel(call: Call, layer: Layer, value: FeatureMap, kernel: FeatureMap, **given: Any) -> FeatureMap:  # noqa: ANN401
    return call.row(WithParameters(layer), value, kernel, **given)


def conv(
    call: Call, inputs: FeatureMap, kernel: FeatureMap, strides: object = 1, padding: object = "valid",
    data_format: object = None, dilation_rate: object = None, *, filters: object = None, dilations: object = None,
) -> FeatureMap:  # fmt: skip
    """A convolution with a variable of kernel × channels × filters."""
    rank = _rank(call, kernel)
    *size, arriving, units = kernel.shape
    last = _ordered(call, data_format)
    channels = inputs.shape[-1] if last else inputs.shape[0]
    if channels % arriving:
        raise ValueError(
            f"{call.name}: the kernel is {times(kernel.shape)}, but the {times(inputs.shape)} feature map has "
            f"{channels} channels"
        )
    window = _window(call, tuple(size), strides, padding, dilations if dilation_rate is None else dilation_rate)
    layer = Convolution(units, window, channels // arriving, use_bias=False, channels_last=last)
    return _with_kernel(call, layer, inputs, kernel, filters=units, kernel_size=tuple(size), rank=rank)


def depthwise_conv(
    call: Call, inputs: FeatureMap, kernel: FeatureMap, strides: object = 1, padding: object = "valid",
    data_format: object = None, dilation_rate: object = None, *, dilations: object = None,
) -> FeatureMap:  # fmt: skip
    """A convolution of each channel by itself, with a variable of kernel × channels × multiplier."""
    _rank(call, kernel)
    *size, _, multiplier = kernel.shape
    window = _window(call, tuple(size), strides, padding, dilations if dilation_rate is None else dilation_rate)
    layer = DepthwiseConvolution(1, window, 1, False, _ordered(call, data_format), multiplier)  # noqa: FBT003
    return _with_kernel(call, layer, inputs, kernel, kernel_size=tuple(size))


def conv_transpose(
    call: Call, inputs: FeatureMap, kernel: FeatureMap, strides: object = 1, padding: object = "valid",
    output_padding: object = None, data_format: object = None, dilation_rate: object = 1,
) -> FeatureMap:  # fmt: skip
    """A transposed convolution with a variable of kernel × filters × channels."""
    rank = _rank(call, kernel)
    *size, units, _ = kernel.shape
    given = {"filters": units, "kernel_size": tuple(size), "strides": strides, "padding": padding, "use_bias": False}
    given |= {"output_padding": output_padding, "data_format": data_format, "dilation_rate": dilation_rate}
    kind = KINDS[f"Conv{rank}DTranspose"]
    return _with_kernel(call, kind.layer(kind.bind(call.name, [], given).values), inputs, kernel, filters=units)


def pooling(kind: str) -> Function:
    """The maximum or the average of each window."""

    def apply(
        call: Call, inputs: FeatureMap, pool_size: object, strides: object = None, padding: object = "valid",
        data_format: object = None,
    ) -> FeatureMap:  # fmt: skip
        rank = len(inputs.shape) - 1
        found = KINDS[f"{kind}{rank}D"]
        size = _per_axis(call, "pool_size", pool_size, rank)
        step = size if strides is None else _per_axis(call, "strides", strides, rank)
        lower = padding.lower() if isinstance(padding, str) else padding
        order = "channels_last" if _ordered(call, data_format) else "channels_first"
        given = {"pool_size": size, "strides": step, "padding": lower, "data_format": order}
        bound = found.bind(call.name, [], given)
        return call.row(found.layer(bound.values), inputs, **bound.values)

    return apply


def resize(
    call: Call, images: FeatureMap, size: object, interpolation: object = "bilinear", *, data_format: object = None,
    method: object = None, crop_to_aspect_ratio: object = False, pad_to_aspect_ratio: object = False,
    fill_mode: object = None, fill_value: object = None,
) -> FeatureMap:  # fmt: skip
    """Another height and width, by interpolation."""
    how = interpolation if method is None else method
    sizes = _per_axis(call, "size", size, 2)
    last = _ordered(call, data_format)
    layer = Enlarging(sizes, None, (2,), last) if how == "nearest" else Resizing(sizes, last)
    return call.row(layer, images, size=sizes, interpolation=how if isinstance(how, str) else describe(how))


def extract_patches(
    call: Call, images: FeatureMap, size: object, strides: object = None, dilation_rate: object = 1,
    padding: object = "valid", data_format: object = None, *, sizes: object = None, rates: object = None,
) -> FeatureMap:  # fmt: skip
    """The values of each window as channels."""
    rank = len(images.shape) - 1
    whole = _per_axis(call, "size", size, rank)
    window = _window(call, whole, strides, padding, rates if rates is not None else dilation_rate)
    return call.row(Patches(window, _ordered(call, data_format)), images, size=whole)


def extract_patches_of_tensorflow(
    call: Call, images: FeatureMap, sizes: object, strides: object, rates: object = 1, padding: object = "valid"
) -> FeatureMap:
    """As :func:`extract_patches`, with the arguments of TensorFlow."""
    return extract_patches(call, images, sizes, strides, rates, padding)


def depth_to_space(call: Call, input: FeatureMap, block_size: int, data_format: object = None) -> FeatureMap:  # noqa: A002
    """Channels moved to become positions."""
    return call.row(DepthToSpace(block_size, _ordered(call, data_format)), input, block_size=block_size)


def space_to_depth(call: Call, input: FeatureMap, block_size: int, data_format: object = None) -> FeatureMap:  # noqa: A002
    """Positions moved to become channels."""
    return call.row(SpaceToDepth(block_size, _ordered(call, data_format)), input, block_size=block_size)


def _four(sides: tuple[int, ...]) -> tuple[tuple[int, int], tuple[int, int]]:
    top, bottom, left, right = sides
    return (top, bottom), (left, right)


def crop_images(
    call: Call, images: FeatureMap, top_cropping: int = 0, left_cropping: int = 0, bottom_cropping: int = 0,
    right_cropping: int = 0,
) -> FeatureMap:  # fmt: skip
    """Positions cut off at the edges."""
    return call.row(Cropping(_four((top_cropping, bottom_cropping, left_cropping, right_cropping))), images)


def pad_images(
    call: Call, images: FeatureMap, top_padding: int = 0, left_padding: int = 0, bottom_padding: int = 0,
    right_padding: int = 0,
) -> FeatureMap:  # fmt: skip
    """Zeros added at the edges."""
    return call.row(ZeroPadding(_four((top_padding, bottom_padding, left_padding, right_padding))), images)


def rgb_to_grayscale(call: Call, images: FeatureMap, data_format: object = None) -> FeatureMap:
    """One channel: a sum of the three, with a weight for each."""
    last = _ordered(call, data_format)
    layer = Convolution(1, Window((1, 1), (1, 1)), 1, use_bias=False, channels_last=last)
    return call.row(WithParameters(layer), images)


OPERATIONS: dict[str, Function] = {
    "conv": conv,
    "depthwise_conv": depthwise_conv,
    "conv_transpose": conv_transpose,
    "max_pool": pooling("MaxPooling"),
    "average_pool": pooling("AveragePooling"),
}

IMAGES: dict[str, Function] = {
    "resize": resize,
    "extract_patches": extract_patches,
    "crop_images": crop_images,
    "pad_images": pad_images,
    "rgb_to_grayscale": rgb_to_grayscale,
}
