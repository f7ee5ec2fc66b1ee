"""The reference of operations lists every function, method and attribute that the code declares, with what it does."""

from __future__ import annotations

import pickle
from functools import cache
from itertools import pairwise

import documentation
import pytest
from docutils import nodes

from sphinx_cnn.notation.keras.operations.library import MODULES
from sphinx_cnn.notation.pytorch.functional import FUNCTIONAL
from sphinx_cnn.notation.pytorch.functions import TORCH
from sphinx_cnn.notation.pytorch.tensors import MAKES_DATA, METHODS, PROPERTIES, TRANSPOSED, UNREAD_PROPERTIES

LISTED = {
    "Functions of torch": TORCH,
    "Functions of torch.nn.functional": FUNCTIONAL,
    "Methods of a tensor": [*METHODS, *MAKES_DATA],
    "Attributes of a tensor": [*PROPERTIES, *TRANSPOSED, *UNREAD_PROPERTIES],
}


@cache
def page() -> nodes.document:
    path = documentation.build().parent / "doctrees/reference/operations.doctree"
    doctree: nodes.document = pickle.loads(path.read_bytes())  # noqa: S301 - of our own build
    return doctree


def rows(table: nodes.Node) -> dict[str, str]:
    """What a table says of each name."""
    found: dict[str, str] = {}
    for row in list(table.findall(nodes.row))[1:]:
        names, said = (entry.astext() for entry in row.children)
        assert said
        for name in names.split(", "):
            assert name not in found
            found[name] = said
    return found


def section(title: str) -> nodes.section:
    (found,) = [one for one in page().findall(nodes.section) if next(one.findall(nodes.title)).astext() == title]
    return found


@pytest.mark.parametrize("title", LISTED)
def test_pytorch_s_operations_are_listed(title: str) -> None:
    (table,) = section(title).findall(nodes.table)
    assert sorted(rows(table)) == sorted(LISTED[title])


def test_the_operations_of_keras_and_tensorflow_are_listed_by_module() -> None:
    children = section("Keras and TensorFlow").children
    tables = {
        path: rows(after)
        for rubric, after in pairwise(children)
        if isinstance(rubric, nodes.rubric)
        for path in rubric.astext().split(", ")
    }
    assert {path: sorted(table) for path, table in tables.items()} == {
        path: sorted(entries) for path, entries in MODULES.items()
    }


def test_a_function_with_a_module_of_its_own_links_to_it() -> None:
    (table,) = section("Functions of torch.nn.functional").findall(nodes.table)
    assert rows(table)["relu"] == "Makes a nn.ReLU and applies it."
    assert rows(table)["max_pool2d"] == "Makes a nn.MaxPool2d and applies it."
    page = (documentation.build() / "reference/operations.html").read_text("utf-8")
    assert 'href="layers/activation.html#layer-torch-nn-relu"' in page
