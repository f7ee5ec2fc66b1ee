"""Operations of PyTorch that take parts of a tensor, or put tensors together."""

from __future__ import annotations

import ast

from sphinx_cnn.arithmetic.layers.indexing import Gathering, Indexing, Part, Windows
from sphinx_cnn.arithmetic.layers.merging import Concatenation
from sphinx_cnn.arithmetic.layers.placement import Stack
from sphinx_cnn.notation.tensors.maps import (
    MIXES,
    Aside,
    Call,
    Recorder,
    aligned,
    as_data,
    axis_from_end,
    batch_axis_without,
    new_axis,
)
from sphinx_cnn.notation.tensors.signature import Function
from sphinx_cnn.notation.values import Constant, FeatureMap, describe

MOST_PARTS = 4096
"""Parts that one tensor is cut into; no network in use comes near it."""


def subscript(value: FeatureMap, index: object, reader: Recorder, node: ast.AST) -> FeatureMap:
    """``value[index]``, a part of a feature map or of a parameter.

    :raises ValueError: if it cuts the batch axis, or is no index.
    """
    return indexed(Call("getitem", reader, node), value, index)


def indexed(call: Call, value: FeatureMap, index: object) -> FeatureMap:
    """As :func:`subscript`, as a row of the name that the call has."""
    parts, batch_axis = _each_axis(value, list(index) if isinstance(index, tuple) else [index])
    looked_up = [axis for axis, part in enumerate(parts) if not isinstance(part, int | slice | None)]
    if looked_up:
        return _gathered(call, value, parts, looked_up)
    found = tuple(_part(part) for part in parts)
    return call.row(Indexing(found, channels_last=False), value, batch_axis=batch_axis)


def _each_axis(value: FeatureMap, written: list[object]) -> tuple[list[object], int]:
    """A part for each axis of one input, with new axes between them, and where the batch axis stands then."""
    named = sum(part is not None and part is not ... for part in written)
    rank = len(value.sizes)
    if named > rank:
        raise ValueError(f"an index for {named} axes is given, but the feature map has {rank}")
    if sum(part is ... for part in written) > 1:
        raise ValueError("an index has one ... at most")
    place = next((index for index, part in enumerate(written) if part is ...), len(written))
    parts = [*written[:place], *[slice(None)] * (rank - named), *written[place + 1 :]]
    if not value.batched:
        return parts, 0
    axes = [index for index, part in enumerate(parts) if part is not None]
    batch = axes[value.batch_axis]
    part = parts.pop(batch)
    if not isinstance(part, slice) or part.indices(2) != (0, 2, 1) or part.indices(3) != (0, 3, 1):
        hint = "; start with a colon: x[:, …]" if not batch else ""
        raise ValueError(f"an index along axis {value.batch_axis}, the batch axis, {MIXES}{hint}")
    return parts, sum(not isinstance(part, int) for part in parts[:batch])


def _gathered(call: Call, value: FeatureMap, parts: list[object], looked_up: list[int]) -> FeatureMap:
    """The positions of one axis that whole numbers name, in a list or in a tensor without a batch axis."""
    axis = looked_up[0]
    if any(part != slice(None) for part in parts if part is not parts[axis]):
        raise ValueError("an index that is a list or a tensor is read for one axis, with colons for the others")
    index = parts[axis]
    maps = [value]
    if isinstance(index, list):
        if not index or any(isinstance(each, bool) or not isinstance(each, int) for each in index):
            raise ValueError(f"an index that is a list needs whole numbers, not {describe(index)}")
        sizes: tuple[int, ...] = (len(index),)
        size = value.shape[axis]
        beyond = next((each for each in index if not -size <= each < size), None)
        if beyond is not None:
            raise ValueError(f"index {beyond} is beyond an axis of size {size}")
    elif isinstance(index, Constant):
        sizes = index.shape
    else:
        maps.append(call.map("an index", index))
        sizes = maps[1].shape
        if maps[1].batched:
            raise ValueError("an index that is computed from the input is not read here")
    more = (len(sizes) - 1) * (axis < value.batch_axis)
    layer = Gathering(axis - len(parts), sizes, channels_last=False)
    return call.row(layer, *maps, batch_axis=value.batch_axis + more)


