"""Reads what training/extract-features.mjs wrote, and how clips are to be used (sources.json)."""

import base64
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from features import band_power, lip_shape, total_db, without_slow_part, PADDING_DB, STEP_S

TYPES = {"Float32Array": np.float32, "Float64Array": np.float64}
LEAST_FRAMES = 20


@dataclass
class Clip:
    name: str
    source: str
    times_s: np.ndarray  # [T] PTS of frames, seconds
    shape: np.ndarray  # [T, SHAPE_SIZE]
    power: np.ndarray  # [N, BANDS], row i at sound_start_s + i * ROW_S
    sound_start_s: float
    lag_s: float  # how much later the sound natively is
    sounding: tuple  # rows from the first to the last that hold any sound
    components: np.ndarray = None


def read_clips(folder, rules, split=None):
    """One clip per file: its longest track. Files whose rule says drop are left out; so are other splits."""
    clips = []
    for path in sorted(Path(folder).glob("*.json")):
        name = path.stem.rsplit(".", 1)[0]
        if split is not None and name.startswith(("dev-", "train-")) and not name.startswith(split):
            continue
        rule = rule_of(name, rules)
        if rule.get("drop"):
            continue
        clip = read_clip(path, name, rule)
        if clip is not None:
            clips.append(clip)
    return clips


def read_clip(path, name, rule):
    file = json.loads(path.read_text())
    unpack = lambda packed: np.frombuffer(base64.b64decode(packed["b"]), TYPES[packed["t"]])
    tracks = sorted(file["chunk"]["tracks"], key=lambda track: -len(track["timesS"]["b"]))
    if not tracks:
        return None
    times_s, quality = unpack(tracks[0]["timesS"]), unpack(tracks[0]["quality"])
    seen = quality > 0
    if seen.sum() < LEAST_FRAMES:
        return None
    power = band_power(unpack(file["sound"]["samples"]))
    heard = np.flatnonzero(total_db(power) > PADDING_DB)
    sounding = (int(heard[0]), int(heard[-1])) if len(heard) > 10 else (0, len(power) - 1)
    return Clip(
        name=name,
        source=rule.get("source", source_of(name)),
        times_s=times_s[seen],
        shape=lip_shape(unpack(tracks[0]["lips"]).reshape(-1, 46, 2)[seen]),
        power=power,
        sound_start_s=file["sound"]["startS"],
        lag_s=rule.get("lagMs", 0) / 1000,
        sounding=sounding,
    )


def source_of(name):
    """dev-lipnet-0096 -> lipnet"""
    bare = name.removeprefix("dev-").removeprefix("train-")
    head, _, tail = bare.rpartition("-")
    return head if tail.isdigit() and head else bare


def rule_of(name, rules):
    """The longest key of rules that the name starts with, without its split, decides."""
    bare = name.removeprefix("dev-").removeprefix("train-")
    keys = [key for key in rules if bare.startswith(key)]
    return rules[max(keys, key=len)] if keys else {}


def components_of(clips, count):
    """Principal components [SHAPE_SIZE, count] of lip movement in clips."""
    movement = np.concatenate([without_slow_part(clip.shape, 40) for clip in clips])
    _, vectors = np.linalg.eigh(np.cov(movement.T))
    return np.ascontiguousarray(vectors[:, ::-1][:, :count]).astype(np.float32)


def spread_of(clips, components):
    """The typical clip's spread of each component."""
    spreads = []
    for clip in clips:
        moved = without_slow_part(clip.shape @ components, 40)
        spreads.append(np.sqrt((moved**2).mean(0)))
    return np.median(spreads, 0).astype(np.float32)


def weights_of(clips, shares):
    """How often each clip is drawn: sources in `shares` get theirs, the others share the rest by root of length."""
    length = {}
    for clip in clips:
        length[clip.source] = length.get(clip.source, 0) + len(clip.times_s)
    free = {source: n**0.5 for source, n in length.items() if source not in shares}
    rest = 1 - sum(share for source, share in shares.items() if source in length)
    share = {source: rest * root / sum(free.values()) for source, root in free.items()} | shares
    weight = np.array([share[clip.source] * len(clip.times_s) / length[clip.source] for clip in clips])
    return weight / weight.sum()


__all__ = ["Clip", "read_clips", "components_of", "spread_of", "weights_of", "STEP_S"]
