"""Sliding windows: how kernel size, stride, padding and dilation turn one size into another.

Sources: Dumoulin and Visin, *A guide to convolution arithmetic for deep learning* (2016); TensorFlow,
``tf.nn`` "Notes on padding"; PyTorch, ``torch.nn.MaxPool2d`` (ceil mode); Caffe, ``pooling_layer.cpp``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sphinx_cnn.arithmetic.formula import Formula
from sphinx_cnn.arithmetic.receptive_field import Scatter, Slide
from sphinx_cnn.arithmetic.shape import Shape, ShapeError, Sides, article, times

Padding = Literal["valid", "same", "causal"] | tuple[Sides, ...]
"""TensorFlow's named paddings, or explicit ones per axis."""

Rounding = Literal["floor", "ceil", "caffe"]
"""What happens to a last window that does not fit: dropped, kept as PyTorch does, kept as Caffe does."""

PaddingMode = Literal["zeros", "reflect", "replicate", "circular"]
"""What is padded with: zeros, or values of the feature map itself, mirrored, repeated, or from its other end."""

FLOOR = Formula("(I + P - D * (K - 1) - 1) // S + 1")
SAME = Formula("(I + S - 1) // S")
TRANSPOSED = Formula("(I - 1) * S + D * (K - 1) + 1 - P")


@dataclass(frozen=True, slots=True)
class Window:
    """A sliding window over all spatial axes.

    :param size: kernel size per axis.
    :param strides: stride per axis.
    :param padding: see :data:`Padding`; ``same`` pads as TensorFlow does, the odd one at the end.
    :param dilation: dilation rate per axis.
    """

    size: Shape
    strides: Shape
    padding: Padding = "valid"
    dilation: Shape = ()
    rounding: Rounding = "floor"

    def _axes(self, sizes: Shape) -> tuple[tuple[int, int, int, int, Sides], ...]:
        dilation = self.dilation or (1,) * len(self.size)
        sides = self.sides(sizes)
        return tuple(zip(sizes, self.size, self.strides, dilation, sides, strict=True))

    def sides(self, sizes: Shape) -> tuple[Sides, ...]:
        """The padding before and after on each axis, for an input of these spatial sizes."""
        if not isinstance(self.padding, str):
            return self.padding
        if self.padding == "valid":
            return ((0, 0),) * len(self.size)
        dilation = self.dilation or (1,) * len(self.size)
        named = _causal if self.padding == "causal" else _same
        return tuple(named(*axis) for axis in zip(sizes, self.size, self.strides, dilation, strict=True))

    def output(self, sizes: Shape) -> Shape:
        """The spatial sizes of the output.

        :raises ShapeError: if the window does not fit the padded input.
        """
        axes = self._axes(sizes)
        found = tuple(self._axis_output(*axis) for axis in axes)
        if any(size < 1 for size in found):
            raise ShapeError(self._misfit(sizes, axes))
        return found

    def _axis_output(self, i: int, k: int, s: int, d: int, sides: Sides) -> int:
        if self.padding == "same":
            return SAME.evaluate({"I": i, "S": s})
        before, after = sides
        if self.rounding == "floor":
            return FLOOR.evaluate({"I": i, "P": before + after, "D": d, "K": k, "S": s})
        out = -(-(i + before + after - d * (k - 1) - 1) // s) + 1
        clips = self.rounding == "ceil" or before > 0
        starts_beyond = (out - 1) * s >= i + before
        return out - 1 if clips and starts_beyond else out

    def _misfit(self, sizes: Shape, axes: tuple[tuple[int, int, int, int, Sides], ...]) -> str:
        kernel = f"{times(self.size)} kernel"
        if any(d > 1 for _, _, _, d, _ in axes):
            kernel += f" with dilation {times(self.dilation)}"
        arrived = f"{times(sizes)} input"
        if any(any(p) for *_, p in axes):
            arrived += f" padded to {times(tuple(i + sum(p) for i, _, _, _, p in axes))}"
        return f"{article(kernel)} does not fit {article(arrived)}"

    def steps(self, sizes: Shape) -> tuple[Slide, ...]:
        """The window's effect on the receptive field, per axis."""
        return tuple(Slide(k, s, d, p[0]) for _, k, s, d, p in self._axes(sizes))


@dataclass(frozen=True, slots=True)
class TransposedWindow:
    """The window of a transposed convolution: each input position adds to a window of the outputs.

    :param size: kernel size per axis.
    :param strides: how far apart the windows of neighbouring inputs lie, per axis.
    :param cut: what is cut off the outputs before and after, per axis: the padding of the convolution that it
        transposes. Less than 0 where zeros are put after.
    :param dilation: dilation rate per axis.
    """

    size: Shape
    strides: Shape
    cut: tuple[Sides, ...]
    dilation: Shape

    def output(self, sizes: Shape) -> Shape:
        """The spatial sizes of the output.

        :raises ShapeError: if nothing is left of it.
        """
        axes = zip(sizes, self.size, self.strides, self.dilation, self.cut, strict=True)
        found = tuple(
            TRANSPOSED.evaluate({"I": i, "K": k, "S": s, "D": d, "P": before + after})
            for i, k, s, d, (before, after) in axes
        )
        if any(size < 1 for size in found):
            raise ShapeError(
                f"nothing is left of the output of {article(times(sizes))} input: its size is {times(found)}"
            )
        return found

    def steps(self, sizes: Shape) -> tuple[Scatter, ...]:
        """The window's effect on the receptive field, per axis."""
        axes = zip(self.size, self.strides, self.dilation, self.cut, strict=True)
        return tuple(Scatter(k, s, d, before) for k, s, d, (before, _) in axes)


def require_room(mode: PaddingMode, sizes: Shape, sides: tuple[Sides, ...]) -> None:
    """Refuse padding by values of the feature map where it has not as many.

    :raises ShapeError: if more is to be mirrored than lies beside the edge, or more repeated than there is.
    """
    spare = {"reflect": 1, "circular": 0}.get(mode)
    if spare is None:
        return
    for size, pair in zip(sizes, sides, strict=True):
        if max(pair) > size - spare:
            raise ShapeError(f"{mode} padding of {max(pair)} must be at most {size - spare} along an axis of {size}")


def _same(i: int, k: int, s: int, d: int) -> Sides:
    total = max((-(-i // s) - 1) * s + d * (k - 1) + 1 - i, 0)
    return total // 2, total - total // 2


def _causal(i: int, k: int, s: int, d: int) -> Sides:
    return d * (k - 1), 0
