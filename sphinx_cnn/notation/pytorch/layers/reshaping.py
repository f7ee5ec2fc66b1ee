"""PyTorch's layers that move values: flattening, padding, sliding blocks.

Sources: https://docs.pytorch.org/docs/stable/nn.html#utilities,
https://docs.pytorch.org/docs/stable/nn.html#padding-layers and
https://docs.pytorch.org/docs/stable/generated/torch.nn.Unfold.html.
"""

from __future__ import annotations

from typing import Annotated

from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.arithmetic.layers.reshaping import ConstantPadding, EdgePadding, Flatten, Fold, Unflatten, Unfold
from sphinx_cnn.arithmetic.shape import Shape
from sphinx_cnn.arithmetic.window import Window
from sphinx_cnn.notation import arguments as a
from sphinx_cnn.notation.kinds import Kind
from sphinx_cnn.notation.pytorch import arguments as p


def flatten(start_dim: Annotated[int, a.whole, 1], end_dim: Annotated[int, a.whole, -1]) -> Layer:
    return Flatten((start_dim, end_dim))


def unflatten(dim: Annotated[int, a.whole], unflattened_size: Annotated[Shape, p.unflattened_size]) -> Layer:
    return Unflatten(dim, unflattened_size)


def zero_padding(padding: p.EachSide) -> Layer:
    return ConstantPadding(padding)


def constant_padding(padding: p.EachSide, value: Annotated[float, a.number]) -> Layer:
    return ConstantPadding(padding)


def reflection_padding(padding: p.EachSide) -> Layer:
    return EdgePadding(padding, channels_last=False, mode="reflect")


def replication_padding(padding: p.EachSide) -> Layer:
    return EdgePadding(padding, channels_last=False, mode="replicate")


def circular_padding(padding: p.EachSide) -> Layer:
    return EdgePadding(padding, channels_last=False, mode="circular")


def unfold(kernel_size: p.KernelSize, dilation: p.Dilation, padding: p.FromZero, stride: p.Stride) -> Layer:
    return Unfold(Window(kernel_size, stride, p.around(padding), dilation))


def fold(
    output_size: p.KernelSize, kernel_size: p.KernelSize, dilation: p.Dilation, padding: p.FromZero, stride: p.Stride
) -> Layer:
    return Fold(output_size, Window(kernel_size, stride, p.around(padding), dilation))


RANKS = (1, 2, 3)

KINDS = {
    "Flatten": Kind(flatten),
    "Unflatten": Kind(unflatten),
    **{f"ZeroPad{rank}d": Kind(zero_padding, rank) for rank in RANKS},
    **{f"ConstantPad{rank}d": Kind(constant_padding, rank) for rank in RANKS},
    **{f"ReflectionPad{rank}d": Kind(reflection_padding, rank) for rank in RANKS},
    **{f"ReplicationPad{rank}d": Kind(replication_padding, rank) for rank in RANKS},
    **{f"CircularPad{rank}d": Kind(circular_padding, rank) for rank in RANKS},
    "Unfold": Kind(unfold, 2),
    "Fold": Kind(fold, 2),
}
