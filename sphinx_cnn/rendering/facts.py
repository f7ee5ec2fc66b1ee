"""The line of facts under a table: what a reader must know to check its numbers."""

from __future__ import annotations

from sphinx_cnn.arithmetic.layers.reshaping import Input
from sphinx_cnn.arithmetic.quantities import QUANTITIES
from sphinx_cnn.arithmetic.summary import Summary
from sphinx_cnn.rendering.numbers import NumberFormat, shape

FLOPS = {
    "2xmac": "a FLOP is a multiplication or an addition of a multiply-accumulate",
    "textbook": "a FLOP is any multiplication or addition",
    "mac": "a FLOP is a multiply-accumulate",
}


def facts(summary: Summary, numbers: NumberFormat, columns: list[str], rows: int) -> str:
    """Parameters and their memory, MACs, the input, the conventions, and what the framework would not accept.

    :param rows: how many rows the table has for the layers.
    """
    totals = summary.totals
    framework = summary.framework or summary.dialect
    inputs = ", ".join(shape(row.output_shape) for row in summary.rows if isinstance(row.layer, Input))
    memory = f"{numbers.memory(totals.param_memory)} as {summary.dtype}"
    at_least = "at least " if "macs" in totals.lower_bounds else ""
    parts = [
        f"{numbers.count(totals.params)} parameters{_frozen(summary, numbers)}, {memory}",
        f"{at_least}{numbers.scaled(totals.macs)} MACs (multiply-accumulates) for one input of {inputs}",
        f"parameters counted as {framework} counts them",
    ]
    if rows < len(summary.rows):
        parts.insert(0, f"{numbers.count(len(summary.rows))} layers in {numbers.count(rows)} rows")
    if "flops" in columns:
        parts.append(FLOPS[summary.flops_convention])
    for name in totals.lower_bounds:
        if name in columns:
            unknown = [row.key for row in summary.rows if getattr(row, name) is None]
            parts.append(
                f"{QUANTITIES[name].title.lower()} not known for {', '.join(unknown[:3])}" + "…" * (len(unknown) > 3)
            )
    if summary.beyond_framework:
        parts.append(f"not accepted by {framework}: {', '.join(summary.beyond_framework)}")
    return "; ".join(parts) + "."


def _frozen(summary: Summary, numbers: NumberFormat) -> str:
    frozen = summary.totals.non_trainable
    return f" ({numbers.count(summary.totals.trainable)} trainable)" if frozen else ""
