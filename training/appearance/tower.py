"""Two towers, mouth pictures and speech. All but what looks at a picture is that of training/lipslate."""

import sys
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lipslate"))
from features import SLOW_S, STEP_S  # noqa: E402
from model import Net  # noqa: E402

# Side of what the network sees of a crop.
SEEN = 40
SLOW_STEPS = round(SLOW_S / STEP_S)


def conv(inputs, outputs, kernel, stride):
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
    )


class Appearance(Net):
    """pictures [F, 2, SEEN, SEEN] (itself, and less what the mouth looks like on average) to a few numbers each."""

    def __init__(self, numbers=12, width=16, hidden=64, size=32, dropout=0.15):
        super().__init__(numbers, hidden, size, dropout)
        # Depthwise convolutions would save numbers, but no time: PyTorch is slow at them.
        self.eye = nn.Sequential(
            conv(2, width, 5, 2),
            conv(width, 2 * width, 3, 2),
            conv(2 * width, 3 * width, 3, 2),
            conv(3 * width, 3 * width, 3, 1),
            # Where in the mouth something is matters: one weight per place.
            nn.Conv2d(3 * width, 3 * width, SEEN // 8, groups=3 * width, bias=False),
            nn.BatchNorm2d(3 * width),
            nn.ReLU(inplace=True),
            nn.Dropout(dropout),
            nn.Conv2d(3 * width, numbers, 1),
        ).to(memory_format=torch.channels_last)

    def lips(self, pictures, left, right, share, known):
        """left, right [B, N]: the pictures beside each step; share of the right one; known, where both are near."""
        numbers = self.eye(pictures.contiguous(memory_format=torch.channels_last))[:, :, 0, 0]
        x = numbers[left] * (1 - share)[..., None] + numbers[right] * share[..., None]
        return F.normalize(self.lip_tower(level(x.transpose(1, 2), known[:, None])), dim=1)


def level(x, known):
    """Without what is slow, in units of its own spread: who speaks must not matter."""
    mean = around(x * known) / (around(known) + 1e-6)
    z = (x - mean) * known
    spread = torch.sqrt((z * z).sum(2, keepdim=True) / (known.sum(2, keepdim=True) + 1e-6) + 1e-4)
    return (z / spread).clamp(-4, 4)


def around(x):
    """Mean over ±SLOW_S; beyond the ends there is nothing."""
    return F.avg_pool1d(x, 2 * SLOW_STEPS + 1, 1, SLOW_STEPS)
