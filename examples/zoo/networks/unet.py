"""U-Net: a way down that sees what there is, a way up that says where, and a bridge at every level."""

import torch
from torch import nn


class DoubleConv(nn.Module):
    """Twice a convolution without padding, which takes a pixel from each side."""

    def __init__(self, in_channels, out_channels):
        super().__init__()
        self.double_conv = nn.Sequential(
            nn.Conv2d(in_channels, out_channels, kernel_size=3),
            nn.ReLU(inplace=True),
            nn.Conv2d(out_channels, out_channels, kernel_size=3),
            nn.ReLU(inplace=True),
        )

    def forward(self, x):
        return self.double_conv(x)


class Up(nn.Module):
    def __init__(self, in_channels):
        super().__init__()
        self.up = nn.ConvTranspose2d(in_channels, in_channels // 2, kernel_size=2, stride=2)
        self.conv = DoubleConv(in_channels, in_channels // 2)

    @staticmethod
    def crop(x, target):
        top = (x.shape[2] - target.shape[2]) // 2
        left = (x.shape[3] - target.shape[3]) // 2
        return x[:, :, top : top + target.shape[2], left : left + target.shape[3]]

    def forward(self, x, bridge):
        x = self.up(x)
        return self.conv(torch.cat((self.crop(bridge, x), x), dim=1))


class UNet(nn.Module):
    def __init__(self, in_channels=1, classes=2, widths=(64, 128, 256, 512, 1024)):
        super().__init__()
        self.down = nn.ModuleList()
        for width in widths:
            self.down.append(DoubleConv(in_channels, width))
            in_channels = width
        self.pool = nn.MaxPool2d(2)
        self.dropout = nn.Dropout()
        self.up = nn.ModuleList([Up(width) for width in reversed(widths[1:])])
        self.out = nn.Conv2d(widths[0], classes, kernel_size=1)

    def forward(self, x):
        bridges = []
        *levels, bottom = self.down
        for level in levels:
            x = level(x)
            bridges.append(x)
            x = self.pool(x)
        x = self.dropout(bottom(x))
        for up, bridge in zip(self.up, reversed(bridges)):
            x = up(x, bridge)
        return self.out(x)


model = UNet()
