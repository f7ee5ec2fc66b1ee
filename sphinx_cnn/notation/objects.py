"""Objects of an architecture text: classes are defined, instances are made, and attributes are read and set."""

from __future__ import annotations

import ast
from abc import abstractmethod
from dataclasses import replace
from typing import Any

from sphinx_cnn.notation.builtins import method
from sphinx_cnn.notation.classes import Class, Decorated, Field, Instance, Method, Partial, Super, base_named
from sphinx_cnn.notation.command_line import Arguments, Parser
from sphinx_cnn.notation.dialect import Maker, ReaderFunction
from sphinx_cnn.notation.errors import ArchitectureError, nearest
from sphinx_cnn.notation.evaluator import PLAIN_ERRORS, Evaluator, sentence
from sphinx_cnn.notation.library import library_member
from sphinx_cnn.notation.scope import Scope
from sphinx_cnn.notation.values import Beside, Function, LayerObject, Module, Native, Opaque, describe, same

WRAPPERS = ("property", "staticmethod", "classmethod", "cached_property")

SPECIAL = frozenset({"__init__", "__call__", "__name__", "__class__"})
"""The names with two underscores that are read."""

DESCRIBING = frozenset({"__module__", "__qualname__", "__doc__", "__version__", "__file__", "__annotations__"})
"""Those that may be asked for, and whose values are not read."""


