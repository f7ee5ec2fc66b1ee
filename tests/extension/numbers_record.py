"""What the tests of the record have in common: a project with a network, its record, and what a build says of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from project import Built, Project

NET = """\
.. cnn-summary:: Net
   :input: 28x28x1

   conv = Conv2D(32, 5)
   flat = Flatten()
   fc = Dense(10)
"""
"""A network of 185,162 parameters: conv 25·32 + 32 = 832, fc 24·24·32·10 + 10 = 184,330."""

SMALLER = NET.replace("Conv2D(32", "Conv2D(16")
"""The same with half as many filters: conv 25·16 + 16 = 416, fc 24·24·16·10 + 10 = 92,170, in all 92,586."""


def page(*parts: str, title: str = "Start") -> str:
    """A document in reStructuredText."""
    return "\n".join([f"{title}\n{'=' * len(title)}\n", *parts])


def record_path(project: Project) -> Path:
    """Where the record stands."""
    return project.source / "cnn-numbers.json"


def record(project: Project) -> dict[str, Any]:
    """The record, as JSON has it."""
    read: dict[str, Any] = json.loads(record_path(project).read_text("utf-8"))
    return read


def recorded(project: Project, files: dict[str, str], **configuration: Any) -> Built:
    """Write these documents and record their numbers."""
    project.write(files)
    built = project.build("cnnrecord", **configuration)
    assert built.warnings == []
    return built


def of(built: Built, subtype: str) -> list[str]:
    """The warnings of a subtype."""
    return [line for line in built.warnings if line.endswith(f"[cnn.{subtype}]")]
