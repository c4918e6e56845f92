"""The network that predicts lips from speech: convolutions over 20 ms steps, 0.7 s around each."""

from torch import nn


class ChannelNorm(nn.Module):
    """Each step by itself, so that a short piece is heard like a long one."""

    def __init__(self, size):
        super().__init__()
        self.norm = nn.LayerNorm(size)

    def forward(self, x):
        return self.norm(x.transpose(1, 2)).transpose(1, 2)


class Block(nn.Module):
    def __init__(self, size, dilation, drop):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv1d(size, size, 5, padding=2 * dilation, dilation=dilation),
            nn.GELU(),
            nn.Dropout(drop),
            nn.Conv1d(size, size, 1),
        )
        self.norm = ChannelNorm(size)

    def forward(self, x):
        return x + self.body(self.norm(x))


class Net(nn.Module):
    """[B, inputs, T] to [B, components, T]."""

    def __init__(self, inputs, hidden, components, drop=0.25):
        super().__init__()
        self.enter = nn.Sequential(nn.Dropout(drop), nn.Conv1d(inputs, hidden, 1), nn.GELU())
        self.blocks = nn.Sequential(*[Block(hidden, d, drop) for d in (1, 2, 4, 1)])
        self.leave = nn.Sequential(nn.GELU(), nn.Dropout(drop), nn.Conv1d(hidden, components, 5, padding=2))

    def forward(self, x):
        return self.leave(self.blocks(self.enter(x)))
