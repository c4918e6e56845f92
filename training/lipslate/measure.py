"""Where a trained net finds each clip's sound: the plain mean of similarities, no windows, no trust."""

import numpy as np
import torch

from features import ROW_S, STEP_S, lip_input, on_grid, sound_input
from model import REACH


def similarities(net, clip, components, spread):
    """[T, LAGS], NaN where there is no sound."""
    # On the sound's own grid, as in the app.
    _, shape, known = on_grid(clip.times_s - clip.sound_start_s, clip.shape @ components)
    first = int(np.ceil((clip.times_s[0] - clip.sound_start_s) / STEP_S - 1e-6))
    lips = lip_input(shape, known, spread)
    with torch.no_grad():
        seen = net.lips(torch.tensor(lips.T[None]))[0].numpy()
        heard = net.sound(torch.tensor(sound_input(clip.power).T[None].astype(np.float32)))[0].numpy()
    from_row, to_row = clip.sounding
    low, high = -(-from_row // 2), min(heard.shape[1], to_row // 2 + 1)
    out = np.full((len(lips), 2 * REACH + 1), np.nan, np.float32)
    for lag in range(-REACH, REACH + 1):
        at = np.arange(len(lips)) + first + lag
        ok = (at >= low) & (at < high) & (known > 0)
        out[ok, lag + REACH] = (seen[:, ok] * heard[:, at[ok]]).sum(0)
    return out


def best_lag_ms(similarity):
    count = (~np.isnan(similarity)).sum(0)
    curve = np.nansum(similarity, 0) / np.maximum(count, 1)
    curve[count < 0.45 * count.max()] = np.nan
    top = int(np.nanargmax(curve))
    shift = 0.0
    if 0 < top < len(curve) - 1 and not np.isnan(curve[top - 1] + curve[top + 1]):
        bend = curve[top - 1] - 2 * curve[top] + curve[top + 1]
        shift = 0.5 * (curve[top - 1] - curve[top + 1]) / bend if bend < 0 else 0.0
    return (top - REACH + shift) * STEP_S * 1000


def summary(errors_ms):
    e = np.array(errors_ms)
    a = np.abs(e)
    near = e[a < 200]
    return (
        f"{len(e)} clips: {np.mean(a <= 40):.0%} within 40 ms, {np.mean(a <= 80):.0%} within 80 ms, "
        f"median {np.median(a):.0f}, bias {near.mean():+.0f}, deviation {near.std():.0f}"
    )


__all__ = ["similarities", "best_lag_ms", "summary", "ROW_S"]
