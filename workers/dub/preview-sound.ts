/** What is heard in a preview: what the exported file would have, read along with the pictures. */
import { type AudioCodec, AudioSampleSource, Quality } from 'mediabunny';
import { LipslateError } from '../../core/errors';
import { sampleOf } from '../lib/encode/sample';
import { asItIs } from '../lib/sound/retime';
import { type FixSource, openSource } from '../lib/sound/source';
import type { HeardFile } from './contract';

/** Opus knows no other above 24 kHz. */
export const PREVIEW_RATE_HZ = 48_000;
const MOST_CHANNELS = 2;

export class PreviewSound {
  readonly source: AudioSampleSource;
  readonly #file: FixSource;
  readonly #blocks: AsyncGenerator<Float32Array[]>;
  #written = 0;

  /** @param durationS of the pictures: sound beyond is left out. @throws LipslateError no-sound, and what reading the file throws */
  static async open(
    { file, track, startS }: HeardFile,
    codec: AudioCodec,
    durationS: number,
  ): Promise<PreviewSound> {
    const source = await openSource(file);
    try {
      if (!source.listing.audioTracks[track]) throw new LipslateError('no-sound');
      const sound = await source.sound(track);
      const samples = Math.max(1, Math.round(durationS * PREVIEW_RATE_HZ));
      const wanted = { rateHz: PREVIEW_RATE_HZ, startS, samples };
      const blocks = asItIs(sound, wanted, startS + durationS, () => {});
      return new PreviewSound(source, blocks, codec, sound.channels);
    } catch (cause) {
      source.dispose();
      throw cause;
    }
  }

  private constructor(
    file: FixSource,
    blocks: AsyncGenerator<Float32Array[]>,
    codec: AudioCodec,
    channels: number,
  ) {
    this.#file = file;
    this.#blocks = blocks;
    this.source = new AudioSampleSource({
      codec,
      quality: new Quality('medium'),
      ...(channels > MOST_CHANNELS && { transform: { numberOfChannels: MOST_CHANNELS } }),
    });
  }

  /** A block more than that, at most. */
  async writeUntil(timeS: number): Promise<void> {
    while (this.#written < timeS * PREVIEW_RATE_HZ) {
      const { done, value: planes } = await this.#blocks.next();
      if (done) return;
      const length = planes[0]?.length ?? 0;
      if (length === 0) continue;
      const sample = sampleOf(planes, PREVIEW_RATE_HZ, this.#written / PREVIEW_RATE_HZ);
      this.#written += length;
      await this.source.add(sample);
      sample.close();
    }
  }

  /** What was written is all there is: pictures may have been stopped before. */
  finish(): void {
    this.source.close();
    this.dispose();
  }

  dispose(): void {
    void this.#blocks.return(undefined);
    this.#file.dispose();
  }
}
