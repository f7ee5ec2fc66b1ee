"""Tensors in a ``forward``: rows and their names, parameters that stand by themselves, and what is not read."""

from __future__ import annotations

from textwrap import indent

import pytest

from sphinx_cnn import ArchitectureError, summarize
from sphinx_cnn.arithmetic.summary import Summary
from sphinx_cnn.rendering.facts import facts
from sphinx_cnn.rendering.numbers import NumberFormat


def read(forward: str, made: str = "pass", shape: tuple[int, ...] = (6, 8, 10)) -> Summary:
    body = indent(f"super().__init__()\n{made}", " " * 8)
    text = (
        f"class Net(nn.Module):\n    def __init__(self):\n{body}\n    def forward(self, x):\n{indent(forward, ' ' * 8)}"
    )
    return summarize(text, dialect="pytorch", input_shape=shape)


def named(forward: str, made: str = "pass") -> list[str]:
    return [row.name for row in read(forward, made).rows[1:]]


@pytest.mark.parametrize(
    ("forward", "names"),
    [
        ("return F.relu(F.relu(x))", ["relu", "relu_1"]),
        ("return x + 1 - x * 2 / 3", ["add", "mul", "truediv", "sub"]),
        ("return -x ** 2", ["pow", "neg"]),
        ("x += x\nreturn x @ x.mT", ["add", "mT", "matmul"]),
        ("return x[:, 1:].view(x.size(0), -1)", ["getitem", "view"]),
        ("return torch.flatten(F.max_pool2d(x, 2), 1)", ["max_pool2d", "flatten"]),
        ("return torch.cat(x.chunk(2, 1), 1)", ["chunk", "chunk_1", "cat"]),
        ("return x.relu_().clamp_(0, 1)", ["relu", "clamp"]),
    ],
)
def test_an_operation_is_a_row_of_its_name(forward: str, names: list[str]) -> None:
    assert named(forward) == names


@pytest.mark.parametrize(
    "same",
    [
        "x.contiguous()",
        "x.clone().detach()",
        "x.to('cuda')",
        "x.to(device='cuda', dtype=torch.float16)",
        "x.float().half().double()",
        "x.type_as(x)",
        "x.data",
        "x.requires_grad_(True)",
    ],
)
def test_what_moves_and_computes_nothing_leaves_no_row(same: str) -> None:
    assert named(f"return F.relu({same})") == ["relu"]


@pytest.mark.parametrize(
    ("forward", "names"),
    [
        ("x.relu_()\nreturn x + 1", ["relu", "add"]),
        ("F.relu(x, inplace=True)\nreturn x", ["relu"]),
        ("torch.relu_(x)\nx.add_(1)\nreturn F.max_pool2d(x, 2)", ["relu", "add", "max_pool2d"]),
        ("same = x\nx.add_(self.conv(x)).mul_(2)\nreturn same", ["conv", "add", "mul"]),
    ],
)
def test_what_is_changed_in_place_is_changed_for_all_that_follows(forward: str, names: list[str]) -> None:
    assert named(forward, "self.conv = nn.Conv2d(6, 6, 3, padding=1)" if "conv" in forward else "pass") == names


def test_a_shape_that_is_changed_in_place_is_refused() -> None:
    with pytest.raises(ArchitectureError, match=r"unsqueeze_ changes the shape.*write x = x\.unsqueeze"):
        read("x.unsqueeze_(1)\nreturn x")


def test_a_part_that_is_not_used_leaves_no_row() -> None:
    assert named("a, b, c = x.chunk(3, dim=1)\nreturn a + c") == ["chunk", "chunk_1", "add"]


def test_a_view_stores_nothing_and_a_copy_does() -> None:
    activations = {row.name: row.activations for row in read("return x.flatten(1).unsqueeze(1).repeat(1, 2, 1)").rows}
    assert activations == {"x": 480, "flatten": 0, "unsqueeze": 0, "repeat": 960}


def test_a_mean_along_all_positions_counts_as_global_pooling() -> None:
    mean, pooled = (read(f"return {text}").rows[-1] for text in ("x.mean((2, 3))", "nn.AdaptiveAvgPool2d(1)(x)"))
    assert (mean.flops, mean.connections) == (pooled.flops, pooled.connections)
    textbook = summarize(
        "class Net(nn.Module):\n    def forward(self, x):\n        return x.mean((2, 3)), x.max(1)[0]",
        dialect="pytorch",
        input_shape=(6, 8, 10),
        flops_convention="textbook",
    )
    assert {row.name: row.flops for row in textbook.rows} == {"x": 0, "mean": 480, "max": 400}


def test_a_parameter_counts_once_and_stands_where_it_is_used() -> None:
    summary = read("return self.scale * x + self.scale", "self.scale = nn.Parameter(torch.ones(6, 1, 1))")
    assert [(row.name, row.kind, row.params) for row in summary.rows[1:]] == [
        ("scale", "Parameter", 6),
        ("mul", "mul", 0),
        ("add", "add", 0),
    ]
    assert summary.totals.params == summary.totals.trainable == 6


