"""Write ``receptive_fields.json``: which input positions the outputs of real Keras networks depend on.

Small networks are drawn at random. All weights are 1 and nothing saturates, so an output depends on an input exactly
where its derivative is not 0. A second run, on an input with room on either side, shows what an output would see if
all feature maps went on for ever. Run it where Keras 3 and JAX are installed; the tests that read the file need
neither::

    python tests/truth/write_receptive_fields.py
"""

from __future__ import annotations

import json
import os
import random
import re
import warnings
from dataclasses import dataclass, field
from importlib import import_module
from math import prod
from pathlib import Path
from typing import Any

os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_PLATFORMS"] = "cpu"
warnings.simplefilter("ignore")
keras = import_module("keras")
jax = import_module("jax")
np = import_module("numpy")
keras.initializers.GlorotUniform.__call__ = keras.initializers.Ones.__call__
# With fewer digits, Keras on JAX rounds some edges of the windows of adaptive pooling wrong: those of 14 to 7, say.
jax.config.update("jax_enable_x64", True)

TARGET = Path(__file__).with_name("receptive_fields.json")
NETWORKS = 140
LARGEST = 36
MOST_CHANNELS = 6
LONGEST_PERIOD = 12
LONGEST_STRIDE = 12

CHAINS = [
    ["ZeroPadding1D((2, 3))", "ZeroPadding1D((1, 2))", "Conv1D(1, 1, strides=4)"],
    ["ZeroPadding1D(2)", "UpSampling1D(2)", "Conv1D(1, 1, strides=3)"],
    ["ZeroPadding1D(3)", "Conv1DTranspose(1, 2, strides=2)", "Conv1D(1, 1, strides=5)"],
    ["ZeroPadding1D((3, 2))", "Conv1D(1, 1, strides=2)", "Conv1D(1, 1, strides=3)"],
    ["ZeroPadding1D((4, 3))", "Conv1D(1, 2, dilation_rate=2)", "Conv1D(1, 1, strides=4)"],
    ["Conv1D(1, 1, strides=2)", "ZeroPadding1D((1, 0))", "Conv1D(1, 2, strides=4, padding='same')"],
]
"""Networks where what is passed over meets positions that see only padding."""

HAS_ONE_SIZE = re.compile(r"Flatten|Global|Adaptive")
"""Layers whose output does not grow with their input; what comes after them has no larger twin to be seen in."""

Edges = list[tuple[int, int] | None]
"""The first and last input position of each output position; ``None`` where it has none."""


