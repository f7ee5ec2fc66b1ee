"""What one document contributes to the project: plain data, which the environment keeps."""

from __future__ import annotations

from dataclasses import dataclass, field

from sphinx_cnn.arithmetic.summary import Summary
from sphinx_cnn.extension.prose import Written
from sphinx_cnn.extension.warnings import Finding
from sphinx_cnn.notation.expression import Reference


@dataclass(frozen=True)
class Definition:
    """A network that a ``cnn-summary`` directive defines.

    :param digest: of the text and the options that its numbers follow from.
    :param location: ``path:line`` of the directive.
    :param columns: what its tables show where they choose none.
    :param summary: ``None`` where the architecture cannot be read.
    :param depth: of the groups that its tables and diagrams fold where they say no other; ``0`` for none.
    """

    key: str
    title: str
    docname: str
    location: str
    digest: str
    columns: tuple[str, ...]
    summary: Summary | None
    depth: int = 0
    anchor: str = ""
    """The id that a link to the network itself leads to."""


@dataclass(frozen=True)
class Use:
    """A table or a diagram that a document shows.

    :param columns: of a table: what it is to show instead of the definition's columns.
    :param digest: of the network that is shown, should two have the same key.
    :param direction: of a diagram: where its data flows.
    :param depth: of the groups that it folds; ``0`` for the definition's.
    """

    key: str
    location: str
    columns: tuple[str, ...] = ()
    is_table: bool = True
    digest: str = ""
    direction: str = ""
    depth: int = 0


@dataclass(frozen=True)
class Label:
    """What a label of a table or a diagram leads to.

    :param caption: the author's; without one it is the network's title and the suffix.
    """

    identifier: str
    key: str
    caption: str
    suffix: str


@dataclass(frozen=True)
class Number:
    """A number in the prose, or a claim of an ``:expect:`` option: what is asked, and where.

    :param raw: the text of the role, as it was written.
    :param digest: of a claim: the network that it is about, should two have the same key.
    :param is_claim: whether it is shown nowhere.
    """

    reference: Reference
    location: str
    raw: str
    digest: str = ""
    is_claim: bool = False


@dataclass(frozen=True)
class CrossReference:
    """A ``:cnn:network:`` or ``:cnn:layer:`` of a document.

    :param kind: ``network`` or ``layer``.
    """

    kind: str
    target: str
    location: str


@dataclass(frozen=True)
class Caption:
    """A caption of the author's own with numbers in it, which ``:ref:`` repeats on other pages.

    :param ids: of what has the caption.
    :param parts: its words, and the serials of its numbers.
    """

    ids: tuple[str, ...]
    parts: tuple[str | int, ...]


@dataclass
class Page:
    """What one document contributes."""

    definitions: list[Definition] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    labels: dict[str, Label] = field(default_factory=dict)
    numbers: list[Number] = field(default_factory=list)
    references: list[CrossReference] = field(default_factory=list)
    captions: list[Caption] = field(default_factory=list)
    targets: set[str] = field(default_factory=set)
    """What its other references lead to: sections, tables and figures of anyone."""
    written: list[Written] = field(default_factory=list)
