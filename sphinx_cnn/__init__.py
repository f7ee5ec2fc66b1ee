"""Shapes, parameters and costs of convolutional networks, computed from the code that readers know."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_cnn.arithmetic.quantities import DTYPES, FLOPS_CONVENTIONS, FlopsConvention
from sphinx_cnn.arithmetic.shape import Shape
from sphinx_cnn.arithmetic.summary import Summary
from sphinx_cnn.arithmetic.summary import summarize as _summarize
from sphinx_cnn.notation import ArchitectureError, read
from sphinx_cnn.notation.errors import nearest
from sphinx_cnn.notation.folder import Folder

if TYPE_CHECKING:
    from sphinx.application import Sphinx

__version__ = "0.1.0"
__all__ = ["ArchitectureError", "Summary", "__version__", "setup", "summarize"]


def summarize(
    text: str,
    *,
    dialect: str = "keras",
    input_shape: Shape | Mapping[str, Shape] | None = None,
    name: str = "",
    dtype: str = "float32",
    flops_convention: FlopsConvention = "2xmac",
    entry: str = "",
    folder: str | Path | Folder | None = None,
) -> Summary:
    """Read an architecture and count everything. The text is read, never executed.

    :param text: the architecture, in the code of the dialect's framework.
    :param input_shape: without the batch axis; a mapping gives one for each input by its name. It wins over a shape
        in the text.
    :param dtype: the data type that memory is counted for.
    :param flops_convention: what a FLOP is: ``2xmac``, ``textbook`` or ``mac``.
    :param entry: which network of the text is meant, where it defines several: ``"Net(num_classes=10)"``.
    :param folder: where modules are looked for that the text imports from files beside it.
    :raises ArchitectureError: if the text cannot be read; it says what, where, and what was probably meant.
    :raises ValueError: for an unknown data type or convention.
    """
    for name_of, value, known in (("dtype", dtype, DTYPES), ("FLOPs convention", flops_convention, FLOPS_CONVENTIONS)):
        if value not in known:
            raise ValueError(f"unknown {name_of} '{value}'{nearest(value, known)}")
    if isinstance(input_shape, Mapping):
        shapes: Shape | dict[str, Shape] | None = {key: tuple(shape) for key, shape in input_shape.items()}
    else:
        shapes = None if input_shape is None else tuple(input_shape)
    beside = Folder(Path(folder)) if isinstance(folder, str | Path) else folder
    network = read(text, dialect, shapes, name, entry, beside)
    return _summarize(network, dtype=dtype, flops_convention=flops_convention)


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect the extension to Sphinx, which calls this for ``extensions = ["sphinx_cnn"]``."""
    from sphinx_cnn.extension import connect  # noqa: PLC0415

    return connect(app)
