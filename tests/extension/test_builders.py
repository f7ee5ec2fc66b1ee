"""Builders other than HTML: LaTeX, EPUB, text, man, Texinfo, XML and gettext."""

from __future__ import annotations

import re
import zipfile
from xml.parsers import expat

import pytest
from project import TINY, Built, Project

BOUNDED = """\
.. cnn-summary:: Bounded
   :input: 8x8x4
   :columns: layer output_shape connections params

   conv = Conv2D(4, 3)
   norm = LayerNormalization()
"""
WIDE = TINY.replace("Tiny", "Wide").replace(
    ":input:", ":columns: layer output_shape weights biases params macs flops activations\n   :input:"
)
DOCUMENTS = {
    "index.rst": "Start\n=====\n\n.. toctree::\n\n   nets\n   elsewhere\n",
    "nets.rst": f"Nets\n====\n\n{TINY}\n{BOUNDED}\n{WIDE}",
    "elsewhere.rst": "Elsewhere\n=========\n\n.. cnn-table:: tiny\n   :name: again\n\n.. cnn-diagram:: tiny\n\n"
    "See :numref:`tiny-table` and :ref:`tiny-diagram`.\n",
}
DOCUMENT_CONFIGURATION = {
    "numfig": True,
    "latex_documents": [("index", "course.tex", "Course", "the authors", "manual")],
    "man_pages": [("index", "course", "Course", ["the authors"], 1)],
    "texinfo_documents": [("index", "course", "Course", "the authors", "Course", "Nets.", "Miscellaneous")],
}


@pytest.fixture
def course(project: Project) -> Project:
    """A project with tables and diagrams on two pages."""
    project.write(DOCUMENTS)
    project.configuration = DOCUMENT_CONFIGURATION
    return project


def silent(course: Project, builder: str) -> Built:
    """Built without a warning."""
    built = course.build(builder)
    assert built.warnings == []
    return built


@pytest.mark.parametrize("builder", ["text", "man", "texinfo", "xml", "pseudoxml", "latex", "epub", "dummy"])
def test_every_builder_is_silent_also_with_j2(course: Project, builder: str) -> None:
    # The text builder cannot write the numbers of tables.
    course.configuration = {**DOCUMENT_CONFIGURATION, "numfig": builder not in ("text", "man", "texinfo")}
    course.write({"elsewhere.rst": DOCUMENTS["elsewhere.rst"].replace(":numref:", ":ref:")})
    assert course.build(builder, parallel=2).warnings == []


def test_latex_has_the_tables_and_links_to_them(course: Project) -> None:
    source = silent(course, "latex").page("course.tex")
    assert len(re.findall(r"\\begin\{tabulary?\}", source)) == 4
    assert r"\sphinxcaption{Tiny}" in source
    assert r"\label{\detokenize{nets:tiny-table}}" in source
    assert r"\hyperref[\detokenize{nets:tiny-table}]" in source
    assert "410" in source


def test_latex_has_an_anchor_for_each_layer(course: Project) -> None:
    source = silent(course, "latex").page("course.tex")
    for layer in ("input", "conv", "pool", "flat", "fc"):
        assert source.count(rf"\label{{\detokenize{{nets:tiny.{layer}}}}}") == 1


def test_latex_has_the_drawings_as_pdf_beside_it(course: Project) -> None:
    built = silent(course, "latex")
    names = re.findall(r"\\sphinxincludegraphics(?:\[.*?\])?\{\{(.+?)\}(\.pdf)\}", built.page("course.tex"))
    assert len(names) == 4
    for name, suffix in names:
        assert (built.out / f"{name}{suffix}").read_bytes().startswith(b"%PDF")


def test_latex_has_nothing_that_pdflatex_stops_on(course: Project) -> None:
    source = silent(course, "latex").page("course.tex")
    body = source[source.index(r"\begin{document}") :]
    known = set("×·–—’“”…\N{NO-BREAK SPACE}")  # of the T1 and TS1 encodings, as sphinx sets pdflatex up
    assert {character for character in body if ord(character) > 127} - known == set()
    assert r"\geq" in body or r"\ge" in body


def test_latex_sets_a_wide_table_in_small_type(course: Project) -> None:
    source = silent(course, "latex").page("course.tex")
    assert source.count(r"\begingroup\scriptsize") == 1
    small = source[source.index(r"\begingroup\scriptsize") : source.index(r"\endgroup")]
    assert "Wide" in small


