"""The documentation builds without a warning, and has everything that the code declares."""

from __future__ import annotations

import doctest
import html
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from sphinx_cnn.arithmetic.quantities import QUANTITIES
from sphinx_cnn.extension.config import SETTINGS
from sphinx_cnn.extension.directives import DiagramDirective, SummaryDirective, TableDirective
from sphinx_cnn.extension.warnings import Subtype
from sphinx_cnn.notation.keras.layers import ALIASES, KINDS

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documentation, built as ``nox -s docs`` builds it: a warning fails the build."""
    target = tmp_path_factory.mktemp("docs")
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-W",
        "--keep-going",
        "-q",
        "-b",
        "html",
        str(DOCS),
        str(target / "html"),
    ]
    run = subprocess.run(
        [*command, "-d", str(target / "doctrees")],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
    )
    assert (run.returncode, run.stderr) == (0, "")
    return target / "html"


def ids(page: Path) -> set[str]:
    return set(re.findall(r'\bid="([^"]+)"', page.read_text("utf-8")))


def words(page: Path) -> str:
    """The text of a page, without its tags."""
    return html.unescape(re.sub(r"<[^>]+>", "", page.read_text("utf-8")))


def identifier(kind: str, name: str) -> str:
    return f"{kind}-{name}".lower().replace("_", "-")


def test_every_setting_can_be_linked_to(built: Path) -> None:
    assert {identifier("confval", setting.name) for setting in SETTINGS} <= ids(built / "reference/configuration.html")


def test_settings_show_their_defaults_and_choices(built: Path) -> None:
    text = words(built / "reference/configuration.html")
    assert all(repr(setting.default) in text and setting.meaning in text for setting in SETTINGS)
    assert all(choice in text for choice in ("bfloat16", "2xmac", "RL"))


def test_every_quantity_can_be_linked_to(built: Path) -> None:
    page = built / "reference/quantities.html"
    assert {identifier("quantity", name) for name in QUANTITIES} <= ids(page)
    assert all(quantity.meaning.split("'")[0] in words(page) for quantity in QUANTITIES.values())


def test_every_layer_kind_can_be_linked_to(built: Path) -> None:
    page = built / "reference/layers.html"
    assert {identifier("layer", name) for name in KINDS} <= ids(page)
    assert all(alias in words(page) for alias in ALIASES)


def test_formulas_are_typeset(built: Path) -> None:
    text = words(built / "reference/layers.html")
    assert "Kh · Kw · Cin / G · Cout" in text
    assert "(2 · Kh · Kw · Cin / G − 1) · Nout + biases · Oh · Ow" in text
    assert "⌊(I + P − D · (K − 1) − 1) / S⌋ + 1" in words(built / "conventions.html")


@pytest.mark.parametrize("subtype", list(Subtype))
def test_every_subtype_has_a_meaning_and_an_example_message(built: Path, subtype: Subtype) -> None:
    page = built / "errors.html"
    assert identifier("subtype", subtype.value) in ids(page)
    assert re.search(rf"WARNING: ((?!WARNING).)+\[cnn\.{subtype.value}\]", words(page), re.DOTALL)


@pytest.mark.parametrize("directive", [SummaryDirective, TableDirective, DiagramDirective])
def test_every_option_has_an_example(directive: type[SummaryDirective | TableDirective | DiagramDirective]) -> None:
    called = {SummaryDirective: "summary", TableDirective: "table", DiagramDirective: "diagram"}[directive]
    sources = "\n".join(path.read_text("utf-8") for path in DOCS.rglob("*.rst"))
    blocks = re.findall(rf"^ +\.\. cnn-{called}::.*\n((?: +:[\w-]+:.*\n)*)", sources, re.MULTILINE)
    shown = set(re.findall(r":([\w-]+):", "".join(blocks)))
    assert set(directive.option_spec) <= shown


def test_the_code_of_the_python_page_does_what_it_says() -> None:
    outcome = doctest.testfile(str(DOCS / "api.rst"), module_relative=False, encoding="utf-8")
    assert outcome.attempted > 0
    assert outcome.failed == 0


def test_the_picture_of_the_readme_is_there_and_small() -> None:
    (path,) = re.findall(r"!\[[^]]+\]\((docs/_static/[^)]+)\)", (ROOT / "README.md").read_text("utf-8"))
    picture = (ROOT / path).read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert len(picture) < 250_000
