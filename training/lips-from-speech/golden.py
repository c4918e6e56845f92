#!/usr/bin/python3
"""Writes core/mouth/testing/lips-golden.json: golden.py RUN.pt...   (the runs of which public/models/lips-from-speech.onnx is the mean)

core/mouth/lips-from-speech.test.ts compares what the shipped file makes of made-up inputs with it.
"""

import json
import sys
from pathlib import Path

import numpy as np
import torch

from export import HEARD, LEVELS, Shapes

OUT = Path(__file__).resolve().parents[2] / "core/mouth/testing/lips-golden.json"
STEPS = 60


def wave(channels, pitch):
    """Numbers that another language makes just as easily: sin of pitch times the place, [1, channels, STEPS]."""
    at = np.arange(channels * STEPS, dtype=np.float64)
    return torch.tensor(np.sin(pitch * at).reshape(1, channels, STEPS).astype("f4"))


if __name__ == "__main__":
    shapes = Shapes([torch.load(path) for path in sys.argv[1:]]).eval()
    with torch.no_grad():
        shape = shapes(wave(LEVELS, 0.37), wave(HEARD, 0.11))[0].numpy()
    numbers = [round(float(v), 6) for v in shape[:, ::10].ravel()]
    OUT.write_text(json.dumps({"source": "training/lips-from-speech/golden.py", "shapeEvery10": numbers}) + "\n")
    print(f"{OUT}: {OUT.stat().st_size} bytes")
