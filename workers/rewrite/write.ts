/** Writes what a plan says, piece by piece, never more than a few megabytes at a time. */
import type { MatroskaOutput } from '../../core/fix/matroska/rewrite';
import type { Piece } from '../../core/fix/pieces';
import type { Sink } from './output-sinks';

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
  let done = 0;
  for await (const bytes of inPieces(blob)) {
    await sink.write(bytes, at + done);
    done += bytes.length;
    onBytes(at + done);
  }
  if (done < blob.size) throw new DOMException('The file became shorter.', 'NotReadableError');
  return at + blob.size;
}

/** All of a blob, a few megabytes at a time; each piece is valid until the next is asked for. */
export function inPieces(blob: Blob): AsyncGenerator<Uint8Array> {
  return blob.size > COPY_BYTES ? flowing(blob) : sliced(blob);
}

async function* sliced(blob: Blob): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < blob.size; at += COPY_BYTES)
    yield new Uint8Array(await blob.slice(at, at + COPY_BYTES).arrayBuffer());
}

/** One buffer again and again: what slices leave behind is collected late, and adds up to hundreds of megabytes. */
async function* flowing(blob: Blob): AsyncGenerator<Uint8Array> {
  const reader = byteReader(blob);
  if (reader === null) {
    yield* sliced(blob);
    return;
  }
  try {
    for (let buffer = new ArrayBuffer(COPY_BYTES); ; ) {
      const { value, done } = await reader.read(new Uint8Array(buffer));
      if (value === undefined || done) return;
      yield value;
      buffer = value.buffer;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/** @returns null where the browser's blobs do not read into a given buffer */
function byteReader(blob: Blob): ReadableStreamBYOBReader | null {
  try {
    return blob.stream().getReader({ mode: 'byob' });
  } catch {
    return null;
  }
}
