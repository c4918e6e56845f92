/** Filters of second order (R. Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter coefficients"). */
import type { Biquad } from '../loudness/k-weighting';

export type BandKind = 'high-pass' | 'low-shelf' | 'peak' | 'high-shelf';

export interface Band {
  kind: BandKind;
  frequencyHz: number;
  /** Of the high-pass none. */
  gainDb: number;
  q: number;
}

export function biquadOf({ kind, frequencyHz, gainDb, q }: Band, rateHz: number): Biquad {
  const turn = (2 * Math.PI * frequencyHz) / rateHz;
  const cos = Math.cos(turn);
  const alpha = Math.sin(turn) / (2 * q);
  const a = 10 ** (gainDb / 40);
  if (kind === 'high-pass')
    return normal([(1 + cos) / 2, -(1 + cos), (1 + cos) / 2], [1 + alpha, -2 * cos, 1 - alpha]);
  if (kind === 'peak')
    return normal([1 + alpha * a, -2 * cos, 1 - alpha * a], [1 + alpha / a, -2 * cos, 1 - alpha / a]);
  // The two shelves are each other's mirror images.
  const side = kind === 'low-shelf' ? 1 : -1;
  const [up, down] = [a + 1, side * (a - 1) * cos];
  const slope = 2 * Math.sqrt(a) * alpha;
  const twist = side * (a - 1);
  return normal(
    [a * (up - down + slope), 2 * a * (twist - (a + 1) * cos), a * (up - down - slope)],
    [up + down + slope, -2 * (twist + (a + 1) * cos), up + down - slope],
  );
}

function normal(b: [number, number, number], [a0, a1, a2]: [number, number, number]): Biquad {
  return { b0: b[0] / a0, b1: b[1] / a0, b2: b[2] / a0, a1: a1 / a0, a2: a2 / a0 };
}
