/**
 * The spectrum that HTDemucs hears beside the sound, and back, where an export leaves both outside: 4096 samples every 1024,
 * mirrored at the ends, without the highest bin. Source: A. Défossez et al., demucs/htdemucs.py, `_spec`, `_ispec` and `_magnitude`.
 */
import FFT from 'fft.js';
import { DEMUCS } from '../checkpoint/demucs';

const SIZE = 4096;
const HOP = SIZE / 4;
const PAD = (HOP / 2) * 3;
/** torch.stft with `normalized`. */
const SCALE = 1 / Math.sqrt(SIZE);
/** Hann's windows squared, a quarter apart, add up to this. */
const WINDOWS_SUM = 1.5;
const { samples: SAMPLES, bins: BINS, frames: FRAMES } = DEMUCS;

/** Samples at either end of a piece that its spectrum does not give back whole. */
export const SPECTRUM_EDGE = SIZE;

export class DemucsSpectra {
  readonly #fft = new FFT(SIZE);
  readonly #spectrum: number[] = this.#fft.createComplexArray();
  readonly #samples: number[] = this.#fft.createComplexArray();
  readonly #window = Float64Array.from(
    { length: SIZE },
    (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / SIZE),
  );

  /** @param piece Float32Array [2, samples] @returns Float32Array [4, bins, frames]: left real, left imaginary, right real, ... */
  of(piece: Float32Array): Float32Array<ArrayBuffer> {
    const out = new Float32Array(4 * BINS * FRAMES);
    for (let side = 0; side < 2; side++) {
      const plane = piece.subarray(side * SAMPLES, (side + 1) * SAMPLES);
      for (let frame = 0; frame < FRAMES; frame++) {
        const windowed = this.#window.map(
          (weight, i) => weight * (plane[mirrored(frame * HOP + i - PAD)] as number),
        );
        this.#fft.realTransform(this.#spectrum, windowed);
        for (let bin = 0; bin < BINS; bin++)
          for (let part = 0; part < 2; part++)
            out[((2 * side + part) * BINS + bin) * FRAMES + frame] =
              SCALE * (this.#spectrum[2 * bin + part] as number);
      }
    }
    return out;
  }

  /** @param spectrum as `of` gives it @returns Float32Array [2, samples] */
  back(spectrum: Float32Array): Float32Array<ArrayBuffer> {
    const out = new Float32Array(2 * SAMPLES);
    const padded = new Float64Array((FRAMES - 1) * HOP + SIZE);
    for (let side = 0; side < 2; side++) {
      padded.fill(0);
      for (let frame = 0; frame < FRAMES; frame++) {
        this.#spectrum.fill(0);
        for (let bin = 0; bin < BINS; bin++)
          for (let part = 0; part < 2; part++)
            this.#spectrum[2 * bin + part] = spectrum[
              ((2 * side + part) * BINS + bin) * FRAMES + frame
            ] as number;
        this.#fft.completeSpectrum(this.#spectrum);
        this.#fft.inverseTransform(this.#samples, this.#spectrum);
        for (let i = 0; i < SIZE; i++)
          padded[frame * HOP + i]! +=
            ((this.#window[i] as number) * (this.#samples[2 * i] as number)) / (SCALE * WINDOWS_SUM);
      }
      out.set(Float32Array.from(padded.subarray(PAD, PAD + SAMPLES)), side * SAMPLES);
    }
    return out;
  }
}

function mirrored(at: number): number {
  if (at < 0) return -at;
  return at < SAMPLES ? at : 2 * (SAMPLES - 1) - at;
}