def test_a_buffer_is_no_parameter() -> None:
    summary = read("return x + self.mean", "self.register_buffer('mean', torch.zeros(1, 6, 1, 1))")
    assert (summary.totals.params, summary.totals.buffers) == (0, 6)


def test_a_class_token_and_learned_positions_are_put_to_each_input() -> None:
    made = "self.cls = nn.Parameter(torch.zeros(1, 1, 12))\nself.pos = nn.Parameter(torch.zeros(1, 6, 12))"
    forward = (
        "cls = self.cls.expand(x.shape[0], -1, -1)\n"
        "x = torch.cat((cls, x), dim=1) + self.pos\n"
        "return F.linear(x[:, 0], self.pos[0])"
    )
    summary = read(forward, made, (5, 12))
    assert summary.rows[-1].output_shape == (6,)
    assert (summary.totals.params, summary.totals.macs) == (12 + 72, 12 * 6)


def test_weights_that_are_given_to_a_function_count_where_they_stand() -> None:
    made = "self.w = nn.Parameter(torch.zeros(4, 6, 3, 3))\nself.b = nn.Parameter(torch.zeros(4))"
    given = read("return F.conv2d(x, self.w, self.b, padding=1)", made)
    layer = read("return self.conv(x)", "self.conv = nn.Conv2d(6, 4, 3, padding=1)")
    assert [row.params for row in given.rows] == [0, 216, 4, 0]
    assert given.rows[-1].macs == layer.rows[-1].macs
    assert given.rows[-1].connections == layer.rows[-1].connections
    assert given.rows[-1].receptive_field == (3, 3)


def test_a_learned_scale_leaves_receptive_fields_known() -> None:
    made = "self.conv = nn.Conv2d(6, 6, 3, padding=1)\nself.gamma = nn.Parameter(torch.ones(6, 1, 1))"
    row = read("return x + torch.sigmoid(self.gamma) * self.conv(x)", made).rows[-1]
    assert (row.receptive_field, row.receptive_field_start) == ((3, 3), (-1, -1))


def test_the_inputs_in_the_line_of_facts_are_no_parameters() -> None:
    summary = read("return self.scale * x", "self.scale = nn.Parameter(torch.ones(6, 1, 1))")
    assert "for one input of 6×8×10;" in facts(summary, NumberFormat("en"), [], len(summary.rows)).replace(
        "\N{NO-BREAK SPACE}", ""
    )


def test_data_of_a_known_shape_take_part() -> None:
    made = (
        "position = torch.arange(0, 100).unsqueeze(1)\n"
        "pe = torch.zeros(100, 12)\n"
        "pe[:, 0::2] = torch.sin(position * torch.exp(torch.arange(0, 12, 2).float()))\n"
        "self.register_buffer('pe', pe.unsqueeze(0))"
    )
    summary = read("return x + self.pe[:, :x.size(1)]", made, (5, 12))
    assert [row.output_shape for row in summary.rows[1:]] == [(1, 100, 12), (1, 5, 12), (5, 12)]


def test_a_loss_and_a_place_are_passed_over() -> None:
    forward = "loss = F.cross_entropy(x, torch.zeros(3))\nbest = x.argmax(1)\nreturn F.relu(x)"
    assert named(forward) == ["relu"]


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("x.flaten(1)", "did you mean 'flatten'"),
        ("F.max_pol2d(x, 2)", "did you mean 'max_pool2d'"),
        ("F.max_pool2d(x, kernel=2)", "max_pool2d has no argument 'kernel'; did you mean 'kernel_size'"),
        ("x.mean(dims=1)", "mean has no argument 'dims'; did you mean 'dim'"),
        ("x.transpose(1)", "transpose needs a value for 'dim1'"),
        ("x.transpose(1, 2, 3)", "transpose takes 3 arguments, but 4 are given"),
        ("x.chunk(2, 1, dim=1)", "chunk is given 'dim' twice"),
        ("x.view(-1, 100)", "100.* of 480 values for each input would mix the inputs of a batch"),
        ("x[0]", r"axis 0, the batch axis.*start with a colon: x\[:, …\]"),
        ("torch.flatten(x)", r"start with axis 1: torch.flatten\(x, 1\)"),
        ("x * x.mean((2, 3))", "axes are aligned from the last one; they are 6×8×10 and 6"),
        ("x.chunk(10 ** 9, 1)[0] + x.unbind(10 ** 9)", "axis 1000000000 is beyond the 4 axes"),
    ],
)
def test_an_error_says_what_arrived_and_what_was_needed(expression: str, message: str) -> None:
    with pytest.raises(ArchitectureError, match=message):
        read(f"return {expression}")
