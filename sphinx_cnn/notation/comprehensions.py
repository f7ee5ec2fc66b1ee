"""Comprehensions in an architecture text: lists, sets and dictionaries that are written as loops."""

from __future__ import annotations

import ast
from typing import Any

from sphinx_cnn.notation.builtins import key
from sphinx_cnn.notation.evaluator import Evaluator
from sphinx_cnn.notation.scope import Scope
from sphinx_cnn.notation.values import Constant, Opaque


class Comprehender(Evaluator):
    """Evaluates comprehensions."""

    def comprehend(self, node: ast.ListComp | ast.GeneratorExp | ast.SetComp | ast.DictComp) -> object:
        """The value of a comprehension; a generator's values are all made at once."""
        if isinstance(node, ast.DictComp):
            pairs = self._results(node, ast.Tuple([node.key, node.value], ast.Load()))
            return (
                pairs if isinstance(pairs, Opaque) else {self.checked(key, name, node): value for name, value in pairs}
            )
        items = self._results(node, node.elt)
        if isinstance(node, ast.SetComp) and not isinstance(items, Opaque):
            return {self.checked(key, item, node) for item in items}
        return items

    def _results(self, node: Any, element: ast.expr) -> list[Any] | Opaque:  # noqa: ANN401
        outer, self.scope = self.scope, Scope(outer=self.scope)
        try:
            results: list[Any] = []
            return self._generate(node.generators, 0, element, results) or results
        finally:
            self.scope = outer

    def _generate(
        self, generators: list[ast.comprehension], depth: int, element: ast.expr, results: list[Any]
    ) -> Opaque | None:
        """Collect the results; or give what is not read, where it is looped over."""
        if depth == len(generators):
            results.append(self.evaluate(element))
            return None
        generator = generators[depth]
        items = self.looped(self.evaluate(generator.iter))
        if isinstance(items, Opaque) and not (isinstance(items, Constant) and items.loops):
            self.bind(generator.target, items)
            return self.undecided([element], items, generator.iter)
        for item in self.items(items, generator.iter):
            self.bind(generator.target, item)
            if all(self.truth(condition) for condition in generator.ifs):
                unread = self._generate(generators, depth + 1, element, results)
                if unread:
                    return unread
        return None
