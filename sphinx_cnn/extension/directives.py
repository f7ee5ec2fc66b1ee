"""The directives: ``cnn-summary`` defines a network, ``cnn-table`` and ``cnn-diagram`` show one that is defined."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar, Self

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import OptionSpec

import sphinx_cnn
from sphinx_cnn.arithmetic.quantities import DTYPES
from sphinx_cnn.arithmetic.shape import Shape
from sphinx_cnn.arithmetic.summary import Summary
from sphinx_cnn.extension.anchors import network_anchor
from sphinx_cnn.extension.config import DIRECTIONS, column_names
from sphinx_cnn.extension.domain import CnnDomain
from sphinx_cnn.extension.location import content_location, option_location
from sphinx_cnn.extension.pages import Definition, Label, Number, Use
from sphinx_cnn.extension.warnings import Finding, Subtype
from sphinx_cnn.notation import DIALECTS, ArchitectureError
from sphinx_cnn.notation.errors import nearest
from sphinx_cnn.notation.expression import Reference, ReferenceTextError, read_path
from sphinx_cnn.notation.folder import Folder
from sphinx_cnn.notation.inputs import parse_input_shapes
from sphinx_cnn.rendering.columns import default_columns, known_columns
from sphinx_cnn.rendering.nodes import SummaryDiagram

logger = logging.getLogger(__name__)

STEP_BY_STEP = ", step by step"
"""What the caption of a diagram says after the title of its network."""

SHOWABLE = ("table", "diagram", "source", "none")


def slug(title: str) -> str:
    """A key from a title: its letters and digits, of any script, in lower case, joined by hyphens."""
    return "-".join(re.findall(r"[^\W_]+", title.lower())) or "network"


class AnyOption(dict[str, Callable[[str], str]]):
    """Lets every option through, so that a misspelled one ends in advice and loses nothing else."""

    @classmethod
    def of(cls, *names: str) -> Self:
        """The options of these names; the others still get through."""
        return cls(dict.fromkeys(names, directives.unchanged))

    def __missing__(self, name: str) -> Callable[[str], str]:
        return directives.unchanged


class CnnDirective(SphinxDirective):
    """What the directives have in common: findings with their places, and the nodes that show a network."""

    option_spec: ClassVar[OptionSpec]

    def check_options(self) -> None:
        """Find options that there are none of."""
        for name in self.options:
            if name not in self.option_spec:
                message = f"{self.name} has no option :{name}:{nearest(name, self.option_spec)}"
                self.find(Subtype.OPTION, message)

    @property
    def domain(self) -> CnnDomain:
        """The networks of the project."""
        return CnnDomain.of(self.env)

    def find(self, subtype: Subtype, message: str, location: str = "") -> None:
        """Note a finding, by default at the directive itself."""
        finding = Finding(subtype, message, location or content_location(self, 0))
        self.domain.page(self.env.docname).findings.append(finding)

    def argument(self, what: str, default: str = "") -> str:
        """The argument of the directive; a missing one is found, and the build goes on."""
        if not self.arguments:
            self.find(Subtype.OPTION, f"{what} is missing after '{self.name}::'")
        return str(self.arguments[0]).strip() if self.arguments else default

    def text(self, option: str) -> str:
        """The value of an option; nothing, where it is not given or empty."""
        return str(self.options.get(option) or "").strip()

    def choice(self, option: str, known: tuple[str, ...], default: str) -> str:
        """The value of an option that must be one of those known."""
        value = self.text(option)
        if value and value not in known:
            message = f":{option}: must be one of {', '.join(known)}, not '{value}'{nearest(value, known)}"
            self.find(Subtype.OPTION, message)
        return next(name for name in (value, default, known[0]) if name in known)

    def names(self, option: str) -> list[str]:
        """The names that an option lists, with commas or blanks between them."""
        return self.text(option).replace(",", " ").split()

    def depth(self) -> int:
        """The depth that is asked for; ``0`` for none."""
        written = self.text("depth")
        if not written:
            return 0
        depth = int(written) if re.fullmatch("[0-9]{1,4}", written) else 0
        if not depth:
            self.find(Subtype.OPTION, f":depth: must be a whole number from 1, not '{written}'")
        return depth

    def table(
        self, key: str, caption: str, label: str, digest: str = "", columns: tuple[str, ...] = (), depth: int = 0
    ) -> nodes.Node:
        """The place of a network's table; *digest* says of which, should two have the same key."""
        page = self.domain.page(self.env.docname)
        serial = sum(use.key == key and use.is_table for use in page.uses)
        page.uses.append(Use(key, content_location(self, 0), columns, digest=digest, depth=depth))
        asked = {
            "cnn_docname": self.env.docname,
            "cnn_key": key,
            "cnn_digest": digest,
            "cnn_columns": list(columns),
            "cnn_serial": serial,
            "cnn_depth": depth,
            "cnn_untitled": not caption,
        }
        # A table without a title would not be numbered.
        title = nodes.title("", caption or key)
        place = nodes.table("", title, **asked)
        return self._labelled(place, key, label, caption)

    def diagram(self, key: str, caption: str, label: str, digest: str = "", depth: int = 0) -> nodes.Node:
        """The place of a network's diagram, with its caption."""
        direction = self.choice("direction", DIRECTIONS, self.config.cnn_direction)
        use = Use(key, content_location(self, 0), (), is_table=False, digest=digest, direction=direction, depth=depth)
        self.domain.page(self.env.docname).uses.append(use)
        place = SummaryDiagram(key=key, digest=digest, direction=direction, untitled=not caption, depth=depth)
        figure = nodes.figure("", place, nodes.caption("", caption or key))
        return self._labelled(figure, key, label, caption, STEP_BY_STEP)

    def _labelled(self, node: nodes.Element, key: str, label: str, caption: str, suffix: str = "") -> nodes.Node:
        self.set_source_info(node)
        self.set_source_info(node[-1])
        node["classes"] += ["cnn-network", *self.names("class")]
        if label:
            document = self.state.document
            if label not in document.ids:
                node["ids"].append(label)
            identifier = document.set_id(node)
            self.domain.page(self.env.docname).labels.setdefault(label, Label(identifier, key, caption, suffix))
        return node


