"""What a page with a computed network costs, against the same page typed by hand.

Two sites of 200 pages in 10 folders (one flat table of contents would hide everything else) are built in turn, each as
a whole process from nothing: ``python benchmarks/pages.py [--runs 5]``. The ratios within one run are what counts.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import sphinx_cnn
from sphinx_cnn.rendering.columns import DEFAULT, columns
from sphinx_cnn.rendering.diagram import dot, inline_svg
from sphinx_cnn.rendering.facts import facts
from sphinx_cnn.rendering.folding import fold, unfolded
from sphinx_cnn.rendering.graphviz import Engine
from sphinx_cnn.rendering.numbers import NumberFormat

NETWORK = """\
conv1 = Conv2D({filters}, 11, strides=4)
pool1 = MaxPooling2D(3, strides=2)
conv2 = Conv2D(256, 5, padding="same")
pool2 = MaxPooling2D(3, strides=2)
conv3 = Conv2D(384, 3, padding="same")
conv4 = Conv2D(384, 3, padding="same")
pool5 = MaxPooling2D(3, strides=2)
Flatten()
fc6 = Dense(4096)
fc7 = Dense(4096)
fc8 = Dense(1000)
"""
"""Twelve rows with the input; each page has another number of filters, so that no drawing can be used twice."""

Page = Callable[[int, Path], str]


def network(number: int) -> str:
    """The architecture of a page."""
    return NETWORK.format(filters=32 + number)


def computed(show: str) -> Page:
    """A page that computes its network."""

    def page(number: int, folder: Path) -> str:
        body = network(number).replace("\n", "\n   ")
        return f".. cnn-summary:: Network {number}\n   :input: 227x227x3\n   :show: {show}\n\n   {body}\n"

    return page


def typed(*, image: bool) -> Page:
    """The same page with its table typed by hand, and a ready picture."""

    def page(number: int, folder: Path) -> str:
        summary = sphinx_cnn.summarize(network(number), input_shape=(227, 227, 3), name=f"Network {number}")
        numbers = NumberFormat()
        chosen = columns(DEFAULT, summary)
        rows = [[column.title for column in chosen]]
        rows += [[column.cell(row, numbers) for column in chosen] for row in unfolded(summary).blocks]
        rows.append([column.total(summary.totals, numbers) for column in chosen])
        lines = [f".. list-table:: Network {number}", "   :header-rows: 1", "   :stub-columns: 1", ""]
        for row in rows:
            lines += [f"   {'*' if index == 0 else ' '} - {cell}" for index, cell in enumerate(row)]
        lines += ["", facts(summary, numbers, list(DEFAULT), len(summary.rows)), ""]
        if image:
            blocks = fold(summary)
            drawing = Engine(folder / "drawings").draw(dot(blocks), "svg").read_text("utf-8")
            picture = inline_svg(drawing, blocks, f"n{number}", "Network", "A network", lambda name: f"#{name}")
            (folder / f"network-{number}.svg").write_text(f'<?xml version="1.0"?>\n{picture}', "utf-8")
            lines += [f".. figure:: network-{number}.svg", "", f"   Network {number}, step by step", ""]
        return "\n".join(lines)

    return page


def write_site(root: Path, page: Page, pages: int) -> None:
    """A site of this many pages in folders of twenty."""
    root.mkdir(parents=True)
    (root / "conf.py").write_text('extensions = ["sphinx_cnn"]\nhtml_theme = "alabaster"\n', "utf-8")
    folders = [root / f"part{index}" for index in range(max(1, pages // 20))]
    names = "\n".join(f"   {folder.name}/index" for folder in folders)
    (root / "index.rst").write_text(f"Site\n====\n\n.. toctree::\n\n{names}\n", "utf-8")
    for index, folder in enumerate(folders):
        folder.mkdir()
        (folder / "index.rst").write_text(f"Part {index}\n======\n\n.. toctree::\n   :glob:\n\n   page*\n", "utf-8")
        for number in range(index * 20, (index + 1) * 20):
            title = f"Page {number}"
            text = f"{title}\n{'=' * len(title)}\n\nSome words about a network.\n\n{page(number, folder)}"
            (folder / f"page{number}.rst").write_text(text, "utf-8")


def build(root: Path) -> float:
    """Seconds of a build from nothing, as a whole process."""
    output = root.with_name(f"{root.name}-out")
    shutil.rmtree(output, ignore_errors=True)
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-q",
        "-b",
        "html",
        "-d",
        str(output / "doctrees"),
        str(root),
        str(output / "html"),
    ]
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def compare(name: str, ours: Page, theirs: Page, budget: float, runs: int, pages: int) -> None:
    """Build both in turn and print the ratio, pair by pair."""
    with tempfile.TemporaryDirectory() as folder:
        write_site(Path(folder, "ours"), ours, pages)
        write_site(Path(folder, "theirs"), theirs, pages)
        pairs = [(build(Path(folder, "ours")), build(Path(folder, "theirs"))) for _ in range(runs + 1)][1:]
    ratios = sorted(a / b for a, b in pairs)
    mine, other = (statistics.median(side) for side in zip(*pairs, strict=True))
    print(
        f"{name}: {statistics.median(ratios):.2f} x (min {ratios[0]:.2f}, max {ratios[-1]:.2f}; budget {budget}); "
        f"computed {mine:.2f} s, typed by hand {other:.2f} s"
    )


def main() -> None:
    """Run both comparisons."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--pages", type=int, default=200)
    options = parser.parse_args()
    compare("table", computed("table"), typed(image=False), 0.9, options.runs, options.pages)
    compare("table and diagram", computed("table diagram"), typed(image=True), 1.0, options.runs, options.pages)


if __name__ == "__main__":
    main()
