"""The example course, built with real Sphinx: every number on it, and every way of building it."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest
from course_site import Page, sides

ROOT = Path(__file__).parents[2]
COURSE = ROOT / "examples" / "course"

TOTALS = [
    ("index", "first-table", "Parameters", "410"),
    ("counting/digits", "mnist-table", "Parameters", "217,706"),
    ("counting/digits", "mnist-table", "MACs", "1,589,760"),
    ("counting/tutorial", "tutorial-table", "Parameters", "3,602,299"),
    ("counting/tutorial", "tutorial-gap-table", "Parameters", "456,571"),
    ("counting/flatten", "two-classes-table", "Parameters", "50,828,751"),
    ("counting/flatten", "unflattened-table", "Parameters", "228,751"),
    ("networks/lenet-5", "lenet-5-table", "Trainable", "60,000"),
    ("networks/lenet-5", "lenet-5-table", "Connections", "340,908"),
    ("networks/lenet-5", "lenet-today-table", "Parameters", "61,706"),
    ("networks/alexnet", "alexnet-table", "Parameters", "62,378,344"),
    ("networks/alexnet", "alexnet-two-towers-table", "Parameters", "60,965,224"),
    ("networks/vgg-16", "vgg-16-table", "Parameters", "138,357,544"),
    ("networks/vgg-16", "vgg-16-table", "Activations", "15,237,608"),
    ("networks/vgg-16", "vgg-16-table", "Activation memory", "58.1\N{NO-BREAK SPACE}MiB"),
    ("networks/resnet-50", "resnet-50-layers", "Parameters", "25,636,712"),
    ("networks/resnet-50", "resnet-50-layers", "Statistics", "53,120"),
    ("networks/comparison", "vgg-16-fields", "MACs", "15,470,264,320"),
    ("networks/comparison", "resnet-50-work", "MACs", "3,857,973,248"),
]
"""Page, table, column, and what stands in the last row; published, or printed by the framework itself."""

LENET_5 = {
    "C1": ("156", "156", "122,304"),
    "S2": ("12", "12", "5,880"),
    "C3": ("1,516", "1,516", "151,600"),
    "S4": ("32", "32", "2,000"),
    "C5": ("48,120", "48,120", "48,120"),
    "F6": ("10,164", "10,164", "10,164"),
    "output": ("840", "0", "840"),
}
"""Parameters, those of them that are trained, and connections, as LeCun et al. (1998) have them in section II.B."""

ALEXNET = {
    "conv1": "34,944",
    "conv2": "614,656",
    "conv3": "885,120",
    "conv4": "1,327,488",
    "conv5": "884,992",
    "fc6": "37,752,832",
    "fc7": "16,781,312",
    "fc8": "4,097,000",
}

FOREIGN = {"70,000"}
"""Typed numbers that come from no network: the size of MNIST."""


def build(builder: str, out: Path, doctrees: Path, *options: str) -> None:
    """Build the course, with every warning an error."""
    command = [sys.executable, "-m", "sphinx", "-W", "-q", "-b", builder, "-d", str(doctrees), *options]
    done = subprocess.run([*command, str(COURSE), str(out)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def times(folder: Path, pattern: str = "*") -> dict[Path, int]:
    """When each file was last written."""
    return {path: path.stat().st_mtime_ns for path in folder.rglob(pattern)}


def html_files(out: Path) -> dict[str, bytes]:
    return {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*.html"))}


@dataclass(frozen=True)
class Site:
    """The course, built for HTML.

    :param sources: when each source file had been written, before the build.
    """

    out: Path
    doctrees: Path
    sources: dict[Path, int]

    @cached_property
    def pages(self) -> dict[str, Page]:
        """The pages of documents, by the documents' names."""
        names = [
            path.relative_to(COURSE).with_suffix("") for path in COURSE.rglob("*") if path.suffix in (".md", ".rst")
        ]
        return {name.as_posix(): Page((self.out / f"{name}.html").read_text("utf-8")) for name in sorted(names)}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Build the course, once."""
    folder = tmp_path_factory.mktemp("course")
    built = Site(folder / "html", folder / "doctrees", times(COURSE))
    build("html", built.out, built.doctrees)
    return built


@pytest.mark.parametrize(("page", "table", "column", "total"), TOTALS)
def test_every_network_has_its_published_total(site: Site, page: str, table: str, column: str, total: str) -> None:
    assert site.pages[page].tables[table].cell("Total", column) == total


@pytest.mark.parametrize("layer", LENET_5)
def test_lenet_5_agrees_with_the_paper_layer_by_layer(site: Site, layer: str) -> None:
    table = site.pages["networks/lenet-5"].tables["lenet-5-table"]
    assert tuple(table.cell(layer, column) for column in ("Parameters", "Trainable", "Connections")) == LENET_5[layer]


def test_alexnet_layer_by_layer(site: Site) -> None:
    table = site.pages["networks/alexnet"].tables["alexnet-table"]
    assert {layer: table.cell(layer, "Parameters") for layer in ALEXNET} == ALEXNET


def test_without_flatten_a_dense_layer_works_on_the_channels(site: Site) -> None:
    tables = site.pages["counting/flatten"].tables
    assert tables["unflattened-table"].cell("dense1", "Parameters") == "25,250"
    assert tables["unflattened-table"].cell("dense1", "MACs") == tables["two-classes-table"].cell("dense1", "MACs")


@pytest.mark.parametrize(
    ("table", "layer", "extent"),
    [("lenet-5-fields", "C5", 32), ("alexnet-fields", "pool5", 195), ("vgg-16-fields", "pool5", 212)],
)
def test_receptive_fields(site: Site, table: str, layer: str, extent: int) -> None:
    shown = site.pages["networks/comparison"].tables[table].cell(layer, "Receptive field")
    assert shown.split("\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}") == [str(extent)] * 2


def test_the_receptive_field_of_resnet_50(site: Site) -> None:
    table = site.pages["networks/resnet-50"].tables["resnet-50-layers"]
    assert table.cell("conv5_block3_out", "Receptive field").startswith("483")


def test_of_resnet_50_the_statistics_are_not_trainable(site: Site) -> None:
    assert "25,636,712 parameters (25,583,592 trainable)" in site.pages["networks/resnet-50"].facts


def test_every_worked_formula_is_right(site: Site) -> None:
    formulas = [formula for page in site.pages.values() for formula in page.formulas]
    assert len(formulas) > 80
    assert [formula for formula in formulas if len(set(sides(formula))) != 1] == []


@pytest.mark.parametrize("page", sorted(str(p.relative_to(COURSE).with_suffix("")) for p in COURSE.glob("*/*.[mr]*")))
def test_every_number_in_the_prose_stands_in_a_table_or_is_worked_out(site: Site, page: str) -> None:
    parsed = site.pages[page]
    results = [formula.rpartition("=")[2] for formula in parsed.formulas]
    allowed = " ".join([parsed.computed, *results])
    known = {number.replace(",", "") for number in re.findall(r"\d[\d,]*\d", allowed)}
    typed = re.findall(r"\d{1,3}(?:,\d{3})+", parsed.prose)
    assert [number for number in typed if number.replace(",", "") not in known and number not in FOREIGN] == []


def test_every_internal_link_leads_somewhere(site: Site) -> None:
    pages = {site.out / f"{name}.html": page for name, page in site.pages.items()}
    broken = []
    for path, page in pages.items():
        for link in page.links:
            address, _, fragment = link.partition("#")
            target = (path.parent / address).resolve() if address else path
            if target in pages and fragment and fragment not in pages[target].identifiers:
                broken.append(f"{path.name}: {link}")
    assert broken == []


def test_a_box_of_a_diagram_leads_to_its_row_on_another_page(site: Site) -> None:
    assert "alexnet.html#alexnet.conv2" in site.pages["networks/comparison"].links
    assert "alexnet.conv2" in site.pages["networks/alexnet"].identifiers


@pytest.mark.parametrize("builder", ["text", "man", "latex"])
def test_other_builders_have_every_total_and_no_warning(site: Site, tmp_path: Path, builder: str) -> None:
    build(builder, tmp_path, site.doctrees)
    suffixes = (".txt", ".tex", ".7")
    text = " ".join(path.read_text("utf-8") for path in sorted(tmp_path.rglob("*")) if path.suffix in suffixes)
    missing = [total for *_, total in TOTALS if not re.search(rf"\b{re.escape(total)}\b", spaced(text))]
    assert missing == []


def test_an_epub_has_every_total_and_its_drawings(site: Site, tmp_path: Path) -> None:
    build("epub", tmp_path, site.doctrees)
    (book,) = tmp_path.glob("*.epub")
    with zipfile.ZipFile(book) as opened:
        names = opened.namelist()
        text = " ".join(opened.read(name).decode() for name in names if name.endswith(".xhtml"))
    assert [total for *_, total in TOTALS if total not in text] == []
    drawn = set(re.findall(r'src="[./]*(_images/cnn-[^"]+\.svg)"', text))
    assert len(drawn) > 5
    assert drawn <= {name.removeprefix("OEBPS/") for name in names}


def spaced(text: str) -> str:
    """A text with the spaces of LaTeX and man that do not break as such."""
    return re.sub(r"~|\\ ", "\N{NO-BREAK SPACE}", text)


def test_a_second_build_writes_no_page(site: Site) -> None:
    before = written(site)
    build("html", site.out, site.doctrees)
    assert written(site) == before


def written(site: Site) -> dict[str, int]:
    """When each page of a document was written; Sphinx writes its index and its search anew every time."""
    return {name: (site.out / f"{name}.html").stat().st_mtime_ns for name in site.pages}


def test_a_build_leaves_the_sources_alone(site: Site) -> None:
    """Else ``sphinx-autobuild`` would build for ever."""
    assert times(COURSE) == site.sources


def test_a_parallel_build_gives_the_same_pages(site: Site, tmp_path: Path) -> None:
    build("html", tmp_path / "html", tmp_path / "doctrees", "-j", "2")
    assert html_files(tmp_path / "html") == html_files(site.out)
