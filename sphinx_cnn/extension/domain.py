"""The networks of the project: what each document defines and shows, kept as plain data in the environment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import Any, ClassVar

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.domains import Domain, ObjType
from sphinx.domains.std import StandardDomain
from sphinx.environment import BuildEnvironment
from sphinx.util.nodes import make_refnode

from sphinx_cnn.extension import objects
from sphinx_cnn.extension.networks import Networks
from sphinx_cnn.extension.objects import LAYER, NETWORK, Object, ObjectRole
from sphinx_cnn.extension.outcomes import Outcomes
from sphinx_cnn.extension.pages import Page
from sphinx_cnn.extension.warnings import Finding


class CnnDomain(Domain):
    """Networks by their keys."""

    name = "cnn"
    label = "CNN"
    # Raised whenever the formulas, or what is kept here, change: old numbers must not survive in pickled documents.
    data_version = 4
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
        self._networks: Networks | None = None
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
    def networks(self) -> Networks:
        """What all pages contribute together, worked out when it is first asked for."""
        if self._networks is None:
            self._networks = Networks(self.pages)
        return self._networks

    @property
    def outcomes(self) -> Outcomes:
        """What becomes of the numbers in the prose."""
        if self._outcomes is None:
            self._outcomes = Outcomes(self.networks, self.env.config.language or "en")
        return self._outcomes

    def _changed(self) -> None:
        """Forget what was worked out."""
        self._networks = self._outcomes = None

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
        return objects.all_objects(self.networks)

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
        found = objects.find(self.networks, typ, target)
        if found is None:
            return None
        name, title, _, docname, identifier, _ = found
        is_title = bool(node.get("refexplicit"))  # the author's own words are no code
        shown = nodes.inline if is_title or typ == NETWORK else nodes.literal
        contnode = shown("", contnode.astext() if is_title else title, classes=contnode["classes"])
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
        found, first = self.find_any(target)
        if first:
            return []
        kinds = [one[2] for one in found]
        links = ((kind, self.resolve_xref(env, fromdocname, builder, kind, target, node, contnode)) for kind in kinds)
        return [(f"{self.name}:{kind}", link) for kind, link in links if link is not None]

    def find_any(self, target: str) -> tuple[list[Object], object]:
        """The objects of a name, of all kinds; and what has the name of its own and comes first."""
        kinds = (objects.find(self.networks, kind, target) for kind in self.object_types)
        found = [one for one in kinds if one is not None]
        labels = self.standard.anonlabels
        first = labels.get(target) or labels.get(target.lower()) or target in self.env.all_docs
        return found, found and first

    @property
    def standard(self) -> StandardDomain:
        """Sphinx' own domain, which knows all labels."""
        standard = self.env.get_domain("std")
        assert isinstance(standard, StandardDomain)  # noqa: S101
        return standard

    def findings(self) -> list[Finding]:
        """Everything that is wrong at the moment, in the order of the documents' names."""
        found = [finding for docname in sorted(self.pages) for finding in self.pages[docname].findings]
        return [*found, *self.networks.findings(), *self._missing(), *self.outcomes.findings()]

    def _missing(self) -> Iterable[Finding]:
        for docname in sorted(self.pages):
            for reference in self.pages[docname].references:
                finding = objects.missing(self.networks, reference, self.env)
                if finding is not None:
                    yield finding


def mark_missing(app: Sphinx, env: BuildEnvironment, node: pending_xref, content: nodes.Element) -> Any:  # noqa: ANN401
    """Show a reference that leads nowhere as an error; it is reported on every build, also when no page is written."""
    if node.get("refdomain") != "cnn" or node.get("intersphinx"):
        return None
    if objects.find(CnnDomain.of(env).networks, node["reftype"], node["reftarget"]) is not None:
        return content
    return nodes.inline("", "", content, classes=["cnn-error"])
