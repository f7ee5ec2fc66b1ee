"""Layers that compute with values or leave them alone: dense, normalization, activation, dropout; and wrappers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from keras_cases import Draw, Shape, Source, call

FUNCTIONS = (
    "relu", "relu6", "leaky_relu", "elu", "selu", "celu", "gelu", "sigmoid", "hard_sigmoid", "sparse_sigmoid",
    "log_sigmoid", "silu", "swish", "hard_silu", "hard_swish", "tanh", "hard_tanh", "tanh_shrink", "hard_shrink",
    "soft_shrink", "softmax", "log_softmax", "sparsemax", "softplus", "sparse_plus", "squareplus", "softsign", "mish",
    "exponential", "linear", "glu", "threshold",
)  # fmt: skip


def dense(draw: Draw, rank: int) -> list[Shape]:
    draw.given = {"units": draw.pick(1, 2, 10, 64, 1000)}
    draw.some(0.4, "use_bias", False)
    draw.some(0.4, "activation", "relu", "tanh", "softmax", "gelu")
    draw.some(0.15, "trainable", False)
    return [draw.any_shape(1, 1, 2, 4)]


def embedding(draw: Draw, rank: int) -> list[Shape]:
    draw.given = {"input_dim": draw.pick(1, 10, 100, 5000), "output_dim": draw.pick(1, 4, 16, 300)}
    draw.some(0.3, "mask_zero", True, False)
    draw.some(0.15, "trainable", False)
    return [draw.any_shape(1, 1, 2, 3)]


def _scaled(draw: Draw) -> None:
    draw.some(0.25, "center", False)
    draw.some(0.25, "scale", False)
    draw.some(0.2, "epsilon", 1e-5)
    draw.some(0.15, "trainable", False)


def batch_normalization(draw: Draw, rank: int) -> list[Shape]:
    shape = draw.any_shape(1, 2, 3, 4)
    draw.some(0.4, "axis", -2, -1, 1, len(shape))
    _scaled(draw)
    draw.some(0.2, "momentum", 0.9)
    draw.some(0.2, "renorm", True, True, False)
    return [shape]


def layer_normalization(draw: Draw, rank: int) -> list[Shape]:
    shape = draw.any_shape(1, 2, 3, 4)
    draw.some(0.5, "axis", -2, -1, 1, len(shape), (-1,), *([[1, -1], (1, 2)] if len(shape) > 2 else []))
    _scaled(draw)
    return [shape]


def group_normalization(draw: Draw, rank: int) -> list[Shape]:
    groups = draw.pick(1, 2, 3, 4, 8, 32)
    *others, _ = draw.any_shape(1, 2, 3, 4)
    channels = groups * draw.pick(1, 1, 2, 3)
    draw.given = {} if groups == 32 and draw.chance(0.7) else {"groups": draw.pick(groups, groups, groups, -1)}
    shape = (*others, channels)
    if others and draw.chance(0.3):
        draw.keywords["axis"] = axis = draw.random.randint(1, len(shape))
        shape = (*others[: axis - 1], channels, *others[axis - 1 :])
    else:
        draw.some(0.2, "axis", -1)
    _scaled(draw)
    return [shape]


def rms_normalization(draw: Draw, rank: int) -> list[Shape]:
    shape = draw.any_shape(1, 2, 3, 4)
    draw.some(0.4, "axis", -1, len(shape), (-1,), *([[-2, -1], (1, 2)] if len(shape) == 2 else []))
    draw.some(0.3, "epsilon", 1e-5)
    draw.some(0.2, "trainable", False)
    return [shape]


def unit_normalization(draw: Draw, rank: int) -> list[Shape]:
    shape = draw.any_shape(1, 2, 3, 4)
    draw.some(0.6, "axis", -1, 1, len(shape), (-1,), *([(1, 2)] if len(shape) > 1 else []))
    return [shape]


def spectral_normalization(draw: Draw, rank: int) -> list[Shape]:
    filters, kernel = draw.pick(1, 4, 6), draw.pick(1, 2, 3)
    inner, axes = draw.pick(
        (call("Dense", filters), 0),
        (call("Dense", filters, use_bias=False), 1),
        (call("Conv1D", filters, kernel), 1),
        (call("Conv2D", filters, kernel, padding="same"), 2),
        (call("Conv2D", filters, (kernel, 2), strides=2, trainable=False), 2),
        (call("Conv3D", filters, kernel), 3),
        (call("Conv2DTranspose", filters, kernel, strides=2), 2),
        (call("DepthwiseConv2D", kernel, depth_multiplier=2), 2),
        (call("Embedding", 20, filters), 0),
    )
    draw.given = {"layer": Source(inner)}
    draw.some(0.3, "power_iterations", 1, 2, 3)
    draw.some(0.15, "trainable", False)
    return [draw.feature_map(axes) if axes else draw.any_shape(1)]


def time_distributed(draw: Draw, rank: int) -> list[Shape]:
    inner, axes = draw.pick(
        ("Dense(4)", 0),
        ("Dense(8, activation='relu', trainable=False)", 1),
        ("Conv1D(4, 2)", 1),
        ("Conv2D(4, 3, padding='same')", 2),
        ("Conv2D(2, 2, strides=2, use_bias=False)", 2),
        ("MaxPooling2D()", 2),
        ("GlobalAveragePooling2D()", 2),
        ("Flatten()", 2),
        ("BatchNormalization()", 1),
        ("LayerNormalization()", 0),
        ("Dropout(0.5)", 1),
        ("Activation('relu')", 2),
        ("ZeroPadding2D(1)", 2),
        ("Embedding(10, 4)", 0),
    )
    draw.given = {"layer": Source(inner)}
    draw.some(0.15, "trainable", False)
    return [(draw.pick(1, 2, 5), *(draw.feature_map(axes) if axes else draw.any_shape(1)))]


def activation(draw: Draw, rank: int) -> list[Shape]:
    draw.given = {"activation": FUNCTIONS[draw.number % len(FUNCTIONS)]}
    return [draw.any_shape(1, 3)]


def parametric(draw: Draw, rank: int) -> list[Shape]:
    shape = draw.any_shape(1, 2, 3, 4)
    if draw.chance(0.6):
        axes = sorted(draw.random.sample(range(1, len(shape) + 1), draw.random.randint(1, len(shape))))
        draw.keywords["shared_axes"] = draw.pick(axes, axes, tuple(axes), axes[0])
    draw.some(0.15, "trainable", False)
    return [shape]


def softmax(draw: Draw, rank: int) -> list[Shape]:
    shape = draw.any_shape(1, 2, 3)
    draw.some(0.6, "axis", -1, 1, len(shape), (-1,), *([(1, 2), [1, -1]] if len(shape) > 2 else []))
    return [shape]


def normalization(draw: Draw, rank: int) -> list[Shape]:
    """The layer that knows the mean and variance of its inputs, or is to measure them."""
    shape = draw.any_shape(1, 2, 3)
    axis = draw.pick(-1, -1, 1, None, len(shape), (1, -1) if len(shape) > 1 else (1,))
    if axis != -1:
        draw.keywords["axis"] = axis
    if draw.chance(0.4):
        single = axis is None or draw.chance(0.5)
        width = 1 if axis is None else shape[(axis - 1) if isinstance(axis, int) and axis > 0 else -1]
        draw.keywords["mean"] = 0.5 if single else [0.5] * width
        draw.keywords["variance"] = 2.0 if single else [2.0] * width
    draw.some(0.2, "invert", True)
    draw.some(0.1, "trainable", False)
    return [shape]


def rescaling(draw: Draw, rank: int) -> list[Shape]:
    shape = draw.any_shape(1, 2, 3, 4)
    draw.given = {"scale": draw.pick(0.5, 2, Source("1 / 255"), Source("1. / 127.5"), [0.5] * shape[-1])}
    draw.some(0.4, "offset", -1, 0.5, (1.0,) * shape[-1])
    return [shape]


def unary(
    *first: object, name: str = "", optional: Mapping[str, tuple[object, ...]] = MappingProxyType({})
) -> Callable[[Draw, int], list[Shape]]:
    """A layer that leaves the shape as it is: what its first argument may be, and the others."""

    def make(draw: Draw, rank: int) -> list[Shape]:
        draw.given = {name: draw.pick(*first)} if first else {}
        for argument, choices in optional.items():
            draw.some(0.3, argument, *choices)
        return [draw.feature_map(rank) if rank else draw.any_shape(1, 2, 3)]

    return make
