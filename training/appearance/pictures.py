"""Clips with their crops, the crops as the network takes them, and training examples of them made harder."""

import re
import sys
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from tower import SEEN
from crops import SIZE

from augment import LONGEST_GAP_S, ROWS_PER_STEP, Examples
from data import read_clips
from features import BANDS, SLOW_S, STEP_S, sound_input
from model import REACH

# Recorded or corrected with care: their zero can be believed. Never trained on.
ANCHORED = {"lipnet": 0, "deep-avsr": 0, "audio-visual-speech-inpainti": 0, "lip2wav": 0, "syncnet-example": -120}


def clips_of(crops, folders, rules, keep_dropped=False):
    """Clips that have crops, with the site they are of, and what they are known to be late."""
    if keep_dropped:
        rules = {key: {**rule, "drop": False} for key, rule in rules.items()}
    clips = []
    for folder in folders:
        for clip in read_clips(folder, rules):
            path = Path(crops) / f"{clip.name}.npy"
            if not path.exists():
                continue
            clip.crops = np.load(path)
            clip.site = re.sub(r"^(dev-|train-)?(w-|long-)?", "", clip.name)
            clip.site = re.sub(r"-?\d{3,4}[a-z]?$", "", clip.site)
            assert len(clip.crops) == len(clip.times_s), clip.name
            clips.append(clip)
    return clips


def standard(crops, mean):
    """Grey crops [F, H, W] -> [F, 2, H, W]: itself, and less the mean picture, both in units of the mean's contrast."""
    level = mean.mean((-2, -1), keepdim=True)
    contrast = mean.std((-2, -1), keepdim=True) + 4
    return torch.stack([(crops - level) / contrast, 3 * (crops - mean) / contrast], 1)


def beside(times_s, grid):
    """For each step the pictures beside it, the share of the right one, and 1 where both are near."""
    right = np.clip(np.searchsorted(times_s, grid), 1, len(times_s) - 1)
    gap = times_s[right] - times_s[right - 1]
    share = np.clip((grid - times_s[right - 1]) / gap, 0, 1)
    inside = (grid >= times_s[0] - 1e-6) & (grid <= times_s[-1] + 1e-6)
    return right - 1, right, share.astype(np.float32), ((gap <= LONGEST_GAP_S) & inside).astype(np.float32)


