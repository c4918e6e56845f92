#!/usr/bin/python3
"""Measures appearance, landmarks and both on clips of sites that neither was trained on.

    measure_folds.py CROPS WEIGHTS_DIR FEATURES...     (WEIGHTS_DIR: a0.pt, a1.pt of fit.py, l0.pt, l1.pt of twin.py)
"""

import json
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

import tower
from fit import LIPSLATE, fold_of
from pictures import ANCHORED, beside, clips_of, whole
from shipped import Shipped
from features import ROW_S, STEP_S, sound_input, total_db
from measure import similarities as landmark_similarities
from model import REACH, Net

KINDS = ("landmarks", "appearance", "both")
LENGTHS_S = (2, 1)
MOST_PIECES = 4
STRANGERS = 3
MOST_S = 20
# Natively off as published (bench/clips.json).
OFF = ("dev-sadtalker-0075", "dev-sparsesync-0104", "dev-looking-to-listen-github-io-0086")


def load(folder):
    appearance, landmarks = [], []
    for fold in (0, 1):
        state = torch.load(folder / f"a{fold}.pt")
        net = tower.Appearance(state["numbers"], state["width"])
        net.load_state_dict(state["net"])
        appearance.append(net.eval())
        state = torch.load(folder / f"l{fold}.pt")
        net = Net(state["components"].shape[1], 64, 16)
        net.load_state_dict(state["net"])
        landmarks.append((net.eval(), state["components"], state["spread"]))
    return appearance, landmarks


def appearance_similarities(net, clip):
    """Like training/lipslate/measure.py: [T, LAGS], NaN where there is no sound."""
    times, pictures = whole(clip)
    first = int(np.ceil((times[0] - clip.sound_start_s) / STEP_S - 1e-6))
    last = int(np.floor((times[-1] - clip.sound_start_s) / STEP_S + 1e-6))
    left, right, share, known = beside(times - clip.sound_start_s, np.arange(first, last + 1) * STEP_S)
    with torch.no_grad():
        part = lambda array: torch.tensor(array)[None]
        seen = net.lips(pictures, part(left), part(right), part(share), part(known))[0].numpy()
        heard = net.sound(torch.tensor(sound_input(clip.power).T[None].astype(np.float32)))[0].numpy()
    return by_lag(clip, first, seen, heard, known)


def shipped_similarities(net, clip):
    first, seen, heard, known = net.vectors(clip)
    return by_lag(clip, first, seen.T, heard.T, known)


