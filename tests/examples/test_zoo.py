"""The example zoo: published networks in the code of their frameworks, and every number as the frameworks have it.

``tests/truth/write_zoo.py`` has run the same files in the frameworks themselves.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pytest
from course_site import Page

from sphinx_cnn import Summary, summarize

ROOT = Path(__file__).parents[2]
ZOO = ROOT / "examples" / "zoo"
TRUTH: dict[str, dict[str, Any]] = json.loads((ROOT / "tests" / "truth" / "zoo.json").read_text(encoding="utf-8"))
PAGES = sorted(path.stem for path in (ZOO / "networks").glob("*.rst"))
UNNAMED = {"alexnet", "nin"}
"""Networks whose text names no layer, in frameworks that number them."""
DIRECTIVE = re.compile(r"^\.\. cnn-summary:: (?P<title>.+)\n(?P<options>(?:   :.*\n)+)", re.MULTILINE)
OPTION = re.compile(r":([a-z-]+): (.+)")


@cache
def directives() -> dict[str, dict[str, str]]:
    """The options of every network, as its page has them, by the network's key."""
    found = {}
    for page in PAGES:
        for match in DIRECTIVE.finditer(page_text(page)):
            options = dict(OPTION.findall(match["options"]))
            found[options.get("name", match["title"].lower().replace(" ", "-"))] = options
    return found


@cache
def tabled() -> list[str]:
    """The keys of the networks that have a table on their page."""
    after = {key for page in PAGES for key in re.findall(r"cnn-table:: (.+)", page_text(page))}
    return [key for key, options in directives().items() if key in after or "table" in options["show"].split()]


def page_text(page: str) -> str:
    return (ZOO / "networks" / f"{page}.rst").read_text(encoding="utf-8")


@cache
def summary(key: str) -> Summary:
    """The network that a page shows."""
    options = directives()[key]
    text = (ZOO / "networks" / options["file"]).read_text(encoding="utf-8")
    shape = tuple(int(size) for size in options["input"].split("x")) if "input" in options else None
    dialect = options.get("dialect", "pytorch")
    return summarize(text, dialect=dialect, input_shape=shape, entry=options.get("entry", ""))


def depth(network: Summary) -> int:
    """The largest number of layers with a kernel or a matrix that data goes through."""
    deepest: dict[int, int] = defaultdict(int)
    for index, row in enumerate(network.rows):
        before = [deepest[source] for source, target in network.edges if target == index]
        deepest[index] = max(before, default=0) + bool(row.weights and row.macs)
    return max(deepest.values())


@dataclass(frozen=True)
class Site:
    """The zoo, built for HTML."""

    out: Path
    doctrees: Path

    @cached_property
    def pages(self) -> dict[str, Page]:
        """The pages, by the names of their networks; the first one is the index."""
        files = {"index": self.out / "index.html"} | {name: self.out / "networks" / f"{name}.html" for name in PAGES}
        return {name: Page(path.read_text("utf-8")) for name, path in files.items()}

    @property
    def tables(self) -> dict[str, Any]:
        """The tables of all pages, by their labels."""
        return {label: table for page in self.pages.values() for label, table in page.tables.items()}


