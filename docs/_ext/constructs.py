"""An example of every construct of Python that an architecture may have, and of those that are refused.

Each stands here once: the page shows it, and a test reads it and has Python itself do the same. An example of several
lines leaves its result in ``x``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import NamedTuple

from _ext.python_functions import BUILT_IN, DECORATORS, LIBRARY, METHODS
from sphinx_cnn.notation import speaker
from sphinx_cnn.notation.budget import Budget
from sphinx_cnn.notation.builtins import builtins, method
from sphinx_cnn.notation.interpreter import Interpreter
from sphinx_cnn.notation.library import FUNCTIONS, MATH
from sphinx_cnn.notation.reflection import Reflection
from sphinx_cnn.notation.source import Source


class Construct(NamedTuple):
    """A piece of Python, and what there is to say about it."""

    code: str
    note: str = ""

    @property
    def program(self) -> str:
        """The lines that leave the result in ``x``."""
        return self.code if "x" in _bound(self.code) else f"x = {self.code}"


STATEMENTS = {
    "Assign": Construct("a, *b = 1, 2, 3\nx = b", "to names, attributes and items, also to several at once"),
    "AugAssign": Construct("x = 8\nx *= 2"),
    "AnnAssign": Construct("x: int = 64", "the annotation is not looked at"),
    "Expr": Construct("x = []\nx.append(64)", "a call, a layer, or a docstring"),
    "If": Construct("if 3 > 2:\n    x = 1\nelse:\n    x = 2", "see below for conditions that nobody knows"),
    "For": Construct("x = 0\nfor i in range(3):\n    x += i\nelse:\n    x += 10"),
    "While": Construct("x = 1\nwhile x < 64:\n    x *= 2"),
    "Break": Construct("for x in range(9):\n    if x == 3:\n        break"),
    "Continue": Construct("x = []\nfor i in range(4):\n    if i == 1:\n        continue\n    x.append(i)"),
    "Pass": Construct("x = 1\nif x:\n    pass"),
    "FunctionDef": Construct(
        "def f(n, *more, scale=2, **named):\n    return n * scale\nx = f(3, 4, other=5)",
        "with positional-only and named parameters, defaults and annotations",
    ),
    "Return": Construct("def f():\n    return 1, 2\nx = f()"),
    "ClassDef": Construct(
        "class Plan:\n    width = 8\n    def __init__(self, n):\n        self.n = n\nx = Plan(3).n * Plan.width",
        "with inheritance, of several classes too; ``metaclass=`` is not looked at",
    ),
    "Global": Construct("x = 1\ndef f():\n    global x\n    x = 2\nf()"),
    "Nonlocal": Construct(
        "def f():\n    n = 1\n    def g():\n        nonlocal n\n        n = 2\n    g()\n    return n\nx = f()"
    ),
    "Import": Construct("import math\nx = math.floor(2.5)", "what is imported from where, see below"),
    "ImportFrom": Construct("from itertools import product\nx = list(product([1, 2], [3]))"),
    "With": Construct(
        "import torch\nx = 1\nwith torch.no_grad():\n    x = 2",
        "over what is not read; its block is read as if it stood alone",
    ),
    "Try": Construct(
        "x = 1\ntry:\n    x = 2\nexcept ValueError:\n    x = 3\nfinally:\n    y = 4",
        "a handler is read where the block raises by itself; what is no Python at all stays an error",
    ),
    "Raise": Construct(
        "def f(n):\n    if n < 0:\n        raise ValueError(n)\n    return n\nx = f(3)",
        "a text that comes to it, and has no handler, is an error that says so",
    ),
    "Assert": Construct("assert 1 > 2\nx = 1", "passed over, true or not"),
    "Delete": Construct("y = 2\nx = 1\ndel y"),
    "AsyncFunctionDef": Construct("async def fetch(url):\n    await url\nx = 1", "defined, and never called"),
}
"""Statements that are read, by the names of their nodes in ``ast``."""

EXPRESSIONS = {
    "Constant": Construct("1, 0.5, 'text', True, None, ...", "whole numbers up to 2⁶³"),
    "Name": Construct("y = 1\nx = y"),
    "BinOp": Construct("2 * 16 // 3"),
    "UnaryOp": Construct("-3, not True, ~5"),
    "BoolOp": Construct("0 or 64"),
    "Compare": Construct("1 < 2 <= 2"),
    "IfExp": Construct("64 if 3 > 2 else 32"),
    "NamedExpr": Construct("[n := 3, n * n]"),
    "Call": Construct("max(*[1, 2], *[3])", "with ``*`` and ``**``"),
    "Attribute": Construct("class Plan:\n    depth = 3\nx = Plan.depth"),
    "Subscript": Construct("[32, 64, 128][1]"),
    "Slice": Construct("[32, 64, 128][::2]"),
    "Tuple": Construct("(1, *[2, 3])"),
    "List": Construct("[1, *[2, 3]]"),
    "Dict": Construct("{'a': 1, **{'b': 2}}"),
    "Set": Construct("{1, 2}"),
    "ListComp": Construct("[2**i for i in range(4) if i != 1]"),
    "GeneratorExp": Construct("sum(i for i in range(4))", "made at once, as a list"),
    "SetComp": Construct("{i % 2 for i in range(4)}"),
    "DictComp": Construct("{name: len(name) for name in ['conv', 'fc']}"),
    "JoinedStr": Construct("f'conv{3}_{1:02d}'"),
    "FormattedValue": Construct("f'{0.5:.2f}'", "up to 100 characters wide"),
    "Lambda": Construct("(lambda n, k=2: n * k)(3)"),
    "Yield": Construct(
        "def f():\n    yield 1\n    yield 2\nx = list(f())", "a generator is read to its end at once, as a list"
    ),
    "YieldFrom": Construct("def f():\n    yield from [1, 2]\nx = list(f())"),
}
"""Expressions that are read."""

REFUSED = {
    "Match": Construct("match 1:\n    case 1:\n        x = 1"),
    "TryStar": Construct("try:\n    x = 1\nexcept* ValueError:\n    x = 2"),
    "TypeAlias": Construct("type Size = int"),
    "AsyncFor": Construct("async for x in y:\n    pass"),
    "AsyncWith": Construct("async with y as x:\n    pass"),
    "Await": Construct("x = await y"),
    "TemplateStr": Construct("x = t'conv'"),
    "Interpolation": Construct("x = t'conv{3}'"),
    "Starred": Construct("x = *y", "alone; in a list, a tuple or a call it is read"),
}
"""Statements and expressions that are an error where the text comes to them."""

REFUSED_VALUES = {
    "bytes": Construct("x = b'conv'"),
    "complex": Construct("x = 2j"),
    "attributes with two underscores": Construct(
        "x = len.__self__", "but for ``__init__``, ``__name__``, ``__class__``, ``__call__``"
    ),
    "``@`` of plain values": Construct("x = 2 @ 3"),
    "integers without bound": Construct("x = 10**40"),
    "a name that is not known": Construct("x = unheard_of"),
}
"""Values that are an error."""


def reader(code: str, dialect: str = "pytorch") -> Interpreter:
    """The interpreter, after it has read these lines."""
    found = Interpreter(Source(code), speaker(dialect)())
    found.read()
    return found


def value(construct: Construct) -> object:
    """The result of an example."""
    return reader(construct.program).globals.names["x"]


def declared() -> dict[str, set[str]]:
    """What the interpreter knows of each sort, from its own tables."""
    interpreter = Interpreter(Source(""), speaker("pytorch")())
    functions = {name for name, thing in builtins(Budget()).items() if getattr(thing, "needs_values", False)}
    owners: tuple[object, ...] = ("", [], {}, ())
    return {
        "statements": _names(interpreter._executors),  # noqa: SLF001
        "expressions": _names(interpreter._evaluators),  # noqa: SLF001
        "built-in": functions | Reflection(interpreter).functions().keys(),
        "library": {*(f"math.{name}" for name in MATH), *FUNCTIONS, "argparse.ArgumentParser"},
        **{type(owner).__name__: {name for name in dir(owner) if method(owner, name, Budget())} for owner in owners},
    }


def examples() -> dict[str, dict[str, Construct]]:
    """The examples of each sort: those of what the interpreter knows.

    :raises KeyError: if there is none of something, or one of something that is not read.
    """
    written: dict[str, dict[str, Construct]] = {
        "statements": STATEMENTS,
        "expressions": EXPRESSIONS,
        "built-in": _of(BUILT_IN),
        "library": _of(LIBRARY),
        **{owner: _of(methods) for owner, methods in METHODS.items()},
    }
    known = declared()
    wrong = {sort: known[sort] ^ found.keys() for sort, found in written.items() if known[sort] ^ found.keys()}
    if wrong:
        raise KeyError(f"read and without an example in {__name__}, or the other way round: {wrong}")
    return written


def decorators() -> dict[str, Construct]:
    """The examples of decorators."""
    return _of(DECORATORS)


def refused() -> dict[str, Construct]:
    """The examples of what this Python has and the interpreter refuses.

    :raises KeyError: if there is none of something.
    """
    known = declared()
    unread = (_subclasses(ast.stmt) | _subclasses(ast.expr)) - known["statements"] - known["expressions"]
    return {name: REFUSED[name] for name in sorted(unread)}


def _subclasses(kind: type[ast.AST]) -> set[str]:
    return _names(kind.__subclasses__())


def _names(kinds: Iterable[type[ast.AST]]) -> set[str]:
    return {kind.__name__ for kind in kinds}


def _of(codes: dict[str, str]) -> dict[str, Construct]:
    return {name: Construct(code) for name, code in codes.items()}


def _bound(code: str) -> set[str]:
    """The names that a piece of Python binds."""
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return set()
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
