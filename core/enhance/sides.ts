/** Any number of channels as two sides, for what listens in stereo; and which side's answer holds for each channel. */

export interface Side {
  /** How much of the channel is heard on the left and on the right. */
  weights: readonly [left: number, right: number];
  /** How much the left side's answer counts for it; the right one's counts for the rest. */
  leftShare: number;
}

const F = Math.SQRT1_2;
const LEFT: Side = { weights: [1, 0], leftShare: 1 };
const RIGHT: Side = { weights: [0, 1], leftShare: 0 };
const ONLY: Side = { weights: [1, 1], leftShare: 0.5 };
const CENTRE: Side = { weights: [F, F], leftShare: 0.5 };
const BASS: Side = { weights: [0, 0], leftShare: 0.5 };
const BACK_LEFT: Side = { weights: [F, 0], leftShare: 1 };
const BACK_RIGHT: Side = { weights: [0, F], leftShare: 0 };

/** In the order of WAVE, after the stereo downmix of ITU-R BS.775. */
const LAYOUTS: Record<number, readonly Side[]> = {
  1: [ONLY],
  2: [LEFT, RIGHT],
  3: [LEFT, RIGHT, CENTRE],
  4: [LEFT, RIGHT, BACK_LEFT, BACK_RIGHT],
  5: [LEFT, RIGHT, CENTRE, BACK_LEFT, BACK_RIGHT],
  6: [LEFT, RIGHT, CENTRE, BASS, BACK_LEFT, BACK_RIGHT],
  7: [LEFT, RIGHT, CENTRE, BASS, CENTRE, BACK_LEFT, BACK_RIGHT],
  8: [LEFT, RIGHT, CENTRE, BASS, BACK_LEFT, BACK_RIGHT, BACK_LEFT, BACK_RIGHT],
};

/** @returns the channel that stands between left and right, where there is one */
export function middleOf(channels: number): number | null {
  const place = LAYOUTS[channels]?.indexOf(CENTRE) ?? -1;
  return place < 0 ? null : place;
}

/** Of more channels than a layout has, all are heard on both sides alike. */
export function sidesOf(channels: number): readonly Side[] {
  const alike: Side = { weights: [1 / channels, 1 / channels], leftShare: 0.5 };
  return LAYOUTS[channels] ?? new Array<Side>(channels).fill(alike);
}
