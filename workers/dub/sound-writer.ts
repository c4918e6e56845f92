/** The sound of a file where it is, into an encoder, as far as it is asked for: so a preview and an exported file hear it. */
import { type AudioCodec, AudioSampleSource, type Quality } from 'mediabunny';
import { atMostStereo } from '../../core/sound/stereo';
import { sampleOf } from '../lib/encode/sample';
import { asItIs } from '../lib/sound/retime';
import type { SourceSound } from '../lib/sound/source';

export interface SoundEncoding {
  codec: AudioCodec;
  quality?: Quality;
  bitrate?: number;
  rateHz: number;
  /** Time before 0 that the encoder's run-up takes in the file: players skip it. */
  runUpS?: number;
}

export class SoundWriter {
  /** Mono or stereo. */
  readonly source: AudioSampleSource;
  readonly #blocks: AsyncGenerator<Float32Array[]>;
  readonly #rateHz: number;
  readonly #runUpS: number;
  #written = 0;

  /** @param fromS of the sound, that is heard first @param durationS that is written: silence where there is no sound */
  constructor(sound: SourceSound, encoding: SoundEncoding, fromS: number, durationS: number) {
    const { rateHz, runUpS = 0, ...config } = encoding;
    this.source = new AudioSampleSource(config);
    this.#rateHz = rateHz;
    this.#runUpS = runUpS;
    const samples = Math.max(1, Math.round(durationS * rateHz));
    this.#blocks = asItIs(sound, { rateHz, startS: fromS, samples }, fromS + durationS, () => {});
  }

  /** A block more than that, at most. */
  async writeUntil(timeS: number): Promise<void> {
    while (this.#written < timeS * this.#rateHz) {
      const { done, value: planes } = await this.#blocks.next();
      if (done) return;
      const length = planes[0]?.length ?? 0;
      if (length === 0) continue;
      const atS = this.#written / this.#rateHz - this.#runUpS;
      this.#written += length;
      const sample = sampleOf(atMostStereo(planes), this.#rateHz, atS);
      await this.source.add(sample).finally(() => sample.close());
    }
  }

  dispose(): void {
    void this.#blocks.return(undefined);
  }
}
