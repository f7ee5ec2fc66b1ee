"""The documentation builds without a warning, and has everything that the code declares."""

from __future__ import annotations

import doctest
import html
import re
from pathlib import Path

import documentation
import pytest

from sphinx_cnn.arithmetic.quantities import QUANTITIES
from sphinx_cnn.arithmetic.window import FLOOR, SAME, TRANSPOSED
from sphinx_cnn.extension.config import SETTINGS
from sphinx_cnn.extension.directives import DiagramDirective, SummaryDirective, TableDirective
from sphinx_cnn.extension.warnings import Subtype
from sphinx_cnn.rendering.working import typeset

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


def ids(page: Path) -> set[str]:
    return set(re.findall(r'\bid="([^"]+)"', page.read_text("utf-8")))


def words(page: Path) -> str:
    """The text of a page, without its tags."""
    return html.unescape(re.sub(r"<[^>]+>", "", page.read_text("utf-8")))


def identifier(kind: str, name: str) -> str:
    return f"{kind}-{name}".lower().replace("_", "-")


@pytest.fixture(scope="module", name="built")
def _built() -> Path:
    return documentation.build()


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


def test_the_conventions_have_all_formulas_of_sizes(built: Path) -> None:
    text = words(built / "conventions.html")
    assert all(f"O = {typeset(formula)}" in text for formula in (FLOOR, SAME, TRANSPOSED))


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


def test_the_code_of_the_python_page_does_what_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    outcome = doctest.testfile(str(DOCS / "api.rst"), module_relative=False, encoding="utf-8")
    assert outcome.attempted > 0
    assert outcome.failed == 0


def test_the_picture_of_the_readme_is_there_and_small() -> None:
    (path,) = re.findall(r"!\[[^]]+\]\((docs/_static/[^)]+)\)", (ROOT / "README.md").read_text("utf-8"))
    picture = (ROOT / path).read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert len(picture) < 250_000
