"""One number of a summary by its names: a layer's or a group's quantity or hyperparameter, or a network's total."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sphinx_cnn.arithmetic.groups import and_its_parents
from sphinx_cnn.arithmetic.quantities import COUNTABLE, QUANTITIES, TOTALS, Row
from sphinx_cnn.arithmetic.summary import Summary


@dataclass(frozen=True, slots=True)
class Found:
    """A value, and the rows that it comes from.

    :param quantity: the quantity or the hyperparameter that was asked for.
    :param rows: none for a total of the network.
    :param unknown_for: the layers that the count is not known for, which makes the value a lower bound.
    :param group: the group that was asked for, if it was one.
    """

    value: object
    quantity: str
    rows: tuple[Row, ...]
    unknown_for: tuple[str, ...] = ()
    group: str = ""


class NotFoundError(LookupError):
    """There is no such value.

    :param message: what arrived, and what there is, in one sentence.
    :param name: the name that is not known, where that is the reason.
    :param known: the names that it could have been.
    """

    def __init__(self, message: str, name: str = "", known: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.name = name
        self.known = tuple(known)


class Lookup:
    """The values of one summary."""

    def __init__(self, summary: Summary) -> None:
        self.summary = summary
        self._layers: dict[str, Row] = {}
        self._groups: dict[str, list[Row]] = {}
        for row in summary.rows:
            self._layers.setdefault(row.key, row)
            for group in and_its_parents(row.group):
                self._groups.setdefault(group, []).append(row)
        for row in summary.rows:
            if row.group:
                self._layers.setdefault(f"{row.group}/{row.name}", row)

    def rows(self, layer: str) -> tuple[Row, ...]:
        """The row of a layer, or those of a group.

        :raises NotFoundError: if there is none of this name.
        """
        if layer in self._layers:
            return (self._layers[layer],)
        if layer in self._groups:
            return tuple(self._groups[layer])
        known = [*dict.fromkeys(row.key for row in self.summary.rows), *self._groups]
        raise NotFoundError(f"'{self.summary.name}' has no layer '{layer}'", layer, known)

    def find(self, layer: str, quantity: str, index: int | None = None) -> Found:
        """The value of a quantity or a hyperparameter.

        :param layer: a layer or a group, as it stands; nothing for the network's total.
        :param index: of the size that is meant, where the value has several.
        :raises NotFoundError: if there is none.
        """
        if not layer:
            found = self._total(quantity)
        elif layer in self._layers:
            found = self._of_layer(layer, self._layers[layer], quantity)
        else:
            found = self._of_group(layer, quantity)
        return found if index is None else _chosen(found, index)

    def _total(self, quantity: str) -> Found:
        if quantity not in TOTALS and (quantity in self._layers or quantity in self._groups):
            raise NotFoundError(
                f"'{quantity}' is a layer or a group; ask for a quantity of it, as in {quantity}.params"
            )
        if quantity not in TOTALS:
            reason = f"a network has no total '{quantity}'"
            if quantity in QUANTITIES:
                reason += "; ask for that of a layer"
            raise NotFoundError(reason, quantity, TOTALS)
        totals = self.summary.totals
        unknown: tuple[str, ...] = ()
        if quantity in totals.lower_bounds:
            parts = ("params", "trainable", "activations") if quantity == "training_memory" else (quantity,)
            unknown = tuple(row.key for row in self.summary.rows if any(getattr(row, part) is None for part in parts))
        return Found(getattr(totals, quantity), quantity, (), unknown)

    def _of_layer(self, layer: str, row: Row, quantity: str) -> Found:
        if quantity in QUANTITIES:
            value = getattr(row, quantity)
            if value is None:
                title = QUANTITIES[quantity].title.lower()
                raise NotFoundError(f"it is not known what '{layer}' ({row.kind}) has of this: {title}")
            return Found(value, quantity, (row,))
        if quantity not in row.hyperparameters:
            known = [*QUANTITIES, *row.hyperparameters]
            raise NotFoundError(f"'{layer}' ({row.kind}) has no '{quantity}'", quantity, known)
        return Found(row.hyperparameters[quantity], quantity, (row,))

    def _of_group(self, group: str, quantity: str) -> Found:
        rows = self.rows(group)
        if quantity not in COUNTABLE:
            raise NotFoundError(f"'{group}' is a group, so it has sums only, and no '{quantity}'", quantity, COUNTABLE)
        values = [getattr(row, quantity) for row in rows]
        unknown = tuple(row.key for row in rows if getattr(row, quantity) is None)
        return Found(sum(value for value in values if value is not None), quantity, rows, unknown, group)


def _chosen(found: Found, index: int) -> Found:
    if not isinstance(found.value, tuple):
        raise NotFoundError(f"'{found.quantity}' is one value here, so [{index}] has nothing to choose from")
    count = len(found.value)
    if not -count <= index < count:
        have = f"[0] to [{count - 1}]" if count > 1 else "[0] alone" if count else "no sizes"
        raise NotFoundError(f"'{found.quantity}' has {have} here, and no [{index}]")
    return Found(found.value[index], found.quantity, found.rows, found.unknown_for, found.group)
