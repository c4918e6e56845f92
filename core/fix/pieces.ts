/** A file to be written, told as a list: new bytes, and ranges copied from elsewhere. Nothing of it is held in memory. */

export type Piece =
  | { bytes: Uint8Array }
  /** Bytes [startByte, endByte) of the original file, or of the newly encoded sound. */
  | { of: 'original' | 'sound'; startByte: number; endByte: number };

export function pieceSize(piece: Piece): number {
  return 'bytes' in piece ? piece.bytes.length : piece.endByte - piece.startByte;
}

export function totalSize(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, piece) => sum + pieceSize(piece), 0);
}

/** Appends a range; joins it to the one before where they touch, so that a copy is a few long reads. */
export function appendRange(
  pieces: Piece[],
  of: 'original' | 'sound',
  startByte: number,
  endByte: number,
): void {
  if (endByte <= startByte) return;
  const last = pieces.at(-1);
  if (last !== undefined && 'of' in last && last.of === of && last.endByte === startByte)
    last.endByte = endByte;
  else pieces.push({ of, startByte, endByte });
}