class Objects(Evaluator):
    """Evaluates what has to do with classes."""

    unsure: int
    """How many blocks are being read of which nobody knows whether they are executed."""

    def define_class(self, node: ast.ClassDef) -> object:
        """The class that a ``class`` statement defines, with its decorators applied."""
        bases = tuple(self.evaluate(base) for base in node.bases)
        outer, self.scope = self.scope, Scope(outer=self.scope)
        try:
            self.execute(node.body)
            names = self.scope.names
        finally:
            body, self.scope = self.scope, outer
        for name, value in names.items():  # the body of a method does not see the names of the class
            if isinstance(value, Function) and value.scope is body:
                names[name] = replace(value, scope=outer)
            elif isinstance(value, Decorated):
                names[name] = replace(value, function=replace(value.function, scope=outer))
        annotated = [part.target for part in node.body if isinstance(part, ast.AnnAssign)]
        fields = tuple(target.id for target in annotated if isinstance(target, ast.Name))
        cls = Class(node.name, bases, names, node, fields)
        cls.is_data = base_named(cls, "NamedTuple") or any(isinstance(b, Class) and b.is_data for b in bases)
        cls.is_module = self.dialect.is_module_class(cls)
        return self.decorated(cls, node.decorator_list)

    def class_of(self, name: object, bases: object, names: object, node: ast.AST) -> Class:
        """``type("Net", (nn.Module,), {…})``."""
        if not isinstance(name, str) or not isinstance(bases, tuple) or not isinstance(names, dict):
            raise TypeError("type takes a name, a tuple of classes and a dictionary")
        place = ast.copy_location(ast.ClassDef(name, [], [], [], []), node)
        cls = Class(name, bases, dict(names), place)
        cls.is_module = self.dialect.is_module_class(cls)
        return cls

    def decorated(self, value: object, decorators: list[ast.expr]) -> object:
        """A function or a class with its decorators applied; what is not read of them leaves it as it is."""
        for node in reversed(decorators):
            called = node.func if isinstance(node, ast.Call) else node
            name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
            if name in WRAPPERS and isinstance(value, Function):
                value = Decorated("property" if name == "cached_property" else name, value)
            elif name in ("setter", "deleter"):
                value = self.scope.names.get(value.name, value) if isinstance(value, Function) else value
            elif name == "dataclass" and isinstance(value, Class):
                value.is_data = True
            elif isinstance(value, Class | Function):
                value = self._decorated_by(self.evaluate(node), name, value, node)
        return value

    def _decorated_by(self, decorator: object, name: str, value: Class | Function, node: ast.expr) -> object:
        if isinstance(decorator, Function | Method | Partial | ReaderFunction):
            result = self.call(decorator, [value], {}, node)
            return result if isinstance(result, Class | Function) else value
        if name == "add_to_class" and isinstance(node, ast.Call) and len(node.args) == 1:
            owner = self.evaluate(node.args[0])
            if isinstance(owner, Class) and isinstance(value, Function):
                owner.names[value.name] = value
        return value

    def instantiate(self, cls: Class, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
        """An instance of a class of the text."""
        native = next((base for base in cls.outer_bases if isinstance(base, Maker)), None)
        if native is None and not cls.is_data and self._is_unread(cls):
            try:
                return self._instance(cls, None, arguments, keywords, node)
            except ArchitectureError:
                return Opaque(cls.name)
        return self._instance(cls, native, arguments, keywords, node)

    def _instance(
        self, cls: Class, native: Maker | None, arguments: list[Any], keywords: dict[str, Any], node: ast.AST
    ) -> object:
        self.budget.spend(1)
        instance = Instance(cls)
        found = cls.find("__init__")
        if found is not None and isinstance(found[0], Function):
            self.call_function(found[0], [instance, *arguments], keywords, node, found[1])
        elif cls.is_data:
            self._set_fields(instance, arguments, keywords, node)
        elif native is not None or any(isinstance(base, Opaque) for base in cls.outer_bases):
            self.construct(instance, arguments, keywords, node)
        elif arguments or keywords:
            raise self.error(f"{cls.name} takes no arguments", node)
        self.dialect.made(instance, self)
        return instance

    def _is_unread(self, cls: Class) -> bool:
        """Whether a class is one of data, of callbacks, of errors: it inherits from what is not read, and no layer."""
        return any(isinstance(base, Opaque) for base in cls.outer_bases) and not cls.is_module

    def construct(self, instance: Instance, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> None:
        """Call the constructor of the class that is not of the text, as ``super().__init__(…)`` does in the end."""
        for base in instance.cls.outer_bases:
            if isinstance(base, Maker):
                with self.located(node):
                    instance.native = base.construct(instance, self, arguments, keywords, node)
                return
        if instance.cls.is_module:
            instance.native = self.dialect.plain_module(self, node)

    def _set_fields(self, instance: Instance, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> None:
        """Give the fields of a data class their values."""
        cls = instance.cls
        names = list(dict.fromkeys(name for part in reversed(cls.order) for name in part.fields))
        given = dict(zip(names, arguments, strict=False)) | keywords
        if len(arguments) > len(names) or given.keys() - set(names):
            unknown = next(iter(given.keys() - set(names)), "")
            raise self.error(f"{cls.name} has no field '{unknown}'{nearest(unknown, names)}", node)
        for name in names:
            default = cls.find(name)
            if name in given:
                instance.attributes[name] = given[name]
            elif default is None:
                raise self.error(f"{cls.name} needs a value for '{name}'", node)
            elif isinstance(default[0], Field):
                chosen = default[0]
                made = chosen.default if chosen.factory is None else self.call(chosen.factory, [], {}, node)
                instance.attributes[name] = made
            else:
                instance.attributes[name] = default[0]
        found = cls.find("__post_init__")
        if found is not None and isinstance(found[0], Function):
            self.call_function(found[0], [instance], {}, node, found[1])

    def _attribute(self, node: ast.Attribute) -> object:
        value = self.evaluate(node.value)
        if isinstance(value, Opaque):
            return self.dialect.data_attribute(value, node.attr)
        return self.attribute(value, node.attr, node)

    def attribute(self, value: object, name: str, node: ast.AST) -> object:
        """An attribute of any value that is read."""
        if name in DESCRIBING:
            return Opaque(name)
        if name.startswith("__") and name.endswith("__") and name not in SPECIAL:
            raise self.error(f"'{name}' is not read in an architecture", node)
        try:
            if isinstance(value, Module):
                return self.member(value, name)
            if isinstance(value, Beside):
                return self._of_file(value, name)
            if isinstance(value, Parser):
                return value.member(name)
            if isinstance(value, Arguments):
                return value.read(name)
            if isinstance(value, Instance):
                return self._of_instance(value, name, node)
            if isinstance(value, Class):
                return self._of_class(value, name, node)
            if isinstance(value, Super):
                return self._of_super(value, name)
            if isinstance(value, Partial) and name in ("func", "args", "keywords"):
                return {"func": value.function, "args": value.arguments, "keywords": value.keywords}[name]
            if isinstance(value, Function | Native) and name in ("__name__", "__class__"):
                return value.name if name == "__name__" else Opaque("function")
            if isinstance(value, ReaderFunction):
                return library_member(f"itertools.{value.name}", name)
            bound = method(value, name, self.budget)
            return self.dialect.attribute(value, name, self) if bound is None else bound
        except PLAIN_ERRORS as error:
            raise self.error(sentence(error), node) from None

    def _of_instance(self, instance: Instance, name: str, node: ast.AST) -> object:
        if name in instance.attributes:
            return instance.attributes[name]
        if name == "__class__":
            return instance.cls
        found = instance.cls.find(name)
        if found is not None:
            return self._bound(found[0], instance, found[1], node)
        if instance.cls.is_module:
            return self.dialect.attribute(instance, name, self)
        if any(isinstance(base, Opaque) and base.origin != "object" for base in instance.cls.outer_bases):
            return Opaque(f"{instance.cls.name}.{name}")
        known = [*instance.attributes, *(known for part in instance.cls.order for known in part.names)]
        raise AttributeError(f"{instance.described} has no '{name}'{nearest(name, known)}")

    def _of_file(self, module: Beside, name: str) -> object:
        if name not in module.names.names:
            raise AttributeError(f"{module.described} has no '{name}'{nearest(name, module.names.names)}")
        return module.names.names[name]

    def _of_class(self, cls: Class, name: str, node: ast.AST) -> object:
        if name == "__name__":
            return cls.name
        found = cls.find(name)
        if found is None:
            base = next(iter(cls.outer_bases), None)
            if name == "__init__" and base is not None:
                return self._outer_constructor()
            if isinstance(base, Opaque):
                return base.member(name)
            known = [known for part in cls.order for known in part.names]
            raise AttributeError(f"{cls.described} has no '{name}'{nearest(name, known)}")
        value, owner = found
        if isinstance(value, Decorated) and value.by == "classmethod":
            return Method(value.function, cls, owner)
        if isinstance(value, Decorated):
            return value.function
        return value

    def _bound(self, value: object, instance: object, owner: Class, node: ast.AST) -> object:
        """What a name of a class is when it is reached through an instance."""
        if isinstance(value, Function):
            return Method(value, instance, owner)
        if not isinstance(value, Decorated):
            return value
        if value.by == "property":
            return self.call_function(value.function, [instance], {}, node, owner)
        if value.by == "classmethod":
            return Method(value.function, instance.cls if isinstance(instance, Instance) else instance, owner)
        return value.function

    def _of_super(self, value: Super, name: str) -> object:
        cls = value.owner.cls if isinstance(value.owner, Instance) else value.owner
        assert isinstance(cls, Class)  # noqa: S101
        found = cls.find(name, value.after)
        if found is not None:
            return self._bound(found[0], value.owner, found[1], value.after.node)
        if not isinstance(value.owner, Instance):
            return Opaque(f"super().{name}")
        if name == "__init__":
            owner = value.owner
            after = cls.order[cls.order.index(value.after) + 1 :]
            make = self._set_fields if any(part.is_data for part in after) else self.construct
            return ReaderFunction(name, lambda _, args, keys, node: make(owner, args, keys, node))
        return self.dialect.attribute_of_base(value.owner, name, self)

    def _outer_constructor(self) -> object:
        """``nn.Module.__init__``, which is called with the instance."""

        def call(_: object, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> None:
            if not arguments or not isinstance(arguments[0], Instance):
                raise TypeError("__init__ needs an instance")
            self.construct(arguments[0], arguments[1:], keywords, node)

        return ReaderFunction("__init__", call)

    def set_attribute(self, owner: object, name: str, value: object, node: ast.AST) -> None:
        """Set an attribute of any value that is read."""
        if isinstance(owner, Opaque):
            self.dialect.set_data_attribute(owner, name, value)
            return
        if self.unsure and isinstance(owner, Instance) and not same(owner.attributes.get(name), value):
            value = Opaque(name)
        with self.located(node):
            if isinstance(owner, Class):
                owner.names[name] = value
                return
            if isinstance(owner, Arguments):
                owner.values[name] = value
                return
            if isinstance(owner, Instance) and not owner.cls.is_module:
                owner.attributes[name] = value
                return
            if isinstance(owner, Instance) and isinstance(value, LayerObject | Instance) and owner.native is None:
                message = f"layers cannot be assigned in {owner.cls.name} before super().__init__() is called"
                raise AttributeError(message)
            self.dialect.set_attribute(owner, name, value, self)

    def super_of(self, arguments: list[Any]) -> Super:
        """``super()``, or ``super(Net, self)``."""
        if arguments:
            after, owner = arguments[0], arguments[-1]
        else:
            try:
                after, owner = self.scope.find("__class__"), self.scope.find("__self__")
            except KeyError:
                raise TypeError("super() has no class around it here") from None
        if not isinstance(after, Class) or not isinstance(owner, Instance | Class):
            raise TypeError(f"super() needs a class and its instance, not {describe(after)} and {describe(owner)}")
        return Super(owner, after)

    @abstractmethod
    def execute(self, body: list[ast.stmt]) -> object:
        """Read statements in order."""

    @abstractmethod
    def call(self, function: object, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
        """Call a function, make a layer, or apply one."""
