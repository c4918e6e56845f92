/** The new speech, at its own quality, beside the pictures of the exported file. */
import {
  type AudioCodec,
  type AudioSampleSource,
  EncodedAudioPacketSource,
  type EncodedPacket,
  EncodedPacketSink,
} from 'mediabunny';
import { LipslateError } from '../../core/errors';
import type { StoredSound } from '../lib/decode/reader';
import { type FixSource, openSource } from '../lib/sound/source';
import { chooseEncoding, encodingWarnings, isCopied } from './sound-encoding';
import { SoundWriter } from './sound-writer';

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
 * Read as the check reads it: the same tracks, each by who really decodes it, on the same clock. Only what can stay as
 * it is, is copied packet by packet.
 * @param endS of the pictures: sound beyond it is left out
 * @throws LipslateError no-sound, codec-unsupported, or what reading the file throws
 */
export async function openExportSound(
  file: File,
  trackIndex: number,
  container: 'mp4' | 'webm',
  endS: number,
): Promise<ExportSound> {
  const source = await openSource(file, false);
  try {
    const { audioTracks, isEncrypted } = source.listing;
    const track = audioTracks[trackIndex];
    if (track === undefined) throw new LipslateError('no-sound');
    const stored = isEncrypted ? null : source.stored(trackIndex);
    return stored !== null && isCopied(track.codec, container) && (await isOfAPiece(source, stored))
      ? await copied(source, stored, track.codec, container, endS)
      : await encoded(source, trackIndex, container, endS);
  } catch (cause) {
    source.dispose();
    throw cause;
  }
}

/**
 * Broadcasts may jump back by less than a join, and change their sound on the way; no file is written with such times,
 * and a track has one header for all of its packets.
 */
export async function isOfAPiece({ listing }: FixSource, { track }: StoredSound): Promise<boolean> {
  if (listing.container !== 'mpegts') return true;
  let lastS = Number.NEGATIVE_INFINITY;
  let kind: number | null = null;
  for await (const { timestamp, data } of new EncodedPacketSink(track).packets()) {
    kind ??= kindOf(data);
    if (timestamp < lastS || kindOf(data) !== kind) return false;
    lastS = timestamp;
  }
  return true;
}

/** What the header of an AAC or MP3 packet in a transport stream says of its codec, rate and, in AAC, channels. */
function kindOf([, layer = 0, rate = 0, channels = 0]: Uint8Array): number {
  const isAac = (layer & 0x06) === 0;
  return isAac
    ? ((layer & 0x0e) << 16) | ((rate & 0xfd) << 8) | (channels & 0xc0)
    : ((layer & 0x1e) << 8) | (rate & 0x0c);
}

async function copied(
  file: FixSource,
  { track, shiftS }: StoredSound,
  codec: AudioCodec,
  container: 'mp4' | 'webm',
  endS: number,
): Promise<ExportSound> {
  const source = new EncodedAudioPacketSource(codec);
  const decoderConfig = await track.getDecoderConfig();
  const sink = new EncodedPacketSink(track);
  const packets = sink.packets();
  let next: EncodedPacket | null = (await packets.next()).value ?? null;
  if (next !== null && codec === 'opus' && file.listing.container === 'ogg') next = await whole(next, sink);
  // WebM knows no time before 0, where the run-up of a codec lies: it starts some milliseconds later.
  const earliest = container === 'webm' ? 0 : Number.NEGATIVE_INFINITY;
  const moveS = next === null ? 0 : Math.max(-shiftS, earliest - next.timestamp);
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
    warnings: [],
    writeUntil,
    async finish() {
      await writeUntil(endS);
      source.close();
    },
    dispose() {
      void packets.return(undefined);
      file.dispose();
    },
  };
}

/** In Ogg the first packet is said to start behind its run-up, which still lies in it. */
async function whole(first: EncodedPacket, sink: EncodedPacketSink): Promise<EncodedPacket> {
  const second = await sink.getNextPacket(first);
  return second === null ? first : first.clone({ timestamp: second.timestamp - second.duration });
}

async function encoded(
  file: FixSource,
  trackIndex: number,
  container: 'mp4' | 'webm',
  endS: number,
): Promise<ExportSound> {
  const sound = await file.sound(trackIndex);
  const { skipS, ...encoding } = await chooseEncoding(sound, container);
  const writer = new SoundWriter(sound, encoding, skipS, endS);
  return {
    source: writer.source,
    codec: encoding.codec,
    warnings: encodingWarnings(sound.codec, encoding.codec, container),
    writeUntil: (timeS) => writer.writeUntil(timeS),
    async finish() {
      await writer.writeUntil(Number.POSITIVE_INFINITY);
      writer.source.close();
    },
    dispose() {
      writer.dispose();
      file.dispose();
    },
  };
}
