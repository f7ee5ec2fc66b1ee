"""The networks of the project: what each document defines and shows, kept as plain data in the environment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any, ClassVar

from sphinx.domains import Domain
from sphinx.domains.std import StandardDomain

from sphinx_cnn.arithmetic.summary import Summary
from sphinx_cnn.extension.warnings import Finding, Subtype
from sphinx_cnn.notation.errors import nearest


@dataclass(frozen=True)
class Definition:
    """A network that a ``cnn-summary`` directive defines.

    :param digest: of the text and the options that its numbers follow from.
    :param location: ``path:line`` of the directive.
    :param columns: what its tables show where they choose none.
    :param summary: ``None`` where the architecture cannot be read.
    """

    key: str
    title: str
    docname: str
    location: str
    digest: str
    columns: tuple[str, ...]
    summary: Summary | None


@dataclass(frozen=True)
class Use:
    """A table or a diagram that a document shows."""

    key: str
    location: str
    is_table: bool


@dataclass
class Page:
    """What one document contributes."""

    definitions: list[Definition] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    labels: dict[str, tuple[str, str]] = field(default_factory=dict)
    """For each label of a table or a diagram, its id and its caption."""


class CnnDomain(Domain):
    """Networks by their keys."""

    name = "cnn"
    label = "Convolutional networks"
    # Raised whenever the formulas, or what is kept here, change: old numbers must not survive in pickled documents.
    data_version = 1
    initial_data: ClassVar[dict[str, Any]] = {"pages": {}}

    @property
    def pages(self) -> dict[str, Page]:
        """What the documents contribute, by their names."""
        pages: dict[str, Page] = self.data["pages"]
        return pages

    def page(self, docname: str) -> Page:
        """What a document contributes; to be added to while it is read."""
        return self.pages.setdefault(docname, Page())

    def clear_doc(self, docname: str) -> None:
        """Forget a document."""
        self.pages.pop(docname, None)

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        """Take over what a parallel process has read."""
        self.pages.update({name: page for name, page in otherdata["pages"].items() if name in docnames})

    def resolve_any_xref(self, *arguments: object, **keywords: object) -> list[Any]:
        """No reference of another kind leads to a network."""
        return []

    def definitions(self) -> Iterator[Definition]:
        """All definitions, in the order of their documents' names."""
        for docname in sorted(self.pages):
            yield from self.pages[docname].definitions

    def find(self, key: str, digest: str = "") -> Definition | None:
        """The definition of a key; where there are several, the one with this digest, else the first one."""
        found = [definition for definition in self.definitions() if definition.key == key]
        return next(
            (definition for definition in found if digest and definition.digest == digest), next(iter(found), None)
        )

    def home(self, key: str) -> str | None:
        """The document that links to a network's layers lead to: where it is defined, if its table is shown there."""
        definition = self.find(key)
        shown = [name for name in sorted(self.pages) if self._shows_table(name, key)]
        if definition is not None and definition.docname in shown:
            return definition.docname
        return shown[0] if shown else None

    def _shows_table(self, docname: str, key: str) -> bool:
        return any(use.key == key and use.is_table for use in self.pages[docname].uses)

    def register_labels(self) -> None:
        """Let ``:ref:`` and ``:numref:`` find the tables and diagrams.

        Labels are the domain's, not docutils' target names: of the same network on two pages the first one has them,
        without a warning, and a label of the author's own wins.
        """
        standard = self.env.get_domain("std")
        assert isinstance(standard, StandardDomain)  # noqa: S101
        for docname in sorted(self.pages):
            for label, (identifier, caption) in self.pages[docname].labels.items():
                standard.anonlabels.setdefault(label, (docname, identifier))
                standard.labels.setdefault(label, (docname, identifier, caption))

    def findings(self) -> list[Finding]:
        """Everything that is wrong at the moment, in the order of the documents' names."""
        found = [finding for docname in sorted(self.pages) for finding in self.pages[docname].findings]
        found += self._duplicates()
        found += self._unknown()
        return found

    def _duplicates(self) -> Iterable[Finding]:
        first: dict[str, Definition] = {}
        for definition in self.definitions():
            other = first.setdefault(definition.key, definition)
            if other.digest != definition.digest:
                message = (
                    f"two networks have the key '{definition.key}'; the other one is at {other.location}. "
                    "Give one of them a :name: of its own"
                )
                yield Finding(Subtype.DUPLICATE, message, definition.location)

    def _unknown(self) -> Iterable[Finding]:
        known = {definition.key for definition in self.definitions()}
        for docname in sorted(self.pages):
            for use in self.pages[docname].uses:
                if use.key not in known:
                    yield Finding(Subtype.REFERENCE, unknown_network(use.key, known), use.location)


def unknown_network(key: str, known: Iterable[str]) -> str:
    """The message for a key that no network has."""
    return f"no network '{key}' in this project{nearest(key, known)}"