@dataclass
class Draft:
    """A network that grows line by line; each line applies a layer.

    :param rank: the number of spatial axes.
    :param padded: whether layers may pad, as transposed convolutions always do.
    """

    seed: int
    rank: int
    padded: bool
    lines: list[str] = field(init=False)
    names: dict[str, Any] = field(init=False)
    strides: list[int] = field(init=False)
    periods: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.draw = random.Random(self.seed)  # noqa: S311
        sizes = [self.draw.randint(*((9, 13) if self.rank > 1 else (12, 28))) for _ in range(self.rank)]
        self.lines = [f"x0 = Input({(*sizes, 1)})"]
        self.names = made(self.lines)
        self.strides, self.periods = [1] * self.rank, [1] * self.rank

    def add(self, layer: str, *at: int) -> int | None:
        """Apply a layer, if Keras does so and the result is of a handy size; the number of its output."""
        inputs = ", ".join(f"x{number}" for number in at)
        names = dict(self.names)
        number = len(self.lines)
        line = f"x{number} = {layer}({f'[{inputs}]' if len(at) > 1 else inputs})"
        try:
            exec(line, names)  # noqa: S102
        except (AssertionError, AttributeError, TypeError, ValueError):
            return None
        tensor = names[f"x{number}"]
        *sizes, channels = tensor.shape[1:]
        strides, periods = self.rhythm(tensor._keras_history.operation)
        handy = all(1 <= size <= LARGEST for size in sizes) and (not sizes or channels <= MOST_CHANNELS)
        if not handy or max(strides) > LONGEST_STRIDE or max(periods) > LONGEST_PERIOD:
            return None
        self.lines.append(line)
        self.names, self.strides, self.periods = names, strides, periods
        return number

    def rhythm(self, layer: Any) -> tuple[list[int], list[int]]:
        """The strides and the up-sampling of all layers so far and this one, multiplied up, per axis."""
        given = getattr(layer, "size", None) or getattr(layer, "strides", None) or 1
        steps = (given,) * self.rank if isinstance(given, int) else given
        both = [list(self.strides), list(self.periods)]
        grows = re.search("UpSampling|Transpose", type(layer).__name__) is not None
        both[grows] = [value * step for value, step in zip(both[grows], steps, strict=True)]
        return both[0], both[1]

    def sizes(self, number: int) -> tuple[int, ...]:
        """The spatial sizes of an output."""
        return tuple(self.names[f"x{number}"].shape[1:-1])

    def each(self, least: int, most: int) -> str:
        """A number for every axis."""
        values = [self.draw.randint(least, most) for _ in range(self.rank)]
        return str(values[0]) if self.rank == 1 or self.draw.random() < 0.5 else str(tuple(values))

    def sides(self, most: int) -> str:
        """Numbers before and after, for every axis."""
        sides = [(self.draw.randint(0, most), self.draw.randint(0, most)) for _ in range(self.rank)]
        return str(sides[0] if self.rank == 1 else tuple(sides))

    def padding(self, *named: str) -> str:
        """A named padding."""
        return f"padding={self.draw.choice(['valid', 'same', *named] if self.padded else ['valid'])!r}"

    def windowed(self) -> str:
        """A layer with a window that moves over one feature map, or one that pads, crops or repeats it."""
        rank, rhythm = self.rank, self.draw.choice([f"strides={self.draw.randint(1, 3)}", "dilation_rate=2"])
        kinds = {
            "convolution": 4, "depthwise": 1, "separable": 1, "pool": 2, "crop": 1, "dense": 1, "up": 2,
            "pad": 1 if self.padded else 0, "transposed": 3 if self.padded else 0,
        }  # fmt: skip
        match self.draw.choices([*kinds], [*kinds.values()])[0]:
            case "convolution":
                causal = ["causal"] if rank == 1 else []
                strides = self.draw.choice([rhythm, f"dilation_rate={self.each(1, 3)}", f"strides={self.each(1, 3)}"])
                return f"Conv{rank}D({self.draw.randint(1, 2)}, {self.each(1, 5)}, {strides}, {self.padding(*causal)})"
            case "depthwise":
                return f"DepthwiseConv{rank}D({self.each(1, 4)}, {rhythm}, {self.padding()})"
            case "separable":
                return f"SeparableConv{rank}D(2, {self.each(1, 4)}, {rhythm}, {self.padding()})"
            case "pool":
                strides = self.draw.choice(["", f", strides={self.each(1, 3)}"])
                return f"AveragePooling{rank}D({self.each(1, 4)}{strides}, {self.padding()})"
            case "crop":
                return f"Cropping{rank}D({self.sides(2)})"
            case "dense":
                return "Dense(2)"
            case "up":
                return f"UpSampling{rank}D({self.each(1, 3)})"
            case "pad":
                return f"ZeroPadding{rank}D({self.sides(3)})"
        return self.transposed()

    def transposed(self) -> str:
        """A transposed convolution; now and then one that leaves some outputs without any input."""
        if self.draw.random() < 0.2:
            dilated = f"dilation_rate={self.each(1, 3)}"
            return f"Conv{self.rank}DTranspose(2, {self.each(1, 4)}, {dilated}, {self.padding()})"
        strides = self.draw.randint(1, 3)
        more = self.draw.choice(["", "", f", output_padding={self.draw.randint(0, strides - 1)}"])
        kernel = self.each(1, strides) if self.draw.random() < 0.1 else self.each(strides, 5)
        return f"Conv{self.rank}DTranspose(2, {kernel}, strides={strides}, {self.padding()}{more})"

    def skipping(self) -> str:
        """A layer that adds positions that see only padding, or one that passes over positions."""
        rank, small = self.rank, f"{self.each(1, 2)}, strides={self.each(1, 3)}"
        return self.draw.choice([
            f"ZeroPadding{rank}D({self.sides(4)})", f"ZeroPadding{rank}D({self.sides(2)})",
            f"Cropping{rank}D({self.sides(4)})", f"Conv{rank}D(1, {small}, {self.padding()})",
            f"Conv{rank}D(1, {small}, {self.padding()})", f"Conv{rank}D(1, {self.each(1, 3)}, dilation_rate=3)",
            f"UpSampling{rank}D({self.each(1, 2)})", self.transposed(),
        ])  # fmt: skip

    def merge(self, at: int) -> None:
        """Merge a feature map with others of its size."""
        size = self.sizes(at)
        others = [number for number in range(len(self.lines)) if self.sizes(number) == size and number != at]
        if others:
            chosen = self.draw.sample(others, min(len(others), self.draw.randint(1, 2)))
            kind = self.draw.choice(["Add", "Average", "Concatenate"])
            if kind != "Concatenate":
                channels = self.names[f"x{at}"].shape[-1]
                chosen = [number for number in chosen if self.names[f"x{number}"].shape[-1] == channels]
            if chosen:
                self.add(f"{kind}()", at, *chosen)

    def grow(self, steps: int, *, skipping: bool = False) -> None:
        """Add that many layers, mostly one on the other."""
        for _ in range(steps):
            last = len(self.lines) - 1
            at = last if self.draw.random() < 0.75 else self.draw.randint(0, last)
            if self.draw.random() < 0.3:
                self.merge(at)
            else:
                self.add(self.skipping() if skipping else self.windowed(), at)

    def gate(self) -> None:
        """Multiply the last feature map by what is made of its average, as in squeeze and excitation."""
        at = len(self.lines) - 1
        channels = self.names[f"x{at}"].shape[-1]
        pooled = self.add(f"GlobalAveragePooling{self.rank}D(keepdims=True)", at)
        factors = pooled and self.add(f"Conv{self.rank}D({channels}, 1)", pooled)
        if factors:
            self.add("Multiply()", at, factors)

    def end(self) -> None:
        """See everything at once, and perhaps make a feature map of that again."""
        at = len(self.lines) - 1
        flat = self.add(self.draw.choice(["Flatten()", f"GlobalAveragePooling{self.rank}D()"]), at)
        shape = (*self.draw.choices(range(2, 5), k=self.rank), 2)
        units = flat and self.add(f"Dense({prod(shape)})", flat)
        if units and self.draw.random() < 0.5:
            self.add(f"Reshape({shape})", units)
            self.grow(3)

    def adapt(self) -> None:
        """Pool to a given size."""
        sizes = self.sizes(len(self.lines) - 1)
        if self.draw.random() < 0.5:
            asked = [self.draw.randint(1, size) for size in sizes]
        else:
            asked = [self.draw.choice([part for part in range(1, size + 1) if size % part == 0]) for size in sizes]
        size = asked[0] if self.rank == 1 else tuple(asked)
        self.add(f"AdaptiveAveragePooling{self.rank}D({size})", len(self.lines) - 1)


