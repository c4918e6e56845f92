/** Whether a copy's picture is the original's: what was seen in one then holds for the other. */
import {
  type EncodedPacket,
  EncodedPacketSink,
  Input,
  type InputVideoTrack,
  MATROSKA,
  MP4,
  MPEG_TS,
  QTFF,
  WEBM,
} from 'mediabunny';
import { bufferBytes } from '../../core/buffer-bytes';
import { sourceOf } from '../lib/blob-source';

/** All that a copy can be in. */
const FORMATS = [MP4, QTFF, MATROSKA, WEBM, MPEG_TS];
/** Some containers count whole milliseconds, so that a stamp and its copy may differ by one. */
const ROUNDING_S = 0.0015;
/** One packet in so many bytes of picture is compared byte by byte; of all others size, time and kind are. */
const READ_EVERY_BYTES = 4_000_000;

/**
 * Compares the pictures as they are stored: codec, turn, and packet by packet. One that starts later as a whole is the same.
 * @returns false also where it cannot be told, as for containers that mediabunny does not read
 */
export async function hasSamePicture(original: Blob, copy: Blob): Promise<boolean> {
  const inputs = [original, copy].map((blob) => new Input({ formats: FORMATS, source: sourceOf(blob) }));
  try {
    const [a, b] = await Promise.all(inputs.map((input) => input.getPrimaryVideoTrack()));
    if (!a || !b || (await kindOf(a)) !== (await kindOf(b))) return false;
    return await haveSamePackets(new EncodedPacketSink(a), new EncodedPacketSink(b));
  } catch {
    return false;
  } finally {
    for (const input of inputs) input.dispose();
  }
}

/** All that a decoder and a player are told of a picture beside its packets. */
async function kindOf(track: InputVideoTrack): Promise<string> {
  const { description, ...config } = (await track.getDecoderConfig()) ?? {};
  const bytes = description === undefined ? [] : bufferBytes(description);
  return JSON.stringify([config, [...bytes], await track.getRotation()]);
}

async function haveSamePackets(a: EncodedPacketSink, b: EncodedPacketSink): Promise<boolean> {
  const [ones, others] = [a, b].map((sink) => sink.packets(undefined, undefined, { metadataOnly: true }));
  let laterS: number | null = null;
  let unreadBytes = Number.POSITIVE_INFINITY;
  try {
    for (;;) {
      const [one, other] = await Promise.all([ones!.next(), others!.next()]);
      if (one.done || other.done) return one.done === true && other.done === true && laterS !== null;
      const [p, q] = [one.value, other.value];
      laterS ??= q.timestamp - p.timestamp;
      if (!isSame(p, q, laterS)) return false;
      unreadBytes += p.byteLength;
      if (unreadBytes < READ_EVERY_BYTES) continue;
      unreadBytes = 0;
      if (!(await haveSameBytes(a, p, b, q))) return false;
    }
  } finally {
    await Promise.all([ones?.return(), others?.return()]);
  }
}

function isSame(p: EncodedPacket, q: EncodedPacket, laterS: number): boolean {
  const isInTime = Math.abs(q.timestamp - p.timestamp - laterS) <= ROUNDING_S;
  return isInTime && p.byteLength === q.byteLength && p.type === q.type;
}

async function haveSameBytes(
  a: EncodedPacketSink,
  p: EncodedPacket,
  b: EncodedPacketSink,
  q: EncodedPacket,
): Promise<boolean> {
  const [one, other] = await Promise.all([a.getPacket(p.timestamp), b.getPacket(q.timestamp)]);
  if (!one || !other || one.byteLength !== other.byteLength) return false;
  return one.data.every((byte, i) => byte === other.data[i]);
}
