"""The networks of the project: what each document defines and shows, kept as plain data in the environment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.builders import Builder
from sphinx.domains import Domain, ObjType
from sphinx.domains.std import StandardDomain
from sphinx.environment import BuildEnvironment
from sphinx.util.nodes import make_refnode

from sphinx_cnn.arithmetic.quantities import COUNTABLE
from sphinx_cnn.extension import objects
from sphinx_cnn.extension.objects import LAYER, NETWORK, Object, ObjectRole
from sphinx_cnn.extension.outcomes import Outcomes
from sphinx_cnn.extension.pages import Definition, Page
from sphinx_cnn.extension.warnings import Finding, Subtype
from sphinx_cnn.notation.errors import nearest
from sphinx_cnn.rendering.columns import known_columns


class CnnDomain(Domain):
    """Networks by their keys."""

    name = "cnn"
    label = "CNN"
    # Raised whenever the formulas, or what is kept here, change: old numbers must not survive in pickled documents.
    data_version = 2
    initial_data: ClassVar[dict[str, Any]] = {"pages": {}}
    object_types: ClassVar[dict[str, ObjType]] = {
        NETWORK: ObjType("network", NETWORK),
        LAYER: ObjType("layer", LAYER),
    }
    roles: ClassVar[dict[str, Any]] = {
        NETWORK: ObjectRole(is_network=True),
        LAYER: ObjectRole(is_network=False),
    }

    def __init__(self, env: BuildEnvironment) -> None:
        super().__init__(env)
        self.undrawn: set[str] = set()
        """The documents with a diagram that could not be drawn in this build."""
        self._index: Index | None = None
        self._outcomes: Outcomes | None = None

    @classmethod
    def of(cls, env: BuildEnvironment) -> CnnDomain:
        """The domain of an environment."""
        domain = env.get_domain(cls.name)
        assert isinstance(domain, CnnDomain)  # noqa: S101
        return domain

    @property
    def pages(self) -> dict[str, Page]:
        """What the documents contribute, by their names."""
        pages: dict[str, Page] = self.data["pages"]
        return pages

    @property
    def index(self) -> Index:
        """What all pages contribute together, worked out when it is first asked for."""
        if self._index is None:
            self._index = Index.of(self.pages)
        return self._index

    @property
    def outcomes(self) -> Outcomes:
        """What becomes of the numbers in the prose."""
        if self._outcomes is None:
            self._outcomes = Outcomes(self)
        return self._outcomes

    def _changed(self) -> None:
        """Forget what was worked out."""
        self._index = self._outcomes = None

    def page(self, docname: str) -> Page:
        """What a document contributes; to be added to while it is read."""
        self._changed()
        return self.pages.setdefault(docname, Page())

    def clear_doc(self, docname: str) -> None:
        """Forget a document."""
        self._changed()
        self.pages.pop(docname, None)

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        """Take over what a parallel process has read."""
        self._changed()
        self.pages.update({name: page for name, page in otherdata["pages"].items() if name in docnames})

    def get_objects(self) -> Iterator[Object]:
        """All networks and layers, for ``objects.inv`` and the search."""
        return objects.all_objects(self)

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> nodes.reference | None:
        """The link to a network or a layer."""
        found = objects.find(self, typ, target)
        if found is None:
            return None
        name, title, _, docname, identifier, _ = found
        if not node.get("refexplicit"):
            shown = nodes.inline if typ == NETWORK else nodes.literal
            contnode = shown("", title, classes=contnode["classes"])
        # A layer whose table is shown nowhere has no place to link to.
        return make_refnode(builder, fromdocname, docname, identifier, contnode, name) if docname else None

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> list[tuple[str, nodes.reference]]:
        """The same for ``:any:``; what has a name of its own, such as a section or a document, comes first."""
        found, first = objects.find_any(self, target)
        if first:
            return []
        kinds = [one[2] for one in found]
        links = ((kind, self.resolve_xref(env, fromdocname, builder, kind, target, node, contnode)) for kind in kinds)
        return [(f"{self.name}:{kind}", link) for kind, link in links if link is not None]

    def find(self, key: str, digest: str = "") -> Definition | None:
        """The definition of a key; where there are several, the one with this digest, else the first one."""
        found = self.index.definitions.get(key, [])
        return next(
            (definition for definition in found if digest and definition.digest == digest), found[0] if found else None
        )

    def home(self, key: str) -> str | None:
        """The document that links to a network's layers lead to: where it is defined, if its table is shown there."""
        definition, shown = self.find(key), self.index.tables.get(key, [])
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

    @property
    def standard(self) -> StandardDomain:
        """Sphinx' own domain, which knows all labels."""
        standard = self.env.get_domain("std")
        assert isinstance(standard, StandardDomain)  # noqa: S101
        return standard

    def findings(self) -> list[Finding]:
        """Everything that is wrong at the moment, in the order of the documents' names."""
        found = [finding for docname in sorted(self.pages) for finding in self.pages[docname].findings]
        return [*found, *self._duplicates(), *self._wrong_uses(), *self._missing(), *self.outcomes.findings()]

    def _duplicates(self) -> Iterable[Finding]:
        for key, (first, *others) in self.index.definitions.items():
            for other in others:
                if other.digest != first.digest:
                    message = (
                        f"two networks have the key '{key}'; the other one is at {first.location}. "
                        "Give one of them a :name: of its own"
                    )
                    yield Finding(Subtype.DUPLICATE, message, other.location)

    def _missing(self) -> Iterable[Finding]:
        for docname in sorted(self.pages):
            for reference in self.pages[docname].references:
                finding = objects.missing(self, reference)
                if finding is not None:
                    yield finding

    def _wrong_uses(self) -> Iterable[Finding]:
        for docname in sorted(self.pages):
            for use in self.pages[docname].uses:
                definition = self.find(use.key)
                if definition is None:
                    yield Finding(Subtype.REFERENCE, unknown_network(use.key, self.index.definitions), use.location)
                elif definition.summary is not None and use.columns:
                    known = known_columns(definition.summary)
                    for name in use.columns:
                        if name not in known:
                            yield Finding(Subtype.OPTION, f"no column '{name}'{nearest(name, known)}", use.location)


@dataclass(frozen=True)
class Index:
    """What all pages contribute together.

    :param definitions: the definitions of each key, in the order of their documents' names.
    :param tables: the documents that show a table of each key, likewise.
    """

    definitions: dict[str, list[Definition]]
    tables: dict[str, list[str]]

    @classmethod
    def of(cls, pages: dict[str, Page]) -> Self:
        """The index of these pages."""
        definitions: dict[str, list[Definition]] = {}
        tables: dict[str, list[str]] = {}
        for docname in sorted(pages):
            for definition in pages[docname].definitions:
                definitions.setdefault(definition.key, []).append(definition)
            for use in pages[docname].uses:
                if use.is_table:
                    tables.setdefault(use.key, []).append(docname)
        return cls(definitions, tables)


def unknown_network(key: str, known: Iterable[str]) -> str:
    """The message for a key that no network has."""
    return f"no network '{key}' in this project{nearest(key, known)}"
