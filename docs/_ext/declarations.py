"""What the code declares, read for the reference: nothing that stands there is written down a second time."""

from __future__ import annotations

import ast
import inspect
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from sphinx.pycode import ModuleAnalyzer

from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.extension import warnings
from sphinx_cnn.extension.config import SETTINGS, Setting
from sphinx_cnn.extension.warnings import Subtype
from sphinx_cnn.notation.budget import Budget
from sphinx_cnn.notation.builtins import MATH, builtins, method
from sphinx_cnn.notation.keras import layers
from sphinx_cnn.notation.keras.layers import ALIASES, KINDS
from sphinx_cnn.notation.kinds import Kind, Parameter

CANDIDATES = ("candidates", "_candidates")
"""What ``ENUM`` keeps its choices in, before Sphinx 9 and since."""


@dataclass(frozen=True)
class Entry:
    """Layer kinds that share their arguments, such as ``Conv1D``, ``Conv2D`` and ``Conv3D``.

    :param classes: the classes of the core that the kinds are counted by; the first one is the ordinary case.
    """

    names: tuple[str, ...]
    kind: Kind
    classes: tuple[type[Layer], ...]

    @property
    def family(self) -> str:
        """The family of the first class, as :attr:`Layer.family` has it."""
        return self.classes[0].__module__.rpartition(".")[2]

    @property
    def parameters(self) -> list[Parameter]:
        """The arguments, in the framework's order."""
        return list(self.kind.parameters.values())

    @property
    def aliases(self) -> list[str]:
        """The other names of these kinds."""
        return [alias for alias, name in ALIASES.items() if name in self.names]


def entries() -> dict[str, list[Entry]]:
    """All layer kinds by family, in the order of their declaration."""
    shared: dict[tuple[object, tuple[str, ...]], list[str]] = {}
    for name, kind in KINDS.items():
        shared.setdefault((kind.build, kind.passed_over), []).append(name)
    families: dict[str, list[Entry]] = {}
    for names in shared.values():
        kind = KINDS[names[0]]
        entry = Entry(tuple(names), kind, tuple(_classes(kind)))
        families.setdefault(entry.family, []).append(entry)
    return families


def _classes(kind: Kind) -> list[type[Layer]]:
    """The classes that ``kind.build`` returns, in the order of its text: the ordinary case comes first."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(kind.build)))
    returned = [node for node in ast.walk(tree) if isinstance(node, ast.Return)]
    calls = [node.value for node in sorted(returned, key=lambda node: node.lineno) if isinstance(node.value, ast.Call)]
    names = [call.func.id for call in calls if isinstance(call.func, ast.Name)]
    made = [getattr(layers, name) for name in names]
    return [thing for thing in made if isinstance(thing, type) and issubclass(thing, Layer)]


def docstring(thing: object) -> str:
    """The docstring, without its indentation."""
    return inspect.cleandoc(inspect.getdoc(thing) or "")


def of_family(entry: Entry) -> tuple[str, str]:
    """The words about a family, and its sources, from the docstring of its module."""
    paragraphs = docstring(sys.modules[entry.classes[0].__module__]).split("\n\n")
    sources = [paragraph for paragraph in paragraphs if paragraph.startswith(("Source:", "Sources:"))]
    words = [paragraph for paragraph in paragraphs if paragraph not in sources]
    return "\n\n".join(words), "\n\n".join(sources)


def subtypes() -> dict[str, str]:
    """The subtypes of warnings, with the docstrings that stand after the members."""
    documented = ModuleAnalyzer.for_module(warnings.__name__).find_attr_docs()
    return {
        member.value: " ".join(documented["Subtype", member.name]).strip() for member in Subtype.__members__.values()
    }


def settings() -> Iterator[tuple[Setting, list[str]]]:
    """The configuration values, each with its choices, if it has a fixed set of them."""
    for setting in SETTINGS:
        choices: set[str] = {choice for name in CANDIDATES for choice in getattr(setting.types, name, ())}
        yield setting, sorted(choices)


def functions() -> dict[str, list[str]]:
    """The functions and methods of Python that an architecture may use, by what has them."""
    budget = Budget()
    found = {
        "built-in": [name for name in builtins(budget) if not name.startswith("_")],
        "math": list(MATH),
    }
    owners: tuple[object, ...] = ("", [], {}, ())
    for owner in owners:
        names = [name for name in dir(owner) if not name.startswith("_") and method(owner, name, budget)]
        found[type(owner).__name__] = names
    return found
