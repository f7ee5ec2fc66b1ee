"""The networks of all documents together: which there are, where each is shown, and what is wrong with that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sphinx_cnn.arithmetic.quantities import COUNTABLE
from sphinx_cnn.extension.pages import Definition, Page
from sphinx_cnn.extension.warnings import Finding, Subtype
from sphinx_cnn.notation.errors import nearest
from sphinx_cnn.rendering.columns import known_columns


class Networks:
    """What all pages contribute together.

    :ivar definitions: the definitions of each key, in the order of their documents' names.
    :ivar tables: the documents that show a table of each key, likewise.
    """

    def __init__(self, pages: Mapping[str, Page]) -> None:
        self.pages = pages
        self.definitions: dict[str, list[Definition]] = {}
        self.tables: dict[str, list[str]] = {}
        for docname in sorted(pages):
            for definition in pages[docname].definitions:
                self.definitions.setdefault(definition.key, []).append(definition)
            for use in pages[docname].uses:
                if use.is_table:
                    self.tables.setdefault(use.key, []).append(docname)

    def find(self, key: str, digest: str = "") -> Definition | None:
        """The definition of a key; where there are several, the one with this digest, else the first one."""
        found = self.definitions.get(key, [])
        return next(
            (definition for definition in found if digest and definition.digest == digest), found[0] if found else None
        )

    def home(self, key: str) -> str | None:
        """The document that links to a network's layers lead to: where it is defined, if its table is shown there."""
        definition, shown = self.find(key), self.tables.get(key, [])
        if definition is not None and definition.docname in shown:
            return definition.docname
        return shown[0] if shown else None

    def has_totals(self, key: str) -> bool:
        """Whether the table that links lead to has a row of totals."""
        definition, home = self.find(key), self.home(key)
        if definition is None or definition.summary is None or home is None:
            return False
        (use, *_) = [use for use in self.pages[home].uses if use.key == key and use.is_table]
        known = known_columns(definition.summary)
        names = [name for name in use.columns if name in known] or definition.columns
        return any(name in COUNTABLE for name in names)

    def findings(self) -> Iterator[Finding]:
        """What is wrong with definitions and with what shows them."""
        yield from self._duplicates()
        yield from self._wrong_uses()

    def _duplicates(self) -> Iterable[Finding]:
        for key, (first, *others) in self.definitions.items():
            for other in others:
                if other.digest != first.digest:
                    message = (
                        f"two networks have the key '{key}'; the other one is at {first.location}. "
                        "Give one of them a :name: of its own"
                    )
                    yield Finding(Subtype.DUPLICATE, message, other.location)

    def _wrong_uses(self) -> Iterable[Finding]:
        for docname in sorted(self.pages):
            for use in self.pages[docname].uses:
                definition = self.find(use.key)
                if definition is None:
                    yield Finding(Subtype.REFERENCE, unknown_network(use.key, self.definitions), use.location)
                elif definition.summary is not None and use.columns:
                    known = known_columns(definition.summary)
                    for name in use.columns:
                        if name not in known:
                            yield Finding(Subtype.OPTION, f"no column '{name}'{nearest(name, known)}", use.location)


def unknown_network(key: str, known: Iterable[str]) -> str:
    """The message for a key that no network has."""
    return f"no network '{key}' in this project{nearest(key, known)}"
