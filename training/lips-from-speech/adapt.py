"""A speaker's own habit, in closed form from footage in which sound and lips are known together."""

import numpy as np

from data import opening

RIDGE = 200.0
CONTEXT = (-4, -2, 0, 2, 4)


def adapt(predicted, shape, known, ridge=RIDGE, components=6):
    """
    predicted, shape: [T, 46]; known: [T] bool, what may be learnt from.
    The correction is a ridge regression on the predicted shape's own components around each step, towards no correction;
    then the amplitude that regression takes away is given back.
    """
    base = predicted - predicted[known].mean(0)
    u, s, v = np.linalg.svd(base[known], full_matrices=False)
    k = min(components, len(s))
    z = base @ v[:k].T
    z = z / (z[known].std(0) + 1e-6)
    x = np.concatenate([shifted(z, d) for d in CONTEXT], 1)
    scale = (shape[known] * base[known]).sum() / ((base[known] ** 2).sum() + 1e-9)
    scale = np.clip(scale, 0.4, 2.5)
    rest = shape[known] - shape[known].mean(0) - scale * base[known]
    a = x[known]
    w = np.linalg.solve(a.T @ a + ridge * np.eye(a.shape[1]), a.T @ rest)
    out = scale * base + x @ w
    gain = opening(shape[known]).std() / (opening(out[known]).std() + 1e-6)
    return np.clip(gain, 0.5, 3.0) * out


def shifted(z, d):
    out = np.roll(z, d, 0)
    if d > 0:
        out[:d] = z[0]
    elif d < 0:
        out[d:] = z[-1]
    return out
