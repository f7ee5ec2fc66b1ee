"""M5: sounds are classified from the waveform itself."""

import torch.nn as nn
import torch.nn.functional as F


def convolution(inputs, outputs, size=3, stride=1, padding="same"):
    """A convolution along time with its normalization, and a pooling by four."""
    return nn.Sequential(
        nn.Conv1d(inputs, outputs, size, stride=stride, padding=padding),
        nn.BatchNorm1d(outputs),
        nn.ReLU(),
        nn.MaxPool1d(4),
    )


class M5(nn.Module):
    def __init__(self, classes=10, width=128):
        super().__init__()
        self.conv1 = convolution(1, width, size=80, stride=4, padding=38)
        self.conv2 = convolution(width, width)
        self.conv3 = convolution(width, 2 * width)
        self.conv4 = convolution(2 * width, 4 * width)
        self.fc = nn.Linear(4 * width, classes)

    def forward(self, wave):
        x = self.conv1(wave)
        x = self.conv2(x)
        x = self.conv3(x)
        x = self.conv4(x)
        x = F.avg_pool1d(x, x.shape[-1])  # over all of the time that is left
        x = x.permute(0, 2, 1)
        return F.log_softmax(self.fc(x), dim=2)