def subscript_data(value: Constant, index: object, reader: Recorder) -> object:
    """``value[index]``, a part of a tensor of data, which leaves no row."""
    if len(value.shape) == 1 and value.values and isinstance(index, int | slice) and not isinstance(index, bool):
        kept = value.values[index]
        values = kept if isinstance(kept, tuple) else (kept,)
        return Constant(value.origin, (len(values),) if isinstance(index, slice) else (), values)
    aside = Aside(reader)
    whole = Call("getitem", aside, ast.Pass()).constant(value)
    return as_data(subscript(whole, index, aside, ast.Pass()), value.origin)


def _part(part: object) -> Part:
    if isinstance(part, slice):
        for bound in (part.start, part.stop, part.step):
            if bound is not None and (isinstance(bound, bool) or not isinstance(bound, int)):
                raise ValueError(f"a slice has whole numbers, not {describe(bound)}")
        if part.step is not None and part.step < 1:
            raise ValueError(f"the step of a slice of a tensor must be above 0, not {part.step}")
        return part
    if part is None or (isinstance(part, int) and not isinstance(part, bool)):
        return part
    raise ValueError(f"an index must be a whole number, a slice, None or ..., not {describe(part)}")


def _along(call: Call, value: FeatureMap, axis: int, part: int | slice) -> FeatureMap:
    """A part along an axis that is counted from the end."""
    before = (slice(None),) * (len(value.shape) + axis)
    place = value.batch_axis if isinstance(part, slice) else batch_axis_without(value, [axis])
    return call.row(Indexing((*before, part), channels_last=False), value, batch_axis=place)


def _ranges(call: Call, value: FeatureMap, axis: int, sizes: list[int]) -> list[FeatureMap]:
    call.reader.budget.spend(len(sizes))
    starts = [sum(sizes[:index]) for index in range(len(sizes))]
    return [_along(call, value, axis, slice(i, i + size)) for i, size in zip(starts, sizes, strict=True)]


