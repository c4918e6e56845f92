#!/usr/bin/python3
"""Trains the network that predicts lips from speech.

    train.py TRAIN_DIR DEV_DIR --out NAME [--steps 1500] [--inputs mel words] [--components 8]

Folders as features.mjs writes them. Prints, per dev clip of 6 s and more, how the predicted opening of the inner lips
follows the true one: as it comes, and adapted to the speaker by the clip's first half (tested on the second).
"""

import argparse
import sys
import time

import numpy as np
import torch
from torch import nn

from adapt import adapt
from data import opening, read_clips, SHAPE_SIZE

parser = argparse.ArgumentParser()
parser.add_argument("train")
parser.add_argument("dev")
parser.add_argument("--out")
parser.add_argument("--steps", type=int, default=1500)
parser.add_argument("--inputs", nargs="+", default=["mel", "words"])
parser.add_argument("--components", type=int, default=8)
parser.add_argument("--hidden", type=int, default=128)
parser.add_argument("--seed", type=int, default=0)
parser.add_argument("--batch", type=int, default=16)
args = parser.parse_args()
SEGMENT = 160
torch.manual_seed(args.seed)
torch.set_num_threads(1)
rng = np.random.default_rng(args.seed)


def pearson(a, b):
    a, b = a - a.mean(), b - b.mean()
    return float((a * b).sum() / np.sqrt((a * a).sum() * (b * b).sum() + 1e-12))


class Block(nn.Module):
    def __init__(self, size, dilation, drop):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv1d(size, size, 5, padding=2 * dilation, dilation=dilation),
            nn.GELU(),
            nn.Dropout(drop),
            nn.Conv1d(size, size, 1),
        )
        self.norm = nn.GroupNorm(1, size)

    def forward(self, x):
        return x + self.body(self.norm(x))


class Net(nn.Module):
    """[B, 2 * 40 (+ 288), T] to [B, components, T]."""

    def __init__(self, inputs, hidden, components, drop=0.25):
        super().__init__()
        self.enter = nn.Sequential(nn.Dropout(drop), nn.Conv1d(inputs, hidden, 1), nn.GELU())
        self.blocks = nn.Sequential(*[Block(hidden, d, drop) for d in (1, 2, 4, 1)])
        self.leave = nn.Sequential(nn.GELU(), nn.Dropout(drop), nn.Conv1d(hidden, components, 5, padding=2))

    def forward(self, x):
        return self.leave(self.blocks(self.enter(x)))


train, dev = read_clips(args.train), read_clips(args.dev, 300)
print(len(train), "clips,", round(sum(c.known.sum() for c in train) / 3000, 1), "min;", len(dev), "dev", flush=True)
words = np.concatenate([c.words for c in train])
mean, spread = words.mean(0), words.std(0) + 1e-5
for c in train + dev:
    c.words = (c.words - mean) / spread
    c.x = np.concatenate([getattr(c, key) for key in args.inputs], 1)
    own = c.shape[c.known]
    c.scale = np.sqrt((own**2).mean()) + 1e-6
shapes = np.concatenate([c.shape[c.known] / c.scale for c in train])
_, _, axes = np.linalg.svd(shapes[::3], full_matrices=False)
axes = axes[: args.components]
size = (shapes @ axes.T).std(0)
print("explained", round(float(1 - ((shapes - shapes @ axes.T @ axes) ** 2).sum() / (shapes**2).sum()), 3))
typical = float(np.median([c.scale for c in train]))
weight_of_opening = torch.tensor(opening((axes * size[:, None])[None])[0], dtype=torch.float32)
for c in train + dev:
    c.z = ((c.shape / c.scale) @ axes.T / size).astype("f4")
X = [torch.tensor(c.x.T) for c in train]
Z = [torch.tensor(c.z.T) for c in train]
K = [torch.tensor(c.known.astype("f4")) for c in train]
long = [k for k, c in enumerate(train) if len(c.known) > SEGMENT and c.match > 0.4]
chance = np.array([len(train[k].known) for k in long], float) ** 0.5
chance /= chance.sum()

net = Net(X[0].shape[0], args.hidden, args.components)
average = Net(X[0].shape[0], args.hidden, args.components)
average.load_state_dict(net.state_dict())
optimizer = torch.optim.AdamW(net.parameters(), 2e-3, weight_decay=0.03)
schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 2e-3, args.steps)


