"""Layers that move values, and layers that merge several inputs."""

from __future__ import annotations

from keras_cases import Draw, Shape


def flatten(draw: Draw, rank: int) -> list[Shape]:
    draw.some(0.3, "data_format", "channels_first", "channels_last")
    return [draw.any_shape(1, 2, 3, 4)]


def reshape(draw: Draw, rank: int) -> list[Shape]:
    shape = (*(draw.pick(1, 2, 3, 4, 6) for _ in range(draw.pick(1, 2, 3))), 5)
    target = list(shape)
    draw.random.shuffle(target)
    if draw.chance(0.4):
        target[:2] = [target[0] * target[1]]
    if draw.chance(0.5):
        target[draw.random.randrange(len(target))] = -1
    if draw.chance(0.1):
        target[0] = 7
    draw.given = {"target_shape": tuple(target) if draw.chance(0.8) else target}
    return [shape]


def permute(draw: Draw, rank: int) -> list[Shape]:
    shape = draw.any_shape(1, 2, 3, 4)
    dims = list(range(1, len(shape) + 1))
    draw.random.shuffle(dims)
    draw.given = {"dims": tuple(dims) if draw.chance(0.8) else dims}
    return [shape]


def repeat(draw: Draw, rank: int) -> list[Shape]:
    draw.given = {"n": draw.pick(1, 2, 3, 10)}
    return [draw.any_shape(1)]


def merging(draw: Draw, rank: int) -> list[Shape]:
    shape = draw.any_shape(1, 2, 3)
    inputs = [shape] * draw.pick(2, 2, 3)
    if draw.chance(0.5):
        inputs[-1] = tuple(draw.pick(1, size) for size in shape)
    elif draw.chance(0.3):
        inputs[0] = shape[-1:]
    if draw.chance(0.05):
        inputs[0] = (*shape[:-1], shape[-1] + 1)
    return inputs


def subtraction(draw: Draw, rank: int) -> list[Shape]:
    return merging(draw, rank)[-2:]


def concatenation(draw: Draw, rank: int) -> list[Shape]:
    shape = draw.any_shape(1, 2, 3)
    axis = draw.pick(-1, -1, 1, len(shape), -len(shape))
    draw.some(0.0 if axis == -1 else 1.0, "axis", axis)
    index = axis - 1 if axis > 0 else axis % len(shape)
    inputs = [(*shape[:index], size, *shape[index + 1 :]) for size in (1, 4, 7)[: draw.pick(2, 3)]]
    if draw.chance(0.1):
        inputs[0] = tuple(size + 1 for size in inputs[0])
    return inputs


def dot(draw: Draw, rank: int) -> list[Shape]:
    first, second = draw.any_shape(1, 2, 2, 3), draw.any_shape(1, 2, 2, 3)
    one, other = draw.random.randint(1, len(first)), draw.random.randint(1, len(second))
    if draw.chance(0.4):
        one = other = min(one, other)
    size = draw.pick(1, 2, 3, 5)
    shapes = [
        (*shape[: axis - 1], size, *shape[axis:]) for shape, axis in zip((first, second), (one, other), strict=True)
    ]
    if draw.chance(0.3):
        one, other = one - len(first) - 1, other - len(second) - 1
    draw.given = {"axes": one if one == other else draw.pick((one, other), [one, other])}
    draw.some(0.25, "normalize", True)
    return shapes
