#!/usr/bin/python3
"""Trains the network of the `lipslate` engine and writes it as ONNX.

    train.py FEATURES... [--out .cache/lipslate.onnx] [--without SOURCE]... [options]

FEATURES: folders of files written by training/extract-features.mjs. Needs PyTorch 1.13 or newer (Debian:
apt-get install python3-torch, then /usr/bin/python3) and about 10 minutes on one core per member.
"""

import argparse
import copy
import json
import time
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

from augment import Examples
from data import components_of, read_clips, spread_of, weights_of
from export import export
from measure import best_lag_ms, similarities, summary
from model import LAGS, REACH, Member, Net, lag_map

HERE = Path(__file__).resolve().parent
# Lips and sound of one clip per batch: as many as this many steps.
BATCH_STEPS = 2400
# Right lags: a bell of this many steps.
TARGET_SIGMA = 1.5


def main():
    options = arguments()
    torch.set_num_threads(options.threads)
    sources = json.loads(Path(options.sources).read_text())
    clips = [clip for folder in options.features for clip in read_clips(folder, sources["clips"], "train")]
    held_out = [clip for clip in clips if clip.source in options.without]
    clips = [clip for clip in clips if clip.source not in options.without]
    seconds = sum(clip.times_s[-1] - clip.times_s[0] for clip in clips)
    print(f"{len(clips)} clips, {seconds / 60:.1f} min, {len({clip.source for clip in clips})} sources", flush=True)
    members = []
    for number in range(options.members):
        net, components, spread = train(clips, sources["shares"], options, number)
        members.append(Member(net, components, spread))
        torch.save([member.state_dict() for member in members], Path(options.out).with_suffix(".pt"))
        if held_out:
            errors = [
                best_lag_ms(similarities(net, clip, components, spread)) - clip.lag_s * 1000 for clip in held_out
            ]
            print(f"held out: {summary(errors)}", flush=True)
    export(members, options.out)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("features", nargs="+")
    parser.add_argument("--sources", default=HERE / "sources.json", help="native lags, clips to drop, shares")
    parser.add_argument("--without", action="append", default=[], help="leave a source out and measure it")
    parser.add_argument("--out", default=HERE.parents[1] / ".cache/lipslate.onnx")
    parser.add_argument("--members", type=int, default=4)
    parser.add_argument("--steps", type=int, default=800)
    parser.add_argument("--components", type=int, nargs="+", default=[4, 6])
    parser.add_argument("--hidden", type=int, default=64)
    parser.add_argument("--size", type=int, default=32, help="numbers per vector and member")
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--decay", type=float, default=3e-2)
    parser.add_argument("--strangers", type=float, default=0.5, help="weight of telling the sound from another's")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


def train(clips, shares, options, number):
    seed = options.seed + number
    torch.manual_seed(seed)
    components = components_of(clips, options.components[number % len(options.components)])
    for clip in clips:
        clip.components = clip.shape @ components
    spread = spread_of(clips, components)
    examples = Examples(clips, weights_of(clips, shares), spread, seed)
    net = Net(components.shape[1], options.hidden, options.size)
    average = copy.deepcopy(net)
    optimiser = torch.optim.AdamW(net.parameters(), options.rate, weight_decay=options.decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, options.rate, options.steps, pct_start=0.15)
    target = torch.exp(-0.5 * ((torch.arange(LAGS) - REACH) / TARGET_SIGMA) ** 2)
    target /= target.sum()
    began = time.time()
    for step in range(options.steps):
        length = int(examples.random.choice([40, 60, 100]))
        batch = examples.batch(BATCH_STEPS // max(60, length), length)
        loss = loss_of(net, target, options.strangers, *(torch.tensor(part) for part in batch))
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        optimiser.step()
        schedule.step()
        follow(average, net, min(0.995, (step + 1) / (step + 20)))
        if (step + 1) % 200 == 0:
            print(f"member {number} step {step + 1} loss {loss.item():.3f} {time.time() - began:.0f} s", flush=True)
    return average.eval(), components, spread


def loss_of(net, target, strangers, lips, sound, mask):
    """Cross-entropy over lags: of every step, of the whole stretch, and of the stretch beside another's sound."""
    seen, heard = net.lips(lips), net.sound(sound)[:, :, : lips.shape[2] + 2 * REACH]
    count = mask.sum(1, keepdim=True)
    of_stretch = lambda similarity: (similarity * mask[:, :, None]).sum(1) / count.sqrt() * net.clip_scale.exp() * 0.35
    own = lag_map(seen, heard)
    steps = (F.log_softmax(own * net.step_scale.exp(), 2) * target).sum(2)
    loss = -0.5 * (steps * mask).sum() / mask.sum()
    loss = loss - (F.log_softmax(of_stretch(own), 1) * target).sum(1).mean()
    if strangers > 0:
        both = torch.cat([of_stretch(own), of_stretch(lag_map(seen, heard.roll(1, 0)))], 1)
        loss = loss - strangers * (F.log_softmax(both, 1)[:, :LAGS] * target).sum(1).mean()
    return loss


def follow(average, net, keep):
    with torch.no_grad():
        for slow, fast in zip(average.state_dict().values(), net.state_dict().values()):
            if slow.dtype.is_floating_point:
                slow.mul_(keep).add_(fast, alpha=1 - keep)
            else:
                slow.copy_(fast)


if __name__ == "__main__":
    main()