def masked_correlation(p, z, k):
    n = k.sum(-1, keepdim=True) + 1e-6
    p = (p - (p * k).sum(-1, keepdim=True) / n) * k
    z = (z - (z * k).sum(-1, keepdim=True) / n) * k
    return (p * z).sum(-1) / torch.sqrt((p * p).sum(-1) * (z * z).sum(-1) + 1e-4)


def batch():
    xs, zs, ks = [], [], []
    for n in rng.choice(long, args.batch, p=chance):
        start = rng.integers(0, X[n].shape[1] - SEGMENT)
        x = X[n][:, start : start + SEGMENT]
        x = x + 0.15 * torch.randn_like(x)
        if "mel" in args.inputs:
            # Another microphone and another voice: a tilt, and bands shifted by one or none.
            tilt = torch.linspace(-1, 1, 40).repeat(2)[:, None] * (0.3 * rng.standard_normal())
            x = x.clone()
            x[:80] = x[:80] * (1 + 0.15 * rng.standard_normal()) + tilt
            shift = int(rng.integers(-2, 3))
            if shift:
                x[:80] = torch.cat([torch.roll(x[:40], shift, 0), torch.roll(x[40:80], shift, 0)])
        xs.append(x)
        zs.append(Z[n][:, start : start + SEGMENT])
        ks.append(K[n][start : start + SEGMENT])
    return torch.stack(xs), torch.stack(zs), torch.stack(ks)[:, None]


began = time.time()
net.train()
for step in range(args.steps):
    x, z, k = batch()
    p = net(x)
    o, t = torch.einsum("c,bct->bt", weight_of_opening, p), torch.einsum("c,bct->bt", weight_of_opening, z)
    both = k[:, :, 1:] * k[:, :, :-1]
    away = lambda a, b, m: ((a - b).abs() * m).sum() / (m.sum() * a.shape[1] + 1e-6)
    loss = (
        away(p, z, k)
        + 0.5 * away(p.diff(dim=2), z.diff(dim=2), both)
        - 0.3 * masked_correlation(p, z, k).mean()
        - 0.5 * masked_correlation(o[:, None], t[:, None], k).mean()
    )
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(net.parameters(), 1.0)
    optimizer.step()
    schedule.step()
    with torch.no_grad():
        rate = min(0.995, (step + 1) / (step + 10))
        for a, b in zip(average.parameters(), net.parameters()):
            a.mul_(rate).add_(b, alpha=1 - rate)
    if step % 250 == 249:
        print(step + 1, round(float(loss), 3), round(time.time() - began), "s", flush=True)

average.eval()
plain, adapted, ratios = [], [], []
kept = {}
for c in dev:
    with torch.no_grad():
        z = average(torch.tensor(c.x.T)[None])[0].numpy().T
    shape = (z * size) @ axes * typical
    kept.update({f"{c.name}/predicted": shape, f"{c.name}/shape": c.shape, f"{c.name}/known": c.known})
    half = len(c.known) // 2
    test = c.known.copy()
    test[:half] = False
    if test.sum() < 100 or c.known[:half].sum() < 100:
        continue
    fit = c.known.copy()
    fit[half:] = False
    better = adapt(shape, c.shape, fit)
    truth = opening(c.shape[test])
    plain.append(pearson(opening(shape[test]), truth))
    adapted.append(pearson(opening(better[test]), truth))
    ratios.append(opening(better[test]).std() / truth.std())
    print(f"{c.name[:34]:36}{plain[-1]:.2f} {adapted[-1]:.2f} amplitude {ratios[-1]:.2f}  {test.sum() / 50:.0f} s")
print(f"median r {np.median(plain):.3f} adapted {np.median(adapted):.3f} (min {min(adapted):.2f}) amplitude {np.median(ratios):.2f}  {' '.join(sys.argv[1:])}", flush=True)
if args.out:
    np.savez(args.out + ".dev.npz", **kept)
    torch.save(
        {"state": average.state_dict(), "axes": axes, "size": size, "typical": typical, "mean": mean, "spread": spread, "args": vars(args)},
        args.out,
    )
