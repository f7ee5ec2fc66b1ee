"""Examples of what Python brings along and an architecture may use: functions, methods, libraries, and decorators.

An example of several lines leaves its result in ``x``.
"""

from __future__ import annotations

BUILT_IN = {
    "range": "list(range(2, 9, 3))",
    "len": "len([32, 64])",
    "min": "min(3, 1, 2)",
    "max": "max([3, 1, 2])",
    "sum": "sum([3, 1, 2])",
    "abs": "abs(-3)",
    "round": "round(2.567, 1)",
    "divmod": "divmod(7, 2)",
    "int": "int(64 * 0.75)",
    "float": "float(3)",
    "bool": "bool([])",
    "str": "'conv' + str(3)",
    "list": "list((1, 2))",
    "tuple": "tuple([1, 2])",
    "set": "set([1, 1, 2])",
    "dict": "dict(a=1)",
    "enumerate": "list(enumerate(['a', 'b'], 1))",
    "zip": "list(zip([1, 2], [3, 4]))",
    "reversed": "list(reversed([1, 2]))",
    "any": "any([0, 1])",
    "all": "all([0, 1])",
    "sorted": "sorted(['bb', 'a'], key=len)",
    "map": "list(map(lambda n: n * 2, [1, 2]))",
    "filter": "list(filter(None, [0, 1]))",
    "iter": "next(iter([3, 4]))",
    "next": "next(iter([]), 5)",
    "isinstance": "isinstance(3, (int, list))",
    "issubclass": "class A:\n    pass\nclass B(A):\n    pass\nx = issubclass(B, A)",
    "type": "class A:\n    n = 3\nx = type(A()).n",
    "vars": "class A:\n    def __init__(self):\n        self.n = 3\nx = vars(A())",
    "callable": "callable(len)",
    "getattr": "class A:\n    n = 3\nx = getattr(A(), 'n') + getattr(A(), 'm', 1)",
    "hasattr": "class A:\n    n = 3\nx = hasattr(A(), 'n'), hasattr(A(), 'm')",
    "setattr": "class A:\n    pass\na = A()\nsetattr(a, 'n', 3)\nx = a.n",
    "super": (
        "class A:\n    def f(self):\n        return 1\nclass B(A):\n    def f(self):\n        return super().f() + 1\n"
        "x = B().f()"
    ),
}
"""Built-in functions."""

METHODS = {
    "str": {
        "lower": "'Conv'.lower()",
        "upper": "'conv'.upper()",
        "strip": "' conv '.strip()",
        "lstrip": "' conv'.lstrip()",
        "rstrip": "'conv '.rstrip()",
        "startswith": "'conv'.startswith('c')",
        "endswith": "'conv'.endswith('c')",
        "isdigit": "'16'.isdigit()",
        "isalpha": "'conv'.isalpha()",
        "isnumeric": "'16'.isnumeric()",
        "capitalize": "'conv'.capitalize()",
        "title": "'conv'.title()",
        "join": "'-'.join(['a', 'b'])",
        "format": "'conv{}_{n}'.format(3, n=1)",
        "split": "'a,b'.split(',')",
        "splitlines": "'a\\nb'.splitlines()",
        "replace": "'conv1'.replace('conv', 'c')",
        "find": "'conv'.find('n')",
        "count": "'conv'.count('c')",
        "removeprefix": "'conv1'.removeprefix('conv')",
        "removesuffix": "'conv1'.removesuffix('1')",
        "rsplit": "'a.b.c'.rsplit('.', 1)",
    },
    "list": {
        "append": "x = [1]\nx.append(2)",
        "extend": "x = [1]\nx.extend([2, 3])",
        "insert": "x = [1]\nx.insert(0, 2)",
        "pop": "[1, 2].pop()",
        "clear": "x = [1]\nx.clear()",
        "reverse": "x = [1, 2]\nx.reverse()",
        "copy": "[1, 2].copy()",
        "index": "[32, 64].index(64)",
        "count": "[1, 1].count(1)",
        "remove": "x = [1, 2]\nx.remove(1)",
    },
    "dict": {
        "get": "{'a': 1}.get('b', 2)",
        "pop": "{'a': 1}.pop('a')",
        "setdefault": "{}.setdefault('a', 1)",
        "clear": "x = {'a': 1}\nx.clear()",
        "copy": "{'a': 1}.copy()",
        "items": "list({'a': 1}.items())",
        "keys": "list({'a': 1}.keys())",
        "values": "list({'a': 1}.values())",
        "update": "x = {'a': 1}\nx.update(b=2)",
    },
    "tuple": {"index": "(32, 64).index(64)", "count": "(1, 1).count(1)"},
}
"""Methods of plain values, by what has them."""

