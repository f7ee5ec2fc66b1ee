"""Names and what they stand for, scope within scope; and the function calls that are under way."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Scope:
    """The names of the text, of a function call, or of a comprehension."""

    names: dict[str, object] = field(default_factory=dict)
    outer: Scope | None = None
    elsewhere: dict[str, Scope] = field(default_factory=dict)
    """The scopes of names that are declared ``global`` or ``nonlocal`` here."""

    def bind(self, name: str, value: object) -> None:
        """Give a name its value, here or where it is declared to belong."""
        self.elsewhere.get(name, self).names[name] = value

    def home(self, name: str) -> Scope:
        """The scope that has a name, or this one."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names:
                return scope
            scope = scope.outer
        return self

    def find(self, name: str) -> object:
        """The value of a name here or in a scope around.

        :raises KeyError: if there is no such name.
        """
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            scope = scope.outer
        raise KeyError(name)

    def forget(self, container: object, unread: object) -> None:
        """What a list or a dictionary has in it is not known any more: all its names stand for what is not read."""
        scope: Scope | None = self
        while scope is not None:
            scope.names.update({name: unread for name, value in scope.names.items() if value is container})
            scope = scope.outer

    def public(self) -> dict[str, object]:
        """The names that ``import *`` takes."""
        return {name: value for name, value in self.names.items() if not name.startswith("_")}

    def all_names(self) -> set[str]:
        """All names that :meth:`find` finds."""
        return set(self.names) | (self.outer.all_names() if self.outer else set())


@dataclass(slots=True)
class Group:
    """A function call or a nested model while its layers are applied.

    It takes its name, ``block``, ``block_1``, …, when the first layer is applied in it, so that a helper that only
    computes a number uses none up.
    """

    name: str
    outer: Group | None = None
    path: str | None = None

    def claim(self, used: Counter[str]) -> str:
        """The path of the group, ``stage/block_1``; *used* counts the calls by the path of their first one."""
        if self.path is None:
            prefix = f"{self.outer.claim(used)}/" if self.outer else ""
            first = f"{prefix}{self.name}"
            self.path = f"{first}_{used[first]}" if used[first] else first
            used[first] += 1
        return self.path
