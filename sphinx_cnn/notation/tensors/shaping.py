"""Operations of PyTorch that give a tensor another shape or order of axes, or repeat and move its values."""

from __future__ import annotations

from dataclasses import replace
from math import prod

from sphinx_cnn.arithmetic.layers.placement import Expansion, Flip, Repetition, Roll, Tiling
from sphinx_cnn.arithmetic.layers.reshaping import Flatten, Permute, Reshape, Unflatten
from sphinx_cnn.arithmetic.shape import Shape, times
from sphinx_cnn.notation.tensors.maps import (
    MIXES,
    Call,
    axes_from_end,
    axis_from_end,
    batch_axis_without,
    new_axis,
    place_of,
    places_of,
    without_batch_axis,
)
from sphinx_cnn.notation.tensors.signature import Function
from sphinx_cnn.notation.values import BatchSize, FeatureMap, describe

Sizes = list[int | BatchSize]


def sizes_of(call: Call, written: tuple[object, ...]) -> Sizes:
    """Sizes that are written one by one, or as one tuple."""
    if len(written) == 1 and isinstance(written[0], list | tuple):
        written = tuple(written[0])
    sizes: Sizes = []
    for size in written:
        if isinstance(size, bool) or not isinstance(size, int | BatchSize):
            raise ValueError(f"{call.name}: a size must be a whole number, not {describe(size)}")
        sizes.append(size)
    return sizes


def view(call: Call, input: FeatureMap, *shape: object) -> FeatureMap:
    """The same values in another shape, where the batch stays an axis of its own."""
    sizes = sizes_of(call, shape)
    if not input.batched:
        return call.row(Reshape(_numbers(call, sizes)), input)
    place, numbers = _of_one_input(call, input, sizes)
    flat = len(numbers) == 1 and place == input.batch_axis == 0
    return call.row(Flatten() if flat else Reshape(numbers), input, batch_axis=place)


