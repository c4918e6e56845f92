#!/usr/bin/python3
"""Trains the network that predicts lips from speech.

    train.py TRAIN_DIR DEV_DIR --out RUN.pt [options of the shipped runs: training/README.md]

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
from data import opening, read_clips
from model import Net

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
parser.add_argument("--shut", type=float, default=0.0)
parser.add_argument("--speed", type=float, default=0.0)
parser.add_argument("--drop", type=float, default=0.25)
parser.add_argument("--without", type=float, default=0.0)
parser.add_argument("--words", type=int, default=64)
parser.add_argument("--decay", type=float, default=0.05)
parser.add_argument("--noise", type=float, default=0.15)
parser.add_argument("--rate", type=float, default=2e-3)
args = parser.parse_args()
SEGMENT = 160
# More than one speaker, or a voice of somebody who is not seen.
SEVERAL = {
    "visualvoice-0082.mp4",
    "visual-speech-separation-0087.mp4",
    "target-speaker-separation-0105.mp4",
    "target-speaker-separation-0106.mp4",
    "target-speaker-separation-0107.mp4",
}
torch.manual_seed(args.seed)
torch.set_num_threads(1)
rng = np.random.default_rng(args.seed)


def pearson(a, b):
    a, b = a - a.mean(), b - b.mean()
    return float((a * b).sum() / np.sqrt((a * a).sum() * (b * b).sum() + 1e-12))


train, dev = read_clips(args.train), read_clips(args.dev, 300)
print(len(train), "clips,", round(sum(c.known.sum() for c in train) / 3000, 1), "min;", len(dev), "dev", flush=True)
words = np.concatenate([c.words for c in train])
mean, spread = words.mean(0), words.std(0) + 1e-5
_, _, directions = np.linalg.svd(((words - mean) / spread)[::5], full_matrices=False)
directions = directions[: args.words]
strength = (((words - mean) / spread) @ directions.T).std(0)
# Folded into one matrix: `hearing` takes what the encoder says to its strongest directions.
hearing = directions / strength[:, None] / spread
del words
for c in train + dev:
    c.words = ((c.words - mean) @ hearing.T).astype("f4")
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
    low, high = np.quantile(c.gap[c.known], [0.04, 0.95])
    c.shut = (c.gap < max(low + 0.12 * (high - low), 0.012)).astype("f4")
X = [torch.tensor(c.x.T) for c in train]
Z = [torch.tensor(c.z.T) for c in train]
S = [torch.tensor(c.shut) for c in train]
print("shut", round(float(np.mean([c.shut[c.known].mean() for c in train])), 3))
K = [torch.tensor(c.known.astype("f4")) for c in train]
long = [k for k, c in enumerate(train) if len(c.known) > SEGMENT and c.match > 0.4]
chance = np.array([len(train[k].known) for k in long], float) ** 0.5
chance /= chance.sum()

net = Net(X[0].shape[0], args.hidden, args.components + 1, args.drop)
average = Net(X[0].shape[0], args.hidden, args.components + 1, args.drop)
average.load_state_dict(net.state_dict())
optimizer = torch.optim.AdamW(net.parameters(), args.rate, weight_decay=args.decay)
schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, args.rate, args.steps)


def masked_correlation(p, z, k):
    n = k.sum(-1, keepdim=True) + 1e-6
    p = (p - (p * k).sum(-1, keepdim=True) / n) * k
    z = (z - (z * k).sum(-1, keepdim=True) / n) * k
    return (p * z).sum(-1) / torch.sqrt((p * p).sum(-1) * (z * z).sum(-1) + 1e-4)


def batch():
    xs, zs, ks, ss = [], [], [], []
    for n in rng.choice(long, args.batch, p=chance):
        rate = float(np.exp(rng.uniform(-args.speed, args.speed)))
        take = min(X[n].shape[1], max(2, round(SEGMENT * rate)))
        start = rng.integers(0, X[n].shape[1] - take + 1)
        part = lambda v: stretched(v[..., start : start + take])
        x = part(X[n])
        x = x + args.noise * torch.randn_like(x)
        if "mel" in args.inputs:
            # Another microphone and another voice: a tilt, and bands shifted by one or none.
            tilt = torch.linspace(-1, 1, 40).repeat(2)[:, None] * (0.3 * rng.standard_normal())
            x = x.clone()
            x[:80] = x[:80] * (1 + 0.15 * rng.standard_normal()) + tilt
            shift = int(rng.integers(-2, 3))
            if shift:
                x[:80] = torch.cat([torch.roll(x[:40], shift, 0), torch.roll(x[40:80], shift, 0)])
        if rng.random() < args.without:
            x = x.clone()
            if rng.random() < 0.5:
                x[:80] = 0
            else:
                x[80:] = 0
        xs.append(x)
        zs.append(part(Z[n]))
        ks.append((part(K[n]) > 0.99).float())
        ss.append((part(S[n]) > 0.5).float())
    return torch.stack(xs), torch.stack(zs), torch.stack(ks)[:, None], torch.stack(ss)


def stretched(values):
    """The last axis to SEGMENT values, joined linearly: spoken faster or slower."""
    count = values.shape[-1]
    if count == SEGMENT:
        return values
    at = torch.linspace(0, count - 1, SEGMENT)
    low = at.floor().long().clamp(max=count - 1)
    high = (low + 1).clamp(max=count - 1)
    share = at - low
    return values[..., low] * (1 - share) + values[..., high] * share


began = time.time()
net.train()
for step in range(args.steps):
    x, z, k, shut = batch()
    p = net(x)
    p, logit = p[:, :-1], p[:, -1]
    o, t = torch.einsum("c,bct->bt", weight_of_opening, p), torch.einsum("c,bct->bt", weight_of_opening, z)
    both = k[:, :, 1:] * k[:, :, :-1]
    away = lambda a, b, m: ((a - b).abs() * m).sum() / (m.sum() * a.shape[1] + 1e-6)
    loss = (
        away(p, z, k)
        + 0.5 * away(p.diff(dim=2), z.diff(dim=2), both)
        - 0.3 * masked_correlation(p, z, k).mean()
        - 0.5 * masked_correlation(o[:, None], t[:, None], k).mean()
        + args.shut * (nn.functional.binary_cross_entropy_with_logits(logit, shut, reduction="none") * k[:, 0]).mean()
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
    if step % 150 == 149:
        average.eval()
        rs = []
        for c in dev:
            with torch.no_grad():
                z = average(torch.tensor(c.x.T)[None])[0, :-1].numpy().T
            if c.name not in SEVERAL:
                rs.append(pearson(opening(((z * size) @ axes)[c.known]), opening(c.shape[c.known])))
        print(step + 1, round(float(loss), 3), round(time.time() - began), "s", "dev", round(np.mean(rs), 3), round(np.median(rs), 3), flush=True)

def ranked(values, truth):
    """How often a shut step has more of the values than an open one."""
    order = np.empty(len(values))
    order[np.argsort(values)] = np.arange(len(values))
    n = truth.sum()
    return (order[truth].sum() - n * (n - 1) / 2) / max(1, n * (len(values) - n))


average.eval()
auc = []
plain, adapted, ratios = [], [], []
kept = {}
for c in dev:
    with torch.no_grad():
        z = average(torch.tensor(c.x.T)[None])[0].numpy().T
    z, logit = z[:, :-1], z[:, -1]
    truth = c.shut[c.known] > 0
    auc.append((ranked(logit[c.known], truth), ranked(-opening((z * size) @ axes)[c.known], truth)))
    kept[f"{c.name}/logit"] = logit
    shape = (z * size) @ axes * typical
    kept.update({f"{c.name}/predicted": shape, f"{c.name}/shape": c.shape, f"{c.name}/known": c.known})
    half = len(c.known) // 2
    test = c.known.copy()
    test[:half] = False
    if c.name in SEVERAL or test.sum() < 100 or c.known[:half].sum() < 100:
        continue
    fit = c.known.copy()
    fit[half:] = False
    better = adapt(shape, c.shape, fit)
    truth = opening(c.shape[test])
    plain.append(pearson(opening(shape[test]), truth))
    adapted.append(pearson(opening(better[test]), truth))
    ratios.append(opening(better[test]).std() / truth.std())
    print(f"{c.name[:34]:36}{plain[-1]:.2f} {adapted[-1]:.2f} amplitude {ratios[-1]:.2f}  {test.sum() / 50:.0f} s")
print(f"mean {np.mean(plain):.3f} {np.mean(adapted):.3f} median r {np.median(plain):.3f} adapted {np.median(adapted):.3f} (min {min(adapted):.2f}) amplitude {np.median(ratios):.2f}  {' '.join(sys.argv[1:])}", flush=True)
print("shut told: own head, opening", np.round(np.mean(auc, 0), 3))
if args.out:
    np.savez(args.out + ".dev.npz", **kept)
    torch.save(
        {"state": average.state_dict(), "axes": axes, "size": size, "typical": typical, "mean": mean, "hearing": hearing, "args": vars(args)},
        args.out,
    )
