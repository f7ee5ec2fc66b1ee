"""What the code declares, read for the reference: nothing that stands there is written down a second time."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

from sphinx.pycode import ModuleAnalyzer

from sphinx_cnn.extension import warnings
from sphinx_cnn.extension.config import SETTINGS, Setting
from sphinx_cnn.extension.warnings import Subtype

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
