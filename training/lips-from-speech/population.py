#!/usr/bin/python3
"""How a common speaker moves, for photos and silent films: population.py FEATURES_DIR RUN.dev.npz > core/mouth/population.json

FEATURES_DIR: files of training/extract-features.mjs (absolute shapes). RUN.dev.npz: what train.py kept of unseen speakers.
"""

import base64
import json
import sys
from pathlib import Path

import numpy as np

from data import opening

sys.path.append(str(Path(__file__).parent.parent / "lipslate"))
from features import lip_shape

SHARES = [0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.98]

# As core/mouth/openings.ts.
QUICK_STEPS, QUICKER = 5, 0.5


def quickened(o):
    around = np.ones(2 * QUICK_STEPS + 1)
    mean = np.convolve(o, around, "same") / np.convolve(np.ones(len(o)), around, "same")
    return o + QUICKER * (o - mean)


kept = np.load(sys.argv[2])
predicted, true, slopes = [], [], []
for name in sorted({key.split("/")[0] for key in kept}):
    p, y, known = (kept[f"{name}/{kind}"] for kind in ("predicted", "shape", "known"))
    predicted.append(np.quantile(quickened(opening(p))[known], SHARES))
    o = opening(y[known])
    slopes.append((o[:, None] * y[known]).sum(0) / (o * o).sum())
whole, widths, shut = [], [], []
for path in sorted(Path(sys.argv[1]).glob("*.json")):
    tracks = sorted(json.loads(path.read_text())["chunk"]["tracks"], key=lambda track: -len(track["timesS"]["b"]))
    if not tracks:
        continue
    unpack = lambda packed: np.frombuffer(base64.b64decode(packed["b"]), np.float32)
    shape = lip_shape(unpack(tracks[0]["lips"]).reshape(-1, 46, 2)[unpack(tracks[0]["quality"]) > 0])
    if len(shape) < 60:
        continue
    o = opening(shape)
    whole.append(np.quantile(o, SHARES))
    widths.append(shape[:, 0].mean())
    shut.append(np.quantile(o, 0.02))
round_all = lambda values: [round(float(v), 4) for v in values]
print(
    json.dumps(
        {
            "about": "Made by training/lips-from-speech/population.py: medians over speakers.",
            "halfWidth": round(float(np.median(widths)), 4),
            "mostShut": round(float(np.quantile(shut, 0.75)), 4),
            "byOpening": round_all(np.median(slopes, 0)),
            "openings": {"from": round_all(np.median(predicted, 0)), "to": round_all(np.median(whole, 0))},
        },
        indent=1,
    )
)
