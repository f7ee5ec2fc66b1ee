"""Random edits of a small project, drawn from a seed: networks, references, files, pages and the configuration."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random
from typing import Any

from draft import Document, Draft, Network, Part, Passage, Shown, inline

TITLES = ("Alpha", "Beta", "Gamma", "Delta net", "数网")
KEYS = ("alpha", "beta", "gamma", "delta-net", "数网")
NAMES = ("a", "b", "c", "d", "e", "f", "g", "h")
LAYERS = {
    "conv": ("Conv2D(4, 3)", "Conv2D(4, 3)", "Conv2D(8, 3)", "Conv2D(4, 5)", "Conv2D(4, 9)", "Covn2D(4, 3)"),
    "pool": ("MaxPooling2D(2)", "AveragePooling2D(2)", "MaxPooling2D(3, strides=2)"),
    "flat": ("Flatten()",),
    "fc": ("Dense(10)", "Dense(20)", "Dense(1000)"),
    "last": ("Dense(5)", "Activation('softmax')"),
}
"""The layers of networks, by name. One is misspelled and one is larger than its input: then there is no network."""

OPTIONS = {
    "input": ("8x8x1", "12x12x3", "8x"),
    "columns": ("layer params", "layer kind", "layer output_shape macs", "layer nothing"),
    "show": ("none", "table", "diagram", "source table"),
    "caption": ("A caption", "Another caption"),
    "direction": ("LR", "TB"),
    "depth": ("1", "2", "none"),
    "dtype": ("float64", "float32"),
    "expect": ("params: 410", "params: about 400", "fc.params: 7", "none.params: 7"),
    "quiet": ("",),
    "name": KEYS,
}
SHOWN = {"columns": "layer params", "caption": "Shown again", "direction": "LR", "depth": "1"}
SETTINGS: dict[str, tuple[Any, ...]] = {
    "cnn_dtype": ("float32", "float64", "float16"),
    "cnn_flops_convention": ("2xmac", "textbook", "mac"),
    "cnn_columns": ("layer output_shape params", "layer kind macs", ["layer", "param_memory", "flops"]),
    "cnn_direction": ("TB", "LR"),
    "cnn_dialect": ("keras", "keras", "pytorch"),
}
SETTINGS_OF_PAGES: dict[str, tuple[Any, ...]] = {"language": ("en", "de", "fr"), "numfig": (True, False)}
QUANTITIES = ("params", "macs", "flops", "param_memory")
OF_LAYERS = ("params", "output_shape", "kernel_size", "connections")
COMPUTED = (
    "{cnn|KEY.PATH} is computed",
    "{cnn|.PATH} is of this page",
    "{cnn|KEY.params:.1k} and {cnn|KEY.macs:,d}",
    "{cnn|KEY.params / OTHER.params:.1%} of it",
    "{cnn|max(KEY.macs, OTHER.macs) - KEY.LAYER.macs} more",
)
WORDS = (
    *COMPUTED,
    "{cnn|about 400 <KEY.params>} typed",
    "{cnn|410 <KEY.params>} and {cnn|37,040 <OTHER.params>} typed",
    "{cnn|6×6×4 <KEY.conv.output_shape>} typed",
    "{cnn|1.6 KiB <KEY.param_memory>} typed",
    "{cnn:network|KEY} and {cnn:layer|KEY.LAYER}",
    "{cnn:network|this one <KEY>} and {cnn:layer|that one <KEY.LAYER>}",
    "{any|KEY} or {any|KEY.LAYER}",
    "{ref|KEY-table} and {ref|KEY-diagram}",
    "{numref|KEY-table} and {numref|shown <KEY-table>}",
    "{ref|captioned} and {numref|captioned}",
    "410 parameters, 37,040 parameters and 1,656 MACs were typed by hand",
    "{cnn|KEY.parms} is a mistake",
    "{cnn|KEY.params +} is another one",
)
CAPTIONED = "captioned"
"""A label that pages refer to: of a caption with a number in it."""

HEADINGS = ("{cnn|about 400 <KEY.params>} parameters", "{cnn|KEY.params} parameters")
FORMS = ("paragraph", "paragraph", "list", "table", "caption", "footnote", "substitution", "heading", "included")


class Edits:
    """The chance that edits a draft.

    :param calm: whether to leave alone what Sphinx itself forgets to write again when a build is killed, or is one of
        another builder: titles, toctrees, and settings that change every page.
    """

    def __init__(self, random: Random, *, pages: int, calm: bool) -> None:
        self.random = random
        self.draft = Draft()
        # Numbers of figures on all later pages follow from one network.
        self.draft.configuration = {"numfig": not calm, "language": self.choose("en", "de")}
        self.edits = CALM if calm else (*CALM, *OF_PAGES)
        self._serial = 0
        for index in range(pages):
            self.add_page()
            if index % 3:
                self.add_network()
        for _ in range(pages * 2):
            self.add_passage()

    def edit(self) -> str:
        """Make an edit, and say what it was."""
        while True:
            edit = self.choose(*self.edits)
            said = edit(self)
            if said:
                return f"{edit.__name__}: {said}"

    def choose(self, *among: Any) -> Any:
        """One of these."""
        return self.random.choice(among)

    # Networks.

    def add_network(self) -> str:
        """Define a network; its key may be another one's."""
        name, page = self._page()
        layers = {layer: self.choose(*known) for layer, known in LAYERS.items() if self.random.random() < 0.85}
        network = Network(self.choose(*TITLES), layers or {"flat": "Flatten()"}, {"input": "8x8x1"})
        self._insert(page, network)
        return f"{network} on {name}"

    def remove_network(self) -> str:
        """Remove a definition."""
        return self._remove(Network)

    def move_network(self) -> str:
        """Define a network on another page."""
        (name, page), (other, target) = self._page(), self._page()
        found = [part for part in page.parts if isinstance(part, Network)]
        if not found or name == other:
            return ""
        page.parts.remove(found[0])
        self._insert(target, found[0])
        return f"{found[0].title} from {name} to {other}"

    def retitle_network(self) -> str:
        """Give a network another title, and so another key."""
        network = self._network()
        before, network.title = network.title, self.choose(*TITLES)
        return f"{before} to {network.title}"

    def change_layer(self) -> str:
        """Change, add or remove a layer."""
        network, name = self._network(), self.choose(*LAYERS)
        if name in network.layers and len(network.layers) > 1 and self.random.random() < 0.2:
            del network.layers[name]
        else:
            network.layers[name] = self.choose(*LAYERS[name])
        return f"{name} of {network.title}: {network.layers.get(name)}"

    def rename_layer(self) -> str:
        """Give a layer another name."""
        network = self._network()
        before, after = self.choose(*network.layers), self.choose("first", *LAYERS)
        network.layers = {after if name == before else name: layer for name, layer in network.layers.items()}
        return f"{before} of {network.title} to {after}"

    def change_option(self) -> str:
        """Give a network an option, or take it away."""
        network, name = self._network(), self.choose(*OPTIONS)
        if network.options.pop(name, None) is None or name == "input":
            network.options[name] = self.choose(*OPTIONS[name])
        return f"{name} of {network.title}: {network.options.get(name)}"

    def use_file(self) -> str:
        """Let the architecture of a network stand in a file, or on the page."""
        network = self._network()
        network.file = "" if network.file else self.choose("one.py", "two.py")
        if network.file:
            self.draft.files.setdefault(network.file, network.architecture)
        return f"{network.title}: {network.file}"

    def change_file(self) -> str:
        """Change an architecture in a file, or remove the file."""
        named = [network.file for network in self._networks() if network.file]
        if not named:
            return ""
        name = self.choose(*named)
        if self.draft.files.pop(name, None) is None or self.random.random() < 0.7:
            self.draft.files[name] = "".join(f"{layer} = {self.choose(*known)}\n" for layer, known in LAYERS.items())
        return f"{name}: {self.draft.files.get(name)}"

    # Words, tables and diagrams.

    def add_passage(self) -> str:
        """Write something about networks."""
        name, page = self._page()
        passage = self._drawn_passage()
        self._insert(page, passage)
        return f"{passage} on {name}"

    def change_passage(self) -> str:
        """Write something else in the place of it."""
        name, page = self._page()
        found = [index for index, part in enumerate(page.parts) if not isinstance(part, Network)]
        if not found:
            return ""
        index = self.choose(*found)
        page.parts[index] = self._drawn_passage()
        return f"{page.parts[index]} on {name}"

    def remove_passage(self) -> str:
        """Remove some words."""
        return self._remove(Passage)

    def remove_shown(self) -> str:
        """Remove a table or a diagram."""
        return self._remove(Shown)

    def change_included(self) -> str:
        """Change the words that several pages may include."""
        words = self._words(*WORDS)
        self.draft.files |= {f"part.{suffix}.txt": f"{inline(suffix, words)}.\n" for suffix in ("rst", "md")}
        return words

    # Pages and settings.

    def add_page(self) -> str:
        """Add a page, at any place of the toctree or in none."""
        free = [name for name in NAMES if name not in self.draft.pages]
        if not free:
            return ""
        name: str = self.choose(*free)
        self.draft.pages[name] = Document(f"Page {name}", self.choose("rst", "md"))
        if self.random.random() < 0.8:
            self.draft.listed.insert(self.random.randrange(len(self.draft.listed) + 1), name)
        return name

    def remove_page(self) -> str:
        """Remove a page, with all that stands on it."""
        if len(self.draft.pages) < 3:
            return ""
        name, _ = self._page()
        del self.draft.pages[name]
        self.draft.listed = [listed for listed in self.draft.listed if listed != name]
        return name

    def rename_page(self) -> str:
        """Give a page's file another name."""
        (name, page), after = self._page(), self.choose(*NAMES)
        if after in self.draft.pages:
            return ""
        del self.draft.pages[name]
        self.draft.pages[after] = page
        self.draft.listed = [after if listed == name else listed for listed in self.draft.listed]
        return f"{name} to {after}"

    def retitle_page(self) -> str:
        """Give a page another title."""
        name, page = self._page()
        page.title = f"{self.choose('Page', 'On', 'About')} {name}"
        return f"{name}: {page.title}"

    def change_toctree(self) -> str:
        """Take a page from the toctree, or put it in."""
        name, page = self._page()
        if name in self.draft.listed:
            self.draft.listed.remove(name)
            page.title += " alone"  # Sphinx does not write a page again that has lost the numbers of its figures
        else:
            self.draft.listed.append(name)
        return f"{self.draft.listed}"

    def change_setting(self) -> str:
        """Change a value of the configuration."""
        return self._set(SETTINGS)

    def change_setting_of_pages(self) -> str:
        """Change a value that other parts of a page follow from, too."""
        return self._set(SETTINGS_OF_PAGES)

    # What an edit is about.

    def _page(self) -> tuple[str, Document]:
        name = self.choose(*self.draft.pages)
        return name, self.draft.pages[name]

    def _networks(self) -> list[Network]:
        return [part for page in self.draft.pages.values() for part in page.parts if isinstance(part, Network)]

    def _network(self) -> Network:
        if not self._networks():
            self.add_network()
        network: Network = self.choose(*self._networks())
        return network

    def _insert(self, page: Document, part: Part) -> None:
        page.parts.insert(self.random.randrange(len(page.parts) + 1), part)

    def _remove(self, kind: type[Part]) -> str:
        name, page = self._page()
        found = [index for index, part in enumerate(page.parts) if isinstance(part, kind)]
        return f"{page.parts.pop(self.choose(*found))} of {name}" if found else ""

    def _set(self, known: dict[str, tuple[Any, ...]]) -> str:
        name = self.choose(*known)
        self.draft.configuration[name] = self.choose(*known[name])
        return f"{name} = {self.draft.configuration[name]!r}"

    def _drawn_passage(self) -> Part:
        if self.random.random() < 0.2:
            options = {name: value for name, value in SHOWN.items() if self.random.random() < 0.3}
            directive = self.choose("cnn-table", "cnn-diagram")
            options.pop("columns" if directive == "cnn-diagram" else "direction", None)
            return Shown(directive, self._words("KEY"), options)
        form = self.choose(*FORMS)
        if form == "included" and "part.md.txt" not in self.draft.files:
            self.change_included()
        self._serial += 1
        parts = [part for page in self.draft.pages.values() for part in page.parts]
        if form == "caption" and not any(isinstance(part, Passage) and part.label == CAPTIONED for part in parts):
            return Passage(form, self._words(*COMPUTED), CAPTIONED)
        return Passage(form, self._words(*(HEADINGS if form == "heading" else WORDS)), f"n{self._serial}")

    def _words(self, *among: str) -> str:
        """Words about networks that there are, mostly."""
        known = ["-".join(re.findall(r"\w+", network.title.lower())) for network in self._networks()]
        of_layer = f"{self.choose(*LAYERS)}.{self.choose(*OF_LAYERS)}"
        drawn = {
            "KEY": self.choose(*KEYS, *known * 4),
            "OTHER": self.choose(*KEYS, *known * 4),
            "LAYER": self.choose(*LAYERS),
            "PATH": self.choose(of_layer, *QUANTITIES),
        }
        return re.sub("|".join(drawn), lambda found: str(drawn[found[0]]), str(self.choose(*among)))


CALM: tuple[Callable[[Edits], str], ...] = (
    *(Edits.add_network, Edits.remove_network, Edits.move_network, Edits.retitle_network),
    *(Edits.change_layer, Edits.change_layer, Edits.rename_layer, Edits.change_option, Edits.change_option),
    *(Edits.use_file, Edits.change_file, Edits.change_setting),
    *(Edits.add_passage, Edits.change_passage, Edits.remove_passage, Edits.remove_shown),
)
OF_PAGES: tuple[Callable[[Edits], str], ...] = (
    *(Edits.add_page, Edits.remove_page, Edits.rename_page, Edits.retitle_page),
    *(Edits.change_included, Edits.change_toctree, Edits.change_setting_of_pages),
)
