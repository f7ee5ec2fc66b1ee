"""Items and slices in an architecture text: of plain values, of feature maps, and of containers of layers."""

from __future__ import annotations

import ast

from sphinx_cnn.notation.builtins import first_opaque, key
from sphinx_cnn.notation.classes import Instance
from sphinx_cnn.notation.errors import nearest
from sphinx_cnn.notation.evaluator import Evaluator
from sphinx_cnn.notation.values import Constant, FeatureMap, Native, Opaque, describe


class Subscripts(Evaluator):
    """Evaluates and sets items."""

    def subscript(self, node: ast.Subscript) -> object:
        """The value of an item or a slice."""
        value, index = self.evaluate(node.value), self.evaluate(node.slice)
        if isinstance(value, Constant):
            return self.dialect.subscript_data(value, index, self)
        if isinstance(value, Opaque):
            return value
        opaque = None if isinstance(value, FeatureMap) or value == () else first_opaque([index])
        if opaque:
            return opaque
        with self.located(node):
            return self.item(value, index, node)

    def item(self, value: object, index: object, node: ast.AST) -> object:
        """``value[index]``, for plain values, for feature maps, and for containers of layers."""
        if isinstance(value, dict):
            name = key(index)
            if name not in value:
                raise LookupError(f"there is no {describe(name)} here{nearest(str(name), map(str, value))}")
            return value[name]
        if isinstance(value, Native):  # a type with its parameters: dict[str, int]
            return value
        if not isinstance(value, list | tuple | str | range):
            return self.dialect.subscript(value, index, self, node)
        if not value and isinstance(index, slice | Opaque):  # whatever the bounds
            return value
        if isinstance(index, slice) and not isinstance(value, range):
            self.budget.room_for(len(value))
        if not isinstance(index, int | slice):
            raise TypeError(f"items are counted by whole numbers, not by {describe(index)}")
        return value[index]

    def set_item(self, container: object, index: object, value: object) -> None:
        """``container[index] = value``."""
        if isinstance(container, Opaque):
            return
        if isinstance(index, Opaque) and isinstance(container, dict | list):
            self.scope.forget(container, index.combined())
        elif isinstance(container, dict):
            container[key(index)] = value
        elif isinstance(container, list) and isinstance(index, int):
            container[index] = value
        else:
            self.dialect.set_item(container, index, value)

    def bounds(self, node: ast.Slice) -> object:
        """The bounds of a slice."""
        parts = [None if part is None else self.evaluate(part) for part in (node.lower, node.upper, node.step)]
        return first_opaque(parts) or slice(*parts)

    def delete_item(self, container: object, index: object) -> None:
        """``del container[index]``."""
        if isinstance(container, Opaque):
            return
        if isinstance(container, dict):
            container.pop(key(index))
        elif isinstance(container, list) and isinstance(index, int | slice):
            del container[index]
        else:
            self.dialect.delete_item(container, index)

    def delete_attribute(self, owner: object, name: str) -> None:
        """``del owner.name``."""
        if isinstance(owner, Opaque):
            return
        if isinstance(owner, Instance) and name in owner.attributes:
            del owner.attributes[name]
        else:
            self.dialect.delete_item(owner, name)
