"""Normalization layers.

Sources: Ioffe and Szegedy, *Batch Normalization* (2015); Ioffe, *Batch Renormalization* (2017); Ba, Kiros and Hinton,
*Layer Normalization* (2016); Ulyanov, Vedaldi and Lempitsky, *Instance Normalization* (2016); Wu and He, *Group
Normalization* (2018); Zhang and Sennrich, *Root Mean Square Layer Normalization* (2019); Keras 3,
``keras.layers.BatchNormalization`` and its kin. PyTorch also keeps how many batches its statistics were measured on;
that one number is no mean and no variance, and is not counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import prod
from typing import ClassVar

from sphinx_cnn.arithmetic.formula import Symbols
from sphinx_cnn.arithmetic.layers.base import Counts, Layer
from sphinx_cnn.arithmetic.shape import (
    Shape,
    ShapeError,
    article,
    position,
    positions,
    require_fit,
    require_rank,
    times,
)


@dataclass(frozen=True, eq=False)
class BatchNormalization(Layer):
    """Normalization of each channel by its mean and variance over a batch.

    At inference the moving mean and variance are constants: one multiplication and one addition per value, and each
    value is a unit of one input line and, with ``center``, a bias.
    """

    axis: int = -1
    scale: bool = True
    center: bool = True
    ranks: tuple[int, ...] = field(default=(), kw_only=True)
    """How many spatial axes the feature map may have, if not any."""

    counts: ClassVar[Counts] = Counts(
        weights="C_in",
        biases="C_in",
        statistics="2 * C_in",
        operations="2 * N_out",
        connections="(C_in + biases) * L",
    )

    @property
    def without(self) -> tuple[str, ...]:
        return (() if self.scale else ("weights",)) + (() if self.center else ("biases",))

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        if self.ranks:
            require_rank(shape, self.ranks, channels_last=self.axis != 1)
        position(self.axis, shape)
        return shape

    def symbols(self, inputs: tuple[Shape, ...], output: Shape) -> Symbols:
        size = output[position(self.axis, output)]
        return {"C_in": size, "L": prod(output) // size}


@dataclass(frozen=True, eq=False)
class UntrackedBatchNormalization(BatchNormalization):
    """As batch normalization, by the mean and variance of the very batch, at inference too; nothing moves along.

    Each value takes the operations of a layer normalization.
    """

    counts: ClassVar[Counts] = Counts(
        weights="C_in", biases="C_in", operations="5 * N_out + (weights + biases) * L", connections=None
    )


@dataclass(frozen=True, eq=False)
class BatchRenormalization(BatchNormalization):
    """As batch normalization, with a moving deviation, and a mean and a deviation that training corrects by."""

    counts: ClassVar[Counts] = Counts(
        weights="C_in",
        biases="C_in",
        statistics="5 * C_in",
        operations="2 * N_out",
        connections="(C_in + biases) * L",
    )


@dataclass(frozen=True, eq=False)
class LayerNormalization(Layer):
    """Normalization of each input by its own mean and variance along one axis or several.

    Each value takes five operations: it enters the mean, has it subtracted, is squared, enters the variance, and is
    divided by the deviation; scale and offset are one more each. What a connection is here, the literature does not
    say.
    """

    axes: tuple[int, ...] = (-1,)
    scale: bool = True
    center: bool = True

    counts: ClassVar[Counts] = Counts(
        weights="C_in", biases="C_in", operations="5 * N_out + (weights + biases) * L", connections=None
    )
    meanings: ClassVar[Mapping[str, str]] = {"C_in": "values along the axes with a scale and an offset each"}

    @property
    def without(self) -> tuple[str, ...]:
        return (() if self.scale else ("weights",)) + (() if self.center else ("biases",))

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        positions(self.axes, shape)
        return shape

    def symbols(self, inputs: tuple[Shape, ...], output: Shape) -> Symbols:
        size = prod(output[index] for index in positions(self.axes, output))
        return {"C_in": size, "L": prod(output) // size if size else 0}


@dataclass(frozen=True, eq=False)
class GroupNormalization(LayerNormalization):
    """Normalization of each input by the mean and the variance of each group of its channels.

    The operations are those of a layer normalization. Without a number of groups each channel is one, which is called
    instance normalization.
    """

    groups: int | None = 32

    def output_shape(self, *inputs: Shape) -> Shape:
        shape = super().output_shape(*inputs)
        arriving = shape[positions(self.axes, shape)[0]]
        if arriving % (self.groups or arriving):
            raise ShapeError(f"{self.groups} groups do not divide the {arriving} channels that arrive")
        return shape


@dataclass(frozen=True, eq=False)
class InstanceNormalization(GroupNormalization):
    """Normalization of each channel of each input by its own mean and variance.

    The operations are those of a layer normalization.

    :param rank: the number of spatial axes.
    """

    groups: int | None = None
    rank: int = field(default=2, kw_only=True)

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        require_rank(shape, self.rank, channels_last=self.axes != (1,))
        if prod(shape) == shape[positions(self.axes, shape)[0]]:
            raise ShapeError(
                f"normalizes several values of a channel, but each has one in {article(times(shape))} input"
            )
        return super().output_shape(*inputs)


@dataclass(frozen=True, eq=False)
class RMSNormalization(LayerNormalization):
    """Division of each input by its root mean square along one axis or several, and a scale.

    Each value is squared, enters the mean, and is divided by the root: three operations, and one more for the scale.
    """

    center: bool = False

    counts: ClassVar[Counts] = Counts(weights="C_in", operations="3 * N_out + weights * L", connections=None)

    def output_shape(self, *inputs: Shape) -> Shape:
        shape = super().output_shape(*inputs)
        # The scale is not laid along its axes, but along the last ones.
        require_fit("the scale", tuple(shape[position(axis, shape)] for axis in sorted(self.axes)), shape)
        return shape


@dataclass(frozen=True, eq=False)
class UnitNormalization(LayerNormalization):
    """Division of each input by its length along one axis or several: each value is squared, summed up, and divided."""

    counts: ClassVar[Counts] = Counts(operations="3 * N_out", connections=None)


@dataclass(frozen=True, eq=False)
class DataNormalization(Layer):
    """Input values shifted and scaled by the mean and variance of a data set: two operations for each.

    The two, and the number of inputs that they were measured on, are kept unless the author gives them.

    :param axes: the axes with a mean and a variance for each index, counted with the batch axis as 0, or from the end.
    :param given: the shape of the mean and the variance that are given.
    """

    axes: tuple[int, ...] = (-1,)
    given: Shape | None = None

    counts: ClassVar[Counts] = Counts(statistics="2 * C_in + 1", operations="2 * N_out", connections="N_out")
    meanings: ClassVar[Mapping[str, str]] = {"C_in": "values along the axes with a mean and a variance each"}

    @property
    def without(self) -> tuple[str, ...]:
        return () if self.given is None else ("statistics",)

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        kept = sorted(positions(self.axes, shape))
        require_fit("a mean", self.given or (), tuple(shape[index] for index in kept))
        return shape

    def symbols(self, inputs: tuple[Shape, ...], output: Shape) -> Symbols:
        return {"C_in": prod(output[index] for index in positions(self.axes, output))}


@dataclass(frozen=True, eq=False)
class Rescaling(Layer):
    """Each value multiplied by a scale, with an offset added; neither is a parameter.

    :param given: the shapes of the scale and the offset, of which there may be several along the last axes.
    """

    given: tuple[Shape, ...] = ()

    counts: ClassVar[Counts] = Counts(operations="2 * N_out", connections="N_out")

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        for sizes in self.given:
            require_fit("a scale or an offset", sizes, shape)
        return shape


@dataclass(frozen=True, eq=False)
class ContrastAdjustment(Layer):
    """A change of contrast or of colours; what it costs depends on how it is done, and is not known."""

    counts: ClassVar[Counts] = Counts(operations=None, connections=None)

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        require_rank(shape, 2)
        return shape
