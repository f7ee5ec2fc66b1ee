"""How calls of layers are drawn at random, but the same ones every time, as authors write them and as they slip."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, TypeVar

T = TypeVar("T")
Shape = tuple[int, ...]
Case = tuple[str, list[Shape]]
"""The source text of a layer, and the shapes that it is applied to."""

SLIPS: dict[str, tuple[object, ...]] = {
    **dict.fromkeys(("kernel_size", "pool_size"), (0, -1, 2.5, "3", (2, 2, 2, 2), (), None, 60, [1, 0])),
    **dict.fromkeys(("strides", "dilation_rate"), (0, -2, 1.5, "2", (1, 1, 1, 1), (), [2, 0])),
    **dict.fromkeys(("filters", "units", "input_dim", "output_dim"), (0, -8, "8", (4,), 2.5)),
    **dict.fromkeys(("height", "width"), (-1, 2.5, "8", (4,))),
    "output_padding": (-1, 9, 0.5, (0, 0, 0, 0)),
    "output_size": (0, -2, 2.5, (2, 2, 2, 2), (), "2", None),
    "padding": ("sane", "full", "causal", 1.5, -1, (1, 1, 1, 1), None),
    "cropping": (-1, 50, "1", (1, 1, 1, 1), 0.5, None),
    "size": (0, -1, 1.5, "2", (2, 2, 2, 2), (), None),
    "data_format": ("last", "channel_first", "NHWC", 1),
    "groups": (0, -2, 7, 2.0, "2"),
    "depth_multiplier": (0, -1, 1.5, "2"),
    "activation": ("reluu", "Relu", "soft max"),
    "axis": (7, -8, 0, 1.5, "1", (1, 1), (1, 9)),
    "axes": (0, 9, (1, 1, 1), (1,), 1.5, "1", (1, 9)),
    "shared_axes": ([7], "1", [1.5]),
    "rate": (1.5, -0.1, "half", None),
    "stddev": (-0.5, 2.0, "1"),
    "interpolation": ("cubic", "linear", "lanczos", 1),
    "dims": ((1, 1), (0, 1), (2, 3), (1,), 2, (-1, 1)),
    "target_shape": ((7, -1), (-1, -1), (0, 5), (11, 13), "12", (2.5, 2), (-2, 5)),
    "n": (0, -1, 1.5, "2"),
    "mean": ([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0],),
    "power_iterations": (0, -1),
    "factor": (-9, 99, "a"),
    "layer": ("Dense", 3),
}
"""What is wrong with an argument, as a rule; whether it is wrong for this very layer, the framework says."""


class Source(str):
    """A piece of source text that stands in a call as it is, such as a layer that another one wraps."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def call(kind: str, *positional: object, **keywords: object) -> str:
    """The source text of a call."""
    arguments = [*map(repr, positional), *(f"{name}={value!r}" for name, value in keywords.items())]
    return f"{kind}({', '.join(arguments)})"


class Draw:
    """Random arguments, each left out as often as authors leave it out."""

    slips: ClassVar[dict[str, tuple[object, ...]]] = SLIPS
    """What is wrong with an argument, by its name."""

    def __init__(self, seed: str, number: int = 0) -> None:
        self.random = random.Random(seed)  # noqa: S311
        self.number = number
        """How many calls of this kind were drawn before."""
        self.given: dict[str, object] = {}
        """The arguments that are written first, and mostly without their names."""
        self.keywords: dict[str, object] = {}

    def chance(self, share: float) -> bool:
        """True in this share of the calls."""
        return self.random.random() < share

    def pick(self, *choices: T) -> T:
        """One of the choices."""
        return self.random.choice(choices)

    def sizes(self, rank: int) -> Shape:
        """Spatial sizes, the smaller the more there are."""
        largest = {1: 40, 2: 18, 3: 9}[rank]
        return tuple(self.random.randint(3, largest) for _ in range(rank))

    def feature_map(self, rank: int, channels: int = 0) -> Shape:
        """A shape in the order of axes that was drawn."""
        channels = channels or self.pick(1, 2, 3, 4, 5, 6, 8, 12)
        if self.keywords.get("data_format") == "channels_first":
            return (channels, *self.sizes(rank))
        return (*self.sizes(rank), channels)

    def any_shape(self, *lengths: int) -> Shape:
        """A shape of one of these numbers of axes, four at most."""
        return self.feature_map(3)[-self.pick(*lengths) :]

    def per_axis(self, rank: int, *choices: int) -> int | Shape:
        """One number for all axes, or one for each."""
        if rank > 1 and self.chance(0.4):
            return tuple(self.pick(*choices) for _ in range(rank))
        return self.pick(*choices)

    def some(self, share: float, name: str, *choices: object) -> None:
        """Give an argument in this share of the calls."""
        if self.chance(share):
            self.keywords[name] = self.pick(*choices)

    def written(self, kind: str) -> str:
        """The source text of the call, its first arguments with their names now and then."""
        named = 0 if self.chance(0.8) else self.random.randint(0, len(self.given))
        names = list(self.given)
        first, others = names[: len(names) - named], names[len(names) - named :]
        arguments = {**{name: self.given[name] for name in others}, **self.keywords}
        return call(kind, *(self.given[name] for name in first), **arguments)

    def slip(self, shapes: list[Shape]) -> list[Shape]:
        """Get something wrong: an argument, its name, its absence, or a shape."""
        wrong = [name for name in (*self.given, *self.keywords) if name in self.slips]
        kind = self.pick(
            *["value"] * 5 * bool(wrong), *["name", "missing"] * bool(self.given), "axes", "axes", "inputs"
        )
        if kind == "value":
            name = self.pick(*wrong)
            (self.given if name in self.given else self.keywords)[name] = self.pick(*self.slips[name])
        elif kind == "name":
            name = self.pick(*self.given)
            self.keywords[self.pick(f"{name}s", name[:-1], name.title())] = self.given.pop(name)
        elif kind == "missing":
            del self.given[next(iter(self.given))]
        elif kind == "axes":
            at = self.random.randrange(len(shapes))
            shapes = [*shapes[:at], self.pick(shapes[at][1:], (*shapes[at], 2)), *shapes[at + 1 :]]
        else:
            shapes = [*shapes, shapes[-1]] if len(shapes) == 1 else shapes[:1]
        return shapes


@dataclass(frozen=True)
class Kind:
    """How calls of one layer kind are drawn, along how many axes, and how many."""

    draw: Callable[[Draw, int], list[Shape]]
    rank: int = 0
    number: int = 4
