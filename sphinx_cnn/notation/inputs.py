"""Input shapes: declared in the text, or given outside of it."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Any

from sphinx_cnn.arithmetic.shape import Shape
from sphinx_cnn.notation.errors import nearest
from sphinx_cnn.notation.values import describe

InputShapes = Shape | dict[str, Shape] | None
"""An input shape given outside the text, or one for each input by its name."""

LARGEST_SIZE = 2**31
MOST_AXES = 16


def declared_shape(keywords: dict[str, Any], *, own: Container[str] = (), of_input: bool = False) -> Shape | None:
    """Take the arguments that declare an input shape out of *keywords*; sizes that are open are -1.

    :param own: arguments that mean something else to the layer: ``input_dim`` is the vocabulary of an embedding.
    """
    keywords.pop("batch_size", None)
    if of_input and keywords.get("shape") is not None:
        return _sizes("shape", keywords.pop("shape"))
    if keywords.get("input_shape") is not None:
        return _sizes("input_shape", keywords.pop("input_shape"))
    for name in ("batch_input_shape", "batch_shape"):
        if keywords.get(name) is not None:
            return _sizes(name, keywords.pop(name))[1:]
    if "input_dim" not in own and isinstance(keywords.get("input_dim"), int):
        return (keywords.pop("input_dim"),)
    return None


def _sizes(name: str, value: object) -> Shape:
    if not isinstance(value, list | tuple) or not all(isinstance(size, int | None) for size in value):
        raise ValueError(f"{name} must be a tuple of whole numbers, not {describe(value)}")
    if len(value) > MOST_AXES:
        raise ValueError(f"{name} has {len(value)} axes; no network has more than {MOST_AXES}")
    if any(size is not None and not 0 < size < LARGEST_SIZE for size in value):
        raise ValueError(f"{name} must have sizes above 0, not {tuple(value)}")
    return tuple(-1 if size is None else size for size in value)


def outside_shape(given: InputShapes, name: str, declared: Shape | None) -> Shape:
    """The shape of an input: the one given outside the text, else the one declared in it.

    :raises ValueError: if there is none, or a size of it is open.
    """
    shape = given.get(name, declared) if isinstance(given, dict) else given or declared
    if shape is None:
        raise ValueError("the shape of the input is not known; give it beside the text")
    if not all(isinstance(size, int) and (0 < size < LARGEST_SIZE or size == -1) for size in shape):
        raise ValueError(f"the shape of the input must have sizes above 0, not {tuple(shape)}")
    if -1 in shape:
        raise ValueError("a size of the input is open (None); counts need all sizes, so give the shape beside the text")
    return shape


def unknown_inputs(given: InputShapes, names: list[str]) -> str:
    """What is wrong with the shapes given outside the text, if anything, for inputs of these names."""
    if isinstance(given, dict):
        for name in given:
            if name not in names:
                return f"there is no input '{name}'{nearest(name, names)}; the inputs are {', '.join(names) or 'none'}"
    elif given is not None and len(names) > 1:
        return f"there are several inputs, {', '.join(names)}; give the shape of each by its name"
    return ""


def parse_input_shapes(text: str) -> Shape | dict[str, Shape]:
    """An input shape as an option gives it: ``227x227x3``, ``(227, 227, 3)``, or ``left=28x28x1, right=28x28x1``.

    :raises ValueError: if it is neither.
    """
    named = re.findall(r"([^\s=,()]+)\s*=\s*([^=]+?)\s*(?=,\s*[^\s=,()]+\s*=|$)", text)
    if named:
        return {name: _parse_shape(shape) for name, shape in named}
    return _parse_shape(text)


def _parse_shape(text: str) -> Shape:
    sizes = [size for size in re.split(r"[x×X*,()\[\]\s]+", text) if size]
    if not sizes or not all(size.isascii() and size.isdigit() and 0 < int(size[:12]) < LARGEST_SIZE for size in sizes):
        raise ValueError(f"an input shape is written as 227x227x3, not '{text}'")
    return tuple(map(int, sizes))
