/**
 * The K-weighting of ITU-R BS.1770-4: a shelf for the head and a high-pass, as biquads for any sample rate. The standard
 * gives coefficients for 48 kHz alone; here are the analogue prototypes they come from (B. De Man, "Evaluation of
 * Implementations of the EBU R128 Loudness Measurement", AES 145, 2018), which give the same digits at 48 kHz.
 */

/** y = b0 x + b1 x[-1] + b2 x[-2] - a1 y[-1] - a2 y[-2] */
export interface Biquad {
  b0: number;
  b1: number;
  b2: number;
  a1: number;
  a2: number;
}

const SHELF = { frequencyHz: 1681.974450955533, gainDb: 3.999843853973347, q: 0.7071752369554196 };
const HIGH_PASS = { frequencyHz: 38.13547087602444, q: 0.5003270373238773 };

/** The shelf, then the high-pass. */
export function kWeighting(rateHz: number): [Biquad, Biquad] {
  return [shelf(rateHz), highPass(rateHz)];
}

function shelf(rateHz: number): Biquad {
  const k = Math.tan((Math.PI * SHELF.frequencyHz) / rateHz);
  const high = 10 ** (SHELF.gainDb / 20);
  const band = high ** 0.4996667741545416;
  const a0 = 1 + k / SHELF.q + k * k;
  return {
    b0: (high + (band * k) / SHELF.q + k * k) / a0,
    b1: (2 * (k * k - high)) / a0,
    b2: (high - (band * k) / SHELF.q + k * k) / a0,
    a1: (2 * (k * k - 1)) / a0,
    a2: (1 - k / SHELF.q + k * k) / a0,
  };
}

/** Its gain is that of the standard, whose numerator is 1, -2, 1 at every rate. */
function highPass(rateHz: number): Biquad {
  const k = Math.tan((Math.PI * HIGH_PASS.frequencyHz) / rateHz);
  const a0 = 1 + k / HIGH_PASS.q + k * k;
  return { b0: 1, b1: -2, b2: 1, a1: (2 * (k * k - 1)) / a0, a2: (1 - k / HIGH_PASS.q + k * k) / a0 };
}

/** One biquad with its state. */
export class BiquadFilter {
  readonly #biquad: Biquad;
  #z1 = 0;
  #z2 = 0;

  constructor(biquad: Biquad) {
    this.#biquad = biquad;
  }

  /** In place. */
  process(samples: Float64Array | Float32Array): void {
    const { b0, b1, b2, a1, a2 } = this.#biquad;
    let z1 = this.#z1;
    let z2 = this.#z2;
    for (let i = 0; i < samples.length; i++) {
      const x = samples[i] as number;
      const y = b0 * x + z1;
      z1 = b1 * x - a1 * y + z2;
      z2 = b2 * x - a2 * y;
      samples[i] = y;
    }
    this.#z1 = z1;
    this.#z2 = z2;
  }
}

/** Both of one channel's K-weighting, one behind the other, of which the energy alone is wanted. */
export class KFilter {
  readonly #biquads: [Biquad, Biquad];
  /** Two of each. */
  readonly #state = new Float64Array(4);

  constructor(rateHz: number) {
    this.#biquads = kWeighting(rateHz);
  }

  /** @returns sum of the squares of the weighted samples from one to before another */
  energy(samples: Float32Array, from: number, to: number): number {
    const [{ b0, b1, b2, a1, a2 }, high] = this.#biquads;
    const [c0, c1, c2, d1, d2] = [high.b0, high.b1, high.b2, high.a1, high.a2];
    const state = this.#state;
    let [z1, z2, w1, w2] = [state[0] as number, state[1] as number, state[2] as number, state[3] as number];
    let sum = 0;
    for (let i = from; i < to; i++) {
      const x = samples[i] as number;
      const y = b0 * x + z1;
      z1 = b1 * x - a1 * y + z2;
      z2 = b2 * x - a2 * y;
      const out = c0 * y + w1;
      w1 = c1 * y - d1 * out + w2;
      w2 = c2 * y - d2 * out;
      sum += out * out;
    }
    state.set([z1, z2, w1, w2]);
    return sum;
  }
}
