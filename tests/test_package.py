"""The package as it is installed and imported."""

from __future__ import annotations

import subprocess
import sys
from importlib.resources import files
from io import StringIO
from pathlib import Path

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

import sphinx_cnn

SUMMARY = "import sphinx_cnn.cli as c; c.main(['summary', '{file}', '--input-shape', '8x8x1'])"


@pytest.mark.parametrize("code", ["import sphinx_cnn", "import sphinx_cnn.cli", SUMMARY])
def test_neither_sphinx_nor_a_framework_is_imported(code: str, tmp_path: Path) -> None:
    file = tmp_path / "net.py"
    file.write_text("Conv2D(4, 3)\n")
    unwanted = ("sphinx", "docutils", "graphviz", "pygraphviz", "babel", "jinja2", "keras", "torch", "numpy")
    check = f"import sys; print([name for name in {unwanted} if name in sys.modules], file=sys.stderr)"
    program = f"{code.format(file=file)}\n{check}"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ended.stderr.strip() == "[]"


def test_the_extension_may_be_read_and_written_by_several_processes(tmp_path: Path) -> None:
    (tmp_path / "index.rst").write_text("Start\n=====\n")
    with docutils_namespace():
        app = Sphinx(
            tmp_path, None, tmp_path / "out", tmp_path / "doctrees", "html",
            confoverrides={"extensions": ["sphinx_cnn"]}, status=None, warning=StringIO(),
        )  # fmt: skip
    extension = app.extensions["sphinx_cnn"]
    assert (extension.parallel_read_safe, extension.parallel_write_safe) == (True, True)
    assert extension.version == sphinx_cnn.__version__
    assert isinstance(extension.metadata["env_version"], int)


def test_the_package_has_its_types_and_its_stylesheet() -> None:
    package = files("sphinx_cnn")
    assert package.joinpath("py.typed").is_file()
    assert package.joinpath("static", "sphinx-cnn.css").is_file()


def test_the_public_names_are_there() -> None:
    assert {"summarize", "Summary", "ArchitectureError", "setup", "__version__"} <= set(sphinx_cnn.__all__)
    for name in sphinx_cnn.__all__:
        assert hasattr(sphinx_cnn, name)


def test_a_summary_in_python() -> None:
    summary = sphinx_cnn.summarize("Conv2D(96, 11, strides=4)", input_shape=(227, 227, 3))
    assert summary.rows[1].params == 34_944
    assert summary.rows[1].output_shape == (55, 55, 96)
    assert summary.totals.macs == 55 * 55 * 96 * 11 * 11 * 3
    assert set(summary.to_dict()) == {"name", "dialect", "rows", "totals"}


@pytest.mark.parametrize("wrong", [{"dialect": "keraz"}, {"dtype": "float23"}, {"flops_convention": "3xmac"}])
def test_an_unknown_choice_is_refused_by_name(wrong: dict[str, str]) -> None:
    (value,) = wrong.values()
    with pytest.raises((sphinx_cnn.ArchitectureError, ValueError), match=value):
        sphinx_cnn.summarize("Flatten()", input_shape=(8, 8, 1), **wrong)  # type: ignore[arg-type]
