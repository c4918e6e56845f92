"""Two small towers, lips and speech: 1-D convolutions over time to one unit vector every 20 ms."""

import torch
from torch import nn
from torch.nn import functional as F

from features import BANDS, MOST_SHAPE, SPREAD_FLOOR

# Lags compared in training, in steps of 20 ms.
REACH = 50
LAGS = 2 * REACH + 1


class Block(nn.Module):
    def __init__(self, inputs, outputs, kernel, dilation=1, stride=1, dropout=0.15):
        super().__init__()
        padding = dilation * (kernel // 2)
        self.conv = nn.Conv1d(inputs, outputs, kernel, stride, padding, dilation, bias=False)
        self.norm = nn.BatchNorm1d(outputs)
        self.dropout = dropout
        self.is_residual = inputs == outputs and stride == 1

    def forward(self, x):
        y = F.dropout(F.relu(self.norm(self.conv(x))), self.dropout, self.training)
        return x + y if self.is_residual else y


class Net(nn.Module):
    """lips [B, components, N] and sound [B, BANDS, 2 N] to unit vectors [B, size, N]."""

    def __init__(self, components, hidden=64, size=32, dropout=0.15):
        super().__init__()
        block = lambda *shape: Block(*shape, dropout=dropout)
        steps = [block(hidden, hidden, 3, dilation) for dilation in (1, 2, 4)]
        self.lip_tower = nn.Sequential(block(components, hidden, 5), *steps, nn.Conv1d(hidden, size, 1))
        steps = [block(hidden, hidden, 3, dilation) for dilation in (1, 2, 4)]
        self.sound_tower = nn.Sequential(
            block(BANDS, hidden, 5), block(hidden, hidden, 5, 1, 2), *steps, nn.Conv1d(hidden, size, 1)
        )
        self.step_scale = nn.Parameter(torch.tensor(2.3))
        self.clip_scale = nn.Parameter(torch.tensor(3.0))

    def lips(self, x):
        return F.normalize(self.lip_tower(x), dim=1)

    def sound(self, x):
        return F.normalize(self.sound_tower(x), dim=1)


def lag_map(lips, sound):
    """lips [B, E, T], sound [B, E, T + 2 REACH] beginning REACH steps earlier -> similarity [B, T, LAGS]."""
    return torch.einsum("bet,betl->btl", lips, sound.unfold(2, LAGS, 1))


class Member(nn.Module):
    """A trained net that takes lip shapes as the app has them: components and spread are part of it."""

    def __init__(self, net, components, spread):
        super().__init__()
        self.net = net
        self.register_buffer("components", torch.tensor(components.T[:, :, None].copy()))
        self.register_buffer("floor", torch.tensor(spread)[None, :, None] * SPREAD_FLOOR)

    def lips(self, shape, known):
        z = F.conv1d(shape, self.components)
        spread = torch.sqrt((z * z * known).sum(2, keepdim=True) / (known.sum(2, keepdim=True) + 1e-6))
        return self.net.lips(torch.clamp(z / (spread + self.floor), -MOST_SHAPE, MOST_SHAPE) * known)

    def sound(self, levels):
        return self.net.sound(levels)


class Ensemble(nn.Module):
    """Members side by side: the similarity of the joined vectors is the mean of the members'."""

    def __init__(self, members):
        super().__init__()
        self.members = nn.ModuleList(members)

    def forward(self, lips, known, sound):
        scale = len(self.members) ** -0.5
        seen = torch.cat([member.lips(lips, known) for member in self.members], 1)[0] * scale
        heard = torch.cat([member.sound(sound) for member in self.members], 1)[0] * scale
        return seen.t(), heard.t()
