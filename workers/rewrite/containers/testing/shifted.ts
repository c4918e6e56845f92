import type { Container } from '../../container';

/** The copy, written as the worker writes it. */
export async function shifted(
  container: Container,
  offsetMs: number,
  whenLate: 'trim-sound' | 'delay-picture',
) {
  const shift = { offsetMs, audioIndex: 0, moves: 'all-sound', whenLate } as const;
  const { pieces, original } = await container.shift(shift, () => {});
  const bytes: Uint8Array[] = [];
  const later: { at: number; bytes: Uint8Array }[] = [];
  for await (const piece of pieces) {
    if ('at' in piece) later.push(piece);
    else if ('bytes' in piece) bytes.push(piece.bytes);
    else bytes.push(new Uint8Array(await original.slice(piece.startByte, piece.endByte).arrayBuffer()));
  }
  const whole = Buffer.concat(bytes);
  for (const { at, bytes } of later) whole.set(bytes, at);
  return whole;
}
