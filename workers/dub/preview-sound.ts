/** What is heard in a preview: what the exported file would have, read along with the pictures. */
import { type AudioCodec, type AudioSampleSource, Quality } from 'mediabunny';
import { LipslateError } from '../../core/errors';
import { type FixSource, openSource } from '../lib/sound/source';
import type { HeardFile } from './contract';
import { SoundWriter } from './sound-writer';

/** Opus knows no other above 24 kHz. */
export const PREVIEW_RATE_HZ = 48_000;

export class PreviewSound {
  readonly #file: FixSource;
  readonly #writer: SoundWriter;

  /** @param durationS of the pictures: sound beyond is left out. @throws LipslateError no-sound, and what reading the file throws */
  static async open(
    { file, track, startS }: HeardFile,
    codec: AudioCodec,
    durationS: number,
  ): Promise<PreviewSound> {
    const source = await openSource(file, false);
    try {
      if (!source.listing.audioTracks[track]) throw new LipslateError('no-sound');
      const encoding = { codec, quality: new Quality('medium'), rateHz: PREVIEW_RATE_HZ };
      return new PreviewSound(
        source,
        new SoundWriter(await source.sound(track), encoding, startS, durationS),
      );
    } catch (cause) {
      source.dispose();
      throw cause;
    }
  }

  private constructor(file: FixSource, writer: SoundWriter) {
    this.#file = file;
    this.#writer = writer;
  }

  get source(): AudioSampleSource {
    return this.#writer.source;
  }

  writeUntil(timeS: number): Promise<void> {
    return this.#writer.writeUntil(timeS);
  }

  /** What was written is all there is: pictures may have been stopped before. */
  finish(): void {
    this.source.close();
    this.dispose();
  }

  dispose(): void {
    this.#writer.dispose();
    this.#file.dispose();
  }
}
