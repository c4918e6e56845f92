/** From who shows which offset when, to segments: in order of time, covering the file, one offset each. */
import type { SegmentStart, SpeakerSpan } from './types';

/** While this face is seen, its lips go with the sound at the offset of this group. */
export interface OffsetRun {
  trackId: number;
  startS: number;
  endS: number;
  group: number;
  /** True where the face comes into view, false where the offset changes while it goes on. */
  isNewFace: boolean;
}

export interface Span {
  startS: number;
  endS: number;
  group: number;
  startsAt: SegmentStart;
  trackIds: number[];
}

/** Shorter turns than this among faces seen together are left to the offset around them. */
const LEAST_TURN_S = 1;
/** A cut this near to where a face is first seen is the cut before it. */
const CUT_REACH_S = 0.5;

/**
 * @param runs of all faces, in any order; at least one
 * @param speakers who speaks, for faces that are seen together with different offsets
 * @param cutsS first frames of new shots, in order of time
 */
export function segmentsOf(
  runs: readonly OffsetRun[],
  speakers: readonly SpeakerSpan[],
  cutsS: ArrayLike<number>,
  durationS: number,
): Span[] {
  const spans = withoutShortTurns(merge(piecesOf(runs, speakers)));
  return spans.map((span, i) => {
    const start = i === 0 ? ({ startS: 0, startsAt: 'file' } as const) : startOf(spans[i - 1]!, span, cutsS);
    const next = spans[i + 1];
    return {
      ...start,
      endS: next ? startOf(span, next, cutsS).startS : durationS,
      group: span.group,
      trackIds: [...new Set(span.runs.map((run) => run.trackId))].sort((a, b) => a - b),
    };
  });
}

interface Piece {
  startS: number;
  endS: number;
  group: number;
  runs: OffsetRun[];
}

/** Between any two neighbouring starts and ends of runs and turns one offset holds, or none is known. */
function piecesOf(runs: readonly OffsetRun[], speakers: readonly SpeakerSpan[]): Piece[] {
  const bounds = [...runs, ...speakers].flatMap(({ startS, endS }) => [startS, endS]);
  const timesS = [...new Set(bounds)].sort((a, b) => a - b);
  const pieces: Piece[] = [];
  for (let i = 1; i < timesS.length; i++) {
    const [startS, endS] = [timesS[i - 1]!, timesS[i]!];
    const holds = ({ startS: from, endS: to }: { startS: number; endS: number }) =>
      from < endS && to > startS;
    const seen = runs.filter(holds);
    const groups = new Set(seen.map(({ group }) => group));
    const speaker = speakers.find(holds)?.trackId;
    const own = groups.size > 1 ? seen.filter(({ trackId }) => trackId === speaker) : seen;
    if (own.length > 0) pieces.push({ startS, endS, group: own[0]!.group, runs: own });
  }
  return pieces;
}

/** Neighbours of one group are one, whatever lies between them. */
function merge(pieces: readonly Piece[]): Piece[] {
  const merged: Piece[] = [];
  for (const piece of pieces) {
    const last = merged[merged.length - 1];
    if (last?.group === piece.group) {
      last.endS = piece.endS;
      last.runs = [...new Set([...last.runs, ...piece.runs])];
    } else merged.push({ ...piece });
  }
  return merged;
}

/** A group whose turns are all short keeps its longest. */
function withoutShortTurns(pieces: readonly Piece[]): Piece[] {
  const lengthOf = ({ startS, endS }: Piece) => endS - startS;
  const isLongest = (piece: Piece) =>
    pieces.every((other) => other.group !== piece.group || lengthOf(other) <= lengthOf(piece));
  return merge(pieces.filter((piece) => lengthOf(piece) >= LEAST_TURN_S || isLongest(piece)));
}

function startOf(
  before: Piece,
  { startS, runs }: Piece,
  cutsS: ArrayLike<number>,
): { startS: number; startsAt: SegmentStart } {
  const run = runs.find((one) => one.startS === startS);
  if (run && !run.isNewFace) return { startS, startsAt: 'within-shot' };
  const cuts = Array.from(cutsS).filter(
    (cutS) => cutS > before.endS - CUT_REACH_S && cutS < startS + CUT_REACH_S,
  );
  const last = cuts[cuts.length - 1];
  // The shot that shows the new offset begins at its last cut; the sound of what was between nobody can tell.
  if (last !== undefined) return { startS: last, startsAt: 'cut' };
  return { startS: (before.endS + startS) / 2, startsAt: run && before.endS <= startS ? 'cut' : 'speaker' };
}