def _of_one_input(call: Call, value: FeatureMap, sizes: Sizes) -> tuple[int, Shape]:
    """The place of the batch axis, and the other sizes; as many values stand before it as in the feature map."""
    if not sizes:
        raise ValueError(f"{call.name} needs sizes")
    values, before = prod(value.shape), prod(value.shape[: value.batch_axis])
    place = batch_place(sizes)
    if place is None:
        place = sizes.index(-1) if -1 in sizes else 0
        first, rest = sizes[place], _numbers(call, [*sizes[:place], *sizes[place + 1 :]])
        fits = -1 not in rest and prod(rest) == values
        hint = "write x.size(0) first" if first != -1 else f"the other sizes must make {values:,}"
    else:
        rest = _numbers(call, [*sizes[:place], *sizes[place + 1 :]])
        fits, hint = True, f"{before:,} values must stand before the batch size"
    whole = tuple(values // max(1, -prod(rest)) if size == -1 else size for size in rest)
    if not fits or prod(whole[:place]) != before:
        written = ", ".join("batch" if isinstance(size, BatchSize) else str(size) for size in sizes)
        raise ValueError(f"{call.name}({written}) of {values:,} values for each input {MIXES}; {hint}")
    return place, rest


def batch_place(sizes: Sizes) -> int | None:
    """Where the batch size stands among sizes; ``None`` if it does not."""
    return next((place for place, size in enumerate(sizes) if isinstance(size, BatchSize)), None)


def _numbers(call: Call, sizes: Sizes) -> Shape:
    numbers = tuple(size for size in sizes if not isinstance(size, BatchSize))
    if len(numbers) < len(sizes):
        raise ValueError(f"{call.name}: the batch size can only be the size of the batch axis")
    if any(size < 1 and size != -1 for size in numbers):
        raise ValueError(f"{call.name}: sizes are above 0, or one is -1, not {times(numbers)}")
    return numbers


def view_as(call: Call, input: FeatureMap, other: FeatureMap) -> FeatureMap:
    """The same values in the shape of another tensor."""
    return view(call, input, *other.sizes)


def flatten(call: Call, input: FeatureMap, start_dim: int = 0, end_dim: int = -1) -> FeatureMap:
    """Some axes made into one."""
    first, last = (place_of(call.name, input, axis) for axis in (start_dim, end_dim))
    if input.batched and first <= input.batch_axis <= last:
        if first == last:
            return call.kept(Reshape(input.shape), input)
        hint = "start with axis 1: torch.flatten(x, 1)" if not input.batch_axis else "leave it out"
        raise ValueError(f"{call.name} from axis {first}, of the batch axis, {MIXES}; {hint}")
    axes = tuple(axis_from_end(call.name, input, axis) for axis in (first, last))
    whole = input.batched and axes == (-len(input.shape), -1)
    gone = batch_axis_without(input, range(axes[0], axes[1]))
    return call.row(Flatten() if whole else Flatten((axes[0], axes[1])), input, batch_axis=gone)


def unflatten(call: Call, input: FeatureMap, dim: int, sizes: object) -> FeatureMap:
    """One axis made into several."""
    written = sizes_of(call, (sizes,))
    if input.batched and place_of(call.name, input, dim) == input.batch_axis:
        return _batch_unflattened(call, input, written)
    parts = _numbers(call, written)
    axis = axis_from_end(call.name, input, dim)
    more = (len(parts) - 1) * (axis + len(input.shape) < input.batch_axis)
    return call.row(Unflatten(axis, parts), input, batch_axis=input.batch_axis + more)


def _batch_unflattened(call: Call, value: FeatureMap, sizes: Sizes) -> FeatureMap:
    """The batch axis with axes of size 1 beside it."""
    place = next((place for place, size in enumerate(sizes) if size == -1 or isinstance(size, BatchSize)), None)
    if place is None or any(size != 1 for size in (*sizes[:place], *sizes[place + 1 :])):
        raise ValueError(f"{call.name} of the batch axis {MIXES}")
    before, after = value.shape[: value.batch_axis], value.shape[value.batch_axis :]
    layer = Reshape((*before, *(1,) * (len(sizes) - 1), *after))
    return call.row(layer, value, batch_axis=value.batch_axis + place)


def squeeze(call: Call, input: FeatureMap, dim: object = None) -> FeatureMap:
    """Without axes of size 1: all of them but the batch axis, or those that are named."""
    rank = len(input.shape)
    named = range(-rank, 0) if dim is None else axes_from_end(call.name, input, dim)
    gone = {axis for axis in named if input.shape[axis] == 1}
    shape = tuple(size for index, size in enumerate(input.shape) if index - rank not in gone)
    return call.row(Reshape(shape), input, batch_axis=batch_axis_without(input, gone))


def unsqueeze(call: Call, input: FeatureMap, dim: int) -> FeatureMap:
    """With a new axis of size 1."""
    index, batch_axis = new_axis(call.name, input, dim)
    return call.row(Reshape((*input.shape[:index], 1, *input.shape[index:])), input, batch_axis=batch_axis)


def permute(call: Call, input: FeatureMap, *dims: object) -> FeatureMap:
    """The axes in another order."""
    written = list(dims[0]) if len(dims) == 1 and isinstance(dims[0], list | tuple) else list(dims)
    rank = len(input.sizes)
    found = [axis % rank for axis in written if isinstance(axis, int) and -rank <= axis < rank]
    if sorted(found) != list(range(rank)) or len(found) != len(written):
        raise ValueError(f"{call.name} names each of the {rank} axes from 0 to {rank - 1} once, not {tuple(written)}")
    return permuted(call, input, found)


def permuted(call: Call, value: FeatureMap, order: list[int]) -> FeatureMap:
    """The axes in an order that is counted from 0, with the batch axis."""
    if not value.batched:
        return call.row(Permute(tuple(axis + 1 for axis in order)), value)
    batch = value.batch_axis
    axes = tuple(axis + (axis < batch) for axis in order if axis != batch)
    return call.row(Permute(axes), value, batch_axis=order.index(batch))


def transpose(call: Call, input: FeatureMap, dim0: int, dim1: int) -> FeatureMap:
    """Two axes exchanged."""
    first, second = (place_of(call.name, input, axis) for axis in (dim0, dim1))
    order = list(range(len(input.sizes)))
    order[first], order[second] = second, first
    return permuted(call, input, order)


def transposed(call: Call, input: FeatureMap) -> FeatureMap:
    """The last two axes exchanged."""
    return transpose(call, input, -2, -1)


def reversed_axes(call: Call, input: FeatureMap) -> FeatureMap:
    """All axes in the reverse order."""
    return permuted(call, input, list(range(len(input.sizes)))[::-1])


def matrix_transposed(call: Call, input: FeatureMap) -> FeatureMap:
    """A matrix with its axes exchanged; what has one axis stays as it is."""
    if len(input.sizes) > 2:
        raise ValueError(f"{call.name} takes a tensor with 2 axes at most, not {len(input.sizes)}")
    return reversed_axes(call, input)


def movedim(call: Call, input: FeatureMap, source: object, destination: object) -> FeatureMap:
    """Some axes moved to other places."""
    rank = len(input.sizes)
    before, after = (places_of(call.name, input, axes) for axes in (source, destination))
    if len(before) != len(after):
        raise ValueError(f"{call.name} moves {len(before)} axes to {len(after)} places")
    places = dict(zip(after, before, strict=True))
    others = iter([axis for axis in range(rank) if axis not in before])
    return permuted(call, input, [places[place] if place in places else next(others) for place in range(rank)])


def expand(call: Call, input: FeatureMap, *sizes: object) -> FeatureMap:
    """Axes of size 1 repeated; a parameter gets its batch axis so."""
    wanted = sizes_of(call, sizes)
    value, place = _of_batch(call, input, wanted)
    if place is None:
        return call.row(Expansion(_numbers(call, wanted), channels_last=False), value)
    if input.batched and not (wanted[place] == -1 or isinstance(wanted[place], BatchSize)):
        raise ValueError(f"{call.name} keeps the batch axis: its size is -1 or x.size({place})")
    rest = _numbers(call, [*wanted[:place], *wanted[place + 1 :]])
    return _batched(call.row(Expansion(rest, channels_last=False), value, batch_axis=place), place)


def _of_batch(call: Call, value: FeatureMap, sizes: Sizes) -> tuple[FeatureMap, int | None]:
    """A feature map that is repeated to these sizes, and which of them is that of the batch axis.

    A parameter that is repeated for each input is without the axis of size 1 along which it is.
    """
    if value.batched:
        place = len(sizes) - len(value.sizes) + value.batch_axis
        if len(sizes) < len(value.sizes):
            raise ValueError(f"{call.name} keeps the batch axis: a size is needed for each of {len(value.sizes)} axes")
        return value, place
    batch = batch_place(sizes)
    return (value, None) if batch is None else (without_batch_axis(call.name, value, len(sizes) - batch - 1), batch)


def _batched(value: FeatureMap, batch_axis: int) -> FeatureMap:
    return replace(value, batched=True, batch_axis=batch_axis)


def expand_as(call: Call, input: FeatureMap, other: FeatureMap) -> FeatureMap:
    """Axes of size 1 repeated to the sizes of another tensor."""
    return expand(call, input, *other.sizes)


def repeat(call: Call, input: FeatureMap, *repeats: object) -> FeatureMap:
    """The tensor set next to itself; a parameter gets its batch axis so."""
    counts = sizes_of(call, repeats)
    value, place = _of_batch(call, input, counts)
    if place is not None and input.batched and counts[place] != 1:
        raise ValueError(f"{call.name} along axis {place}, the batch axis, {MIXES}")
    numbers = _numbers(call, counts if place is None else [*counts[:place], *counts[place + 1 :]])
    if min(numbers, default=1) < 1 or len(numbers) < len(value.shape):
        raise ValueError(f"{call.name} needs a whole number above 0 for each of the {len(value.sizes)} axes")
    made = call.row(Tiling(numbers, channels_last=False), value, batch_axis=place or 0)
    return made if place is None else _batched(made, place)


def repeat_interleave(call: Call, input: FeatureMap, repeats: int, dim: int) -> FeatureMap:
    """Each value repeated along an axis."""
    if repeats < 1:
        raise ValueError(f"{call.name}: repeats must be above 0, not {repeats}")
    return call.kept(Repetition(repeats, axis_from_end(call.name, input, dim), channels_last=False), input)


def roll(call: Call, input: FeatureMap, shifts: object, dims: object) -> FeatureMap:
    """Values moved on along some axes, and round."""
    return call.kept(Roll(axes_from_end(call.name, input, dims), channels_last=False), input)


def flip(call: Call, input: FeatureMap, *dims: object) -> FeatureMap:
    """The values along some axes in the reverse order."""
    named = dims[0] if len(dims) == 1 else list(dims)
    return call.kept(Flip(axes_from_end(call.name, input, named), channels_last=False), input)


OPERATIONS: dict[str, Function] = {
    "reshape": view,
    "flatten": flatten,
    "ravel": flatten,
    "unflatten": unflatten,
    "squeeze": squeeze,
    "unsqueeze": unsqueeze,
    "permute": permute,
    "transpose": transpose,
    "swapaxes": transpose,
    "swapdims": transpose,
    "movedim": movedim,
    "moveaxis": movedim,
    "tile": repeat,
    "repeat_interleave": repeat_interleave,
    "roll": roll,
    "flip": flip,
}
"""By the name of the method, which is that of the function of ``torch`` too."""

METHODS: dict[str, Function] = {
    "view": view,
    "view_as": view_as,
    "reshape_as": view_as,
    "expand": expand,
    "expand_as": expand_as,
    "repeat": repeat,
}
"""Methods that are no function of ``torch``."""
