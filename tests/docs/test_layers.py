"""The reference of layers says of each kind what the code declares, and nothing else."""

from __future__ import annotations

import ast
import json
import pickle
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import documentation
import pytest
from docutils import nodes
from sphinx import addnodes

from sphinx_cnn import ArchitectureError, summarize
from sphinx_cnn.arithmetic.formula import SYMBOLS, Formula
from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.arithmetic.layers.wrapping import Wrapper
from sphinx_cnn.arithmetic.quantities import QUANTITIES
from sphinx_cnn.notation.keras.layers import KINDS
from sphinx_cnn.rendering.working import typeset

ROOT = Path(__file__).parents[2]
FAMILIES = [page.stem for page in (ROOT / "docs/reference/layers").glob("*.rst")]
CASES: list[dict[str, Any]] = json.loads((ROOT / "tests/truth/keras_layers.json").read_text("utf-8"))["layers"]

BEYOND_KERAS = (
    ("LocallyConnected1D(4, 3)", [(9, 3)]),
    ("LocallyConnected2D(4, 3)", [(9, 9, 3)]),
    ("Conv2D(2, 3, connections=[[0], [1, 2]])", [(9, 9, 3)]),
    ("Subsampling2D(2)", [(8, 8, 3)]),
    ("RBF(10)", [(84,)]),
    ("LocalResponseNormalization()", [(8, 8, 3)]),
)
"""Layers that Keras does not have, and so cannot be asked for."""

TITLES = {**{name: quantity.title for name, quantity in QUANTITIES.items()}, "operations": "FLOPs, textbook"}


@pytest.fixture(scope="module", name="built")
def _built() -> Path:
    return documentation.build()


@pytest.fixture(scope="module")
def sections(built: Path) -> dict[str, nodes.section]:
    """The section of each layer kind."""
    found = {}
    for page in FAMILIES:
        path = built.parent / "doctrees/reference/layers" / f"{page}.doctree"
        doctree: nodes.document = pickle.loads(path.read_bytes())  # noqa: S301 - of our own build
        html = (built / "reference/layers" / f"{page}.html").read_text("utf-8")
        for section in doctree.findall(nodes.section):
            for identifier in section["ids"]:
                if identifier.startswith("layer-"):
                    assert f'id="{identifier}"' in html
                    assert identifier not in found
                    found[identifier] = section
    return {name: found[f"layer-{name}".lower()] for name in KINDS}


@cache
def layers() -> dict[str, set[type[Layer]]]:
    """The classes that each kind is really counted by, with all the options that Keras has been asked for."""
    found: dict[str, set[type[Layer]]] = {name: set() for name in KINDS}
    asked = [(case["source"], case["inputs"]) for case in CASES if "invalid" not in case]
    for source, shapes in (*BEYOND_KERAS, *asked):
        inputs = [f"x{number} = Input({tuple(shape)})" for number, shape in enumerate(shapes)]
        names = ", ".join(f"x{number}" for number in range(len(shapes)))
        text = "\n".join([*inputs, f"{source}({names if len(shapes) == 1 else f'[{names}]'})"])
        with suppress(ArchitectureError):  # whether it is taken is another question
            row = summarize(text).rows[-1]
            found[row.kind].add(type(row.layer))
    return found


def fields(section: nodes.Element) -> Iterator[tuple[str, str]]:
    """The facts of a section: title and words."""
    for field in section.findall(nodes.field):
        title, body = field.children
        yield title.astext(), body.astext()


def declared(name: str) -> dict[str, Formula | None]:
    """What a kind is counted by, as its section has to show it."""
    formulas = {}
    for layer in layers()[name]:
        if not issubclass(layer, Wrapper):
            formulas.update({f"{count} {layer.__name__}": f for count, f in layer.counts.formulas.items()})
    return formulas


