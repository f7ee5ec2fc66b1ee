"""The configuration values, each declared once: name, default, what it invalidates, types, meaning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import ENUM, Config

from sphinx_cnn.arithmetic.quantities import DTYPES, FLOPS_CONVENTIONS
from sphinx_cnn.notation import DIALECTS
from sphinx_cnn.rendering.columns import DEFAULT

DIRECTIONS = ("TB", "LR", "BT", "RL")
"""Where the data of a diagram flows: down, to the right, up, to the left."""


@dataclass(frozen=True)
class Setting:
    """A configuration value.

    :param rebuild: ``env`` where a directive reads it, ``html`` where only the writing of pages does, or nothing.
    """

    name: str
    default: Any
    rebuild: str
    types: Any
    meaning: str


SETTINGS = (
    Setting("cnn_dialect", "keras", "env", ENUM(*DIALECTS), "the dialect of architectures that name none"),
    Setting("cnn_columns", " ".join(DEFAULT), "env", (str, list, tuple), "the columns of tables that choose none"),
    Setting("cnn_dtype", "float32", "env", ENUM(*DTYPES), "the data type that memory is counted for"),
    Setting("cnn_flops_convention", "2xmac", "env", ENUM(*FLOPS_CONVENTIONS), "what a FLOP is"),
    Setting("cnn_direction", "TB", "env", ENUM(*DIRECTIONS), "where the data of diagrams flows"),
    Setting("cnn_dot", "dot", "", (str,), "the Graphviz command that draws where pygraphviz cannot be imported"),
    Setting("cnn_cache_dir", None, "", (str,), "the folder of the drawings; by default in the doctree directory"),
)


def declare(app: Sphinx) -> None:
    """Add all configuration values."""
    for setting in SETTINGS:
        app.add_config_value(setting.name, setting.default, setting.rebuild, setting.types, setting.meaning)  # type: ignore[arg-type]


def column_names(config: Config) -> list[str]:
    """The columns of tables that choose none."""
    value = config.cnn_columns
    return value.replace(",", " ").split() if isinstance(value, str) else list(value)
