/**
 * The mel spectrogram Wav2Lip was trained on (its audio.py with librosa 0.7): 16 kHz, pre-emphasis 0.97, STFT of 800
 * every 200 samples (periodic Hann, centred, mirrored at the ends), 80 Slaney mel bands 55-7600 Hz, dB - 20 with a
 * floor of -100, mapped to -4..4.
 */
import FFT from 'fft.js';

export const MEL_BANDS = 80;
/** Columns per second. */
export const MEL_RATE_HZ = 80;
const RATE_HZ = 16000;
const HOP = RATE_HZ / MEL_RATE_HZ;
const SIZE = 800;
const PRE_EMPHASIS = 0.97;
const LOW_HZ = 55;
const HIGH_HZ = 7600;
const REFERENCE_DB = 20;
const FLOOR_DB = -100;
const REACH = 4;
/** SIZE = SPLIT * SHORT, with SHORT a power of two that fft.js can do. */
const SHORT = 32;
const SPLIT = SIZE / SHORT;

/** Of so many samples; column t is centred on sample 200 t. */
export function melColumns(samples: number): number {
  return samples === 0 ? 0 : 1 + Math.floor(samples / HOP);
}

/**
 * The original has ffmpeg write a 16-bit file first: samples are rounded to its steps.
 * @param samples Float32Array [N], 16 kHz mono, -1..1
 * @param from first column that is wanted
 * @param to the one after the last
 * @returns Float32Array [80, to - from]
 */
export function wav2lipMel(
  samples: Float32Array,
  from = 0,
  to = melColumns(samples.length),
): Float32Array<ArrayBuffer> {
  const columns = Math.max(0, to - from);
  const out = new Float32Array(MEL_BANDS * columns);
  const dft = new Dft800();
  const frame = new Float64Array(SIZE);
  for (let t = 0; t < columns; t++) {
    for (let i = 0; i < SIZE; i++) {
      const at = mirrored((from + t) * HOP + i - SIZE / 2, samples.length);
      const before = at > 0 ? PRE_EMPHASIS * in16Bits(samples[at - 1]!) : 0;
      frame[i] = HANN[i]! * (in16Bits(samples[at]!) - before);
    }
    const magnitude = dft.magnitudes(frame);
    for (const [band, { first, gains }] of FILTER_BANK.entries()) {
      let sum = 0;
      for (let i = 0; i < gains.length; i++) sum += gains[i]! * magnitude[first + i]!;
      out[band * columns + t] = normalised(sum);
    }
  }
  return out;
}

function in16Bits(sample: number): number {
  return Math.max(-32768, Math.min(32767, Math.round(sample * 32768))) / 32768;
}

function normalised(magnitude: number): number {
  const db = 20 * Math.log10(Math.max(10 ** (FLOOR_DB / 20), magnitude)) - REFERENCE_DB;
  const level = 2 * REACH * ((db - FLOOR_DB) / -FLOOR_DB) - REACH;
  return Math.max(-REACH, Math.min(REACH, level));
}

/** Index into a signal mirrored at its first and last sample, as numpy's reflect padding, for any distance. */
function mirrored(index: number, length: number): number {
  if (length === 1) return 0;
  const period = 2 * (length - 1);
  const wrapped = ((index % period) + period) % period;
  return wrapped < length ? wrapped : period - wrapped;
}

/** Real DFT of 800 points: 25 interleaved FFTs of 32, joined for the bins below HIGH_HZ only. */
class Dft800 {
  readonly #fft = new FFT(SHORT);
  readonly #parts = Array.from({ length: SPLIT }, () => this.#fft.createComplexArray());
  readonly #strided = new Float64Array(SHORT);
  readonly #magnitudes = new Float64Array(TOP_BIN + 1);

  /** @returns |X[k]| for k = 0..TOP_BIN; valid until the next call */
  magnitudes(frame: Float64Array): Float64Array {
    for (const [p, part] of this.#parts.entries()) {
      for (let i = 0; i < SHORT; i++) this.#strided[i] = frame[i * SPLIT + p]!;
      this.#fft.realTransform(part, this.#strided);
      this.#fft.completeSpectrum(part);
    }
    for (let k = 0; k <= TOP_BIN; k++) {
      let re = 0;
      let im = 0;
      const short = 2 * (k % SHORT);
      for (let p = 0; p < SPLIT; p++) {
        const turn = (p * k) % SIZE;
        const part = this.#parts[p]!;
        re += part[short]! * COS[turn]! + part[short + 1]! * SIN[turn]!;
        im += part[short + 1]! * COS[turn]! - part[short]! * SIN[turn]!;
      }
      this.#magnitudes[k] = Math.hypot(re, im);
    }
    return this.#magnitudes;
  }
}

const TOP_BIN = Math.floor((HIGH_HZ * SIZE) / RATE_HZ);
const COS = Float64Array.from({ length: SIZE }, (_, i) => Math.cos((2 * Math.PI * i) / SIZE));
const SIN = Float64Array.from({ length: SIZE }, (_, i) => Math.sin((2 * Math.PI * i) / SIZE));
const HANN = COS.map((c) => 0.5 - 0.5 * c);
const FILTER_BANK = slaneyFilters();

/** Triangles of equal area between points equally spaced on Slaney's mel scale (librosa.filters.mel, norm 1). */
function slaneyFilters(): { first: number; gains: Float64Array }[] {
  const [low, high] = [hzToMel(LOW_HZ), hzToMel(HIGH_HZ)];
  const points = Array.from({ length: MEL_BANDS + 2 }, (_, i) =>
    melToHz(low + ((high - low) * i) / (MEL_BANDS + 1)),
  );
  return Array.from({ length: MEL_BANDS }, (_, band) => {
    const [from, peak, to] = [points[band]!, points[band + 1]!, points[band + 2]!];
    const first = Math.ceil((from * SIZE) / RATE_HZ);
    const last = Math.min(TOP_BIN, Math.floor((to * SIZE) / RATE_HZ));
    const gains = Float64Array.from({ length: last - first + 1 }, (_, i) => {
      const hz = ((first + i) * RATE_HZ) / SIZE;
      return (Math.min((hz - from) / (peak - from), (to - hz) / (to - peak)) * 2) / (to - from);
    });
    return { first, gains };
  });
}

/** Linear below 1 kHz, 15 mels; above, 27 steps per factor of 6.4. */
function hzToMel(hz: number): number {
  return hz < 1000 ? (hz * 3) / 200 : 15 + (27 * Math.log(hz / 1000)) / Math.log(6.4);
}

function melToHz(mel: number): number {
  return mel < 15 ? (mel * 200) / 3 : 1000 * 6.4 ** ((mel - 15) / 27);
}
