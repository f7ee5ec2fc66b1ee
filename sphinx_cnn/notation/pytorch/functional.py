"""The functions of ``torch.nn.functional``.

Most are twins of a module, whose layer they make and apply at once; each is declared by the name of that module.
Source: https://docs.pytorch.org/docs/stable/nn.functional.html.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from typing import Any

from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.arithmetic.layers.normalization import UnitNormalization
from sphinx_cnn.arithmetic.layers.reduction import Spread
from sphinx_cnn.arithmetic.layers.reshaping import ConstantPadding, EdgePadding
from sphinx_cnn.notation.dialect import Maker, Reader
from sphinx_cnn.notation.pytorch.arguments import padding_mode
from sphinx_cnn.notation.pytorch.given import GIVEN
from sphinx_cnn.notation.pytorch.layers import KINDS
from sphinx_cnn.notation.pytorch.operation import PASSED_OVER, Operation, changed_in_place
from sphinx_cnn.notation.tensors.elementwise import combined, softmax
from sphinx_cnn.notation.tensors.maps import (
    MIXES,
    Call,
    axes_from_end,
    axis_from_end,
    batch_axis_without,
    without_batch_axis,
)
from sphinx_cnn.notation.tensors.products import attention
from sphinx_cnn.notation.tensors.signature import Function
from sphinx_cnn.notation.values import FeatureMap, Opaque


@dataclass(frozen=True, slots=True)
class Twin(Maker):
    """A function that makes the layer of a module and applies it at once.

    :param kind: the name of the module.
    :param order: its arguments without a name, after the input, where their order is not that of the module.
    :param in_place: whether the feature map that it gets is changed itself.
    """

    name: str
    kind: str
    order: tuple[str, ...] = ()
    in_place: bool = False

    @property
    def described(self) -> str:
        """What it is, in the words of an error message."""
        return f"the function {self.name}"

    def make(self, reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
        """Make the layer and apply it."""
        kind = KINDS[self.kind]
        order = ("input", *(self.order or kind.positional))
        if len(arguments) > len(order):
            raise ValueError(f"{self.name} takes {len(order)} arguments without a name, but {len(arguments)} are given")
        given = dict(zip(order, arguments, strict=False))
        for name, value in keywords.items():
            if name in given:
                raise ValueError(f"{self.name} is given '{name}' twice")
            given[name] = value
        if "input" not in given:
            raise ValueError(f"{self.name} needs a feature map first")
        value = given.pop("input")
        if isinstance(value, Opaque):
            return Opaque(f"torch.{self.name}()")
        used = {name: item for name, item in given.items() if name in kind.parameters or name not in PASSED_OVER}
        bound = kind.bind(self.name, [], {name: item for name, item in used.items() if name not in UNREAD})
        call = Call(self.name, reader, node)
        arriving = call.map("the input", value)
        if not arriving.batched and self.kind in ALWAYS_BATCHED:
            aside = call.row(kind.layer(bound.values), without_batch_axis(self.name, arriving, len(arriving.shape) - 1))
            return replace(aside, shape=(1, *aside.shape), batched=False)
        result = call.row(kind.layer(bound.values), arriving, **bound.values)
        if self.in_place or given.get("inplace") is True:
            changed_in_place(self.name, reader.tape, arriving, result)
        return result


ALWAYS_BATCHED = ("Upsample", "UpsamplingNearest2d", "UpsamplingBilinear2d")
"""The kinds that take the first axis of any tensor for the batch axis."""

UNREAD = frozenset({"antialias", "_stacklevel"})
"""Arguments that only functions have, and that change no count."""


def normalize(call: Call, input: FeatureMap, p: object = 2.0, dim: object = 1, eps: object = None) -> FeatureMap:
    """Vectors along an axis divided by their length."""
    return call.kept(UnitNormalization(axes_from_end(call.name, input, dim)), input, dim=dim)


def pad(call: Call, input: FeatureMap, pad: object, mode: object = "constant", value: object = None) -> FeatureMap:
    """Values added before and after along the last axes, the last one first."""
    numbers = [size for size in pad if isinstance(size, int)] if isinstance(pad, list | tuple) else []
    if not isinstance(pad, list | tuple) or len(numbers) != len(pad) or len(numbers) % 2:
        raise ValueError(f"{call.name} needs pairs of whole numbers, those of the last axis first")
    pairs = list(zip(numbers[::2], numbers[1::2], strict=True))[::-1]
    place = len(pairs) - len(input.sizes) + input.batch_axis
    if input.batched and place >= 0:
        if any(pairs.pop(place)):
            raise ValueError(f"{call.name} along axis {input.batch_axis}, the batch axis, {MIXES}")
    elif input.batch_axis and mode != "constant":
        raise ValueError(f"{call.name} in this mode needs the batch axis first")
    return call.kept(_padding(call, mode, tuple(pairs)), input, pad=tuple(numbers))


def _padding(call: Call, mode: object, pairs: tuple[tuple[int, int], ...]) -> Layer:
    if mode == "constant":
        return ConstantPadding(pairs)
    found: Any = padding_mode(f"{call.name}: mode", mode, 0)
    return EdgePadding(pairs, channels_last=False, mode=found)


def pairwise_distance(
    call: Call, x1: FeatureMap, x2: FeatureMap, p: object = 2.0, eps: object = 1e-6, keepdim: bool = False,
) -> FeatureMap:  # fmt: skip
    """How far apart the vectors of two tensors are."""
    return _along(call, combined(call, "difference", x1, x2), -1, keepdim=keepdim)


def cosine_similarity(call: Call, x1: FeatureMap, x2: FeatureMap, dim: int = 1, eps: object = 1e-8) -> FeatureMap:
    """The cosine of the angle between the vectors of two tensors."""
    return _along(call, combined(call, "product", x1, x2), dim)


def _along(call: Call, value: FeatureMap, dim: int, *, keepdim: bool = False) -> FeatureMap:
    axis = axis_from_end(call.name, value, dim)
    place = value.batch_axis if keepdim else batch_axis_without(value, [axis])
    return call.row(Spread(call.name, (axis,), keepdim, channels_last=False), value, batch_axis=place)


@dataclass(frozen=True, slots=True)
class Unread(Maker):
    """A function whose result is no feature map and is not read: a loss."""

    name: str

    @property
    def described(self) -> str:
        """What it is, in the words of an error message."""
        return f"the function {self.name}"

    def make(self, reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
        """Give what is not read."""
        return Opaque(f"torch.nn.functional.{self.name}()")


OF_MAX_POOLING = ("kernel_size", "stride", "padding", "dilation", "ceil_mode", "return_indices")
OF_INTERPOLATION = ("size", "scale_factor", "mode", "align_corners", "recompute_scale_factor", "antialias")
OF_DROPOUT = ("p", "training", "inplace")

TWINS: dict[str, Twin] = {
    twin.name: twin
    for twin in (
        *(Twin(f"max_pool{rank}d", f"MaxPool{rank}d", OF_MAX_POOLING) for rank in (1, 2, 3)),
        *(Twin(f"avg_pool{rank}d", f"AvgPool{rank}d") for rank in (1, 2, 3)),
        *(Twin(f"lp_pool{rank}d", f"LPPool{rank}d") for rank in (1, 2, 3)),
        *(Twin(f"adaptive_avg_pool{rank}d", f"AdaptiveAvgPool{rank}d") for rank in (1, 2, 3)),
        *(Twin(f"adaptive_max_pool{rank}d", f"AdaptiveMaxPool{rank}d") for rank in (1, 2, 3)),
        *(Twin(f"fractional_max_pool{rank}d", f"FractionalMaxPool{rank}d") for rank in (2, 3)),
        Twin("dropout", "Dropout", OF_DROPOUT),
        *(Twin(f"dropout{rank}d", f"Dropout{rank}d", OF_DROPOUT) for rank in (1, 2, 3)),
        Twin("alpha_dropout", "AlphaDropout", OF_DROPOUT),
        Twin("feature_alpha_dropout", "FeatureAlphaDropout", OF_DROPOUT),
        Twin("feature_dropout", "Dropout", OF_DROPOUT),
        Twin("relu", "ReLU"),
        Twin("relu6", "ReLU6"),
        Twin("leaky_relu", "LeakyReLU"),
        Twin("rrelu", "RReLU", ("lower", "upper", "training", "inplace")),
        Twin("elu", "ELU"),
        Twin("celu", "CELU"),
        Twin("selu", "SELU"),
        Twin("gelu", "GELU"),
        Twin("silu", "SiLU"),
        Twin("mish", "Mish"),
        Twin("sigmoid", "Sigmoid"),
        Twin("logsigmoid", "LogSigmoid"),
        Twin("hardsigmoid", "Hardsigmoid"),
        Twin("hardswish", "Hardswish"),
        Twin("tanh", "Tanh"),
        Twin("hardtanh", "Hardtanh", ("min_val", "max_val", "inplace")),
        Twin("tanhshrink", "Tanhshrink"),
        Twin("softplus", "Softplus"),
        Twin("softsign", "Softsign"),
        Twin("softshrink", "Softshrink"),
        Twin("hardshrink", "Hardshrink"),
        Twin("threshold", "Threshold"),
        Twin("glu", "GLU"),
        Twin("local_response_norm", "LocalResponseNorm"),
        Twin("interpolate", "Upsample", OF_INTERPOLATION),
        Twin("upsample", "Upsample", ("size", "scale_factor", "mode", "align_corners")),
        Twin("upsample_nearest", "UpsamplingNearest2d"),
        Twin("upsample_bilinear", "UpsamplingBilinear2d"),
        Twin("pixel_shuffle", "PixelShuffle"),
        Twin("pixel_unshuffle", "PixelUnshuffle"),
        Twin("channel_shuffle", "ChannelShuffle"),
        Twin("unfold", "Unfold"),
        Twin("fold", "Fold"),
    )
}
"""Functions by their name, with the modules that make the same layer."""

OTHERS: dict[str, Function] = {
    **GIVEN,
    "softmax": softmax,
    "log_softmax": softmax,
    "softmin": softmax,
    "normalize": normalize,
    "pad": pad,
    "pairwise_distance": pairwise_distance,
    "cosine_similarity": cosine_similarity,
    "scaled_dot_product_attention": attention,
}

LOSSES = [
    "binary_cross_entropy",
    "binary_cross_entropy_with_logits",
    "cosine_embedding_loss",
    "cross_entropy",
    "ctc_loss",
    "gaussian_nll_loss",
    "hinge_embedding_loss",
    "huber_loss",
    "kl_div",
    "l1_loss",
    "margin_ranking_loss",
    "mse_loss",
    "multi_margin_loss",
    "multilabel_margin_loss",
    "multilabel_soft_margin_loss",
    "nll_loss",
    "poisson_nll_loss",
    "smooth_l1_loss",
    "soft_margin_loss",
    "triplet_margin_loss",
    "triplet_margin_with_distance_loss",
    "one_hot",
]
"""What is computed after the network, and ``one_hot``, which is computed of labels."""

FUNCTIONAL: dict[str, Maker] = {
    **TWINS,
    **{name: Operation(name, function) for name, function in OTHERS.items()},
    **{name: Unread(name) for name in LOSSES},
}
"""All functions of ``torch.nn.functional`` that are read."""
