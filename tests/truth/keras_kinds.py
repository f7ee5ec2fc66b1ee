"""The layer kinds that Keras is asked about, and how many calls of each are drawn."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from types import ModuleType

import keras_reshaping_cases as reshaping
import keras_value_cases as values
import keras_window_cases as windows
from keras_cases import Case, Draw, Kind, call
from keras_image_cases import IMAGES
from keras_value_cases import unary

SLIPPING = 0.035
"""The share of the calls in which something is wrong."""

RANKS = (1, 2, 3)
MODES = ("Max", "Average")
SEED = {"seed": (1, 42)}
SMOOTH = {"data_format": ("channels_first", "channels_last"), **SEED}

KINDS = {
    **{f"Conv{rank}D": Kind(windows.convolution, rank, number) for rank, number in ((1, 44), (2, 80), (3, 34))},
    **{f"DepthwiseConv{rank}D": Kind(windows.depthwise, rank, 32) for rank in (1, 2)},
    **{f"SeparableConv{rank}D": Kind(windows.separable, rank, 32) for rank in (1, 2)},
    **{f"Conv{rank}DTranspose": Kind(windows.transposed, rank, number) for rank, number in ((1, 44), (2, 60), (3, 36))},
    **{f"MaxPooling{rank}D": Kind(windows.max_pooling, rank, 24) for rank in RANKS},
    **{f"AveragePooling{rank}D": Kind(windows.pooling, rank, 24) for rank in RANKS},
    **{f"Global{mode}Pooling{rank}D": Kind(windows.global_pooling, rank, 12) for mode in MODES for rank in RANKS},
    **{f"Adaptive{mode}Pooling{rank}D": Kind(windows.adaptive_pooling, rank, 15) for mode in MODES for rank in RANKS},
    "Dense": Kind(values.dense, 0, 32),
    "Embedding": Kind(values.embedding, 0, 20),
    "BatchNormalization": Kind(values.batch_normalization, 0, 40),
    "LayerNormalization": Kind(values.layer_normalization, 0, 30),
    "GroupNormalization": Kind(values.group_normalization, 0, 34),
    "RMSNormalization": Kind(values.rms_normalization, 0, 20),
    "UnitNormalization": Kind(values.unit_normalization, 0, 14),
    "SpectralNormalization": Kind(values.spectral_normalization, 0, 26),
    "TimeDistributed": Kind(values.time_distributed, 0, 36),
    "Activation": Kind(values.activation, 0, 2 * len(values.FUNCTIONS)),
    "ReLU": Kind(unary(optional={"max_value": (6.0, None), "negative_slope": (0.1,), "threshold": (0.5,)}), 0, 8),
    "LeakyReLU": Kind(unary(optional={"negative_slope": (0.1, 0.3)}), 0, 6),
    "PReLU": Kind(values.parametric, 0, 26),
    "ELU": Kind(unary(optional={"alpha": (0.5, 1.0)}), 0, 5),
    "Softmax": Kind(values.softmax, 0, 14),
    "Identity": Kind(unary(), 0, 4),
    "Masking": Kind(unary(optional={"mask_value": (0.0, -1, 99.0)}), 0, 6),
    "Dropout": Kind(unary(0, 0.25, 0.5, 1, name="rate", optional=SEED), 0, 8),
    "SpatialDropout1D": Kind(unary(0.1, 0.5, name="rate", optional=SEED), 1, 5),
    **{f"SpatialDropout{rank}D": Kind(unary(0.1, 0.5, name="rate", optional=SMOOTH), rank, 8) for rank in (2, 3)},
    "AlphaDropout": Kind(unary(0.1, 0.5, name="rate", optional=SEED), 0, 5),
    "GaussianDropout": Kind(unary(0.1, 0.5, name="rate", optional=SEED), 0, 5),
    "GaussianNoise": Kind(unary(0.1, 0.5, name="stddev", optional=SEED), 0, 5),
    "ActivityRegularization": Kind(unary(optional={"l1": (0.1, 0), "l2": (0.2, 1)}), 0, 6),
    "Flatten": Kind(reshaping.flatten, 0, 14),
    "Reshape": Kind(reshaping.reshape, 0, 40),
    "Permute": Kind(reshaping.permute, 0, 20),
    "RepeatVector": Kind(reshaping.repeat, 0, 10),
    **{f"ZeroPadding{rank}D": Kind(windows.zero_padding, rank, 20) for rank in RANKS},
    **{f"Cropping{rank}D": Kind(windows.cropping, rank, 18) for rank in RANKS},
    **{f"UpSampling{rank}D": Kind(windows.up_sampling, rank, number) for rank, number in ((1, 12), (2, 36), (3, 14))},
    **{name: Kind(reshaping.merging, 0, 16) for name in ("Add", "Multiply", "Average", "Maximum", "Minimum")},
    "Subtract": Kind(reshaping.subtraction, 0, 12),
    "Concatenate": Kind(reshaping.concatenation, 0, 34),
    "Dot": Kind(reshaping.dot, 0, 52),
    "Rescaling": Kind(values.rescaling, 0, 14),
    "Normalization": Kind(values.normalization, 0, 36),
    **IMAGES,
}  # fmt: skip

ALIASES = {
    **{f"Conv{rank}D": f"Convolution{rank}D" for rank in RANKS},
    **{f"Conv{rank}DTranspose": f"Convolution{rank}DTranspose" for rank in RANKS},
    **{f"SeparableConv{rank}D": f"SeparableConvolution{rank}D" for rank in (1, 2)},
    **{f"MaxPooling{rank}D": f"MaxPool{rank}D" for rank in RANKS},
    **{f"AveragePooling{rank}D": f"AvgPool{rank}D" for rank in RANKS},
    **{f"GlobalMaxPooling{rank}D": f"GlobalMaxPool{rank}D" for rank in RANKS},
    **{f"GlobalAveragePooling{rank}D": f"GlobalAvgPool{rank}D" for rank in RANKS},
}


def drawn() -> Iterator[Case]:
    """The calls drawn at random; each depends on its kind and its number only, so a new kind changes no other.

    Some are drawn twice.
    """
    for name, kind in KINDS.items():
        for number in range(kind.number):
            draw = Draw(f"{name} {number}", number)
            shapes = kind.draw(draw, kind.rank)
            if number and draw.chance(SLIPPING):
                shapes = draw.slip(shapes)
            spelled = ALIASES.get(name, name) if number % 8 == 0 else name
            yield draw.written(spelled), shapes


def spelled_out(layers: ModuleType) -> Iterator[Case]:
    """A call of each kind with every argument that Keras declares: by name, and in Keras' own order."""
    for name, kind in KINDS.items():
        draw = Draw(f"{name} spelled out")
        shapes = kind.draw(draw, kind.rank)
        arguments = {**draw.given, **draw.keywords}
        declared = inspect.signature(getattr(layers, name)).parameters.values()
        values = {
            argument.name: arguments.pop(argument.name, argument.default)
            for argument in declared
            if argument.kind == argument.POSITIONAL_OR_KEYWORD
        }
        yield call(name, **values, **arguments), shapes
        yield call(name, *values.values(), **arguments), shapes
