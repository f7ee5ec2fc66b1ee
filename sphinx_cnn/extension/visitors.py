"""How HTML writes the nodes that docutils does not have; every other builder takes their standard forms."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from sphinx_cnn.rendering.nodes import HeaderCell, InlineSvg, NumberCell, Opener, WorkedNumber


def visit_header_cell(self: HTML5Translator, node: HeaderCell) -> None:
    """A cell of the head, or the first one of a row, says what it is the header of."""
    self.visit_entry(node)
    tag = self.body[-1]
    scope = node["scope"]
    self.body[-1] = f'{tag.rstrip()[:-1]} scope="{scope}">' if tag.lstrip().startswith("<th") else tag


def depart_header_cell(self: HTML5Translator, node: HeaderCell) -> None:
    """Close the cell."""
    self.depart_entry(node)


def visit_number_cell(self: HTML5Translator, node: NumberCell) -> None:
    """A number says in its tooltip how it comes about."""
    self.visit_entry(node)
    if node.get("working"):
        self.body[-1] = f'{self.body[-1].rstrip()[:-1]} title="{self.attval(node["working"])}">'


def visit_worked_number(self: HTML5Translator, node: WorkedNumber) -> None:
    """The same for a number in the prose that leads nowhere."""
    self.body.append(self.starttag(node, "span", "", title=node["working"]))


def depart_worked_number(self: HTML5Translator, node: WorkedNumber) -> None:
    """Close it."""
    self.body.append("</span>")


def visit_opener(self: HTML5Translator, node: Opener) -> None:
    """What is folded follows in the table, where the stylesheet shows it once this is open."""
    self.body.append(f"{self.starttag(node, 'details', '')}<summary>")


def depart_opener(self: HTML5Translator, node: Opener) -> None:
    """Close it."""
    self.body.append("</summary></details>")


def visit_inline_svg(self: HTML5Translator, node: InlineSvg) -> None:
    """The drawing, in a frame that scrolls where it is wider than its column."""
    self.body.append(f'<div class="cnn-diagram" tabindex="0" role="region" aria-label="{self.attval(node["label"])}">')
    self.body.append(f"{node['svg']}</div>\n")
    raise nodes.SkipNode


def connect(app: Sphinx) -> None:
    """Add the nodes."""
    app.add_node(HeaderCell, html=(visit_header_cell, depart_header_cell))
    app.add_node(NumberCell, html=(visit_number_cell, depart_header_cell))
    app.add_node(WorkedNumber, html=(visit_worked_number, depart_worked_number))
    app.add_node(Opener, html=(visit_opener, depart_opener))
    app.add_node(InlineSvg, html=(visit_inline_svg, None))
