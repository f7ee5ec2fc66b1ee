"""The reference of layers says of each kind of each dialect what the code declares, and nothing else."""

from __future__ import annotations

import ast
import pickle
import zlib
from collections.abc import Iterator
from pathlib import Path

import documentation
import pytest
from docutils import nodes
from layer_examples import ALL, KINDS, layers
from sphinx import addnodes

from sphinx_cnn.arithmetic.formula import SYMBOLS, Formula
from sphinx_cnn.arithmetic.layers.wrapping import Wrapper
from sphinx_cnn.arithmetic.quantities import QUANTITIES
from sphinx_cnn.notation.values import Opaque
from sphinx_cnn.rendering.working import typeset

PATHS = {"keras": "keras.layers.", "pytorch": "torch.nn.", "lasagne": "lasagne.layers."}
SITES = {"keras": "keras.io", "pytorch": "docs.pytorch.org", "lasagne": "lasagne.readthedocs.io"}
FRAMEWORKS = {"keras": "Keras", "pytorch": "PyTorch", "lasagne": "Lasagne"}
TITLES = {**{name: quantity.title for name, quantity in QUANTITIES.items()}, "operations": "FLOPs, textbook"}

Key = tuple[str, str]
"""A dialect, and a kind of it."""


@pytest.fixture(scope="module", name="built")
def _built() -> Path:
    return documentation.build()


@pytest.fixture(scope="module", name="descriptions")
def _descriptions(built: Path) -> list[addnodes.desc]:
    """What the pages of all families say of each signature."""
    found: list[addnodes.desc] = []
    for path in sorted((built.parent / "doctrees/reference/layers").glob("*.doctree")):
        doctree: nodes.document = pickle.loads(path.read_bytes())  # noqa: S301 - of our own build
        found += doctree.findall(addnodes.desc)
    return found


@pytest.fixture(scope="module", name="signatures")
def _signatures(descriptions: list[addnodes.desc]) -> dict[Key, addnodes.desc_signature]:
    """The signature of each kind."""
    found = {}
    for description in descriptions:
        (dialect,) = [name for name, title in FRAMEWORKS.items() if title == framework(description)]
        for signature in description.findall(addnodes.desc_signature):
            name = next(signature.findall(addnodes.desc_name)).astext()
            assert (dialect, name) not in found
            found[dialect, name] = signature
    return found


@pytest.fixture(scope="module", name="sections")
def _sections(signatures: dict[Key, addnodes.desc_signature]) -> dict[Key, nodes.section]:
    """The section that each kind stands in."""
    return {key: section_of(signature) for key, signature in signatures.items()}


def framework(description: nodes.Element) -> str:
    """The heading that a signature stands under."""
    siblings = description.parent.children
    headings = [node for node in siblings[: siblings.index(description)] if isinstance(node, nodes.rubric)]
    return headings[-1].astext()


def section_of(node: nodes.Node) -> nodes.section:
    while not isinstance(node, nodes.section):
        node = node.parent
    return node


def fields(node: nodes.Element) -> Iterator[tuple[str, str]]:
    """The facts of a section or of a signature: title and words."""
    for field in node.findall(nodes.field):
        title, body = field.children
        yield title.astext(), body.astext()


def declared(key: Key) -> dict[str, Formula | None]:
    """What a kind is counted by, as its section has to show it."""
    dialect, name = key
    formulas = {}
    for layer in layers(dialect)[name]:
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


def test_every_kind_of_every_dialect_has_one_signature(signatures: dict[Key, addnodes.desc_signature]) -> None:
    assert sorted(signatures) == sorted(ALL)


def test_every_kind_can_be_linked_to(built: Path) -> None:
    packed = (built / "objects.inv").read_bytes().split(b"\n", 4)[4]
    entries = [line.split(" ", 4) for line in zlib.decompress(packed).decode().splitlines()]
    linked = {name: address.replace("$", name) for name, kind, _, address, _ in entries if kind == "std:layer"}
    assert linked.keys() == {name if dialect == "keras" else f"{PATHS[dialect]}{name}" for dialect, name in ALL}
    for address in linked.values():
        page, _, anchor = address.partition("#")
        assert f'id="{anchor}"' in (built / page).read_text("utf-8")


@pytest.mark.parametrize("key", ALL, ids="-".join)
def test_every_argument_is_in_the_signature_with_its_default(
    key: Key, signatures: dict[Key, addnodes.desc_signature]
) -> None:
    dialect, name = key
    kind = KINDS[dialect][name]
    signature = signatures[key].astext()
    path = PATHS[dialect] if kind.in_framework else ""
    assert signature.startswith(f"{path}{name}(")
    written = signature.removeprefix(f"{path}{name}(").removesuffix(")")
    incoming = [getattr(kind, "incoming", "")]
    arguments = [argument for argument in written.split(", ") if argument and argument != "*"]
    assert [argument.partition("=")[0] for argument in arguments if "=" in argument or argument.isidentifier()] == [
        *filter(None, incoming),
        *kind.parameters,
    ]
    for parameter in kind.parameters.values():
        if parameter.default and not isinstance(parameter.default[0], Opaque):
            assert f"{parameter.name}={parameter.default[0]!r}" in written


