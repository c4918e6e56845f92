/** The tone of a voice: a few wide filters that suit most of them. */
import { BiquadFilter } from '../loudness/k-weighting';
import { type Band, biquadOf } from './biquads';

/** No bump where a filter begins. */
const FLAT_Q = Math.SQRT1_2;

export const TONES = [
  {
    id: 'clear',
    name: 'Clearer voice',
    /** Less boom of small rooms and near microphones, more of what consonants are told by. */
    bands: [
      { kind: 'high-pass', frequencyHz: 80, gainDb: 0, q: FLAT_Q },
      { kind: 'peak', frequencyHz: 250, gainDb: -2.5, q: 0.9 },
      { kind: 'peak', frequencyHz: 3500, gainDb: 3, q: 0.8 },
      { kind: 'high-shelf', frequencyHz: 9000, gainDb: 1.5, q: FLAT_Q },
    ],
  },
  {
    id: 'warm',
    name: 'Warmer voice',
    /** More chest, less edge. */
    bands: [
      { kind: 'high-pass', frequencyHz: 60, gainDb: 0, q: FLAT_Q },
      { kind: 'low-shelf', frequencyHz: 200, gainDb: 3, q: FLAT_Q },
      { kind: 'peak', frequencyHz: 3500, gainDb: -2, q: 0.8 },
      { kind: 'high-shelf', frequencyHz: 8000, gainDb: -2, q: FLAT_Q },
    ],
  },
] as const satisfies readonly { id: string; name: string; bands: readonly Band[] }[];

export type ToneId = (typeof TONES)[number]['id'];

export class Equaliser {
  readonly #filters: BiquadFilter[][];

  constructor(rateHz: number, channels: number, tone: ToneId) {
    const bands: readonly Band[] = TONES.find(({ id }) => id === tone)!.bands;
    // A band that a low rate does not have is left out.
    const biquads = bands
      .filter(({ frequencyHz }) => frequencyHz < 0.45 * rateHz)
      .map((band) => biquadOf(band, rateHz));
    this.#filters = Array.from({ length: channels }, () => biquads.map((each) => new BiquadFilter(each)));
  }

  /** In place. */
  process(planes: readonly Float32Array[]): void {
    planes.forEach((plane, channel) => {
      const exact = Float64Array.from(plane);
      for (const filter of this.#filters[channel] ?? []) filter.process(exact);
      plane.set(exact);
    });
  }
}
