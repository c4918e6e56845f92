/** Which kind of file it is inside, and so which way it can be rewritten. */

import type { Box } from '../../core/container/boxes';
import { ContainerError } from '../../core/container/container-error';
import { readElement } from '../../core/container/ebml';
import { readIndex, readTop, type TopBox } from '../../core/fix/bmff/layout';
import { type Movie, readMovie } from '../../core/fix/bmff/movie';
import { ID, type MatroskaTrack, readTracks } from '../../core/fix/matroska/header';
import { type Read, reader } from './buffered-reader';

export type Structure =
  | { kind: 'bmff'; top: TopBox[]; movie: Movie; read: Read }
  | { kind: 'matroska'; tracks: MatroskaTrack[]; read: Read }
  /** Rewritten by ffmpeg. */
  | { kind: 'other' };

const MAX_TRACKS_BYTES = 64 * 1024 * 1024;

/** @returns 'other' also for what is damaged: ffmpeg forgives more */
export async function structureOf(file: Blob): Promise<Structure> {
  const read = reader(file);
  try {
    return (await bmffOf(file, read)) ?? (await matroskaOf(file, read)) ?? { kind: 'other' };
  } catch (error) {
    if (error instanceof ContainerError) return { kind: 'other' };
    throw error;
  }
}

/** Tracks by what they hold, for the report of what was kept. */
export function countTracks(structure: Structure): { picture: number; sound: number; other: number } | null {
  if (structure.kind === 'other') return null;
  const kinds =
    structure.kind === 'matroska'
      ? structure.tracks.map(({ kind }) => kind)
      : structure.movie.tracks.map(({ handler }) =>
          handler === 'vide' ? 'picture' : handler === 'soun' ? 'sound' : 'other',
        );
  const count = (kind: string) => kinds.filter((each) => each === kind).length;
  return { picture: count('picture'), sound: count('sound'), other: count('other') };
}

async function bmffOf(file: Blob, read: Read): Promise<Structure | null> {
  const top = await readTop(read, file.size);
  if (top === null) return null;
  const index: Box = await readIndex(read, top);
  return { kind: 'bmff', top, movie: readMovie(index), read };
}

async function matroskaOf(file: Blob, read: Read): Promise<Structure | null> {
  const head = readElement(await read(0, Math.min(64, file.size)), 0);
  if (head === null || head.id !== ID.ebml || head.endByte === null) return null;
  const segment = readElement(
    await read(head.endByte, Math.min(head.endByte + 16, file.size)),
    0,
    head.endByte,
  );
  if (segment === null || segment.id !== ID.segment) return null;
  for (let at = segment.contentByte; at < file.size; ) {
    const here = readElement(await read(at, Math.min(at + 16, file.size)), 0, at);
    if (here === null || here.endByte === null || here.id === ID.cluster) return null;
    if (here.id === ID.tracks && here.endByte - at <= MAX_TRACKS_BYTES)
      return { kind: 'matroska', tracks: readTracks(await read(here.contentByte, here.endByte)), read };
    at = here.endByte;
  }
  return null;
}
