"""MobileNet v3, large: found by a search, with squeeze-and-excitation and the hard swish."""

from functools import partial
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Row(NamedTuple):
    """A row of the paper's table 1."""

    kernel: int
    expanded: int
    outputs: int
    squeeze: bool
    activation: str
    stride: int


LARGE = [
    Row(3, 16, 16, False, "RE", 1),
    Row(3, 64, 24, False, "RE", 2),
    Row(3, 72, 24, False, "RE", 1),
    Row(5, 72, 40, True, "RE", 2),
    Row(5, 120, 40, True, "RE", 1),
    Row(5, 120, 40, True, "RE", 1),
    Row(3, 240, 80, False, "HS", 2),
    Row(3, 200, 80, False, "HS", 1),
    Row(3, 184, 80, False, "HS", 1),
    Row(3, 184, 80, False, "HS", 1),
    Row(3, 480, 112, True, "HS", 1),
    Row(3, 672, 112, True, "HS", 1),
    Row(5, 672, 160, True, "HS", 2),
    Row(5, 960, 160, True, "HS", 1),
    Row(5, 960, 160, True, "HS", 1),
]

ACTIVATIONS = {"RE": nn.ReLU, "HS": nn.Hardswish}

norm = partial(nn.BatchNorm2d, eps=0.001, momentum=0.01)


def rounded(channels: float, divisor: int = 8) -> int:
    """A multiple of the divisor, never less than nine tenths."""
    result = max(divisor, int(channels + divisor / 2) // divisor * divisor)
    return result if result >= 0.9 * channels else result + divisor


class SqueezeExcitation(nn.Module):
    """Weigh each channel by a factor that is computed from all of them."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        squeezed = rounded(channels // 4)
        self.fc1 = nn.Conv2d(channels, squeezed, 1)
        self.fc2 = nn.Conv2d(squeezed, channels, 1)

    def forward(self, x: Tensor) -> Tensor:
        scale = F.adaptive_avg_pool2d(x, 1)
        scale = F.relu(self.fc1(scale), inplace=True)
        scale = F.hardsigmoid(self.fc2(scale), inplace=True)
        return scale * x


class Bottleneck(nn.Module):
    def __init__(self, inputs: int, row: Row) -> None:
        super().__init__()
        self.shortcut = row.stride == 1 and inputs == row.outputs
        activation = ACTIVATIONS[row.activation]
        block: list[nn.Module] = []
        if row.expanded != inputs:
            block += [nn.Conv2d(inputs, row.expanded, 1, bias=False), norm(row.expanded), activation()]
        block += [
            nn.Conv2d(
                row.expanded,
                row.expanded,
                row.kernel,
                stride=row.stride,
                padding=row.kernel // 2,
                groups=row.expanded,
                bias=False,
            ),
            norm(row.expanded),
            activation(),
        ]
        if row.squeeze:
            block.append(SqueezeExcitation(row.expanded))
        block += [nn.Conv2d(row.expanded, row.outputs, 1, bias=False), norm(row.outputs)]
        self.block = nn.Sequential(*block)

    def forward(self, x: Tensor) -> Tensor:
        result = self.block(x)
        if self.shortcut:
            result += x
        return result


class MobileNetV3(nn.Module):
    def __init__(self, rows: list[Row], classes: int = 1000) -> None:
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 16, 3, 2, 1, bias=False), norm(16), nn.Hardswish())
        pairs = zip([16] + [row.outputs for row in rows], rows)
        self.blocks = nn.Sequential(*(Bottleneck(inputs, row) for inputs, row in pairs))
        last = rows[-1].outputs
        self.head = nn.Sequential(nn.Conv2d(last, 6 * last, 1, bias=False), norm(6 * last), nn.Hardswish())
        self.classifier = nn.Sequential(
            nn.Linear(6 * last, 1280), nn.Hardswish(), nn.Dropout(p=0.2), nn.Linear(1280, classes)
        )

    def forward(self, x: Tensor) -> Tensor:
        x = self.head(self.blocks(self.stem(x)))
        x = torch.flatten(F.adaptive_avg_pool2d(x, 1), 1)
        return self.classifier(x)


network = MobileNetV3(LARGE)
