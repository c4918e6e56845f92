/** Reads a file with mediabunny and the browser's own decoders. */
import {
  ADTS,
  EncodedPacketSink,
  FLAC,
  Input,
  type InputAudioTrack,
  type InputVideoTrack,
  MATROSKA,
  MP3,
  MP4,
  MPEG_TS,
  OGG,
  QTFF,
  VideoSampleSink,
  WAVE,
  WEBM,
} from 'mediabunny';
import { codecDelaysS } from '../../../core/container/ebml-search';
import { aheadReaderOf } from '../../../core/container/read';
import { hasImpossibleTables } from '../../../core/container/sample-tables';
import { thinner } from '../../../core/time/thin';
import type { FrameRange } from '../../media/contract';
import { sourceOf } from '../blob-source';
import { watchEdits } from './edit-lists';
import { paddedFlac } from './flac-padding';
import type { Listing, Picture, PictureReader, SoundReader, StoredSound } from './reader';
import { eightBit } from './to-8bit-frame';
import { canDecodeSound, decodeSound } from './webcodecs-audio';
import { listingOf } from './webcodecs-listing';

/** Damaged places in a row, without a frame between them, before a file is given up. */
const MAX_FAILURES = 20;
/** All but playlists, which would have mediabunny fetch other files. */
const FORMATS = [MP4, QTFF, MATROSKA, WEBM, WAVE, OGG, FLAC, MP3, ADTS, MPEG_TS];

export class WebCodecsFile {
  readonly listing: Listing;
  readonly #input: Input;
  readonly #video: InputVideoTrack | null;
  readonly #audio: InputAudioTrack[];
  /** CodecDelay of Matroska's audio tracks, which mediabunny ignores. */
  readonly #delaysS: number[];
  /** Bytes added to the file, and so to its last packet. */
  readonly #padding: number;

  private constructor(
    input: Input,
    listing: Listing,
    video: InputVideoTrack | null,
    audio: InputAudioTrack[],
    delaysS: number[],
    padding: number,
  ) {
    this.#input = input;
    this.#padding = padding;
    this.#delaysS = delaysS;
    this.listing = listing;
    this.#video = video;
    this.#audio = audio;
  }

  /**
   * @returns null when mediabunny does not know the container, would get its times wrong, or would not come to an end
   * @throws what reading the file throws
   */
  static async open(file: Blob): Promise<WebCodecsFile | null> {
    const padded = await paddedFlac(file);
    return WebCodecsFile.#open(padded.file, padded.padding);
  }

  static async #open(file: Blob, padding: number): Promise<WebCodecsFile | null> {
    // mediabunny would count to billions; ffmpeg says what is wrong.
    if (await hasImpossibleTables(aheadReaderOf(file), file.size)) return null;
    const edits = watchEdits();
    const input = new Input({ source: sourceOf(file), formats: FORMATS });
    try {
      if (!(await input.canRead())) {
        input.dispose();
        return null;
      }
      const video = await input.getPrimaryVideoTrack();
      const audio = await input.getAudioTracks();
      const listing = await listingOf(input, video, audio, file.size);
      if (!edits.ignored)
        return new WebCodecsFile(input, listing, video, audio, await codecDelaysS(file), padding);
      input.dispose();
      return null;
    } catch (error) {
      input.dispose();
      throw error;
    } finally {
      edits.stop();
    }
  }

  /**
   * Decodes one frame to be sure. @returns null when the browser cannot decode this picture
   * @param originS of the movie: what its timestamps count from
   */
  async picture(originS: number): Promise<PictureReader | null> {
    const track = this.#video;
    const info = this.listing.video;
    if (track === null || info === null || !(await track.canDecode())) return null;
    const first = await firstOf(new VideoSampleSink(track).samples(originS));
    if (first === null) return null;
    const startS = first.timestamp - originS;
    first.close();
    return {
      kind: 'webcodecs',
      info: { ...info, startS },
      frames: (range) => framesOf(track, range, originS),
    };
  }

  /**
   * Decodes one block to be sure: browsers say that they decode what they do not.
   * @param index in `listing.audioTracks` @returns null when the browser cannot decode this track
   */
  async sound(index: number, originS: number): Promise<SoundReader | null> {
    const stored = this.stored(index, originS);
    if (stored === null || !(await canDecodeSound(stored.track))) return null;
    const { track, shiftS } = stored;
    const blocks = () => decodeSound(track, shiftS, this.#padding);
    return (await firstOf(blocks())) === null ? null : { kind: 'webcodecs', blocks };
  }

  /** @param index in `listing.audioTracks` */
  stored(index: number, originS: number): StoredSound | null {
    const track = this.#audio[index];
    return track === undefined ? null : { track, shiftS: originS + (this.#delaysS[index] ?? 0) };
  }

  dispose(): void {
    this.#input.dispose();
  }
}

/** @returns true for what a decoder says of damaged data */
function isDecodingError(error: unknown): boolean {
  return (
    error instanceof DOMException && ['EncodingError', 'DataError', 'OperationError'].includes(error.name)
  );
}

/** The first sample there is; null when there is none or the decoder refuses it, whatever the reason. */
async function firstOf<T>(samples: AsyncGenerator<T, void>): Promise<T | null> {
  try {
    const first = await samples.next();
    return first.done ? null : first.value;
  } catch (error) {
    // A file that cannot be read any more is no matter of codecs.
    if (error instanceof DOMException && error.name === 'NotReadableError') throw error;
    return null;
  } finally {
    await samples.return(undefined);
  }
}

/** A damaged packet ends the browser's decoder: decoding goes on at the next key frame. */
async function* framesOf(
  track: InputVideoTrack,
  range: FrameRange,
  originS: number,
): AsyncGenerator<Picture> {
  // Before a range with nothing in it the decoder would be given all since the last key frame, and find nothing.
  if (!(await hasPictures(track, range, originS))) return;
  const keep = thinner(range.maxFps);
  let fromS = range.startS + originS;
  for (let failures = 0; ; ) {
    try {
      for await (const sample of new VideoSampleSink(track).samples(fromS, range.endS + originS)) {
        try {
          fromS = Math.max(fromS, sample.timestamp);
          failures = 0;
          const ptsS = sample.timestamp - originS;
          // The sink starts with the frame that is on screen at startS, which belongs to the range before.
          if (ptsS < range.startS || ptsS >= range.endS || !keep(ptsS)) continue;
          if (originS !== 0) sample.setTimestamp(ptsS);
          yield { ptsS, frame: await eightBit(sample.toVideoFrame()) };
        } finally {
          sample.close();
        }
      }
      return;
    } catch (error) {
      failures += 1;
      if (!isDecodingError(error) || failures > MAX_FAILURES) throw error;
      const next = await keyFrameAfter(track, fromS);
      if (next === null) return;
      fromS = next;
    }
  }
}

async function hasPictures(
  track: InputVideoTrack,
  { startS, endS }: FrameRange,
  originS: number,
): Promise<boolean> {
  if (!Number.isFinite(endS)) return true;
  const last = await new EncodedPacketSink(track).getPacket(endS + originS, { metadataOnly: true });
  return last !== null && last.timestamp - originS >= startS;
}

async function keyFrameAfter(track: InputVideoTrack, timeS: number): Promise<number | null> {
  const packets = new EncodedPacketSink(track);
  const here = (await packets.getPacket(timeS)) ?? (await packets.getFirstPacket());
  const key = here === null ? null : await packets.getNextKeyPacket(here, { verifyKeyPackets: true });
  return key?.timestamp ?? null;
}
