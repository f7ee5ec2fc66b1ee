"""The batch axis of PyTorch elsewhere than first, tensors of data in a ``forward``, and functions of Python on tensors.

What PyTorch itself makes of such expressions is tested in ``test_pytorch_functions.py``.
"""

from __future__ import annotations

from textwrap import indent

import pytest

from sphinx_cnn import ArchitectureError, summarize
from sphinx_cnn.arithmetic.summary import Summary


def read(forward: str, made: str = "pass", shape: tuple[int, ...] = (5, 12)) -> Summary:
    body = indent(f"super().__init__()\n{made}", " " * 8)
    text = (
        f"class Net(nn.Module):\n    def __init__(self):\n{body}\n    def forward(self, x):\n{indent(forward, ' ' * 8)}"
    )
    return summarize(text, dialect="pytorch", input_shape=shape)


def shapes(forward: str, made: str = "pass", shape: tuple[int, ...] = (5, 12)) -> dict[str, tuple[int, ...]]:
    return {row.name: row.output_shape for row in read(forward, made, shape).rows[1:]}


QKV = "B, N, C = x.shape\nqkv = self.qkv(x).reshape(B, N, 3, 4, C // 4).permute(2, 0, 3, 1, 4)\n"


@pytest.mark.parametrize(
    "taken",
    [
        "q, k, v = qkv[0], qkv[1], qkv[2]",
        "q, k, v = qkv.unbind(0)",
        "q, k, v = torch.unbind(qkv, dim=0)",
        "q, k, v = qkv",
        "q, k, v = [part.squeeze(0) for part in qkv.chunk(3, dim=0)]",
    ],
)
def test_queries_keys_and_values_are_taken_from_before_the_batch_axis(taken: str) -> None:
    forward = f"{QKV}{taken}\nreturn ((q @ k.transpose(-2, -1)).softmax(-1) @ v).transpose(1, 2).reshape(B, N, C)"
    found = shapes(forward, "self.qkv = nn.Linear(12, 36)")
    assert found["permute"] == (3, 4, 5, 3)
    assert found["matmul"] == (4, 5, 5)
    assert found["reshape_1"] == (5, 12)


def test_a_row_has_no_batch_axis_wherever_it_stands() -> None:
    assert shapes("return x.transpose(0, 1).unsqueeze(0)") == {"transpose": (5, 12), "unsqueeze": (1, 5, 12)}


@pytest.mark.parametrize(
    ("made", "output"),
    [
        ("nn.Linear(12, 7)", (5, 7)),
        ("nn.LayerNorm(12)", (5, 12)),
        ("nn.RMSNorm(12)", (5, 12)),
        ("nn.Tanh()", (5, 12)),
        ("nn.Dropout(0.3)", (5, 12)),
        ("nn.Softmax(dim=-1)", (5, 12)),
        ("nn.GLU()", (5, 6)),
        ("nn.Identity()", (5, 12)),
        ("nn.Sequential(nn.Linear(12, 7), nn.ReLU())", (5, 7)),
    ],
)
def test_a_layer_of_the_last_axis_or_of_each_value_takes_sequences_first(made: str, output: tuple[int, ...]) -> None:
    forward = "y = self.m(x.transpose(0, 1)).transpose(0, 1)\nreturn torch.cat([y, y[:, :1]], 1)"
    found = read(forward, f"self.m = {made}")
    assert found.rows[-1].output_shape == (6, output[1])
    assert found.totals.params == read("return self.m(x)", f"self.m = {made}").totals.params


@pytest.mark.parametrize(
    ("made", "forward"),
    [
        ("nn.Conv1d(5, 7, 1)", "return self.m(x.transpose(0, 1))"),
        ("nn.BatchNorm1d(5)", "return self.m(x.transpose(0, 1))"),
        ("nn.MaxPool1d(2)", "return self.m(x.transpose(0, 1))"),
        ("nn.Flatten()", "return self.m(x.transpose(0, 1))"),
        ("nn.Softmax(dim=1)", "return self.m(x.transpose(0, 1))"),
        ("nn.Softmax2d()", "return self.m(x.transpose(0, 1))"),
        ("nn.Linear(5, 7)", "return self.m(x.permute(2, 1, 0))"),
        ("nn.LayerNorm([5, 12])", "return self.m(x.transpose(0, 1))"),
        ("nn.Identity()", "return F.adaptive_avg_pool1d(x.transpose(0, 1), 1)"),
        ("nn.Identity()", "return F.conv1d(x.transpose(0, 1), torch.ones(7, 5, 1))"),
        ("nn.MultiheadAttention(12, 3, batch_first=True)", "y = x.transpose(0, 1)\nreturn self.m(y, y, y)[0]"),
    ],
)
def test_a_layer_that_counts_its_axes_needs_the_batch_axis_first(made: str, forward: str) -> None:
    with pytest.raises(ArchitectureError, match="batch axis"):
        read(forward, f"self.m = {made}")


def test_attention_takes_sequences_first_unless_it_is_told_otherwise() -> None:
    made = "self.m = nn.MultiheadAttention(12, 3)"
    found = read("y = x.permute(1, 0, 2)\ny, _ = self.m(y, y, y, need_weights=False)\nreturn y.permute(1, 0, 2)", made)
    first = read("return self.m(x, x, x)[0]", made.replace("3)", "3, batch_first=True)"))
    assert (found.totals.macs, found.totals.params) == (first.totals.macs, first.totals.params)
    with pytest.raises(ArchitectureError, match="the second axis must be the batch axis, but that is the first here"):
        read("return self.m(x, x, x)[0]", made)


