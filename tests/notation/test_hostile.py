"""Texts that ask for too much time or memory end in an error, within a second."""

from __future__ import annotations

import pytest
from hostile import LONG_GROUP, LONG_LAYER, ending

TWINS = "a, b = {leaf}, {leaf}\nfor i in range(60):\n    a, b = {pair}, {other}\n"
NESTED = {
    "lists": TWINS.format(leaf="[1]", pair="[a, a]", other="[b, b]"),
    "tuples": TWINS.format(leaf="(1,)", pair="(a, a)", other="(b, b)"),
    "dicts": TWINS.format(leaf="{1: 1}", pair="{1: a, 2: a}", other="{1: b, 2: b}"),
    "itself": "a, b = [1], [1]\na.append(a)\nb.append(b)\n",
    "deep": TWINS.format(leaf="[1]", pair="[a]", other="[b]").replace("60", "20000"),
}
"""Values of two to the sixtieth leaves, in the memory of sixty lists; one that holds itself; one that is deep."""

USES = (
    "a == b", "a < b", "a in [b]", "f'{a}'", "f'{a!r}'", "str(a)", "'%s' % (a,)", "'{}'.format(a)", "{a: 1}", "{a}",
    "{1: 1}[a]",
    "{1: 1}.get(a)", "sorted([a, b])", "max(a, b)", "[a].index(b)", "[a].count(b)", "[b].remove(a)", "Dense(a)",
    "Dense(1, name=a)",
    "Dense(1, activation=a)", "Dense(1, use_bias=a)", "Conv2D(2, a)", "Conv2D(2, 1, padding=a)",
    "Conv2D(2, 1, connections=a)",
    "Conv2D(2, 1, data_format=a)", "Dropout(0.5, noise_shape=a)", "Reshape(a)", "Input(shape=a)", "Input((1,), name=a)",
    "Input(a)", "Sequential(a)", "Sequential(name=a)", "Add()(a)", "layers.add(a)", "BatchNormalization(axis=a)",
    "Model(Input((1,)), a)", "Model(a, a)", "Sequential([Dense(1)], name=a)", "Sequential([Dense(1)]).get_layer(a)",
    "Sequential([Dense(1)]).build(a)", "UpSampling2D(2, interpolation=a)", "Dense(1, kernel_initializer=a)", "a()",
    "a.x", "a + 1",
    "a | b", "sum(a)", "list(a) == list(b)", "set(a)", "dict(a)", "zip(*a)", "print(a)", "-a", "a[a]", "a * a",
    "range(a)",
    "Dense(1, dtype=a)", "Dense(1, input_shape=a)", "Dense(1, **{'foo': a})", "Dense(1, weights=a)",
)  # fmt: skip


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("shape", NESTED)
def test_nested_values_are_not_walked_through(shape: str, use: str) -> None:
    ending(f"{NESTED[shape]}x = {use}")


