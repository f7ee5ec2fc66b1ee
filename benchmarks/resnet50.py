"""Reading and counting ResNet-50 from its text, against torchinfo on the meta device, and how the time grows.

``python benchmarks/resnet50.py``. The comparison needs torch, torchvision and torchinfo beside the package; without
them only our own side is measured.
"""

from __future__ import annotations

import argparse
import importlib.util
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import sphinx_cnn

TEXT = Path(__file__).parent.parent / "examples" / "course" / "networks" / "resnet50.py"

TORCHINFO = """
import torch, torchinfo, torchvision
with torch.device("meta"):
    model = torchvision.models.resnet50()
    image = torch.empty(1, 3, 224, 224)
"""
SUMMARY = "torchinfo.summary(model, input_data=image, device='meta', verbose=0, depth=9)"


def median_ms(function: Callable[[], object], runs: int = 20) -> float:
    """The median of several runs, after a warm-up, in milliseconds."""
    function()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        function()
        times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times)


def process(*command: str) -> tuple[float, float]:
    """Seconds and peak memory in MiB of a whole process."""
    script = (
        "import resource, subprocess, sys, time; start = time.perf_counter(); "
        "subprocess.run(sys.argv[1:], check=True, capture_output=True); "
        "print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)"
    )
    runs = []
    for _ in range(5):
        run = subprocess.run([sys.executable, "-c", script, *command], check=True, capture_output=True, text=True)
        runs.append(tuple(map(float, run.stdout.split())))
    seconds, memory = zip(*runs, strict=True)
    return statistics.median(seconds), statistics.median(memory)


def growth() -> None:
    """How the time grows with the number of layers: linear growth gives a constant time per layer."""
    for layers in (100, 1_000, 10_000):
        text = f'for i in range({layers}):\n    Conv2D(8, 3, padding="same")\n'
        spent = median_ms(partial(sphinx_cnn.summarize, text, input_shape=(32, 32, 3)), runs=3)
        print(f"{layers:6,} layers: {spent:8.1f} ms, {1000 * spent / layers:.1f} µs a layer")


def main() -> None:
    """Measure both sides in one run."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    text = TEXT.read_text("utf-8")
    ours = median_ms(lambda: sphinx_cnn.summarize(text, input_shape=(224, 224, 3)))
    command = [sys.executable, "-m", "sphinx_cnn", "summary", str(TEXT), "--input-shape", "224x224x3"]
    seconds, memory = process(*command)
    print(f"sphinx-cnn: {ours:.1f} ms in the process; {seconds:.2f} s and {memory:.0f} MiB as a process")
    if all(importlib.util.find_spec(name) for name in ("torch", "torchinfo", "torchvision")):
        names: dict[str, object] = {}
        exec(TORCHINFO, names)  # noqa: S102
        code = compile(SUMMARY, "torchinfo", "eval")
        theirs = median_ms(lambda: eval(code, names))  # noqa: S307
        their_seconds, their_memory = process(sys.executable, "-c", f"{TORCHINFO}\nprint({SUMMARY})")
        print(
            f"torchinfo: {theirs:.1f} ms in the process; {their_seconds:.2f} s and {their_memory:.0f} MiB as a process"
        )
        print(f"in the process {theirs / ours:.1f} x faster (budget 10)")
        print(f"as a process {their_seconds / seconds:.1f} x faster (budget 20)")
        print(f"as a process 1/{their_memory / memory:.0f} of the memory (budget 1/15)")
    growth()


if __name__ == "__main__":
    main()
