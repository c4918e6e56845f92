/** The measured offset of a file as lines over time, and the axes on which two of them lie. */
import type { Measurement } from '../../../core/sync/types';
import { offsetAtMs } from '../plots/series';

export interface CurvePiece {
  startS: number;
  endS: number;
  startMs: number;
  endMs: number;
  /** Half width of the band around it. */
  ci95Ms: number;
}

export interface Axes {
  endS: number;
  lowMs: number;
  highMs: number;
}

/** A drift's segments follow its slope; what has no segments is one piece as long as the file. */
export function curveOf(measurement: Measurement, durationS: number): CurvePiece[] {
  const { segments, offsetMs, pattern } = measurement;
  if (offsetMs === null) return [];
  if (segments.length === 0)
    return [
      { startS: 0, endS: durationS, startMs: offsetMs, endMs: offsetMs, ci95Ms: measurement.ci95Ms ?? 0 },
    ];
  return segments.map(({ startS, endS, offsetMs: own, ci95Ms }) => {
    const at = (timeS: number) => (pattern.kind === 'drift' ? offsetAtMs(measurement, timeS)! : own);
    return { startS, endS, startMs: at(startS), endMs: at(endS), ci95Ms };
  });
}

/** Nothing is closer than this, so that two that are alike look alike. */
const LEAST_SPAN_MS = 200;

/** In sync is always on it. */
export function axesOf(curves: readonly (readonly CurvePiece[])[]): Axes {
  const pieces = curves.flat();
  const highs = pieces.flatMap(({ startMs, endMs, ci95Ms }) => [startMs + ci95Ms, endMs + ci95Ms]);
  const lows = pieces.flatMap(({ startMs, endMs, ci95Ms }) => [startMs - ci95Ms, endMs - ci95Ms]);
  const most = highs.reduce((a, b) => Math.max(a, b), 0);
  const least = lows.reduce((a, b) => Math.min(a, b), 0);
  const margin = Math.max(0.12 * (most - least), (LEAST_SPAN_MS - (most - least)) / 2);
  return {
    endS: pieces.reduce((end, piece) => Math.max(end, piece.endS), 0),
    lowMs: least - margin,
    highMs: most + margin,
  };
}

/** Round offsets within the axes, some five of them. */
export function offsetTicks({ lowMs, highMs }: Axes): number[] {
  const step = [20, 50, 100, 200, 500, 1000, 2000, 5000].find((ms) => (highMs - lowMs) / ms <= 6) ?? 10_000;
  const ticks: number[] = [];
  for (let ms = Math.ceil(lowMs / step) * step; ms <= highMs; ms += step) ticks.push(ms + 0);
  return ticks;
}
