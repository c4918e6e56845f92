/** The parts of a Matroska or WebM file: what their ids are, and a walk over them by their heads alone. */
import { type Element, elementAt } from './ebml';
import type { Read } from './read';

/** At the top, and in the segment. */
export const ID = {
  ebml: 0x1a45dfa3,
  segment: 0x18538067,
  seekHead: 0x114d9b74,
  info: 0x1549a966,
  tracks: 0x1654ae6b,
  cluster: 0x1f43b675,
  cues: 0x1c53bb6b,
  chapters: 0x1043a770,
  tags: 0x1254c367,
  attachments: 0x1941a469,
  void: 0xec,
  crc: 0xbf,
} as const;

/** In the list of tracks: an entry, and what is in it. */
export const TRACK = {
  entry: 0xae,
  number: 0xd7,
  type: 0x83,
  codecId: 0x86,
  codecPrivate: 0x63a2,
  codecDelay: 0x56aa,
  seekPreRoll: 0x56bb,
  contentEncodings: 0x6d80,
  sound: 0xe1,
} as const;
/** Value of a track's type. */
export const SOUND_TRACK = 2;

/** @returns null when it is no Matroska file; 'none' when it is too damaged to say where its segment is */
export async function findSegment(read: Read, fileBytes: number): Promise<Element | 'none' | null> {
  const header = await elementAt(read, 0, fileBytes);
  if (header === null || header.id !== ID.ebml) return null;
  const segment = header.endByte === null ? null : await elementAt(read, header.endByte, fileBytes);
  return segment === null || segment.id !== ID.segment ? 'none' : segment;
}

/**
 * The elements of the segment, in order. Ends at what is none, and at one of unknown size.
 * `endByte` is what the element claims, and may lie beyond the end of the file.
 */
export async function* segmentParts(
  read: Read,
  fileBytes: number,
): AsyncGenerator<Element & { endByte: number }> {
  const segment = await findSegment(read, fileBytes);
  if (segment === null || segment === 'none') return;
  for (let at = segment.contentByte; at < fileBytes; ) {
    const here = await elementAt(read, at, fileBytes);
    if (here === null || here.endByte === null) return;
    yield { ...here, endByte: here.endByte };
    at = here.endByte;
  }
}
