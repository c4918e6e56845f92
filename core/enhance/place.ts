/**
 * Places what is in the middle of a sound, as the voice is, to one side: for two loudspeakers by a pan law of constant power, for
 * headphones by the delay and the shadow of a head (a sphere; C. Brown and R. Duda, "A structural model for binaural sound
 * synthesis", IEEE Trans. Speech and Audio Processing 6, 1998). What both channels do not have in common stays where it is.
 */
import { concatFloat32 } from '../concat';

export const PLACES = [
  { id: 'stereo', name: 'Where its face is, for loudspeakers' },
  { id: 'headphones', name: 'Where its face is, for headphones' },
] as const;
export type PlaceId = (typeof PLACES)[number]['id'];

/** What is placed comes out with so many channels. */
export const PLACED_CHANNELS = 2;
/** At the edge of the picture: where loudspeakers stand, and as wide as most lenses see. */
const EDGE_RAD = Math.PI / 6;
const HEAD_RADIUS_M = 0.0875;
const SOUND_M_PER_S = 343;
/** Of the shadow: what is left of the highest tones where it is deepest, and the angle from the ear at which that is. */
const LEAST_SHARE = 0.1;
const DEEPEST_RAD = (150 / 180) * Math.PI;

/** @param side -1 at the left edge of the picture, 1 at the right one @returns the angle to the right, as a lens has it */
export function azimuthOf(side: number): number {
  return Math.atan(side * Math.tan(EDGE_RAD));
}

/**
 * The tangent law: heard from between two loudspeakers at the edges, the sound is at the azimuth.
 * @returns gains of left and right, whose squares add up to 2; 1 and 1 in the middle
 */
export function panGains(side: number): [number, number] {
  const turn = Math.atan(side);
  return [Math.cos(turn) - Math.sin(turn), Math.cos(turn) + Math.sin(turn)];
}

/** Woodworth's: by how much a sound from the right comes later to the left ear. */
export function interauralDelayS(azimuthRad: number): number {
  return (HEAD_RADIUS_M / SOUND_M_PER_S) * (azimuthRad + Math.sin(azimuthRad));
}

/** What an ear gets of the highest tones. @param angleRad between it and where the sound comes from */
export function shadowShare(angleRad: number): number {
  const half = LEAST_SHARE / 2;
  return 1 + half + (1 - half) * Math.cos((angleRad / DEEPEST_RAD) * Math.PI);
}

/** Either ear of a sound in front. */
const IN_FRONT = shadowShare(Math.PI / 2);

/** (share * s + beta) / (IN_FRONT * s + beta), by the bilinear transform: in front nothing is changed. */
export function earFilter(angleRad: number, rateHz: number): { b0: number; b1: number; a1: number } {
  const beta = (2 * SOUND_M_PER_S) / HEAD_RADIUS_M;
  const share = 2 * rateHz * shadowShare(angleRad);
  const pole = 2 * rateHz * IN_FRONT;
  const scale = 1 / (pole + beta);
  return { b0: (share + beta) * scale, b1: (beta - share) * scale, a1: (beta - pole) * scale };
}

export interface Placing {
  by: PlaceId;
  /** Where it is in the middle of each hop, -1..1: Float32Array [H] */
  sides: Float32Array;
  hopS: number;
  /** The right side is turned round in phase: it is turned back on the way in, and round on the way out. */
  isTurned?: boolean;
}

/** The path is asked for anew after so many samples: 0.2 ms. */
const STRIDE = 8;

/** Sound of one or two channels goes in, of two comes out; nothing is later than it was. */
export class PlacedSound {
  readonly #path: (sample: number) => number;
  readonly #head: Head | null;
  /** What the right side is taken times, and given. */
  readonly #sign: 1 | -1;
  #side = 0;
  #gains = panGains(0);
  #at = 0;

