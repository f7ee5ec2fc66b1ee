"""Architecture text → Network: one interpreter for all dialects, and a package for each dialect."""

from __future__ import annotations

from sphinx_cnn.arithmetic.network import Network
from sphinx_cnn.arithmetic.shape import Shape
from sphinx_cnn.notation.errors import ArchitectureError, nearest
from sphinx_cnn.notation.interpreter import Interpreter
from sphinx_cnn.notation.keras.dialect import KerasDialect
from sphinx_cnn.notation.keras.layers import KINDS
from sphinx_cnn.notation.source import Source

__all__ = ["DIALECTS", "ArchitectureError", "hyperparameters", "read"]

DIALECTS = {"keras": KerasDialect}


def read(
    text: str, dialect: str = "keras", input_shape: Shape | dict[str, Shape] | None = None, name: str = ""
) -> Network:
    """The network that an architecture text describes. The text is read, never executed.

    :param input_shape: wins over a shape in the text; a mapping gives one for each input by its name.
    :raises ArchitectureError: if the text cannot be read; it says what, where, and what was probably meant.
    """
    if dialect not in DIALECTS:
        raise ArchitectureError(f"unknown dialect '{dialect}'{nearest(dialect, DIALECTS)}")
    source = Source(text)
    speaker = DIALECTS[dialect](input_shape)
    interpreter = Interpreter(source, speaker)
    try:
        interpreter.read()
        return speaker.network(interpreter, name)
    except RecursionError:
        raise ArchitectureError("the text is nested too deeply to be read") from None


def hyperparameters() -> set[str]:
    """The names of all arguments that layers of any dialect have."""
    return {name for kind in KINDS.values() for name in kind.parameters}
