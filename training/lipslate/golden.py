#!/usr/bin/python3
"""Writes core/sync/testing/lipslate-golden.json: what PyTorch and numpy make of a made-up face and voice.

    golden.py MEMBERS.pt...     (train.py writes them beside its ONNX file; in the order given to export.py)

core/sync/lipslate-golden.test.ts compares the app's own features, and the shipped ONNX file, with it.
"""

import base64
import json
import sys
from pathlib import Path

import numpy as np
import torch

from export import load_members
from features import (
    LEVEL_UNIT_DB,
    SLOW_S,
    STEP_S,
    band_power,
    lip_shape,
    on_grid,
    sound_input,
    without_slow_part,
)
from model import Ensemble

OUT = Path(__file__).resolve().parents[2] / "core/sync/testing/lipslate-golden.json"
SECONDS = 2.4
RATE_HZ = 16000


def main(members):
    random = np.random.default_rng(7)
    # Frames at uneven times, one gap too long to bridge.
    times = np.cumsum(random.uniform(0.02, 0.05, 70)) + 0.011
    times = np.concatenate([times[:40], times[40:] + 0.3])
    times = times[times < SECONDS]
    curve = np.sin(times * 9) + 0.6 * np.sin(times * 23 + 1)
    direction = random.normal(0, 1, (46, 2))
    lips = (random.normal(0, 0.3, (46, 2)) + 0.03 * curve[:, None, None] * direction).astype(np.float32)
    t = np.arange(int(SECONDS * RATE_HZ)) / RATE_HZ
    voice = 0.3 * np.sin(2 * np.pi * 180 * t) * np.maximum(0, np.sin(2 * np.pi * 4 * t))
    samples = np.round((voice + random.normal(0, 0.003, len(t))) * 32767).astype(np.int16)

    start_s, shape, known = on_grid(times, lip_shape(lips))
    shape = without_slow_part(shape, round(SLOW_S / STEP_S))
    levels = sound_input(band_power(samples.astype(np.float32) / 32768))
    ensemble = Ensemble(load_members(*members)).eval()
    with torch.no_grad():
        batch = [shape.T[None], known[None, None], levels.T[None]]
        seen, heard = ensemble(*(torch.tensor(part.astype(np.float32)) for part in batch))
    golden = {
        "source": "training/lipslate/golden.py",
        "timesS": packed(times, np.float64),
        "lips": packed(lips),
        "samples": packed(samples, np.int16),
        "firstStep": round(start_s / STEP_S),
        "known": packed(known),
        "shapeEvery5": packed(shape[::5]),
        "levelsDbEvery10": packed(levels[::10] * LEVEL_UNIT_DB),
        "lipEmbeddingEvery5": packed(seen.numpy()[::5]),
        "soundEmbeddingEvery5": packed(heard.numpy()[::5]),
    }
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(golden) + "\n")
    print(f"{OUT}: {OUT.stat().st_size} bytes")


def packed(values, kind=np.float32):
    return base64.b64encode(np.ascontiguousarray(values, kind).tobytes()).decode()


if __name__ == "__main__":
    main(sys.argv[1:])