class SummaryDirective(CnnDirective):
    """``.. cnn-summary:: TITLE`` with an architecture as its content."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[OptionSpec] = AnyOption.of(
        "input",
        "input-shape",
        "dialect",
        "entry",
        "name",
        "file",
        "columns",
        "show",
        "caption",
        "direction",
        "depth",
        "dtype",
        "class",
        "quiet",
        "expect",
    )

    def run(self) -> list[nodes.Node]:
        """Read and count the network, and give the places where it is shown."""
        self.check_options()
        title = self.argument("the title of the network", "Network").partition("\n")[0]
        key = self._key(title)
        source = ""
        folder = Folder(Path(self.env.doc2path(self.env.docname)).parent)
        try:
            text, source = self._text()
            folder = Folder(Path(source).parent) if source else folder
            asked: dict[str, Any] = {
                "dialect": self.choice("dialect", tuple(DIALECTS), self.config.cnn_dialect),
                "entry": self.text("entry"),
                "input_shape": self._input_shape(),
                "dtype": self.choice("dtype", tuple(DTYPES), self.config.cnn_dtype),
                "flops_convention": self.config.cnn_flops_convention,
            }
            summary = sphinx_cnn.summarize(text, name=title, folder=folder, **asked)
        except ArchitectureError as error:
            self._depend_on([*folder.read, *folder.missed])
            return self._refused(key, title, error, self._location(error.file or source, error.line))
        self._depend_on(folder.read)
        read = [path.read_bytes() for path in folder.read]
        digest = hashlib.sha256(repr((text, title, asked, read)).encode(errors="replace")).hexdigest()
        columns = tuple(self._columns(summary))
        place, depth = self._location("", 0), self.depth()
        definition = Definition(key, title, self.env.docname, place, digest, columns, summary, depth)
        shown = self._define(definition, self._shown(definition, text))
        self._expect(key, digest)
        for note in summary.notes:
            logger.info("%s: %s", title, note)
        if "quiet" not in self.options:
            for advice in summary.advice:
                self.find(Subtype.ADVICE, advice.message, self._location(advice.file or source, advice.line))
        return shown

    def _depend_on(self, files: Iterable[Path]) -> None:
        """Read the page again when a file changes, or appears, that the architecture imports from."""
        for path in files:
            self.env.note_dependency(str(path.resolve()))

    def _define(self, definition: Definition, shown: list[nodes.Node]) -> list[nodes.Node]:
        """Register a network, with an entry in the index and the id that links to it lead to."""
        ids = [node["ids"][0] for node in shown if isinstance(node, nodes.Element) and node["ids"]]
        if not ids:
            target = nodes.target()
            self.state.document.set_id(target, suggested_prefix=network_anchor(definition.key))
            ids, shown = target["ids"], [target, *shown]
        self.domain.page(self.env.docname).definitions.append(replace(definition, anchor=ids[0]))
        entry = f"{definition.title} (network)".replace(";", ",")
        return [addnodes.index(entries=[("single", entry, ids[0], "", None)]), *shown]

    def _expect(self, key: str, digest: str) -> None:
        """Note what the author claims of the network, one claim a line: ``conv1.params: 34,944``."""
        for claim in filter(None, map(str.strip, self.text("expect").splitlines())):
            location = option_location(self, claim)
            path, _, typed = claim.partition(": ")
            try:
                found = read_path(f"{key}.{path.strip()}")
            except ReferenceTextError:
                self.find(
                    Subtype.REFERENCE, f":expect: needs lines such as 'conv1.params: 34,944', not '{claim}'", location
                )
                continue
            if not typed.strip():
                self.find(Subtype.REFERENCE, f":expect: has no number behind '{path.strip()}: '", location)
                continue
            number = Number(Reference(found.text, found, typed.strip()), location, claim, digest, is_claim=True)
            self.domain.page(self.env.docname).numbers.append(number)

    def _key(self, title: str) -> str:
        """The network's key: its name, or a slug of its title."""
        name = self.text("name")
        if not re.search(r"[\s(),*:.\"<>`]", name):
            return name or slug(title)
        message = f":name: must have no blanks and none of ( ) , * : . \" < > `, but it is '{name}'"
        self.find(Subtype.OPTION, message)
        return slug(name)

    def _text(self) -> tuple[str, str]:
        """The architecture, and the file that it is read from, if it is none of the content."""
        if "\n" in "".join(self.arguments):
            message = "the title goes over more than one line; is the blank line before the architecture missing?"
            raise ArchitectureError(message)
        named = self.text("file")
        if not named:
            if not self.content:
                raise ArchitectureError("there is no architecture: no content, and no :file:")
            return "\n".join(self.content), ""
        if self.content:
            self.find(Subtype.OPTION, ":file: is given, so the content of the directive is not read")
        relative, absolute = self.env.relfn2path(named)
        self.env.note_dependency(relative)
        try:
            return Path(absolute).read_text(encoding="utf-8-sig"), absolute
        except OSError as error:
            raise ArchitectureError(f"the file '{named}' cannot be read: {error.strerror}") from None
        except UnicodeDecodeError:
            raise ArchitectureError(f"the file '{named}' is not UTF-8") from None

    def _input_shape(self) -> Shape | dict[str, Shape] | None:
        written = self.text("input-shape") or self.text("input")
        try:
            return parse_input_shapes(written) if written else None
        except ValueError as error:
            raise ArchitectureError(f":input-shape: {error}") from None

    def _location(self, source: str, line: int) -> str:
        return f"{source}:{line or 1}" if source else content_location(self, line)

    def _refused(self, key: str, title: str, error: ArchitectureError, location: str) -> list[nodes.Node]:
        """What the page shows instead of a network that cannot be read; never a number."""
        self.find(Subtype.ARCHITECTURE, error.explain(), location)
        definition = Definition(key, title, self.env.docname, self._location("", 0), "", (), None)
        said = error_box(f"{title}: this architecture cannot be read.", error.explain())
        self.set_source_info(said)
        return self._define(definition, [said])

    def _columns(self, summary: Summary) -> list[str]:
        """The columns that are asked for, without those that do not exist."""
        asked = self.names("columns")
        known = known_columns(summary)
        for name in asked:
            if name not in known:
                self.find(Subtype.OPTION, f"no column '{name}'{nearest(name, known)}")
        chosen = [name for name in asked if name in known]
        return chosen or default_columns([n for n in column_names(self.config) if n in known], summary)

    def _shown(self, definition: Definition, text: str) -> list[nodes.Node]:
        asked = self.names("show")
        for name in asked:
            if name not in SHOWABLE:
                self.find(Subtype.OPTION, f":show: has no '{name}'{nearest(name, SHOWABLE)}")
        show = [name for name in asked if name in SHOWABLE] or ["table", "diagram"]
        key, digest, depth = definition.key, definition.digest, definition.depth
        title = self.text("caption") or definition.title
        shown: list[nodes.Node] = []
        if "source" in show:
            source = nodes.literal_block(text, text, language="python")
            self.set_source_info(source)
            shown.append(source)
        if "table" in show:
            shown.append(self.table(key, title, f"{key}-table".lower(), digest, definition.columns, depth))
        if "diagram" in show:
            caption = f"{title}{STEP_BY_STEP}"
            shown.append(self.diagram(key, caption, f"{key}-diagram".lower(), digest, depth))
        return shown


