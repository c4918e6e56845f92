/** The part is marked on the ruler: with Shift from end to end, or by one of its ends that is moved. */
import type { PlotTimeline, TimelineState } from './timeline';

/** What is held. */
export type Grip = { fromS: number } | 'in' | 'out';

/** The ends of a part stay this far apart. */
const LEAST_S = 0.1;

/**
 * @param reachS how far from an end it still is taken hold of
 * @param isNew a new part begins here
 * @returns null: nothing, the film is gone through
 */
export function gripAt(
  { inS, outS }: Pick<TimelineState, 'inS' | 'outS'>,
  timeS: number,
  reachS: number,
  isNew: boolean,
): Grip | null {
  if (isNew) return { fromS: timeS };
  const far = (endS: number | null) => (endS === null ? Number.POSITIVE_INFINITY : Math.abs(endS - timeS));
  if (Math.min(far(inS), far(outS)) > reachS) return null;
  return far(inS) < far(outS) ? 'in' : 'out';
}

export function dragPart(timeline: PlotTimeline, grip: Grip, timeS: number): void {
  const { inS, outS } = timeline.getSnapshot();
  if (grip === 'in') timeline.mark('in', Math.min(timeS, (outS ?? Number.POSITIVE_INFINITY) - LEAST_S));
  else if (grip === 'out') timeline.mark('out', Math.max(timeS, (inS ?? Number.NEGATIVE_INFINITY) + LEAST_S));
  else {
    timeline.mark('in', Math.min(grip.fromS, timeS));
    timeline.mark('out', Math.max(grip.fromS, timeS));
  }
}