def test_latex_is_the_same_in_every_build(course: Project) -> None:
    first = silent(course, "latex").files()
    again = Project(course.root / "again", course.configuration)
    again.write(DOCUMENTS)
    second = silent(again, "latex").files()
    assert {name for name in first if first[name] != second.get(name)} <= {"course.tex"}  # the title page has a date


def test_epub_is_a_book_with_the_drawings_in_it(course: Project) -> None:
    built = silent(course, "epub")
    (path,) = built.out.glob("*.epub")
    with zipfile.ZipFile(path) as book:
        assert book.testzip() is None
        pages = {name: book.read(name) for name in book.namelist() if name.endswith(".xhtml")}
        manifest = book.read("content.opf").decode()
        drawings = [name for name in book.namelist() if name.startswith("_images/")]
        for name in drawings:
            expat.ParserCreate().Parse(book.read(name), True)
    for markup in pages.values():
        expat.ParserCreate().Parse(markup, True)
    assert {name.rsplit(".")[-1] for name in drawings} == {"svg"}
    for name in drawings:
        assert f'href="{name}"' in manifest
    nets = pages["nets.xhtml"].decode()
    assert nets.count("<img ") == 3
    assert nets.count("<svg") == 0
    assert 'alt="Tiny: 5 steps, from input to output.' in nets
    assert 'scope="row"' in nets


def test_text_has_the_tables_and_a_text_form_of_the_diagrams(course: Project) -> None:
    course.write({"elsewhere.rst": "Elsewhere\n=========\n"})
    page = silent(course, "text").page("nets.txt")
    row = next(line for line in page.splitlines() if line.startswith("| fc (Dense)"))
    assert row.replace("|", " ").split() == ["fc", "(Dense)", "10", "360", "10", "370"]
    assert "410 parameters, 1.6 KiB as float32" in " ".join(page.replace("\N{NO-BREAK SPACE}", " ").split())
    assert "→ conv: Conv2D, 6 × 6 × 4" in page
    assert "Tiny, step by step" in page


def test_man_has_the_tables_and_a_text_form_of_the_diagrams(course: Project) -> None:
    page = course.build("man").page("course.1").replace("\N{NO-BREAK SPACE}", " ")
    assert "conv: Conv2D, 6 × 6 × 4" in page.replace(r"\ ", " ")
    assert ".TS" in page
    assert "370" in page


def test_texinfo_has_the_tables(course: Project) -> None:
    page = course.build("texinfo").page("course.texi")
    assert page.count("@multitable") == 4
    assert "370" in page


def test_translators_get_words_and_no_numbers(course: Project) -> None:
    catalog = "".join(path.read_text("utf-8") for path in silent(course, "gettext").out.glob("*.pot"))
    messages = re.findall(r'^msgid "(.+)"$', catalog, re.MULTILINE)
    assert "Tiny" in messages
    assert [message for message in messages if re.search(r"\d\d|conv|×", message)] == []


@pytest.mark.parametrize("builder", ["latex", "text", "man", "texinfo"])
def test_a_table_of_very_many_rows(project: Project, builder: str) -> None:
    long = ".. cnn-summary:: Long\n   :input: 4x4x1\n   :columns: {columns}\n\n   for i in range(60):\n       ReLU()\n"
    narrow, wide = "layer params", "layer output_shape weights biases params macs flops activations"
    text = long.format(columns=narrow) + "\n" + long.format(columns=wide).replace("Long", "Longer")
    project.configuration = {**DOCUMENT_CONFIGURATION, "numfig": False}
    project.write({"index.rst": f"Start\n=====\n\n{text}"})
    assert project.build(builder).warnings == []


def test_a_drawing_in_a_list_and_a_table_in_latex(project: Project) -> None:
    nested = "".join(f"     {line}\n" if line else "\n" for line in TINY.splitlines())
    project.configuration = DOCUMENT_CONFIGURATION
    project.write({"index.rst": f"Start\n=====\n\n* Words.\n\n  .. note::\n\n{nested}"})
    source = project.build("latex").page("course.tex")
    assert source.count("410") >= 1
    assert source.count(r"\begin{figure}") == source.count(r"\end{figure}")