@pytest.mark.parametrize(
    "expression",
    [
        "9 ** 9 ** 9", "9 ** 999", "2 ** 64", "(2 ** 62) * 4", "1 << 10 ** 9", "1 << 100", "int('9' * 10 ** 5)",
        "int('9' * 999)",
        "10 ** 10 ** 10", "0.5 ** -99999", "1e308 * 10 ** 308", "(-1) ** 0.5 < 1", "0 ** -1", "int(1e308)",
        "int(float('inf'))",
        "0x" + "f" * 200_000, "9" * 200_000, "9" * 4000, "int('zz', 36)", "round(1.5, 'a')", "divmod(1, 0)",
        "[0] * 10 ** 9", "10 ** 9 * [0]", "'a' * 10 ** 9", "(0,) * 10 ** 9", "[[0] * 1000] * 10 ** 6",
        "[0] * (10 ** 18)",
        "list(range(10 ** 9))", "tuple(range(10 ** 9))", "set(range(10 ** 9))", "[*range(10 ** 9)]",
        "sum(range(10 ** 12))",
        "max(range(10 ** 9))", "sorted(range(10 ** 9))", "0.5 in range(10 ** 9)", "'a' in range(10 ** 9)",
        "len(range(10 ** 30))",
        "enumerate(range(10 ** 9))", "zip(range(10 ** 9))", "reversed(range(10 ** 9))", "any(range(10 ** 12))",
        "dict(enumerate(range(10 ** 9)))", "[i for i in range(10 ** 9)]", "{i for i in range(10 ** 9)}",
        "{i: i for i in range(10 ** 9)}", "[1 for a in range(99999) for b in range(99999)]",
        "sum(1 for _ in range(10 ** 9))",
        "'a'.join(['b' * 90000] * 90000)", "('a' * 90000).join(['b'] * 90000)", "'a b'.split(0)", "'a'.split('')",
        "f'{1:999999999}'", "f'{1.5:.999999999f}'", "f'{1:{999999999}}'", "f'{1:9999999999999999999999d}'",
        "f'{1:٩٩٩٩٩٩٩}'",
        "'%999999999d' % 1", "'%.999999999f' % 1.0", "'%*d' % (999999999, 1)", "'%(a)999999999d' % {'a': 1}",
        "'%９９９９９d' % 1",
        "('%s' * 10000) % (('a' * 90000,) * 10000)", "'{:999999999}'.format(1)", "'{0:{1}}'.format(1, 999999999)",
        "'{a.__class__}'.format(a=1)", "'{0[0]}'.format([1])", "'{0.real}'.format(1)", "'{!r:999999999}'.format(1)",
        "('{0}' * 30000).format('a' * 90000)", "'{:c}'.format(10 ** 15)", "f'{10 ** 15:c}'", "'%c' % 10 ** 15",
        "'{0.__class__.__mro__}'.format(1)", "().__class__.__bases__[0].__subclasses__()", "''.__class__",
        "f'{().__class__}'",
        "(lambda: 0).__globals__", "[].append.__self__", "Dense.__class__", "Dense(1).layer", "Dense.kind",
        "Dense.dialect", "Input.function",
        "keras.path", "len.call", "__import__('os').system('x')", "open('/etc/passwd')", "globals()", "vars()",
        "type(1)", "print.call",
        "().__len__()", "{}.fromkeys(range(10 ** 9))", "'a'.ljust(10 ** 9)", "'a'.replace('', 'b' * 10 ** 5)",
        "'a'.zfill(10 ** 9)",
        "'a'.center(10 ** 9)", "'a'.expandtabs(10 ** 9)", "(10 ** 18).to_bytes(10 ** 9)", "b'a' * 10 ** 9", "1j ** 999",
    ],
)  # fmt: skip
def test_an_expression_that_asks_for_too_much_is_refused(expression: str) -> None:
    error = ending(f"ReLU()\nx = {expression}\nDense(x)")
    assert error is not None
    assert error.line in {0, 2, 3}


@pytest.mark.parametrize(
    "expression",
    [
        "round(1, -10 ** 9)", "round(10 ** 18, -10 ** 9)", "range(10 ** 12) == range(10 ** 12)", "1 >> 10 ** 9",
        "print(9 ** 9 ** 9)", "range(10 ** 18)[10 ** 17]", "5 in range(10 ** 18)", "f'{1e300:.99f}'",
        "1 if range(10 ** 18) else 2", "'a' * -10 ** 9",
    ],
)  # fmt: skip
def test_an_expression_that_only_looks_expensive_ends(expression: str) -> None:
    ending(f"ReLU()\nx = {expression}\nDense(1)")


