"""How these tests read a text: what a reader sees of its layers, or why it is refused."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from sphinx_cnn import ArchitectureError, Summary, summarize

Shape = tuple[int, ...]
InputShape = Shape | Mapping[str, Shape] | None

IMAGE = (32, 32, 3)


def read(text: str, input_shape: InputShape = IMAGE) -> Summary:
    """The summary of a text."""
    return summarize(text, input_shape=input_shape)


def names(text: str, input_shape: InputShape = IMAGE) -> list[str]:
    """The names of the layers, without the input's."""
    return [row.name for row in read(text, input_shape).rows if row.kind != "Input"]


def shapes(text: str, input_shape: InputShape = IMAGE) -> list[Shape]:
    """The output shapes of the layers, without the input's."""
    return [row.output_shape for row in read(text, input_shape).rows if row.kind != "Input"]


def inputs(text: str, input_shape: InputShape = IMAGE) -> dict[str, tuple[str, ...]]:
    """For each layer by name, the layers that it takes its input from."""
    return {row.name: row.inputs for row in read(text, input_shape).rows if row.kind != "Input"}


def units(text: str) -> list[int]:
    """The sizes of the dense layers of a text, in order: what the Python around them came to."""
    return [row.output_shape[-1] for row in read(text, (1,)).rows if row.kind == "Dense"]


def refusal(text: str, input_shape: InputShape = IMAGE) -> ArchitectureError:
    """The error that a text ends in."""
    with pytest.raises(ArchitectureError) as caught:
        summarize(text, input_shape=input_shape)
    return caught.value
