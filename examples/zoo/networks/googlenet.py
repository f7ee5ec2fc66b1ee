"""GoogLeNet as in the paper: no batch normalization, 5×5 convolutions, and two classifiers that help training."""

import torch
from torch import nn


class Conv(nn.Sequential):
    """A convolution that keeps the size of the map at stride 1, and its rectification."""

    def __init__(self, inputs, outputs, size, stride=1):
        super().__init__(nn.Conv2d(inputs, outputs, size, stride, padding=size // 2), nn.ReLU(inplace=True))


class Inception(nn.Module):
    """Four ways through a map, side by side; the arguments are named as the columns of the paper's table 1."""

    def __init__(self, inputs, n1x1, n3x3_reduce, n3x3, n5x5_reduce, n5x5, pool_proj):
        super().__init__()
        self.branch1 = Conv(inputs, n1x1, 1)
        self.branch2 = nn.Sequential(Conv(inputs, n3x3_reduce, 1), Conv(n3x3_reduce, n3x3, 3))
        self.branch3 = nn.Sequential(Conv(inputs, n5x5_reduce, 1), Conv(n5x5_reduce, n5x5, 5))
        self.branch4 = nn.Sequential(nn.MaxPool2d(3, stride=1, padding=1), Conv(inputs, pool_proj, 1))

    def forward(self, x):
        return torch.cat([self.branch1(x), self.branch2(x), self.branch3(x), self.branch4(x)], 1)


class Auxiliary(nn.Module):
    """A classifier at half of the height, for training only."""

    def __init__(self, inputs, classes):
        super().__init__()
        self.pool = nn.AvgPool2d(5, stride=3)
        self.conv = Conv(inputs, 128, 1)
        self.fc1 = nn.Linear(128 * 4 * 4, 1024)
        self.relu = nn.ReLU()
        self.dropout = nn.Dropout(0.7)
        self.fc2 = nn.Linear(1024, classes)

    def forward(self, x):
        x = self.conv(self.pool(x))
        x = self.relu(self.fc1(torch.flatten(x, start_dim=1)))
        return self.fc2(self.dropout(x))


def halved():
    return nn.MaxPool2d(3, stride=2, ceil_mode=True)


class GoogLeNet(nn.Module):
    def __init__(self, classes=1000, auxiliary=True):
        super().__init__()
        self.stem = nn.Sequential(
            Conv(3, 64, 7, stride=2),
            halved(),
            nn.LocalResponseNorm(5),
            Conv(64, 64, 1),
            Conv(64, 192, 3),
            nn.LocalResponseNorm(5),
            halved(),
        )
        self.inception3a = Inception(192, 64, 96, 128, 16, 32, 32)
        self.inception3b = Inception(256, 128, 128, 192, 32, 96, 64)
        self.pool3 = halved()
        self.inception4a = Inception(480, 192, 96, 208, 16, 48, 64)
        self.inception4b = Inception(512, 160, 112, 224, 24, 64, 64)
        self.inception4c = Inception(512, 128, 128, 256, 24, 64, 64)
        self.inception4d = Inception(512, 112, 144, 288, 32, 64, 64)
        self.inception4e = Inception(528, 256, 160, 320, 32, 128, 128)
        self.pool4 = halved()
        self.inception5a = Inception(832, 256, 160, 320, 32, 128, 128)
        self.inception5b = Inception(832, 384, 192, 384, 48, 128, 128)
        self.pool5 = nn.AvgPool2d(7)
        self.dropout = nn.Dropout(0.4)
        self.fc = nn.Linear(1024, classes)
        if auxiliary:
            self.auxiliary1 = Auxiliary(512, classes)
            self.auxiliary2 = Auxiliary(528, classes)
        self.auxiliary = auxiliary

    def forward(self, x):
        x = self.stem(x)
        x = self.pool3(self.inception3b(self.inception3a(x)))
        x = self.inception4a(x)
        if self.training and self.auxiliary:
            first = self.auxiliary1(x)
        x = self.inception4d(self.inception4c(self.inception4b(x)))
        if self.training and self.auxiliary:
            second = self.auxiliary2(x)
        x = self.pool4(self.inception4e(x))
        x = self.inception5b(self.inception5a(x))
        x = self.fc(self.dropout(torch.flatten(self.pool5(x), 1)))
        if self.training and self.auxiliary:
            return x, first, second
        return x
