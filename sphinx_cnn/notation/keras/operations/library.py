"""The operations by the modules and names that a text uses, and what each is in Keras."""

from __future__ import annotations

from typing import NamedTuple

from sphinx_cnn.notation.keras.makers import State
from sphinx_cnn.notation.keras.operations import data, elementwise, parts, reducing, shaping, windows
from sphinx_cnn.notation.keras.operations.operation import Operation
from sphinx_cnn.notation.tensors.signature import Function


class Entry(NamedTuple):
    """An operation: its name in Keras, and what it does."""

    name: str
    function: Function
    makes_data: bool = False


PLAIN: dict[str, Entry] = {
    **{name: Entry(name, function) for table in (
        elementwise.OPERATIONS, elementwise.SAME, reducing.OPERATIONS, shaping.OPERATIONS, shaping.SHAPES,
        parts.OPERATIONS, windows.OPERATIONS, windows.IMAGES,
    ) for name, function in table.items()},
    **{name: Entry(name, function, makes_data=True) for name, function in data.OPERATIONS.items()},
}  # fmt: skip

ALIASES = {
    "abs": "absolute",
    "acos": "arccos",
    "asin": "arcsin",
    "atan": "arctan",
    "hard_swish": "hard_silu",
    "swish": "silu",
}
"""Other names that Keras itself has."""

OPS: dict[str, Entry] = {**PLAIN, **{name: PLAIN[known] for name, known in ALIASES.items()}}
"""``keras.ops``, with its parts ``nn``, ``numpy``, ``image``, ``core`` and ``linalg``."""

RANDOM = {name: Entry(name, function, makes_data=True) for name, function in data.RANDOM.items()} | {
    "dropout": PLAIN["dropout"]
}

IN_TENSORFLOW = {
    "argmax": "argmax",
    "argmin": "argmin",
    "clip_by_value": "clip",
    "concat": "concatenate",
    "constant": "array",
    "fill": "full",
    "pow": "power",
    "range": "arange",
    "rank": "ndim",
    "reduce_logsumexp": "logsumexp",
    "reduce_max": "max",
    "reduce_mean": "mean",
    "reduce_min": "min",
    "reduce_prod": "prod",
    "reduce_std": "std",
    "reduce_sum": "sum",
    "reduce_variance": "var",
    "reduce_all": "all",
    "reduce_any": "any",
    "reverse": "flip",
    "truediv": "true_divide",
}
"""Names of TensorFlow for operations that Keras names otherwise."""

OWN_NAMES = (
    "absolute", "abs", "add", "add_n", "broadcast_to", "cast", "ceil", "convert_to_tensor", "cos", "cosh", "divide",
    "einsum", "exp", "expand_dims", "eye", "floor", "identity", "linspace", "log", "log1p", "log_sigmoid", "matmul",
    "maximum", "minimum", "multiply", "negative", "norm", "ones", "ones_like", "pad", "reciprocal", "repeat",
    "reshape", "roll", "round", "rsqrt", "shape", "sigmoid", "sign", "sin", "softplus", "sqrt", "square",
    "squared_difference", "squeeze", "stack", "stop_gradient", "subtract", "tan", "tanh", "tensordot", "tile",
    "transpose", "unstack", "where", "zeros", "zeros_like", "erf", "sinh", "expm1", "softmax",
    "slice", "equal", "not_equal", "greater", "greater_equal", "less", "less_equal",
)  # fmt: skip
"""Names that are the same in TensorFlow."""

PARTS = {
    "split": Entry("split", parts.split_sizes),
    "l2_normalize": Entry("normalize", elementwise.normalize),
}

TENSORFLOW: dict[str, Entry] = {
    **{name: OPS[known] for name, known in IN_TENSORFLOW.items()},
    **{name: OPS[name] for name in OWN_NAMES},
    **PARTS,
}
"""``tf`` and ``tf.math``."""

