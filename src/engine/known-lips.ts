/** The lips that were found in a file, so that measuring it again, or a copy with the same picture, watches nothing twice. */
import { type PackedHead, packChunk, unpackChunk } from '../../core/lips/pack';
import type { FaceChunk } from '../../core/lips/types';
import type { MediaInfo } from '../../workers/media/contract';

/** Blobs are the browser's to keep, on disk where they are large; a film of an hour has tens of megabytes of lips. */
export interface PutAway {
  head: PackedHead;
  blob: Blob;
}

export interface KnownLips {
  /** The file that they were found in, as it was opened. */
  readonly media: MediaInfo;
  readonly chunks: readonly PutAway[];
}

/** They go with their file. */
const known = new WeakMap<File, KnownLips>();

/** To be called before a chunk's arrays are handed on. */
export function putAway(chunk: FaceChunk): PutAway {
  const { head, parts } = packChunk(chunk);
  return { head, blob: new Blob(parts) };
}

/** As it was put away. @throws when the browser has lost it */
export async function takeOut({ head, blob }: PutAway, laterS = 0): Promise<FaceChunk> {
  return unpackChunk(head, await blob.arrayBuffer(), laterS);
}

/** @param chunks all of the file's ranges */
export function rememberLips(file: File, media: MediaInfo, chunks: readonly PutAway[]): void {
  known.set(file, { media, chunks });
}

/** Null when the whole of this very file was not watched on this visit. */
export function lipsOf(file: File): KnownLips | null {
  return known.get(file) ?? null;
}

/** Whether times mean the same in both: read by the same reader. */
export function fits({ media }: KnownLips, other: MediaInfo): boolean {
  const isOneClock = media.joinsS === null && other.joinsS === null;
  return isOneClock && media.videoReader === other.videoReader;
}

/**
 * One chunk at a time, so that not all of them are in memory at once.
 * @param other the file that is measured: its picture may begin later as a whole
 * @throws when the browser has lost them
 */
export async function* chunksFor({ media, chunks }: KnownLips, other: MediaInfo): AsyncGenerator<FaceChunk> {
  const laterS = other.video.startS - media.video.startS;
  for (const chunk of chunks) yield takeOut(chunk, laterS);
}