def test_positions_that_are_looked_up_are_the_same_for_all_inputs() -> None:
    made = "self.table = nn.Embedding(20, 12)"
    positions = (
        "torch.arange(x.size(1))",
        "torch.arange(5).unsqueeze(0).expand(x.size(0), 5)",
        "torch.arange(0, 5)[None]",
    )
    for position in positions:
        found = read(f"return x + self.table({position})", made)
        assert found.rows[-1].output_shape == (5, 12)
        assert found.totals.params == 240


def test_data_in_a_layer_are_a_row_without_parameters() -> None:
    found = read("return x * self.m(torch.ones(5, 3))", "self.m = nn.Linear(3, 12)")
    assert [(row.name, row.output_shape, row.params) for row in found.rows[1:]] == [
        ("ones", (5, 3), 0),
        ("m", (5, 12), 48),
        ("mul", (5, 12), 0),
    ]


@pytest.mark.parametrize(
    ("data", "shape"),
    [
        ("torch.ones(5, 1) * torch.ones(1, 10)", (5, 10)),
        ("0.1 * torch.randn(5, 3)", (5, 3)),
        ("torch.ones(3, 4)[0]", (4,)),
        ("torch.ones(3, 4)[:, None, 1:]", (3, 1, 3)),
        ("torch.ones(3, 4) @ torch.ones(4, 2)", (3, 2)),
        ("(torch.arange(4)[:, None] - torch.arange(6)[None, :]) / 2 + 1", (4, 6)),
        ("torch.hstack([torch.ones(2, 3), torch.ones(2, 1)])", (2, 4)),
        ("torch.ones(2, 3, 4).tensor_split(indices=(1,), dim=1)[1]", (2, 2, 4)),
        ("torch.stack(torch.ones(2, 3).unbind(1))", (3, 2)),
    ],
)
def test_what_is_computed_with_data_has_a_shape(data: str, shape: tuple[int, ...]) -> None:
    found = read("return x + self.p.sum()", f"self.p = nn.Parameter({data})")
    assert next(row for row in found.rows if row.name == "p").output_shape == shape


def test_evenly_spaced_rates_keep_their_values() -> None:
    made = (
        "rates = torch.linspace(0, 0.5, 6)\n"
        "self.a = nn.Dropout((rates * 2)[3].item())\n"
        "self.b = nn.Dropout(rates[1:][0].item())\n"
        "self.c = nn.Dropout([rate.item() for rate in rates][-1])"
    )
    found = read("return self.c(self.b(self.a(x)))", made)
    rates = [row.hyperparameters["p"] for row in found.rows[1:]]
    assert rates == pytest.approx([0.6, 0.1, 0.5])


def test_data_that_do_not_fit_are_no_error_until_they_are_used() -> None:
    assert shapes("torch.ones(3)[torch.ones(3) > 0, 7]\nreturn x.relu()") == {"relu": (5, 12)}


@pytest.mark.parametrize(
    ("forward", "names"),
    [
        ("return sum([x, x.relu()])", ["add", "relu", "add_1"]),
        ("return sum([x.relu(), x], x)", ["relu", "add", "add_1"]),
        ("if (x > 0).all():\n    print(x)\nreturn x.relu()", ["relu"]),
        ("assert len(x) > 0\nreturn x[:, :len(x.transpose(0, 1)) - 1]", ["getitem"]),
        ("return x * torch.div(7, 2, rounding_mode='floor')", ["mul"]),
        ("return x * sum([1, 2]) * len([1, 2])", ["mul", "mul_1"]),
    ],
)
def test_python_and_plain_numbers_in_a_forward(forward: str, names: list[str]) -> None:
    assert sorted(shapes(forward)) == sorted(names)


@pytest.mark.parametrize(
    ("expression", "shape"),
    [
        ("x[:, :torch.div(x.size(1), 2, rounding_mode='floor')]", (2, 12)),
        ("x[:, :torch.floor_divide(x.shape[1], 2)]", (2, 12)),
        ("x[:, :len(torch.randint(5, size=(3,)))]", (3, 12)),
        ("x[:, :len(torch.randint(0, 5, (2,)))]", (2, 12)),
        ("x[:, :len(torch.randint(9, (4, 2)))]", (4, 12)),
    ],
)
def test_numbers_that_pytorch_computes_are_plain_numbers(expression: str, shape: tuple[int, ...]) -> None:
    assert read(f"return {expression}").rows[-1].output_shape == shape


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("x.transpose(0, 1).mean(1)", "along axis 1, the batch axis, would mix"),
        ("x.transpose(0, 1)[:, 0]", "an index along axis 1, the batch axis, would mix"),
        ("x.transpose(0, 1) + x", "the batch axis of one feature map meets another axis of the other"),
        ("x.transpose(0, 1).reshape(-1, 12)", "60 values for each input would mix"),
        ("x.transpose(0, 1).reshape(x.size(0), -1)", "5 values must stand before the batch size"),
        ("x.transpose(0, 1).sum()", "name the axes, without axis 1"),
        ("x.flatten(1) @ x.flatten(1).T", "of each input with each would mix"),
    ],
)
def test_the_batch_axis_is_guarded_wherever_it_stands(expression: str, message: str) -> None:
    with pytest.raises(ArchitectureError, match=message):
        read(f"return {expression}")