def made(lines: list[str]) -> dict[str, Any]:
    """The names of a text, once it has been run."""
    names: dict[str, Any] = {**vars(keras.layers)}
    exec("\n".join(lines), names)  # noqa: S102
    return names


def dependence(lines: list[str], axis: int) -> list[Any]:
    """For each output whether its positions along an axis depend on the input's: a matrix, input by output."""
    names = made(lines)
    tensors = [names[f"x{number}"] for number in range(len(lines))]
    model = keras.Model(tensors[0], tensors)
    shape = (1, *tensors[0].shape[1:])
    ones, size = np.ones(shape, "float32"), shape[1 + axis]
    places = np.arange(size).reshape([-1 if i == 1 + axis else 1 for i in range(len(shape))])
    slices = np.stack([np.where(places == place, ones, 0) for place in range(size)])
    moved = jax.jit(jax.vmap(lambda change: jax.jvp(model, (ones,), (change,))[1]))(slices)
    found = []
    for values in jax.tree.leaves(moved):
        matrix = np.asarray(values)[:, 0]
        if not np.isfinite(matrix).all():
            raise SystemExit("a number was too large")
        others = tuple(i for i in range(1, matrix.ndim) if i != 1 + axis or matrix.ndim < len(shape))
        found.append((matrix != 0).any(axis=others).reshape(size, -1))
    return found


def edges(matrix: Any) -> Edges:
    """The first and last input position of each output position."""
    found = [np.flatnonzero(column) for column in matrix.T]
    return [(int(column[0]), int(column[-1])) if len(column) else None for column in found]


def has_holes(matrix: Any) -> bool:
    """Whether some output position passes over an input position between its first and its last."""
    return any(len(found) and found[-1] - found[0] >= len(found) for found in map(np.flatnonzero, matrix.T))


