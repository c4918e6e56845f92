/** Thins frames above a rate by their timestamps. */

/**
 * A frame is kept when it comes at least this share of 1 / maxFps after the last kept one. Below 1 so that timestamps
 * rounded to milliseconds (33, 34, 33) survive at 30 fps; above 0.75 so that 60, 120 and 50 fps thin to 30, 30 and 25
 * without a beat.
 */
export const THINNING_SLACK = 0.9;

/** Seconds that must lie between two kept frames. */
export function minimumGapS(maxFps: number): number {
  return THINNING_SLACK / maxFps;
}

/**
 * Returns a filter that says for each frame, in order of presentation, whether to keep it.
 * @param maxFps frames per second to keep at most, give or take the slack
 */
export function thinner(maxFps: number): (ptsS: number) => boolean {
  const gapS = minimumGapS(maxFps);
  let lastS = Number.NEGATIVE_INFINITY;
  return (ptsS) => {
    // A microsecond absorbs the rounding of timestamps added up in floating point.
    if (ptsS - lastS < gapS - 1e-6) return false;
    lastS = ptsS;
    return true;
  };
}