@pytest.mark.parametrize("key", ALL, ids="-".join)
def test_every_argument_is_explained(key: Key, signatures: dict[Key, addnodes.desc_signature]) -> None:
    dialect, name = key
    kind = KINDS[dialect][name]
    facts = dict(fields(signatures[key].parent))
    explained = [line.partition(":")[0] for line in facts.get("Arguments", "").split("\n\n") if ":" in line]
    assert explained == list(kind.parameters)
    passed_over = [argument for argument in kind.passed_over if argument not in kind.parameters]
    assert facts.get("Change no count", "").split(", ") == (passed_over or [""])
    declares = [expected.argument for expected in kind.expects]
    assert facts.get("Declares", "").partition(":")[0].split(", ") == (declares or [""])
    assert set(kind.aliases) <= set(facts.get("Also known as", "").split(", "))
    assert not kind.function or f"keras.layers.{kind.function}" in facts["As a function"].split(", ")
    assert (f"In {FRAMEWORKS[dialect]}" in facts) is not kind.in_framework


@pytest.mark.parametrize("key", ALL, ids="-".join)
def test_the_formulas_of_a_section_are_the_declared_ones(key: Key, sections: dict[Key, nodes.section]) -> None:
    dialect, name = key
    assert layers(dialect)[name], "no example is read"
    expected = {shown(count, formula) for count, formula in declared(key).items()} - {None}
    alike = [other for other, section in sections.items() if section is sections[key]]
    possible = {shown(count, formula) for other in alike for count, formula in declared(other).items()}
    found = {(title, words) for title, words in fields(sections[key]) if title in TITLES.values()}
    assert expected <= found
    assert found - {("Trainable", "none")} <= possible


@pytest.mark.parametrize("key", ALL, ids="-".join)
def test_every_symbol_of_a_section_is_explained_in_it(key: Key, sections: dict[Key, nodes.section]) -> None:
    dialect, name = key
    said = [words for title, words in fields(sections[key]) if title == "Symbols"]
    lines = "\n\n".join(said).replace("’", "'").split("\n\n")
    for layer in layers(dialect)[name]:
        trees = [] if issubclass(layer, Wrapper) else [f.tree for f in layer.counts.formulas.values() if f]
        used = {node.id for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Name)} - {"prod"}
        for symbol in (SYMBOLS[name] for name in used):
            meaning = layer.meanings.get(symbol.name, symbol.meaning)
            axes = ", per axis" if symbol.per_axis else ""
            assert f"{symbol.name.replace('_', '')}: {meaning}{axes}" in lines


@pytest.mark.parametrize("key", ALL, ids="-".join)
def test_every_section_names_the_framework_s_own_page(key: Key, sections: dict[Key, nodes.section]) -> None:
    dialect, name = key
    if KINDS[dialect][name].in_framework:
        assert SITES[dialect] in dict(fields(sections[key]))["Sources"]


def test_kinds_of_several_frameworks_that_are_counted_alike_share_a_section(
    sections: dict[Key, nodes.section],
) -> None:
    alike = [("keras", "Conv2D"), ("pytorch", "Conv2d"), ("pytorch", "LazyConv2d"), ("lasagne", "Conv2DLayer")]
    assert len({id(sections[key]) for key in alike}) == 1
    assert next(sections["keras", "Conv2D"].findall(nodes.title)).astext() == "Convolution"


def test_another_formula_says_when_it_holds(sections: dict[Key, nodes.section]) -> None:
    said = [paragraph.astext() for paragraph in sections["pytorch", "BatchNorm2d"].findall(nodes.paragraph)]
    assert "In Keras, where renorm:" in said
    (of_instances,) = [line for line in said if "LazyInstanceNorm2d" in line and line.endswith(":")]
    assert "BatchNorm2d" not in of_instances
    assert of_instances.endswith(", where not track_running_stats:")


def test_formulas_are_typeset(sections: dict[Key, nodes.section], built: Path) -> None:
    facts = dict(fields(sections["keras", "DepthwiseConv2D"]))
    assert facts["Weights"] == "Kh · Kw · Cin · M"
    assert facts["FLOPs, textbook"] == "(2 · Kh · Kw − 1) · Nout + biases · Oh · Ow"
    page = (built / "reference/layers/convolution.html").read_text("utf-8")
    assert "K<sub>h</sub> · K<sub>w</sub> · C<sub>in</sub> · M" in page


def test_what_slides_over_its_input_says_what_size_comes_out(sections: dict[Key, nodes.section]) -> None:
    slides, scatters = (
        dict(fields(sections[key]))["Size of the output"]
        for key in (("keras", "AveragePooling1D"), ("pytorch", "ConvTranspose3d"))
    )
    assert slides.startswith("O = ⌊(I + P − D · (K − 1) − 1) / S⌋ + 1")
    assert scatters.startswith("O = (I − 1) · S + D · (K − 1) + 1 − P")
