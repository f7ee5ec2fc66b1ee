"""An old number that still stands in the prose, typed by hand, is found; what only looks like one is not."""

from __future__ import annotations

import json
from typing import Any

import pytest
from numbers_record import NET, SMALLER, of, page, record, record_path, recorded
from project import Project, places

PREVIOUS = {
    "params": [62378344, 60000, 4096, 1998, 61706, 410],
    "macs": [1135256096],
    "flops": [2270512192],
    "connections": [340908],
    "param_memory": [249513376, 4096000],
    "activations": [936323],
    "conv.output_shape": ["55x55x96", "28x28x6", "9217"],
    "conv.params": [34944],
    "conv.macs": [105415200],
}
"""Numbers that the network of these tests had once."""


@pytest.fixture
def aged(project: Project) -> Project:
    """A project whose network has had other numbers before."""
    recorded(project, {"index.rst": page(NET)})
    content = record(project)
    content["networks"]["net"]["previous"] = PREVIOUS
    record_path(project).write_text(json.dumps(content), "utf-8")
    return project


def leftovers(project: Project, prose: str, suffix: str = "rst", **configuration: Any) -> list[str]:
    """What is said of a page with this prose."""
    text = f"# Words\n\n{prose}\n" if suffix == "md" else page(f"{prose}\n", title="Words")
    project.write({f"words.{suffix}": text})
    built = project.build("dummy", **configuration)
    assert built.warnings == of(built, "leftover")
    return built.warnings


@pytest.mark.parametrize(
    ("prose", "path", "instead"),
    [
        ("It has 62,378,344 parameters.", "params", "185,162 parameters"),
        ("It has 62 378 344 parameters.", "params", "185 162 parameters"),
        ("It has 62_378_344 of them.", "params", "185_162"),
        ("It has 62378344 of them.", "params", "185162"),
        ("It has **62,378,344** of them.", "params", "185,162"),
        ("It has **62.4** *million* parameters.", "params", "0.2 million parameters"),
        ("About 62.4 million.", "params", ""),
        ("They are 62.38M.", "params", ""),
        ("They are 6.238×10⁷.", "params", ""),
        ("They are 6.24e7.", "params", ""),
        ("共有6238万个参数。", "params", ""),
        ("It needs 1.14 GMACs.", "macs", ""),
        ("It needs 1,135,256,096 of them.", "macs", "645,120"),
        ("It needs 2.27 GFLOPs.", "flops", ""),
        ("It has 340,908 connections.", "connections", "663,562 connections"),
        ("It needs 238.0 MiB.", "param_memory", ""),
        ("It needs 250 MB.", "param_memory", ""),
        ("It needs 249,513,376 bytes.", "param_memory", "740,648 bytes"),
        ("Maps of 55×55×96.", "conv.output_shape", "24×24×32"),
        ("Maps of 55 x 55 x 96 values.", "conv.output_shape", "24 x 24 x 32"),
        ("Maps of (55, 55, 96).", "conv.output_shape", "(24, 24, 32)"),
        ("The first layer has 34,944.", "conv.params", "832"),
        ("LeNet-5 has 61,706 parameters.", "params", ""),
        ("LeNet-5 has 60,000 parameters.", "params", ""),
        ("LeNet-5 has 4,096 weights.", "params", ""),
        ("Parameters: 60,000.", "params", ""),
        ("Of 62,378,344 and (62,378,344), the same.", "params", ""),
        ("62,378,344 at the beginning.", "params", ""),
        ("A 62.4-million-parameter network.", "params", ""),
    ],
)
@pytest.mark.parametrize("suffix", ["rst", "md"])
def test_an_old_number_in_any_spelling_is_found(
    aged: Project, prose: str, path: str, instead: str, suffix: str
) -> None:
    found = leftovers(aged, prose, suffix)
    assert len(found) == prose.count("62,378,344") or len(found) == 1
    for warning in found:
        assert warning.startswith(f"words.{suffix}:{3 if suffix == 'md' else 4}: WARNING: '")
        assert f"is an old number: net.{path} was " in warning
        assert instead in warning.partition("type '")[2]


