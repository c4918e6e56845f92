/** How a file is cut into time ranges for the lanes: short ones first for an early verdict, long ones after. */

export interface TimeRange {
  startS: number;
  endS: number;
}

/** A part to be checked is at least this long. */
export const LEAST_PART_S = 1;

const FIRST_S = 5;
const LONGEST_S = 30;

/**
 * Cuts [0, durationS] into ranges in order of time. Ranges grow, because each one pays for decoding from the key
 * frame before it, and shrink again towards the end, so that all lanes finish together.
 * The last range has no end.
 * @param lanes number of worker pairs that take ranges from the list
 */
export function planRanges(durationS: number, lanes: number): TimeRange[] {
  const ranges: TimeRange[] = [];
  let startS = 0;
  let lengthS = FIRST_S;
  while (startS < durationS) {
    const leftS = durationS - startS;
    let endS = startS + Math.max(FIRST_S, Math.min(lengthS, leftS / lanes));
    if (durationS - endS < FIRST_S / 2) endS = durationS;
    ranges.push({ startS, endS });
    startS = endS;
    if (ranges.length % lanes === 0) lengthS = Math.min(LONGEST_S, lengthS * 2);
  }
  const last = ranges.at(-1);
  // Frames may lie a little after the nominal duration; the last range takes them.
  if (last) last.endS = Number.POSITIVE_INFINITY;
  return ranges.length > 0 ? ranges : [{ startS: 0, endS: Number.POSITIVE_INFINITY }];
}

/** As `planRanges`, of a part of the file alone; its last range ends where the part does. */
export function planPart({ startS, endS }: TimeRange, lanes: number): TimeRange[] {
  return planRanges(endS - startS, lanes).map((range) => ({
    startS: startS + range.startS,
    endS: Math.min(endS, startS + range.endS),
  }));
}
