#!/usr/bin/python3
"""Trains one appearance network on half of the sites and writes its weights.

    fit.py CROPS OUT.pt FEATURES... --fold 0|1     (trains on the sites of the other fold; anchored ones never)
"""

import argparse
import copy
import json
import math
import time
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

import tower
from pictures import ANCHORED, Pictures, clips_of
from model import LAGS, REACH, lag_map
from train import follow

LIPSLATE = Path(__file__).resolve().parents[1] / "lipslate"
BATCH_STEPS = 1300
TARGET_SIGMA = 1.5
STRANGERS = 0.5


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("crops")
    parser.add_argument("out")
    parser.add_argument("features", nargs="+")
    parser.add_argument("--fold", type=int, required=True)
    parser.add_argument("--minutes", type=float, default=15)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--numbers", type=int, default=12)
    parser.add_argument("--width", type=int, default=16)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--start", help="weights to go on from")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    sources = json.loads((LIPSLATE / "sources.json").read_text())
    clips = training_clips(options, sources["clips"])
    seconds = sum(clip.times_s[-1] - clip.times_s[0] for clip in clips)
    print(f"{len(clips)} clips, {seconds / 60:.1f} min, {len({clip.site for clip in clips})} sites", flush=True)
    save(train(clips, options), options)


def save(net, options):
    torch.save({"numbers": options.numbers, "width": options.width, "net": net.state_dict()}, options.out)


def training_clips(options, rules):
    clips = clips_of(options.crops, options.features, rules)
    clips = [clip for clip in clips if clip.name.startswith("train-")]
    return [clip for clip in clips if fold_of(clip.site) not in (None, options.fold)]


def fold_of(site):
    """0 or 1 by the letters of its name; None for those recorded with care."""
    return None if site in ANCHORED else sum(site.encode()) % 2


def train(clips, options):
    length = {}
    for clip in clips:
        length[clip.site] = length.get(clip.site, 0) + len(clip.times_s)
    weights = torch.tensor([len(clip.times_s) / length[clip.site] ** 0.5 for clip in clips], dtype=torch.float64)
    examples = Pictures(clips, (weights / weights.sum()).numpy(), options.seed)
    net = tower.Appearance(options.numbers, options.width)
    if options.start:
        net.load_state_dict(torch.load(options.start)["net"])
    average = copy.deepcopy(net)
    optimiser = torch.optim.AdamW(net.parameters(), options.rate, weight_decay=3e-2)
    target = torch.exp(-0.5 * ((torch.arange(LAGS) - REACH) / TARGET_SIGMA) ** 2)
    target /= target.sum()
    began = time.time()
    step, losses = 0, []
    while (share := (time.time() - began) / (60 * options.minutes)) < 1:
        # Up to the full rate in the first 15 % of the time, then down to none.
        rate = share / 0.15 if share < 0.15 else 0.5 + 0.5 * math.cos((share - 0.15) / 0.85 * math.pi)
        for group in optimiser.param_groups:
            group["lr"] = options.rate * max(rate, 0.03)
        steps = int(examples.random.choice([60, 100]))
        loss = loss_of(net, target, *examples.batch(BATCH_STEPS // steps, steps))
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        optimiser.step()
        step += 1
        follow(average, net, min(0.99, (step + 1) / (step + 20)))
        losses.append(loss.item())
        if step % 50 == 0:
            print(f"step {step} loss {sum(losses[-50:]) / 50:.3f} {time.time() - began:.0f} s", flush=True)
            save(average, options)
    return average.eval()


def loss_of(net, target, pictures, left, right, share, known, sound, mask):
    """The loss of training/lipslate/train.py."""
    seen = net.lips(pictures, left, right, share, known)
    heard = net.sound(sound)[:, :, : mask.shape[1] + 2 * REACH]
    count = mask.sum(1, keepdim=True).clamp(min=1)
    of_stretch = lambda similarity: (similarity * mask[:, :, None]).sum(1) / count.sqrt() * net.clip_scale.exp() * 0.35
    own = lag_map(seen, heard)
    steps = (F.log_softmax(own * net.step_scale.exp(), 2) * target).sum(2)
    loss = -0.5 * (steps * mask).sum() / mask.sum()
    loss = loss - (F.log_softmax(of_stretch(own), 1) * target).sum(1).mean()
    both = torch.cat([of_stretch(own), of_stretch(lag_map(seen, heard.roll(1, 0)))], 1)
    return loss - STRANGERS * (F.log_softmax(both, 1)[:, :LAGS] * target).sum(1).mean()


if __name__ == "__main__":
    main()
