"""``argparse`` in an architecture text: what a program takes for granted where nothing is said on its command line."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import Any

from sphinx_cnn.notation.dialect import Maker, Reader, ReaderFunction
from sphinx_cnn.notation.values import Opaque

SWITCHES = {"store_true": False, "store_false": True}


@dataclass(eq=False, slots=True)
class Arguments:
    """The arguments of a program: their defaults by name. What has none is not read."""

    values: dict[str, object] = field(default_factory=dict)
    described: str = "the arguments of the program"

    def read(self, name: str) -> object:
        """An argument's default."""
        return self.values.get(name, Opaque(f"args.{name}"))


@dataclass(eq=False, slots=True)
class Parser:
    """An ``ArgumentParser``."""

    arguments: Arguments = field(default_factory=Arguments)
    described: str = "a parser of arguments"

    def member(self, name: str) -> object:
        """A method of it."""
        if name == "add_argument":
            return ReaderFunction(name, self._add)
        if name in ("parse_args", "parse_known_args"):
            both = name == "parse_known_args"
            return ReaderFunction(name, lambda *_: (self.arguments, Opaque("argv")) if both else self.arguments)
        if name in ("add_argument_group", "add_mutually_exclusive_group"):
            return ReaderFunction(name, lambda *_: self)
        return Opaque(f"parser.{name}")

    def _add(self, _: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
        flags = [flag for flag in arguments if isinstance(flag, str)]
        long = next((flag for flag in flags if flag.startswith("--")), flags[0] if flags else "")
        name = str(keywords.get("dest") or long.lstrip("-").replace("-", "_"))
        action = keywords.get("action")
        if "default" in keywords:
            self.arguments.values[name] = keywords["default"]
        elif isinstance(action, str) and action in SWITCHES:
            self.arguments.values[name] = SWITCHES[action]
        elif long.startswith("-") and not keywords.get("required"):
            self.arguments.values[name] = None
        return Opaque("add_argument()")


class ParserClass(Maker):
    """``argparse.ArgumentParser``."""

    described = "the class ArgumentParser"

    def make(self, reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
        """Make a parser."""
        return Parser()
