"""ShuffleNet v2."""

import torch
import torch.nn as nn


def shuffle(x, groups):
    """Deal the channels out like cards, one to each group in turn."""
    n, channels, height, width = x.size()
    x = x.view(n, groups, channels // groups, height, width)
    x = torch.transpose(x, 1, 2).contiguous()
    return x.view(n, -1, height, width)


def depthwise(channels, stride):
    return [
        nn.Conv2d(channels, channels, 3, stride=stride, padding=1, groups=channels, bias=False),
        nn.BatchNorm2d(channels),
    ]


def pointwise(inputs, outputs):
    return [nn.Conv2d(inputs, outputs, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True)]


class Unit(nn.Module):
    """Half of the channels pass by untouched."""

    def __init__(self, channels):
        super().__init__()
        half = channels // 2
        self.branch = nn.Sequential(*pointwise(half, half), *depthwise(half, 1), *pointwise(half, half))

    def forward(self, x):
        untouched, x = x.chunk(2, dim=1)
        return shuffle(torch.cat((untouched, self.branch(x)), dim=1), 2)


class Downsampling(nn.Module):
    """Both branches see all channels."""

    def __init__(self, inputs, outputs):
        super().__init__()
        half = outputs // 2
        self.left = nn.Sequential(*depthwise(inputs, 2), *pointwise(inputs, half))
        self.right = nn.Sequential(*pointwise(inputs, half), *depthwise(half, 2), *pointwise(half, half))

    def forward(self, x):
        return shuffle(torch.cat([self.left(x), self.right(x)], 1), groups=2)


class ShuffleNetV2(nn.Module):
    def __init__(self, repeats, channels, classes=1000):
        super().__init__()
        first, *middle, last = channels
        self.conv1 = nn.Sequential(
            nn.Conv2d(3, first, 3, stride=2, padding=1, bias=False), nn.BatchNorm2d(first), nn.ReLU(inplace=True)
        )
        self.maxpool = nn.MaxPool2d(kernel_size=3, stride=2, padding=1)
        self.stages = ["stage{}".format(number) for number in range(2, 2 + len(repeats))]
        inputs = first
        for name, count, outputs in zip(self.stages, repeats, middle):
            units = [Downsampling(inputs, outputs)] + [Unit(outputs) for _ in range(count - 1)]
            setattr(self, name, nn.Sequential(*units))
            inputs = outputs
        self.conv5 = nn.Sequential(*pointwise(inputs, last))
        self.fc = nn.Linear(last, classes)

    def forward(self, x):
        x = self.conv1(x)
        x = self.maxpool(x)
        for name in self.stages:
            x = getattr(self, name)(x)
        x = self.conv5(x)
        x = x.mean([2, 3])  # over height and width
        x = self.fc(x)
        return x


def shufflenet_v2_x1_0():
    return ShuffleNetV2(repeats=[4, 8, 4], channels=[24, 116, 232, 464, 1024])


if __name__ == "__main__":
    model = shufflenet_v2_x1_0()
    print(model(torch.rand(1, 3, 224, 224)).shape)
