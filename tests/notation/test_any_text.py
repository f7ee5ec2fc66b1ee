"""Whatever the text: it is read, or refused with an ArchitectureError; nothing else is ever raised."""

from __future__ import annotations

import io
import tokenize
from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sphinx_cnn import ArchitectureError, summarize

VALID = (
    """
x = Conv2D(8, 3, padding="same", activation="relu")
y = Conv2D(8, (3, 3), padding=1)
Add()([x, y])
Flatten()
""",
    """
def block(x, n=2, *a, k=3, **o):
    for i in range(n):
        x = Conv2D(8, k, name=f"c{i:02d}", **o)(x)
    return x

i = Input((32, 32, 3))
x = block(i, 3, k=1)
x += i.shape[-1] * 0.5
model = Model(i, x)
""",
    """
import numpy as np
model = Sequential([Conv2D(4, 3), *[ReLU() for _ in range(2)]], name="m")
model.add(Dense(10))
model.compile("adam")
model.layers[0].trainable = False
print(np.zeros(3)[1:2])
""",
    """
sizes = {"a": [4, 5], "b": (6, 7)}
for k, (m, n) in sorted(sizes.items()) if 0 else sizes.items():
    if m % 2 and not n <= 3:
        continue
    Dense(max(m, n) // 2 ** 1, name="%s%d" % (k, m))
while 0: pass
""",
)
WORDS = """
x i n Conv2D Dense Add() Model Sequential Input ReLU ( ) [ ] { } , : = += * ** - / // % << == < . 0 1 -1 1.5 1e400 None
True '' 'a' f'{x}' for in if else lambda: not is and return del with @ := range(3) len sum np shape layers trainable # é
"""
PIECES = (*WORDS.split(), "\\", "\ud800", "\0", "\n", "\n    ", "\t", "def f(x):")


def ends_well(text: str) -> None:
    with suppress(ArchitectureError):
        summarize(text, input_shape=(32, 32, 3)).to_dict()


@st.composite
def mutated(draw: st.DrawFn) -> str:
    text = draw(st.sampled_from(VALID))
    tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    lines = text.splitlines(keepends=True)
    offsets = sorted({sum(map(len, lines[: token.start[0] - 1])) + token.start[1] for token in tokens})
    pieces = ["", *PIECES, *(token.string or "\n" for token in tokens)]
    for _ in range(draw(st.integers(1, 4))):
        begin = draw(st.sampled_from(offsets))
        end = begin + draw(st.sampled_from((0, 0, 1, 2, 5, 12)))
        text = text[:begin] + draw(st.sampled_from(pieces)) + text[end:]
    return text


VALUES = """
1 0 -1 2.5 1e308 'a' '' None True x m np Dense Dense(2) layers [] () {} 10**9 range(3) range(10**9) len f [1,2] x.shape
"""
CALLED = """
len min max sum abs round int float bool str list tuple set dict enumerate zip reversed sorted any all range divmod
print Dense Flatten() Reshape Input Add() Sequential Model m f m.add [].append 'a'.join '{}'.format 'a'.split {}.get
{}.update m.get_layer m.build Conv2D np.array layers.add BatchNormalization Concatenate() ReLU
"""
CALLED_WITH_TWO = """
Conv2D Dense Model round min range f divmod zip int sum MaxPooling2D Input Conv1D enumerate layers.add [].insert
{}.setdefault '%s'.format
"""
OPERATORS = "+ - * / // % ** << >> & | ^ @ < == in not_in is and or"
CALLED_BY_NAME = ("Dense", "Input", "Sequential", "Model", "f", "dict", "max", "sorted")
KEYWORDS = ("units", "shape", "name", "inputs", "x", "layers", "default", "reverse")
ATTRIBUTES = ("shape", "name", "layers", "add", "append", "output", "items", "x")


def compound(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    choice = st.sampled_from
    return st.one_of(
        st.builds("({} {} {})".format, inner, choice([name.replace("_", " ") for name in OPERATORS.split()]), inner),
        st.builds("({} {})".format, choice(("-", "+", "~", "not")), inner),
        st.builds("{}({})".format, choice(CALLED.split()), inner),
        st.builds("{}({}, {})".format, choice(CALLED_WITH_TWO.split()), inner, inner),
        st.builds("{}({}={})".format, choice(CALLED_BY_NAME), choice(KEYWORDS), inner),
        st.builds("{}[{}]".format, inner, inner),
        st.builds("{}[{}:{}]".format, inner, inner, inner),
        st.builds("{}.{}".format, inner, choice(ATTRIBUTES)),
        st.builds("[{}, {}]".format, inner, inner),
        st.builds("({}, *{})".format, inner, inner),
        st.builds("{{{}: {}}}".format, inner, inner),
        st.builds("{{{}, {}}}".format, inner, inner),
        st.builds("f'{{({})}}'".format, inner.filter(lambda text: "'" not in text)),
        st.builds("'%s %d' % ({},)".format, inner),
        st.builds("[x for x in {}]".format, inner),
        st.builds("({} if {} else {})".format, inner, inner, inner),
        st.builds("(lambda x: {})({})".format, inner, inner),
        st.builds("len(**{})".format, inner),
    )


EXPRESSIONS = st.recursive(st.sampled_from(VALUES.split()), compound, max_leaves=6)
FRAMES = (
    "{}", "y = {}", "Dense({})", "x = x + {}", "x += {}", "y, z = {}", "x[{}] = 1", "m.trainable = {}", "assert {}",
    "for y in {}: Flatten()", "while {}: break", "if {}: Flatten()", "with {}: pass", "Dense(1)({})", "y = x = {}",
    "Dense(1, **{})", "Conv2D(2, 1, padding={})", "def g(k={}): return k\ng()", "Input({})", "Sequential({})",
    "m.layers[0].trainable = {}", "Conv2D(2, 1, activation={}, name={})",
)  # fmt: skip

FREELY = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


@FREELY
@given(text=mutated())
def test_a_mutated_text_is_read_or_refused(text: str) -> None:
    ends_well(text)


@FREELY
@given(expression=EXPRESSIONS, frame=st.sampled_from(FRAMES))
def test_a_random_expression_is_read_or_refused(expression: str, frame: str) -> None:
    start = "import numpy as np\nx = Input((8, 8, 3))\nm = Sequential([Dense(2)])\ndef f(x): return x\n"
    ends_well(start + frame.replace("{}", expression))
    ends_well(start.replace("m = Sequential([Dense(2)])\n", "Flatten()\nm = [1]\n") + frame.replace("{}", expression))


@FREELY
@given(text=st.text(max_size=40))
def test_any_characters_are_read_or_refused(text: str) -> None:
    ends_well(text)
    ends_well(f"Dense(2)\nname = '{text}'\n")


@FREELY
@given(
    shape=st.one_of(
        st.none(),
        st.lists(st.integers(-2, 9), max_size=5).map(tuple),
        st.dictionaries(st.text(max_size=3), st.just((4,))),
    ),
    text=st.sampled_from(VALID),
)
def test_any_shape_from_outside_is_taken_or_refused(
    shape: tuple[int, ...] | dict[str, tuple[int, ...]] | None, text: str
) -> None:
    with suppress(ArchitectureError):
        summarize(text, input_shape=shape).to_dict()
