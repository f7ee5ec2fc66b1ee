"""ConvNeXt-Tiny: a convolutional network with the proportions of a vision transformer."""

import torch
import torch.nn as nn
import torch.nn.functional as F


class ChannelNorm(nn.LayerNorm):
    """Normalize over the channels of a map, which come first in PyTorch."""

    def forward(self, x):
        x = x.permute(0, 2, 3, 1)
        x = F.layer_norm(x, self.normalized_shape, self.weight, self.bias, self.eps)
        return x.permute(0, 3, 1, 2)


class Block(nn.Module):
    """Look at each channel by itself, then think about each position by itself."""

    def __init__(self, width, scale=1e-6):
        super().__init__()
        self.depthwise = nn.Conv2d(width, width, kernel_size=7, padding=3, groups=width)
        self.norm = nn.LayerNorm(width, eps=1e-6)
        self.mlp = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))
        self.scale = nn.Parameter(scale * torch.ones(width))

    def forward(self, x):
        y = self.depthwise(x)
        y = y.permute(0, 2, 3, 1)  # channels last
        y = self.mlp(self.norm(y)) * self.scale
        return x + y.permute(0, 3, 1, 2)


class ConvNeXt(nn.Module):
    def __init__(self, classes=1000, depths=[3, 3, 9, 3], widths=[96, 192, 384, 768]):
        super().__init__()
        self.patches = nn.ModuleList()
        self.stages = nn.ModuleList()
        for i, (depth, width) in enumerate(zip(depths, widths)):
            if i == 0:
                patches = nn.Sequential(nn.Conv2d(3, width, kernel_size=4, stride=4), ChannelNorm(width, eps=1e-6))
            else:
                before = widths[i - 1]
                patches = nn.Sequential(ChannelNorm(before, eps=1e-6), nn.Conv2d(before, width, 2, stride=2))
            self.patches.append(patches)
            self.stages.append(nn.Sequential(*[Block(width) for _ in range(depth)]))
        self.norm = nn.LayerNorm(widths[-1], eps=1e-6)
        self.head = nn.Linear(widths[-1], classes)
        self.apply(self._initialize)

    def _initialize(self, module):
        if isinstance(module, (nn.Conv2d, nn.Linear)):
            nn.init.trunc_normal_(module.weight, std=0.02)
            nn.init.zeros_(module.bias)

    def features(self, x):
        for i in range(len(self.stages)):
            x = self.patches[i](x)
            x = self.stages[i](x)
        return self.norm(x.mean([-2, -1]))

    def forward(self, x):
        return self.head(self.features(x))
