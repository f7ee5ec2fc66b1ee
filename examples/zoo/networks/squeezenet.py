"""SqueezeNet 1.1."""

import torch
import torch.nn as nn
import torch.nn.functional as F

# The channels that a fire module squeezes to, and those that each of its two halves expands to.
PLAN = [(16, 64), (16, 64), "pool", (32, 128), (32, 128), "pool", (48, 192), (48, 192), (64, 256), (64, 256)]


class Fire(nn.Module):
    def __init__(self, channels, squeezed, expanded):
        super(Fire, self).__init__()
        self.squeeze = nn.Conv2d(channels, squeezed, 1)
        self.left = nn.Conv2d(squeezed, expanded, kernel_size=1)
        self.right = nn.Conv2d(squeezed, expanded, kernel_size=3, padding=1)

    def forward(self, x):
        x = F.relu(self.squeeze(x), inplace=True)
        left, right = self.left(x), self.right(x)
        return F.relu_(torch.cat((left, right), 1))


class SqueezeNet(nn.Module):
    def __init__(self, classes=1000):
        super(SqueezeNet, self).__init__()
        layers = [nn.Conv2d(3, 64, 3, stride=2), nn.ReLU(True), nn.MaxPool2d(3, 2, ceil_mode=True)]
        channels = 64
        for step in PLAN:
            if isinstance(step, str):
                layers.append(nn.MaxPool2d(3, stride=2, ceil_mode=True))
            else:
                squeezed, expanded = step
                layers.append(Fire(channels, squeezed, expanded))
                channels = 2 * expanded
        self.features = nn.Sequential(*layers)
        self.dropout = nn.Dropout()
        self.last = nn.Conv2d(channels, classes, kernel_size=1)
        nn.init.normal_(self.last.weight, std=0.01)

    def forward(self, x):
        x = self.dropout(self.features(x))
        scores = self.last(x).relu()
        return scores.mean(dim=(2, 3))