def shown(count: str, formula: Formula | None) -> tuple[str, str] | None:
    """How a formula is shown; nothing, where a layer has none of a count."""
    title = TITLES[count.split(maxsplit=1)[0]]
    if formula is None:
        return title, "not known"
    if formula.is_zero:
        return (title, "none: it is a view") if count.startswith("activations") else None
    return title, typeset(formula).replace("_", "")


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_has_a_section_with_its_name_and_its_arguments(
    name: str, sections: dict[str, nodes.section]
) -> None:
    section = sections[name]
    title = next(section.findall(nodes.title)).astext()
    assert name in title.split(", ")
    kind = KINDS[name]
    facts = list(fields(section))
    arguments = [words.split("\n\n") for field, words in facts if field == "Arguments"]
    assert [*kind.parameters] in [
        [line.partition(":")[0] for line in lines] for lines in arguments
    ] or not kind.parameters
    said = "\n".join(words for _, words in facts)
    assert all(word in said for word in (*kind.passed_over, *kind.aliases, kind.function))
    assert ("In Keras" in dict(facts)) is not kind.in_framework
    assert ("keras.io" in dict(facts)["Sources"]) is kind.in_framework


@pytest.mark.parametrize("name", KINDS)
def test_every_default_is_in_the_signature(name: str, sections: dict[str, nodes.section]) -> None:
    signatures = [node.astext() for node in sections[name].findall(addnodes.desc_signature)]
    (signature,) = [signature for signature in signatures if signature.startswith(f"{name}(")]
    for parameter in KINDS[name].parameters.values():
        written = f"{parameter.name}={parameter.default[0]!r}" if parameter.default else parameter.name
        assert written in signature


@pytest.mark.parametrize("name", KINDS)
def test_the_formulas_of_a_section_are_the_declared_ones(name: str, sections: dict[str, nodes.section]) -> None:
    assert layers()[name]
    expected = {shown(count, formula) for count, formula in declared(name).items()} - {None}
    alike = {other for other, section in sections.items() if section is sections[name]}
    possible = {shown(count, formula) for other in alike for count, formula in declared(other).items()}
    found = {(title, words) for title, words in fields(sections[name]) if title in TITLES.values()}
    assert expected <= found
    assert found - {("Trainable", "none")} <= possible


@pytest.mark.parametrize("name", KINDS)
def test_every_symbol_of_a_section_is_explained_in_it(name: str, sections: dict[str, nodes.section]) -> None:
    lines = dict(fields(sections[name])).get("Symbols", "").replace("’", "'").split("\n\n")
    meanings = {symbol: meaning for layer in layers()[name] for symbol, meaning in layer.meanings.items()}
    trees = [formula.tree for formula in declared(name).values() if formula]
    used = {node.id for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Name)}
    for symbol in (SYMBOLS[name] for name in used - {"prod"}):
        axes = ", per axis" if symbol.per_axis else ""
        meaning = meanings.get(symbol.name, symbol.meaning)
        assert f"{symbol.name.replace('_', '')}: {meaning}{axes}" in lines


def test_formulas_are_typeset(sections: dict[str, nodes.section], built: Path) -> None:
    facts = dict(fields(sections["DepthwiseConv2D"]))
    assert facts["Weights"] == "Kh · Kw · Cin · M"
    assert facts["FLOPs, textbook"] == "(2 · Kh · Kw − 1) · Nout + biases · Oh · Ow"
    page = (built / "reference/layers/convolution.html").read_text("utf-8")
    assert "K<sub>h</sub> · K<sub>w</sub> · C<sub>in</sub> · M" in page


def test_what_slides_over_its_input_says_what_size_comes_out(sections: dict[str, nodes.section]) -> None:
    slides, scatters = (
        dict(fields(sections[name]))["Size of the output"] for name in ("MaxPooling1D", "Conv3DTranspose")
    )
    assert slides.startswith("O = ⌊(I + P − D · (K − 1) − 1) / S⌋ + 1")
    assert scatters.startswith("O = (I − 1) · S + D · (K − 1) + 1 − P")
