/** Puts a newly encoded sound into the place of an old one in the index of an MP4 or QuickTime file. */

import { type Box, find, payload, put, take } from '../../container/boxes';
import { viewOf } from '../../container/view';
import type { EncodedSound } from '../encoded-sound';
import { fitDuration, type Movie, setEdits, setTrackDuration, type Track } from './movie';
import { describePcm } from './pcm-description';

/** Sound is laid down in pieces of about this length, between the picture's. */
const CHUNK_S = 0.5;

export interface SoundChunks {
  /** Time at which each begins, in the movie. Float64Array [C], seconds */
  timesS: Float64Array;
  /** Float64Array [C] */
  sizes: Float64Array;
}

/**
 * Rewrites the track's description and tables; places of chunks are filled in later.
 * @returns the chunks in which the sound is to be written
 */
export function replaceSound(track: Track, movie: Movie, sound: EncodedSound): SoundChunks {
  const table = find(track.box, 'mdia', 'minf', 'stbl') as Box;
  const packets = sound.packetSizes.length;
  const perChunk = Math.max(1, Math.round((CHUNK_S * sound.rateHz) / sound.packetSamples));
  const chunks = Math.ceil(packets / perChunk);
  const isPcm = sound.codec.name === 'pcm';
  const preSkip = sound.codec.name === 'opus' ? sound.codec.preSkip : 0;
  const lastSamples = Math.max(1, sound.samples + preSkip - (packets - 1) * sound.packetSamples);
  const perPacket = Math.min(sound.packetSamples, lastSamples);
  const mediaSamples = (packets - 1) * sound.packetSamples + perPacket;

  // Of uncompressed sound every sample counts as one of its own.
  const inChunk = (chunk: number) => Math.min(perChunk, packets - chunk * perChunk);
  const samplesIn = (chunk: number) =>
    !isPcm
      ? inChunk(chunk)
      : (inChunk(chunk) - 1) * sound.packetSamples + (chunk === chunks - 1 ? perPacket : sound.packetSamples);
  if (!isPcm) put(table, { type: 'stsd', content: description(sound) });
  else describePcm(find(table, 'stsd')?.content as Uint8Array, sound.rateHz, sound.channels);
  put(table, {
    type: 'stts',
    content: isPcm
      ? full(1, mediaSamples, 1)
      : packets === 1
        ? full(1, 1, perPacket)
        : full(2, packets - 1, sound.packetSamples, 1, perPacket),
  });
  const whole = samplesIn(0);
  const last = samplesIn(chunks - 1);
  put(table, {
    type: 'stsc',
    content: last === whole ? full(1, 1, whole, 1) : full(2, 1, whole, 1, chunks, last, 1),
  });
  put(table, {
    type: 'stsz',
    content: isPcm ? full(sound.channels * bytesOf(sound), mediaSamples) : sizeTable(sound.packetSizes),
  });
  // What was said sample by sample of the old sound says nothing of the new one.
  for (const type of ['ctts', 'stss', 'sgpd', 'sbgp', 'sdtp', 'stz2', 'saiz', 'saio', 'cslg'])
    take(table, type);

  setClock(track, sound.rateHz, mediaSamples);
  const playedTicks = Math.round((sound.samples / sound.rateHz) * movie.timescale);
  const startTicks = Math.round(sound.startS * movie.timescale);
  const rate = 0x10000;
  setEdits(track, [
    ...(startTicks > 0 ? [{ duration: startTicks, mediaTime: -1, rate }] : []),
    { duration: playedTicks, mediaTime: preSkip, rate },
  ]);
  if (startTicks === 0 && preSkip === 0) setEdits(track, []);
  setTrackDuration(track, startTicks + playedTicks);
  fitDuration(movie);
  return chunksOf(sound, perChunk);
}

