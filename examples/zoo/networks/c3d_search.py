"""The smaller networks with which the authors of C3D looked for the best extent of a kernel in time."""

from torch import nn


def convolution(inputs, outputs, depth):
    return nn.Sequential(nn.Conv3d(inputs, outputs, (depth, 3, 3), padding=(depth // 2, 1, 1)), nn.ReLU())


class Homogeneous(nn.Module):
    def __init__(self, depth, classes=101):
        super().__init__()
        pools = [(1, 2, 2), 2, 2, 2, 2]
        widths = [3, 64, 128, 256, 256, 256]
        layers = []
        for (inputs, outputs), pool in zip(zip(widths, widths[1:]), pools):
            layers += [convolution(inputs, outputs, depth), nn.MaxPool3d(pool, ceil_mode=True)]
        self.features = nn.Sequential(*layers)
        self.classifier = nn.Sequential(
            nn.LazyLinear(2048), nn.ReLU(), nn.Dropout(), nn.Linear(2048, 2048), nn.ReLU(), nn.Dropout()
        )
        self.out = nn.Linear(2048, classes)

    def forward(self, clip):
        return self.out(self.classifier(self.features(clip).flatten(start_dim=1)))
