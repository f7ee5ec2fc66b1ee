"""C3D: convolutions of 3×3×3 over the frames of a video."""

import torch.nn as nn
import torch.nn.functional as F


def conv(inputs, outputs):
    return nn.Conv3d(inputs, outputs, kernel_size=(3, 3, 3), padding=(1, 1, 1))


class C3D(nn.Module):
    def __init__(self, classes=487):
        super(C3D, self).__init__()
        self.features = nn.ModuleDict(
            {
                "conv1a": conv(3, 64),
                "pool1": nn.MaxPool3d(kernel_size=(1, 2, 2), stride=(1, 2, 2)),
                "conv2a": conv(64, 128),
                "pool2": nn.MaxPool3d(2),
                "conv3a": conv(128, 256),
                "conv3b": conv(256, 256),
                "pool3": nn.MaxPool3d(2),
                "conv4a": conv(256, 512),
                "conv4b": conv(512, 512),
                "pool4": nn.MaxPool3d(2),
                "conv5a": conv(512, 512),
                "conv5b": conv(512, 512),
                "pool5": nn.MaxPool3d(2, ceil_mode=True),
            }
        )
        self.fc6 = nn.Linear(512 * 1 * 4 * 4, 4096)
        self.fc7 = nn.Linear(4096, 4096)
        self.fc8 = nn.Linear(4096, classes)
        self.relu = nn.ReLU()
        self.dropout = nn.Dropout(p=0.5)
        self.softmax = nn.Softmax(dim=-1)

    def forward(self, x):
        for name, layer in self.features.items():
            x = layer(x)
            if name.startswith("conv"):
                x = F.relu(x)
        x = x.view(-1, self.fc6.in_features)
        x = self.dropout(self.relu(self.fc6(x)))
        x = self.dropout(self.relu(self.fc7(x)))
        return self.softmax(self.fc8(x))
