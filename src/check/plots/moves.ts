/** Moves along the time axis that keys, buttons and the ruler share. */
import type { PlotTimeline, TimelineState } from './timeline';

/** Goes there, and shows a stretch around it when it cannot be seen. */
export function seekVisibly(timeline: PlotTimeline, timeS: number): void {
  const { startS, endS, durationS } = timeline.getSnapshot();
  const aimS = Math.min(durationS, Math.max(0, timeS));
  const half = (endS - startS) / 2;
  if (aimS < startS || aimS > endS) timeline.setRange(aimS - half, aimS + half);
  timeline.seek(aimS);
}

/** Zooms around the playhead when it can be seen, else around the middle. */
export function zoomHere(timeline: PlotTimeline, factor: number): void {
  const { startS, endS, playheadS } = timeline.getSnapshot();
  timeline.zoom(factor, playheadS >= startS && playheadS <= endS ? playheadS : undefined);
}

/** As players do it: shortly behind a mark, "back" means the one before it. */
const JUST_PASSED_S = 0.5;
const SAME_S = 0.02;

/**
 * @param marksS cuts, starts of parts, ...; in any order
 * @returns the next mark in this direction, or the end of the file there
 */
export function nextMark(
  marksS: Iterable<number>,
  fromS: number,
  direction: -1 | 1,
  durationS: number,
): number {
  const marks = [...marksS].sort((a, b) => a - b);
  if (direction > 0) return marks.find((markS) => markS > fromS + SAME_S) ?? durationS;
  return marks.findLast((markS) => markS < fromS - JUST_PASSED_S) ?? 0;
}

/** In or out is where the film is now. */
export function markHere(timeline: PlotTimeline, side: 'in' | 'out'): void {
  timeline.mark(side, timeline.getSnapshot().playheadS);
}

/** From in to out; one that is not set is the start or the end of the file. Null where neither is. */
export function markedPart({ inS, outS, durationS }: Pick<TimelineState, 'inS' | 'outS' | 'durationS'>): {
  startS: number;
  endS: number;
} | null {
  return inS === null && outS === null ? null : { startS: inS ?? 0, endS: outS ?? durationS };
}
