/** A light speech detector: loud against the file's own background, and swinging like syllables do. */

/** Below this the sound is silence whatever the rest of the file holds. */
const SILENCE_DB = -65;

/**
 * Speech presence from loudness alone.
 * @param energyDb Float32Array [T], dB per 10 ms
 * @returns Float32Array [T], 0..1
 */
export function speechPresence(energyDb: Float32Array): Float32Array<ArrayBuffer> {
  const out = new Float32Array(energyDb.length);
  const audible = energyDb.filter((e) => e > SILENCE_DB);
  if (audible.length < 10) return out;
  const sorted = audible.sort();
  const quiet = quantile(sorted, 0.1);
  const loud = quantile(sorted, 0.95);
  // Speech spans some 30 dB; a clip without a pause has no quiet part, so its background is bounded from above.
  const background = Math.min(quiet, loud - 25);
  const threshold = Math.max(background + 0.35 * (loud - background), SILENCE_DB);
  const swing = movingDeviation(energyDb, 50);
  for (let i = 0; i < energyDb.length; i++) {
    const loudEnough = sigmoid((energyDb[i]! - threshold) / 2);
    // A steady hum or noise is loud as well, but its loudness does not swing by syllables.
    out[i] = loudEnough * sigmoid((swing[i]! - 2.5) / 0.7);
  }
  return hold(out, 12);
}

/** Value at a share of a sorted array. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) return Number.NaN;
  const at = Math.min(sorted.length - 1, Math.max(0, share * (sorted.length - 1)));
  const low = Math.floor(at);
  const high = Math.ceil(at);
  return sorted[low]! + (sorted[high]! - sorted[low]!) * (at - low);
}

/** Standard deviation within +-radius rows, by running sums. Values are clamped so that silence does not dominate. */
function movingDeviation(values: Float32Array, radius: number): Float32Array {
  const n = values.length;
  const sum = new Float64Array(n + 1);
  const square = new Float64Array(n + 1);
  for (let i = 0; i < n; i++) {
    const v = Math.max(values[i]!, -80);
    sum[i + 1] = sum[i]! + v;
    square[i + 1] = square[i]! + v * v;
  }
  const out = new Float32Array(n);
  for (let i = 0; i < n; i++) {
    const from = Math.max(0, i - radius);
    const to = Math.min(n, i + radius + 1);
    const count = to - from;
    const mean = (sum[to]! - sum[from]!) / count;
    out[i] = Math.sqrt(Math.max(0, (square[to]! - square[from]!) / count - mean * mean));
  }
  return out;
}

/** Keeps a value alive for some rows on both sides: consonants between vowels are speech too. */
function hold(values: Float32Array, rows: number): Float32Array<ArrayBuffer> {
  const out = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    let best = 0;
    for (let k = Math.max(0, i - rows); k <= Math.min(values.length - 1, i + rows); k++) {
      if (values[k]! > best) best = values[k]!;
    }
    out[i] = best;
  }
  return out;
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
