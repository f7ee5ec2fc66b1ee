"""Which Python is read. ``Dense(n)`` shows what an expression came to."""

from __future__ import annotations

import pytest
from reading import names, read, refusal, shapes, units


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("2 + 3 * 4 - 1", 13),
        ("7 // 2", 3),
        ("7 % 4", 3),
        ("2 ** 5", 32),
        ("-(-8)", 8),
        ("+8", 8),
        ("1 << 4", 16),
        ("64 >> 2", 16),
        ("6 & 3 | 8 ^ 1", 11),
        ("int(2.9)", 2),
        ("int(7 / 2)", 3),
        ("int('12')", 12),
        ("round(2.6)", 3),
        ("int(round(2.649, 2) * 100)", 265),
        ("abs(-3)", 3),
        ("divmod(17, 5)[0]", 3),
        ("len([1, 2, 3])", 3),
        ("len('abc')", 3),
        ("len({'a': 1})", 1),
        ("len(range(0, 10, 3))", 4),
        ("min(3, 5)", 3),
        ("min([3, 5])", 3),
        ("max(3, 5, 4)", 5),
        ("sum([1, 2, 3])", 6),
        ("sum(n * n for n in range(4))", 14),
        ("sum(range(5), 10)", 20),
        ("sorted([3, 1, 2])[0]", 1),
        ("sorted([3, 1, 2], reverse=True)[0]", 3),
        ("list(reversed([1, 2, 9]))[0]", 9),
        ("list(range(3, 10))[-1]", 9),
        ("tuple([4, 5])[1]", 5),
        ("[1, 2, 3, 4][1:3][-1]", 3),
        ("[1, 2, 3, 4][::-1][0]", 4),
        ("(1, 2, 3)[-1]", 3),
        ("{'a': 5, 'b': 6}['b']", 6),
        ("{'a': 5}.get('x', 7)", 7),
        ("dict(a=5)['a']", 5),
        ("{**{'a': 5}, 'b': 6}['a']", 5),
        ("[*[1, 2], 3][2]", 3),
        ("len({1, 1, 2})", 2),
        ("len([i for i in range(10) if i % 2])", 5),
        ("[a * b for a in (2, 3) for b in (5, 7)][3]", 21),
        ("{k: v * 2 for k, v in {'a': 4}.items()}['a']", 8),
        ("len({n % 3 for n in range(9)})", 3),
        ("[b for a, b in zip([1, 2], [3, 4])][1]", 4),
        ("[i for i, _ in enumerate('abc', start=5)][0]", 5),
        ("5 if 1 < 2 <= 2 else 6", 5),
        ("5 if not (1 == 2 or 'a' in 'b') else 6", 5),
        ("5 if 3 in [1, 2, 3] and 4 not in (1, 2) else 6", 5),
        ("5 if None is None else 6", 5),
        ("5 if True is not None else 6", 5),
        ("0 or 7", 7),
        ("3 and 7", 7),
        ("(lambda n, k=2: n * k)(4)", 8),
        ("(lambda *n: sum(n))(1, 2, 3)", 6),
        ("(n := 4) * 2", 8),
        ("len(f'{3:03d}')", 3),
        ("len('%02d' % 5)", 2),
        ("len('{:>5}'.format('a'))", 5),
        ("len('a' * 3 + 'b')", 4),
        ("len('-'.join(['a', 'b']))", 3),
        ("int('conv12'[4:])", 12),
        ("len('a b c'.split())", 3),
        ("1 if 'Conv'.lower().startswith('c') else 2", 1),
        ("any([0, 3]) + all([1, 2])", 2),
        ("bool([1]) + bool([])", 1),
        ("0x10 + 0b11 + 1_000", 1019),
        ("([4] * 3)[2]", 4),
        ("len((1, 2) + (3,))", 3),
    ],
)
def test_an_expression_comes_to_what_python_says(expression: str, value: int) -> None:
    assert units(f"Dense({expression})") == [value]
    assert eval(expression) == value  # noqa: S307 - the expressions stand above


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("import math\nDense(math.ceil(7 / 2))\nDense(math.floor(3.5))\nDense(int(math.sqrt(16)))", [4, 3, 4]),
        ("from math import ceil\nDense(ceil(2.1))", [3]),
        ("a = b = 4\nDense(a + b)", [8]),
        ("a, b = 4, 5\nDense(a)\nDense(b)", [4, 5]),
        ("(a, b), *c = (4, 5), 6, 7\nDense(b)\nDense(c[1])", [5, 7]),
        ("first, *_, last = range(2, 9)\nDense(first)\nDense(last)", [2, 8]),
        ("a = 4\na += 1\na *= 2\na -= 1\na //= 2\na **= 2\nDense(a)", [16]),
        ("n: int = 4\nDense(n)", [4]),
        ("sizes = [4]\nsizes.append(5)\nsizes.extend([6])\nfor n in sizes: Dense(n)", [4, 5, 6]),
        ("sizes = [4, 5]\nsizes[0] = 8\nsizes[1] += 1\nfor n in sizes: Dense(n)", [8, 6]),
        ("sizes = {'a': 4}\nsizes['b'] = 5\nsizes['a'] *= 2\nfor n in sizes.values(): Dense(n)", [8, 5]),
        ("for i, (a, b) in enumerate([(2, 3), (4, 5)]):\n    Dense(i + a * b)", [6, 21]),
        ("for a, b in {2: 3}.items(): Dense(a * b)", [6]),
        ("for n in range(5):\n    if n == 1: continue\n    if n == 3: break\n    Dense(n + 1)", [1, 3]),
        ("for n in [1]:\n    Dense(n)\nelse:\n    Dense(9)", [1, 9]),
        ("for n in [1]:\n    break\nelse:\n    Dense(9)\nDense(2)", [2]),
        ("n = 16\nwhile n > 2:\n    Dense(n)\n    n //= 2", [16, 8, 4]),
        ("while True:\n    Dense(3)\n    break", [3]),
        ("if 0:\n    Dense(1)\nelif 1:\n    Dense(2)\nelse:\n    Dense(3)", [2]),
        ("def f():\n    '''Says nothing.'''\n    return 4\nDense(f())", [4]),
        (
            "def f(n, k=2, *, extra=1):\n    return n * k + extra\nDense(f(4))\nDense(f(4, 3, extra=2))",
            [9, 14],
        ),
        ("def f(*sizes, **options):\n    return sum(sizes) + options['b']\nDense(f(1, 2, b=3))", [6]),
        ("def f(a, b): return a * b\nargs, options = [2], {'b': 5}\nDense(f(*args, **options))", [10]),
        ("def f(n):\n    return 1 if n == 0 else n * f(n - 1)\nDense(f(5))", [120]),
        ("def outer(n):\n    def inner(k): return n * k\n    return inner\nDense(outer(3)(4))", [12]),
        ("def f(n):\n    for k in range(n):\n        if k == 3: return k\nDense(f(9))", [3]),
        ("n = 4\ndef f(): return n\nn = 5\nDense(f())", [5]),
        ("n = 4\ndef f(k=n): return k\nn = 5\nDense(f())", [4]),
        ("n = 4\nsquares = [n * n for n in range(3)]\nDense(n)", [4]),
        ("fs = [lambda k=k: k for k in (3, 4)]\nDense(fs[0]())", [3]),
        ("if (n := 5) > 3: Dense(n)", [5]),
        ("pass\nassert 1 == 2, 'is not read'\nDense(1)", [1]),
        ("if __name__ == '__main__':\n    Dense(4)", [4]),
        ("options = dict(activation='relu', use_bias=False)\nDense(4, **options)", [4]),
        ("Dense(*[4, 'relu'])", [4]),
    ],
)
def test_statements_do_what_python_says(text: str, sizes: list[int]) -> None:
    assert units(text) == sizes


