import torch
import torch.nn.functional as F
from torch import nn, optim
from torchvision import datasets, transforms

from .blocks import ConvBlock

device = "cuda" if torch.cuda.is_available() else "cpu"


class Digits(nn.Module):
    def __init__(self):
        super().__init__()
        self.block1 = ConvBlock(1, 16)
        self.block2 = ConvBlock(16, 32)
        self.fc = nn.Linear(32 * 7 * 7, 10)

    def forward(self, x):
        x = self.block2(self.block1(x))
        return F.log_softmax(self.fc(x.view(x.size(0), -1)), dim=1)


def train(model, loader, optimizer):
    model.train()
    for images, labels in loader:
        optimizer.zero_grad()
        loss = F.nll_loss(model(images.to(device)), labels.to(device))
        loss.backward()
        optimizer.step()


if __name__ == "__main__":
    data = datasets.MNIST("data", download=True, transform=transforms.ToTensor())
    model = Digits().to(device)
    train(model, torch.utils.data.DataLoader(data, batch_size=64), optim.Adam(model.parameters()))