@pytest.mark.parametrize(
    "text",
    [
        "while True:\n    pass",
        "while True: x = 1",
        "x = 0\nwhile x < 10 ** 9:\n    x += 1",
        "for i in range(10 ** 9):\n    pass",
        "for i in range(99999):\n    for j in range(99999):\n        pass",
        "a = [0]\nfor i in a:\n    a.append(i)\nwhile True: a.append(a)",
        "def f():\n    return f()\nf()",
        "def f(n):\n    return f(n - 1) + f(n - 1) if n else 1\nf(40)",
        "f = lambda g: g(g)\nf(f)",
        "f = lambda n: [f(n - 1) for _ in range(9)] if n else 1\nf(30)",
        "def f(n):\n    for i in range(n):\n        f(n)\nf(99)",
        "a = 'b'\nwhile True: a = a + a",
        "a = 'b'\nwhile True: a += a",
        "a = 'b'\nwhile True: a = f'{a}{a}'",
        "a = 'b'\nwhile True: a = '%s%s' % (a, a)",
        "a = 'b'\nwhile True: a = '{0}{0}'.format(a)",
        "a = 'b'\nwhile True: a = a.join([a, a])",
        "a = [0]\nwhile True: a.extend(a)",
        "a = [0]\nwhile True: a += a",
        "a = [0]\nwhile True: a = [*a, *a]",
        "a = {0}\nwhile True: a = a | {len(a)}",
        "x = 2\nwhile True: x = x * x",
        "x = 1.5\nwhile True: x = x * x",
        "for i in range(10 ** 6):\n    Dense(1)",
        "while True:\n    Dense(1)",
        "x = Input((1,))\nwhile True:\n    x = Dense(1)(x)",
        "m = Sequential()\nwhile True: m.add(Dense(1))",
        "m = Sequential([Dense(1)])\nwhile True: m = Sequential([m, m])",
        "m = Sequential([Dense(1)])\nfor _ in range(60): m = Sequential([m, m])\nm.trainable = False",
        "m = Sequential([Dense(1)])\nfor _ in range(60): m = Sequential([m, m])\nx = m.layers",
        "m = Sequential([])\nfor _ in range(60): m = Sequential([m, m])\nx = m.get_layer('a')",
        "m = Sequential()\nm.add(m)",
        "a, b = Sequential(), Sequential()\na.add(b)\nb.add(a)\na.trainable = False",
        "i = Input((1,))\nm = Model(i, Dense(1)(i))\nfor _ in range(60):\n    m = Model(i, m(m(i)))",
        "x = Input((1, 1, 1))\nwhile True: x = Add()([x] * 10000)",
        "x = Input((1, 1, 1))\nwhile True: x = Concatenate()([x, x])",
        "Conv2D(10 ** 30, 3)",
        "Dense(10 ** 30)",
        "Flatten()\n" + "Dense(10 ** 18)\n" * 20 + "Dense(foo)",
        "while True: UpSampling2D(10 ** 9)",
        "while True: ZeroPadding2D(10 ** 18)",
        "while True: DepthwiseConv2D(1, depth_multiplier=10 ** 18)",
        "while True: Reshape((1, -1))",
        "Reshape((10 ** 18,) * 90000)",
        "Reshape((1,) * 90000 + (-1,))\nwhile True: ReLU()",
        "Input((1,) * 90000)\nwhile True: ReLU()",
        "t = [[0, 1, 2]] * 9000\nwhile True: Conv2D(9000, 1, connections=t)",
        "m = Sequential([Dense(1)] * 90000)\nwhile True: m.layers",
        "m = Sequential([Dense(1)] * 9000)\nwhile True: m.get_layer('dense')",
        "t = '{0:99}' * 14000\nwhile True: t.format(1)",
        "t = '%99d' * 16000\nwhile True: t % ((1,) * 16000)",
        "a = [0] * 99999\nwhile True: a.pop(0)",
        "a = 'ab' * 45000\nwhile True: 'ab' * 20000 + 'b' in a",
        "a = [str(i) for i in range(50000)]\nwhile True: sorted(a)",
        "import x\ny = x\nwhile True: y = y.abcdefghi",
        "import x\ny = x\nwhile True: y = y()",
        "a = {i: i for i in range(9999)}\nwhile True: a = {**a}",
        "a = {f'k{i}': i for i in range(9999)}\ndef f(**k): return k\nwhile True: f(**a)",
    ],
)  # fmt: skip
def test_a_text_without_an_end_is_refused(text: str) -> None:
    assert ending(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "for i in range(9999):\n    same = Dense(1)",
        "for i in range(9999):\n    Input((1,))",
        "x = i = Input((1,))\nms = []\nfor _ in range(5000):\n    x = Dense(1)(x)\n    ms.append(Model(i, x))",
        "".join(f"{'ab' * 50}{i} = 1\n" for i in range(2000)) + "ab" * 50,
        "".join(f"a{i} = ReLU()\n" for i in range(2000)) + "for _ in range(5000):\n    y = ReLU()(a0)",
        LONG_LAYER,
        LONG_GROUP,
        "i = Input((1,))\nx = [i]\nfor _ in range(60): x = [x, x]\nModel(i, x)",
    ],
)  # fmt: skip
def test_what_grows_with_the_square_ends(text: str) -> None:
    ending(text)


def test_nothing_of_a_text_is_executed(capfd: pytest.CaptureFixture[str]) -> None:
    ending("print('hello')\nimport os\nos.system('echo hello')\nDense(1)\nbreakpoint()")
    captured = capfd.readouterr()
    assert captured.out + captured.err == ""
