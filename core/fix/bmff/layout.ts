/** Lays out a corrected MP4 or QuickTime file: the same content, another index. */

import { type Box, boxSize, find, parseBoxes, serialize, topBoxes } from '../../container/boxes';
import { ContainerError } from '../../container/container-error';
import type { Read } from '../../container/read';
import { viewOf } from '../../container/view';
import { appendRange, type Piece } from '../pieces';
import { needsWide, readOffsets, writeOffsets } from './chunks';
import type { Movie } from './movie';

/** A box at the top of a file. */
export interface TopBox {
  type: string;
  startByte: number;
  endByte: number;
}

/** A box may be this big before it is read whole: an index of a day of sound and picture takes some 100 MB. */
const MAX_INDEX_BYTES = 512 * 1024 * 1024;

/** @returns the boxes at the top; null when this is no such file @throws ContainerError when it is cut off */
export async function readTop(read: Read, fileBytes: number): Promise<TopBox[] | null> {
  const boxes: TopBox[] = [];
  for await (const { type, startByte, endByte } of topBoxes(read, fileBytes))
    boxes.push({ type, startByte, endByte: Math.min(endByte, fileBytes) });
  // Rubbish behind the last box is copied with it.
  const last = boxes.at(-1);
  if (last !== undefined && last.endByte < fileBytes)
    boxes.push({ type: '', startByte: last.endByte, endByte: fileBytes });
  return boxes.some(({ type }) => type === 'moov') ? boxes : null;
}

/** @returns the index, as a copy that may be changed @throws ContainerError */
export async function readIndex(read: Read, top: TopBox[]): Promise<Box> {
  const place = top.find(({ type }) => type === 'moov') as TopBox;
  if (place.endByte - place.startByte > MAX_INDEX_BYTES) throw new ContainerError('The index is too large');
  const bytes = (await read(place.startByte, place.endByte)).slice();
  const box = parseBoxes(bytes)[0];
  if (box === undefined || !Array.isArray(box.content)) throw new ContainerError('The index is damaged');
  if (find(box, 'cmov') !== null) throw new ContainerError('The index is compressed');
  return box;
}

/** All of the original with another index in the place of its own. */
export async function withIndex(movie: Movie, read: Read, top: TopBox[]): Promise<Piece[]> {
  const moov = top.find(({ type }) => type === 'moov') as TopBox;
  const shiftBytes = moveChunks(movie, moov);
  const pieces: Piece[] = [];
  for (const { type, startByte, endByte } of top) {
    if (type === 'moov') {
      if (startByte === moov.startByte) pieces.push({ bytes: serialize([movie.box]) });
      else appendRange(pieces, 'original', startByte, endByte);
    } else if (shiftBytes !== 0 && (type === 'moof' || type === 'mfra')) {
      const bytes = (await read(startByte, endByte)).slice();
      movePlaces(bytes, moov.endByte, shiftBytes);
      pieces.push({ bytes });
    } else appendRange(pieces, 'original', startByte, endByte);
  }
  return pieces;
}

/** Adds to all places behind the index what the index has grown. @returns that many bytes */
function moveChunks(movie: Movie, moov: TopBox): number {
  const tables = movie.tracks.flatMap(({ box }) => {
    const table = find(box, 'mdia', 'minf', 'stbl');
    return table === null ? [] : [{ box, offsets: readOffsets(table) }];
  });
  const moved = (shift: number) =>
    tables.map(({ box, offsets }) => ({
      box,
      offsets: offsets.map((offset) => (offset >= moov.endByte ? offset + shift : offset)),
    }));
  const grown = () => boxSize(movie.box) - (moov.endByte - moov.startByte);
  let wide = tables.some(({ box }) => find(box, 'mdia', 'minf', 'stbl', 'co64') !== null);
  if (!wide && moved(grown()).some(({ offsets }) => needsWide(offsets))) wide = true;
  if (wide) for (const { box, offsets } of tables) writeOffsets(box, offsets, true);
  const shift = grown();
  if (shift !== 0) for (const { box, offsets } of moved(shift)) writeOffsets(box, offsets, wide);
  return shift;
}

/** Absolute places in fragments (base data offset) and in their index at the end (mfra). */
function movePlaces(bytes: Uint8Array, from: number, shift: number): void {
  for (const box of parseBoxes(bytes)) {
    if (box.type === 'moof' && Array.isArray(box.content)) {
      for (const traf of box.content.filter(({ type }) => type === 'traf')) {
        const head = find(traf, 'tfhd')?.content;
        if (!(head instanceof Uint8Array) || head.length < 16) continue;
        const view = viewOf(head);
        if ((view.getUint8(3) & 1) === 0) continue;
        const place = Number(view.getBigUint64(8));
        if (place >= from) view.setBigUint64(8, BigInt(place + shift));
      }
    } else if (box.type === 'mfra' && box.content instanceof Uint8Array) {
      for (const tfra of parseBoxes(box.content).filter(({ type }) => type === 'tfra'))
        if (tfra.content instanceof Uint8Array) moveFragmentIndex(tfra.content, from, shift);
    }
  }
}

function moveFragmentIndex(content: Uint8Array, from: number, shift: number): void {
  const view = viewOf(content);
  const wide = view.getUint8(0) === 1;
  const lengths = view.getUint32(8);
  const numberBytes = ((lengths >> 4) & 3) + ((lengths >> 2) & 3) + (lengths & 3) + 3;
  const entryBytes = (wide ? 16 : 8) + numberBytes;
  const count = Math.min(view.getUint32(12), Math.floor((content.length - 16) / entryBytes));
  for (let i = 0; i < count; i++) {
    const at = 16 + i * entryBytes + (wide ? 8 : 4);
    const place = wide ? Number(view.getBigUint64(at)) : view.getUint32(at);
    if (place < from) continue;
    if (wide) view.setBigUint64(at, BigInt(place + shift));
    else view.setUint32(at, place + shift);
  }
}
