"""A page as its reader gets it: tables, drawings, ids and links, found in the HTML."""

from __future__ import annotations

from html.parser import HTMLParser
from xml.etree.ElementTree import Element, TreeBuilder

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.builder = TreeBuilder()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.builder.start(tag, {name: value or "" for name, value in attrs})
        if tag in VOID:
            self.builder.end(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.builder.start(tag, {name: value or "" for name, value in attrs})
        self.builder.end(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.builder.end(tag)

    def handle_data(self, data: str) -> None:
        self.builder.data(data)


def text(element: Element) -> str:
    """The words of an element; a no-break space counts as a blank."""
    return " ".join("".join(element.itertext()).split())


class Page:
    """A page of HTML."""

    def __init__(self, markup: str) -> None:
        reader = _Reader()
        reader.feed(markup)
        self.root = reader.builder.close()

    def all(self, tag: str, of_class: str = "") -> list[Element]:
        """All elements of a tag that have a class."""
        return [
            element for element in self.root.iter(tag) if not of_class or of_class in element.get("class", "").split()
        ]

    def one(self, tag: str, of_class: str = "") -> Element:
        """The only element of a tag and class."""
        (found,) = self.all(tag, of_class)
        return found

    @property
    def ids(self) -> list[str]:
        """All ids, in order."""
        return [identifier for element in self.root.iter() if (identifier := element.get("id")) is not None]

    def by_id(self, identifier: str) -> Element:
        """The only element of an id."""
        (found,) = [element for element in self.root.iter() if element.get("id") == identifier]
        return found

    @property
    def tables(self) -> list[Element]:
        """The tables of networks."""
        return self.all("table", "cnn-network")

    @property
    def drawings(self) -> list[Drawing]:
        """The diagrams that are drawn in the page itself."""
        return [Drawing(svg) for svg in self.all("svg", "cnn-drawing")]

    @property
    def errors(self) -> list[str]:
        """The words of the error boxes."""
        return [text(box) for box in self.all("div", "cnn-error")]

    @property
    def stylesheets(self) -> list[str]:
        """The names of the stylesheets that the page loads."""
        links = (link for link in self.root.iter("link") if link.get("rel") == "stylesheet")
        return [link.get("href", "").split("/")[-1].split("?")[0] for link in links]


def cells(table: Element) -> list[list[str]]:
    """The words of a table, row by row, its head first."""
    return [[text(cell) for cell in row] for row in table.iter("tr")]


def heads(table: Element) -> list[str]:
    """The titles of a table's columns."""
    return cells(table)[0]


def column(table: Element, title: str) -> list[str]:
    """The cells of a column, without its head."""
    index = heads(table).index(title)
    return [row[index] for row in cells(table)[1:]]


class Drawing:
    """A diagram in a page."""

    def __init__(self, svg: Element) -> None:
        self.svg = svg

    def _groups(self, of_class: str) -> list[Element]:
        return [group for group in self.svg.iter("g") if of_class in group.get("class", "").split()]

    @property
    def nodes(self) -> dict[str, tuple[str, str, str]]:
        """For each node by its first line, its second and third line and its family."""
        found = {}
        for node in self._groups("node"):
            name, kind, shape = (text(line) for line in node.iter("text"))
            (family,) = (one for one in node.get("class", "").split() if one.startswith("cnn-"))
            found[name] = (kind, shape, family.removeprefix("cnn-"))
        return found

    @property
    def edges(self) -> int:
        """How many arrows it has."""
        return len(self._groups("edge"))

    @property
    def links(self) -> list[str]:
        """The addresses that its nodes lead to."""
        return [link.get("href", "") for link in self.svg.iter("a")]

    @property
    def size(self) -> tuple[float, float]:
        """Its width and its height."""
        _, _, width, height = map(float, self.svg.get("viewbox", "").split())
        return width, height
