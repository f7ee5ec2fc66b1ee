"""AlexNet on two graphics cards: each tower holds half of the filters, and they meet at the third convolution."""

import torch
from torch import nn


def normalized_pool():
    """Responses are normalized over neighbouring channels, then pooled with overlap."""
    return [nn.LocalResponseNorm(5, alpha=1e-4, beta=0.75, k=2.0), nn.MaxPool2d(3, stride=2)]


class AlexNet(nn.Module):
    def __init__(self, classes=1000, cards=2):
        super().__init__()
        self.early = nn.ModuleList(
            nn.Sequential(
                nn.Conv2d(3, 48, 11, stride=4),
                nn.ReLU(),
                *normalized_pool(),
                nn.Conv2d(48, 128, 5, padding=2),
                nn.ReLU(),
                *normalized_pool(),
            )
            for _ in range(cards)
        )
        self.late = nn.ModuleList(
            nn.Sequential(
                nn.Conv2d(cards * 128, 192, 3, padding=1),
                nn.ReLU(),
                nn.Conv2d(192, 192, 3, padding=1),
                nn.ReLU(),
                nn.Conv2d(192, 128, 3, padding=1),
                nn.ReLU(),
                nn.MaxPool2d(3, stride=2),
            )
            for _ in range(cards)
        )
        self.classifier = nn.Sequential(
            nn.Dropout(0.5),
            nn.Linear(cards * 128 * 6 * 6, 4096),
            nn.ReLU(),
            nn.Dropout(0.5),
            nn.Linear(4096, 4096),
            nn.ReLU(),
            nn.Linear(4096, classes),
        )

    def forward(self, image):
        maps = [tower(image) for tower in self.early]
        both = torch.cat(maps, dim=1)
        maps = [tower(both) for tower in self.late]
        return self.classifier(torch.cat(maps, dim=1).flatten(1))
