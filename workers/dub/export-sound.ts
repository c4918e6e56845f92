/** The new speech, at its own quality, beside the pictures of the exported file. */
import {
  ALL_FORMATS,
  type AudioCodec,
  AudioSampleSource,
  EncodedAudioPacketSource,
  type EncodedPacket,
  EncodedPacketSink,
  Input,
  type InputAudioTrack,
  MPEG_TS,
  OGG,
} from 'mediabunny';
import { codecDelaysS } from '../../core/container/ebml-search';
import { LipslateError } from '../../core/errors';
import { sourceOf } from '../lib/blob-source';
import { FfmpegFile } from '../lib/decode/ffmpeg';
import { paddedFlac } from '../lib/decode/flac-padding';
import { continuousSamples } from './export-samples';
import { chooseEncoding, encodingWarnings, unreadWarnings } from './sound-encoding';

/** What is written by copying, unchanged: what players of every kind play in such a file. */
const COPIED: Record<'mp4' | 'webm', AudioCodec[]> = {
  mp4: ['aac', 'mp3'],
  webm: ['opus', 'vorbis'],
};

export interface ExportSound {
  /** To be added to the output before it starts. */
  source: EncodedAudioPacketSource | AudioSampleSource;
  codec: string;
  warnings: string[];
  /** Writes everything up to this time: sound must not lag behind the pictures, or the muxer keeps them in memory. */
  writeUntil(timeS: number): Promise<void>;
  /** Writes the rest. */
  finish(): Promise<void>;
  dispose(): void;
}

/**
 * @param endS of the pictures: sound beyond it is left out
 * @throws LipslateError no-sound, decode-failed, or what reading the file throws
 */
export async function openExportSound(
  file: File,
  trackIndex: number,
  container: 'mp4' | 'webm',
  endS: number,
): Promise<ExportSound> {
  const opened = await Opened.open(file, trackIndex);
  if (opened === null) return throughFfmpeg(file, trackIndex, container, endS);
  const codec = await opened.track.getCodec();
  if (codec !== null && COPIED[container].includes(codec)) return copied(opened, codec, container, endS, []);
  if (codec === null || !(await opened.track.canDecode())) {
    opened.input.dispose();
    return throughFfmpeg(file, trackIndex, container, endS);
  }
  return encoded(opened, codec, container, endS);
}

/** A track and how far its timestamps lie behind the movie's time. */
class Opened {
  readonly input: Input;
  readonly track: InputAudioTrack;
  readonly shiftS: number;
  /** Bytes at the end of the last packet that are not its own. */
  readonly padding: number;

  private constructor(input: Input, track: InputAudioTrack, shiftS: number, padding: number) {
    this.input = input;
    this.track = track;
    this.shiftS = shiftS;
    this.padding = padding;
  }

  /** @returns null when mediabunny does not know the file or this track */
  static async open(file: Blob, trackIndex: number): Promise<Opened | null> {
    const padded = await paddedFlac(file);
    const input = new Input({ source: sourceOf(padded.file), formats: ALL_FORMATS });
    try {
      const track = (await input.canRead()) ? (await input.getAudioTracks())[trackIndex] : undefined;
      if (track !== undefined) {
        const broadcast = (await input.getFormat()) === MPEG_TS;
        const originS = broadcast ? await input.getFirstTimestamp() : 0;
        const delayS = (await codecDelaysS(file))[trackIndex] ?? 0;
        return new Opened(input, track, originS + delayS, padded.padding);
      }
    } catch (cause) {
      input.dispose();
      if (cause instanceof DOMException) throw cause;
      return null;
    }
    input.dispose();
    return null;
  }
}

async function copied(
  { input, track, shiftS }: Opened,
  codec: AudioCodec,
  container: 'mp4' | 'webm',
  endS: number,
  warnings: string[],
): Promise<ExportSound> {
  const source = new EncodedAudioPacketSource(codec);
  const decoderConfig = await track.getDecoderConfig();
  const packets = new EncodedPacketSink(track).packets();
  const first = await wholeFirst(input, track, codec, (await packets.next()).value ?? null);
  // WebM knows no time before 0, where the run-up of a codec lies: it starts some milliseconds later.
  const earliest = container === 'webm' ? 0 : Number.NEGATIVE_INFINITY;
  const moveS = first === null ? 0 : Math.max(-shiftS, earliest - first.timestamp);
  let next = first;
  const writeUntil = async (timeS: number) => {
    while (next !== null && next.timestamp + moveS < Math.min(timeS, endS)) {
      const packet = next.clone({ timestamp: next.timestamp + moveS });
      await source.add(packet, decoderConfig === null ? undefined : { decoderConfig });
      next = (await packets.next()).value ?? null;
    }
  };
  return {
    source,
    codec,
    warnings,
    writeUntil,
    async finish() {
      await writeUntil(endS);
      source.close();
    },
    dispose() {
      void packets.return(undefined);
      input.dispose();
    },
  };
}

/** In Ogg the first packet is said to start behind its run-up, which still lies in it. */
async function wholeFirst(
  input: Input,
  track: InputAudioTrack,
  codec: AudioCodec,
  first: EncodedPacket | null,
): Promise<EncodedPacket | null> {
  if (first === null || codec !== 'opus' || (await input.getFormat()) !== OGG) return first;
  const second = await new EncodedPacketSink(track).getNextPacket(first);
  return second === null ? first : first.clone({ timestamp: second.timestamp - second.duration });
}

async function encoded(
  { input, track, shiftS, padding }: Opened,
  from: AudioCodec,
  container: 'mp4' | 'webm',
  endS: number,
): Promise<ExportSound> {
  const { codec, bitrate, transform, runUpS, skipS } = await chooseEncoding(track, container);
  const source = new AudioSampleSource({ codec, bitrate, transform });
  const samples = continuousSamples(track, shiftS + skipS, endS, padding);
  let writtenS = 0;
  const writeUntil = async (timeS: number) => {
    while (writtenS < timeS) {
      const { done, value: sample } = await samples.next();
      if (done) return;
      writtenS = sample.timestamp + sample.duration;
      sample.setTimestamp(sample.timestamp - runUpS);
      await source.add(sample);
      sample.close();
    }
  };
  return {
    source,
    codec,
    warnings: encodingWarnings(from, codec, container),
    writeUntil,
    async finish() {
      await writeUntil(Number.POSITIVE_INFINITY);
      source.close();
    },
    dispose() {
      void samples.return(undefined);
      input.dispose();
    },
  };
}

/** AC-3, DTS, WMA and other sound no browser decodes: ffmpeg brings AAC encoders along, too. */
async function throughFfmpeg(
  file: File,
  trackIndex: number,
  container: 'mp4' | 'webm',
  endS: number,
): Promise<ExportSound> {
  const ffmpeg = await FfmpegFile.open(file);
  const track = ffmpeg?.listing.audioTracks[trackIndex];
  if (!ffmpeg || !track) {
    ffmpeg?.dispose();
    throw new LipslateError('no-sound');
  }
  try {
    const codec = container === 'mp4' ? 'aac' : 'opus';
    const opened = await Opened.open(await ffmpeg.soundFile(trackIndex, codec), 0);
    if (opened === null) throw new LipslateError('decode-failed', `sound: ${track.codec}`);
    return await copied(opened, codec, container, endS, unreadWarnings(track.codec, codec));
  } finally {
    ffmpeg.dispose();
  }
}
