/** Writes what a plan says, piece by piece, never more than a few megabytes at a time. */
import type { MatroskaOutput } from '../../core/fix/matroska/rewrite';
import type { Piece } from '../../core/fix/pieces';
import type { Sink } from './places';

const COPY_BYTES = 4 * 1024 * 1024;

export interface Blobs {
  original: Blob;
  sound: Blob | null;
}

/** @param onBytes gets the number of bytes written so far */
export async function writePieces(
  pieces: Iterable<Piece> | AsyncIterable<MatroskaOutput>,
  blobs: Blobs,
  sink: Sink,
  onBytes: (bytes: number) => void,
): Promise<void> {
  let at = 0;
  for await (const piece of pieces) {
    if ('at' in piece) await sink.write(piece.bytes, piece.at);
    else if ('bytes' in piece) {
      await sink.write(piece.bytes, at);
      at += piece.bytes.length;
    } else {
      const from = piece.of === 'original' ? blobs.original : (blobs.sound as Blob);
      at = await copy(from.slice(piece.startByte, piece.endByte), sink, at, onBytes);
    }
    onBytes(at);
  }
}

/** @returns the place behind the copy */
export async function copy(
  blob: Blob,
  sink: Sink,
  at: number,
  onBytes: (bytes: number) => void,
): Promise<number> {
  for (let done = 0; done < blob.size; ) {
    const bytes = new Uint8Array(await blob.slice(done, done + COPY_BYTES).arrayBuffer());
    if (bytes.length === 0) throw new DOMException('The file became shorter.', 'NotReadableError');
    await sink.write(bytes, at + done);
    done += bytes.length;
    onBytes(at + done);
  }
  return at + blob.size;
}
