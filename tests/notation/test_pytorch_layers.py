"""What is particular to layers of PyTorch: declared channels are checked, and arguments stand in PyTorch's order."""

from __future__ import annotations

from itertools import product

import pytest

from sphinx_cnn import ArchitectureError, Summary, summarize

IMAGE = (6, 12, 12)


def read(text: str, shape: tuple[int, ...] = IMAGE, **options: str) -> Summary:
    return summarize(text, dialect="pytorch", input_shape=shape, **options)  # type: ignore[arg-type]


def apart(layer: str, **shapes: tuple[int, ...]) -> tuple[int | None, int | None]:
    """The multiply-accumulates and the textbook FLOPs of a layer that takes several inputs."""
    names = ", ".join(shapes)
    text = f"""
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.{layer}
    def forward(self, {names}):
        return self.layer({names}){"[0]" if "Attention" in layer else ""}
"""
    summary = summarize(text, dialect="pytorch", input_shape=shapes, flops_convention="textbook")
    return summary.totals.macs, summary.totals.flops


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Conv2d(16, 4, 3)", "in_channels is 16, but the 6×12×12 feature map that arrives has 6 channels"),
        ("ConvTranspose2d(16, 4, 3)", "in_channels is 16, but the 6×12×12 feature map that arrives has 6 channels"),
        ("BatchNorm2d(8)", "num_features is 8, but the 6×12×12 feature map that arrives has 6 channels"),
        ("GroupNorm(2, 8)", "num_channels is 8, but the 6×12×12 feature map that arrives has 6 channels"),
        ("Linear(10, 4)", "in_features is 10, but the last axis of the 6×12×12 feature map that arrives has 12 values"),
        ("Linear(864, 4)", "has 12 values; is a Flatten missing before it?"),
        ("Flatten()\nLinear(865, 4)", "in_features is 865, but the vector that arrives has 864 values"),
        ("Flatten()\nBatchNorm1d(5)", "num_features is 5, but the vector that arrives has 864 values"),
        ("LayerNorm((5, 12))", "normalized_shape is 5×12, but the last axes of the 6×12×12 feature map"),
        ("Flatten()\nConv2d(864, 4, 3)", "needs an input with 3 axes (channels, height, width), but an 864 input"),
        ("PReLU(5)", "has a slope for each of 5 channels, but the 6×12×12 feature map that arrives has 6"),
        ("Conv2d(6, 4, 3, groups=3)", "out_channels is 4, which the 3 groups do not divide"),
        ("Conv2d(6, 4, 3, 2, 'same')", "padding 'same' needs a stride of 1, not (2, 2)"),
        ("Conv2d(6, 4, 3, 1, 12, padding_mode='reflect')", "reflect padding of 12 must be at most 11"),
        ("Conv2d(6, 4, 3, padding_mode='reflec')", "not 'reflec'; did you mean 'reflect'?"),
        ("Conv2d(6, 4, 3, strides=2)", "Conv2d has no argument 'strides'; did you mean 'stride'?"),
        ("MaxPool2d(3, 2, 2)", "padding (2, 2) must be at most half of the kernel of (3, 3)"),
        ("MaxPool2d(3, return_indices=True)", "the indices are no feature map and are not read here"),
        ("AvgPool2d(13)", "a 13×13 kernel does not fit a 12×12 input"),
        ("ReflectionPad2d(12)", "reflect padding of 12 must be at most 11 along an axis of 12"),
        ("ZeroPad2d(-6)", "nothing is left of a 6×12×12 input: its size is 6×0×0"),
        ("PixelShuffle(4)", "4×4 does not divide the 6 channels that arrive"),
        ("Flatten(0)", "axis 0 is not an axis of the 6×12×12 input (0 is the batch axis)"),
        ("Upsample(2, 2)", "size or scale_factor must be given, and not both"),
        ("GLU(2)\nGLU(2)\nGLU(2)", "halves axis 2, but its size in the 6×3×12 feature map is odd"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(text: str, message: str) -> None:
    with pytest.raises(ArchitectureError) as caught:
        read(text)
    assert message in caught.value.message


def test_a_lazy_layer_takes_as_many_channels_as_arrive() -> None:
    text = "LazyConv2d(4, 3)\nLazyBatchNorm2d()\nFlatten()\nLazyLinear(10)"
    declared = "Conv2d(6, 4, 3)\nBatchNorm2d(4)\nFlatten()\nLinear(400, 10)"
    assert read(text).totals == read(declared).totals


def test_a_pooling_window_moves_by_its_own_size_unless_it_is_told_otherwise() -> None:
    assert [row.hyperparameters["stride"] for row in read("MaxPool2d(3)\nMaxPool2d(2, 1)").rows[1:]] == [(3, 3), (1, 1)]


def test_moving_means_and_variances_are_buffers_and_no_parameters() -> None:
    row = read("BatchNorm2d(6)").rows[-1]
    assert (row.params, row.trainable, row.statistics, row.buffers) == (12, 12, 0, 12)
    row = read("BatchNorm2d(6, affine=False)").rows[-1]
    assert (row.params, row.buffers) == (0, 12)
    row = read("InstanceNorm2d(6)").rows[-1]
    assert (row.params, row.buffers) == (0, 0)


def test_padding_is_told_for_the_last_axis_first() -> None:
    row = read("ZeroPad2d((1, 2, 0, 4))").rows[-1]
    assert row.output_shape == (6, 16, 15)
    assert row.receptive_field_start == (0, -1)


def test_shuffled_pixels_see_what_they_are_made_of() -> None:
    rows = read("Conv2d(6, 8, 3)\nPixelShuffle(2)\nConv2d(2, 2, 3)\nPixelUnshuffle(3)").rows
    assert [row.receptive_field for row in rows[1:]] == [(3, 3), (3, 3), (4, 4), (5, 5)]


def test_a_bilinear_layer_multiplies_a_vector_a_matrix_and_a_vector() -> None:
    first, second, units = 3, 4, 5
    matrix = sum(1 for _ in product(range(units), range(first), range(second)))
    assert apart("Bilinear(3, 4, 5)", a=(7, first), b=(7, second)) == (
        7 * (matrix + units * first),
        7 * (units * first * (2 * second - 1) + units * (2 * first - 1) + units),
    )


def test_attention_is_four_dense_layers_and_two_products_of_matrices() -> None:
    steps, others, size, heads = 4, 5, 6, 2

    def dense(rows: int, inputs: int) -> tuple[int, int]:
        return rows * inputs * size, rows * size * (2 * inputs - 1) + rows * size

    layers = [dense(steps, size), dense(others, 3), dense(others, 7), dense(steps, size)]
    part = size // heads
    scores = heads * steps * others * (2 * part - 1) + heads * steps * others  # and each is scaled
    mixed = heads * steps * part * (2 * others - 1)
    assert apart("MultiheadAttention(6, 2, kdim=3, vdim=7, batch_first=True)", q=(4, 6), k=(5, 3), v=(5, 7)) == (
        sum(macs for macs, _ in layers) + 2 * steps * others * size,
        sum(flops for _, flops in layers) + scores + mixed,
    )
