"""Classes and modules that ask for too much time or memory, or for more than reading, end in an error."""

from __future__ import annotations

import pytest
from hostile import ending, megabytes

MODULE = (
    "from torch import nn\nimport torch\nclass Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
)

ENDLESS = {
    "a forward that calls itself": "        pass\n    def forward(self, x):\n        return self(x)\n",
    "a module that holds itself": "        self.me = self\n    def forward(self, x):\n        return self.me(x)\n",
    "a module that makes itself": "        self.inner = Net()\n    def forward(self, x):\n        return x\n",
    "a container that holds itself": (
        "        self.s = nn.Sequential()\n        self.s.append(self.s)\n"
        "    def forward(self, x):\n        return self.s(x)\n"
    ),
    "a list of modules without an end": (
        "        self.s = nn.ModuleList()\n        while True:\n            self.s.append(nn.ReLU())\n"
    ),
    "modules that double": (
        "        m = nn.Sequential(nn.ReLU())\n        for _ in range(60):\n            m = nn.Sequential(m, m)\n"
        "        self.m = m\n    def forward(self, x):\n        return self.m(x)\n"
    ),
    "copies that double": (
        "        import copy\n        m = [nn.ReLU()]\n"
        "        for _ in range(60):\n            m = [m, copy.deepcopy(m)]\n"
    ),
    "trials without an end": "        while True:\n            nn.Conv2d(3, 4, 1)(torch.zeros(1, 3, 8, 8))\n",
    "a generator without an end": (
        "        def f():\n            while True:\n"
        "                yield nn.ReLU()\n        self.m = nn.Sequential(*f())\n"
    ),
    "a property that asks for itself": (
        "        self.n = self.p\n    @property\n    def p(self):\n        return self.p\n"
    ),
    "maps without an end": "        list(map(lambda i: [i] * 99999, range(99999)))\n",
    "attributes without an end": "        for i in range(10 ** 9):\n            setattr(self, f'a{i}', i)\n",
    "names without an end": (
        "        m = nn.ReLU()\n        for i in range(5000):\n            m = nn.Sequential(m)\n        self.m = m\n"
        "    def forward(self, x):\n        return self.m(x)\n"
    ),
    "slices without an end": (
        "        pass\n    def forward(self, x):\n        for i in range(10 ** 6):\n"
        "            x = x[:, :]\n        return x\n"
    ),
    "parts without an end": "        pass\n    def forward(self, x):\n        return x.split(1, 2) * 10 ** 9\n",
    "data without an end": (
        "        self.p = nn.Parameter(torch.zeros(10 ** 9, 10 ** 9, 10 ** 9))\n"
        "    def forward(self, x):\n        return x * self.p\n"
    ),
    "numbers without an end": "        self.n = [v for v in torch.linspace(0, 1, 10 ** 9)]\n",
}


@pytest.mark.parametrize("body", ENDLESS.values(), ids=ENDLESS)
def test_modules_without_an_end_are_refused(body: str) -> None:
    error = ending(MODULE + body, "pytorch")
    assert error is not None


@pytest.mark.parametrize(
    "text",
    [
        "class A: pass\n"
        + "".join(f"class A{i}(A{i - 1 if i else ''}, A{i - 1 if i else ''}): pass\n" for i in range(40)),
        "class A(A): pass",
        "class A:\n    x = A()\n",
        "class A:\n    def __init__(self): self.a = A()\nA()",
        "def d(f): return d\n" + "@d\n" * 3000 + "def g(): pass",
        "from functools import partial\nf = print\nfor _ in range(99999): f = partial(f)\nf()",
        "from functools import reduce\nreduce(lambda a, b: a + a, range(99), [1])",
        "from itertools import product\nlist(product(*[range(99)] * 9))",
        "import argparse\np = argparse.ArgumentParser()\nwhile True: p.add_argument('--x')",
        "class A:\n    def __call__(self): return self()\nA()()",
        "a = [1]\nfor _ in range(99): a = list(map(lambda x: a, a + a))",
        (
            "try:\n    while True: {}['a']\nexcept KeyError: pass\n"
            "while True:\n    try: {}['a']\n    except KeyError: pass"
        ),
        "def f():\n    yield from f()\nlist(f())",
        "super()",
        "class A:\n    def f(self): return super().f()\nA().f()",
        "setattr([], 'x', 1)",
        "getattr(getattr([], '__class__'), '__subclasses__')()",
        "class A: pass\nA().__class__.__init__.__globals__",
        "class A: pass\nA.__subclasses__()",
        "type(3).__mro__",
        "isinstance(3, [[[int]]])",
        "(lambda f: f(f))(lambda f: f(f))",
    ],
)
def test_classes_that_ask_for_too_much_are_refused(text: str) -> None:
    ending(f"{text}\nSequential([Dense(1)])")
    ending(f"from torch import nn\n{text}\nnet = nn.Sequential(nn.ReLU())", "pytorch")


def test_memory_is_bounded() -> None:
    body = "        self.s = nn.ModuleList([nn.Conv2d(8, 8, 1) for _ in range(99999)])\n"
    text = f"{MODULE}{body}    def forward(self, x):\n        return x\n"
    assert ending(text, "pytorch") is not None
    assert megabytes("class A:\n    def __init__(self): self.a = [0] * 99999\nx = [A() for _ in range(99999)]") < 200
