from torch import nn


class ConvBlock(nn.Sequential):
    def __init__(self, arriving, leaving):
        super().__init__(
            nn.Conv2d(arriving, leaving, 3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(2),
        )
