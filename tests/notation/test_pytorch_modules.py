"""Classes of modules, as PyTorch texts write them: what is applied, how it is named, and what counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_cnn import ArchitectureError, Summary, summarize
from sphinx_cnn.rendering.numbers import NumberFormat
from sphinx_cnn.rendering.working import working

HEAD = "import torch\nfrom torch import nn\nimport torch.nn.functional as F\n\n"
IMAGE = (3, 8, 8)

BLOCK = """
class Block(nn.Module):
    expansion = 2

    def __init__(self, channels, bias=False):
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3, padding=1, bias=bias)
        self.bn = nn.BatchNorm2d(channels)

    def forward(self, x):
        return F.relu(self.bn(self.conv(x)) + x)
"""

NET = f"""{BLOCK}
class Net(nn.Module):
    def __init__(self, num_classes=10, depth=2):
        super(Net, self).__init__()
        self.stem = nn.Conv2d(3, 4, 3)
        self.blocks = nn.ModuleList([Block(4) for _ in range(depth)])
        self.head = nn.Sequential(nn.Flatten(), nn.Linear(4 * 6 * 6, num_classes))

    def forward(self, x):
        x = self.stem(x)
        for block in self.blocks:
            x = block(x)
        return self.head(x)
"""


def read(text: str, entry: str = "", shape: tuple[int, ...] = IMAGE, folder: Path | None = None) -> Summary:
    """The summary of a text with the usual imports."""
    return summarize(HEAD + text, dialect="pytorch", entry=entry, input_shape=shape, folder=folder)


def refusal(text: str, entry: str = "") -> ArchitectureError:
    """The error that a text ends in."""
    with pytest.raises(ArchitectureError) as caught:
        read(text, entry)
    return caught.value


def body(init: str, forward: str) -> str:
    """A module with these statements in its constructor, and this result."""
    lines = "\n        ".join(["super().__init__()", *init.splitlines()])
    result = "\n        ".join(forward.splitlines())
    return (
        f"class Net(nn.Module):\n    def __init__(self):\n"
        f"        {lines}\n    def forward(self, x):\n        {result}\n"
    )


def test_layers_are_named_by_their_paths_and_grouped_as_modules_nest() -> None:
    rows = [(row.key, row.kind, row.group) for row in read(NET).rows]
    assert rows == [
        ("x", "Input", ""),
        ("stem", "Conv2d", ""),
        ("blocks.0.conv", "Conv2d", "blocks.0"),
        ("blocks.0.bn", "BatchNorm2d", "blocks.0"),
        ("blocks.0.add", "add", "blocks.0"),
        ("blocks.0.relu", "relu", "blocks.0"),
        ("blocks.1.conv", "Conv2d", "blocks.1"),
        ("blocks.1.bn", "BatchNorm2d", "blocks.1"),
        ("blocks.1.add", "add", "blocks.1"),
        ("blocks.1.relu", "relu", "blocks.1"),
        ("head.0", "Flatten", "head"),
        ("head.1", "Linear", "head"),
    ]


def test_moving_means_and_variances_are_buffers() -> None:
    totals = read(NET).totals
    block = 9 * 4 * 4 + 2 * 4
    assert totals.params == totals.trainable == (27 * 4 + 4) + 2 * block + (144 * 10 + 10)
    assert (totals.buffers, totals.statistics) == (2 * 2 * 4, 0)


@pytest.mark.parametrize(
    ("text", "entry", "classes"),
    [
        (NET, "", 10),
        (NET, "Net", 10),
        (NET, "Net(num_classes=7)", 7),
        (f"{NET}\nnet = Net(5)", "", 5),
        (f"{NET}\nfirst = Net(5)\nsecond = Net(6)", "", 6),
        (f"{NET}\nfirst = Net(5)\nsecond = Net(6)", "first", 5),
        (f"{NET}\ndef make(n):\n    return Net(n)", "make(3)", 3),
        (f"{NET}\nnet = Net(5).to('cuda')\nnet.eval()", "", 5),
        (f"{NET}\nnet = nn.DataParallel(Net(5))", "", 5),
        (f"{NET}\nNet(4)", "", 4),
        (f"{NET}\nif __name__ == '__main__':\n    net = Net(9)", "", 10),
        (f"{NET}\nclass Other(nn.Module):\n    def __init__(self, n):\n        super().__init__()", "", 10),
        ("net = nn.Sequential(nn.Flatten(), nn.Linear(192, 8))", "", 8),
        ("conv = nn.Conv2d(3, 2, 8)\nnn.Flatten()\nnn.Linear(2, 6)", "", 6),
    ],
)
def test_the_network_is_the_entry_or_the_last_module_or_the_last_class(text: str, entry: str, classes: int) -> None:
    assert read(text, entry).rows[-1].output_shape == (classes,)


@pytest.mark.parametrize(
    ("init", "forward", "shape"),
    [
        ("self.f = nn.Linear(192, 5)", "return self.f(x.view(x.size(0), -1))", (5,)),
        ("self.f = nn.Linear(192, 5)", "x = x.flatten(1)\nreturn self.f(x)", (5,)),
        ("self.f = nn.Linear(192, 5)", (
            "return self.f(x.view(-1, self.count(x)))\n"
            "\ndef count(self, x):\n    return 192"
        ), None),
        ((
            "self.a = nn.Conv2d(3, 4, 1)\n"
            "self.b = nn.Conv2d(3, 2, 1)"
        ), "return torch.cat([self.a(x), self.b(x)], 1)", (6, 8, 8)),
        ("self.a = nn.Conv2d(3, 4, 1)", "a, b = self.a(x).chunk(2, dim=1)\nreturn a * torch.sigmoid(b)", (2, 8, 8)),
        ("self.s = nn.Parameter(torch.ones(3, 1, 1))", "return self.s * x", (3, 8, 8)),
        ((
            "for i in range(2):\n"
            "    setattr(self, f'c{i}', nn.Conv2d(3, 3, 1))"
        ), "return getattr(self, 'c1')(self.c0(x))", (3, 8, 8)),
        ((
            "for i in range(2):\n"
            "    self.add_module(f'c{i}', nn.Conv2d(3, 3, 1))"
        ), "return self.c1(self.c0(x))", (3, 8, 8)),
        ("self.d = nn.ModuleDict({'a': nn.Conv2d(3, 5, 1)})", "return self.d['a'](x)", (5, 8, 8)),
        ("self.act = getattr(F, 'relu')", "return self.act(x)", (3, 8, 8)),
        ("self.pool = None", "if self.pool is not None:\n    x = self.pool(x)\nreturn x * 2", (3, 8, 8)),
        ((
            "self.n = nn.Conv2d(3, 4, 3)(torch.zeros(1, 3, 8, 8)).numel()\n"
            "self.c = nn.Conv2d(3, self.n, 1)"
        ), "return self.c(x)", (144, 8, 8)),
        ("self.c = nn.Conv2d(3, 4, 1)", (
            "B, C, H, W = x.shape\n"
            "return self.c(x).reshape(B, 4, H * W).transpose(1, 2)"
        ), (64, 4)),
    ],
)  # fmt: skip
def test_a_forward_is_followed(init: str, forward: str, shape: tuple[int, ...] | None) -> None:
    if shape is None:
        assert refusal(body(init, forward)).message
    else:
        assert read(body(init, forward)).rows[-1].output_shape == shape


def test_a_class_may_inherit_from_a_container_or_a_layer() -> None:
    text = """