def build(builder: str, out: Path, doctrees: Path) -> None:
    """Build the zoo, with every warning an error."""
    command = [sys.executable, "-m", "sphinx", "-W", "-q", "-b", builder, "-d", str(doctrees)]
    done = subprocess.run([*command, str(ZOO), str(out)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Build the zoo, once."""
    folder = tmp_path_factory.mktemp("zoo")
    built = Site(folder / "html", folder / "doctrees")
    build("html", built.out, built.doctrees)
    return built


@pytest.mark.parametrize("key", TRUTH)
def test_a_network_has_the_totals_of_its_framework(key: str) -> None:
    totals = summary(key).totals
    names = ("params", "trainable", "buffers", "macs")
    assert {name: getattr(totals, name) for name in names} == {name: TRUTH[key][name] for name in names}
    assert not {*names} & {*totals.lower_bounds}


@pytest.mark.parametrize("key", TRUTH)
def test_a_network_has_the_output_of_its_framework(key: str) -> None:
    # After the last layer stand those that are made and not applied.
    *_, last = (row for row in summary(key).rows if row.inputs)
    assert list(last.output_shape) == TRUTH[key]["output"]


@pytest.mark.parametrize("key", sorted({*TRUTH} - UNNAMED))
def test_every_layer_of_the_framework_is_there_by_its_name_and_gives_the_same_shapes(key: str) -> None:
    shapes: dict[str, list[list[int]]] = defaultdict(list)
    for row in summary(key).rows:
        shapes[row.name.partition("@")[0]].append(list(row.output_shape))
    layers = TRUTH[key]["layers"]
    assert len(layers) > 4
    assert {name: shapes[name] for name in layers} == layers


@pytest.mark.parametrize("key", sorted(UNNAMED))
def test_layers_without_names_give_the_same_shapes_in_their_order(key: str) -> None:
    _, *rows = summary(key).rows
    assert [[list(row.output_shape)] for row in rows] == list(TRUTH[key]["layers"].values())


def test_lenet_5_has_the_size_that_its_paper_prints() -> None:
    totals = summary("lenet-5").totals
    assert (totals.trainable, totals.connections) == (60_000, 340_908)


def test_every_text_was_run_in_its_framework() -> None:
    asked = {truth["file"] for truth in TRUTH.values()}
    assert {path.stem for path in (ZOO / "networks").glob("*.py")} == {*asked, "lenet5"}
    assert {*directives()} == {*TRUTH, "lenet-5"}


def test_the_frameworks_have_been_asked_for_the_networks_of_the_pages() -> None:
    for key, truth in TRUTH.items():
        options = directives()[key]
        assert options["file"] == f"{truth['file']}.py"
        assert options.get("input", "x".join(map(str, truth["shape"]))) == "x".join(map(str, truth["shape"]))


def test_there_are_at_least_twenty_pages_with_a_table_a_diagram_a_source_and_a_citation(site: Site) -> None:
    assert len(PAGES) >= 20
    for name in PAGES:
        page = site.pages[name]
        assert [label for label in page.identifiers if label.endswith("-table")], name
        assert [label for label in page.identifiers if label.endswith("-diagram")], name
        assert 'class="highlight' in page.html, name
        assert [link for link in page.links if link.startswith("../bibliography.html#")], name


@pytest.mark.parametrize("key", [key for key in TRUTH if key in tabled()])
def test_the_table_of_a_page_ends_with_the_totals_of_the_framework(site: Site, key: str) -> None:
    table = site.tables[f"{key}-table"]
    shown = {column: table.cell("Total", column) for column in ("Parameters", "MACs")}
    assert shown == {"Parameters": f"{TRUTH[key]['params']:,}", "MACs": f"{TRUTH[key]['macs']:,}"}


def test_the_depths_of_the_index_are_those_of_the_networks(site: Site) -> None:
    heading, *rows = site.tables["all-networks"].rows
    assert len(rows) > 20
    shown = {row[0]: int(row[heading.index("Depth")]) for row in rows}
    assert shown == {row[0]: depth(summary(key)) for row, key in zip(rows, listed(), strict=True)}


def listed() -> list[str]:
    """The keys of the networks in the table of the index, in its order."""
    text = (ZOO / "index.rst").read_text(encoding="utf-8")
    return re.findall(r":cnn:`([\w-]+)\.params:", text)


@pytest.mark.parametrize("builder", ["text", "latex"])
def test_other_builders_have_every_total_and_no_warning(site: Site, tmp_path: Path, builder: str) -> None:
    build(builder, tmp_path, site.doctrees)
    text = " ".join(path.read_text("utf-8") for path in sorted(tmp_path.rglob("*")) if path.suffix in (".txt", ".tex"))
    assert [key for key in tabled() if f"{summary(key).totals.params:,}" not in text] == []
