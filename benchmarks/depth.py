"""What a page costs that shows a network of hundreds of layers: it is read, counted, folded, drawn and written.

A site with the network is built as a whole process from nothing, in turn with the same site without it; the difference
is what the network costs: ``python benchmarks/depth.py [--runs 5]``.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from pathlib import Path

from pages import build

NETWORKS = Path(__file__).parent.parent / "tests" / "networks"
BUDGET = 2
"""Seconds of a page."""


def write_site(root: Path, architecture: str) -> None:
    """A site of one page, with a network or without."""
    root.mkdir(parents=True)
    (root / "conf.py").write_text('extensions = ["sphinx_cnn"]\nhtml_theme = "alabaster"\n', "utf-8")
    body = architecture.replace("\n", "\n   ")
    shown = f".. cnn-summary:: Network\n\n   {body}\n" if architecture else ""
    (root / "index.rst").write_text(f"A network\n=========\n\nSome words.\n\n{shown}", "utf-8")


def main() -> None:
    """Measure every network."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        write_site(Path(folder, "words"), "")
        for path in sorted(NETWORKS.glob("*.txt")):
            site = Path(folder, path.stem)
            write_site(site, path.read_text("utf-8"))
            pairs = [(build(site), build(Path(folder, "words"))) for _ in range(runs + 1)][1:]
            spent = [with_network - without for with_network, without in pairs]
            size = (site.with_name(f"{site.name}-out") / "html" / "index.html").stat().st_size / 1024
            print(
                f"{path.stem}: {statistics.median(spent):.2f} s (min {min(spent):.2f}, max {max(spent):.2f}; "
                f"budget {BUDGET}); page {size:.0f} KiB"
            )


if __name__ == "__main__":
    main()
