/** What the lips do for sounds that were heard: each is predicted once, and ahead where somebody will ask. */
import { breathe } from './breathe';
import { type LipsFromSpeech, openLipsFromSpeech } from './lips-from-speech';

export class PredictedLips {
  #network: Promise<LipsFromSpeech> | null = null;
  readonly #known = new WeakMap<Float32Array, Promise<Float32Array>>();

  /**
   * @param samples 16 kHz mono, not changed afterwards
   * @param onProgress gets shares, 0..1, where it is predicted now
   * @returns Float32Array [steps, SHAPE_SIZE] @throws LipslateError model-load-failed
   */
  of(samples: Float32Array, onProgress: (share: number) => void = () => {}): Promise<Float32Array> {
    const known = this.#known.get(samples);
    if (known) return known;
    const predicted = this.#predict(samples, onProgress).catch((cause: unknown) => {
      this.#known.delete(samples);
      throw cause;
    });
    this.#known.set(samples, predicted);
    return predicted;
  }

  /** Begins with it as soon as the answer to what is asked now is on its way; a failure is told to who asks for it. */
  ahead(samples: Float32Array): void {
    void breathe()
      .then(() => this.of(samples))
      .catch(() => undefined);
  }

  async #predict(samples: Float32Array, onProgress: (share: number) => void): Promise<Float32Array> {
    this.#network ??= openLipsFromSpeech().catch((cause: unknown) => {
      this.#network = null;
      throw cause;
    });
    return (await this.#network).predict(samples, onProgress);
  }
}
