"""Blocks → DOT, and the drawing → SVG for a page.

The frame of a node is computed here, not measured by Graphviz, so that it does not depend on the fonts of the machine
that builds. Colours are for print; a stylesheet overrules them on a page, in light and in dark.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from sphinx_cnn.arithmetic.shape import times
from sphinx_cnn.rendering.blocks import Block, Blocks

FILLS = {
    "input": "#ffffff",
    "convolution": "#d6e6f7",
    "pooling": "#f9ddc4",
    "dense": "#d9ecd3",
    "normalization": "#eee6fa",
    "activation": "#fdf2c5",
    "attention": "#e2ecc8",
    "merging": "#f8d7df",
    "reshaping": "#ececec",
    "resampling": "#ececec",
    "classic": "#d3eeee",
    "group": "#e3e6ef",
}
"""Fills of the families of layers in print; the stylesheet has the same hues, translucent."""

PAGE = "6.2,7.6"
"""Inches of a drawing on a page of paper, with room for its caption."""

LEADING = 13
"""Points from one line of a node to the next."""

RAISED = 1.5
"""Points that Graphviz sets a line too high to the eye, since it centres the full height of the font."""

CHARACTER = 0.08
"""Inches of a character, generously."""


Link = Callable[[str], str | None]


def dot(blocks: Blocks, direction: str = "TB", size: str = "") -> str:
    """The diagram of a network in the DOT language.

    :param direction: where the data flows: ``TB``, ``LR``, ``BT`` or ``RL``.
    :param size: width and height in inches that a larger drawing is scaled down to.
    """
    import graphviz  # noqa: PLC0415

    graph = graphviz.Digraph(
        graph_attr={
            "rankdir": direction,
            "bgcolor": "transparent",
            "ranksep": "0.28",
            "nodesep": "0.3",
            "pad": "0.05",
            "nslimit": "4",
            "nslimit1": "4",
            "mclimit": "1",
            **({"size": size} if size else {}),
        },
        node_attr={
            "shape": "box",
            "style": "rounded,filled",
            "fontname": "Helvetica,Arial,sans-serif",
            "fontsize": "10",
            "color": "#808080",
            "fixedsize": "true",
            "height": "0.68",
        },
        edge_attr={"color": "#808080", "arrowsize": "0.7"},
    )
    for index, block in enumerate(blocks.blocks):
        lines = (_shortened(block.name), block.kind, times(block.last.output_shape))
        graph.node(
            f"n{index}",
            label="\n".join(map(graphviz.escape, lines)),
            width=f"{max(1.3, 0.25 + CHARACTER * max(map(len, lines))):.2f}",
            fillcolor=FILLS[block.family],
            **{"class": f"cnn-{block.family}", "URL": f"row:{index}", "tooltip": " "},
        )
    for source, target in blocks.edges:
        graph.edge(f"n{source}", f"n{target}")
    return str(graph.source)


def _shortened(name: str) -> str:
    return name if len(name) <= 40 else f"{name[:20]}…{name[-19:]}"


def inline_svg(drawing: str, blocks: Blocks, identifier: str, title: str, description: str, link: Link) -> str:
    """The drawing as part of a page: accessible, linked to the rows of the table, and scaled to its column.

    :param drawing: what Graphviz drew.
    :param identifier: prefixes all ids, so that several drawings can stand on one page.
    :param link: the address of the row of a layer or a group, or ``None`` where there is no table to link to.
    """
    body = drawing[drawing.index("<svg") :]
    body = re.sub(r"<!--.*?-->\s*", "", body, flags=re.DOTALL)
    body = re.sub(r"<title>[^<]*</title>\s*", "", body)
    body = re.sub(r'\bid="([^"]+)"', lambda found: f'id="{html.escape(identifier)}-{found[1]}"', body)
    body = re.sub(r"(?:<text [^>]*>[^<]*</text>\s*){3}", lambda lines: _set_apart(lines[0]), body)
    body = re.sub(r'<a xlink:href="row:(\d+)"[^>]*>', lambda found: _link(blocks.blocks[int(found[1])], link), body)
    frame = re.search(r'<svg width="([\d.]+)pt" height="([\d.]+)pt"\s+viewBox="([^"]+)"[^>]*>', body)
    if frame is None:
        raise ValueError("Graphviz drew no SVG")
    width = float(frame[1])
    identifier = html.escape(identifier)
    style = f"width:{width:g}pt;min-width:{0.85 * width:g}pt"
    opening = (
        f'<svg class="cnn-drawing" role="group" aria-labelledby="{identifier}-title" '
        f'aria-describedby="{identifier}-desc" style="{style}" viewBox="{frame[3]}" '
        'xmlns="http://www.w3.org/2000/svg">\n'
        f'<title id="{identifier}-title">{html.escape(title)}</title>\n'
        f'<desc id="{identifier}-desc">{html.escape(description)}</desc>\n'
    )
    return opening + body[frame.end() :].strip()


def _link(block: Block, link: Link) -> str:
    address = link(block.group or block.rows[0].key)
    label = html.escape(f"{block.name}: {block.kind}, {times(block.last.output_shape)}")
    return f'<a href="{html.escape(address)}" aria-label="{label}">' if address else "<a>"


def _set_apart(lines: str) -> str:
    """The three lines of a node, set around the middle one; Graphviz spaces them by the fonts of its machine."""
    middle = float(re.findall(r'\by="([-\d.]+)"', lines)[1]) + RAISED
    places = iter((middle - LEADING, middle, middle + LEADING))
    return re.sub(r'\by="[-\d.]+"', lambda _: f'y="{next(places):g}"', lines)
