/** The value axis left of a plot: where its labels stand, and what they say. Pure. */
import { levelWords } from './format';

/** A label beside the plot; `fromTop` is its place as a share of the plot's height. */
export interface AxisLabel {
  readonly fromTop: number;
  readonly text: string;
}

/** Labels closer than this run into each other. */
const MIN_GAP_PX = 18;
/** As the labels of the ends stand inside, not across the edge. */
const END_GAP_PX = 24;
/** What round values are at least apart, so that a plot looks calm. */
const TICK_GAP_PX = 26;
const MINUS = '\u2212';

/**
 * Shifts of the sound, late above.
 * @param lowMs value at the bottom, ms
 * @param highMs value at the top, ms
 * @param exact whether the ends themselves are worth a figure; else they only say which way is late
 */
export function shiftLabels(lowMs: number, highMs: number, heightPx: number, exact = false): AxisLabel[] {
  const fromTop = (ms: number) => (highMs - ms) / (highMs - lowMs);
  const seconds = highMs - lowMs > 1500;
  const words = (ms: number) =>
    seconds ? `${trimmed(Math.abs(ms) / 1000)}\u00a0s` : `${Math.abs(ms)}\u00a0ms`;
  const ends: AxisLabel[] = [
    { fromTop: 0, text: exact ? `${words(highMs)} late` : 'late ↑' },
    { fromTop: 1, text: exact ? `${words(lowMs)} early` : 'early ↓' },
  ];
  const between = valueTicks(lowMs, highMs, heightPx)
    .map((ms) => ({ fromTop: fromTop(ms), text: ms === 0 ? 'in sync' : words(ms) }))
    .filter((label) => Math.min(label.fromTop, 1 - label.fromTop) * heightPx >= END_GAP_PX);
  return [ends[0]!, ...between.toSorted((a, b) => a.fromTop - b.fromTop), ends[1]!];
}

/** Plain figures, such as a confidence. */
export function figureLabels(low: number, high: number, heightPx: number): AxisLabel[] {
  return valueTicks(low, high, heightPx).map((value) => ({
    fromTop: (high - value) / (high - low),
    text: `${value < 0 ? MINUS : ''}${trimmed(Math.abs(value))}`,
  }));
}

/**
 * Levels of a waveform, which is as high above its middle as below: dB below full scale, every 6 dB.
 * @param gain what the samples are multiplied by, 1 = full scale fills the height
 */
export function levelLabels(gain: number, heightPx: number): AxisLabel[] {
  const top = Math.floor((-20 * Math.log10(gain)) / 6) * 6;
  const labels: AxisLabel[] = [{ fromTop: 0.5, text: `${MINUS}∞\u00a0dB` }];
  for (let db = top; ; db -= 6) {
    const height = (10 ** (db / 20) * gain) / 2;
    if (height * heightPx < MIN_GAP_PX - 2) break;
    const text = levelWords(db);
    labels.push({ fromTop: 0.5 - height, text }, { fromTop: 0.5 + height, text });
    // One more would stand too close to this one.
    if ((height / 2) * heightPx < MIN_GAP_PX) break;
  }
  return labels.sort((a, b) => a.fromTop - b.fromTop);
}

/** Round values inside low..high (1, 2 or 5 times a power of ten), as many as there is room for. */
export function valueTicks(low: number, high: number, heightPx: number): number[] {
  const span = high - low;
  if (!(span > 0) || !(heightPx > 0)) return [];
  const wanted = (span * TICK_GAP_PX) / heightPx;
  const power = 10 ** Math.floor(Math.log10(wanted));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= wanted * (1 - 1e-9)) ?? 10);
  const ticks: number[] = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * span; i++)
    ticks.push(i === 0 ? 0 : i * step);
  return ticks;
}

/** At most two digits after the point, none that are 0. */
function trimmed(value: number): string {
  return String(Math.round(value * 100) / 100);
}
