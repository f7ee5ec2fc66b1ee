"""Names and what they stand for, scope within scope; and the function calls that are under way."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Scope:
    """The names of the text, of a function call, or of a comprehension."""

    names: dict[str, object] = field(default_factory=dict)
    outer: Scope | None = None

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
    path: str = ""

    def claim(self, used: Counter[str]) -> str:
        """The path of the group, ``stage/block_1``; *used* counts the calls by the path of their first one."""
        if not self.path:
            prefix = f"{self.outer.claim(used)}/" if self.outer else ""
            first = f"{prefix}{self.name}"
            self.path = f"{first}_{used[first]}" if used[first] else first
            used[first] += 1
        return self.path
