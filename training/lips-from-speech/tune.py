#!/usr/bin/python3
"""Tries how a speaker is fitted, on what train.py kept of the dev clips: tune.py RUN.dev.npz"""
import sys
import numpy as np
from adapt import adapt, shifted
from data import opening

kept = np.load(sys.argv[1])
names = sorted({k.split("/")[0] for k in kept})
MEASURES = [42, 43, 40, 41, 0, 9, 44, 17]

def pearson(a, b):
    a, b = a - a.mean(), b - b.mean()
    return float((a * b).sum() / np.sqrt((a * a).sum() * (b * b).sum() + 1e-12))

def fit(p, y, known, ridge, context, gain_limits, quantiles):
    base = p - p[known].mean(0)
    z = np.stack([base[:, 42] - base[:, 43], base[:, 40] - base[:, 41], base[:, 40], base[:, 41], base[:, 0], base[:, 44]], 1)
    z = z / (z[known].std(0) + 1e-6)
    x = np.concatenate([shifted(z, d) for d in context], 1)
    scale = np.clip((y[known] * base[known]).sum() / ((base[known] ** 2).sum() + 1e-9), 0.4, 2.5)
    rest = y[known] - y[known].mean(0) - scale * base[known]
    a = x[known]
    w = np.linalg.solve(a.T @ a + ridge * np.eye(a.shape[1]), a.T @ rest)
    out = scale * base + x @ w
    o, t = opening(out), opening(y)
    if quantiles:
        qs = np.linspace(0.02, 0.98, quantiles)
        src, dst = np.quantile(o[known], qs), np.quantile(t[known], qs)
        k0, k1 = (dst[1]-dst[0])/(src[1]-src[0]+1e-6), (dst[-1]-dst[-2])/(src[-1]-src[-2]+1e-6)
        m = np.interp(o, src, dst)
        m = np.where(o < src[0], dst[0] + (o - src[0]) * min(k0, 2), m)
        m = np.where(o > src[-1], dst[-1] + (o - src[-1]) * min(k1, 2), m)
        return m
    gain = np.clip(t[known].std() / (o[known].std() + 1e-6), *gain_limits)
    return gain * o

def run(label, **how):
    rs, am = [], []
    for n in names:
        p, y, known = (kept[f"{n}/{k}"] for k in ("predicted", "shape", "known"))
        half = len(known) // 2
        a, b = known.copy(), known.copy()
        a[half:] = False; b[:half] = False
        if a.sum() < 100 or b.sum() < 100 or len(known) < 300: continue
        o = fit(p, y, a, **how) if how else opening(p) 
        t = opening(y[b]); rs.append(pearson(o[b], t)); am.append(o[b].std() / t.std())
    print(f"{label:44} n {len(rs)} median r {np.median(rs):.3f} mean {np.mean(rs):.3f}  amplitude median {np.median(am):.2f} within {np.mean([(0.7<=v<=1.3) for v in am]):.2f}")

run("plain")
for ridge in (100, 300, 1000, 3000, 1e9):
    for context in ((0,), (-4, -2, 0, 2, 4)):
        run(f"ridge {ridge} context {len(context)}", ridge=ridge, context=context, gain_limits=(0.5, 3), quantiles=0)
run("quantiles 5", ridge=1000, context=(-4,-2,0,2,4), gain_limits=(0.5,3), quantiles=5)
run("quantiles 9", ridge=1000, context=(-4,-2,0,2,4), gain_limits=(0.5,3), quantiles=9)
