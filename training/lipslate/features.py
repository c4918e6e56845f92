"""What the network sees of a clip: the same numbers as core/sync/lipslate-inputs.ts and core/sound/fine-bands.ts."""

import numpy as np

STEP_S = 0.02
ROW_S = 0.01
BANDS = 40
RANGE_DB = 66.0
PADDING_DB = -95.0
LEVEL_UNIT_DB = 12.0
MOST_LEVEL = 4.0
MOST_SHAPE = 4.0
# The time over which posture, loudness and the like are levelled out, each side.
SLOW_S = 1.5
# A component's spread in the clip is joined with this share of its spread in all clips.
SPREAD_FLOOR = 0.25

RATE_HZ, HOP, WINDOW, FFT_SIZE = 16000, 160, 400, 512
LOW_HZ, HIGH_HZ = 80.0, 7600.0

# Order of FaceTrack.lips (core/lips/types.ts).
POINTS = [
    61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 185, 40, 39, 37, 0, 267, 269, 270, 409, 78, 95, 88, 178,
    87, 14, 317, 402, 318, 324, 308, 191, 80, 81, 82, 13, 312, 311, 310, 415, 152, 148, 377, 176, 400, 199,
]  # fmt: skip
PAIRS = [
    (61, 291), (146, 375), (91, 321), (181, 405), (84, 314), (185, 409), (40, 270), (39, 269), (37, 267), (78, 308),
    (95, 324), (88, 318), (178, 402), (87, 317), (191, 415), (80, 310), (81, 311), (82, 312), (148, 377), (176, 400),
]  # fmt: skip
MIDDLE = [17, 0, 14, 13, 152, 199]
ROW = {point: row for row, point in enumerate(POINTS)}
SHAPE_SIZE = 2 * len(PAIRS) + len(MIDDLE)


def lip_shape(lips):
    """[T, 46, 2] -> [T, SHAPE_SIZE]: half widths and mean heights of pairs, heights of the middle line."""
    left = lips[:, [ROW[a] for a, _ in PAIRS]]
    right = lips[:, [ROW[b] for _, b in PAIRS]]
    width = (right[..., 0] - left[..., 0]) / 2
    height = (right[..., 1] + left[..., 1]) / 2
    return np.concatenate([width, height, lips[:, [ROW[m] for m in MIDDLE], 1]], 1).astype(np.float32)


def without_slow_part(values, radius):
    """Subtracts the mean over +-radius rows, at the ends over those there are."""
    n = len(values)
    total = np.concatenate([np.zeros((1, *values.shape[1:])), np.cumsum(values, 0, dtype=np.float64)])
    low = np.maximum(0, np.arange(n) - radius)
    high = np.minimum(n, np.arange(n) + radius + 1)
    count = (high - low).reshape((-1,) + (1,) * (values.ndim - 1))
    return (values - (total[high] - total[low]) / count).astype(np.float32)


def on_grid(times_s, shape, phase_s=0.0, longest_gap_s=0.15):
    """Frames joined linearly at their PTS. Returns time of the first step, [N, C], and 1 where lips were seen."""
    first = int(np.ceil((times_s[0] - phase_s) / STEP_S - 1e-6))
    last = int(np.floor((times_s[-1] - phase_s) / STEP_S + 1e-6))
    grid = np.arange(first, last + 1) * STEP_S + phase_s
    right = np.clip(np.searchsorted(times_s, grid), 1, len(times_s) - 1)
    gap = times_s[right] - times_s[right - 1]
    share = ((grid - times_s[right - 1]) / gap)[:, None].astype(np.float32)
    known = (gap <= longest_gap_s).astype(np.float32)
    return grid[0], shape[right - 1] * (1 - share) + shape[right] * share, known


def lip_input(components, known, spread):
    """Components of the lip shape as the network's first layer scales them (Member.lips in model.py)."""
    z = without_slow_part(components, round(SLOW_S / STEP_S))
    own = np.sqrt((z * z * known[:, None]).sum(0) / (known.sum() + 1e-6))
    z = np.clip(z / (own + SPREAD_FLOOR * spread), -MOST_SHAPE, MOST_SHAPE)
    return (z * known[:, None]).astype(np.float32)


def band_power(samples):
    """16 kHz mono -> [T, BANDS] power, row i centred on i * ROW_S."""
    pad = np.zeros(WINDOW // 2, np.float32)
    x = np.concatenate([pad, samples, pad])
    rows = (len(x) - WINDOW) // HOP + 1
    frames = np.lib.stride_tricks.as_strided(x, (rows, WINDOW), (x.strides[0] * HOP, x.strides[0]))
    power = np.abs(np.fft.rfft(frames * HANN, FFT_SIZE)[:, : FFT_SIZE // 2]) ** 2 / (WINDOW / 4) ** 2
    return (power @ FILTERS.T).astype(np.float32)


def total_db(power):
    return 10 * np.log10(power.sum(1) + 1e-12)


def sound_input(power):
    """[T, BANDS] power -> levels around their own mean."""
    total = total_db(power)
    audible = total[total > PADDING_DB]
    loud = np.quantile(audible, 0.95) if len(audible) > 5 else -30.0
    level = np.maximum(10 * np.log10(power + 1e-12), loud - RANGE_DB)
    level = without_slow_part(level, round(SLOW_S / ROW_S)) / LEVEL_UNIT_DB
    return np.clip(level, -MOST_LEVEL, MOST_LEVEL)


def _filters():
    to_mel = lambda hz: 2595 * np.log10(1 + hz / 700)
    edges = 700 * (10 ** (np.linspace(to_mel(LOW_HZ), to_mel(HIGH_HZ), BANDS + 2) / 2595) - 1)
    hz = np.arange(FFT_SIZE // 2) * RATE_HZ / FFT_SIZE
    rising = (hz - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - hz) / (edges[2:] - edges[1:-1])[:, None]
    return np.maximum(0, np.minimum(rising, falling)).astype(np.float32)


HANN = 0.5 - 0.5 * np.cos(2 * np.pi * (np.arange(WINDOW) + 0.5) / WINDOW)
FILTERS = _filters()
