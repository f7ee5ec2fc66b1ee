"""The project that a test writes its documents into."""

from __future__ import annotations

from pathlib import Path

import pytest
from project import Built, Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """An empty project."""
    return Project(tmp_path)


@pytest.fixture
def page(project: Project) -> "Page":
    """Build a project of one document."""
    return Page(project)
