/**
 * Containers that only ffmpeg.wasm writes. It copies the streams into Matroska, whose times are moved there: many of
 * the originals (AVI, DV, MXF, Ogg) count whole pictures and cannot hold a fix.
 */

import { LipslateError } from '../../../core/errors';
import { type PcmFormat, pcmFormatOf } from '../../../core/fix/pcm';
import type { FixSource, SourceSound } from '../../lib/sound/source';
import type { Container, Copy, NewSound, Shift, ShiftedCopy } from '../container';
import { type FfmpegStreams, muxWithSound, PACKED_PCM, remux, streamsOf } from '../ffmpeg-remux';
import { hasMadeTimes, pictureDelayS } from '../picture-delay';
import { aacTarget, type Target } from '../target';
import { openMatroska } from './matroska';
import { countKinds } from './tracks';

/** Of a disc: in the transport streams that ffmpeg writes they are private data that nothing plays. */
const DISC_PCM = ['pcm_bluray', 'pcm_dvd'];
export const JOINED =
  'It is joined of recordings whose clocks start anew: put them into one file (mkv, mp4) first.';
const KINDS: Record<string, 'picture' | 'sound'> = { video: 'picture', audio: 'sound' };

export async function openByFfmpeg(source: FixSource): Promise<Container> {
  return new FfmpegContainer(source, await streamsOf(source.file));
}

class FfmpegContainer implements Container {
  readonly tracks;
  readonly takesBeside = false;
  readonly #source: FixSource;
  readonly #streams: FfmpegStreams;
  /** The streams in Matroska, before anything moved, and how much later their picture is. */
  #copied: { container: Container; delayMs: number } | null = null;

  constructor(source: FixSource, streams: FfmpegStreams) {
    this.#source = source;
    this.#streams = streams;
    this.tracks = countKinds(streams.kinds.map((kind) => KINDS[kind] ?? 'other'));
  }

  refusal(): string | null {
    return isJoined(this.#source) ? JOINED : null;
  }

  nameFor(target: Target | null): string {
    // What is moved without a new sound is moved in Matroska.
    return target === null ? 'matroska' : containerFor(this.#source, target);
  }

  copies(): number {
    return 2;
  }

  async target(sound: SourceSound): Promise<Target> {
    return plainTarget(sound);
  }

  async shift(shift: Shift, onTime: (atS: number) => void): Promise<ShiftedCopy> {
    const { blob, lost } = await remux(this.#source.file, this.#streams, 'matroska', onTime);
    const container = await openMatroska(blob, 'matroska');
    if (container === null) throw new LipslateError('internal', 'ffmpeg wrote no Matroska file.');
    const delayMs = 1000 * (await pictureDelayS(this.#source, blob));
    this.#copied = { container, delayMs };
    const { offsetMs } = shift;
    const copy = await container.shift(
      { ...shift, offsetMs: offsetMs - delayMs, toldMs: offsetMs },
      () => {},
    );
    return { ...copy, tracksLost: lost };
  }

  async replaceSound(sound: NewSound, target: Target, onTime: (atS: number) => void): Promise<Copy> {
    const container = this.nameFor(target);
    const startS = sound.encoded.startS + (container === 'matroska' ? await this.#delayOfCopyS() : 0);
    const late = { ...sound, encoded: { ...sound.encoded, startS } };
    return copyWithSound(this.#source, this.#streams, late, target, container, onTime);
  }

  async movedMs(copy: Blob, audioIndex: number): Promise<number | null> {
    const movedMs = (await this.#copied?.container.movedMs(copy, audioIndex)) ?? null;
    return movedMs === null ? null : movedMs + this.#copied!.delayMs;
  }

  /** Told by a copy, which takes seconds. */
  async #delayOfCopyS(): Promise<number> {
    if (!hasMadeTimes(this.#source)) return 0;
    const { blob } = await remux(this.#source.file, this.#streams, 'matroska', () => {});
    return pictureDelayS(this.#source, blob);
  }
}

export function isJoined({ listing }: FixSource): boolean {
  return listing.isBroken || (listing.joinsS !== null && listing.joinsS.length > 0);
}

/** Container of the result: the same where it can hold exact times and this sound, else Matroska. */
export function containerFor({ listing }: FixSource, target: Target): string {
  const { container, audioTracks } = listing;
  const isPcm = target.codec.startsWith('pcm');
  // To a transport stream plain samples are private data that nothing plays.
  const hasPcm = isPcm || audioTracks.some(({ codec }) => DISC_PCM.includes(codec));
  if (container === 'mpegts' && !hasPcm) return 'mpegts';
  // AVI has no timestamps: only moved samples can be held, and only uncompressed ones to the sample.
  if (container === 'avi' && isPcm) return 'avi';
  return 'matroska';
}

/** Sound that ffmpeg takes without a container: plain samples, or AAC with headers. */
export function plainTarget(sound: SourceSound): Target {
  const { codec, rateHz, channels } = sound;
  const pcm = PACKED_PCM.includes(codec) ? 'pcm-s24' : (pcmFormatOf(codec) ?? null);
  if (pcm !== null) return { codec: littleEndian(pcm), rateHz, channels, leadSamples: 0 };
  if (codec.startsWith('pcm')) return { codec: 'pcm-s16', rateHz, channels, leadSamples: 0 };
  return { ...aacTarget(sound), adts: true };
}

/** The file with another sound in the place of one, by ffmpeg. */
export async function copyWithSound(
  { file }: FixSource,
  streams: FfmpegStreams,
  sound: NewSound,
  target: Target,
  container: string,
  onTime: (atS: number) => void,
): Promise<Copy> {
  const { startS } = sound.encoded;
  const { blob, lost } = await muxWithSound(file, streams, sound, target, container, startS, onTime);
  return {
    pieces: [{ of: 'original', startByte: 0, endByte: blob.size }],
    original: blob,
    bytes: blob.size,
    tracksLost: lost,
  };
}

function littleEndian(format: PcmFormat): PcmFormat {
  return format.replace(/be$/, '') as PcmFormat;
}
