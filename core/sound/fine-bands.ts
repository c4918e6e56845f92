/** Forty mel bands per 10 ms for the learned engine, one byte each: what a long file keeps must stay small. */

/** Bands per row. */
export const FINE_BANDS = 40;
const LOW_HZ = 80;
const HIGH_HZ = 7600;
/** dB per step of a stored byte; 0 is FLOOR_DB. */
const STEP_DB = 0.5;
const FLOOR_DB = -120;

/** Levels on the 10 ms grid of SoundFeatures. Row i sits at startS + i * SOUND_HOP_S. */
export interface FineSound {
  startS: number;
  /** Uint8Array [T, FINE_BANDS]; see levelDb */
  levels: Uint8Array<ArrayBuffer>;
}

/** Triangles between points equally spaced on the mel scale (2595 log10(1 + f / 700)), peak 1. */
export class FineBands {
  readonly #filters: { first: number; gains: Float64Array }[];

  /** @param binHz distance of two bins of the power spectra to come @param bins how many there are */
  constructor(binHz: number, bins: number) {
    const [low, high] = [hzToMel(LOW_HZ), hzToMel(HIGH_HZ)];
    const edges = Array.from({ length: FINE_BANDS + 2 }, (_, i) =>
      melToHz(low + ((high - low) * i) / (FINE_BANDS + 1)),
    );
    this.#filters = Array.from({ length: FINE_BANDS }, (_, band) => {
      const [from, peak, to] = [edges[band]!, edges[band + 1]!, edges[band + 2]!];
      const first = Math.ceil(from / binHz);
      const last = Math.min(bins - 1, Math.floor(to / binHz));
      const gains = Float64Array.from({ length: last - first + 1 }, (_, i) => {
        const hz = (first + i) * binHz;
        return Math.max(0, Math.min((hz - from) / (peak - from), (to - hz) / (to - peak)));
      });
      return { first, gains };
    });
  }

  /** @param power Float64Array [bins], full-scale sine about 1 @param out where FINE_BANDS bytes go */
  measure(power: Float64Array, out: Uint8Array): void {
    this.#filters.forEach(({ first, gains }, band) => {
      let sum = 0;
      for (let i = 0; i < gains.length; i++) sum += gains[i]! * power[first + i]!;
      const db = 10 * Math.log10(Math.max(sum, 1e-12));
      out[band] = Math.max(0, Math.min(255, Math.round((db - FLOOR_DB) / STEP_DB)));
    });
  }
}

/** dB relative to full scale of a stored byte. */
export function levelDb(level: number): number {
  return FLOOR_DB + STEP_DB * level;
}

function hzToMel(hz: number): number {
  return 2595 * Math.log10(1 + hz / 700);
}

function melToHz(mel: number): number {
  return 700 * (10 ** (mel / 2595) - 1);
}
