/**
 * Mel-frequency cepstral coefficients as SyncNet was trained on: python_speech_features 0.6, mfcc() with its defaults
 * at 16 kHz (pre-emphasis 0.97, 25 ms frames every 10 ms, rectangular window, FFT of 512, 26 filters, lifter 22, first
 * coefficient replaced by the log energy). Its quirks are kept: the last frame is filled with zeros.
 */
import FFT from 'fft.js';
import { GrowingFloat32 } from '../growable-arrays';

export const MFCC_COUNT = 13;
/** Samples between two rows at 16 kHz: 10 ms. */
export const MFCC_HOP = 160;
const FRAME = 400;
const FFT_SIZE = 512;
const RATE_HZ = 16000;
const PRE_EMPHASIS = 0.97;
const FILTERS = 26;
const LIFTER = 22;
/** numpy.finfo(float).eps, in place of zeros under a logarithm. */
const EPSILON = 2 ** -52;

/**
 * @param samples 16 kHz mono on the scale of int16 (-32768..32767), see toInt16
 * @returns Float32Array [T, 13], row t covers samples 160 t to 160 t + 399
 */
export function mfcc(samples: ArrayLike<number>): Float32Array {
  const stream = new MfccStream();
  stream.push(samples);
  return stream.finish();
}

/** What ffmpeg makes of samples in -1..1 for a 16-bit WAV file. Int16Array [N] */
export function toInt16(samples: Float32Array): Int16Array<ArrayBuffer> {
  return Int16Array.from(samples, (x) => Math.max(-32768, Math.min(32767, Math.round(x * 32768))));
}

/** The same chunk by chunk, so that hours of sound need no more memory than their features. */
export class MfccStream {
  readonly #fft = new FFT(FFT_SIZE);
  readonly #spectrum = this.#fft.createComplexArray();
  readonly #frame = new Float64Array(FFT_SIZE);
  readonly #rows = new GrowingFloat32(6000 * MFCC_COUNT);
  /** Pre-emphasised samples from the start of the next row on. */
  #tail = new Float64Array(0);
  #last: number | null = null;

  /** Adds samples that follow the last ones without a gap. */
  push(samples: ArrayLike<number>): void {
    const joined = new Float64Array(this.#tail.length + samples.length);
    joined.set(this.#tail);
    for (let i = 0; i < samples.length; i++) {
      const x = samples[i]!;
      joined[this.#tail.length + i] = this.#last === null ? x : x - PRE_EMPHASIS * this.#last;
      this.#last = x;
    }
    let at = 0;
    for (; at + FRAME <= joined.length; at += MFCC_HOP) this.#addRow(joined.subarray(at, at + FRAME));
    this.#tail = joined.slice(at);
  }

  /** Completes the last row with zeros. @returns Float32Array [T, 13], a copy */
  finish(): Float32Array<ArrayBuffer> {
    // A frame that ends with the sound leaves FRAME - HOP samples behind, which the original does not start again.
    const started = this.#rows.length > 0 ? FRAME - MFCC_HOP : 0;
    if (this.#tail.length > started) this.#addRow(this.#tail);
    this.#tail = new Float64Array(0);
    return this.#rows.view().slice();
  }

  #addRow(samples: Float64Array): void {
    this.#frame.fill(0);
    this.#frame.set(samples);
    this.#fft.realTransform(this.#spectrum, this.#frame);
    const power = new Float64Array(FFT_SIZE / 2 + 1);
    let energy = 0;
    for (let bin = 0; bin < power.length; bin++) {
      power[bin] = (this.#spectrum[2 * bin]! ** 2 + this.#spectrum[2 * bin + 1]! ** 2) / FFT_SIZE;
      energy += power[bin]!;
    }
    const logs = FILTER_BANK.map(({ first, gains }) => {
      let sum = 0;
      for (let i = 0; i < gains.length; i++) sum += gains[i]! * power[first + i]!;
      return Math.log(sum || EPSILON);
    });
    const row = new Float32Array(MFCC_COUNT);
    for (let c = 0; c < MFCC_COUNT; c++) {
      let sum = 0;
      for (let f = 0; f < FILTERS; f++) sum += DCT[c * FILTERS + f]! * logs[f]!;
      row[c] = sum;
    }
    row[0] = Math.log(energy || EPSILON);
    this.#rows.append(row);
  }
}

interface Filter {
  first: number;
  gains: Float64Array;
}

const FILTER_BANK = triangularFilters();
const DCT = lifteredDct();

/** Triangles between whole FFT bins, equally spaced on the mel scale of 2595 log10(1 + f / 700). */
function triangularFilters(): Filter[] {
  const top = 2595 * Math.log10(1 + RATE_HZ / 2 / 700);
  const bins = Array.from({ length: FILTERS + 2 }, (_, i) => {
    const hz = 700 * (10 ** ((top * i) / (FILTERS + 1) / 2595) - 1);
    return Math.floor(((FFT_SIZE + 1) * hz) / RATE_HZ);
  });
  return Array.from({ length: FILTERS }, (_, f) => {
    const [first, peak, end] = [bins[f]!, bins[f + 1]!, bins[f + 2]!];
    const gains = Float64Array.from({ length: end - first }, (_, i) =>
      first + i < peak ? i / (peak - first) : (end - first - i) / (end - peak),
    );
    return { first, gains };
  });
}

/** Orthonormal DCT-II times 1 + 11 sin(pi n / 22). [13, 26] */
function lifteredDct(): Float64Array {
  const table = new Float64Array(MFCC_COUNT * FILTERS);
  for (let c = 0; c < MFCC_COUNT; c++) {
    const lift = 1 + (LIFTER / 2) * Math.sin((Math.PI * c) / LIFTER);
    const scale = lift * Math.sqrt((c === 0 ? 1 : 2) / FILTERS);
    for (let f = 0; f < FILTERS; f++) {
      table[c * FILTERS + f] = scale * Math.cos((Math.PI * c * (2 * f + 1)) / (2 * FILTERS));
    }
  }
  return table;
}
