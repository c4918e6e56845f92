/** What Matroska and WebM files say about themselves at their start, for what mediabunny leaves out. */
import { readElements, readUint } from './ebml';
import { findSegment, ID, SOUND_TRACK, segmentParts, TRACK } from './matroska';
import { type Read, readerOf } from './read';

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
    .filter(({ id }) => id === TRACK.entry)
    .map(({ content }) => readElements(content, 'upTo'))
    .filter((fields) =>
      fields.some(({ id, content }) => id === TRACK.type && readUint(content) === SOUND_TRACK),
    );
  return audio.map((fields) => {
    const delay = fields.find(({ id }) => id === TRACK.codecDelay);
    return delay === undefined ? 0 : readUint(delay.content) / 1e9;
  });
}

/** @returns the content of the list of tracks; null when none comes before the first cluster */
async function readTracks(read: Read, fileBytes: number): Promise<Uint8Array | null> {
  let count = 0;
  for await (const { id, startByte, contentByte, endByte } of segmentParts(read, fileBytes)) {
    if (id === ID.cluster || count === MAX_ELEMENTS) return null;
    if (id === ID.tracks) return endByte - startByte > MAX_TRACKS_BYTES ? null : read(contentByte, endByte);
    count += 1;
  }
  return null;
}