class ConvBlock(nn.Sequential):
    def __init__(self, cin, cout):
        super().__init__(nn.Conv2d(cin, cout, 3), nn.ReLU())

class Twice(nn.Conv2d):
    def forward(self, x):
        return super().forward(super().forward(x))

class Net(nn.Sequential):
    def __init__(self):
        super().__init__()
        self.first = ConvBlock(3, 4)
        self.again = Twice(4, 4, 1)
"""
    rows = [(row.key, row.kind, row.params) for row in read(text).rows[1:]]
    first = ("first.0", "Conv2d", 27 * 4 + 4), ("first.1", "ReLU", 0)
    assert rows == [*first, ("again", "Conv2d", 20), ("again@2", "Conv2d", 0)]


def test_a_shared_module_has_its_parameters_once() -> None:
    summary = read(body("self.c = nn.Conv2d(3, 3, 1)", "return self.c(self.c(x))"))
    assert summary.totals.params == 12
    assert summary.totals.macs == 2 * 9 * 64


def test_layers_that_are_never_applied_have_their_parameters_as_pytorch_counts_them() -> None:
    summary = read(
        body("self.c = nn.Conv2d(3, 3, 1)\nself.aux = nn.Conv2d(3, 5, 3)\nself.r = nn.ReLU()", "return self.c(x)")
    )
    aux = summary.rows[-1]
    assert (aux.key, aux.params, aux.macs, aux.activations) == ("aux", 27 * 5 + 5, 0, 0)
    assert [(advice.line, advice.message) for advice in summary.advice] == [
        (9, "aux (Conv2d) is made but never applied, so only its parameters are counted")
    ]


@pytest.mark.parametrize(
    ("frozen", "trainable"),
    [
        ("for p in self.c.parameters():\n    p.requires_grad = False", 20),
        ("self.c.requires_grad_(False)", 20),
        ("self.c.bias.requires_grad = False", 29),
        ("for name, p in self.named_parameters():\n    if 'bias' in name: p.requires_grad = False", 24),
        ("for name, p in self.named_parameters():\n    p.requires_grad = name.startswith('d')", 20),
        ("for m in self.modules():\n    if isinstance(m, nn.Conv2d):\n        m.weight.requires_grad_(False)", 8),
    ],
)
def test_what_is_frozen_is_not_trainable(frozen: str, trainable: int) -> None:
    init = f"self.c = nn.Conv2d(3, 3, 1)\nself.d = nn.Conv2d(3, 5, 1)\n{frozen}"
    totals = read(body(init, "return self.d(self.c(x))")).totals
    assert (totals.params, totals.trainable) == (32, trainable)


@pytest.mark.parametrize(
    ("init", "forward"),
    [
        ("self.c = [nn.Conv2d(3, 4, 1), nn.BatchNorm2d(4)]", "self.c[1](self.c[0](x))"),
        ("self.c = 4", "nn.BatchNorm2d(4)(nn.Conv2d(3, self.c, 1)(x))"),
    ],
)
def test_layers_that_are_no_part_of_a_module_are_not_counted_as_pytorch_does_not(init: str, forward: str) -> None:
    summary = read(body(f"{init}\nself.d = nn.Conv2d(4, 2, 1)", f"return self.d({forward})"))
    assert summary.totals.params == 10
    assert (summary.totals.macs, summary.totals.buffers) == (64 * (12 + 8), 0)
    assert ["no part of the module" in advice.message for advice in summary.advice] == [True, True]


def test_a_base_class_that_is_not_in_the_text_is_a_plain_module() -> None:
    text = """
