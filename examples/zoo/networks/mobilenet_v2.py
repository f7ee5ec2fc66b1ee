"""MobileNet v2: narrow maps between the blocks, wide ones within."""

from collections import OrderedDict
from dataclasses import dataclass

from torch import nn


@dataclass
class Stage:
    """A row of the paper's table 2."""

    t: int  # expansion
    c: int  # channels
    n: int = 1  # blocks
    s: int = 1  # stride of the first one


STAGES = (
    Stage(1, 16),
    Stage(6, 24, 2, s=2),
    Stage(6, 32, 3, s=2),
    Stage(6, 64, 4, s=2),
    Stage(6, 96, 3),
    Stage(6, 160, 3, s=2),
    Stage(6, 320),
)


def rounded(channels, divisor=8):
    """The nearest multiple of the divisor that is at most a tenth too small."""
    nearest = max(divisor, int(channels + divisor / 2) // divisor * divisor)
    if nearest < 0.9 * channels:
        nearest += divisor
    return nearest


class ConvBNReLU(nn.Sequential):
    def __init__(self, inputs, outputs, kernel_size=3, stride=1, groups=1):
        conv = nn.Conv2d(
            inputs, outputs, kernel_size, stride, padding=(kernel_size - 1) // 2, groups=groups, bias=False
        )
        super().__init__(conv, nn.BatchNorm2d(outputs), nn.ReLU6(inplace=True))


class InvertedResidual(nn.Module):
    def __init__(self, inputs, outputs, stride, expansion):
        super().__init__()
        assert stride in (1, 2)
        self.residual = stride == 1 and inputs == outputs
        width = inputs * expansion
        steps = OrderedDict()
        if expansion > 1:
            steps["expand"] = ConvBNReLU(inputs, width, kernel_size=1)
        steps["depthwise"] = ConvBNReLU(width, width, stride=stride, groups=width)
        steps["project"] = nn.Conv2d(width, outputs, 1, bias=False)
        steps["norm"] = nn.BatchNorm2d(outputs)
        self.steps = nn.Sequential(steps)

    def forward(self, x):
        return x + self.steps(x) if self.residual else self.steps(x)


class MobileNetV2(nn.Module):
    def __init__(self, classes=1000, multiplier=1.0):
        super().__init__()
        channels = rounded(32 * multiplier)
        self.features = nn.Sequential(ConvBNReLU(3, channels, stride=2))
        for stage in STAGES:
            outputs = rounded(stage.c * multiplier)
            for i in range(stage.n):
                self.features.append(InvertedResidual(channels, outputs, stage.s if i == 0 else 1, stage.t))
                channels = outputs
        last = rounded(1280 * max(1.0, multiplier))
        self.features.append(ConvBNReLU(channels, last, kernel_size=1))
        self.classifier = nn.Sequential(nn.Dropout(0.2), nn.Linear(last, classes))

    def forward(self, x):
        x = self.features(x).mean([2, 3])
        return self.classifier(x)


model = MobileNetV2()
model.eval()