NN: dict[str, Entry] = {
    **{name: OPS[name] for name in (
        "bias_add", "dropout", "elu", "gelu", "leaky_relu", "log_softmax", "max_pool", "moments", "relu", "relu6",
        "selu", "sigmoid", "silu", "softmax", "softplus", "softsign", "swish", "tanh",
    )},
    **{f"conv{rank}d": PLAIN["conv"] for rank in (1, 2, 3)},
    **{f"max_pool{rank}d": PLAIN["max_pool"] for rank in (1, 2, 3)},
    **{f"avg_pool{rank}d": PLAIN["average_pool"] for rank in (1, 2, 3)},
    **PARTS,
    "avg_pool": PLAIN["average_pool"],
    "convolution": PLAIN["conv"],
    "depthwise_conv2d": PLAIN["depthwise_conv"],
    "depth_to_space": Entry("depth_to_space", windows.depth_to_space),
    "space_to_depth": Entry("space_to_depth", windows.space_to_depth),
}  # fmt: skip

IMAGE = {
    "resize": PLAIN["resize"],
    "extract_patches": Entry("extract_patches", windows.extract_patches_of_tensorflow),
    "rgb_to_grayscale": PLAIN["rgb_to_grayscale"],
}

BACKEND: dict[str, Entry] = {
    **{name: OPS[name] for name in (
        "abs", "cast", "clip", "dot", "elu", "exp", "expand_dims", "int_shape", "log", "max", "maximum", "mean", "min",
        "minimum", "ndim", "ones", "ones_like", "prod", "relu", "reshape", "shape", "sigmoid", "softmax", "softplus",
        "softsign", "sqrt", "square", "squeeze", "stack", "std", "stop_gradient", "sum", "tanh", "tile", "var",
        "zeros", "zeros_like",
    )},
    "batch_flatten": PLAIN["flatten"],
    "concatenate": Entry("concatenate", parts.concatenate_last),
    "constant": PLAIN["array"],
    "l2_normalize": PARTS["l2_normalize"],
    "permute_dimensions": PLAIN["transpose"],
    "pow": PLAIN["power"],
    "random_normal": RANDOM["normal"],
    "random_uniform": RANDOM["uniform"],
    "repeat_elements": PLAIN["repeat"],
}  # fmt: skip
"""``keras.backend`` of old, which texts know as ``K``."""

ACTIVATIONS = {
    name: OPS[name]
    for name in (
        "celu", "elu", "exponential", "gelu", "glu", "hard_shrink", "hard_sigmoid", "hard_silu", "hard_swish",
        "hard_tanh", "leaky_relu", "linear", "log_sigmoid", "log_softmax", "mish", "relu", "relu6", "selu", "sigmoid",
        "silu", "soft_shrink", "softmax", "softplus", "softsign", "sparse_plus", "sparse_sigmoid", "sparsemax",
        "squareplus", "swish", "tanh", "tanh_shrink", "threshold",
    )
} | {"relu": Entry("re_lu", PLAIN["relu"].function)}  # fmt: skip

MODULES: dict[str, dict[str, Entry]] = {
    "keras.ops": OPS,
    "keras.ops.core": OPS,
    "keras.ops.image": OPS,
    "keras.ops.linalg": OPS,
    "keras.ops.nn": OPS,
    "keras.ops.numpy": OPS,
    "keras.random": RANDOM,
    "keras.activations": ACTIVATIONS,
    "keras.backend": BACKEND,
    "tensorflow": TENSORFLOW,
    "tensorflow.image": IMAGE,
    "tensorflow.linalg": TENSORFLOW,
    "tensorflow.math": {**TENSORFLOW, "l2_normalize": PARTS["l2_normalize"]},
    "tensorflow.nn": NN,
    "tensorflow.random": RANDOM,
}
"""The modules that have operations."""


def operation(path: str, name: str, state: State) -> Operation | None:
    """The operation ``path.name``; ``None`` if there is none that is read."""
    entry = MODULES.get(path, {}).get(name)
    return None if entry is None else Operation(f"{path}.{name}", entry.name, entry.function, state, entry.makes_data)
