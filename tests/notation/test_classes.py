"""Which classes of Python are read. A dense layer of ``answer`` units shows what an expression came to."""

from __future__ import annotations

import pytest
from reading import refusal, shapes

POINT = """
class Point:
    scale = 10

    def __init__(self, x, y=2):
        self.x, self.y = x, y

    def total(self):
        return (self.x + self.y) * self.scale

    @property
    def double(self):
        return 2 * self.total()

    @staticmethod
    def plus(a, b):
        return a + b

    @classmethod
    def origin(cls):
        return cls(1, 1)

    def __call__(self, n):
        return n + self.x
"""

CHILD = """
class Child(Point):
    scale = 100

    def __init__(self, x):
        super().__init__(x, y=4)
        self.z = 1

    def total(self):
        return super().total() + self.z
"""


def answer(text: str) -> int:
    """What ``answer`` is at the end of a text."""
    (units,) = shapes(f"{text}\nSequential([Dense(answer)])", (1,))
    return units[0]


@pytest.mark.parametrize(
    ("lines", "value"),
    [
        ("answer = Point(3).total()", 50),
        ("answer = Point(3, 4).double", 140),
        ("p = Point(3)\np.y = 5\nanswer = p.total()", 80),
        ("answer = Point.plus(1, 2)", 3),
        ("answer = Point(1).plus(1, 2)", 3),
        ("answer = Point.origin().total()", 20),
        ("answer = Point(3)(4)", 7),
        ("answer = Point.scale", 10),
        ("Point.scale = 3\nanswer = Point(3).total()", 15),
        ("answer = Child(3).total()", 701),
        ("answer = Child(3).double", 1402),
        ("answer = Point.total(Point(3))", 50),
        ("answer = getattr(Point(3), 'x')", 3),
        ("answer = getattr(Point(3), 'w', 8)", 8),
        ("p = Point(3)\nsetattr(p, 'w', 9)\nanswer = p.w", 9),
        ("answer = 5 if hasattr(Point(3), 'w') else 6", 6),
        ("answer = 5 if isinstance(Child(3), Point) else 6", 5),
        ("answer = 5 if isinstance(Point(3), Child) else 6", 6),
        ("answer = 5 if isinstance(3, (str, int)) else 6", 5),
        ("answer = 5 if issubclass(Child, Point) else 6", 5),
        ("answer = len(Point(3).__class__.__name__)", 5),
        ("answer = type(Child(3)).scale", 100),
        ("answer = sum(map(lambda p: p.x, [Point(3), Point(4)]))", 7),
        ("answer = sorted([Point(4), Point(3)], key=lambda p: p.x)[0].x", 3),
        ("answer = next(iter([7, 8]))", 7),
    ],
)
def test_classes_are_those_of_python(lines: str, value: int) -> None:
    assert answer(f"{POINT}\n{CHILD}\n{lines}") == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (
            (
                "from dataclasses import dataclass, field\n"
                "@dataclass\nclass Config:\n    width: int\n    depth: int = 3\n"
                "    sizes: list = field(default_factory=list)\n"
                "c = Config(4)\nc.sizes.append(5)\nanswer = c.width * c.depth + len(c.sizes)"
            ),
            13,
        ),
        (
            (
                "from typing import NamedTuple\nclass Config(NamedTuple):\n    width: int\n    depth: int = 3\n"
                "answer = Config(width=4).depth"
            ),
            3,
        ),
        ("from collections import namedtuple\nSize = namedtuple('Size', 'h w')\nanswer = Size(3, w=4).w", 4),
        ("from functools import partial\ndef f(a, b): return 10 * a + b\nanswer = partial(f, b=3)(2)", 23),
        ("from functools import reduce\nimport operator\nanswer = reduce(operator.mul, [2, 3, 4])", 24),
        ("from collections import OrderedDict\nd = OrderedDict([('a', 4)])\nanswer = d['a']", 4),
        ("import itertools\nanswer = len(list(itertools.product([1, 2], [3, 4, 5])))", 6),
        ("import math\nanswer = math.prod([2, 3])", 6),
        ("import copy\na = [1]\nb = copy.deepcopy(a)\nb.append(2)\nanswer = len(a)", 1),
        (
            (
                "def twice(f):\n    def g(n):\n        return 2 * f(n)\n"
                "    return g\n@twice\ndef h(n): return n\nanswer = h(4)"
            ),
            8,
        ),
        ("try:\n    import apex\nexcept ImportError:\n    apex = None\nanswer = 3", 3),
        ("def f(n):\n    if n > 5:\n        raise ValueError('large')\n    return n\nanswer = f(4)", 4),
        (
            (
                "n = 1\ntry:\n    raise ValueError('x')\nexcept ValueError:\n"
                "    n = 2\nfinally:\n    n = n + 1\nanswer = n"
            ),
            3,
        ),
        ("n = 4\ndef f():\n    global n\n    n = 6\nf()\nanswer = n", 6),
        ("def f():\n    yield 1\n    yield from [2, 3]\nanswer = sum(f())", 6),
        ("def f(n):\n    for i in range(n):\n        yield i\nanswer = [2 * i for i in f(3)][2]", 4),
        ("class A:\n    sizes = [n * n for n in (1, 2)]\nanswer = A.sizes[1]", 4),
    ],
)
def test_the_standard_library_is_read_where_networks_use_it(text: str, value: int) -> None:
    assert answer(text) == value


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Point(1, 2, 3)", "__init__ takes 3 arguments, but 4 are given"),
        ("Point()", "__init__ needs a value for 'x'"),
        ("answer = Point(3).totl()", "no 'totl'"),
        ("answer = Point.scael", "has no 'scael'; did you mean 'scale'?"),
        ("super().x", "super() has no class around it here"),
        ("Point(3).__dict__", "'__dict__' is not read"),
        ("class A:\n    pass\nA(1)", "A takes no arguments"),
        ("class A:\n    pass\nA()()", "an instance of A cannot be called"),
        ("def f():\n    return f()\nf()", "more than 50 calls deep"),
    ],
)
def test_what_python_refuses_is_refused(text: str, message: str) -> None:
    assert message in refusal(f"{POINT}\n{text}", (4,)).message
