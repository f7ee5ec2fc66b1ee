"""What the code declares, read for the reference: nothing that stands there is written down a second time."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

from sphinx.pycode import ModuleAnalyzer

from sphinx_cnn.extension import warnings
from sphinx_cnn.extension.config import SETTINGS, Setting
from sphinx_cnn.extension.warnings import Subtype
from sphinx_cnn.notation.budget import Budget
from sphinx_cnn.notation.builtins import MATH, builtins, method

CANDIDATES = ("candidates", "_candidates")
"""What ``ENUM`` keeps its choices in, before Sphinx 9 and since."""


def docstring(thing: object) -> str:
    """The docstring, without its indentation."""
    return inspect.cleandoc(inspect.getdoc(thing) or "")


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
