"""Operations that take parts of a feature map, put several together, or multiply them as matrices."""

from __future__ import annotations

from sphinx_cnn.notation.keras.operations.call import Call
from sphinx_cnn.notation.tensors import parts, products, shaping
from sphinx_cnn.notation.tensors.maps import axis_from_end
from sphinx_cnn.notation.tensors.signature import Function
from sphinx_cnn.notation.values import BatchSize, FeatureMap, Opaque, describe


def subscript(call: Call, value: FeatureMap, index: object) -> FeatureMap:
    """``value[index]``, a part of a feature map or of a variable."""
    written = index if isinstance(index, tuple) else (index,)
    new = tuple(None if isinstance(part, Opaque) and part.origin.endswith(".newaxis") else part for part in written)
    return parts.indexed(call, value, new)


def cut(call: Call, inputs: FeatureMap, start_indices: object, shape: object) -> FeatureMap:
    """A part of some sizes from some positions on; -1 is all that is left."""
    if not isinstance(start_indices, list | tuple) or not isinstance(shape, list | tuple):
        raise ValueError(f"{call.name} needs a list of positions and one of sizes")
    if len(start_indices) != len(inputs.sizes) or len(shape) != len(inputs.sizes):
        raise ValueError(f"{call.name} needs a position and a size for each of the {len(inputs.sizes)} axes")
    found = []
    for start, size in zip(start_indices, shape, strict=True):
        if isinstance(start, int) and isinstance(size, int) and start >= 0:
            found.append(slice(start or None, None if size == -1 else start + size))
        elif start == 0 and isinstance(size, BatchSize):
            found.append(slice(None))
        else:
            raise ValueError(f"{call.name} needs whole numbers, not {describe(start)} and {describe(size)}")
    return parts.indexed(call, inputs, tuple(found))


def concatenate(call: Call, xs: object, axis: int = 0) -> FeatureMap:
    """Feature maps one after the other along an axis."""
    return parts.cat(call, xs, axis)


def concatenate_last(call: Call, tensors: object, axis: int = -1) -> FeatureMap:
    """As :func:`concatenate`, along the last axis where none is named."""
    return parts.cat(call, tensors, axis)


def stack(call: Call, x: object, axis: int = 0) -> FeatureMap:
    """Feature maps of one shape along a new axis."""
    return parts.stack(call, x, axis)


def unstack(call: Call, x: FeatureMap, num: object = None, axis: int = 0) -> list[FeatureMap]:
    """Each position of an axis by itself."""
    return parts.unbind(call, x, axis)


def split(call: Call, x: FeatureMap, indices_or_sections: object, axis: int = 0) -> list[FeatureMap]:
    """So many equal parts along an axis, or those between the indices in a list."""
    whole = x.shape[axis_from_end(call.name, x, axis)]
    if isinstance(indices_or_sections, list | tuple):
        ends = [index for index in indices_or_sections if isinstance(index, int)]
        sizes = [end - start for start, end in zip([0, *ends], [*ends, whole], strict=True)]
        return parts.split(call, x, sizes, axis)
    return parts.split(call, x, _equal(call, whole, indices_or_sections), axis)


def split_sizes(call: Call, value: FeatureMap, sections: object, axis: int = 0, num: object = None) -> list[FeatureMap]:
    """So many equal parts along an axis, or parts of the sizes in a list, as TensorFlow has it."""
    if not isinstance(sections, list | tuple):
        return split(call, value, sections, axis)
    whole = value.shape[axis_from_end(call.name, value, axis)]
    known = sum(size for size in sections if isinstance(size, int) and size > 0)
    return parts.split(call, value, [whole - known if size == -1 else size for size in sections], axis)


def _equal(call: Call, whole: int, sections: object) -> int:
    if isinstance(sections, bool) or not isinstance(sections, int) or sections < 1 or whole % sections:
        raise ValueError(f"{call.name}: the size {whole} of the axis is not divided by {describe(sections)}")
    return whole // sections


def array_split(call: Call, x: FeatureMap, indices_or_sections: int, axis: int = 0) -> list[FeatureMap]:
    """So many parts along an axis, the first ones larger by one where it does not divide."""
    return parts.tensor_split(call, x, indices_or_sections, axis)


def matmul(
    call: Call, x: FeatureMap, x2: FeatureMap, transpose_a: bool = False, transpose_b: bool = False,  # noqa: FBT001, FBT002
) -> FeatureMap:  # fmt: skip
    """The product of the matrices in the last two axes, one or both of them transposed."""
    sides = [
        shaping.transposed(call, side) if turned else side for side, turned in ((x, transpose_a), (x2, transpose_b))
    ]
    return products.matmul(call, *sides)


def dot(call: Call, x: FeatureMap, x2: FeatureMap) -> FeatureMap:
    """The product along the last axis of the one and the last but one of the other, a variable."""
    if x2.batched or len(x2.shape) > 2:
        raise ValueError(f"{call.name} is read for a feature map and a variable with 2 axes; use matmul")
    return products.matmul(call, x, x2)


def tensordot(call: Call, x: FeatureMap, x2: FeatureMap, axes: object = 2) -> FeatureMap:
    """As :func:`dot`, along one axis."""
    if axes != 1:
        raise ValueError(f"{call.name} is read for axes=1, not {describe(axes)}; use einsum")
    return dot(call, x, x2)


OPERATIONS: dict[str, Function] = {
    "slice": cut,
    "concatenate": concatenate,
    "stack": stack,
    "unstack": unstack,
    "split": split,
    "array_split": array_split,
    "matmul": matmul,
    "dot": dot,
    "tensordot": tensordot,
    "einsum": products.einsum,
}