def unlimited(draft: Draft, axis: int, sizes: list[int]) -> list[tuple[Edges, bool]]:
    """What positions of feature maps of these sizes would see if all maps went on for ever, and whether with holes."""
    lines, step = draft.lines, draft.strides[axis]
    count = next((number for number, line in enumerate(lines) if HAS_ONE_SIZE.search(line)), len(lines))
    for room in (48, 144, 432):
        margin = -(-room // step) * step
        shape = list(draft.names["x0"].shape[1:])
        shape[axis] += 2 * margin
        matrices = grown([f"x0 = Input({tuple(shape)})", *lines[1:count]], axis)
        found = []
        for matrix, size in zip(matrices, sizes, strict=False):
            begin, odd = divmod(matrix.shape[1] - size, 2)
            positions = matrix[:, begin : begin + max(size, draft.periods[axis] + 1)]
            if odd or positions[0].any() or positions[-1].any():
                break
            seen = [span and (span[0] - margin, span[1] - margin) for span in edges(positions)]
            found.append((seen, has_holes(positions)))
        if len(found) == len(matrices):
            return found
    raise SystemExit(f"no room is enough for\n{lines}")


def grown(lines: list[str], axis: int) -> list[Any]:
    """The dependences of as many outputs as there are when the input has room; maps of different strides part then."""
    while True:
        try:
            return dependence(lines, axis)
        except ValueError:
            if len(lines) == 1:
                raise
            lines = lines[:-1]


def drafted(seed: int) -> Draft:
    """The network with this number; the chains come after those that are drawn."""
    if seed >= NETWORKS:
        draft = Draft(seed, 1, padded=True)
        draft.lines = ["x0 = Input((9, 1))"]
        draft.names = made(draft.lines)
        if None in [draft.add(layer, at) for at, layer in enumerate(CHAINS[seed - NETWORKS])]:
            raise SystemExit(f"Keras refuses chain {seed}")
        return draft
    kind = ("open", "open", "open", "gate", "end", "adapt", "skip")[seed // 2 % 7]
    draft = Draft(seed, 1 + seed % 2, padded=kind != "adapt")
    draft.grow(4 if kind == "adapt" else 8, skipping=kind == "skip")
    if kind in ("gate", "end", "adapt"):
        getattr(draft, kind)()
    if kind in ("gate", "adapt"):
        draft.grow(3)
    return draft


def ask(seed: int) -> dict[str, object]:
    """What the outputs of a network depend on, and what they would see."""
    keras.utils.clear_session()
    draft = drafted(seed)
    layers: list[dict[str, Any]] = [{"code": line, "depends": [], "sees": [], "holes": False} for line in draft.lines]
    for axis in range(draft.rank):
        matrices = dependence(draft.lines, axis)
        seen = [(edges(matrix), has_holes(matrix)) for matrix in matrices]
        for layer, (depends, holes) in zip(layers, seen, strict=True):
            layer["depends"].append(depends)
            layer["holes"] |= holes
        if draft.padded:
            seen = unlimited(draft, axis, [matrix.shape[1] for matrix in matrices])
        for layer, (sees, holes) in zip(layers, seen, strict=False):
            layer["sees"].append(sees)
            layer["holes"] |= holes
    # A map that is all padding along one axis shows nothing along another one.
    told = next((number for number, layer in enumerate(layers) if not all(map(any, layer["depends"]))), len(layers))
    for layer in layers[told:]:
        layer["sees"] = []
    for layer in layers:
        check(layer)
    return {"seed": seed, "periods": draft.periods, "layers": layers}


def check(layer: dict[str, Any]) -> None:
    """What is depended on is what would be seen, but for what lies beyond an edge."""
    for depends, sees in zip(layer["depends"], layer["sees"], strict=False):
        for real, seen in zip(depends, sees, strict=False):
            if real and not (seen and seen[0] <= real[0] and real[1] <= seen[1]):
                raise SystemExit(f"{layer['code']} depends on {real} and sees {seen}")


def written(network: dict[str, object]) -> str:
    *facts, (_, layers) = network.items()
    lines = ",\n".join(json.dumps(layer, separators=(",", ":")) for layer in layers)  # type: ignore[attr-defined]
    return f'{json.dumps(dict(facts))[:-1]}, "layers": [\n{lines}\n]}}'


def main() -> None:
    """Draw the networks and ask for each."""
    networks = ",\n".join(written(ask(seed)) for seed in range(NETWORKS + len(CHAINS)))
    TARGET.write_text(f'{{"keras": "{keras.__version__}", "networks": [\n{networks}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
