"""ResNet and ResNeXt: one network, and two kinds of blocks to build it from."""

import torch
import torch.nn as nn


def convolution(inputs, outputs, size, stride=1, groups=1):
    """A convolution that keeps the size of the map at stride 1; the normalization after it has the biases."""
    return nn.Conv2d(inputs, outputs, kernel_size=size, stride=stride, padding=size // 2, groups=groups, bias=False)


class Basic(nn.Module):
    """Two convolutions of 3×3."""

    expansion = 1

    def __init__(self, inputs, width, stride=1, shortcut=None, **unused):
        super().__init__()
        self.conv1 = convolution(inputs, width, 3, stride)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = convolution(width, width, 3)
        self.bn2 = nn.BatchNorm2d(width)
        self.relu = nn.ReLU(inplace=True)
        self.shortcut = shortcut

    def forward(self, x):
        y = self.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        y += x if self.shortcut is None else self.shortcut(x)
        return self.relu(y)


class Bottleneck(nn.Module):
    """A convolution of 3×3 on a narrow map, between two of size 1."""

    expansion = 4

    def __init__(self, inputs, width, stride=1, shortcut=None, groups=1, width_per_group=64):
        super().__init__()
        outputs = width * self.expansion
        width = int(width * width_per_group / 64.0) * groups

        self.conv1 = convolution(inputs, width, 1)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = convolution(width, width, 3, stride, groups)
        self.bn2 = nn.BatchNorm2d(width)
        self.conv3 = convolution(width, outputs, 1)
        self.bn3 = nn.BatchNorm2d(outputs)
        self.relu = nn.ReLU(inplace=True)
        self.shortcut = shortcut

    def forward(self, x):
        identity = x

        y = self.conv1(x)
        y = self.bn1(y)
        y = self.relu(y)

        y = self.conv2(y)
        y = self.bn2(y)
        y = self.relu(y)

        y = self.conv3(y)
        y = self.bn3(y)

        if self.shortcut is not None:
            identity = self.shortcut(x)

        y += identity
        return self.relu(y)


class OriginalBottleneck(Bottleneck):
    """As in the paper, where the stride is that of the first convolution."""

    def __init__(self, inputs, width, stride=1, *args, **kwargs):
        super().__init__(inputs, width, 1, *args, **kwargs)
        self.conv1 = convolution(inputs, width, 1, stride)


class ResNet(nn.Module):
    def __init__(self, block, blocks, classes=1000, **options):
        super().__init__()
        self.channels = 64
        self.conv1 = convolution(3, self.channels, 7, stride=2)
        self.bn1 = nn.BatchNorm2d(self.channels)
        self.relu = nn.ReLU(inplace=True)
        self.maxpool = nn.MaxPool2d(kernel_size=3, stride=2, padding=1)
        self.layer1 = self._stage(block, blocks[0], 64, 1, options)
        self.layer2 = self._stage(block, blocks[1], 128, 2, options)
        self.layer3 = self._stage(block, blocks[2], 256, 2, options)
        self.layer4 = self._stage(block, blocks[3], 512, 2, options)
        self.avgpool = nn.AdaptiveAvgPool2d((1, 1))
        self.fc = nn.Linear(self.channels, classes)

        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")
            elif isinstance(module, nn.BatchNorm2d):
                nn.init.ones_(module.weight)
                nn.init.zeros_(module.bias)

    def _stage(self, block, count, width, stride, options):
        """Blocks of one width; the first one changes the size, and so its shortcut has to change it, too."""
        outputs = width * block.expansion
        shortcut = None
        if stride > 1 or self.channels != outputs:
            shortcut = nn.Sequential(convolution(self.channels, outputs, 1, stride), nn.BatchNorm2d(outputs))
        stage = [block(self.channels, width, stride, shortcut, **options)]
        self.channels = outputs
        for _ in range(1, count):
            stage.append(block(outputs, width, **options))
        return nn.Sequential(*stage)

    def forward(self, x):
        x = self.maxpool(self.relu(self.bn1(self.conv1(x))))
        for stage in (self.layer1, self.layer2, self.layer3, self.layer4):
            x = stage(x)
        x = torch.flatten(self.avgpool(x), 1)
        return self.fc(x)


def resnet18():
    return ResNet(Basic, [2, 2, 2, 2])


def resnet50():
    return ResNet(Bottleneck, [3, 4, 6, 3])


def resnext50_32x4d():
    return ResNet(Bottleneck, [3, 4, 6, 3], groups=32, width_per_group=4)


def resnet50_original():
    return ResNet(OriginalBottleneck, [3, 4, 6, 3])
