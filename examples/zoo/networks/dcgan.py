"""DCGAN for images of 64×64, with the maps of the paper's figure 1."""

import torch.nn as nn

nz = 100  # length of the code
nf = 128  # channels of the widest map next to the image
nc = 3  # channels of the image


class Generator(nn.Module):
    def __init__(self):
        super(Generator, self).__init__()
        self.project = nn.Linear(nz, 8 * nf * 4 * 4, bias=False)
        self.norm = nn.Sequential(nn.BatchNorm2d(8 * nf), nn.ReLU(True))
        self.main = nn.Sequential(
            nn.ConvTranspose2d(8 * nf, 4 * nf, 5, stride=2, padding=2, output_padding=1, bias=False),
            nn.BatchNorm2d(4 * nf),
            nn.ReLU(True),
            # (4 nf) × 8 × 8
            nn.ConvTranspose2d(4 * nf, 2 * nf, 5, stride=2, padding=2, output_padding=1, bias=False),
            nn.BatchNorm2d(2 * nf),
            nn.ReLU(True),
            # (2 nf) × 16 × 16
            nn.ConvTranspose2d(2 * nf, nf, 5, stride=2, padding=2, output_padding=1, bias=False),
            nn.BatchNorm2d(nf),
            nn.ReLU(True),
            # nf × 32 × 32
            nn.ConvTranspose2d(nf, nc, 5, stride=2, padding=2, output_padding=1),
            nn.Tanh(),
            # nc × 64 × 64
        )

    def forward(self, z):
        x = self.project(z).view(-1, 8 * nf, 4, 4)
        return self.main(self.norm(x))


class Discriminator(nn.Module):
    def __init__(self):
        super(Discriminator, self).__init__()
        layers = [nn.Conv2d(nc, nf, 5, stride=2, padding=2), nn.LeakyReLU(0.2, inplace=True)]
        for i in range(3):
            layers += [
                nn.Conv2d(nf * 2**i, nf * 2 ** (i + 1), 5, stride=2, padding=2, bias=False),
                nn.BatchNorm2d(nf * 2 ** (i + 1)),
                nn.LeakyReLU(0.2, inplace=True),
            ]
        self.main = nn.Sequential(*layers, nn.Flatten(), nn.Linear(8 * nf * 4 * 4, 1), nn.Sigmoid())

    def forward(self, image):
        return self.main(image).squeeze(1)


def initialize(module):
    kind = type(module).__name__
    if kind.startswith("Conv"):
        nn.init.normal_(module.weight.data, 0.0, 0.02)
    elif kind == "BatchNorm2d":
        nn.init.normal_(module.weight.data, 1.0, 0.02)
        module.bias.data.fill_(0)


if __name__ == "__main__":
    generator = Generator().apply(initialize)
    discriminator = Discriminator().apply(initialize)
