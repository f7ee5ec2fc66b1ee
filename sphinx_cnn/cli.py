"""``sphinx-cnn summary FILE``: a network's table, or its numbers as JSON, in a terminal."""

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
from sphinx_cnn.rendering.plain import table


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and give its exit status: 1 for a file that cannot be read as a network."""
    options = _parser().parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):  # a terminal without × and ─ still gets the numbers
        sys.stdout.reconfigure(errors="replace")
    try:
        summary = _summary(options)
        print(json.dumps(summary.to_dict(), indent=2) if options.json else table(summary, _columns(options, summary)))  # noqa: T201
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
    summary.add_argument("--columns", metavar="NAMES", help=f"names of quantities, default: {' '.join(DEFAULT)}")
    summary.add_argument("--dtype", default="float32", choices=DTYPES, help="the data type that memory is counted for")
    summary.add_argument("--flops", default="2xmac", choices=FLOPS_CONVENTIONS, help="what a FLOP is")
    summary.add_argument("--json", action="store_true", help="print JSON")
    return parser


def _summary(options: argparse.Namespace) -> Summary:
    text = sys.stdin.read() if options.file == "-" else Path(options.file).read_text(encoding="utf-8")
    return sphinx_cnn.summarize(
        text,
        dialect=options.dialect,
        input_shape=parse_input_shapes(options.input_shape) if options.input_shape else None,
        name=Path(options.file).stem,
        dtype=options.dtype,
        flops_convention=options.flops,
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
        return f"{file}:{error.line}: {error.explain()}" if error.line else f"{file}: {error.message}"
    if isinstance(error, OSError):
        return f"{file}: {error.strerror}"
    return f"{file}: {error}"
