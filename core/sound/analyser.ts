/** Turns a 16 kHz mono stream into features on the 10 ms grid and into waveform peaks, chunk by chunk. */
import FFT from 'fft.js';
import { GrowingFloat32, GrowingUint8 } from '../growable-arrays';
import { FINE_BANDS, FineBands, type FineSound } from './fine-bands';
import { hann } from './hann';
import { featuresOf, fineOf, type SoundRows } from './rows';
import {
  ANALYSIS_RATE_HZ,
  BAND_COUNT,
  BAND_EDGES_HZ,
  SOUND_HOP_S,
  type SoundFeatures,
  type WaveformPeaks,
} from './types';

const HOP = Math.round(ANALYSIS_RATE_HZ * SOUND_HOP_S);
const WINDOW = 400; // 25 ms, the usual compromise for speech
const FFT_SIZE = 512;
/** Power of a Hann-windowed full-scale sine: about 0 dB. */
const FULL_SCALE = (WINDOW / 4) ** 2;
/** Log power of digital silence; also the marker that a row holds no sound at all. */
export const FLOOR_DB = -120;

export class SoundAnalyser {
  readonly #fft = new FFT(FFT_SIZE);
  readonly #spectrum = this.#fft.createComplexArray();
  readonly #frame = new Float64Array(FFT_SIZE);
  readonly #power = new Float64Array(FFT_SIZE / 2);
  // Kept, as all of the above: hours have a million rows, and what each would leave behind adds up faster than it is freed.
  readonly #bandPower = new Float64Array(BAND_COUNT);
  readonly #bandDb = new Float32Array(BAND_COUNT);
  readonly #hann = hann(WINDOW);
  readonly #bandOfBin = bandOfBin();
  readonly #fineBands = new FineBands(ANALYSIS_RATE_HZ / FFT_SIZE, FFT_SIZE / 2);
  readonly #energyDb = new GrowingFloat32(6000);
  readonly #bandsDb = new GrowingFloat32(6000 * BAND_COUNT);
  readonly #fine = new GrowingUint8(6000 * FINE_BANDS);
  readonly #peaks = new GrowingFloat32(12000);
  /** Unread tail: starts half a window before the centre of the next row. */
  #tail: Float32Array<ArrayBuffer> = new Float32Array(WINDOW / 2);
  #startS: number | null = null;
  #peakMin = 1;
  #peakMax = -1;
  #peakFill = 0;

  /**
   * Adds the next samples; they must follow the last ones without a gap.
   * @param startS presentation time of samples[0], used for the first chunk only
   * @param samples Float32Array [N], 16 kHz mono, -1..1
   */
  push(startS: number, samples: Float32Array): void {
    this.#startS ??= startS;
    this.#addPeaks(samples);
    const joined = new Float32Array(this.#tail.length + samples.length);
    joined.set(this.#tail);
    joined.set(samples, this.#tail.length);
    let at = 0;
    for (; at + WINDOW <= joined.length; at += HOP) this.#addRow(joined.subarray(at, at + WINDOW));
    this.#tail = joined.slice(at);
  }

  /** Ends the stream: the last rows are completed with silence. */
  finish(): void {
    this.push(0, new Float32Array(WINDOW / 2));
    if (this.#peakFill > 0) this.#flushPeak();
  }

  /** Seconds of sound seen so far. */
  get durationS(): number {
    return this.#energyDb.length * SOUND_HOP_S;
  }

  /** What is known so far. What pages draw is copied; the bands are a view. */
  features(): SoundFeatures {
    return featuresOf(this.rows());
  }

  /** The same rows in finer bands, for the learned engine. A view that the next push may outdate. */
  fine(): FineSound {
    return fineOf(this.rows());
  }

  /** Views that the next push may outdate. */
  rows(): SoundRows {
    return {
      startS: this.#startS ?? 0,
      energyDb: this.#energyDb.view(),
      bandsDb: this.#bandsDb.view(),
      levels: this.#fine.view(),
    };
  }

  peaks(): WaveformPeaks {
    return { startS: this.#startS ?? 0, bucketS: SOUND_HOP_S, minMax: this.#peaks.view().slice() };
  }

  #addRow(window: Float32Array): void {
    const frame = this.#frame;
    for (let i = 0; i < WINDOW; i++) frame[i] = window[i]! * this.#hann[i]!;
    this.#fft.realTransform(this.#spectrum, frame);
    const power = this.#bandPower.fill(0);
    let total = 0;
    for (let bin = 1; bin < FFT_SIZE / 2; bin++) {
      const p = this.#spectrum[2 * bin]! ** 2 + this.#spectrum[2 * bin + 1]! ** 2;
      this.#power[bin] = p / FULL_SCALE;
      const band = this.#bandOfBin[bin]!;
      if (band < 0) continue;
      power[band]! += p;
      if (band < BAND_COUNT - 1) total += p;
    }
    for (let band = 0; band < BAND_COUNT; band++) this.#bandDb[band] = toDb(power[band]!);
    this.#bandsDb.append(this.#bandDb);
    this.#energyDb.push(toDb(total));
    this.#fineBands.measure(this.#power, this.#fine.extend(FINE_BANDS));
  }

  #addPeaks(samples: Float32Array): void {
    for (const sample of samples) {
      if (sample < this.#peakMin) this.#peakMin = sample;
      if (sample > this.#peakMax) this.#peakMax = sample;
      this.#peakFill += 1;
      if (this.#peakFill === HOP) this.#flushPeak();
    }
  }

  #flushPeak(): void {
    this.#peaks.push(this.#peakMin, this.#peakMax);
    this.#peakMin = 1;
    this.#peakMax = -1;
    this.#peakFill = 0;
  }
}

function toDb(power: number): number {
  const scaled = power / FULL_SCALE;
  return scaled <= 1e-12 ? FLOOR_DB : 10 * Math.log10(scaled);
}

function bandOfBin(): Int8Array {
  const bands = new Int8Array(FFT_SIZE / 2).fill(-1);
  for (let bin = 1; bin < FFT_SIZE / 2; bin++) {
    const hz = (bin * ANALYSIS_RATE_HZ) / FFT_SIZE;
    bands[bin] = BAND_EDGES_HZ.findIndex(
      (edge, i) => i < BAND_COUNT && hz >= edge && hz < BAND_EDGES_HZ[i + 1]!,
    );
  }
  return bands;
}
