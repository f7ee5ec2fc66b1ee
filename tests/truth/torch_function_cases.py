"""Expressions of a ``forward``, with the tensors that they are written for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

Sizes = tuple[int, ...]


@dataclass(frozen=True)
class Case:
    """An expression of inputs and parameters; the inputs come in a batch.

    :param inputs: the shapes of the inputs ``x`` and ``y``, without the batch axis.
    :param parameters: the shapes of the parameters ``p``, ``q`` and ``r``.
    """

    inputs: tuple[Sizes, ...]
    parameters: tuple[Sizes, ...] = ()
    expression: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of inputs and parameters."""
        return (*"xy"[: len(self.inputs)], *"pqr"[: len(self.parameters)])


EXPRESSIONS: dict[Case, str] = {
    Case(((6, 8, 10),)): """
        x.view(x.size(0), -1)
        x.view(-1, 480)
        x.view(-1, 481)
        x.view(-1, 240)
        x.view(-1, 6 * 8 * 10)
        x.view(x.shape[0], 6, -1)
        x.view(x.size(0), 6, 8 * 10)
        x.view(x.size(0), 2, 3, 8, 10)
        x.view(x.size(0), 7, -1)
        x.view(x.size(0), -1, -1)
        x.view(-1)
        x.view(-1, 10)
        x.view(-1, 8, 10)
        x.view(x.size(0), 480)
        x.view((x.size(0), -1))
        x.view([x.size(0), 60, 8])
        x.view(*x.shape[:2], -1)
        x.view(*x.size()[:2], 80)
        x.view(x.size(0), x.size(1), x.size(2) * x.size(3))
        x.view(x.shape)
        x.view(x.size(0) * 6, 80)
        x.view(x.size(0), -1).unsqueeze(1)
        x.reshape(x.shape[0], -1)
        x.reshape(-1, 48, 10)
        x.reshape((-1, 480))
        x.reshape(x.size(0), 10, 8, 6)
        x.reshape(x.size(0), 10, 8, 7)
        torch.reshape(x, (x.size(0), -1))
        torch.reshape(x, (-1, 480))
        torch.reshape(x, (-1,))
        x.flatten(1)
        x.flatten(2)
        x.flatten(1, 2)
        x.flatten(-2)
        x.flatten(start_dim=1)
        x.flatten(start_dim=2, end_dim=3)
        x.flatten()
        x.flatten(0, 1)
        x.flatten(4)
        x.flatten(2, 1)
        torch.flatten(x, 1)
        torch.flatten(x, start_dim=1)
        torch.flatten(x)
        torch.flatten(x, -3)
        torch.flatten(x, 1, -2)
        nn.Flatten()(x)
        x.unflatten(1, (2, 3))
        x.unflatten(1, (2, -1))
        x.unflatten(-1, (5, 2))
        x.unflatten(1, (4, 2))
        x.unflatten(0, (1, -1))
        torch.unflatten(x, 3, (2, 5))
        x.permute(0, 2, 3, 1)
        x.permute((0, 3, 1, 2))
        x.permute(0, 2, 1)
        x.permute(0, -1, 1, 2)
        x.permute(1, 0, 2, 3)
        x.permute(0, 2, 3, 3)
        x.permute(0, 2, 3, 4)
        torch.permute(x, (0, 2, 3, 1))
        x.permute(0, 2, 3, 1).permute(0, 3, 1, 2)
        x.transpose(1, 2)
        x.transpose(-1, -2)
        x.transpose(1, -1)
        x.transpose(0, 1)
        x.transpose(1, 4)
        torch.transpose(x, 2, 3)
        torch.transpose(x, dim0=1, dim1=3)
        x.swapaxes(1, 2)
        torch.swapaxes(x, 2, 3)
        x.mT
        x.movedim(1, -1)
        x.movedim((2, 3), (1, 2))
        x.movedim(0, 1)
        torch.moveaxis(x, 1, 3)
        x.flatten(2).transpose(1, 2)
        x.flatten(2).mT
        x.contiguous().view(x.size(0), -1)
        x.clone()
        x.detach().relu()
        x.to(torch.float32).abs()
        x.float().sqrt()
        x.type_as(x) * 2
        x.unsqueeze(1)
        x.unsqueeze(-1)
        x.unsqueeze(4)
        x.unsqueeze(5)
        x.unsqueeze(0)
        torch.unsqueeze(x, 2)
        torch.unsqueeze(x, dim=1)
        x.mean([2, 3])
        x.mean((2, 3))
        x.mean((-2, -1), keepdim=True)
        x.mean(dim=(2, 3))
        x.mean(axis=(2, 3))
        x.mean(dim=1, keepdim=True)
        x.mean(1)
        x.mean(-1)
        x.mean(3).mean(2)
        x.mean(2, keepdim=True)
        x.mean([1, 2, 3])
        x.mean([2, 2])
        x.mean(4)
        x.mean(0)
        x.mean()
        x.mean(0, keepdim=True)
        x.mean([0, 2, 3])
        torch.mean(x, [2, 3])
        torch.mean(x, dim=1, keepdim=True)
        torch.mean(x, (2, 3), True)
        x.sum(1)
        x.sum((2, 3))
        x.sum(dim=-1, keepdim=True)
        x.sum()
        torch.sum(x, 1)
        torch.sum(x, dim=[1, 2])
        x.amax(dim=(2, 3))
        x.amax(1, keepdim=True)
        torch.amax(x, dim=1)
        x.amin(-1)
        x.max(1)[0]
        x.max(dim=1, keepdim=True)[0]
        x.max(1).values
        x.max(-1)[0].max(-1)[0]
        x.max()
        x.max(0)[0]
        torch.max(x, 1)[0]
        torch.max(x, dim=1, keepdim=True)[0]
        torch.max(x, 1, keepdim=True).values
        torch.max(x, x)
        torch.min(x, 2)[0]
        x.min(dim=3)[0]
        torch.maximum(x, x * 2)
        torch.minimum(x, -x)
        torch.cat([torch.max(x, 1)[0].unsqueeze(1), torch.mean(x, 1).unsqueeze(1)], dim=1)
        x.std(dim=(2, 3))
        x.var(dim=1, keepdim=True)
        x.var(1, unbiased=False)
        torch.std(x, dim=1)
        x.norm(dim=1)
        x.norm(p=2, dim=1, keepdim=True)
        torch.norm(x, p=2, dim=1)
        x.prod(1)
        x.logsumexp(dim=1)
        x.softmax(1)
        x.softmax(dim=-1)
        x.softmax(0)
        x.softmax(4)
        torch.softmax(x, dim=1)
        F.softmax(x, dim=1)
        F.softmax(x)
        F.log_softmax(x, dim=1)
        F.log_softmax(x, 1)
        x.log_softmax(-1)
        torch.log_softmax(x, dim=-1)
        F.softmin(x, dim=1)
        x.sigmoid()
        torch.sigmoid(x)
        x.tanh()
        torch.tanh(x)
        x.relu()
        x.relu_()
        torch.relu(x)
        torch.relu_(x)
        x.clamp(0, 6)
        x.clamp(min=0)
        x.clamp(max=1.0)
        torch.clamp(x, min=0, max=1)
        x.clip(0, 1)
        x.pow(2)
        torch.pow(x, 2)
        x.sqrt()
        torch.sqrt(x)
        x.exp()
        torch.exp(x)
        x.abs()
        torch.abs(x)
        x.log()
        torch.rsqrt(x)
        x.add(1)
        x.add(x)
        x.add_(1)
        torch.add(x, x)
        x.mul(2)
        x.sub(x)
        x.div(255)
        torch.mul(x, 0.5)
        torch.sub(x, 1)
        torch.div(x, 2)
        x + 1
        1 + x
        2 * x
        x / 255
        1 / x
        x - x
        x // 2
        x ** 2
        -x
        +x
        x * x.sigmoid()
        x * x.mean((2, 3), keepdim=True)
        x * x.mean((2, 3))
        x + x.mean(1)
        x + x.mean(1, keepdim=True)
        x + x[:, :3]
        x + x.flatten(2)
        x * torch.sigmoid(x.mean(1, keepdim=True))
        x.expand(-1, 6, 8, 10)
        x[:, :1].expand(-1, 6, -1, -1)
        x[:, :1].expand(x.size(0), 6, 8, 10)
        x[:, :2].expand(-1, 6, -1, -1)
        x.mean((2, 3), keepdim=True).expand_as(x)
        F.max_pool2d(x, (8, 10)).expand(-1, -1, 8, 10)
        F.max_pool2d(x, (8, 10)).expand(-1, -1, 8, 10) + x
        x.mean((2, 3)).view(x.size(0), 6, 1, 1).expand_as(x) * x
        x.mean((2, 3)).unsqueeze(-1).unsqueeze(-1).expand(-1, -1, 8, 10)
        x.repeat(1, 2, 1, 1)
        x.repeat(1, 1, 2, 2)
        x.repeat(2, 1, 1, 1)
        x.repeat(1, 2)
        x[:, :1].repeat(1, 3, 1, 1)
        x.repeat_interleave(2, dim=2)
        x.repeat_interleave(2, dim=1)
        torch.repeat_interleave(x, 3, dim=-1)
        x.tile(1, 1, 2, 1)
        x.roll(1, 2)
        x.roll(shifts=(1, 1), dims=(2, 3))
        x.roll(1, 0)
        torch.roll(x, shifts=(-1, -2), dims=(1, 2))
        torch.flip(x, [3])
        x.flip(2, 3)
        x.flip(0)
        x.chunk(2, 1)[0]
        x.chunk(4, dim=1)[2]
        x.chunk(4, dim=1)[3]
        x.chunk(3, dim=-1)[2]
        torch.chunk(x, 2, dim=1)[1]
        torch.chunk(x, 2)[1]
        x.split(2, dim=1)[2]
        x.split(4, dim=1)[1]
        x.split([1, 5], dim=1)[1]
        x.split([1, 4], dim=1)[1]
        torch.split(x, 3, dim=1)[1]
        torch.split(x, [2, 4], 1)[0]
        torch.split(x, split_size_or_sections=3, dim=1)[1]
        torch.tensor_split(x, 3, dim=3)[0]
        x.unbind(1)[2]
        x.unbind(-1)[9]
        x.unbind(-1)[10]
        torch.unbind(x, dim=1)[0]
        x.select(1, 2)
        x.narrow(1, 2, 3)
        x.narrow(1, 4, 3)
        torch.narrow(x, 2, 0, 4)
        torch.cat([x, x], 1)
        torch.cat((x, x, x), dim=1)
        torch.cat([x, x], dim=-1)
        torch.cat([x, x])
        torch.cat([x, x[:, :2]], 1)
        torch.cat([x, x[:, :, :2]], 1)
        torch.cat([x, x[:, :, :2]], 2)
        torch.cat(tensors=[x, x], dim=1)
        torch.cat([x, x], axis=1)
        torch.concat([x, x], dim=2)
        torch.cat([x, x.mean(1)], 1)
        torch.cat([x], 1)
        torch.stack([x, x], dim=1)
        torch.stack([x, x], dim=-1)
        torch.stack([x, x], 4)
        torch.stack([x, x])
        torch.stack([x, x[:, :3]], 1)
        torch.stack([x, x, x], 1).sum(1)
        x[:, 0]
        x[:, -1]
        x[:, 6]
        x[:, 1:]
        x[:, 1:3]
        x[:, :-1]
        x[:, ::2]
        x[:, :, 1:, 1:]
        x[:, :, ::2, ::2]
        x[:, :, 1:-1, 1:-1]
        x[:, :, :-1]
        x[..., 0]
        x[..., 1:]
        x[..., ::2, :]
        x[..., None]
        x[:, None]
        x[:, :, None, None]
        x[:, 2, :, 3]
        x[:, 2, ..., 3]
        x[:, 0, 0, 0]
        x[:, 0, 0, 0, 0]
        x[:, ..., 1]
        x[...]
        x[:]
        x[0]
        x[:2]
        x[1:]
        x[None]
        x[:, ::-1]
        x[:, 2:100]
        x[:, [2, 1, 0]]
        x[:, [5, 5, 0, 1]]
        x[:, [6]]
        x[:, :, [0, 2], :]
        x[..., [1]]
        x[[0, 1]]
        x[:, torch.arange(3)]
        x[:, torch.zeros(2, 3, dtype=torch.long)]
        x[:, -3:]
        F.relu(x)
        F.relu(x, inplace=True)
        F.relu(x, True)
        F.relu6(x)
        F.leaky_relu(x, 0.2)
        F.leaky_relu(x, negative_slope=0.1, inplace=True)
        F.elu(x)
        F.selu(x)
        F.celu(x)
        F.gelu(x)
        F.gelu(x, approximate='tanh')
        F.silu(x)
        F.mish(x)
        F.hardswish(x)
        F.hardsigmoid(x)
        F.hardtanh(x, 0, 6)
        F.softplus(x)
        F.softsign(x)
        F.logsigmoid(x)
        F.tanhshrink(x)
        F.sigmoid(x)
        F.tanh(x)
        F.threshold(x, 0.1, 0)
        F.glu(x, dim=1)
        F.glu(x)
        F.glu(x[:, :3], 1)
        F.max_pool2d(x, 2)
        F.max_pool2d(x, 2, 2)
        F.max_pool2d(x, (2, 2))
        F.max_pool2d(x, 3, 2, 1)
        F.max_pool2d(x, kernel_size=3, stride=2, padding=1)
        F.max_pool2d(x, 3, 2, 0, 1, True)
        F.max_pool2d(x, 3, stride=2, ceil_mode=True)
        F.max_pool2d(x, 3, 1, 1, 2)
        F.max_pool2d(x, 9)
        F.max_pool2d(input=x, kernel_size=2)
        torch.max_pool2d(x, 2)
        F.max_pool2d(F.relu(x), 2)
        F.max_pool2d(x, kernel_size=x.size()[2:])
        F.avg_pool2d(x, 2)
        F.avg_pool2d(x, 8)
        F.avg_pool2d(x, x.size()[2:])
        F.avg_pool2d(x, (x.size(2), x.size(3)), stride=(x.size(2), x.size(3)))
        F.avg_pool2d(x, 3, 2, 1, True)
        F.avg_pool2d(x, 3, 1, 1, False, False)
        F.avg_pool2d(x, 3, stride=2, padding=1, ceil_mode=True, count_include_pad=False)
        F.lp_pool2d(x, 2, 3)
        F.lp_pool2d(x, 2, 3, 2)
        F.lp_pool2d(x, 2, (x.size(2), x.size(3)), stride=(x.size(2), x.size(3)))
        F.adaptive_avg_pool2d(x, 1)
        F.adaptive_avg_pool2d(x, (1, 1))
        F.adaptive_avg_pool2d(x, (3, None))
        F.adaptive_avg_pool2d(x, output_size=(4, 5))
        F.adaptive_max_pool2d(x, 2)
        F.adaptive_max_pool2d(x, output_size=1).flatten(1)
        F.adaptive_avg_pool1d(x.flatten(2), 4)
        F.max_pool1d(x.flatten(2), 4)
        F.avg_pool1d(x.flatten(2), 3, 2, 1)
        F.max_pool3d(x.unsqueeze(1), 2)
        F.adaptive_avg_pool3d(x.unsqueeze(1), 1)
        F.dropout(x)
        F.dropout(x, 0.5)
        F.dropout(x, p=0.2, training=self.training)
        F.dropout(x, 0.5, self.training)
        F.dropout(x, 0.5, training=False, inplace=True)
        F.dropout2d(x, 0.1, self.training)
        F.alpha_dropout(x, 0.1, self.training)
        torch.dropout(x, 0.5, False)
        F.interpolate(x, scale_factor=2)
        F.interpolate(x, scale_factor=2, mode='nearest')
        F.interpolate(x, scale_factor=2, mode='bilinear', align_corners=True)
        F.interpolate(x, scale_factor=(2, 3))
        F.interpolate(x, scale_factor=0.5)
        F.interpolate(x, size=(16, 20))
        F.interpolate(x, size=16)
        F.interpolate(x, (5, 7), mode='bilinear', align_corners=False)
        F.interpolate(x, size=x.shape[2:], mode='bilinear')
        F.interpolate(x, size=x.shape[-2:])
        F.interpolate(x, [4, 5], None, 'bilinear', False)
        F.interpolate(x, size=(16, 20), mode='bilinear', antialias=True)
        F.interpolate(x, size=(16, 20), scale_factor=2)
        F.interpolate(x)
        F.upsample(x, scale_factor=2)
        F.upsample(x, size=(16, 16), mode='bilinear')
        F.pad(x, (1, 1))
        F.pad(x, (1, 2, 3, 4))
        F.pad(x, [1, 1, 1, 1], 'constant', 0)
        F.pad(x, (0, 1, 0, 1), mode='constant', value=0.0)
        F.pad(x, (0, 0, 0, 0, 2, 3))
        F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, 3, 3), "constant", 0)
        F.pad(x, (-1, -1, -1, -1))
        F.pad(x, (1, 1, 1, 1), mode='reflect')
        F.pad(x, (9, 1, 1, 1), mode='reflect')
        F.pad(x, (1, 1, 1, 1), mode='replicate')
        F.pad(x, (1, 2, 3, 4), mode='circular')
        F.pad(x, (1, 1, 1))
        F.pad(x, (0, 0, 0, 0, 0, 0, 1, 1))
        F.pad(x, (0, 0, 0, 0, 1, 1, 0, 0))
        F.normalize(x)
        F.normalize(x, dim=1)
        F.normalize(x, p=2, dim=-1)
        F.normalize(x, dim=0)
        F.normalize(x.flatten(1), p=2.0, dim=1)
        F.layer_norm(x, (10,))
        F.layer_norm(x, [8, 10])
        F.layer_norm(x, x.shape[1:])
        F.layer_norm(x, (6,))
        F.layer_norm(x.permute(0, 2, 3, 1), (6,)).permute(0, 3, 1, 2)
        F.group_norm(x, 3)
        F.group_norm(x, 4)
        F.instance_norm(x)
        F.batch_norm(x, None, None)
        F.local_response_norm(x, 5)
        F.local_response_norm(x, 5, 0.0001, 0.75, 2)
        F.unfold(x, 3)
        F.unfold(x, kernel_size=2, stride=2)
        F.unfold(x, (3, 3), 1, 1, 2)
        F.fold(F.unfold(x, 2, stride=2), (8, 10), 2, stride=2)
        F.pixel_shuffle(x.repeat(1, 2, 1, 1), 2)
        F.pixel_shuffle(x, 2)
        F.pixel_unshuffle(x, 2)
        F.channel_shuffle(x, 3)
        torch.pixel_shuffle(x.repeat(1, 2, 1, 1), 2)
        torch.channel_shuffle(x, 2)
        x @ x.mT
        x.matmul(x.transpose(-1, -2))
        torch.matmul(x, x.transpose(2, 3))
        torch.matmul(x, x)
        x.flatten(2) @ x.flatten(2).transpose(1, 2)
        torch.bmm(x.flatten(2), x.flatten(2).transpose(1, 2))
        torch.bmm(x.flatten(2), x.flatten(2).transpose(1, 2)) / 80 ** 0.5
        x.flatten(2).bmm(x.flatten(2).mT).softmax(-1)
        torch.bmm(x, x)
        torch.bmm(x.flatten(2), x.flatten(2))
        x.flatten(1) @ x.flatten(1).t()
        x.flatten(1).matmul(x.flatten(1).T)
        torch.mm(x.flatten(1), x.flatten(1).t())
        torch.einsum('bchw,bcxy->bhwxy', x, x)
        torch.einsum('bcn,bcm->bnm', x.flatten(2), x.flatten(2))
        torch.einsum('bcn,bdn->bcd', [x.flatten(2), x.flatten(2)])
        torch.einsum('bcn,bcn->bn', x.flatten(2), x.flatten(2))
        torch.einsum('bchw->bhwc', x)
        torch.einsum('bchw->bc', x)
        torch.einsum('bchw->cbhw', x)
        torch.einsum('bchw,bcxy->hwxy', x, x)
        torch.einsum('bcn,bcm->bnk', x.flatten(2), x.flatten(2))
        torch.einsum('bcn,bnm->bcm', x.flatten(2), x.flatten(2))
        F.scaled_dot_product_attention(x, x, x)
        F.scaled_dot_product_attention(x, x[:, :, :4], x[:, :, :4])
        x.masked_fill(torch.ones(8, 10) > 2, 0.0)
        torch.where(torch.ones(8, 10) > 2, x, -x)
        x.view(x.size(0), 2, 3, 8, 10).transpose(1, 2).contiguous().view(x.size(0), -1, 8, 10)
        x.view(x.size(0), 2, 3, 8, 10).permute(0, 2, 1, 3, 4).reshape(x.size(0), 6, 8, 10)
        x.squeeze()
        x.squeeze(1)
        x.mean((2, 3), keepdim=True).squeeze()
        x.mean((2, 3), keepdim=True).squeeze(-1).squeeze(-1)
        x.mean((2, 3), keepdim=True).squeeze((2, 3))
        x.mean(1, keepdim=True).squeeze(dim=1)
        torch.squeeze(x.mean(3, keepdim=True), 3)
        torch.squeeze(x, 5)
        x.mean((2, 3)) + torch.zeros(6)
        x + torch.zeros(1, 6, 1, 1)
        x * torch.ones(6, 8, 10)
        x + torch.zeros(6)
        x + torch.randn(x.size(0), 6, 8, 10)
        x.mean((2, 3), keepdim=True) + torch.zeros(1, 6, 8, 10)
        x + torch.randn_like(x)
        torch.cat([x, torch.zeros(x.size(0), 2, 8, 10)], 1)
        torch.cat([x, x.new_zeros(x.size(0), 2, 8, 10)], dim=1)
        torch.cat([x, torch.zeros_like(x)], dim=1)
        x + torch.full((1, 6, 1, 1), 2.0)
        x + torch.tensor([[0.5], [0.5]])
        x + torch.tensor([0.5])
        x + torch.linspace(0, 1, 10)
        x + torch.arange(10)
        x + torch.arange(0, 20, 2)
        x - torch.tensor([1.0, 2, 3, 4, 5, 6]).view(1, 6, 1, 1)
        F.cosine_similarity(x, x * 2)
        F.pairwise_distance(x.flatten(1), x.flatten(1) + 1)
        F.conv2d(x, torch.ones(4, 6, 3, 3), padding=1)
        F.conv2d(x, torch.ones(6, 1, 3, 3), groups=6)
        F.avg_pool2d(x, 2, padding=2)
        x.size(1) * x
        x * x.dim()
        x / x.shape[-1] ** 0.5
        x.nonsense()
    """,
    Case(((12,),)): """
        x.view(-1, 12)
        x.view(x.size(0), 3, 2, 2)
        x.view(-1, 3, 2, 2)
        x.view(-1, 3, 2)
        x.view(x.size(0), -1, 1, 1)
        x[:, :, None, None]
        x.unsqueeze(2).unsqueeze(3)
        x.flatten(1)
        x.mean(1)
        x.sum(dim=1)
        x.mean(1, keepdim=True)
        x.T
        x.t()
        x.softmax(1)
        F.softmax(x)
        x[:, :6] * x[:, 6:]
        x.chunk(2, dim=-1)[1]
        torch.cat([x, x], -1)
        x @ x.T
        x @ x
        F.glu(x)
        F.normalize(x)
        F.layer_norm(x, (12,))
    """,
    Case(((5, 12), (7, 12))): """
        x @ y.transpose(1, 2)
        x @ y
        torch.bmm(x, y.transpose(1, 2))
        torch.einsum('bid,bjd->bij', x, y)
        torch.cat([x, y], 1)
        torch.cat([x, y], 2)
        torch.cat((x, y), dim=-2)
        torch.stack([x, y], 1)
        x + y
        x + y[:, :1]
        x.unsqueeze(2) + y.unsqueeze(1)
        x.unsqueeze(2) * y[:, None]
        torch.max(x[:, :1], y)
        x[:, 0] @ y.transpose(1, 2)
        F.scaled_dot_product_attention(x, y, y)
        F.scaled_dot_product_attention(x.view(-1, 5, 3, 4), y.view(-1, 7, 3, 4)[:, :5], y.view(-1, 7, 3, 4)[:, 2:])
        (x.view(x.size(0), 5, 3, 4).transpose(1, 2) @ y.view(y.size(0), 7, 3, 4).permute(0, 2, 3, 1)).softmax(-1)
        x.expand_as(y)
        x.view_as(y)
        x[:, :1].expand_as(y)
        y.mean(1).unsqueeze(1) - x
    """,
    Case(((5, 12),), ((1, 5, 12), (1, 1, 12), (12,))): """
        x + p
        p + x
        x + q
        x * r
        r * x
        x + p[:, :5]
        x + p[:, 1:]
        x + p[:, 1:2]
        x + p[0]
        torch.cat([q.expand(x.shape[0], -1, -1), x], dim=1)
        torch.cat((q.expand(x.size(0), 1, 12), x), 1)
        torch.cat([q.repeat(x.size(0), 1, 1), x], dim=1)
        torch.cat([q, x], dim=1)
        torch.cat([q.expand(x.shape[0], -1, -1), x], dim=1)[:, 0]
        q.expand(x.size(0), 3, -1)
        q.expand(x.size(0), -1, 7)
        q.repeat(x.size(0), 3, 1)
        p.repeat(x.size(0), 1, 1) + x
        r.expand(x.size(0), 5, 12) * x
        r.view(1, 1, -1) * x
        r.view(1, 1, 12) * x
        r[None, None] * x
        r[None, None, None] * x
        r.unsqueeze(0).unsqueeze(0) + x
        r.repeat(5, 1) + x
        r.repeat(2, 1) + x
        x @ p.transpose(1, 2)
        x @ p[0].T
        x @ p[0].t()
        x @ p.mT
        x @ r
        x @ p[0]
        p @ x.transpose(1, 2)
        p[0] @ x.transpose(1, 2)
        p.squeeze(0) @ x.mT
        torch.matmul(x, p[0].transpose(0, 1))
        torch.einsum('bnd,md->bnm', x, p[0])
        torch.einsum('bnd,d->bn', x, r)
        torch.einsum('bnd,bmd->bnm', x, p)
        torch.sigmoid(r) * x
        (r + 1) * x
        -r * x
        x / r.norm(dim=0)
        x * r.mean()
        x * p.sum()
        F.linear(x, p[0])
        F.linear(x, p[0], p[0, :, 0])
        F.linear(x, p[0], r)
        F.linear(x, p[0].T)
        F.layer_norm(x, (12,), r, r)
        F.layer_norm(x, (12,), weight=r)
        F.rms_norm(x, (12,), r)
        F.prelu(x, r[:5])
        F.prelu(x, r[:1])
        F.prelu(x, r)
        F.interpolate(p.transpose(1, 2), size=9).transpose(1, 2)[:, :5] + x
        p.flatten(0)[:12] + x
        p.permute(1, 0, 2) + x
        p.transpose(0, 1) + x
    """,
    Case(((6, 8, 8),), ((4, 6, 3, 3), (6, 4, 2, 2), (4,))): """
        F.conv2d(x, p)
        F.conv2d(x, p, r)
        F.conv2d(x, p, bias=r, stride=2, padding=1)
        F.conv2d(x, p, None, 1, 1, 1, 1)
        F.conv2d(x, p, padding='same')
        F.conv2d(x, p, None, 1, 2, 2)
        F.conv2d(x, p[:, :3], groups=2)
        F.conv2d(x, p[:, :2], groups=2)
        F.conv2d(x, p, r[:3])
        F.conv2d(x, weight=p)
        torch.conv2d(x, p, r)
        F.conv_transpose2d(x, q)
        F.conv_transpose2d(x, q, r, 2)
        F.conv_transpose2d(x, q, stride=2)
        F.conv_transpose2d(x, q, None, 2, 0, 1, 2)
        F.conv_transpose2d(x, p)
        F.conv1d(x.flatten(2), p[:, :, 0])
        F.conv1d(x, p)
        F.batch_norm(x[:, :4], r, r)
        F.batch_norm(x[:, :4], r, r, r, r)
        F.batch_norm(x[:, :4], r, r, weight=r, bias=r, training=False)
        F.group_norm(x[:, :4], 2, r, r)
        F.group_norm(x, 2, r, r)
        F.instance_norm(x[:, :4], weight=r, bias=r)
        x[:, :4] * r.view(1, -1, 1, 1)
        x[:, :4] * r.view(-1, 1, 1)
        x[:, :4] * r[:, None, None]
        x[:, :4] * r[None, :, None, None]
        x * r.view(1, -1, 1, 1)
        x.permute(0, 2, 3, 1)[..., :4] * r
        x[:, :4] * r
    """,
    Case(((6, 9),), ((3, 6, 4),)): """
        F.conv1d(x, p)
        F.conv1d(x, p, stride=2, padding=1)
        F.max_pool1d(x, 3, 2)
        F.avg_pool1d(x, 2)
        F.adaptive_max_pool1d(x, 3)
        F.interpolate(x, scale_factor=2, mode='linear')
        F.interpolate(x, size=20)
        x.mean(-1)
        x.max(2)[0]
        F.pad(x, (2, 0))
        x[:, :, -1]
        x[:, :, :-2]
        F.softmax(x)
        F.softmax(x, -1)
        F.glu(x, dim=1)
        x.transpose(1, 2)
        x.unfold(1, 2, 2)
    """,
    Case(((2, 6, 7, 8),)): """
        F.max_pool3d(x, 2)
        F.max_pool3d(x, (1, 2, 2), (1, 2, 2))
        F.avg_pool3d(x, 2, 1)
        F.adaptive_avg_pool3d(x, (1, 1, 1)).flatten(1)
        F.interpolate(x, scale_factor=2, mode='trilinear', align_corners=True)
        F.pad(x, (1, 1, 1, 1, 1, 1))
        x.mean([-1, -2, -3])
        x.flatten(2)
        x[:, :, 0]
        x.permute(0, 2, 1, 3, 4)
        F.dropout3d(x, 0.5, self.training)
    """,
    Case(((5, 12), (7, 12)), ((1, 5, 12), (5, 1, 12), (12,))): """
        x.transpose(0, 1)
        x.transpose(0, 1).transpose(0, 1)
        x.permute(1, 0, 2)
        x.permute(2, 1, 0)
        x.permute(1, 2, 0)
        x.permute(1, 0, 2).permute(1, 2, 0)
        x.movedim(0, 1)
        x.movedim(0, -1).movedim(-1, 0)
        x.swapaxes(0, 1).mean(0)
        x.transpose(0, 1).mean(2)
        x.transpose(0, 1).mean(1)
        x.transpose(0, 1).mean(0, keepdim=True)
        x.transpose(0, 1).sum((0, 2))
        x.transpose(0, 1).max(0)[0]
        x.transpose(0, 1).softmax(0)
        x.transpose(0, 1).softmax(1)
        x.transpose(0, 1).softmax(-1)
        F.relu(x.transpose(0, 1))
        x.transpose(0, 1).relu() * 2 + 1
        x.transpose(0, 1) + x.transpose(0, 1)
        x.transpose(0, 1) + x
        x.transpose(0, 1)[:, :, :5] + x.transpose(1, 2).transpose(0, 1)[:5, :, :].transpose(0, 2)
        x.transpose(0, 1) + q
        x.transpose(0, 1) + q[:, 0]
        x.transpose(0, 1) + p
        x.transpose(0, 1) * r
        x.transpose(0, 1) + q.expand(-1, x.size(0), -1)
        q.expand(-1, x.size(0), -1) + x.transpose(0, 1)
        torch.cat([q.repeat(1, x.size(0), 1), x.transpose(0, 1)], 0)
        torch.cat([q.expand(-1, x.size(0), -1), x.transpose(0, 1)], dim=0)
        torch.cat([x.transpose(0, 1), y.transpose(0, 1)], dim=0)
        torch.cat([x.transpose(0, 1), x.transpose(0, 1)], dim=-1)
        torch.cat([x.transpose(0, 1), y], dim=0)
        torch.cat([x.transpose(0, 1), x.transpose(0, 1)], dim=1)
        torch.stack([x, x])
        torch.stack([x, x])[0]
        torch.stack([x, x], 0).sum(0)
        torch.stack([x.transpose(0, 1)] * 3, 1)
        torch.stack([x.transpose(0, 1)] * 3, 2)
        x.unsqueeze(0)
        x.unsqueeze(0).squeeze(0)
        x[None] * x
        x.unsqueeze(0) + x
        x.unsqueeze(0) * r[:, None, None, None]
        x.unsqueeze(0).expand(3, -1, -1, -1)
        x.expand(3, -1, -1, -1)
        x.repeat(3, 1, 1, 1)
        x.repeat(3, 2, 1, 1)
        x.transpose(0, 1).expand(5, -1, 12)
        x.transpose(0, 1)[0]
        x.transpose(0, 1)[-1]
        x.transpose(0, 1)[1:]
        x.transpose(0, 1)[:, 0]
        x.transpose(0, 1)[:, :, 0]
        x.transpose(0, 1)[..., 0]
        x.transpose(0, 1)[0, ..., 1]
        x.transpose(0, 1)[None]
        x.transpose(0, 1)[:, None]
        x.transpose(0, 1)[:, :, None]
        x.transpose(0, 1)[[0, 2]]
        x.transpose(0, 1)[torch.arange(3)]
        x.transpose(0, 1)[torch.zeros(2, 2, dtype=torch.long)]
        x.transpose(0, 1)[5]
        x.transpose(0, 1).unbind(0)[2]
        x.transpose(0, 1).unbind(1)[2]
        x.transpose(0, 1).chunk(2, 0)[1]
        x.transpose(0, 1).chunk(2, 1)[1]
        x.transpose(0, 1).split(5, dim=-1)[2]
        x.transpose(0, 1).select(0, 1)
        x.transpose(0, 1).narrow(0, 1, 2)
        x.transpose(0, 1).flip(0)
        x.transpose(0, 1).roll(1, 0)
        x.transpose(0, 1).roll(1, 1)
        x.transpose(0, 1).repeat_interleave(2, dim=0)
        x.transpose(0, 1).unfold(0, 2, 1)
        x.transpose(0, 1).unsqueeze(0)
        x.transpose(0, 1).unsqueeze(1)
        x.transpose(0, 1).unsqueeze(2)
        x.transpose(0, 1).flatten(0)
        x.transpose(0, 1).flatten(1)
        x.transpose(0, 1).flatten(0, 1)
        x.permute(1, 2, 0).flatten(0, 1)
        x.permute(1, 2, 0).flatten(0, 1).transpose(0, 1)
        x.transpose(0, 1).unflatten(0, (5, 1))
        x.transpose(0, 1).unflatten(2, (3, 4))
        x.transpose(0, 1).unflatten(1, (1, -1))
        x.unflatten(0, (-1, 1))
        x.unflatten(0, (-1, 3))
        r @ x.permute(2, 1, 0)
        r @ x.unsqueeze(0).mT
        x.transpose(0, 1).view(5, -1, 12)
        x.transpose(0, 1).reshape(5, x.size(0), 3, 4)
        x.transpose(0, 1).reshape(5, x.size(0), -1)
        x.transpose(0, 1).reshape(5, -1, 3, 4)
        x.transpose(0, 1).reshape(x.size(0), 5, 12)
        x.transpose(0, 1).reshape(-1, 12)
        x.transpose(0, 1).reshape(1, 5, x.size(0), 12)
        x.transpose(0, 1).reshape(-1, x.size(0), 6)
        x.view(1, x.size(0), -1)
        x.view(1, x.size(0), 5, 12)[0]
        x.transpose(0, 1).contiguous().view(5, x.size(0), 4, 3).permute(1, 2, 0, 3)
        x.transpose(0, 1) @ torch.ones(12, 3)
        x.transpose(0, 1) @ p[0].T
        p[0] @ x.flatten(1)[:, :12].T
        x.flatten(1).T
        x.flatten(1).T.T
        r @ x.transpose(1, 2)
        x.transpose(0, 1) @ x.transpose(0, 1).mT
        x.unsqueeze(0) @ x.unsqueeze(0).mT
        x.unsqueeze(0) @ x.mT
        x.unsqueeze(0) @ y.unsqueeze(0).transpose(-2, -1)
        x.permute(1, 2, 0) @ x.permute(1, 0, 2)
        torch.bmm(x.transpose(0, 1), x.permute(1, 2, 0))
        torch.einsum('nbd,mbd->bnm', x.transpose(0, 1), y.transpose(0, 1))
        torch.einsum('nbd,mbd->nmb', x.transpose(0, 1), y.transpose(0, 1))
        torch.einsum('nbd,bmd->nbm', x.transpose(0, 1), y)
        torch.einsum('nbd,d->nb', x.transpose(0, 1), r)
        torch.einsum('nbd->ndb', x.transpose(0, 1))
        torch.einsum('nbd->db', x.transpose(0, 1))
        torch.einsum('nbd->nd', x.transpose(0, 1))
        F.linear(x.transpose(0, 1), p[0])
        F.linear(x.permute(1, 2, 0), p[0])
        F.layer_norm(x.transpose(0, 1), (12,), r, r)
        F.layer_norm(x.transpose(0, 1), (12,))
        F.dropout(x.transpose(0, 1), 0.1, self.training)
        F.gelu(x.transpose(0, 1))
        F.glu(x.transpose(0, 1))
        F.normalize(x.transpose(0, 1), dim=-1)
        F.normalize(x.transpose(0, 1), dim=0)
        F.normalize(x.transpose(0, 1))
        F.pad(x.transpose(0, 1), (0, 0, 0, 0, 1, 0))
        F.pad(x.transpose(0, 1), (0, 1))
        F.pad(x.transpose(0, 1), (0, 0, 1, 0))
        F.adaptive_avg_pool1d(x.transpose(0, 1).transpose(0, 1), 1)
        F.cosine_similarity(x.transpose(0, 1), x.transpose(0, 1), dim=0)
        F.scaled_dot_product_attention(x.unsqueeze(0), x.unsqueeze(0), x.unsqueeze(0))
        F.scaled_dot_product_attention(x.unsqueeze(0), y.unsqueeze(0), y.unsqueeze(0))[0]
        F.scaled_dot_product_attention(x.transpose(0, 1), x.transpose(0, 1), x.transpose(0, 1))
        nn.MultiheadAttention(12, 3)(x.transpose(0, 1), y.transpose(0, 1), y.transpose(0, 1))[0]
        nn.MultiheadAttention(12, 3, batch_first=True)(x, y, y)[0]
        nn.LayerNorm(12)(x.transpose(0, 1))
        nn.Linear(12, 7)(x.transpose(0, 1))
        nn.Linear(12, 7)(x.transpose(0, 1)).transpose(0, 1)
        nn.GELU()(x.transpose(0, 1))
        nn.Softmax(dim=-1)(x.transpose(0, 1))
        nn.Dropout(0.0)(x.transpose(0, 1))
        nn.Sequential(nn.Linear(12, 7), nn.ReLU(), nn.Linear(7, 12))(x.transpose(0, 1)) + x.transpose(0, 1)
        x.transpose(0, 1).reshape(5, x.shape[0] * 3, 4).transpose(0, 1)
        x.transpose(0, 1).new_zeros(5, x.size(0), 12) + x.transpose(0, 1)
        x.transpose(0, 1) + torch.zeros(5, x.size(0), 12)
        x.transpose(0, 1) + torch.zeros_like(x.transpose(0, 1))
        torch.hstack([x, y])
        torch.vstack([x, x])
        torch.dstack([x, x])
        torch.hstack([x.transpose(0, 1), x.transpose(0, 1)])
        torch.vstack([x.transpose(0, 1), y.transpose(0, 1)])
        x.tensor_split(indices=(1,), dim=1)[0]
        x.tensor_split((1, 3), dim=1)[1]
        torch.tensor_split(x, [2], dim=2)[1]
        x.masked_fill(x > 1, 0.0)
        torch.where(x > 1, x, -x)
        x[:, :len(x.transpose(0, 1)) - 2]
        sum([x, x[:, :5]])
        sum([x, x], x)
    """,
    Case(((16, 24),)): """
        x.reshape(x.size(0), 16, 3, 2, 4).permute(2, 0, 3, 1, 4)
        x.reshape(x.size(0), 16, 3, 2, 4).permute(2, 0, 3, 1, 4)[0]
        x.reshape(x.size(0), 16, 3, 2, 4).permute(2, 0, 3, 1, 4).unbind(0)[2]
        x.reshape(x.size(0), 16, 3, 2, 4).permute(2, 0, 3, 1, 4).chunk(3, 0)[1].squeeze(0)
        x.view(x.shape[0], 16, 3, -1).permute(2, 0, 1, 3)[1]
        x.view(-1, 16, 3, 8).permute(2, 0, 1, 3)[1:].sum(0)
        x.view(-1, 16, 3, 8).permute(2, 1, 0, 3)[0]
        x.view(-1, 16, 3, 8).permute(2, 1, 0, 3)[0].transpose(0, 1)
    """,
}


def cases() -> Iterator[Case]:
    """All expressions, each with its tensors."""
    for tensors, lines in EXPRESSIONS.items():
        for line in lines.strip().splitlines():
            yield replace(tensors, expression=line.strip())
