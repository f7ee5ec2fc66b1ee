"""Functions of PyTorch that make tensors of data: their values are not read, and their shape is."""

from __future__ import annotations

from sphinx_cnn.arithmetic.shape import Shape
from sphinx_cnn.notation.library import evenly_spaced
from sphinx_cnn.notation.tensors.maps import Call, as_map
from sphinx_cnn.notation.tensors.signature import Function
from sphinx_cnn.notation.values import BatchSize, Constant, Opaque, describe


def of_sizes(call: Call, *size: object) -> Opaque:
    """A tensor of sizes that are given one by one, or as a tuple."""
    return _tensor(call, size[0] if len(size) == 1 and isinstance(size[0], list | tuple) else size)


def full(call: Call, size: object, fill_value: object) -> Opaque:
    """A tensor of one value."""
    return _tensor(call, size)


def whole_numbers(call: Call, low: object, high: object = None, size: object = None) -> Opaque:
    """A tensor of whole numbers by chance, below ``high``, or from ``low``."""
    return _tensor(call, high if size is None else size)  # without low, the size is the second argument


def normal(call: Call, mean: object, std: object, size: object = None) -> Opaque:
    """A tensor of normally distributed numbers."""
    return _unread(call) if size is None else _tensor(call, size)


def _tensor(call: Call, sizes: object) -> Opaque:
    """A tensor; along a batch axis, all of it is as for one input."""
    listed = list(sizes) if isinstance(sizes, list | tuple) else [sizes]
    listed = [1 if isinstance(size, BatchSize) else size for size in listed]
    if any(isinstance(size, Opaque) for size in listed):
        return _unread(call)
    numbers = tuple(size for size in listed if isinstance(size, int) and not isinstance(size, bool) and size >= 0)
    if len(numbers) < len(listed):
        raise ValueError(f"{call.name} needs sizes in whole numbers, not {describe(sizes)}")
    return Constant(f"torch.{call.name}()", numbers)


def _unread(call: Call) -> Opaque:
    return Opaque(f"torch.{call.name}()")


def like(call: Call, input: object, fill_value: object = None) -> Opaque:
    """A tensor of the shape of another."""
    found = as_map(input, call.reader, call.node)
    if found is not None:
        return _tensor(call, found.sizes)
    return _tensor(call, input.shape) if isinstance(input, Constant) else _unread(call)


def tensor(call: Call, data: object) -> Opaque:
    """A tensor of the numbers in lists."""
    shape = _shape(call, data)
    return _unread(call) if shape is None else _tensor(call, shape)


def _shape(call: Call, data: object) -> Shape | None:
    """The shape of nested lists; ``None`` where it is not known."""
    call.reader.budget.spend(1)
    if isinstance(data, int | float):
        return ()
    if not isinstance(data, list | tuple):
        return None
    inner = {_shape(call, item) for item in data} or {()}
    found = inner.pop()
    if inner:
        raise ValueError(f"{call.name} needs lists that are equally long")
    return None if found is None else (len(data), *found)


def steps(call: Call, start: object, end: object = None, step: object = 1) -> Opaque:
    """Numbers from a start to an end."""
    first, last = (0, start) if end is None else (start, end)
    if not isinstance(first, int) or not isinstance(last, int) or not isinstance(step, int) or not step:
        return _unread(call)
    return _tensor(call, [max(0, -((first - last) // step))])


def spaced(call: Call, start: object, end: object, steps: object) -> Opaque:
    """So many numbers from a start to an end."""
    if isinstance(start, int | float) and isinstance(end, int | float) and isinstance(steps, int) and 0 < steps < MOST:
        return evenly_spaced(f"torch.{call.name}()", start, end, steps)
    return _tensor(call, [steps])


def permutation(call: Call, n: object) -> Opaque:
    """So many whole numbers in any order."""
    return _tensor(call, [n])


def eye(call: Call, n: object, m: object = None) -> Opaque:
    """The matrix with ones along its diagonal."""
    return _tensor(call, [n, n if m is None else m])


MOST = 10_000
"""Of more values none is read."""

SIZED = dict.fromkeys(("zeros", "ones", "randn", "rand", "empty"), of_sizes)
LIKE = {f"{name}_like": like for name in ("zeros", "ones", "randn", "rand", "empty", "full")}

FUNCTIONS: dict[str, Function] = {
    **SIZED,
    **LIKE,
    "full": full,
    "randint": whole_numbers,
    "normal": normal,
    "tensor": tensor,
    "as_tensor": tensor,
    "FloatTensor": tensor,
    "arange": steps,
    "linspace": spaced,
    "eye": eye,
    "randperm": permutation,
}
"""Functions of ``torch``."""
