"""Layers of the first convolutional networks that no framework ships.

Sources: LeCun, Bottou, Bengio and Haffner, *Gradient-Based Learning Applied to Document Recognition* (1998),
section II.B; Krizhevsky, Sutskever and Hinton, *ImageNet Classification with Deep Convolutional Neural Networks*
(2012), section 3.3; Taigman et al., *DeepFace* (2014), section 2.2, for locally connected layers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import ClassVar

from sphinx_cnn.arithmetic.formula import Symbols
from sphinx_cnn.arithmetic.layers.base import Counts, Layer, Reach
from sphinx_cnn.arithmetic.layers.convolution import Convolution
from sphinx_cnn.arithmetic.layers.pooling import MaxPooling
from sphinx_cnn.arithmetic.shape import Shape, ShapeError, channels, require_rank


@dataclass(frozen=True, eq=False)
class Subsampling(MaxPooling):
    """LeCun's trainable subsampling: the sum of each window times a coefficient, plus a bias, both per map."""

    counts: ClassVar[Counts] = Counts(
        weights="C_in",
        biases="C_in",
        operations="(prod(K) + 1) * N_out",
        connections="(prod(K) + 1) * N_out",
    )

    def symbols(self, inputs: tuple[Shape, ...], output: Shape) -> Symbols:
        return {"K": self.window.size, "C_in": channels(inputs[0], channels_last=self.channels_last)}


@dataclass(frozen=True, eq=False)
class PartialConvolution(Convolution):
    """A convolution with a connection table: for each output map, the input maps that it is connected to."""

    connections: tuple[tuple[int, ...], ...] = ()

    counts: ClassVar[Counts] = Counts(
        weights="prod(K) * T",
        biases="C_out",
        macs="weights * prod(O)",
        operations="(2 * prod(K) * T - C_out) * prod(O) + biases * prod(O)",
        connections="(weights + biases) * prod(O)",
    )
    kernel_columns: ClassVar[str] = ""

    def output_shape(self, *inputs: Shape) -> Shape:
        shape = super().output_shape(*inputs)
        arriving = channels(inputs[0], channels_last=self.channels_last)
        beyond = [index for table in self.connections for index in table if index >= arriving]
        if beyond:
            raise ShapeError(
                f"connections name input map {beyond[0]}, but the {arriving} that arrive are 0 to {arriving - 1}"
            )
        return shape

    def symbols(self, inputs: tuple[Shape, ...], output: Shape) -> Symbols:
        return {**super().symbols(inputs, output), "T": sum(len(table) for table in self.connections)}


@dataclass(frozen=True, eq=False)
class LocallyConnected(Convolution):
    """A convolution whose kernels are not shared: each output position has filters and biases of its own."""

    counts: ClassVar[Counts] = Counts(
        weights="prod(O) * prod(K) * C_in * C_out",
        biases="prod(O) * C_out",
        macs="weights",
        operations="(2 * prod(K) * C_in - 1) * N_out + biases",
        connections="weights + biases",
    )
    kernel_columns: ClassVar[str] = ""


@dataclass(frozen=True, eq=False)
class RadialBasis(Layer):
    """Euclidean radial basis functions with fixed centres: the squared distance of the input to each centre.

    A coordinate of a centre is subtracted from its input, and the difference is squared and accumulated.
    """

    units: int

    counts: ClassVar[Counts] = Counts(
        weights="C_in * C_out", macs="weights", operations="3 * weights - C_out", connections="weights"
    )
    learns: ClassVar[bool] = False

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        if len(shape) != 1:
            raise ShapeError("needs a flat input; put Flatten() before it")
        return (self.units,)

    def symbols(self, inputs: tuple[Shape, ...], output: Shape) -> Symbols:
        return {"C_in": prod(inputs[0]), "C_out": self.units}

    def reach(self, inputs: tuple[Shape, ...]) -> Reach:
        return "everything"


@dataclass(frozen=True, eq=False)
class CrossChannelNormalization(Layer):
    """Each value divided by a power of the sum of squares over ``size`` neighbouring channels.

    A value is squared, its window summed (one addition less than its size), scaled and offset, raised to the power,
    and divided by: ``K + 4`` operations. What a connection is here, the literature does not say.

    :param ranks: how many spatial axes the feature map may have.
    """

    size: int
    ranks: tuple[int, ...]
    channels_last: bool = True

    counts: ClassVar[Counts] = Counts(operations="(prod(K) + 4) * N_out", connections=None)
    meanings: ClassVar[Mapping[str, str]] = {"K": "neighbouring channels of a window"}

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        require_rank(shape, self.ranks, channels_last=self.channels_last)
        return shape

    def symbols(self, inputs: tuple[Shape, ...], output: Shape) -> Symbols:
        return {"K": (self.size,)}


@dataclass(frozen=True, eq=False)
class LocalResponseNormalization(Layer):
    """Each value divided by a power of the sum of squares over ``2 * depth_radius + 1`` neighbouring channels.

    A value is squared, its window summed (``2·R`` additions), scaled and offset, raised to the power, and divided
    by: ``2·R + 5`` operations. What a connection is here, the literature does not say.
    """

    depth_radius: int

    counts: ClassVar[Counts] = Counts(operations="(2 * R + 5) * N_out", connections=None)

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        return shape

    def symbols(self, inputs: tuple[Shape, ...], output: Shape) -> Symbols:
        return {"R": self.depth_radius}