def test_names_may_be_computed() -> None:
    text = """
for stage, filters in enumerate([8, 16], start=1):
    for block in "ab":
        Conv2D(filters, 1, name=f"conv{stage}_{block}")
Flatten(name="fl%02d" % 7)
Dense(1, name="{}-{name}".format("fc", name=1.5))
Dense(1, name=f"{3.14159:.2f}{'x'!r:>5}{5:>3}".replace(" ", "_") if 0 else f"{3.14159:.2f}")
"""
    assert names(text) == ["conv1_a", "conv1_b", "conv2_a", "conv2_b", "fl07", "fc-1.5", "3.14"]


@pytest.mark.parametrize(
    ("expression", "kind", "macs"),
    [
        ("x + y", "Add", 0),
        ("x - y", "Subtract", 0),
        ("x * y", "Multiply", 0),
        ("x * 0.5", "Multiply", 0),
        ("0.5 * x", "Multiply", 0),
        ("x + 1", "Add", 0),
        ("1 - x", "Subtract", 0),
        ("-x", "Negative", 0),
    ],
)
def test_arithmetic_on_feature_maps_is_a_layer(expression: str, kind: str, macs: int) -> None:
    row = read(f"x = Conv2D(8, 1)\ny = Conv2D(8, 1)\nz = {expression}").rows[-1]
    assert (row.kind, row.output_shape, row.params, row.macs) == (kind, (32, 32, 8), 0, macs)


def test_feature_maps_are_added_up_in_place() -> None:
    text = "i = Input((8,))\nx = Dense(4)(i)\nx += Dense(4)(i)\nx *= 0.5\nModel(i, x)"
    assert [row.kind for row in read(text, None).rows] == ["Input", "Dense", "Dense", "Add", "Multiply"]


