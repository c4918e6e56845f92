/** Lays out an MP4 or QuickTime file with a new sound: the other tracks' bytes copied, the old sound left out or beside it. */

import { boxSize, serialize } from '../../container/boxes';
import { ContainerError } from '../../container/container-error';
import { viewOf } from '../../container/view';
import type { EncodedSound } from '../encoded-sound';
import { appendRange, type Piece } from '../pieces';
import { type Chunks, needsWide, readChunks, timesOf, writeOffsets } from './chunks';
import type { TopBox } from './layout';
import { type Movie, startS, type Track } from './movie';
import { replaceSound } from './sound-track';
import { trackBeside } from './track-beside';

interface Placed {
  track: Track;
  chunk: number;
  startByte: number;
  bytes: number;
}

/** Boxes at the top that are content, or room, and are laid out anew. */
const CONTENT = new Set(['mdat', 'free', 'skip', 'wide']);

/**
 * Changes the movie in place.
 * @param track in whose place the sound comes, or like which it is
 * @param goes beside: in front of all sound tracks that are there
 * @throws ContainerError for an index that cannot be trusted: chunks that overlap, or lie outside of the file
 */
export function withSound(
  movie: Movie,
  top: TopBox[],
  fileBytes: number,
  track: Track,
  sound: EncodedSound,
  goes: 'instead' | 'beside',
): Piece[] {
  const tables = new Map(movie.tracks.map((each) => [each, readChunks(each.box)]));
  const order = inFileOrder(tables, fileBytes);
  const oldEndsS = endTimes(track, movie, tables.get(track) as Chunks);
  const target = goes === 'beside' ? trackBeside(movie, track) : track;
  const fresh = replaceSound(target, movie, sound);

  // The new sound is woven in where the old one lies.
  const offsets = new Map(
    Array.from(tables, ([each, { offsets }]) => [each, new Float64Array(offsets.length)]),
  );
  const own = new Float64Array(fresh.sizes.length);
  offsets.set(target, own);
  const body: Piece[] = [];
  let at = 0;
  let soundAt = 0;
  let next = 0;
  const weave = (untilS: number) => {
    for (; next < fresh.sizes.length && (fresh.timesS[next] as number) < untilS; next++) {
      const bytes = fresh.sizes[next] as number;
      own[next] = at;
      appendRange(body, 'sound', soundAt, soundAt + bytes);
      at += bytes;
      soundAt += bytes;
    }
  };
  for (const place of order) {
    if (place.track === track) weave(oldEndsS[place.chunk] as number);
    if (place.track === target) continue;
    (offsets.get(place.track) as Float64Array)[place.chunk] = at;
    appendRange(body, 'original', place.startByte, place.startByte + place.bytes);
    at += place.bytes;
  }
  weave(Number.POSITIVE_INFINITY);
  const ofEach = movie.tracks.map((each) => offsets.get(each) as Float64Array);
  return assemble(movie, top, ofEach, body, at);
}

/** Index in front of the content or behind it, as it was. */
function assemble(
  movie: Movie,
  top: TopBox[],
  offsets: Float64Array[],
  body: Piece[],
  bodyBytes: number,
): Piece[] {
  const content = top.findIndex(({ type }) => type === 'mdat');
  const rest = top.filter(({ type }) => !CONTENT.has(type));
  const before = top.slice(0, Math.max(0, content)).filter((box) => rest.includes(box));
  const after = rest.filter((box) => !before.includes(box));
  const sizeOf = (boxes: TopBox[]) =>
    boxes.reduce(
      (sum, box) => sum + (box.type === 'moov' ? boxSize(movie.box) : box.endByte - box.startByte),
      0,
    );
  const headerBytes = bodyBytes + 16 > 0xffffffff ? 16 : 8;
  const place = (wide: boolean) => {
    movie.tracks.forEach(({ box }, i) => {
      writeOffsets(box, offsets[i] as Float64Array, wide);
    });
    const base = sizeOf(before) + headerBytes;
    return offsets.map((each) => each.map((offset) => base + offset));
  };
  let placed = place(false);
  const wide = placed.some(needsWide);
  if (wide) placed = place(true);
  movie.tracks.forEach(({ box }, i) => {
    writeOffsets(box, placed[i] as Float64Array, wide);
  });

  const pieces: Piece[] = [];
  const copy = (boxes: TopBox[]) => {
    for (const { type, startByte, endByte } of boxes) {
      if (type === 'moov') pieces.push({ bytes: serialize([movie.box]) });
      else appendRange(pieces, 'original', startByte, endByte);
    }
  };
  copy(before);
  pieces.push({ bytes: contentHeader(bodyBytes, headerBytes) });
  pieces.push(...body);
  copy(after);
  return pieces;
}

function inFileOrder(tables: ReadonlyMap<Track, Chunks>, fileBytes: number): Placed[] {
  const order: Placed[] = Array.from(tables).flatMap(([track, { offsets, sizes }]) =>
    Array.from(offsets, (startByte, chunk) => ({ track, chunk, startByte, bytes: sizes[chunk] as number })),
  );
  order.sort((a, b) => a.startByte - b.startByte);
  let endByte = 0;
  for (const { startByte, bytes } of order) {
    if (startByte < endByte || startByte + bytes > fileBytes)
      throw new ContainerError('The index does not fit the content');
    endByte = startByte + bytes;
  }
  return order;
}

/** When each chunk of the old sound ends, in the movie. Float64Array [C], seconds */
function endTimes(track: Track, movie: Movie, { firstSamples }: Chunks): Float64Array {
  const time = timesOf(track.box);
  const originS = startS(track, movie);
  return firstSamples.slice(1).map((sample) => originS + time(sample) / track.timescale);
}

function contentHeader(bodyBytes: number, headerBytes: number): Uint8Array {
  const bytes = new Uint8Array(headerBytes);
  const view = viewOf(bytes);
  view.setUint32(0, headerBytes === 16 ? 1 : bodyBytes + 8);
  for (let i = 0; i < 4; i++) bytes[4 + i] = 'mdat'.charCodeAt(i);
  if (headerBytes === 16) view.setBigUint64(8, BigInt(bodyBytes + 16));
  return bytes;
}
