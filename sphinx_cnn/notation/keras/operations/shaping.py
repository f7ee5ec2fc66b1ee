"""Operations that give a feature map another shape or order of axes, or repeat and move its values."""

from __future__ import annotations

from sphinx_cnn.arithmetic.layers.placement import Flip, Repetition, Roll
from sphinx_cnn.arithmetic.layers.reshaping import ConstantPadding, EdgePadding, Flatten, ZeroPadding
from sphinx_cnn.arithmetic.shape import Sides
from sphinx_cnn.notation.arguments import whole
from sphinx_cnn.notation.keras.operations.call import Call
from sphinx_cnn.notation.keras.operations.data import Numbers
from sphinx_cnn.notation.tensors import shaping
from sphinx_cnn.notation.tensors.maps import MIXES, axes_from_end, axis_from_end
from sphinx_cnn.notation.tensors.signature import Function
from sphinx_cnn.notation.values import BATCH, BatchSize, FeatureMap, Opaque, describe


def sizes(call: Call, written: object) -> list[object]:
    """Sizes in a list, of which the first may be None, for the batch."""
    if not isinstance(written, list | tuple):
        raise ValueError(f"{call.name} needs a list of sizes, not {describe(written)}")
    return [BATCH if size is None and index == 0 else size for index, size in enumerate(written)]


def reshape(call: Call, x: FeatureMap, shape: object) -> FeatureMap:
    """The same values in another shape, where the first axis stays the batch."""
    return shaping.view(call, x, sizes(call, shape))


def flatten(call: Call, x: FeatureMap) -> FeatureMap:
    """All values of each input as one vector."""
    return call.row(Flatten(), x)


def transpose(call: Call, x: FeatureMap, axes: object = None, conjugate: object = False) -> FeatureMap:  # noqa: FBT002
    """The axes in another order, the batch axis first."""
    return shaping.permute(call, x, range_down(x) if axes is None else axes)


def range_down(x: FeatureMap) -> list[int]:
    """All axes from the last to the first."""
    return list(range(len(x.sizes)))[::-1]


def swapaxes(call: Call, x: FeatureMap, axis1: int, axis2: int) -> FeatureMap:
    """Two axes exchanged."""
    return shaping.transpose(call, x, axis1, axis2)


def moveaxis(call: Call, x: FeatureMap, source: object, destination: object) -> FeatureMap:
    """Some axes moved to other places."""
    return shaping.movedim(call, x, source, destination)


def expand_dims(call: Call, x: FeatureMap, axis: object) -> FeatureMap:
    """With a new axis of size 1, or several."""
    if not isinstance(axis, list | tuple):
        return shaping.unsqueeze(call, x, whole(f"{call.name}: an axis", axis, 0))
    rank = len(x.sizes) + len(axis)
    new = {whole(f"{call.name}: an axis", each, 0) % rank for each in axis}
    sizes = iter(x.sizes)
    shape = [1 if index in new else next(sizes) for index in range(rank)]
    return reshape(call, x, shape)


def squeeze(call: Call, x: FeatureMap, axis: object = None) -> FeatureMap:
    """Without axes of size 1."""
    for index in () if axis is None else axes_from_end(call.name, x, axis):
        if x.shape[index] != 1:
            raise ValueError(f"{call.name}: axis {axis} has size {x.shape[index]}, and not 1")
    return shaping.squeeze(call, x, axis)


def broadcast_to(call: Call, x: FeatureMap, shape: object) -> FeatureMap:
    """Axes of size 1 repeated; a variable gets its batch axis so."""
    return shaping.expand(call, x, sizes(call, shape))


def tile(call: Call, x: FeatureMap, repeats: object) -> FeatureMap:
    """The feature map set next to itself; a variable gets its batch axis so."""
    return shaping.repeat(call, x, sizes(call, repeats))


