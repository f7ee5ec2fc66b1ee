"""``.. operations:: SUBJECT``: the functions and methods that a dialect reads, by what they do."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping

from docutils import nodes
from docutils.parsers.rst import directives

from _ext.declarations import docstring
from _ext.layers import in_words
from _ext.parts import Parts
from sphinx_cnn.notation.dialect import Maker
from sphinx_cnn.notation.keras.operations.library import MODULES
from sphinx_cnn.notation.pytorch.composites import COMPOSITES
from sphinx_cnn.notation.pytorch.einops import MEMBERS as EINOPS
from sphinx_cnn.notation.pytorch.functional import FUNCTIONAL, Twin, Unread
from sphinx_cnn.notation.pytorch.functions import TORCH
from sphinx_cnn.notation.pytorch.library import FALSE, WRAPPERS
from sphinx_cnn.notation.pytorch.module_methods import ITSELF
from sphinx_cnn.notation.pytorch.module_methods import UNREAD as UNREAD_OF_MODULES
from sphinx_cnn.notation.pytorch.operation import Operation
from sphinx_cnn.notation.pytorch.tensors import MAKES_DATA, METHODS, PROPERTIES, TRANSPOSED, UNREAD_PROPERTIES


class Operations(Parts):
    """Gives the tables of a subject."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """The table, or a table with a heading for each module."""
        subject = directives.choice(self.arguments[0], tuple(SUBJECTS))
        return SUBJECTS[subject](self)

    def torch(self) -> list[nodes.Node]:
        """``torch``."""
        return [self._by_purpose(TORCH)]

    def functional(self) -> list[nodes.Node]:
        """``torch.nn.functional``."""
        return [self._by_purpose(FUNCTIONAL)]

    def methods(self) -> list[nodes.Node]:
        """The methods of a tensor."""
        return [self._by_purpose({**METHODS, **MAKES_DATA})]

    def attributes(self) -> list[nodes.Node]:
        """The attributes of a tensor."""
        rows = [
            (self.codes(PROPERTIES), "Read; the batch axis has a size that is not known."),
            (self.codes(TRANSPOSED), "The axes exchanged, as an operation with a row."),
            (self.codes(UNREAD_PROPERTIES), "Not read."),
        ]
        return [self.table(("Names", "What is read"), rows)]

    def modules(self) -> list[nodes.Node]:
        """The methods of modules that do nothing here."""
        rows = [
            (self.codes(sorted(ITSELF)), "Give the module as it is."),
            (self.codes(sorted(UNREAD_OF_MODULES)), "Passed over, with their arguments."),
            (self.codes(sorted(WRAPPERS)), "Functions that give the module that they get."),
            (self.codes(sorted(FALSE)), "Functions that are false here."),
        ]
        return [self.table(("Names", "What is read"), rows)]

    def einops(self) -> list[nodes.Node]:
        """``einops``, for PyTorch."""
        rows = [(f"``{path}``", self.codes(members)) for path, members in EINOPS.items()]
        return [self.table(("Module", "What is read of it"), rows)]

    def composites(self) -> list[nodes.Node]:
        """Modules that are made of others."""
        return [self.cell(self.codes(f"nn.{name}" for name in sorted(COMPOSITES)))]

    def keras(self) -> list[nodes.Node]:
        """Keras' and TensorFlow's operations."""
        shared: dict[int, list[str]] = {}
        for path, entries in MODULES.items():
            shared.setdefault(id(entries), []).append(path)
        shown: list[nodes.Node] = []
        for paths in shared.values():
            functions = {name: entry.function for name, entry in MODULES[paths[0]].items()}
            shown += [nodes.rubric("", "", nodes.literal("", ", ".join(paths))), self._by_purpose(functions)]
        return shown

    def _by_purpose(self, functions: Mapping[str, Maker | Callable[..., object]]) -> nodes.Node:
        """A row for each thing that functions do, with the names of those that do it."""
        found: dict[str, list[str]] = {}
        for name, function in functions.items():
            found.setdefault(purpose(function), []).append(name)
        return self.table(("Names", "What they do"), [(self.codes(names), said) for said, names in found.items()])


def purpose(function: Maker | Callable[..., object]) -> str:
    """What a function does, in a sentence."""
    if isinstance(function, Twin):
        return f"Makes a :layer:`nn.{function.kind} <torch.nn.{function.kind}>` and applies it."
    if isinstance(function, Unread):
        return "Not read: it is computed after the network, or of labels."
    inner = function.function if isinstance(function, Operation) else function
    assert callable(inner)  # noqa: S101
    return in_words(inner) if inner.__doc__ else _of_factory(inner)


def _of_factory(function: Callable[..., object]) -> str:
    """What is said of the function that has made this one."""
    factory = getattr(sys.modules[function.__module__], function.__qualname__.partition(".")[0])
    return docstring(factory)


SUBJECTS: dict[str, Callable[[Operations], list[nodes.Node]]] = {
    "torch": Operations.torch,
    "functional": Operations.functional,
    "methods": Operations.methods,
    "attributes": Operations.attributes,
    "modules": Operations.modules,
    "einops": Operations.einops,
    "composites": Operations.composites,
    "keras": Operations.keras,
}