from d2l import torch as d2l

class LeNet(d2l.Classifier):
    def __init__(self, lr=0.1, num_classes=10):
        super().__init__()
        self.save_hyperparameters()
        self.net = nn.Sequential(nn.LazyConv2d(6, kernel_size=5), nn.Flatten(), nn.LazyLinear(self.num_classes))

@d2l.add_to_class(LeNet)
def extra(self):
    return 3
"""
    summary = read(text)
    assert [row.key for row in summary.rows] == ["input", "net.0", "net.1", "net.2"]
    assert summary.totals.params == (75 * 6 + 6) + (96 * 10 + 10)
    assert summary.notes == ("d2l.torch.Classifier is not in the text, so it is taken for a plain module",)


def test_the_data_that_a_module_is_tried_on_is_its_input() -> None:
    text = f"{HEAD}{NET}\nnet = Net()\nprint(net(torch.randn(2, 3, 8, 8)).shape)"
    assert summarize(text, dialect="pytorch").rows[0].output_shape == IMAGE


def test_several_inputs_are_named_after_the_arguments_of_forward() -> None:
    text = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.f = nn.Linear(4, 3)

    def forward(self, left, right, mask=None):
        return self.f(left) - self.f(right), torch.cat([left, right], 1)
"""
    summary = summarize(HEAD + text, dialect="pytorch", input_shape={"left": (4,), "right": (4,)})
    assert [row.key for row in summary.rows] == ["left", "right", "f", "f@2", "sub", "cat"]
    assert summary.totals.params == 15


def test_a_text_is_read_with_the_files_beside_it(tmp_path: Path) -> None:
    (tmp_path / "blocks.py").write_text(HEAD + BLOCK, encoding="utf-8")
    text = (
        "from .blocks import Block\nclass Net(nn.Sequential):\n"
        "    def __init__(self):\n        super().__init__(Block(3))"
    )
    assert [row.key for row in read(text, folder=tmp_path).rows] == ["input", "0.conv", "0.bn", "0.add", "0.relu"]
    assert read(text, folder=tmp_path).totals.params == 81 + 6


