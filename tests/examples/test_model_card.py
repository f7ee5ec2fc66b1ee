"""The example model card: nothing on it is typed and unchecked, and a change to the network is found, line by line."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import pytest
from course_site import VOID

from sphinx_cnn.extension.record import read

ROOT = Path(__file__).parents[2]
CARD = ROOT / "examples" / "model-card"
RECORD = "cnn-numbers.json"

CHANGES = (
    ("coarser = stage(finer, 256)", "coarser = stage(finer, 192)"),
    (
        "    x = stage(x, 32)",
        '    x = layers.Conv2D(16, 3, padding="same", use_bias=False, name="second")(x)\n    x = stage(x, 32)',
    ),
)
"""Other filters, and one more layer."""

BY_HAND = "An early draft had 330,988 parameters and a coarser map of 8 × 8 × 256."

CLAIMS = [
    ("index.rst", ":expect: params: 330,988", "263,980"),
    ("index.rst", "trainable: 327,596", "260,972"),
    ("index.rst", "non_trainable: 3,392", "3,008"),
]
"""File, what stands on the line, and what is to be typed instead."""

ROLES = [
    ("index.rst", "`about 331 thousand parameters <", "about 264 thousand parameters"),
    ("index.rst", "`59.4 million multiply-accumulates <", "92.8 million multiply-accumulates"),
    ("index.rst", "`56 % <", "59 %"),
    ("index.rst", "`0.5 times <", "0.7 times"),
    ("index.rst", "`2.0 times <", "2.7 times"),
    ("index.rst", "`247 × 247 pixels <", "251 × 251 pixels"),
    ("index.rst", "`119 × 119 <", "123 × 123"),
    ("layers.rst", "`69,150 <", "51,870"),
]

CHANGED = [("index.rst", ".. cnn-summary:: Hivewatch"), ("layers.rst", ".. cnn-summary:: Hivewatch in bytes")]

LEFT = [("layers.rst", BY_HAND, "263,980 parameters"), ("layers.rst", BY_HAND, "8 × 8 × 192")]

LEFT_OUTSIDE = [
    ("README.md", "| Parameters |", "263,980"),
    ("README.md", "| Parameters |", "260,972"),
    ("README.md", "| Work |", "92.8 million MACs"),
    ("README.md", "| Memory |", "1.01 MiB"),
    ("README.md", "| Memory |", "14.7 MiB"),
    ("README.md", "Its largest layer", "51,870 parameters"),
    ("README.md", "Its largest layer", "8×8×192"),
]

NO_PROSE = {"code", "pre", "script", "style", "svg"}
NO_CLAIMS = {"skipped", "std-numref", "caption-number", "cnn-facts"}
"""Tables of networks, and the numbers of tables and figures themselves."""

Place = tuple[str, int, str, str]
"""File, line, subtype, and what is to be typed instead."""


@dataclass
class Card:
    """The card, or a copy of it, as it is built."""

    source: Path
    built: Path

    def run(self, builder: str, *options: str) -> subprocess.CompletedProcess[str]:
        """Build it."""
        command = [sys.executable, "-m", "sphinx", "-q", "-N", "-b", builder, "-d", str(self.built / "doctrees")]
        return called([*command, *options, str(self.source), str(self.built / builder)])

    def fix(self) -> subprocess.CompletedProcess[str]:
        """Type the true numbers into its checked roles."""
        return called([sys.executable, "-m", "sphinx_cnn", "fix", "--yes", str(self.source)])

    def findings(self, said: str) -> list[Place]:
        """What a build has said, in the order of files and lines."""
        found = []
        for line in said.splitlines():
            warning = re.fullmatch(r"(.+?):(\d+): WARNING: (.+) \[(cnn\.\w+)\]", line)
            assert warning, line
            file = Path(warning[1]).relative_to(self.source).as_posix()
            found.append((file, int(warning[2]), warning[4], instead(warning[3])))
        return sorted(found)

    def line(self, file: str, words: str) -> int:
        """The line of a file that these words stand on."""
        lines = (self.source / file).read_text("utf-8").splitlines()
        (number,) = (number for number, line in enumerate(lines, 1) if words in line)
        return number


def called(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)


def instead(message: str) -> str:
    """What a finding says is to be typed instead."""
    found = re.search(r"type '(.+)' instead$", message)
    return found[1] if found else ""


@pytest.fixture(scope="module", name="card")
def _card(tmp_path_factory: pytest.TempPathFactory) -> Card:
    """The card as it stands."""
    return Card(CARD, tmp_path_factory.mktemp("card"))


@pytest.fixture(name="copy")
def _copy(tmp_path: Path) -> Card:
    """A copy with a sentence that is typed by hand; its network is as it was."""
    source = tmp_path / "source"
    shutil.copytree(CARD, source, ignore=shutil.ignore_patterns("_build", "__pycache__"))
    with (source / "layers.rst").open("a", encoding="utf-8") as page:
        page.write(f"\n{BY_HAND}\n")
    return Card(source, tmp_path)


@pytest.fixture(name="changed")
def _changed(copy: Card) -> Card:
    """The copy, with another network."""
    for old, new in CHANGES:
        replaced(copy.source / "detector.py", old, new)
    return copy


def expected(card: Card, *, outside: bool) -> list[Place]:
    """Everything that is wrong with the copy when its network has changed."""
    left = LEFT + LEFT_OUTSIDE * outside
    found = [(file, card.line(file, words), "cnn.stale", new) for file, words, new in CLAIMS + ROLES]
    found += [(file, card.line(file, words), "cnn.changed", "") for file, words in CHANGED]
    found += [(file, card.line(file, words), "cnn.leftover", new) for file, words, new in left]
    return sorted(found)


@pytest.mark.parametrize("builder", ["html", "latex", "text", "cnncheck"])
def test_the_card_builds_without_a_warning(card: Card, builder: str) -> None:
    built = card.run(builder, "-W")
    assert (built.returncode, built.stderr) == (0, "")


def test_the_record_under_version_control_is_up_to_date(copy: Card) -> None:
    before = (CARD / RECORD).read_bytes()
    assert copy.run("cnnrecord", "-W").returncode == 0
    assert (copy.source / RECORD).read_bytes() == before
    record = read(CARD / RECORD)
    assert record is not None
    assert record.networks["hivewatch"].totals["params"] == 330_988  # as Keras counts them when it runs detector.py
    assert record.networks["hivewatch"].totals["trainable"] == 327_596


def test_every_number_on_the_card_is_computed_or_checked(card: Card) -> None:
    assert card.run("html", "-W").returncode == 0
    for page in ("index", "layers"):
        prose = Prose()
        prose.feed((card.built / "html" / f"{page}.html").read_text("utf-8"))
        assert len(prose.numbers) > 5
        assert re.findall(r"\S*\d\S*", prose.rest) == []


def test_the_card_has_what_a_card_must_have(card: Card) -> None:
    assert card.run("text", "-W").returncode == 0
    text = (card.built / "text" / "index.txt").read_text("utf-8")
    said = " ".join(text.split())
    sections = (
        "Intended use",
        "Architecture",
        "What it costs",
        "Memory",
        "Limitations",
        "Training, data and evaluation",
    )
    assert [title for title in sections if f"\n{title}\n" not in text] == []
    assert "This card is an example" in said
    assert "nobody has trained it" in said


def test_a_sentence_that_is_true_is_no_finding(copy: Card) -> None:
    for builder in ("html", "cnncheck"):
        assert copy.run(builder, "-W").stderr == ""


def test_a_changed_network_is_found_on_every_build_until_all_is_mended(changed: Card) -> None:
    for _ in range(3):
        built = changed.run("html", "-W")
        assert built.returncode == 1
        assert changed.findings(built.stderr) == expected(changed, outside=False)


def test_cnncheck_finds_the_same_and_what_the_readme_says(changed: Card) -> None:
    checked = changed.run("cnncheck")
    assert checked.returncode == 1
    assert changed.findings(checked.stderr) == expected(changed, outside=True)
    listed = json.loads((changed.built / "cnncheck" / "output.json").read_text("utf-8"))
    found = sorted((one["file"], one["line"], one["type"], instead(one["message"])) for one in listed)
    assert found == expected(changed, outside=True)


def test_the_change_names_the_layers_that_caused_it(changed: Card) -> None:
    said = changed.run("cnncheck").stderr
    (message,) = (line for line in said.splitlines() if "'hivewatch' is not what" in line)
    assert "params 330,988 → 263,980" in message
    assert "new layer second" in message
    assert "conv2d_6 (" in message


def test_fix_mends_the_checked_roles_and_nothing_else(changed: Card) -> None:
    wanted = files(changed.source)
    for name, typed, new in ROLES:
        assert wanted[name].count(typed.encode()) == 1
        wanted[name] = wanted[name].replace(typed.encode(), f"`{new} <".encode())
    fixed = changed.fix()
    assert fixed.returncode == 0
    assert fixed.stdout.count("\n-") - fixed.stdout.count("\n---") == len(ROLES)
    assert files(changed.source) == wanted
    left = [place[:3] for place in changed.findings(changed.run("cnncheck").stderr)]
    mended = {(file, changed.line(file, f"`{new} <")) for file, _, new in ROLES}
    assert len(left) == len(CLAIMS + CHANGED + LEFT + LEFT_OUTSIDE)
    assert mended.isdisjoint(place[:2] for place in left)


def test_when_all_is_mended_and_recorded_the_build_is_clean(changed: Card) -> None:
    assert changed.fix().returncode == 0
    for file, words, new in CLAIMS:
        replaced(changed.source / file, words, f"{words.rpartition(' ')[0]} {new}")
    replaced(changed.source / "layers.rst", BY_HAND, "")
    (changed.source / "README.md").write_text("# Hivewatch\n", "utf-8")
    assert changed.run("cnnrecord").returncode == 0
    for builder in ("html", "cnncheck"):
        built = changed.run(builder, "-W")
        assert (built.returncode, built.stderr) == (0, "")


def replaced(path: Path, old: str, new: str) -> None:
    """Replace something that stands once in a file."""
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class Prose(HTMLParser):
    """The prose of a built page: its numbers that come from a role, and the rest."""

    def __init__(self) -> None:
        super().__init__()
        self.numbers: list[str] = []
        self.rest = ""
        self._open: list[tuple[str, set[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Go into an element."""
        values = dict(attrs)
        classes = set((values.get("class") or "").split())
        if tag == "table" and "cnn-network" in classes:
            classes.add("skipped")
        if "cnn-value" in classes:
            self.numbers.append("")
        if tag not in VOID:
            self._open.append((tag, classes))

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Put a text where it belongs."""
        tags = {tag for tag, _ in self._open}
        classes = {name for _, names in self._open for name in names}
        if "cnn-value" in classes:
            self.numbers[-1] += data
        elif "article" in tags and not tags & NO_PROSE and not classes & NO_CLAIMS:
            self.rest += data
