"""Draws training examples: a stretch of lips, the sound from one second before to one after, both made harder."""

import numpy as np

from features import BANDS, ROW_S, STEP_S, lip_input, on_grid, sound_input
from model import REACH

ROWS_PER_STEP = round(STEP_S / ROW_S)
LONGEST_GAP_S = 0.3


class Examples:
    def __init__(self, clips, weights, spread, seed):
        self.clips = clips
        self.weights = weights
        self.spread = spread
        self.random = np.random.default_rng(seed)

    def batch(self, count, steps):
        """lips [B, K, steps], sound [B, BANDS, 2 (steps + 2 REACH)], mask [B, steps]; the sound is right at lag 0."""
        size = self.spread.shape[0]
        lips = np.zeros((count, size, steps), np.float32)
        sound = np.zeros((count, BANDS, ROWS_PER_STEP * (steps + 2 * REACH)), np.float32)
        mask = np.zeros((count, steps), np.float32)
        for b in range(count):
            clip = self.clips[self.random.choice(len(self.clips), p=self.weights)]
            seen, heard = self.example(clip, steps)
            lips[b, :, : len(seen)] = seen.T
            sound[b, :, : len(heard)] = heard.T
            mask[b, : len(seen)] = 1
        return lips, sound, mask

    def example(self, clip, steps):
        # Spoken faster or slower, lips and sound alike.
        speed = np.exp(self.random.uniform(-0.12, 0.12)) if self.chance(0.6) else 1.0
        start_s, lips = self.lips(clip, steps, speed)
        return lips, sound_input(self.sound(clip, start_s, len(lips), speed))

    # Lips

    def lips(self, clip, steps, speed):
        times, shape = self.frames(clip)
        start_s, shape, known = on_grid(times / speed, shape, self.uniform(0, STEP_S), LONGEST_GAP_S)
        lips = lip_input(shape, known, self.spread)
        take = min(steps, len(lips))
        first = self.integer(len(lips) - take + 1)
        lips = lips[first : first + take]
        # Other faces: more or less of each kind of movement, mixed a little.
        lips = lips * np.exp(self.random.normal(0, 0.2, (1, lips.shape[1])) + self.uniform(-0.3, 0.3))
        if self.chance(0.3):
            lips = lips @ (np.eye(lips.shape[1]) + self.random.normal(0, 0.08, (lips.shape[1],) * 2))
        return start_s + first * STEP_S, lips

    def frames(self, clip):
        """Half the frame rate, dropped, doubled and trembling frames, landmark noise."""
        times, shape = clip.times_s, clip.components
        n = len(times)
        keep = np.ones(n, bool)
        kind = self.random.random()
        if kind < 0.25:
            keep = np.arange(n) % 2 == self.integer(2)
        elif kind < 0.5:
            keep = self.random.random(n) > self.uniform(0, 0.25)
        keep[[0, -1]] = True
        if self.chance(0.15):
            doubled = np.flatnonzero(self.random.random(n - 1) < 0.1) + 1
            shape = shape.copy()
            shape[doubled] = shape[doubled - 1]
        times, shape = times[keep], shape[keep]
        if self.chance(0.3):
            times = times + self.random.normal(0, 0.004, len(times))
            times = np.maximum.accumulate(times + np.arange(len(times)) * 1e-6)
        if self.chance(0.5):
            noise = self.random.normal(0, 1, shape.shape) * self.spread * self.uniform(0, 0.35)
            shape = shape + noise.astype(np.float32)
        return times, shape

    # Sound, as power per band: noise adds, filters multiply

    def sound(self, clip, start_s, steps, speed):
        rows = ROWS_PER_STEP * (steps + 2 * REACH)
        times = (start_s - REACH * STEP_S + clip.lag_s / speed + np.arange(rows) * ROW_S) * speed
        position = (times - clip.sound_start_s) / ROW_S
        first, last = clip.sounding
        if last - first > 100 and len(clip.power) < 150:
            # The ends of a short clip must not tell where its lips belong.
            first, last = first + self.integer(12), last - self.integer(12)
        power = resampled(clip.power, position)
        inside = ((position >= first) & (position <= last)).astype(np.float32)
        if inside.min() < 1:
            share = np.convolve(np.pad(inside, 2, "edge"), np.ones(5) / 5, "valid")[:, None]
            power = power * share + self.others(rows, clip.power) * (1 - share)
        if self.chance(0.35):
            power = self.spliced(power, clip)
        return self.recorded(power)

    def others(self, rows, like):
        """Other people's speech, as loud as `like`."""
        parts, have = [], 0
        while have < rows:
            part = self.clips[self.integer(len(self.clips))].power
            if len(part) > 60:
                parts.append(part)
                have += len(part)
        whole = np.concatenate(parts)
        first = self.integer(len(whole) - rows + 1)
        whole = whole[first : first + rows]
        return whole * (like.sum(1).mean() + 1e-9) / (whole.sum(1).mean() + 1e-9)

    def spliced(self, power, clip):
        """Pieces of other speech, so that a seam tells nothing."""
        for _ in range(1 + self.integer(2)):
            rows = 10 + self.integer(25)
            first = self.integer(len(power) - rows)
            share = np.minimum(1, np.minimum(np.arange(1, rows + 1), np.arange(rows, 0, -1)) / 4)[:, None]
            part = slice(first, first + rows)
            power[part] = power[part] * (1 - share) + self.others(rows, clip.power) * share
        return power

    def recorded(self, power):
        """Level, voice, room, microphone, noise, codec."""
        rows = len(power)
        band = np.arange(BANDS)
        power = power * 10 ** (self.uniform(-15, 10) / 10)
        if self.chance(0.5):
            stretch = np.clip(band * self.uniform(0.88, 1.14), 0, BANDS - 1.001)
            power = resampled(np.ascontiguousarray(power.T), stretch).T
        if self.chance(0.6):
            curve = np.interp(band, np.linspace(0, BANDS - 1, 5), self.random.normal(0, 6, 5))
            power = power * 10 ** (curve / 10)
        if self.chance(0.3):
            decay_s = self.uniform(0.15, 0.7)
            tail = np.exp(-13.8 * np.arange(int(decay_s * 60)) * ROW_S / decay_s)
            tail[1:] *= self.uniform(0.05, 0.5)
            power = np.stack([np.convolve(power[:, b], tail)[:rows] for b in band], 1)
        level = power.sum(1).mean() + 1e-10
        kind = self.random.random()
        if kind < 0.3:
            colour = 10 ** (np.interp(band, [0, BANDS - 1], [0, self.uniform(-25, 10)]) / 10)
            noise = self.random.gamma(2.0, 1.0, (rows, BANDS)) * colour
            power = power + noise * (level / noise.sum(1).mean()) * 10 ** (-self.uniform(0, 25) / 10)
        elif kind < 0.5:
            babble = sum(self.others(rows, power) for _ in range(1 + self.integer(3)))
            power = power + babble * (level / (babble.sum(1).mean() + 1e-10)) * 10 ** (-self.uniform(2, 20) / 10)
        power = np.array(power)
        if self.chance(0.15):
            power[:, 22 + self.integer(16) :] *= 1e-6
        if self.chance(0.15):
            power[:, : 2 + self.integer(7)] *= 1e-6
        return power

    def chance(self, share):
        return self.random.random() < share

    def uniform(self, low, high):
        return self.random.uniform(low, high)

    def integer(self, below):
        return int(self.random.integers(below))


def resampled(rows, position):
    """Rows at fractional positions, joined linearly; beyond the ends the last one."""
    low = np.clip(np.floor(position).astype(int), 0, len(rows) - 2)
    share = np.clip(position - low, 0, 1)[:, None].astype(np.float32)
    return rows[low] * (1 - share) + rows[low + 1] * share
