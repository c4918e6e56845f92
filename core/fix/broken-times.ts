/** Sound whose timestamps lie far behind the end of its file, as damage leaves them. */

/** Further behind the end than this a timestamp is broken; what files say of their length may be off by less. */
const SOUND_TAIL_S = 60;

/** A block at a broken time follows the one before; all others pass as they are. */
export async function* mendedTimes<B extends { startS: number; rateHz: number; planes: Float32Array[] }>(
  blocks: AsyncIterable<B>,
  endS: number,
): AsyncGenerator<B> {
  let nextS = 0;
  for await (const block of blocks) {
    const mended = block.startS > endS ? { ...block, startS: nextS } : block;
    yield mended;
    nextS = mended.startS + (mended.planes[0]?.length ?? 0) / mended.rateHz;
  }
}

/** @param durationS of the file; 0: not known */
export function lastSoundS(durationS: number): number {
  return durationS > 0 ? durationS + SOUND_TAIL_S : Number.POSITIVE_INFINITY;
}
