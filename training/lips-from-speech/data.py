"""Reads what features.mjs wrote: lips, sound levels and the recogniser's hidden states on one 20 ms grid."""

import json
from pathlib import Path

import numpy as np

STEP_S = 0.02
SHAPE_SIZE = 46
BANDS = 40
LEAST_STEPS = 120


class Clip:
    def __init__(self, path):
        info = json.loads(path.read_text())
        base = str(path)[: -len("info")]
        read = lambda kind: np.fromfile(base + kind, "f4")
        steps, first, lag = info["steps"], info["first"], info["lag"]
        levels = read("levels").reshape(BANDS, -1)
        heard = read("heard").reshape(info["tokens"], info["width"])
        count = levels.shape[1] // 2
        token_s = (np.arange(len(heard)) + 0.5) * info["soundS"] / len(heard)
        sound = np.concatenate([levels[:, 0 : 2 * count : 2], levels[:, 1 : 2 * count : 2]]).T
        times_s = (np.arange(count) + 0.5) * STEP_S
        words = np.stack([np.interp(times_s, token_s, column) for column in heard.T], 1)
        # Step j of the sound belongs to step j - lag - first of the lips.
        self.name = path.stem
        self.match = info["match"]
        at = np.arange(count) - lag - first
        inside = (at >= 0) & (at < steps) & (np.arange(count) >= info["from"])
        self.mel = sound.astype("f4")
        self.words = words.astype("f4")
        self.shape = np.zeros((count, SHAPE_SIZE), "f4")
        self.known = np.zeros(count, bool)
        shape, known = read("shape").reshape(SHAPE_SIZE, steps), read("known") > 0
        self.shape[inside] = shape[:, at[inside]].T
        self.known[inside] = known[at[inside]]
        self.gap = np.zeros(count, "f4")
        self.gap[inside] = read("gap")[at[inside]]


def read_clips(folder, least=LEAST_STEPS):
    clips = []
    for path in sorted(Path(folder).glob("*.info")):
        if "weak" in json.loads(path.read_text()):
            continue
        clip = Clip(path)
        if clip.known.sum() >= least:
            clips.append(clip)
    return clips


def opening(shape):
    """Lower inner lip (14) below upper inner lip (13), eye distances."""
    return shape[..., 42] - shape[..., 43]
