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
import { ENCRYPTED_ENTRIES } from '../../../core/container/diagnosis';
import { codecDelaysS } from '../../../core/container/ebml-search';
import { thinner } from '../../../core/time/thin';
import type { AudioTrackInfo, FrameRange, VideoTrackInfo } from '../../media/contract';
import { sourceOf } from '../blob-source';
import { watchEdits } from './edit-lists';
import { paddedFlac } from './flac-padding';
import { type Listing, originOf, type Picture, type PictureReader, type SoundReader } from './reader';
import { eightBit } from './to-8bit-frame';
import { canDecodeSound, decodeSound } from './webcodecs-audio';

/** Damaged places in a row, without a frame between them, before a file is given up. */
const MAX_FAILURES = 20;
/** Packets whose timestamps tell the frame rate: some five seconds. */
const RATE_PACKETS = 150;
/** These containers count time from wherever the broadcast began, not from the start of the movie. */
const BROADCAST_CONTAINERS = ['mpegts'];
/** Containers of whose tracks ffprobe tells the same number. */
const NUMBERED_CONTAINERS = ['mp4', 'mov', 'mpegts'];
/** All but playlists, which would have mediabunny fetch other files. */
const FORMATS = [MP4, QTFF, MATROSKA, WEBM, WAVE, OGG, FLAC, MP3, ADTS, MPEG_TS];

const CONTAINER_NAMES: Record<string, string> = {
  MP4: 'mp4',
  'QuickTime File Format': 'mov',
  Matroska: 'matroska',
  WebM: 'webm',
  Ogg: 'ogg',
  WAVE: 'wav',
  MP3: 'mp3',
  FLAC: 'flac',
  ADTS: 'adts',
  'MPEG Transport Stream': 'mpegts',
};
/** mediabunny's names where ffmpeg and everybody else say something different. */
const CODEC_NAMES: Record<string, string> = { avc: 'h264' };

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
   * @returns null when mediabunny does not know the container, or would get its times wrong
   * @throws what reading the file throws
   */
  static async open(file: Blob): Promise<WebCodecsFile | null> {
    const padded = await paddedFlac(file);
    return WebCodecsFile.#open(padded.file, padded.padding);
  }

  static async #open(file: Blob, padding: number): Promise<WebCodecsFile | null> {
    const edits = watchEdits();
    const input = new Input({ source: sourceOf(file), formats: FORMATS });
    try {
      if (!(await input.canRead())) {
        input.dispose();
        return null;
      }
      const video = await input.getPrimaryVideoTrack();
      const audio = await input.getAudioTracks();
      const listing = await listingOf(input, video, audio);
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
    const track = this.#audio[index];
    if (track === undefined || !(await canDecodeSound(track))) return null;
    const shiftS = originS + (this.#delaysS[index] ?? 0);
    const blocks = () => decodeSound(track, shiftS, this.#padding);
    return (await firstOf(blocks())) === null ? null : { kind: 'webcodecs', blocks };
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

async function keyFrameAfter(track: InputVideoTrack, timeS: number): Promise<number | null> {
  const packets = new EncodedPacketSink(track);
  const here = (await packets.getPacket(timeS)) ?? (await packets.getFirstPacket());
  const key = here === null ? null : await packets.getNextKeyPacket(here, { verifyKeyPackets: true });
  return key?.timestamp ?? null;
}

async function listingOf(
  input: Input,
  video: InputVideoTrack | null,
  audio: InputAudioTrack[],
): Promise<Listing> {
  const formatName = (await input.getFormat()).name;
  const container = CONTAINER_NAMES[formatName] ?? formatName.toLowerCase();
  const tracks = [...(video === null ? [] : [video]), ...audio];
  const firstS = tracks.length === 0 ? 0 : await input.getFirstTimestamp(tracks);
  const originS = originOf(firstS, !BROADCAST_CONTAINERS.includes(container));
  const endS = (await input.getDurationFromMetadata(tracks)) ?? (await input.computeDuration(tracks));
  return {
    container,
    durationS: endS - originS,
    video: video === null ? null : await videoInfo(video, container, originS),
    audioTracks: await Promise.all(audio.map((track, index) => audioInfo(track, index, container, originS))),
    originS,
    isEncrypted: (await Promise.all(tracks.map((track) => track.getInternalCodecId()))).some((id) =>
      ENCRYPTED_ENTRIES.includes(String(id)),
    ),
    joinsS: null,
    warnings: [],
  };
}

async function videoInfo(
  track: InputVideoTrack,
  container: string,
  originS: number,
): Promise<VideoTrackInfo> {
  const rate = await track.computeFrameRateMetrics({ targetPacketCount: RATE_PACKETS });
  const single = rate.probedPacketCount < 2;
  return {
    id: idOf(track, container),
    codec: await codecName(track),
    width: await track.getDisplayWidth(),
    height: await track.getDisplayHeight(),
    rotation: await track.getRotation(),
    fps: single ? 0 : rate.frameRateIsConstant ? rate.bestGuessFrameRate : rate.averageFrameRate,
    variableFrameRate: !single && !rate.frameRateIsConstant,
    startS: (await track.getFirstTimestamp()) - originS,
  };
}

async function audioInfo(
  track: InputAudioTrack,
  index: number,
  container: string,
  originS: number,
): Promise<AudioTrackInfo> {
  const language = await track.getLanguageCode();
  return {
    index,
    id: idOf(track, container),
    codec: await codecName(track),
    channels: await track.getNumberOfChannels(),
    sampleRateHz: await track.getSampleRate(),
    language: language === 'und' ? null : language,
    title: await track.getName(),
    startS: Math.max(0, (await track.getFirstTimestamp()) - originS),
  };
}

/** Matroska has numbers, too, which ffmpeg does not tell; there both readers list all tracks in the same order. */
function idOf(track: InputVideoTrack | InputAudioTrack, container: string): number | null {
  return NUMBERED_CONTAINERS.includes(container) ? track.id : null;
}

async function codecName(track: InputVideoTrack | InputAudioTrack): Promise<string> {
  const codec = await track.getCodec();
  if (codec === 'mp3' && (await isLayerTwo(track))) return 'mp2';
  if (codec !== null) return CODEC_NAMES[codec] ?? codec;
  const id = await track.getInternalCodecId();
  return typeof id === 'string' ? id.trim() : 'unknown';
}

/** Containers have one name for all layers of MPEG audio; the header of each frame tells which it is. */
async function isLayerTwo(track: InputVideoTrack | InputAudioTrack): Promise<boolean> {
  const head = (await new EncodedPacketSink(track).getFirstPacket())?.data;
  return head !== undefined && head[0] === 0xff && (head[1]! & 0xe6) === 0xe4;
}
