"""What pages of the reference are made of: tables, fields, and names that can be linked to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docutils import nodes
from sphinx.domains.std import StandardDomain
from sphinx.util.docutils import SphinxDirective

Cell = str | nodes.Node
"""Text with inline markup, or a node."""


class Parts(SphinxDirective):
    """A directive that makes them."""

    def inline(self, written: str) -> list[nodes.Node]:
        """Text with inline markup, as nodes."""
        parsed, messages = self.parse_inline(written)
        return [*parsed, *messages]

    def cell(self, *contents: Cell) -> nodes.Node:
        """A paragraph."""
        inside = [self.inline(content) if isinstance(content, str) else [content] for content in contents]
        return nodes.paragraph("", "", *(node for part in inside for node in part))

    def lines(self, *paragraphs: Sequence[Cell]) -> nodes.Node:
        """Paragraphs, those that say something."""
        return nodes.container("", *(self.cell(*contents) for contents in paragraphs if any(contents)))

    def table(self, titles: Sequence[str], rows: Iterable[Sequence[Cell]]) -> nodes.Node:
        """A table with these columns, the first of which is the header of its row."""
        group = nodes.tgroup("", cols=len(titles))
        group += [nodes.colspec(colwidth=1, stub=int(i == 0)) for i in range(len(titles))]
        group += nodes.thead("", self._row(titles))
        group += nodes.tbody("", *(self._row(row) for row in rows))
        return nodes.table("", group, classes=["colwidths-auto", "reference-table"])

    def _row(self, cells: Sequence[Cell]) -> nodes.row:
        return nodes.row("", *(nodes.entry("", self._block(content)) for content in cells))

    def _block(self, content: Cell) -> nodes.Node:
        """What can stand in a cell."""
        return content if isinstance(content, nodes.container | nodes.literal_block) else self.cell(content)

    def fields(self, facts: Iterable[tuple[str, Sequence[nodes.Node]]]) -> nodes.Node:
        """A list of facts, each with its title; several paragraphs to a fact are a list."""
        shown = nodes.field_list(classes=["facts"])
        for title, paragraphs in facts:
            items = [nodes.list_item("", paragraph) for paragraph in paragraphs]
            content = list(paragraphs) if len(paragraphs) == 1 else [nodes.bullet_list("", *items)]
            shown += nodes.field("", nodes.field_name("", title), nodes.field_body("", *content))
        return shown

    def target(self, kind: str, name: str) -> nodes.Element:
        """The name as code, and the place that links to it lead to."""
        node = nodes.literal(name, name)
        self.note(kind, name, node)
        return node

    def note(self, kind: str, name: str, node: nodes.Element) -> None:
        """Let links to a thing of the standard domain lead to a node."""
        identifier = nodes.make_id(f"{kind}-{name}")
        node["ids"].append(identifier)
        self.state.document.note_explicit_target(node)
        standard = self.env.get_domain("std")
        assert isinstance(standard, StandardDomain)  # noqa: S101
        standard.note_object(kind, name, identifier, location=node)

    def codes(self, names: Iterable[object]) -> str:
        """Names as code, with commas between them."""
        return ", ".join(f"``{name}``" for name in names)