NO_LEFTOVERS = {
    "a current number": "It has 185,162 parameters.",
    "two digits": "About 62 million parameters, 62M, 6.2×10⁷, 0.62亿.",
    "other digits": "It has 62,378,345 parameters, or 62.5 million.",
    "part of a longer number": "Call 162,378,344 or 62,378,344,000 or 62378344.25.",
    "a small number": "It has 410 parameters.",
    "a year": "It was 1998.",
    "a version": "Use version 6.2.378.344, v62378344 or 62378344.1.2.",
    "a name": "See net62378344 and VGG-62378344 and 62378344th.",
    "another unit": "It is 62,378,344 %, 62,378,344 px, 62,378,344 FLOPs, 62,378,344 bytes, 62,378,344 connections.",
    "memory without a unit": "The number 249,513,376.",
    "parameters of the MACs": "It has 1,135,256,096 parameters.",
    "money": "It costs $62,378,344, € 62,378,344, 62,378,344 €.",
    "images": "Trained on 60,000 images and on 60,000 labelled training images.",
    "images that are many": "Trained on 62,378,344 images, for 62,378,344 steps, of 62,378,344 classes.",
    "units": "A layer of 4096 units, or 4096.",
    "a round number": "There are 60,000 of them.",
    "a power of two": "A vector of 4,096, and 4096.",
    "what nobody counts": "It stores 936,323.",
    "part of a shape": "Maps of 55×55, of 55×55×96×2, of 1×55×55×96, of 3×55×55.",
    "a shape of one axis": "A vector of (9217,), or 9217.",
    "a window": "A window of 11×11.",
    "a bare address": "See https://example.org/62,378,344 and https://example.org/?n=62378344&m=(62378344).",
    "a doi": "See doi:10.1000/62378344.",
    "an address without its scheme": "See www.example.org/62378344.",
    "a product": "It is 62,378,344² and 62,378,344^2.",
}


@pytest.mark.parametrize("name", NO_LEFTOVERS)
@pytest.mark.parametrize("suffix", ["rst", "md"])
def test_what_only_looks_like_an_old_number_is_none(aged: Project, name: str, suffix: str) -> None:
    assert leftovers(aged, NO_LEFTOVERS[name], suffix) == []


NO_PROSE = {
    "literal": ("``62,378,344``", "`62,378,344`"),
    "code": (".. code-block:: python\n\n   n = 62_378_344", "```python\nn = 62_378_344\n```"),
    "a literal block": ("Words::\n\n   62,378,344", "    62,378,344"),
    "a doctest": (">>> n\n62,378,344", "```{doctest}\n>>> n\n62,378,344\n```"),
    "mathematics": (":math:`62,378,344`", "{math}`62,378,344`"),
    "displayed mathematics": (".. math:: n = 62,378,344", "$$\n62,378,344\n$$"),
    "a comment": (".. 62,378,344", "% 62,378,344"),
    "raw text": (".. raw:: html\n\n   <p>62,378,344</p>", "```{raw} html\n<p>62,378,344</p>\n```"),
    "a link's address": ("`Words <https://x.org/62,378,344>`_", "[Words](https://x.org/62,378,344)"),
    "a link that is its own text": ("https://x.org/a_62,378,344", "<https://x.org/62,378,344>"),
    "a file": (":file:`data/62,378,344`", "{file}`data/62,378,344`"),
    "a signature": (".. py:function:: f(n=62378344)", "```{py:function} f(n=62378344)\n```"),
    "a grammar": (".. productionlist::\n   n: 62,378,344", "```{productionlist}\nn: 62,378,344\n```"),
    "a footnote's number": ("Words [62378344]_.\n\n.. [62378344] Words.", "Words [^62378344].\n\n[^62378344]: Words."),
    "a field of the document": (":n: 62,378,344", "Words"),
    "a definition that is not used": (".. |n| replace:: 62,378,344", "Words"),
    "a picture's text": (".. image:: https://x.org/a.png\n   :alt: 62,378,344", "![62,378,344](https://x.org/a.png)"),
    "our table": (".. cnn-table:: net", "```{cnn-table} net\n```"),
    "an old number on purpose": (
        ".. container:: cnn-history\n\n   It had 62,378,344.",
        ":::{container} cnn-history\n\nIt had 62,378,344.\n:::",
    ),
    "a list of old numbers on purpose": (
        ".. rst-class:: cnn-history\n\n* It had 62,378,344.",
        "```{rst-class} cnn-history\n```\n\n* It had 62,378,344.",
    ),
}


