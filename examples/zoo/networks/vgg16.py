"""VGG-16, configuration D: the numbers are the filters of 3×3 convolutions, and M is a max pooling."""

import torch.nn as nn

D = [64, 64, "M", 128, 128, "M", 256, 256, 256, "M", 512, 512, 512, "M", 512, 512, 512, "M"]


class VGG(nn.Module):
    def __init__(self, configuration, classes=1000):
        super().__init__()
        self.features = self.convolutions(configuration)
        self.classifier = nn.Sequential(
            nn.Linear(512 * 7 * 7, 4096),
            nn.ReLU(True),
            nn.Dropout(p=0.5),
            nn.Linear(4096, 4096),
            nn.ReLU(True),
            nn.Dropout(p=0.5),
            nn.Linear(4096, classes),
        )

    def forward(self, x):
        x = self.features(x)
        x = x.view(x.size(0), -1)
        return self.classifier(x)

    @staticmethod
    def convolutions(configuration):
        layers, channels = [], 3
        for filters in configuration:
            if filters == "M":
                layers += [nn.MaxPool2d(kernel_size=2, stride=2)]
            else:
                layers += [nn.Conv2d(channels, filters, kernel_size=3, padding=1), nn.ReLU(inplace=True)]
                channels = filters
        return nn.Sequential(*layers)


model = VGG(D)
