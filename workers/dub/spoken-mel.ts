/** The mel spectrogram of the speech, made where it is asked for: of an hour it takes minutes, and the own mouth wants none. */
import { MEL_COLUMNS, melWindows } from '../../core/lips/wav2lip';
import { MEL_BANDS, melColumns, wav2lipMel } from '../../core/sound/mel';

/** Made at once: ten seconds, since windows follow each other and overlap. */
const BLOCK = 800;

export class SpokenMel {
  readonly columns: number;
  readonly #samples: Float32Array;
  #from = 0;
  #block = new Float32Array();

  /** @param samples 16 kHz mono, not changed afterwards */
  constructor(samples: Float32Array) {
    this.#samples = samples;
    this.columns = melColumns(samples.length);
  }

  /** From a column on; beyond the end it is silence. Float32Array [80, 16] */
  windowAt(start: number): Float32Array<ArrayBuffer> {
    const untilIn = Math.min(this.columns, start + MEL_COLUMNS);
    if (start < this.#from || untilIn > this.#from + this.#made) {
      this.#from = start;
      this.#block = wav2lipMel(this.#samples, start, Math.min(this.columns, start + BLOCK));
    }
    return melWindows(this.#block, [start - this.#from]);
  }

  get #made(): number {
    return this.#block.length / MEL_BANDS;
  }
}
