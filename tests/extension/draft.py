"""A small project as plain data, and how it is written in reStructuredText and in MyST."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from textwrap import indent
from typing import Any

ROLE = re.compile(r"\{([\w:]+)\|([^}]*)\}")
"""``{cnn|alpha.params}`` in the words of a passage, whatever the syntax of its page."""


@dataclass
class Network:
    """A network, as a page defines it.

    :param file: where its architecture stands, if not on the page.
    """

    title: str
    layers: dict[str, str]
    options: dict[str, str]
    file: str = ""

    @property
    def architecture(self) -> str:
        """A line for each layer."""
        return "".join(f"{name} = {layer}\n" for name, layer in self.layers.items())


@dataclass
class Passage:
    """Some words.

    :param form: where they stand: in a paragraph, a list, a caption.
    :param label: of the form, if it has one.
    """

    form: str
    words: str
    label: str


@dataclass
class Shown:
    """A table or a diagram of a network that is defined anywhere."""

    directive: str
    key: str
    options: dict[str, str]


Part = Network | Passage | Shown


@dataclass
class Document:
    """A page: its title and what stands on it.

    :param suffix: of its file, which tells its syntax.
    """

    title: str
    suffix: str
    parts: list[Part] = field(default_factory=list)


@dataclass
class Draft:
    """The documents as they stand.

    :param listed: the pages in the toctree.
    :param files: architectures, and what pages include.
    """

    pages: dict[str, Document] = field(default_factory=dict)
    listed: list[str] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    configuration: dict[str, Any] = field(default_factory=dict)

    def sources(self) -> dict[str, str]:
        """All source files."""
        toctree = "".join(f"   {name}\n" for name in self.listed)
        index = {"index.rst": f"Start\n=====\n\n.. toctree::\n\n{toctree}"}
        pages = {f"{name}.{page.suffix}": document(page) for name, page in self.pages.items()}
        return {**index, **pages, **self.files}


def document(page: Document) -> str:
    """The source of a page."""
    title = f"# {page.title}\n" if page.suffix == "md" else f"{page.title}\n{'=' * len(page.title)}\n"
    return "\n".join([title, *(_part(page.suffix, part) for part in page.parts)])


def inline(suffix: str, words: str) -> str:
    """Words with roles."""
    return ROLE.sub(r"{\1}`\2`" if suffix == "md" else r":\1:`\2`", words)


def _part(suffix: str, part: Part) -> str:
    if isinstance(part, Network):
        options = {**part.options, **({"file": part.file} if part.file else {})}
        content = "" if part.file else part.architecture
        return _directive(suffix, "cnn-summary", part.title, options, content)
    if isinstance(part, Shown):
        return _directive(suffix, part.directive, part.key, part.options)
    return _passage(suffix, part.form, inline(suffix, part.words), part.label)


def _passage(suffix: str, form: str, words: str, label: str) -> str:
    if form == "list":
        return f"* {words}\n* and more\n"
    if form == "table":
        return _directive(suffix, "list-table", "", {}, f"* - One\n  - {words}\n* - Two\n  - {words}\n")
    if form == "caption":
        return _directive(suffix, "list-table", f"Of {words}", {"name": label}, "* - One\n  - Two\n")
    if form == "heading":
        return f"## {words}\n" if suffix == "md" else f"{words}\n{'-' * len(words)}\n"
    if form == "included":
        return _directive(suffix, "include", f"part.{suffix}.txt", {})
    if form == "footnote":
        return f"A note [^{label}]\n\n[^{label}]: {words}\n" if suffix == "md" else f"A note [#]_\n\n.. [#] {words}\n"
    if form == "substitution" and suffix == "rst":
        return f".. |{label}| replace:: {words}\n\nTwice |{label}| and |{label}|.\n"
    return f"Here {words}.\n"


def _directive(suffix: str, name: str, argument: str, options: Mapping[str, str], content: str = "") -> str:
    written = "".join(f":{option}: {value}".rstrip() + "\n" for option, value in options.items())
    if suffix == "md":
        return f"```{{{name}}} {argument}".rstrip() + f"\n{written}\n{content}```\n"
    return f".. {name}:: {argument}".rstrip() + f"\n{indent(written, '   ')}\n{indent(content, '   ')}"