@pytest.mark.parametrize("name", NO_PROSE)
@pytest.mark.parametrize("suffix", ["rst", "md"])
def test_what_is_no_prose_has_no_leftovers(aged: Project, name: str, suffix: str) -> None:
    aged.configuration = {"myst_enable_extensions": ["dollarmath", "colon_fence"]}
    written = NO_PROSE[name][suffix == "md"]
    aged.write({f"words.{suffix}": f"{written}\n" if name == "a field of the document" else f"# Words\n\n{written}\n"})
    if suffix == "rst" and name != "a field of the document":
        aged.write({"words.rst": page(f"{written}\n", title="Words")})
    built = aged.build("dummy", suppress_warnings=["ref.footnote", "image", "myst"])
    assert of(built, "leftover") == []


def test_a_number_that_another_network_has_now_is_none(aged: Project) -> None:
    other = ".. cnn-summary:: Other\n   :input: 1\n\n   fc = Dense(30853)\n"
    assert len(leftovers(aged, "It has 61,706 parameters.")) == 1
    aged.write({"other.rst": page(other, title="Other")})
    aged.build("cnnrecord")
    content = record(aged)
    assert content["networks"]["other"]["totals"]["params"] == 61706
    assert of(aged.build(), "leftover") == []


def test_the_numbers_of_a_broken_network_are_current(project: Project) -> None:
    prose = "It has 185,162 parameters and maps of 24 × 24 × 32.\n"
    recorded(project, {"index.rst": page(NET.replace("Dense(10)", "Dense(20)"), prose)})
    project.write({"index.rst": page(NET, prose)})
    assert project.build("cnnrecord").warnings == []
    project.write({"index.rst": page(NET.replace("Dense", "Dnse"), prose)})
    assert of(project.build(), "leftover") == []


def test_leftovers_come_before_the_change_is_recorded_and_after_it(project: Project) -> None:
    prose = "It has 185,162 parameters.\n"
    recorded(project, {"index.rst": page(NET, prose)})
    project.write({"index.rst": page(SMALLER, prose)})
    first = of(project.build(), "leftover")
    said = "'185,162 parameters' is an old number: net.params was 185,162 and is 92,586 now"
    assert first == [f"index.rst:11: WARNING: {said}; type '92,586 parameters' instead [cnn.leftover]"]
    assert of(project.build("cnnrecord"), "leftover") == first
    assert project.build().warnings == first
    project.write({"index.rst": page(SMALLER, prose.replace("185,162", "92,586"))})
    assert project.build().warnings == []


def test_they_come_again_on_every_build_of_every_kind(aged: Project) -> None:
    first = leftovers(aged, "It has 62,378,344 parameters.")
    for builder in ("dummy", "html", "html", "text", "cnncheck", "cnnrecord"):
        assert aged.build(builder).warnings == first
    fresh = Project(aged.root / "fresh")
    fresh.write({path.name: path.read_bytes() for path in aged.source.iterdir()})
    assert fresh.build(parallel=2).warnings == first


def test_a_change_on_one_page_finds_numbers_on_another_that_is_not_read_again(project: Project) -> None:
    words = page("It has 185,162 parameters.\n", title="Words")
    recorded(project, {"index.rst": page(NET), "words.rst": words})
    project.build()
    project.write({"index.rst": page(SMALLER)})
    assert places(project.build()) == ["index.rst:4", "words.rst:4"]
    project.write({"index.rst": page(NET)})
    assert project.build().warnings == []


def test_the_signs_are_those_of_the_documents_language(aged: Project) -> None:
    assert len(leftovers(aged, "Es hat 62.378.344 Parameter.", language="de")) == 1
    assert len(leftovers(aged, "Es hat 62,4 Millionen Parameter.", language="de")) == 1
    assert leftovers(aged, "Es hat 62.4 davon.", language="de") == []


def test_a_removed_document_is_forgotten(aged: Project) -> None:
    assert len(leftovers(aged, "It has 62,378,344 parameters.")) == 1
    (aged.source / "words.rst").unlink()
    assert aged.build("dummy").warnings == []


def test_leftovers_can_be_suppressed(aged: Project) -> None:
    aged.write({"words.rst": page("It has 62,378,344 parameters.\n", title="Words")})
    assert aged.build(suppress_warnings=["cnn.leftover"]).warnings == []