class TableDirective(CnnDirective):
    """``.. cnn-table:: KEY``: the table of a network that is defined anywhere in the project."""

    optional_arguments = 1
    option_spec: ClassVar[OptionSpec] = AnyOption.of("columns", "depth", "caption", "name", "class")

    def run(self) -> list[nodes.Node]:
        """Give the place of the table."""
        self.check_options()
        key = self.argument("the key of the network")
        chosen, depth = tuple(self.names("columns")), self.depth()
        return [self.table(key, self.text("caption"), self.text("name"), columns=chosen, depth=depth)]


class DiagramDirective(CnnDirective):
    """``.. cnn-diagram:: KEY``: the diagram of a network that is defined anywhere in the project."""

    optional_arguments = 1
    option_spec: ClassVar[OptionSpec] = AnyOption.of("direction", "depth", "caption", "name", "class")

    def run(self) -> list[nodes.Node]:
        """Give the place of the diagram."""
        self.check_options()
        key = self.argument("the key of the network")
        return [self.diagram(key, self.text("caption"), self.text("name"), depth=self.depth())]


def error_box(summary: str, detail: str) -> nodes.Element:
    """What the page shows where a network cannot be shown."""
    said = nodes.literal_block(detail, detail, language="none")
    return nodes.error("", nodes.paragraph(summary, summary), said, classes=["cnn-error"])
