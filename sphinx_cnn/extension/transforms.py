"""Fills the places of tables and diagrams, when all networks of the project are known.

It runs in the main process and before any page is written, so files that it adds are there under ``-j`` as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.builders import Builder
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_cnn.arithmetic.summary import Summary
from sphinx_cnn.extension.anchors import address, anchor
from sphinx_cnn.extension.directives import STEP_BY_STEP, error_box
from sphinx_cnn.extension.domain import CnnDomain
from sphinx_cnn.extension.networks import unknown_network
from sphinx_cnn.extension.pages import Definition
from sphinx_cnn.extension.warnings import Finding, Subtype
from sphinx_cnn.rendering.blocks import Blocks
from sphinx_cnn.rendering.columns import columns, known_columns
from sphinx_cnn.rendering.diagram import PAGE, Link, dot, inline_svg
from sphinx_cnn.rendering.folding import rows, steps
from sphinx_cnn.rendering.graphviz import DrawingError, Engine
from sphinx_cnn.rendering.nodes import InlineSvg, SummaryDiagram
from sphinx_cnn.rendering.numbers import NumberFormat
from sphinx_cnn.rendering.plain import describe
from sphinx_cnn.rendering.plain import diagram as plain_diagram
from sphinx_cnn.rendering.table import facts_line, table_body

WIDE = 6
"""A table of more columns is set in small type in print."""


def builder_of(transform: SphinxPostTransform) -> Builder:
    """The builder that is at work."""
    env = transform.env
    # Transform.app is deprecated in Sphinx 9, and env._app is not there before.
    return env._app.builder if hasattr(env, "_app") else transform.app.builder  # noqa: SLF001


def is_page(builder: Builder) -> bool:
    """Whether its pages are for a browser, in which a drawing has links and a folded row opens."""
    return builder.format == "html" and builder.name != "epub"


class ShowNetworks(SphinxPostTransform):
    """Puts the body into each table, and the drawing into each figure."""

    default_priority = 8

    def run(self, **_keywords: Any) -> None:  # noqa: ANN401
        """Fill all places of a document."""
        self.domain = CnnDomain.of(self.env)
        for table in list(self.document.findall(nodes.table)):
            if "cnn_key" in table:
                self._fill(table, table["cnn_key"], table["cnn_digest"], self._fill_table)
        for diagram in list(self.document.findall(SummaryDiagram)):
            self._fill(diagram.parent, diagram["key"], diagram["digest"], self._fill_diagram)

    @property
    def builder(self) -> Builder:
        """The builder that is at work."""
        return builder_of(self)

    def _fill(
        self, place: nodes.Element, key: str, digest: str, fill: Callable[[Any, Definition, Summary], None]
    ) -> None:
        definition = self.domain.networks.find(key, digest)
        if definition is not None and definition.summary is not None:
            fill(place, definition, definition.summary)
            return
        detail = unknown_network(key, self.domain.networks.definitions)
        if definition is not None:
            detail = f"The architecture of '{key}' cannot be read; see {definition.docname}."
        place.replace_self(error_box("This network cannot be shown.", detail))

    def _fill_table(self, table: nodes.table, definition: Definition, summary: Summary) -> None:
        numbers = NumberFormat(self.config.language or "en")
        known = known_columns(summary)
        names = [name for name in table["cnn_columns"] if name in known] or list(definition.columns)
        chosen = columns(names, summary)
        is_home = self.domain.networks.home(definition.key) == table["cnn_docname"] and table["cnn_serial"] == 0
        if table["cnn_untitled"]:
            table[0] = nodes.title("", definition.title)
        own = partial(anchor, definition.key) if is_home else None
        depth, opens = table["cnn_depth"] or definition.depth, is_page(self.builder)
        blocks = rows(summary, depth, opens=opens)
        workings = self.builder.format == "html"
        table += table_body(summary, blocks, names, numbers, own, opens=opens, workings=workings)
        frame = nodes.container("", classes=["cnn-table"])
        table.parent.replace(table, frame)  # not replace_self, which copies ids and classes
        alignment = addnodes.tabular_col_spec(spec="l" + "".join("r" if c.numeric else "l" for c in chosen[1:]))
        frame += [alignment, table, facts_line(summary, blocks, names, numbers)]
        if self.builder.format == "latex":
            mathematical(frame)
        if len(names) > WIDE:
            frame.insert(0, nodes.raw("", r"\begingroup\scriptsize", format="latex"))
            frame.append(nodes.raw("", r"\endgroup", format="latex"))

    def _fill_diagram(self, figure: nodes.figure, definition: Definition, summary: Summary) -> None:
        (place,) = figure.findall(SummaryDiagram)
        blocks = steps(summary, place["depth"] or definition.depth)
        direction = place["direction"]
        if place["untitled"]:
            figure[-1] = nodes.caption("", f"{definition.title}{STEP_BY_STEP}")
        text = plain_diagram(blocks)
        said = describe(definition.title, summary, blocks, NumberFormat(self.config.language or "en"))
        drawing = self._drawing(figure, definition, blocks, direction, said)
        figure[0] = drawing or nodes.literal_block(text, text, language="none")

    def _drawing(
        self, figure: nodes.figure, definition: Definition, blocks: Blocks, direction: str, said: str
    ) -> nodes.Node | None:
        """The drawing in the form that the builder takes; ``None`` for text."""
        builder = self.builder
        svg = "image/svg+xml" in builder.supported_image_types
        if not svg and builder.format not in ("html", "latex"):
            return None
        kept = self.config.cnn_cache_dir
        cache = Path(builder.confdir, kept) if kept else Path(self.env.doctreedir, "cnn")
        engine = Engine(cache, self.config.cnn_dot)
        title = definition.title
        try:
            if builder.format == "latex":
                path = engine.draw(dot(blocks, direction, PAGE), "pdf")
            else:
                path = engine.draw(dot(blocks, direction), "svg")
        except DrawingError as error:
            Finding(Subtype.DRAWING, f"{title}: {error}", f"{figure.source}:{figure.line}").warn()
            self.domain.undrawn.add(self.env.docname)
            return None
        if is_page(builder):
            identifier = f"{definition.key}-drawing-{len(list(self.document.findall(InlineSvg)))}"
            markup = inline_svg(path.read_text("utf-8"), blocks, identifier, title, said, self._link(definition))
            return InlineSvg(svg=markup, label=f"{title}: diagram")
        image = nodes.image(uri=str(path), alt=said, candidates={"*": str(path)})
        self.env.images.add_file(self.env.docname, str(path))
        return image

    def _link(self, definition: Definition) -> Link:
        first, home = self.domain.networks.find(definition.key), self.domain.networks.home(definition.key)
        # Rows of another network of the same key are no place to link to.
        if first is None or home is None or first.digest != definition.digest:
            return lambda _: None
        return lambda name: address(self.builder, self.env.docname, (home, anchor(definition.key, name)))


def mathematical(frame: nodes.Element) -> None:
    """Write signs as mathematics that pdflatex stops on."""
    for text in list(frame.findall(nodes.Text)):
        parts = [part for part in re.split("([≥−])", text) if part]
        if len(parts) > 1:
            signs = {"≥": r"\geq", "−": "-"}
            text.parent.replace(text, [nodes.math("", signs[p]) if p in signs else nodes.Text(p) for p in parts])