def chunk(call: Call, input: FeatureMap, chunks: int, dim: int = 0) -> list[FeatureMap]:
    """So many parts along an axis, or fewer, all as large but for the last."""
    axis = axis_from_end(call.name, input, dim)
    if chunks < 1:
        raise ValueError(f"{call.name} needs a number of parts above 0, not {chunks}")
    return split(call, input, -(-input.shape[axis] // chunks), dim)


def split(call: Call, input: FeatureMap, split_size: object, dim: int = 0) -> list[FeatureMap]:
    """Parts along an axis, of one size, the last one smaller, or of the sizes in a list."""
    axis = axis_from_end(call.name, input, dim)
    whole = input.shape[axis]
    if isinstance(split_size, list | tuple):
        sizes = [size for size in split_size if isinstance(size, int) and not isinstance(size, bool) and size > 0]
        if len(sizes) != len(split_size) or sum(sizes) != whole:
            raise ValueError(f"{call.name}: sizes {list(split_size)} do not add up to the {whole} along axis {dim}")
        return _ranges(call, input, axis, sizes)
    if isinstance(split_size, bool) or not isinstance(split_size, int) or split_size < 1:
        raise ValueError(f"{call.name} needs a size above 0, or a list of sizes, not {describe(split_size)}")
    _bounded(call, -(-whole // split_size))
    return _ranges(call, input, axis, [min(split_size, whole - i) for i in range(0, whole, split_size)])


def tensor_split(call: Call, input: FeatureMap, sections: object, dim: int = 0) -> list[FeatureMap]:
    """So many parts along an axis, the first ones larger by one where it does not divide; or cut at some places."""
    axis = axis_from_end(call.name, input, dim)
    whole = input.shape[axis]
    if isinstance(sections, list | tuple):
        cuts = [whole + cut if cut < 0 else cut for cut in sections if isinstance(cut, int)]
        sizes = [end - start for start, end in zip([0, *cuts], [*cuts, whole], strict=True)]
        if len(cuts) < len(sections) or min(sizes) < 1:
            raise ValueError(f"{call.name}: {list(sections)} are no places to cut the {whole} along axis {dim}")
        return _ranges(call, input, axis, sizes)
    if isinstance(sections, bool) or not isinstance(sections, int) or not 1 <= sections <= whole:
        raise ValueError(f"{call.name} needs a number of parts from 1 to {whole}, not {describe(sections)}")
    _bounded(call, sections)
    size, more = divmod(whole, sections)
    return _ranges(call, input, axis, [size + (index < more) for index in range(sections)])


def unbind(call: Call, input: FeatureMap, dim: int = 0) -> list[FeatureMap]:
    """Each position of an axis by itself."""
    axis = axis_from_end(call.name, input, dim)
    _bounded(call, input.shape[axis])
    return [_along(call, input, axis, index) for index in range(input.shape[axis])]


def _bounded(call: Call, parts: int) -> None:
    if parts > MOST_PARTS:
        raise ValueError(f"{call.name} would make {parts:,} parts; no network has more than {MOST_PARTS:,}")


def unfold(call: Call, input: FeatureMap, dimension: int, size: int, step: int) -> FeatureMap:
    """Windows along an axis, the values of each along a new last axis."""
    axis = axis_from_end(call.name, input, dimension)
    if size < 1 or step < 1:
        raise ValueError(f"{call.name} needs a size and a step above 0, not {size} and {step}")
    return call.kept(Windows(axis, size, step), input)


def select(call: Call, input: FeatureMap, dim: int, index: int) -> FeatureMap:
    """One position of an axis."""
    return _along(call, input, axis_from_end(call.name, input, dim), index)


def narrow(call: Call, input: FeatureMap, dim: int, start: int, length: int) -> FeatureMap:
    """Some positions of an axis."""
    axis = axis_from_end(call.name, input, dim)
    first = start % input.shape[axis] if start < 0 else start
    if length < 1 or first + length > input.shape[axis]:
        raise ValueError(f"{call.name}: {length} positions from {start} go beyond the {input.shape[axis]} of the axis")
    return _along(call, input, axis, slice(first, first + length))


def cat(call: Call, tensors: object, dim: int = 0) -> FeatureMap:
    """Tensors one after the other along an axis."""
    return _concatenated(call, _maps(call, tensors), dim)


def _concatenated(call: Call, maps: list[FeatureMap], dim: int) -> FeatureMap:
    first = next((value for value in maps if value.batched), maps[0])
    axis = axis_from_end(call.name, first, dim)
    maps, batch_axis = _together(call, maps)
    return call.row(Concatenation(axis), *maps, batch_axis=batch_axis, dim=dim)


def stack(call: Call, tensors: object, dim: int = 0) -> FeatureMap:
    """Tensors of one shape along a new axis."""
    maps = _maps(call, tensors)
    first = next((value for value in maps if value.batched), maps[0])
    index, batch_axis = new_axis(call.name, first, dim)
    maps, _ = _together(call, maps)
    return call.row(Stack(index - len(first.shape) - 1), *maps, batch_axis=batch_axis, dim=dim)


def along(axis: int, least: int) -> Function:
    """Tensors one after the other along an axis, each with so many axes at least, as NumPy has it."""

    def apply(call: Call, tensors: object) -> FeatureMap:
        maps = _maps(call, tensors)
        if any(len(value.sizes) < least for value in maps):
            raise ValueError(f"{call.name} is read for tensors with at least {least} axes")
        return _concatenated(call, maps, axis)

    return apply


def _maps(call: Call, tensors: object) -> list[FeatureMap]:
    if not isinstance(tensors, list | tuple) or not tensors:
        raise ValueError(f"{call.name} takes a list of feature maps, not {describe(tensors)}")
    maps = [call.map("each item", item) for item in tensors]
    batched = any(value.batched for value in maps)
    if any(batched and not fmap.batched and not isinstance(t, Constant) for fmap, t in zip(maps, tensors, strict=True)):
        raise ValueError(f"{call.name} needs a parameter for each input of the batch: parameter.expand(x.size(0), …)")
    return maps


def _together(call: Call, maps: list[FeatureMap]) -> tuple[list[FeatureMap], int]:
    """Tensors with their axes side by side, and where the batch axis stands."""
    if len({len(value.sizes) for value in maps}) > 1:
        counts = " and ".join(str(len(value.sizes)) for value in maps)
        raise ValueError(f"{call.name} takes tensors with equally many axes, not {counts}")
    return aligned(call.name, maps)


OPERATIONS: dict[str, Function] = {
    "chunk": chunk,
    "split": split,
    "tensor_split": tensor_split,
    "unbind": unbind,
    "select": select,
    "narrow": narrow,
}
"""By the name of the method, which is that of the function of ``torch`` too."""

METHODS: dict[str, Function] = {"unfold": unfold}
"""Methods that are no function of ``torch``."""

FUNCTIONS: dict[str, Function] = {
    "cat": cat,
    "concat": cat,
    "concatenate": cat,
    "stack": stack,
    "vstack": along(0, 2),
    "row_stack": along(0, 2),
    "hstack": along(1, 2),
    "dstack": along(2, 3),
}
"""Functions of ``torch`` that are no methods."""
