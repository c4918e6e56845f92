/** What Matroska and WebM files say about themselves at their start, for what mediabunny leaves out. */
import { type Element, elementAt, readElements, readUint } from './ebml';
import { type Read, readerOf } from './read';

const ID = {
  ebml: 0x1a45dfa3,
  segment: 0x18538067,
  cluster: 0x1f43b675,
  tracks: 0x1654ae6b,
  trackEntry: 0xae,
  trackType: 0x83,
  codecDelay: 0x56aa,
};
const AUDIO = 2;
/** No list of tracks is larger; attachments and indexes are skipped unread. */
const MAX_TRACKS_BYTES = 4 * 1024 * 1024;
const MAX_ELEMENTS = 200;

/** @returns the whole length the file claims, 0 when it does not say; null when it is no Matroska file */
export async function claimedSize(file: Blob): Promise<number | null> {
  const segment = await findSegment(readerOf(file), file.size);
  if (segment === null) return null;
  return segment === 'none' ? 0 : (segment.endByte ?? 0);
}

/**
 * CodecDelay per audio track, in file order, in seconds: what has to be subtracted from the track's timestamps.
 * ffmpeg writes it for AAC and others as well as for Opus since version 6.
 */
export async function codecDelaysS(file: Blob): Promise<number[]> {
  const tracks = await readTracks(readerOf(file), file.size);
  if (tracks === null) return [];
  const audio = readElements(tracks, 'upTo')
    .filter(({ id }) => id === ID.trackEntry)
    .map(({ content }) => readElements(content, 'upTo'))
    .filter((fields) => fields.some(({ id, content }) => id === ID.trackType && readUint(content) === AUDIO));
  return audio.map((fields) => {
    const delay = fields.find(({ id }) => id === ID.codecDelay);
    return delay === undefined ? 0 : readUint(delay.content) / 1e9;
  });
}

/** @returns the content of the list of tracks; null when none comes before the first cluster */
async function readTracks(read: Read, fileBytes: number): Promise<Uint8Array | null> {
  const segment = await findSegment(read, fileBytes);
  if (segment === null || segment === 'none') return null;
  let at = segment.contentByte;
  for (let count = 0; count < MAX_ELEMENTS && at < fileBytes; count++) {
    const here = await elementAt(read, at, fileBytes);
    if (here === null || here.endByte === null || here.id === ID.cluster) return null;
    if (here.id === ID.tracks)
      return here.endByte - at > MAX_TRACKS_BYTES ? null : read(here.contentByte, here.endByte);
    at = here.endByte;
  }
  return null;
}

/** @returns 'none' for a Matroska file that is too damaged to say where its segment is */
async function findSegment(read: Read, fileBytes: number): Promise<Element | 'none' | null> {
  const header = await elementAt(read, 0, fileBytes);
  if (header === null || header.id !== ID.ebml) return null;
  const segment = header.endByte === null ? null : await elementAt(read, header.endByte, fileBytes);
  return segment === null || segment.id !== ID.segment ? 'none' : segment;
}