def test_the_shape_of_a_feature_map_has_the_batch_axis_first() -> None:
    text = """
x = Conv2D(8, 3)
batch, height, width, channels = x.shape
filters = x.shape[-1] * 2
y = Conv2D(filters, height)(x)
z = Conv2D(len(x.shape) + x.shape[1:][2], 1)(y)
"""
    assert shapes(text) == [(30, 30, 8), (1, 1, 16), (1, 1, 12)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("class Net:\n    pass", "the text has no layers"),
        ("@cached\ndef f():\n    return 1", "unknown name 'cached'"),
        ("async def f():\n    pass", "the text has no layers"),
        ("async def f():\n    return 3\nDense(f())", "which is not read"),
        ("raise ValueError('x')", "the text raises ValueError('x') here"),
        ("match 3:\n    case 3: Dense(1)", "match is not read"),
        ("def f():\n    while True:\n        yield 1\nDense(f())", "a value that comes from f(), which is not read"),
        ("x = ().__class__", "has no '__class__' that is read"),
        ("x = getattr((), '__class__')", "has no '__class__' that is read"),
        ("def f(): pass\ngetattr(f, '__globals__')", "'__globals__' is not read"),
        ("Dense.__init__(1)", "has no '__init__' that is read"),
        ("def f(): pass\nf.__globals__", "'__globals__' is not read"),
        ("import keras\nkeras.__dict__", "'__dict__' is not read"),
        ("__import__('os')", "unknown name '__import__'"),
        ("__builtins__", "unknown name '__builtins__'"),
        ("Dense(open('x'))", "a value that comes from open(), which is not read"),
        ("eval('1')", "unknown name 'eval'"),
        ("getattr(Dense, 'kind')", "has no 'kind'"),
        ("x = 1j", "complex values are not read"),
        ("x = b'a'", "bytes values are not read"),
        ("Dense(1) @ Dense(2)", ""),
        ("Dense(1) + 2", ""),
        ("x = [1, 2][5]", "list index out of range"),
        ("x = {'alpha': 1}['alpah']", "did you mean 'alpha'?"),
        ("x = 1 // 0", "by zero"),
        ("x = 'a' + 1", ""),
        ("a, b = 1, 2, 3", "2 names on the left, but 3 values arrive"),
        ("a, b, *c = [1]", ""),
        ("a, b = 3", "3 cannot be looped over"),
        ("def f(a): return a\nf()", "f needs a value for 'a'"),
        ("def f(a): return a\nf(1, 2)", "f takes 1 arguments, but 2 are given"),
        ("def f(a): return a\nf(1, a=2)", "f is given 'a' twice"),
        ("def f(a): return a\nf(b=2)", "f has no parameter 'b'"),
        ("def f(a, /): return a\nf(a=2)", ""),
        ("3()", "3 cannot be called"),
        ("x = 3\nx()", "3 cannot be called"),
        ("x = Input((4,))\ny = x[0]", "the batch axis"),
        ("x = Input((4,))\ny = x << 2", ""),
        ("x = Input((4,))\ny = x + 'a'", "cannot be combined with a feature map"),
        ("x = Input((4,))\ny = min(x, x)", ""),
        ("x = Input((4,))\ny = x.shpe", "has no 'shpe'"),
        ("Dense(Input((4,)))", "not a feature map"),
        ("x = 3\ndel x\nDense(x)", "unknown name 'x'"),
    ],
)
def test_what_is_no_architecture_is_refused(text: str, message: str) -> None:
    assert message in refusal(text, (8,)).message


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Covn2D(8, 3)", "unknown name 'Covn2D'; did you mean 'Conv2D'?"),
        ("conv2d(8, 3)", "unknown name 'conv2d'; did you mean 'Conv2D'?"),
        ("MaxPool2d(2)", "unknown name 'MaxPool2d'; did you mean 'MaxPool2D'?"),
        ("filters = 8\nConv2D(fliters, 3)", "unknown name 'fliters'; did you mean 'filters'?"),
        ("import keras\nkeras.layers.Covn2D(8, 3)", "no layer 'Covn2D' is known; did you mean 'Conv2D'?"),
        ("from keras.layers import Desne", "no layer 'Desne' is known; did you mean 'Dense'?"),
        ("Dense(totally_unknown_thing)", "unknown name 'totally_unknown_thing'"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest_known_one(text: str, hint: str) -> None:
    assert refusal(text).message == hint


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Conv2D(8, 3, stride=2)", "Conv2D has no argument 'stride'; did you mean 'strides'?"),
        ("Conv2D(8, kernel=3)", "Conv2D has no argument 'kernel'; did you mean"),
        ("Conv2D(filtres=8, kernel_size=3)", "Conv2D has no argument 'filtres'; did you mean 'filters'?"),
        ("Dense(8, foo=1)", "Dense has no argument 'foo'"),
        ("Conv2D(8, 3, filters=8)", "Conv2D is given 'filters' twice"),
        ("Conv2D(8)", "Conv2D needs a value for 'kernel_size'"),
        ("ReLU(1, 2, 3, 4)", "ReLU takes 3 arguments without a name, but 4 are given"),
    ],
)
def test_an_unknown_argument_is_refused_with_the_nearest_known_one(text: str, hint: str) -> None:
    assert refusal(text).message.startswith(hint)


def test_a_conversion_in_an_f_string_is_that_of_python() -> None:
    assert names("Dense(3, name=f'{\"a\"!r}')", (4,)) == ["'a'"]
