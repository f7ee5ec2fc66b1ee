"""The configuration values, each declared once: name, default, what it invalidates, types, meaning."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import ENUM, Config

from sphinx_cnn.arithmetic.quantities import DTYPES, FLOPS_CONVENTIONS, QUANTITIES
from sphinx_cnn.extension.warnings import Finding, Subtype
from sphinx_cnn.notation import DIALECTS, hyperparameters
from sphinx_cnn.notation.errors import nearest
from sphinx_cnn.rendering.columns import DEFAULT, LAYER

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
    Setting("cnn_numbers_file", "cnn-numbers.json", "", (str,), "the record of the numbers, a file beside conf.py"),
    Setting("cnn_check_files", [], "", (list, tuple), "files that are no documents and that cnncheck reads too"),
)


def declare(app: Sphinx) -> None:
    """Add all configuration values."""
    for setting in SETTINGS:
        app.add_config_value(setting.name, setting.default, setting.rebuild, setting.types, setting.meaning)  # type: ignore[arg-type]


def check(app: Sphinx, config: Config) -> None:
    """Find columns that no table can have."""
    for name in column_names(config):
        if name != LAYER and name not in QUANTITIES and name not in hyperparameters():
            known = {LAYER, *QUANTITIES, *hyperparameters()}
            message = f"cnn_columns: there is no column '{name}'{nearest(name, known)}"
            Finding(Subtype.OPTION, message, _place(Path(app.confdir, "conf.py"), "cnn_columns")).warn()


def _place(path: Path, name: str) -> str:
    """``path:line`` of the line of the configuration that sets a value."""
    lines = path.read_text("utf-8", errors="replace").splitlines() if path.exists() else []
    return f"{path}:{next((number for number, line in enumerate(lines, 1) if name in line), 1)}"


def column_names(config: Config) -> list[str]:
    """The columns of tables that choose none."""
    value = config.cnn_columns
    return value.replace(",", " ").split() if isinstance(value, str) else list(value)
