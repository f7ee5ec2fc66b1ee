"""Bounds on what a text may cost: hostile text ends in an error, not in a hanging build."""

from __future__ import annotations

from collections.abc import Collection

STEPS = 300_000
LAYERS = 12_000
CALL_DEPTH = 50
LARGEST_INTEGER = 2**63
LONGEST_SEQUENCE = 100_000
WIDEST_FORMAT = 100

STEPS_OF_A_LAYER = 10

ITEMS_A_STEP = 8
"""Items of a list that are handled in the time and memory of one step."""

PAIRS_A_STEP = 2
"""Likewise of a dictionary or a set, or of pairs that are made anew."""


class BudgetError(ValueError):
    """The text asks for more than a description of a network needs."""


class Budget:
    """What is left of the bounds while one text is read."""

    __slots__ = ("layers", "steps")

    def __init__(self) -> None:
        self.steps = STEPS
        self.layers = LAYERS

    def spend(self, steps: int) -> None:
        """Take *steps* from what is left."""
        self.steps -= steps
        if self.steps < 0:
            raise BudgetError(f"the text takes more than {STEPS:,} steps to read")

    def add_layer(self) -> None:
        """One more layer is applied."""
        self.layers -= 1
        self.spend(STEPS_OF_A_LAYER)
        if self.layers < 0:
            raise BudgetError(f"the network has more than {LAYERS:,} layers")

    def room_for(self, length: int) -> None:
        """A sequence of this length is about to be made or walked through."""
        if length > LONGEST_SEQUENCE:
            raise BudgetError(f"a sequence of {length:,} items is too long; {LONGEST_SEQUENCE:,} are read at most")
        self.spend(1 + length // ITEMS_A_STEP)

    def room_for_pairs(self, length: int) -> None:
        """A dictionary, a set, or a list of pairs of this length is about to be made."""
        self.room_for(length)
        self.spend(length // PAIRS_A_STEP)

    def walk(self, items: Collection[object]) -> Collection[object]:
        """*items*, paid for."""
        self.room_for(len(items))
        return items


def bounded(number: object) -> object:
    """*number*, if it is no integer beyond what any network counts with."""
    if isinstance(number, int) and abs(number) > LARGEST_INTEGER:
        raise BudgetError("the number is too large; no size in a network comes near 2⁶³")
    return number
