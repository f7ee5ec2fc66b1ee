"""The command ``sphinx-cnn``.

``summary FILE`` prints a network's table, or its numbers as JSON. ``fix SOURCEDIR`` types true numbers into documents.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import sphinx_cnn
from sphinx_cnn.arithmetic.quantities import DTYPES, FLOPS_CONVENTIONS
from sphinx_cnn.arithmetic.summary import Summary
from sphinx_cnn.notation import DIALECTS, ArchitectureError
from sphinx_cnn.notation.errors import nearest
from sphinx_cnn.notation.inputs import parse_input_shapes
from sphinx_cnn.rendering.columns import DEFAULT, default_columns, known_columns
from sphinx_cnn.rendering.folding import fold
from sphinx_cnn.rendering.plain import table

FIX = """Rewrites the stale numbers in checked roles, :cnn:`62.4 million <alexnet.params>`, to the true ones in the same
spelling, and changes nothing else. Shows what it changes first. The exit status is 0 if no stale number is left, 1 if
one is, and 2 if the project cannot be read."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and give its exit status."""
    options = _parser().parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):  # a terminal without × and ─ still gets the numbers
        sys.stdout.reconfigure(errors="replace")
    status: int = options.run(options)
    return status


def _show(options: argparse.Namespace) -> int:
    """``sphinx-cnn summary``: 1 for a file that cannot be read as a network."""
    try:
        summary = _summary(options)
        blocks = fold(summary, options.depth) if options.depth else None
        printed = table(summary, _columns(options, summary), blocks)
        print(json.dumps(summary.to_dict(), indent=2) if options.json else printed)  # noqa: T201
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (ArchitectureError, OSError, UnicodeDecodeError, ValueError) as error:
        sys.stderr.write(f"{_located(options.file, error)}\n")
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="sphinx-cnn", description="Shapes and counts of convolutional networks.")
    parser.add_argument("--version", action="version", version=sphinx_cnn.__version__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    summary = commands.add_parser("summary", help="print the table of a network")
    summary.add_argument("file", metavar="FILE", help="a file with an architecture; - for standard input")
    summary.add_argument("--dialect", default="keras", choices=DIALECTS, help="the framework that it is written in")
    summary.add_argument("--input-shape", metavar="SHAPE", help="227x227x3; wins over a shape in the file")
    summary.add_argument("--entry", default="", metavar="CODE", help="which network of the file: 'Net(num_classes=10)'")
    summary.add_argument("--columns", metavar="NAMES", help=f"names of quantities, default: {' '.join(DEFAULT)}")
    summary.add_argument("--depth", metavar="N", type=_depth, help="sum up the layers of groups, down to this depth")
    summary.add_argument("--dtype", default="float32", choices=DTYPES, help="the data type that memory is counted for")
    summary.add_argument("--flops", default="2xmac", choices=FLOPS_CONVENTIONS, help="what a FLOP is")
    summary.add_argument("--json", action="store_true", help="print JSON")
    summary.set_defaults(run=_show)
    fix = commands.add_parser("fix", help="type the true numbers into checked roles", description=FIX)
    fix.add_argument("folder", metavar="SOURCEDIR", type=Path, help="the folder of the documents")
    fix.add_argument("-c", dest="confdir", metavar="PATH", type=Path, help="the folder of conf.py, if it is another")
    fix.add_argument(
        "-D", dest="settings", metavar="SETTING=VALUE", action="append", default=[], type=_setting,
        help="override a setting of conf.py",
    )  # fmt: skip
    fix.add_argument("-n", "--dry-run", action="store_true", help="show the changes and write nothing")
    fix.add_argument("-y", "--yes", action="store_true", help="write without asking")
    fix.set_defaults(run=_fix)
    return parser


def _depth(written: str) -> int:
    if not (written.isdecimal() and int(written)):
        raise argparse.ArgumentTypeError(f"it must be a whole number from 1, not '{written}'")
    return int(written)


def _setting(written: str) -> tuple[str, str]:
    name, sign, value = written.partition("=")
    if not sign:
        raise argparse.ArgumentTypeError(f"it must be SETTING=VALUE, not '{written}'")
    return name, value


def _fix(options: argparse.Namespace) -> int:
    from sphinx_cnn.extension.fix import fix  # noqa: PLC0415 - the only command that needs Sphinx

    return fix(options.folder, options.confdir, dict(options.settings), dry_run=options.dry_run, yes=options.yes)


def _summary(options: argparse.Namespace) -> Summary:
    text = sys.stdin.read() if options.file == "-" else Path(options.file).read_text(encoding="utf-8")
    return sphinx_cnn.summarize(
        text,
        dialect=options.dialect,
        input_shape=parse_input_shapes(options.input_shape) if options.input_shape else None,
        name=Path(options.file).stem,
        dtype=options.dtype,
        flops_convention=options.flops,
        entry=options.entry,
        folder=None if options.file == "-" else Path(options.file).parent,
    )


def _columns(options: argparse.Namespace, summary: Summary) -> list[str]:
    if not options.columns:
        return default_columns(DEFAULT, summary)
    names = options.columns.replace(",", " ").split()
    known = known_columns(summary)
    for name in names:
        if name not in known:
            raise ValueError(f"no column '{name}'{nearest(name, known)}")
    return [str(name) for name in names]


def _located(file: str, error: Exception) -> str:
    if isinstance(error, ArchitectureError):
        file = error.file or file
        return f"{file}:{error.line}: {error.explain()}" if error.line else f"{file}: {error.message}"
    if isinstance(error, OSError):
        return f"{file}: {error.strerror}"
    return f"{file}: {error}"
