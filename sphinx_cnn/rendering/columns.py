"""The columns of a table: the layer with its kind, every quantity, and every hyperparameter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sphinx_cnn.arithmetic.quantities import QUANTITIES, Row, Totals
from sphinx_cnn.arithmetic.summary import Summary
from sphinx_cnn.rendering.blocks import Block
from sphinx_cnn.rendering.numbers import NOTHING, SPACE, UNKNOWN, NumberFormat

LAYER = "layer"
AT_LEAST = f"≥{SPACE}"
DEFAULT = ("layer", "output_shape", "weights", "biases", "params")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    :param name: ``layer``, a quantity, or a hyperparameter.
    :param numeric: whether its cells are aligned as numbers.
    """

    name: str
    title: str
    numeric: bool

    def cell(self, block: Block, numbers: NumberFormat) -> str:
        """What the column shows for a layer, or for several that are shown as one: their sum, or their output."""
        return self._layer(block.last, numbers) if block.is_layer else self._layers(block, numbers)

    def _layer(self, row: Row, numbers: NumberFormat) -> str:
        if self.name == LAYER:
            return f"{row.name} ({row.kind})"
        if self.name not in QUANTITIES:
            found = row.hyperparameters.get(self.name, NOTHING)
            return NOTHING if found is None else numbers.value(found)
        value = getattr(row, self.name)
        if not QUANTITIES[self.name].countable and (value is None or self._has_no_stride(value)):
            return NOTHING
        return numbers.value(value, QUANTITIES[self.name].unit)

    def _layers(self, block: Block, numbers: NumberFormat) -> str:
        said = {LAYER: f"{block.name} ({block.kind})", "name": block.name, "kind": block.kind, "group": block.inside}
        if self.name in said:
            return said[self.name]
        if self.name not in QUANTITIES:
            return NOTHING
        if self.name in ("inputs", "input_shapes"):
            arriving = block.arriving()
            value = tuple(arriving) if self.name == "inputs" else tuple(arriving.values())
            return numbers.value(value, QUANTITIES[self.name].unit)
        if not self.countable:
            return self._layer(block.last, numbers)
        written = numbers.value(block.total(self.name), QUANTITIES[self.name].unit)
        return f"{AT_LEAST}{written}" if block.is_bounded(self.name) else written

    def _has_no_stride(self, value: object) -> bool:
        """After a layer that sees everything there is no next position."""
        return self.name == "receptive_field_stride" and isinstance(value, tuple) and not any(value)

    @property
    def countable(self) -> bool:
        """Whether the column can be summed up."""
        return self.name in QUANTITIES and QUANTITIES[self.name].countable

    def total(self, totals: Totals, numbers: NumberFormat) -> str:
        """What the column shows for the whole network; ``≥`` where that is a lower bound."""
        if self.name == LAYER:
            return "Total"
        if not self.countable:
            return ""
        written = numbers.value(getattr(totals, self.name), QUANTITIES[self.name].unit)
        return f"{AT_LEAST}{written}" if self.name in totals.lower_bounds else written


def columns(names: Iterable[str], summary: Summary) -> list[Column]:
    """The columns of these names; a hyperparameter that no layer has is refused.

    :raises ValueError: with the name that is not known.
    """
    chosen = []
    hyperparameters = known_hyperparameters(summary)
    for name in names:
        if name == LAYER:
            chosen.append(Column(name, "Layer", numeric=False))
        elif name in QUANTITIES:
            quantity = QUANTITIES[name]
            chosen.append(Column(name, quantity.title, numeric=quantity.unit not in ("", "shapes")))
        elif name in hyperparameters:
            chosen.append(Column(name, name.replace("_", " ").capitalize(), numeric=False))
        else:
            raise ValueError(name)
    return chosen


def default_columns(names: Iterable[str], summary: Summary) -> list[str]:
    """The columns that are shown where none are asked for: with statistics, where there are any."""
    chosen = list(names)
    if "statistics" not in chosen and "params" in chosen and summary.totals.statistics:
        chosen.insert(chosen.index("params"), "statistics")
    if "buffers" not in chosen and "params" in chosen and summary.totals.buffers:
        chosen.insert(chosen.index("params") + 1, "buffers")
    return chosen


def known_hyperparameters(summary: Summary) -> list[str]:
    """The hyperparameters that layers of this network have."""
    return list(dict.fromkeys(name for row in summary.rows for name in row.hyperparameters))


def known_columns(summary: Summary) -> list[str]:
    """All names that :func:`columns` takes for this network."""
    return [LAYER, *QUANTITIES, *known_hyperparameters(summary)]


__all__ = ["DEFAULT", "LAYER", "UNKNOWN", "Column", "columns", "default_columns", "known_columns"]
