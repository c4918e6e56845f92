/** The preview as a file that is played while it grows: pieces that can be played as they come, pictures beside their sound. */
import {
  AppendOnlyStreamTarget,
  type AudioCodec,
  canEncodeAudio,
  canEncodeVideo,
  Mp4OutputFormat,
  Output,
  type VideoCodec,
  type VideoSource,
  WebMOutputFormat,
} from 'mediabunny';
import { concat } from '../../core/concat';
import { PREVIEW_RATE_HZ, type PreviewSound } from './preview-sound';

/** Of what is playable by itself: how soon playing can start, and how often a piece comes. */
export const PIECE_S = 0.5;

export type PreviewContainer = 'mp4' | 'webm';

export interface PreviewCodecs {
  container: PreviewContainer;
  video: VideoCodec;
  audio: AudioCodec | null;
}

export class PreviewFile {
  readonly #output: Output;
  readonly #sound: PreviewSound | null;
  #written: Uint8Array[] = [];

  /** @param sound null where this browser encodes none; let go when it cannot begin */
  static async begin(
    container: PreviewContainer,
    video: VideoSource,
    sound: PreviewSound | null,
  ): Promise<PreviewFile> {
    try {
      const file = new PreviewFile(container, video, sound);
      await file.#output.start();
      return file;
    } catch (cause) {
      sound?.dispose();
      throw cause;
    }
  }

  private constructor(container: PreviewContainer, video: VideoSource, sound: PreviewSound | null) {
    const pieces = new WritableStream<Uint8Array>({
      write: (bytes) => {
        this.#written.push(bytes.slice());
      },
    });
    this.#output = new Output({
      format:
        container === 'mp4'
          ? new Mp4OutputFormat({ fastStart: 'fragmented', minimumFragmentDuration: PIECE_S })
          : new WebMOutputFormat({ appendOnly: true, minimumClusterDuration: PIECE_S }),
      target: new AppendOnlyStreamTarget(pieces),
    });
    this.#sound = sound;
    this.#output.addVideoTrack(video);
    if (sound) this.#output.addAudioTrack(sound.source);
  }

  /** As MediaSource wants it; told as soon as the encoders have said it. */
  mimeType(): Promise<string> {
    return this.#output.getMimeType();
  }

  /** Sound goes along with the pictures: a player needs both of a piece. */
  async hearUntil(timeS: number): Promise<void> {
    await this.#sound?.writeUntil(timeS);
  }

  /** What has been written since; null: nothing. */
  take(): ArrayBuffer | null {
    if (this.#written.length === 0) return null;
    const piece = concat(this.#written);
    this.#written = [];
    return piece.buffer;
  }

  async finish(): Promise<void> {
    this.#sound?.finish();
    await this.#output.finalize();
  }

  async cancel(): Promise<void> {
    this.#sound?.dispose();
    await this.#output.cancel();
  }
}

/**
 * H.264 in mp4 is cheapest to encode and played everywhere; VP8 and VP9 in webm are what free browsers have.
 * @returns null when this browser encodes no video that it could play in pieces
 */
export async function findCodecs(width: number, height: number): Promise<PreviewCodecs | null> {
  for (const container of ['mp4', 'webm'] as const)
    for (const video of container === 'mp4' ? (['avc'] as const) : (['vp8', 'vp9'] as const))
      if (await canEncodeVideo(video, { width, height }))
        return { container, video, audio: await findAudioCodec(container) };
  return null;
}

/** Null when this browser encodes no sound for it. */
export async function findAudioCodec(container: PreviewContainer): Promise<AudioCodec | null> {
  const options = { numberOfChannels: 2, sampleRate: PREVIEW_RATE_HZ };
  for (const audio of container === 'mp4' ? (['aac', 'opus'] as const) : (['opus'] as const))
    if (await canEncodeAudio(audio, options)) return audio;
  return null;
}