def test_an_error_in_a_file_beside_the_text_names_the_file_and_its_line(tmp_path: Path) -> None:
    (tmp_path / "blocks.py").write_text(
        HEAD + BLOCK.replace("BatchNorm2d(channels)", "BatchNorm2d(7)"), encoding="utf-8"
    )
    text = "from blocks import Block\nnet = nn.Sequential(Block(3))"
    with pytest.raises(ArchitectureError) as caught:
        read(text, folder=tmp_path)
    assert (Path(caught.value.file).name, caught.value.line) == ("blocks.py", 15)
    assert "num_features is 7" in caught.value.message


def test_no_file_outside_the_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / "secret.py").write_text("n = 7", encoding="utf-8")
    inside = tmp_path / "inside"
    inside.mkdir()
    with pytest.raises(ArchitectureError):
        read("from ..secret import n\nnet = nn.Sequential(nn.Flatten(), nn.Linear(192, n))", folder=inside)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (body("self.c = nn.Conv2d(4, 3, 1)", "return self.c(x)"), "in_channels is 4"),
        (body("self.c = nn.Covn2d(4, 3, 1)", "return self.c(x)"), "did you mean 'Conv2d'?"),
        (body("self.c = nn.Conv2d(3, 3, 1)", "return self.d(x)"), "has no 'd'"),
        (body("self.c = nn.Conv2d(3, 3, 1)", "return F.rleu(x)"), "did you mean"),
        (body("self.c = nn.Conv2d(3, 3, 1)", "return x.veiw(-1)"), "did you mean 'view'?"),
        (body("self.c = nn.Conv2d(3, 3, 1)", "return 3"), "the network gives 3, and no feature map"),
        (body("self.c = [nn.Conv2d(3, 3, 1)]", "return self.c(x)"), "cannot be called"),
        (
            "class Net(nn.Module):\n    def __init__(self):\n        self.c = nn.Conv2d(3, 3, 1)",
            "before super().__init__()",
        ),
        ("class Net(nn.Module):\n    pass", "has no forward"),
        ("class Net(nn.Module):\n    def __init__(self, n):\n        super().__init__()", "as the entry"),
        ("from torchvision.models import resnet18\nnet = resnet18()", "only exists inside torchvision"),
        ("import torchvision\nnet = torchvision.models.resnet18(weights=None)", "only exists inside torchvision"),
        ("import timm\nnet = timm.create_model('resnet50')", "only exists inside timm"),
        ("x = 3", "the text has no modules"),
        ("import keras\nmodel = keras.Sequential([])", "this looks like Keras"),
    ],
)
def test_what_cannot_be_read_says_so(text: str, message: str) -> None:
    assert message in refusal(text).message


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("Nett()", "entry 'Nett()': unknown name 'Nett'; did you mean 'Net'?"),
        ("Net(", "entry 'Net(': not Python"),
        ("Net(depht=3)", "entry 'Net(depht=3)': __init__ has no parameter 'depht'"),
        ("x = 3", "entry 'x = 3': it must be one expression"),
        ("3", "the entry must be a module, not 3"),
    ],
)
def test_an_entry_that_is_none_is_refused(entry: str, message: str) -> None:
    assert refusal(NET, entry).message.startswith(message)


@pytest.mark.parametrize(
    ("layer", "params"),
    [
        ("nn.Conv2d(4, 6, 3, groups=2)", 9 * 2 * 6 + 6),
        ("nn.ConvTranspose2d(4, 5, 3)", 9 * 4 * 5 + 5),
        ("nn.Linear(4, 5)", 25),
        ("nn.BatchNorm3d(7)", 14),
        ("nn.LayerNorm((3, 4))", 24),
        ("nn.GroupNorm(2, 8)", 16),
        ("nn.Embedding(10, 3)", 30),
        ("nn.PReLU(6)", 6),
        ("nn.Bilinear(3, 4, 5)", 65),
        ("nn.MultiheadAttention(8, 2, batch_first=True)", 288),
        ("nn.Parameter(torch.ones(2, 3))", 6),
        ("nn.ReLU()", 0),
    ],
)
def test_any_layer_that_is_never_applied_has_its_parameters(layer: str, params: int) -> None:
    summary = read(body(f"self.c = nn.Conv2d(3, 3, 1)\nself.spare = {layer}", "return self.c(x)"))
    assert summary.totals.params == 12 + params
    numbers = NumberFormat()
    shown = [working(row, "params", numbers) for row in summary.rows if row.key == "spare"]
    assert len(shown) == bool(params)
