"""Reading hostile texts in a process of their own, which is ended when it takes too long or too much."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from typing import NamedTuple

SECONDS = 2.0
"""Of the processor. What a text is promised to take is one second; the rest is headroom for slow machines."""

PATIENCE = 20.0
"""Seconds of the clock after which a process is ended in any case."""

MEGABYTES = 200
LONGEST_MESSAGE = 1000

LONG_LAYER = "x = Input((1,))\n{0} = Dense(1)\nfor _ in range(9999):\n    x = {0}(x)".format("n" * 90_000)
LONG_GROUP = "def {0}(x): return Dense(1)(x)\nx = Input((1,))\nfor _ in range(9999):\n    x = {0}(x)".format(
    "f" * 50_000
)
"""Long names, of which a network has thousands."""

READER = """
import json, signal, sys
from sphinx_cnn import ArchitectureError, summarize

def limit(seconds):
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)

def peak():
    try:
        import resource
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> (20 if sys.platform == "darwin" else 10)

try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
except ImportError:
    pass
summarize("Conv2D(2, 3)", input_shape=(8, 8, 3)).to_dict()
summarize("Conv2d(8, 2, 3)", dialect="pytorch", input_shape=(8, 8, 3)).to_dict()
print("ready", flush=True)
for line in sys.stdin:
    before = peak()
    limit(float(sys.argv[1]))
    try:
        text, dialect = json.loads(line)
        str(summarize(text, dialect=dialect, input_shape=(8, 8, 3)).to_dict())
        answer = None
    except ArchitectureError as error:
        answer = [error.message, error.line, error.column, error.source, str(error)]
    limit(0)
    print(json.dumps([answer, peak() - before]), flush=True)
"""
"""Reads the texts that it is given, one after the other. An exception of any other kind ends it."""


class Refusal(NamedTuple):
    """An error as its reader sees it."""

    message: str
    line: int
    column: int
    source: str
    shown: str


class Reader:
    """A process that reads texts, started anew after one that it did not survive."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[str] | None = None

    def _start(self) -> subprocess.Popen[str]:
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        process = subprocess.Popen([sys.executable, "-c", READER, str(SECONDS)], **pipes, text=True)  # type: ignore[call-overload]
        assert process.stdout.readline() == "ready\n", process.stderr.read()
        return process  # type: ignore[no-any-return]

    def read(self, text: str, dialect: str = "keras") -> tuple[Refusal | None, int]:
        """How a text ends, and the megabytes that it takes."""
        if self.process is None:
            self.process = self._start()
        process = self.process
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        alarm = threading.Timer(PATIENCE, process.kill)
        alarm.start()
        try:
            process.stdin.write(json.dumps([text, dialect]) + "\n")
            process.stdin.flush()
            answer = process.stdout.readline()
        except BrokenPipeError:
            answer = ""
        alarm.cancel()
        if not answer:
            self.close()
            code = process.wait()
            raise AssertionError(f"took too long (signal {-code})" if code < 0 else process.stderr.read()[-600:])
        ended, megabytes = json.loads(answer)
        return None if ended is None else Refusal(*ended), megabytes

    def close(self) -> None:
        """End the process."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


READ = Reader()


def ending(text: str, dialect: str = "keras") -> Refusal | None:
    """How a text ends: in an error that can be shown, or well."""
    error, _ = READ.read(text, dialect)
    if error is not None:
        assert len(error.message) < LONGEST_MESSAGE
        assert len(error.shown) < 2 * LONGEST_MESSAGE
        error.shown.encode()
    return error


def megabytes(text: str) -> int:
    """The memory that reading a text takes at its peak, in a fresh process."""
    reader = Reader()
    try:
        return reader.read(text)[1]
    finally:
        reader.close()