LIBRARY = {
    "math.ceil": "import math\nx = math.ceil(2.5)",
    "math.floor": "import math\nx = math.floor(2.5)",
    "math.sqrt": "import math\nx = math.sqrt(16)",
    "math.log": "import math\nx = math.log(1)",
    "math.log2": "import math\nx = int(math.log2(64))",
    "math.gcd": "import math\nx = math.gcd(48, 64)",
    "math.prod": "import math\nx = math.prod([2, 3])",
    "functools.partial": "from functools import partial\nhalf = partial(lambda a, b: a // b, b=2)\nx = half(64)",
    "functools.reduce": "from functools import reduce\nx = reduce(lambda a, b: a * b, [2, 3, 4])",
    "functools.wraps": (
        "from functools import wraps\ndef double(f):\n    @wraps(f)\n    def g(n):\n        return 2 * f(n)\n"
        "    return g\n@double\ndef width(n):\n    return n + 1\nx = width(3)"
    ),
    "collections.OrderedDict": "from collections import OrderedDict\nx = list(OrderedDict([('a', 1)]).items())",
    "collections.namedtuple": (
        "from collections import namedtuple\nStage = namedtuple('Stage', 'width depth')\nx = Stage(64, 2).depth"
    ),
    "itertools.chain": "from itertools import chain\nx = list(chain([1], [2, 3]))",
    "itertools.chain.from_iterable": "import itertools\nx = list(itertools.chain.from_iterable([[1], [2, 3]]))",
    "itertools.repeat": "from itertools import repeat\nx = list(repeat(64, 3))",
    "itertools.product": "from itertools import product\nx = list(product([1, 2], [3, 4]))",
    "typing.cast": "from typing import cast\nx = cast(int, 3)",
    "dataclasses.field": (
        "from dataclasses import dataclass, field\n@dataclass\nclass Plan:\n"
        "    widths: list = field(default_factory=list)\nx = Plan().widths"
    ),
    "dataclasses.replace": (
        "from dataclasses import dataclass, replace\n@dataclass\nclass Plan:\n    width: int = 8\n"
        "x = replace(Plan(), width=9).width"
    ),
    "copy.copy": "import copy\nx = copy.copy([1, 2])",
    "copy.deepcopy": "import copy\nx = copy.deepcopy([[1], [2]])",
    "operator.add": "import operator\nx = operator.add(2, 3)",
    "operator.mul": "import operator\nx = operator.mul(2, 3)",
    "operator.sub": "import operator\nx = operator.sub(2, 3)",
    "numpy.linspace": "import numpy as np\nx = [rate.item() for rate in np.linspace(0, 1, 3)]",
    "argparse.ArgumentParser": (
        "import argparse\nparser = argparse.ArgumentParser()\nparser.add_argument('--width', type=int, default=64)\n"
        "args = parser.parse_args()\nx = args.width"
    ),
}
"""What is read of Python's standard library."""

DECORATORS = {
    "@property": "class A:\n    @property\n    def n(self):\n        return 3\nx = A().n",
    "@staticmethod": "class A:\n    @staticmethod\n    def f():\n        return 3\nx = A.f()",
    "@classmethod": "class A:\n    n = 3\n    @classmethod\n    def f(cls):\n        return cls.n\nx = A.f()",
    "@functools.cached_property": (
        "from functools import cached_property\nclass A:\n    @cached_property\n    def n(self):\n        return 3\n"
        "x = A().n"
    ),
    "@dataclass": "from dataclasses import dataclass\n@dataclass\nclass A:\n    n: int = 3\nx = A(4).n",
    "a function of the text": (
        "def twice(f):\n    return lambda n: f(f(n))\n@twice\ndef more(n):\n    return n + 1\nx = more(1)"
    ),
    "what is not read": "from functools import lru_cache\n@lru_cache\ndef f(n):\n    return n\nx = f(3)",
}
"""Decorators; one that is not read leaves a function or a class as it is."""