def by_lag(clip, first, seen, heard, known):
    from_row, to_row = clip.sounding
    low, high = -(-from_row // 2), min(heard.shape[1], to_row // 2 + 1)
    out = np.full((len(known), 2 * REACH + 1), np.nan, np.float32)
    for lag in range(-REACH, REACH + 1):
        at = np.arange(len(known)) + first + lag
        ok = (at >= low) & (at < high) & (known > 0)
        out[ok, lag + REACH] = (seen[:, ok] * heard[:, at[ok]]).sum(0)
    return out


def curve_of(similarity):
    count = (~np.isnan(similarity)).sum(0)
    curve = np.nansum(similarity, 0) / np.maximum(count, 1)
    curve[count < 0.45 * count.max()] = np.nan
    return curve, count.max()


def found(curve, steps):
    """Best lag in ms, and how far its peak stands out of what is beyond 200 ms of it."""
    top = int(np.nanargmax(curve))
    shift = 0.0
    if 0 < top < len(curve) - 1 and not np.isnan(curve[top - 1] + curve[top + 1]):
        bend = curve[top - 1] - 2 * curve[top] + curve[top + 1]
        shift = 0.5 * (curve[top - 1] - curve[top + 1]) / bend if bend < 0 else 0.0
    far = curve[np.abs(np.arange(len(curve)) - top) > 10]
    far = far[~np.isnan(far)]
    # Height above the rest, in what chance does in so many steps.
    return (top - REACH + shift) * STEP_S * 1000, float((curve[top] - far.mean()) * steps**0.5)


def shorter(clip):
    start = clip.times_s[0]
    return clip if clip.times_s[-1] - start < MOST_S else piece(clip, start, start + MOST_S)


def piece(clip, since_s, until_s):
    inside = (clip.times_s >= since_s) & (clip.times_s < until_s)
    first = max(0, round((since_s - clip.sound_start_s) / ROW_S))
    power = clip.power[first : round((until_s - clip.sound_start_s) / ROW_S)]
    heard = np.flatnonzero(total_db(power) > -95)
    if inside.sum() < 8 or len(heard) < 30:
        return None
    return part_of(clip, inside, power, clip.sound_start_s + first * ROW_S, (heard[0], heard[-1]))


def part_of(clip, inside, power, start_s, sounding):
    sound = {"power": power, "sound_start_s": start_s, "sounding": sounding}
    part = replace(clip, times_s=clip.times_s[inside], shape=clip.shape[inside], **sound)
    part.crops, part.site = clip.crops[inside], clip.site
    return part


def stranger(clip, other):
    """The same face to another's sound, as long as both last."""
    until = min(clip.times_s[-1] - clip.sound_start_s, len(other.power) * ROW_S)
    inside = clip.times_s - clip.sound_start_s < until
    if inside.sum() < 50:
        return None
    rows = round(until / ROW_S)
    from_row, to_row = other.sounding
    return part_of(clip, inside, other.power[:rows], clip.sound_start_s, (from_row, min(to_row, rows - 1)))


def cases_of(clips):
    for at, clip in enumerate(clips):
        since, until = clip.times_s[0], clip.times_s[-1]
        yield clip, "whole", clip
        for length in LENGTHS_S:
            spare = until - since - length
            if spare < 0:
                continue
            count = min(MOST_PIECES, int(2 * spare / length) + 1)
            for i in range(count):
                start = since + (spare * i / (count - 1) if count > 1 else spare / 2)
                yield clip, f"{length} s", piece(clip, start, start + length)
        others = [clips[(at + 7 * k) % len(clips)] for k in range(1, len(clips))]
        for other in [other for other in others if other.site != clip.site][:STRANGERS]:
            yield clip, "stranger", stranger(clip, other)


def main():
    crops, weights, *folders = sys.argv[1:]
    torch.set_num_threads(1)
    sources = json.loads((LIPSLATE / "sources.json").read_text())["clips"]
    known = json.loads((LIPSLATE.parents[1] / "bench/clips.json").read_text())
    odd = {name.rsplit(".", 1)[0] for kind in ("voiceOver", "severalFaces") for name in known[kind]}
    clips = [clip for clip in clips_of(crops, folders, sources, keep_dropped=True)]
    clips = [clip for clip in clips if clip.name.removeprefix("dev-") not in odd]
    clips = [shorter(clip) for clip in clips if clip.times_s[-1] - clip.times_s[0] > 2.8]
    appearance, landmarks = load(Path(weights))
    shipped = Shipped(LIPSLATE.parents[1] / "public/models/lipslate.onnx")
    results = []
    for clip, what, part in cases_of(clips):
        if part is None:
            continue
        fold = fold_of(clip.site)
        # The net that did not learn the site; anchored ones neither did: both nets together.
        curves = {"landmarks": [], "appearance": []}
        for k in (0, 1) if fold is None else (fold,):
            net, components, spread = landmarks[k]
            landmark_scale = net.clip_scale.exp().item()
            curve, steps = curve_of(landmark_similarities(net, part, components, spread))
            curves["landmarks"].append(curve * landmark_scale)
            curve, steps = curve_of(appearance_similarities(appearance[k], part))
            curves["appearance"].append(curve * appearance[k].clip_scale.exp().item())
        one_each = curves["landmarks"][0] + curves["appearance"][-1]
        curves = {kind: np.mean(curve, 0) for kind, curve in curves.items()}
        curves["both"] = curves["landmarks"] + curves["appearance"]
        # As many nets as "landmarks" and "appearance" have where neither fold knows the site.
        curves["one of each"] = one_each
        if clip.name.startswith("dev-"):
            # The shipped file tells no scale of its own: that of the landmark network last used here stands for it.
            curves["shipped"] = curve_of(shipped_similarities(shipped, part))[0] * landmark_scale
            curves["shipped and appearance"] = curves["shipped"] + curves["appearance"]
        row = {"clip": clip.name, "site": clip.site, "what": what, "seconds": steps * STEP_S}
        row["dev"], row["lagMs"] = clip.name.startswith("dev-"), 1000 * clip.lag_s
        for kind, curve in curves.items():
            row[kind], row[f"{kind}Height"] = found(curve, steps)
        results.append(row)
    Path(weights, "results.json").write_text(json.dumps(results))
    tables(results)


def tables(results):
    is_anchored = lambda row: row["site"] in ANCHORED
    table("anchored", [row for row in results if is_anchored(row)], ("one of each",))
    dev = [row for row in results if row["dev"] and row["clip"] not in OFF]
    table("dev, natively off left out", dev, ("shipped", "shipped and appearance"))
    web = [row for row in results if not is_anchored(row) and not row["dev"]]
    table("web, against what two landmark models said", [row for row in web if row["lagMs"] != 0])
    strangers(results)
    agreement([row for row in results if row["what"] == "whole" and not is_anchored(row)], results)


def table(name, group, more=()):
    kinds = (*KINDS, *more)
    print(f"\n{name}: {len({row['clip'] for row in group})} clips\n")
    print("| case | checks | " + " | ".join(f"{kind} <= 40 / <= 80 ms, median" for kind in kinds) + " |")
    for what in ("whole", "2 s", "1 s"):
        rows = [row for row in group if row["what"] == what]
        if rows:
            cells = [summary(np.array([row[kind] - truth(row) for row in rows])) for kind in kinds]
            print(f"| {what} | {len(rows)} | " + " | ".join(cells) + " |")


def truth(row):
    return ANCHORED.get(row["site"], 0 if row["dev"] else row["lagMs"])


def summary(errors):
    a, near = np.abs(errors), errors[np.abs(errors) < 200]
    spread = f"bias {near.mean():+.0f}, deviation {near.std():.0f}"
    return f"{np.mean(a <= 40):.0%} / {np.mean(a <= 80):.0%}, {np.median(a):.0f} ({spread})"


def heights(results, kind, what):
    return np.array([row[f"{kind}Height"] for row in results if row["what"] == what])


def strangers(results):
    print("\nstrangers as sure as the surest 80 / 70 % of whole clips are of their own")
    for kind in KINDS:
        own, others = heights(results, kind, "whole"), heights(results, kind, "stranger")
        shares = (f"{np.mean(others >= np.quantile(own, 1 - share)):.1%}" for share in (0.8, 0.7))
        print(f"{kind}, {len(others)}:", *shares)


def agreement(web, results):
    """Of the clips that both are surer of than of 98 % of strangers."""
    limits = {kind: np.quantile(heights(results, kind, "stranger"), 0.98) for kind in KINDS[:2]}
    sure = [row for row in web if all(row[f"{kind}Height"] > limit for kind, limit in limits.items())]
    if len(sure) < 3:
        return
    a, b = (np.array([row[kind] for row in sure]) for kind in KINDS[:2])
    d = b - a
    print(f"\nweb, both sure: {len(sure)} of {len(web)} clips")
    print(f"landmarks {np.median(a):+.0f} ms, appearance {np.median(b):+.0f}, correlation {np.corrcoef(a, b)[0, 1]:.2f}")
    print(f"differ by {np.median(d):+.0f} ms, deviation {d.std():.0f}, within 40 ms {np.mean(np.abs(d) <= 40):.0%}")


if __name__ == "__main__":
    main()
