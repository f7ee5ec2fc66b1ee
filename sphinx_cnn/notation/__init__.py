"""Architecture text → Network: one interpreter for all dialects, and a package for each dialect."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module

from sphinx_cnn.arithmetic.network import Network
from sphinx_cnn.arithmetic.shape import Shape
from sphinx_cnn.notation.dialect import Dialect, ReadAgainError
from sphinx_cnn.notation.errors import ArchitectureError, nearest
from sphinx_cnn.notation.folder import Folder
from sphinx_cnn.notation.interpreter import Interpreter
from sphinx_cnn.notation.source import Source

__all__ = ["DIALECTS", "ArchitectureError", "hyperparameters", "read", "speaker"]

DIALECTS = {"keras": "KerasDialect", "pytorch": "PyTorchDialect", "lasagne": "LasagneDialect"}
"""The dialects: each is a package of this one, and has a class of this name. They are imported when they are needed."""


def speaker(dialect: str) -> type[Dialect]:
    """The class of a dialect."""
    found: type[Dialect] = getattr(import_module(f"{__name__}.{dialect}.dialect"), DIALECTS[dialect])
    return found


def read(
    text: str,
    dialect: str = "keras",
    input_shape: Shape | dict[str, Shape] | None = None,
    name: str = "",
    entry: str = "",
    folder: Folder | None = None,
) -> Network:
    """The network that an architecture text describes. The text is read, never executed.

    :param input_shape: wins over a shape in the text; a mapping gives one for each input by its name.
    :param entry: which network of the text is meant, as an expression: ``Net(num_classes=10)``.
    :param folder: where modules are looked for that the text imports from files beside it.
    :raises ArchitectureError: if the text cannot be read; it says what, where, and what was probably meant.
    """
    if dialect not in DIALECTS:
        raise ArchitectureError(f"unknown dialect '{dialect}'{nearest(dialect, DIALECTS)}")
    framework = speaker(dialect)(input_shape)
    try:
        network = _network(text, framework, name, entry, folder)
    except ReadAgainError as again:
        network = _network(text, again.dialect, name, entry, folder)
    return replace(network, framework=framework.title)


def _network(text: str, framework: Dialect, name: str, entry: str, folder: Folder | None) -> Network:
    interpreter = Interpreter(Source(text), framework, folder)
    try:
        interpreter.read()
        return framework.network(interpreter, name, interpreter.entry(entry) if entry.strip() else None)
    except RecursionError:
        raise ArchitectureError("the text is nested too deeply to be read") from None


def hyperparameters() -> set[str]:
    """The names of all arguments that layers of any dialect have."""
    kinds = [kind for name in DIALECTS for kind in import_module(f"{__name__}.{name}.layers").KINDS.values()]
    return {name for kind in kinds for name in kind.parameters}