  constructor(rateHz: number, { by, sides, hopS, isTurned = false }: Placing) {
    const last = sides.length - 1;
    this.#path = (sample) => {
      const held = STRIDE * Math.floor(sample / STRIDE);
      const place = Math.min(last, Math.max(0, held / (hopS * rateHz) - 0.5));
      const hop = Math.floor(place);
      const here = sides[hop] ?? 0;
      return here + ((sides[Math.min(last, hop + 1)] ?? 0) - here) * (place - hop);
    };
    this.#sign = isTurned ? -1 : 1;
    this.#head = by === 'headphones' ? new Head(rateHz) : null;
  }

  /** @param planes one or two, Float32Array [N] each */
  push(planes: readonly Float32Array[]): Float32Array[] {
    if (this.#sign === 1 || planes.length < 2) return this.#turn(this.#place(planes));
    return this.#turn(this.#place([planes[0]!, planes[1]!.map((sample) => -sample)]));
  }

  #turn([left, right]: Float32Array[]): Float32Array[] {
    return [left!, this.#sign === 1 ? right! : right!.map((sample) => -sample)];
  }

  #place(planes: readonly Float32Array[]): Float32Array[] {
    const [left, right = left] = planes as [Float32Array, Float32Array?];
    const middle = left.map((sample, i) => (sample + right[i]!) / 2);
    const apart = left.map((sample, i) => (sample - right[i]!) / 2);
    const from = this.#at;
    this.#at += left.length;
    if (this.#head) return this.#head.push(middle, apart, (i) => this.#path(from + i));
    const out = [new Float32Array(left.length), new Float32Array(left.length)];
    for (let i = 0; i < left.length; i++) {
      const side = this.#path(from + i);
      if (side !== this.#side) this.#gains = panGains(side);
      this.#side = side;
      const [toLeft, toRight] = this.#gains;
      out[0]![i] = toLeft * middle[i]! + apart[i]!;
      out[1]![i] = toRight * middle[i]! - apart[i]!;
    }
    return out;
  }

  /** What still waits; null: nothing ever does. */
  end(): Float32Array[] | null {
    return this.#head && this.push([new Float32Array(LOOK_AHEAD)]);
  }
}

/** More than half of the delay between both ears at the edge of the picture, at any rate up to 96 kHz. */
const MOST_DELAY = 16;
const HALF_TAPS = 16;
const LOOK_AHEAD = HALF_TAPS + MOST_DELAY;
/** Between two samples. */
const PHASES = 256;

/** Both ears of a head: each half of the delay, before and behind, so that the voice stays where it is in time. */
class Head {
  readonly #rateHz: number;
  readonly #pole: number;
  #side = Number.NaN;
  #left = { b0: 1, b1: 0 };
  #right = { b0: 1, b1: 0 };
  /** Samples by which the left ear is later, and the right one earlier, than the middle of the head. */
  #delay = 0;
  #past = 0;
  #skip = LOOK_AHEAD;
  readonly #ears = [new Float32Array(2 * LOOK_AHEAD), new Float32Array(2 * LOOK_AHEAD)];
  #apart = new Float32Array(LOOK_AHEAD);

  constructor(rateHz: number) {
    this.#rateHz = rateHz;
    this.#pole = earFilter(Math.PI / 2, rateHz).a1;
  }

  /** @param sideAt of a sample of this block, or before it */
  push(middle: Float32Array, apart: Float32Array, sideAt: (i: number) => number): Float32Array[] {
    const shaded = [new Float32Array(middle.length), new Float32Array(middle.length)];
    for (let i = 0; i < middle.length; i++) {
      this.#turnTo(sideAt(i));
      const now = middle[i]! - this.#pole * this.#past;
      shaded[0]![i] = this.#left.b0 * now + this.#left.b1 * this.#past;
      shaded[1]![i] = this.#right.b0 * now + this.#right.b1 * this.#past;
      this.#past = now;
    }
    const [left, right] = this.#ears.map((before, ear) => concatFloat32([before, shaded[ear]!])) as [
      Float32Array<ArrayBuffer>,
      Float32Array<ArrayBuffer>,
    ];
    const held = concatFloat32([this.#apart, apart]);
    const out = [new Float32Array(middle.length), new Float32Array(middle.length)];
    for (let i = 0; i < middle.length; i++) {
      this.#turnTo(sideAt(i - LOOK_AHEAD));
      const at = LOOK_AHEAD + i;
      out[0]![i] = between(left, at, -this.#delay) + held[i]!;
      out[1]![i] = between(right, at, this.#delay) - held[i]!;
    }
    this.#ears[0] = left.slice(middle.length);
    this.#ears[1] = right.slice(middle.length);
    this.#apart = held.slice(middle.length);
    const skipped = Math.min(this.#skip, middle.length);
    this.#skip -= skipped;
    return skipped === 0 ? out : out.map((plane) => plane.subarray(skipped));
  }

  #turnTo(side: number): void {
    if (side === this.#side) return;
    this.#side = side;
    const azimuth = azimuthOf(side);
    this.#left = earFilter(Math.PI / 2 + azimuth, this.#rateHz);
    this.#right = earFilter(Math.PI / 2 - azimuth, this.#rateHz);
    this.#delay = (interauralDelayS(azimuth) / 2) * this.#rateHz;
  }
}

/** Sinc under Hann's window, as it is between two samples: Float64Array [2 * HALF_TAPS] for each phase. */
const TAPS = Array.from({ length: PHASES + 1 }, (_, phase) => {
  const taps = Float64Array.from({ length: 2 * HALF_TAPS }, (_, k) => {
    const x = k - (HALF_TAPS - 1) - phase / PHASES;
    const sinc = x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    return sinc * (0.5 + 0.5 * Math.cos((Math.PI * x) / HALF_TAPS));
  });
  const sum = taps.reduce((a, b) => a + b, 0);
  return taps.map((tap) => tap / sum);
});

/** What is so many samples beyond one of them, which is HALF_TAPS and more away from both ends. */
function between(samples: Float32Array, at: number, beyond: number): number {
  const whole = Math.floor(beyond);
  const base = at + whole;
  const phase = (beyond - whole) * PHASES;
  if (phase === 0) return samples[base]!;
  const index = Math.floor(phase);
  const [one, other] = [TAPS[index]!, TAPS[index + 1]!];
  const share = phase - index;
  const from = base - (HALF_TAPS - 1);
  let sum = 0;
  for (let k = 0; k < one.length; k++) sum += samples[from + k]! * (one[k]! + share * (other[k]! - one[k]!));
  return sum;
}