def repeat(call: Call, x: FeatureMap, repeats: object, axis: int | None = None) -> FeatureMap:
    """Each value repeated along an axis."""
    if isinstance(repeats, BatchSize) and axis == 0:
        return shaping.repeat(call, x, [repeats, *[1] * (len(x.shape) - 1)])
    if isinstance(repeats, bool) or not isinstance(repeats, int) or repeats < 1:
        raise ValueError(f"{call.name}: repeats must be a whole number above 0, not {describe(repeats)}")
    if axis is None:
        raise ValueError(f"{call.name} without an axis {MIXES}")
    return call.row(Repetition(repeats, axis_from_end(call.name, x, axis)), x, repeats=repeats, axis=axis)


def roll(call: Call, x: FeatureMap, shift: object, axis: object = None) -> FeatureMap:
    """Values moved on along some axes, and round."""
    return call.row(Roll(axes_from_end(call.name, x, axis)), x, axis=axis)


def flip(call: Call, x: FeatureMap, axis: object = None) -> FeatureMap:
    """The values along some axes in the reverse order."""
    return call.row(Flip(axes_from_end(call.name, x, axis)), x, axis=axis)


def pad(
    call: Call, x: FeatureMap, pad_width: object, mode: object = "constant", constant_values: object = None
) -> FeatureMap:
    """Values added before and after, for each axis; none along the batch axis."""
    pairs = _pairs(call, x, pad_width)
    if x.batched:
        if any(pairs[0]):
            raise ValueError(f"{call.name} along axis 0, the batch axis, {MIXES}")
        pairs = pairs[1:]
    outer, of_channels = (pairs[:-1], pairs[-1]) if call.channels_last else (pairs[1:], pairs[0])
    mode = mode.lower() if isinstance(mode, str) else mode
    if mode == "constant":
        alone = not any(of_channels) and outer
        return call.row(ZeroPadding(outer) if alone else ConstantPadding(pairs), x, pad_width=pad_width)
    if mode not in ("reflect", "symmetric") or any(of_channels):
        raise ValueError(f"{call.name}: mode {describe(mode)} is read as 'reflect' or 'symmetric' of positions alone")
    return call.row(EdgePadding(outer, mode="reflect" if mode == "reflect" else "replicate"), x, pad_width=pad_width)


def _pairs(call: Call, x: FeatureMap, written: object) -> tuple[Sides, ...]:
    rank = len(x.sizes)
    written = written.written if isinstance(written, Numbers) else written
    listed = list(written) if isinstance(written, list | tuple) else [written]
    pairs = [list(pair) if isinstance(pair, list | tuple) else [pair, pair] for pair in listed]
    if len(pairs) == 1:
        pairs *= rank
    numbers = [size for pair in pairs for size in pair if isinstance(size, int) and size >= 0]
    if len(pairs) != rank or len(numbers) != 2 * rank:
        raise ValueError(f"{call.name} needs a pair of whole numbers for each of the {rank} axes")
    return tuple(zip(numbers[::2], numbers[1::2], strict=True))


UNKNOWN = Opaque("a size of the input that is open")


def sizes_of(call: Call, x: FeatureMap, out_type: object = None) -> object:
    """The shape, with the batch size first; a size that is not known is not read."""
    if not call.is_open(x):
        return x.sizes
    channels = len(x.sizes) - 1 if call.channels_last else 1
    return tuple(size if index in (0, channels) else UNKNOWN for index, size in enumerate(x.sizes))


def rank_of(call: Call, x: FeatureMap) -> int:
    """The number of axes."""
    return len(x.sizes)


def static_sizes(call: Call, x: FeatureMap) -> tuple[int | None, ...]:
    """The shape, with None for the batch."""
    return tuple(None if isinstance(size, Opaque) else size for size in x.sizes)


OPERATIONS: dict[str, Function] = {
    "reshape": reshape,
    "flatten": flatten,
    "transpose": transpose,
    "swapaxes": swapaxes,
    "moveaxis": moveaxis,
    "expand_dims": expand_dims,
    "squeeze": squeeze,
    "broadcast_to": broadcast_to,
    "tile": tile,
    "repeat": repeat,
    "roll": roll,
    "flip": flip,
    "pad": pad,
}

SHAPES: dict[str, Function] = {"shape": sizes_of, "ndim": rank_of, "int_shape": static_sizes}
"""What is asked of a shape, which leaves no row."""
