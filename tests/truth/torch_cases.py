"""Layers for Keras and for PyTorch, drawn at random, but the same ones every time, and some by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import prod

from keras_cases import Draw, Shape, call


@dataclass(frozen=True)
class Case:
    """A layer for Keras, the shapes of its inputs there, and the same for PyTorch."""

    keras: str
    inputs: tuple[Shape, ...]
    torch: str
    channels_first: bool = True
    """Whether PyTorch wants the channels before the other axes."""


class Slide:
    """A window, with what Keras and PyTorch call its stride, dilation and padding, and the sizes that it slides over.

    Padding that PyTorch's convolutions do not know is a layer before the convolution there.
    """

    def __init__(self, draw: Draw, rank: int, *paddings: str) -> None:
        self.rank = rank
        self.kernel = draw.per_axis(rank, 1, 2, 3, 4, 5)
        self.keras: dict[str, object] = {}
        self.torch: dict[str, object] = {}
        self.padding = draw.pick(*paddings)
        self.strides, self.dilation = (1,) * rank, (1,) * rank
        if draw.chance(0.5):
            self._both("strides", "stride", strides := draw.per_axis(rank, 1, 2, 3))
            self.strides = self.axes(strides)
        elif draw.chance(0.5):
            self._both("dilation_rate", "dilation", dilation := draw.per_axis(rank, 2, 3))
            self.dilation = self.axes(dilation)
        self.spans = tuple(d * (k - 1) + 1 for d, k in zip(self.dilation, self.axes(self.kernel), strict=True))
        room = {1: 24, 2: 12, 3: 5}[rank]
        self.sizes = tuple(span + draw.random.randint(0, room) for span in self.spans)
        if self.padding in ("same", "causal") and draw.chance(0.5):
            self.sizes = draw.sizes(rank)

    def axes(self, value: int | Shape) -> Shape:
        """A value for each axis."""
        return value if isinstance(value, tuple) else (value,) * self.rank

    def _both(self, keras: str, pytorch: str, value: object) -> None:
        self.keras[keras] = self.torch[pytorch] = value

    def pad(self, draw: Draw) -> str:
        """Choose the padding in numbers, if it is that; give PyTorch's layer that pads before, if one is needed."""
        if self.padding == "number":
            self._both("padding", "padding", draw.per_axis(self.rank, 1, 2, 3))
        elif self.padding == "pairs":
            sides = tuple((draw.pick(0, 1, 2), draw.pick(0, 1, 3)) for _ in range(self.rank))
            self.keras["padding"] = sides
            return _padding(sides)
        elif self.padding != "valid":
            self.keras["padding"] = self.padding
            if self.padding == "same" and max(self.strides) == 1:
                self.torch["padding"] = "same"
            else:
                return _padding(tuple(map(self._sides, self.sizes, self.spans, self.strides)))
        return ""

    def _sides(self, size: int, span: int, stride: int) -> tuple[int, int]:
        """What TensorFlow's guide to padding says that it adds before and after."""
        if self.padding == "causal":
            return span - 1, 0
        total = max((-(-size // stride) - 1) * stride + span - size, 0)
        return total // 2, total - total // 2

    def crop(self, draw: Draw) -> str:
        """Choose the padding of a transposed window; give PyTorch's layer that crops after it, if one is needed."""
        if self.padding == "same":
            self.keras["padding"] = "same"
        given = draw.chance(0.5) and max(self.strides) > 1
        if given:
            self.keras["output_padding"] = tuple(draw.random.randrange(stride) for stride in self.strides)
            if self.padding == "same":
                self.torch["padding"] = tuple(span // 2 for span in self.spans)
            self.torch["output_padding"] = self.keras["output_padding"]
            return ""
        missing = tuple(max(s - span, 0) for s, span in zip(self.strides, self.spans, strict=True))
        if any(missing):
            self.torch["output_padding"] = missing
        surplus = tuple(max(span - s, 0) for s, span in zip(self.strides, self.spans, strict=True))
        if self.padding == "valid" or not any(surplus):
            return ""
        self.torch["padding"] = tuple(n // 2 for n in surplus)
        return _padding(tuple((0, -(n % 2)) for n in surplus)) if any(n % 2 for n in surplus) else ""


def _padding(sides: tuple[tuple[int, int], ...]) -> str:
    """PyTorch's layer that pads with zeros; it wants the last axis first."""
    flat = tuple(side for pair in reversed(sides) for side in pair)
    return f"nn.ConstantPad{len(sides)}d({flat}, 0)"


def sequence(*layers: str) -> str:
    layers = tuple(filter(None, layers))
    return layers[0] if len(layers) == 1 else f"nn.Sequential({', '.join(layers)})"


def biases(draw: Draw) -> tuple[dict[str, object], dict[str, object]]:
    """The argument that leaves the biases out, for Keras and for PyTorch, or no argument."""
    return ({"use_bias": False}, {"bias": False}) if draw.chance(0.3) else ({}, {})


FORWARD = ("valid", "same", "same", "number", "pairs")


def convolution(draw: Draw, rank: int) -> Case:
    slide = Slide(draw, rank, *FORWARD, *(["causal"] if rank == 1 else []))
    before = slide.pad(draw)
    groups = draw.pick(1, 1, 2, 3, 4)
    channels, filters = (groups * draw.pick(1, 2, 3, 5) for _ in range(2))
    keras, pytorch = biases(draw)
    grouped = {"groups": groups} if groups > 1 else {}
    layer = call(f"nn.Conv{rank}d", channels, filters, slide.kernel, **slide.torch, **grouped, **pytorch)
    source = call(f"Conv{rank}D", filters, slide.kernel, **slide.keras, **grouped, **keras)
    return Case(source, ((*slide.sizes, channels),), sequence(before, layer))


def depthwise(draw: Draw, rank: int, filters: int = 0) -> Case:
    """A depthwise convolution; with filters, a separable one, which is two convolutions in PyTorch."""
    slide = Slide(draw, rank, *FORWARD)
    before = slide.pad(draw)
    channels, multiplier = draw.pick(1, 2, 3, 4, 6), draw.pick(1, 1, 2, 3)
    keras, pytorch = biases(draw)
    given = {"depth_multiplier": multiplier} if multiplier > 1 else {}
    own = {"groups": channels, **({"bias": False} if filters else pytorch)}
    layer = call(f"nn.Conv{rank}d", channels, wide := channels * multiplier, slide.kernel, **slide.torch, **own)
    pointwise = call(f"nn.Conv{rank}d", wide, filters, 1, **pytorch) if filters else ""
    kind, *first = ("SeparableConv", filters) if filters else ("DepthwiseConv",)
    source = call(f"{kind}{rank}D", *first, slide.kernel, **slide.keras, **given, **keras)
    return Case(source, ((*slide.sizes, channels),), sequence(before, layer, pointwise))


def separable(draw: Draw, rank: int) -> Case:
    return depthwise(draw, rank, draw.pick(1, 4, 7, 16))


def transposed(draw: Draw, rank: int) -> Case:
    slide = Slide(draw, rank, "valid", "same")
    after = slide.crop(draw)
    sizes = tuple(draw.random.randint(2, {1: 20, 2: 9, 3: 5}[rank]) for _ in range(rank))
    channels, filters = (draw.pick(1, 2, 3, 5, 8) for _ in range(2))
    keras, pytorch = biases(draw)
    layer = call(f"nn.ConvTranspose{rank}d", channels, filters, slide.kernel, **slide.torch, **pytorch)
    source = call(f"Conv{rank}DTranspose", filters, slide.kernel, **slide.keras, **keras)
    return Case(source, ((*sizes, channels),), sequence(layer, after))


def dense(draw: Draw, rank: int) -> Case:
    shape = tuple(draw.pick(1, 2, 3, 7, 12, 30) for _ in range(rank + 1))
    units = draw.pick(1, 2, 10, 64, 1000)
    keras, pytorch = biases(draw)
    layer = call("nn.Linear", shape[-1], units, **pytorch)
    return Case(call("Dense", units, **keras), (shape,), layer, channels_first=False)


def product(draw: Draw, rank: int) -> Case:
    """A product of two stacks of matrices, along any axis of each."""
    left, right = (draw.random.randint(1, rank), draw.random.randint(1, rank))
    axes = (draw.random.randint(1, left), draw.random.randint(1, right))
    shared = draw.pick(2, 3, 4, 8)
    shapes = tuple(
        tuple(shared if axis == at else draw.pick(1, 2, 3, 5, 6) for axis in range(1, count + 1))
        for at, count in zip(axes, (left, right), strict=True)
    )
    if (left, right) == (2, 2):
        x, y = "x" if axes[0] == 2 else "x.mT", "y" if axes[1] == 1 else "y.mT"
        layer = f"lambda x, y: torch.bmm({x}, {y})"
    else:
        kept = [size for at, shape in zip(axes, shapes, strict=True) for size in shape[: at - 1] + shape[at:]]
        x = f"x.movedim({axes[0]}, -1).reshape(1, -1, {shared})"
        y = f"y.movedim({axes[1]}, 1).reshape(1, {shared}, -1)"
        layer = f"lambda x, y: torch.bmm({x}, {y}).reshape{(1, *kept) if kept else (1, 1)}"
    written: int | Shape = axes[0] if axes[0] == axes[1] and draw.chance(0.7) else axes
    if draw.chance(0.3):
        written = (axes[0] - left - 1, axes[1] - right - 1)
    return Case(call("Dot", axes=written), shapes, layer, channels_first=False)


def locally_connected(draw: Draw, rank: int) -> Case:
    """A locally connected layer; PyTorch has none, but it is one matrix product for each output position."""
    kernel, strides = (tuple(draw.pick(1, 2, 3) for _ in range(rank)) for _ in range(2))
    places = tuple(draw.random.randint(1, 5) for _ in range(rank))
    sizes = tuple((n - 1) * s + k for n, s, k in zip(places, strides, kernel, strict=True))
    channels, filters = draw.pick(1, 2, 3, 5), draw.pick(1, 2, 4, 6)
    image = "x" if rank == 2 else "x[:, :, None]"
    window = f"{(1, 1, *kernel)[-2:]}, stride={(1, 1, *strides)[-2:]}"
    columns = f"functional.unfold({image}, {window}).permute(2, 0, 1)"
    kernels = f"x.new_zeros({prod(places)}, {channels * prod(kernel)}, {filters})"
    layer = f"lambda x: torch.bmm({columns}, {kernels}).permute(1, 2, 0).unflatten(2, {places})"
    given = {"strides": strides} if max(strides) > 1 else {}
    return Case(call(f"LocallyConnected{rank}D", filters, kernel, **given), ((*sizes, channels),), layer)


def counted_by_nobody() -> Iterator[Case]:
    """Layers without a multiply-accumulate, by hand; other tools call some of their operations so."""
    maps, steps, block = ((9, 7, 6),), ((11, 6),), ((4, 5, 3, 6),)
    yield Case("BatchNormalization()", maps, "nn.BatchNorm2d(6)")
    yield Case("BatchNormalization()", steps, "nn.BatchNorm1d(6)")
    yield Case("BatchNormalization()", block, "nn.BatchNorm3d(6)")
    yield Case("BatchNormalization(center=False, scale=False)", maps, "nn.BatchNorm2d(6, affine=False)")
    yield Case("LayerNormalization()", steps, "nn.LayerNorm(6)", channels_first=False)
    yield Case("LayerNormalization()", maps, "nn.LayerNorm(6)", channels_first=False)
    yield Case("GroupNormalization(3)", maps, "nn.GroupNorm(3, 6)")
    yield Case("MaxPooling1D(3, strides=2)", steps, "nn.MaxPool1d(3, stride=2)")
    yield Case("MaxPooling2D(3, strides=2)", maps, "nn.MaxPool2d(3, stride=2)")
    yield Case("AveragePooling2D(2)", maps, "nn.AvgPool2d(2)")
    yield Case("AveragePooling3D((2, 1, 3))", block, "nn.AvgPool3d((2, 1, 3))")
    yield Case("GlobalAveragePooling2D(keepdims=True)", maps, "nn.AdaptiveAvgPool2d(1)")
    yield Case("GlobalMaxPooling2D(keepdims=True)", maps, "nn.AdaptiveMaxPool2d(1)")
    yield Case("AdaptiveAveragePooling2D((4, 3))", maps, "nn.AdaptiveAvgPool2d((4, 3))")
    yield Case("AdaptiveMaxPooling2D((4, 3))", maps, "nn.AdaptiveMaxPool2d((4, 3))")
    yield Case("UpSampling2D((2, 3))", maps, "nn.Upsample(scale_factor=(2, 3))")
    yield Case("UpSampling2D(2, interpolation='bilinear')", maps, "nn.Upsample(scale_factor=2, mode='bilinear')")
    yield Case("Activation('sigmoid')", maps, "nn.Sigmoid()")
    yield Case("Softmax()", steps, "nn.Softmax(-1)", channels_first=False)
    yield Case("PReLU(shared_axes=[1, 2])", maps, "nn.PReLU(6)")
    yield Case("Embedding(50, 16)", ((9,),), "nn.Embedding(50, 16)", channels_first=False)
    yield Case("ZeroPadding2D(2)", maps, "nn.ZeroPad2d(2)")
    yield Case("Dropout(0.5)", maps, "nn.Dropout(0.5)")
    yield Case("Flatten()", ((30,),), "nn.Flatten()", channels_first=False)


KINDS: dict[str, tuple[Callable[[Draw, int], Case], dict[int, int]]] = {
    "convolution": (convolution, {1: 36, 2: 52, 3: 26}),
    "depthwise": (depthwise, {1: 14, 2: 22}),
    "separable": (separable, {1: 14, 2: 22}),
    "transposed": (transposed, {1: 26, 2: 40, 3: 22}),
    "dense": (dense, {0: 14, 1: 7, 2: 7, 3: 7}),
    "product": (product, {2: 24, 3: 12}),
    "locally connected": (locally_connected, {1: 5, 2: 9}),
}
"""How the layers of a kind are drawn, and how many for each number of axes."""


def cases() -> list[Case]:
    """The same ones every time; each depends on its kind and its number only."""
    drawn = [
        draw(Draw(f"{name} {rank} {number}"), rank)
        for name, (draw, ranks) in KINDS.items()
        for rank, times in ranks.items()
        for number in range(times)
    ]
    return list(dict.fromkeys([*drawn, *counted_by_nobody()]))