class Pictures(Examples):
    """Draws stretches: pictures, where they lie in time, and the sound from one second before to one after."""

    def __init__(self, clips, weights, seed):
        super().__init__(clips, weights, None, seed)

    def batch(self, count, steps):
        pictures, left, right, share, known = [], [], [], [], []
        sound = np.zeros((count, BANDS, ROWS_PER_STEP * (steps + 2 * REACH)), np.float32)
        mask = np.zeros((count, steps), np.float32)
        have = 0
        for b in range(count):
            clip = self.clips[self.random.choice(len(self.clips), p=self.weights)]
            speed = np.exp(self.random.uniform(-0.12, 0.12)) if self.chance(0.6) else 1.0
            times, which = self.kept(clip)
            times = times / speed
            span = (steps - 1) * STEP_S
            start = self.random.uniform(times[0], max(times[0], times[-1] - span))
            grid = start + np.arange(steps) * STEP_S
            first = max(0, np.searchsorted(times, grid[0]) - 1)
            last = min(len(times), np.searchsorted(times, grid[-1]) + 1)
            first = min(first, last - 2)
            l, r, s, k = beside(times[first:last], grid)
            pictures.append(self.pictures(clip, which[first:last], (start + span / 2) * speed))
            left.append(l + have), right.append(r + have), share.append(s), known.append(k)
            have += last - first
            heard = sound_input(self.sound(clip, start, steps, speed))
            sound[b] = heard.T
            mask[b] = k
        stack = lambda parts, kind: torch.tensor(np.stack(parts), dtype=kind)
        return (
            torch.cat(pictures),
            stack(left, torch.long),
            stack(right, torch.long),
            stack(share, torch.float32),
            stack(known, torch.float32),
            torch.tensor(sound),
            torch.tensor(mask),
        )

    def kept(self, clip):
        """Half the frame rate, dropped and doubled frames, trembling times."""
        n = len(clip.times_s)
        keep = np.ones(n, bool)
        kind = self.random.random()
        if kind < 0.25:
            keep = np.arange(n) % 2 == self.integer(2)
        elif kind < 0.5:
            keep = self.random.random(n) > self.uniform(0, 0.25)
        keep[[0, -1]] = True
        which = np.flatnonzero(keep)
        times = clip.times_s[which]
        if self.chance(0.15):
            doubled = np.flatnonzero(self.random.random(len(which) - 1) < 0.1) + 1
            which[doubled] = which[doubled - 1]
        if self.chance(0.3):
            times = times + self.random.normal(0, 0.004, len(times))
            times = np.maximum.accumulate(times + np.arange(len(times)) * 1e-6)
        return times, which

    def pictures(self, clip, which, middle_s):
        near = np.abs(clip.times_s - middle_s) <= SLOW_S
        mean = clip.crops[near].mean(0) if near.any() else clip.crops[which].mean(0)
        x = torch.tensor(np.concatenate([mean[None], clip.crops[which]]).astype(np.float32))
        x = self.moved(x)
        if self.chance(0.3):
            x = F.avg_pool2d(x[None], 3, 1, 1, count_include_pad=False)[0]
        if self.chance(0.5):
            x = 255 * (x / 255).clamp(1e-3) ** float(np.exp(self.uniform(-0.5, 0.5)))
        if self.chance(0.3):
            # Light that changes from frame to frame.
            x[1:] = x[1:] * torch.tensor(np.exp(self.random.normal(0, 0.03, (len(which), 1, 1))), dtype=torch.float32)
        if self.chance(0.4):
            x = x + torch.randn_like(x) * self.uniform(0, 6)
        x = standard(x, x[:1])[1:]
        return x * float(np.exp(self.uniform(-0.3, 0.3)))

    def moved(self, x):
        """Another place, size, tilt, side; trembling, as of an unsteady box."""
        n = len(x)
        zoom = np.exp(self.uniform(-0.2, 0.15)) * SEEN / SIZE
        tilt = self.random.normal(0, 0.08)
        widen = np.exp(self.random.normal(0, 0.08))
        flip = -1 if self.chance(0.5) else 1
        place = self.random.normal(0, 0.07, 2) + np.zeros((n, 2))
        if self.chance(0.4):
            place[1:] += self.random.normal(0, self.uniform(0, 0.012), (n - 1, 2))
        theta = np.zeros((n, 2, 3), np.float32)
        theta[:, 0, 0], theta[:, 0, 1] = flip * zoom * widen * np.cos(tilt), -zoom * np.sin(tilt)
        theta[:, 1, 0], theta[:, 1, 1] = flip * zoom * widen * np.sin(tilt), zoom * np.cos(tilt)
        theta[:, :, 2] = place
        grid = F.affine_grid(torch.tensor(theta), (n, 1, SEEN, SEEN), align_corners=False)
        return F.grid_sample(x[:, None], grid, padding_mode="border", align_corners=False)[:, 0]


def centre(crops):
    edge = (SIZE - SEEN) // 2
    return crops[:, edge : edge + SEEN, edge : edge + SEEN]


def whole(clip, since_s=-np.inf, until_s=np.inf, max_fps=None):
    """Pictures [F, 2, SEEN, SEEN] of a stretch and their times, against the mean around each."""
    inside = np.flatnonzero((clip.times_s >= since_s) & (clip.times_s < until_s))
    times, crops = clip.times_s[inside], centre(clip.crops)[inside].astype(np.float32)
    total = np.concatenate([np.zeros_like(crops[:1], np.float64), np.cumsum(crops, 0, dtype=np.float64)])
    low, high = np.searchsorted(times, times - SLOW_S), np.searchsorted(times, times + SLOW_S, "right")
    mean = ((total[high] - total[low]) / (high - low)[:, None, None]).astype(np.float32)
    return times, standard(torch.tensor(crops), torch.tensor(mean))
