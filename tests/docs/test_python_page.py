"""The page on Python: each construct that the interpreter knows has an example, which it reads as Python does."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from typing import Any

import documentation
import pytest

sys.path.insert(0, str(documentation.DOCS))

from _ext import constructs
from _ext.constructs import Construct

from sphinx_cnn import ArchitectureError

EXAMPLES = [
    pytest.param(sort, name, construct, id=f"{sort}: {name}")
    for sort, found in {**constructs.examples(), "decorators": constructs.decorators()}.items()
    for name, construct in found.items()
]
REFUSED = {**constructs.refused(), **constructs.REFUSED_VALUES}

ELSEWHERE = {"With": 2, "Assert": 1, "numpy.linspace": [0.0, 0.5, 1.0]}
"""Results of what Python itself cannot do here: another package is needed, or it is passed over on purpose."""


def plain(value: Any) -> Any:
    """A value, with the items of an iterator as a list."""
    return list(value) if hasattr(value, "__next__") else value


def of_python(construct: Construct) -> Any:
    names: dict[str, Any] = {}
    exec(construct.program, names)  # noqa: S102 - an example of this documentation
    return plain(names["x"])


def nodes(construct: Construct) -> Iterator[str]:
    return (type(node).__name__ for node in ast.walk(ast.parse(construct.code)))


@pytest.mark.parametrize(("sort", "name", "construct"), EXAMPLES)
def test_what_is_listed_is_read_as_python_does(
    sort: str, name: str, construct: Construct, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["net.py"])
    expected = ELSEWHERE[name] if name in ELSEWHERE else of_python(construct)
    assert constructs.value(construct) == expected
    assert type(constructs.value(construct)) is type(expected)


@pytest.mark.parametrize(("sort", "name", "construct"), EXAMPLES)
def test_an_example_is_one_of_what_it_stands_for(sort: str, name: str, construct: Construct) -> None:
    if sort in ("statements", "expressions"):
        assert name in nodes(construct)
    elif sort == "decorators":
        assert "@" in construct.code
    else:
        assert all(part in construct.code for part in name.split("."))


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_listed_as_refused_is_refused(name: str) -> None:
    with pytest.raises(ArchitectureError, match="line 1"):
        constructs.value(REFUSED[name])


@pytest.mark.parametrize("name", constructs.refused())
def test_a_refused_example_is_one_of_what_it_stands_for(name: str) -> None:
    assert name in nodes(REFUSED[name])


@pytest.mark.parametrize("sort", constructs.declared())
def test_what_the_interpreter_learns_needs_an_example(sort: str, monkeypatch: pytest.MonkeyPatch) -> None:
    known = constructs.declared()
    monkeypatch.setattr(constructs, "declared", lambda: {**known, sort: known[sort] | {"something_new"}})
    with pytest.raises(KeyError, match="something_new"):
        constructs.examples()


def test_what_it_no_longer_knows_may_have_none(monkeypatch: pytest.MonkeyPatch) -> None:
    known = constructs.declared()
    monkeypatch.setattr(constructs, "declared", lambda: {**known, "built-in": known["built-in"] - {"range"}})
    with pytest.raises(KeyError, match="range"):
        constructs.examples()
