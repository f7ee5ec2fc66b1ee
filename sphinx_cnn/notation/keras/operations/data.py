"""Functions that make data: values that are not read, of a shape that is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sphinx_cnn.notation.dialect import Maker
from sphinx_cnn.notation.keras.operations.call import Call
from sphinx_cnn.notation.tensors import data
from sphinx_cnn.notation.tensors.maps import as_map
from sphinx_cnn.notation.tensors.signature import Function
from sphinx_cnn.notation.values import BatchSize, Constant, FeatureMap, Opaque, describe


@dataclass(frozen=True, slots=True)
class Numbers(Constant):
    """Data of numbers that the text has."""

    written: tuple[object, ...] = ()


def made(call: Call, sizes: object) -> Opaque:
    """Data of these sizes; along a batch axis all of it is as for one input."""
    listed = list(sizes) if isinstance(sizes, list | tuple) else [sizes]
    listed = [1 if (size is None or isinstance(size, BatchSize)) and i == 0 else size for i, size in enumerate(listed)]
    if any(isinstance(size, Opaque) for size in listed):
        return Opaque(f"{call.written}()")
    numbers = tuple(size for size in listed if isinstance(size, int) and not isinstance(size, bool) and size >= 0)
    if len(numbers) < len(listed):
        raise ValueError(f"{call.written} needs sizes in whole numbers, not {describe(sizes)}")
    return Constant(f"{call.written}()", numbers)


def of_shape(call: Call, shape: object, *others: object) -> Opaque:
    """Data of a shape, whatever its values are."""
    return made(call, shape)


def by_chance(
    call: Call, shape: object = (), mean: object = None, stddev: object = None, *others: object, minval: object = None,
    maxval: object = None,
) -> Opaque:  # fmt: skip
    """Data of a shape, with random values."""
    return made(call, shape)


def full(call: Call, shape: object, fill_value: object) -> Opaque:
    """Data of one value."""
    return made(call, shape)


def like(call: Call, x: object, fill_value: object = None) -> Opaque:
    """Data of the shape of something else."""
    found = as_map(x, call.reader, call.node)
    if found is not None:
        return made(call, found.sizes)
    return made(call, x.shape) if isinstance(x, Constant) else Opaque(f"{call.written}()")


def arange(call: Call, start: object, stop: object = None, step: object = 1) -> Opaque:
    """Numbers from a start to an end."""
    return _named(call, data.steps(call, start, stop, step))


def linspace(call: Call, start: object, stop: object, num: object = 50) -> Opaque:
    """So many numbers from a start to an end."""
    return made(call, [num])


def eye(call: Call, n: object, m: object = None) -> Opaque:
    """The matrix with ones along its diagonal."""
    return made(call, [n, n if m is None else m])


def array(call: Call, x: object, dtype: object = None, shape: object = None) -> object:
    """Data of the numbers in lists; a feature map and a single number stay what they are."""
    if shape is not None:
        return made(call, shape)
    if isinstance(x, list | tuple):
        found = data.tensor(call, x)
        if isinstance(found, Constant):
            return Numbers(f"{call.written}()", found.shape, found.values, tuple(x))
        return Opaque(f"{call.written}()")
    mapped = as_map(x, call.reader, call.node)
    return x if mapped is None else mapped


def _named(call: Call, found: Opaque) -> Opaque:
    return replace(found, origin=f"{call.written}()")


def variable(
    call: Call, initializer: object = None, shape: object = None, dtype: object = None, trainable: object = True,  # noqa: FBT002
) -> Opaque:  # fmt: skip
    """What a variable is made of: data of a shape, a number, or a function that makes data of a shape."""
    if shape is not None:
        return made(call, shape)
    if isinstance(initializer, Maker):
        raise ValueError("a variable needs a shape beside its initializer")
    if isinstance(initializer, FeatureMap):
        raise ValueError("a variable cannot start from what is computed of an input")
    found = array(call, initializer)
    if isinstance(found, int | float):
        return made(call, ())
    return found if isinstance(found, Opaque) else made(call, ())


OPERATIONS: dict[str, Function] = {
    "zeros": of_shape,
    "ones": of_shape,
    "empty": of_shape,
    "full": full,
    "zeros_like": like,
    "ones_like": like,
    "full_like": like,
    "arange": arange,
    "linspace": linspace,
    "eye": eye,
    "array": array,
    "convert_to_tensor": array,
}

RANDOM: dict[str, Function] = dict.fromkeys(("normal", "uniform", "truncated_normal", "randint"), by_chance)
