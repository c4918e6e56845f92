/** Lag maps with known truth, for tests of the estimator: a peak along a path, in correlated noise. */
import type { LagMap } from './types';

export interface SyntheticMap {
  durationS: number;
  /** True offset at a time, ms. */
  truthMs: (timeS: number) => number;
  /** Height of the true peak in standard deviations of the noise. */
  peak: number;
  /** Weight of a window; 0 = silent. */
  weight?: (timeS: number) => number;
  /** Further peaks that are not the truth: offset and height. */
  falsePeaks?: { offsetMs: number; height: number }[];
  searchS?: number;
  hopS?: number;
  windowS?: number;
  seed?: number;
  trackId?: number;
  higherIsBetter?: boolean;
}

/** Width of a correlation peak of speech, ms (1 sigma). */
const PEAK_SIGMA_MS = 60;

export function syntheticLagMap(options: SyntheticMap): LagMap {
  const {
    durationS,
    truthMs,
    peak,
    weight = () => 1,
    falsePeaks = [],
    searchS = 1,
    hopS = 1,
    windowS = 2,
  } = options;
  const random = seeded(options.seed ?? 1);
  const stepMs = 20;
  const reach = Math.round((searchS * 1000) / stepMs);
  const L = 2 * reach + 1;
  const T = Math.max(1, Math.floor((durationS - windowS) / hopS) + 1);
  const lagsMs = Float32Array.from({ length: L }, (_, i) => (i - reach) * stepMs);
  const timesS = Float64Array.from({ length: T }, (_, t) => windowS / 2 + t * hopS);
  const score = new Float32Array(T * L);
  const sign = options.higherIsBetter === false ? -1 : 1;
  for (let t = 0; t < T; t++) {
    const noise = smoothNoise(L, PEAK_SIGMA_MS / stepMs, random);
    const w = weight(timesS[t]!);
    for (let l = 0; l < L; l++) {
      let value = noise[l]!;
      if (w > 0) value += peak * bell(lagsMs[l]! - truthMs(timesS[t]!));
      for (const wrong of falsePeaks) value += wrong.height * bell(lagsMs[l]! - wrong.offsetMs);
      score[t * L + l] = sign * value;
    }
  }
  return {
    trackId: options.trackId ?? 1,
    timesS,
    lagsMs,
    score,
    higherIsBetter: sign > 0,
    weight: Float32Array.from(timesS, weight),
    windowS,
  };
}

function bell(distanceMs: number): number {
  return Math.exp(-0.5 * (distanceMs / PEAK_SIGMA_MS) ** 2);
}

/** Noise of unit variance, correlated over neighbouring lags as real scores are. */
function smoothNoise(length: number, sigma: number, random: () => number): Float64Array {
  const radius = Math.ceil(3 * sigma);
  const white = Float64Array.from({ length: length + 2 * radius }, () => gauss(random));
  const kernel = Float64Array.from({ length: 2 * radius + 1 }, (_, k) =>
    Math.exp(-0.5 * ((k - radius) / sigma) ** 2),
  );
  const norm = Math.sqrt(kernel.reduce((sum, k) => sum + k * k, 0));
  return Float64Array.from({ length }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < kernel.length; k++) sum += kernel[k]! * white[i + k]!;
    return sum / norm;
  });
}

function gauss(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Mulberry32: small, seeded, good enough for tests. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = state;
    x = Math.imul(x ^ (x >>> 15), x | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 4294967296;
  };
}
