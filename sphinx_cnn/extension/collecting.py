"""Collects the numbers and references of a document when it has been read, each with its exact line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.util.nodes import get_node_line, get_node_source

from sphinx_cnn.extension.domain import CnnDomain
from sphinx_cnn.extension.lines import Place, exact_lines
from sphinx_cnn.extension.pages import Caption, CrossReference, Number, Page
from sphinx_cnn.extension.roles import SHOWN
from sphinx_cnn.extension.warnings import Finding, Subtype
from sphinx_cnn.notation.expression import Reference
from sphinx_cnn.rendering.nodes import PendingNumber

UNPARSED = re.compile(r"(?::cnn:|\{cnn\}|:cnn:(?:network|layer):|\{cnn:(?:network|layer)\})(?=\s?`|$)")
"""What is left of a role that was not parsed."""

UNPARSED_MESSAGE = (
    "{piece} is not parsed as a role, so it is shown as it is; a role needs blanks or punctuation around it "
    r"(an escaped blank, '\ ', is not shown), and cannot stand inside other markup"
)

REPEATING = ("ref", "numref", "any", "myst")
"""The types of references that repeat the title or the number of what they lead to."""

NO_TEXT = (
    nodes.FixedTextElement,
    nodes.literal,
    nodes.math,
    nodes.raw,
    nodes.comment,
    nodes.system_message,
    nodes.problematic,
    PendingNumber,
)


class CollectNumbers(SphinxTransform):
    """Notes what is asked for, and turns numbers in headings into plain text, which every sidebar can show."""

    # After translations and substitutions, before smart quotes and tables of contents take copies.
    default_priority = 700

    def apply(self, **_keywords: Any) -> None:  # noqa: ANN401
        """Collect everything."""
        copies: dict[int, list[PendingNumber]] = {}
        found: list[tuple[Any, Place]] = []
        for node in self.document.findall():
            if isinstance(node, PendingNumber):
                same = copies.setdefault(node["copy"], [])
                same.append(node)
                if len(same) == 1:
                    found.append((same, Place(node.source or "", node.line or 1, _quoted(node.rawsource))))
            elif isinstance(node, addnodes.pending_xref):
                if node.get("refdomain") == "cnn" and not node.get("intersphinx"):
                    found.append((node, Place(_source(node), _line(node), _quoted(node.rawsource))))
                elif node.get("reftype") in REPEATING:
                    self._page.targets.add(node["reftarget"])
            elif isinstance(node, nodes.Text) and "cnn" in node and not _stands_in(node, NO_TEXT):
                found += [(piece, Place(_source(node), _line(node), piece)) for piece in _unparsed(node)]
        for (what, _), location in zip(found, exact_lines(self.document, [place for _, place in found]), strict=True):
            if isinstance(what, list):
                self._note(what, location)
            elif isinstance(what, addnodes.pending_xref):
                self._page.references.append(CrossReference(what["reftype"], what["reftarget"], location))
            else:
                self._find(Subtype.MARKUP, UNPARSED_MESSAGE.format(piece=what), location)
        self._note_captions()

    def _note_captions(self) -> None:
        """Note captions with computed numbers: Sphinx knows them by their words, and before there are numbers."""
        computed = [node for node in self.document.findall(PendingNumber) if node.get("computed")]
        captions = {id(caption): caption for node in computed if (caption := _caption(node)) is not None}
        for caption in captions.values():
            parts: list[str | int] = []
            for part in caption.findall(lambda node: isinstance(node, nodes.Text | PendingNumber)):
                if isinstance(part, PendingNumber):
                    parts.append(part["serial"])
                elif not isinstance(part.parent, PendingNumber):
                    parts.append(part.astext())
            self._page.captions.append(Caption(tuple(caption.parent["ids"]), tuple(parts)))

    @property
    def _page(self) -> Page:
        return CnnDomain.of(self.env).page(self.env.docname)

    def _find(self, subtype: Subtype, message: str, location: str) -> None:
        self._page.findings.append(Finding(subtype, message, location))

    def _note(self, copies: list[PendingNumber], location: str) -> None:
        """Note a number, which may be shown in several places."""
        node = copies[0]
        if "problem" in node:
            self._find(Subtype.REFERENCE, node["problem"], location)
            for copy in copies:
                copy.replace_self(nodes.inline("", copy.astext(), classes=["cnn-error"]))
            return
        reference: Reference = node["reference"]
        in_heading = [copy for copy in copies if _is_heading(copy.parent)]
        if in_heading and reference.typed is None:
            message = (
                f"{reference.text}: a computed number in a heading cannot be shown in sidebars and titles; "
                f"type it, and it is checked: :cnn:`… <{reference.text}>`"
            )
            self._find(Subtype.MARKUP, message, location)
        numbers = self._page.numbers
        for copy in copies:
            copy.attributes.pop("reference", None)
            copy["serial"], copy["computed"] = len(numbers), reference.typed is None
            if copy in in_heading:
                classes = ["cnn-error"] if reference.typed is None else [SHOWN]
                copy.replace_self(nodes.inline("", "", *copy.children, classes=classes))
        numbers.append(Number(reference, location, node["raw"]))


def _unparsed(text: nodes.Text) -> Iterator[str]:
    """What was meant as a role, each with its back-quotes."""
    for match in UNPARSED.finditer(text):
        quoted = re.match(r"\s?(`[^`]*`?)", text[match.end() :])
        following = text.next_node(descend=False, siblings=True)
        if quoted:
            yield quoted[1]
        elif isinstance(following, nodes.literal | nodes.title_reference | nodes.emphasis):
            yield f"`{following.astext()}`"
        else:
            yield match[0]


def _quoted(rawtext: str) -> str:
    """What stands between the back-quotes of a role, and these."""
    return rawtext[rawtext.find("`") :] if "`" in rawtext else rawtext


def _source(node: nodes.Node) -> str:
    return get_node_source(node) or "" if isinstance(node, nodes.Element) else _source(node.parent)


def _line(node: nodes.Node) -> int:
    return get_node_line(node) or 1 if isinstance(node, nodes.Element) else _line(node.parent)


def _is_heading(node: nodes.Node | None) -> bool:
    """Whether a node is, or stands in, what Sphinx copies into sidebars, titles, or the index of terms."""
    while node is not None and not isinstance(node, nodes.Body):
        if isinstance(node, nodes.subtitle):
            return True
        if isinstance(node, nodes.term):
            return _stands_in(node, (addnodes.glossary,))
        if isinstance(node, nodes.title):
            return isinstance(node.parent, nodes.section | nodes.document)
        node = node.parent
    return False


def _caption(node: nodes.Node) -> nodes.Element | None:
    """The caption, or the title of a table, that a node stands in."""
    while node is not None and not isinstance(node, nodes.Body):
        if isinstance(node, nodes.caption | nodes.title):
            return node
        node = node.parent
    return None


def _stands_in(node: nodes.Node, kinds: tuple[type[nodes.Node], ...]) -> bool:
    parent = node.parent
    while parent is not None:
        if isinstance(parent, kinds):
            return True
        parent = parent.parent
    return False