/** @param perChunk packets in each */
function chunksOf(sound: EncodedSound, perChunk: number): SoundChunks {
  const chunks = Math.ceil(sound.packetSizes.length / perChunk);
  const timesS = Float64Array.from(
    { length: chunks },
    (_, chunk) => sound.startS + (chunk * perChunk * sound.packetSamples) / sound.rateHz,
  );
  const sizes = new Float64Array(chunks);
  sound.packetSizes.forEach((size, packet) => {
    const chunk = Math.floor(packet / perChunk);
    sizes[chunk] = (sizes[chunk] as number) + size;
  });
  return { timesS, sizes };
}

function bytesOf(sound: EncodedSound): number {
  return sound.codec.name === 'pcm' ? sound.codec.bytesPerSample : 0;
}

/** A box's content of version 0: flags and 32-bit numbers. */
function full(...numbers: number[]): Uint8Array {
  const bytes = new Uint8Array(4 + numbers.length * 4);
  const view = viewOf(bytes);
  numbers.forEach((value, i) => {
    view.setUint32(4 + i * 4, value);
  });
  return bytes;
}

function sizeTable(sizes: Uint32Array): Uint8Array {
  const bytes = new Uint8Array(12 + sizes.length * 4);
  const view = viewOf(bytes);
  view.setUint32(8, sizes.length);
  sizes.forEach((size, i) => {
    view.setUint32(12 + i * 4, size);
  });
  return bytes;
}

/** The language stays. */
function setClock(track: Track, rateHz: number, ticks: number): void {
  const header = payload(track.box, ['mdia', 'mdhd'], 20);
  if (header.getUint8(0) === 1) {
    header.setUint32(20, rateHz);
    header.setBigUint64(24, BigInt(ticks));
  } else {
    header.setUint32(12, rateHz);
    header.setUint32(16, Math.min(0xffffffff, ticks));
  }
  track.timescale = rateHz;
  track.duration = ticks;
}

/** Content of stsd: one AudioSampleEntry (14496-12, 12.2.3) with esds or dOps in it. */
function description(sound: EncodedSound): Uint8Array {
  const { codec } = sound;
  const inner =
    codec.name === 'opus'
      ? opusBox(codec.config)
      : esdsBox(codec.name === 'aac' ? codec.config : new Uint8Array());
  const entryBytes = 36 + 8 + inner.content.length;
  const bytes = new Uint8Array(8 + entryBytes);
  const view = viewOf(bytes);
  view.setUint32(4, 1);
  view.setUint32(8, entryBytes);
  ascii(bytes, 12, codec.name === 'opus' ? 'Opus' : 'mp4a');
  view.setUint16(22, 1);
  view.setUint16(32, sound.channels);
  view.setUint16(34, 16);
  // Rates beyond 16 bits are said by the codec alone.
  view.setUint16(40, sound.rateHz <= 0xffff ? sound.rateHz : 0);
  view.setUint32(44, 8 + inner.content.length);
  ascii(bytes, 48, inner.type);
  bytes.set(inner.content, 52);
  return bytes;
}

/** Opus in ISO BMFF, 4.3.2: the fields of OpusHead, big-endian, version 0. */
function opusBox(head: Uint8Array): { type: string; content: Uint8Array } {
  const content = head.slice(8);
  const from = viewOf(head);
  const view = viewOf(content);
  view.setUint8(0, 0);
  view.setUint16(2, from.getUint16(10, true));
  view.setUint32(4, from.getUint32(12, true));
  view.setInt16(8, from.getInt16(16, true));
  return { type: 'dOps', content };
}

/** MPEG-4 elementary stream descriptor (14496-1, 7.2.6) around an AudioSpecificConfig. */
function esdsBox(config: Uint8Array): { type: string; content: Uint8Array } {
  const specific = [0x05, config.length, ...config];
  const decoder = [0x04, 13 + specific.length, 0x40, 0x15, 0, 0, 0, ...[0, 0, 0, 0, 0, 0, 0, 0], ...specific];
  const layer = [0x06, 1, 2];
  const body = [0, 0, 0, ...decoder, ...layer];
  return { type: 'esds', content: Uint8Array.from([0, 0, 0, 0, 0x03, body.length, ...body]) };
}

function ascii(bytes: Uint8Array, at: number, text: string): void {
  for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i);
}
