/** Times of blocks of sound without the rounding of their container (Matroska: to milliseconds). */

/** A jump beyond this is real, not rounding. */
const ROUNDING_S = 0.002;
/** So many blocks are looked at before the first is handed on; half a second of common codecs. */
const FIRST_BLOCKS = 24;
/** Share of a later block's deviation that is followed: clocks may drift, rounding averages out. */
const FOLLOW = 0.02;

/**
 * Blocks that follow each other keep one clock, counted on by samples. It begins in the middle of what rounding leaves
 * possible: the middle between the earliest and the latest start that the first timestamps stand for.
 * @param length samples in a block
 */
export async function* steadyTimes<B extends { startS: number }>(
  blocks: AsyncIterable<B>,
  length: (block: B) => number,
  rateHz: number,
): AsyncGenerator<B> {
  /** Time of the block to come, as counted; null at the start and behind a jump. */
  let nextS = null as number | null;
  let waiting: B[] = [];
  const handOut = function* (): Generator<B> {
    let countedS = 0;
    let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const block of waiting) {
      least = Math.min(least, block.startS - countedS);
      most = Math.max(most, block.startS - countedS);
      countedS += length(block) / rateHz;
    }
    let atS = waiting.length > 0 ? (least + most) / 2 : 0;
    for (const block of waiting) {
      yield { ...block, startS: atS };
      atS += length(block) / rateHz;
    }
    if (waiting.length > 0) nextS = atS;
    waiting = [];
  };
  let expectedS: number | null = null;
  for await (const block of blocks) {
    const durationS = length(block) / rateHz;
    if (nextS !== null) {
      const offS: number = block.startS - nextS;
      if (Math.abs(offS) <= ROUNDING_S) {
        yield { ...block, startS: nextS };
        nextS += durationS + FOLLOW * offS;
        continue;
      }
      nextS = null;
    }
    if (waiting.length > 0 && Math.abs(block.startS - (expectedS as number)) > ROUNDING_S) yield* handOut();
    // What was waiting ended at a jump: the count begins anew.
    nextS = null;
    waiting.push(block);
    expectedS = (waiting.length === 1 ? block.startS : (expectedS as number)) + durationS;
    if (waiting.length === FIRST_BLOCKS) yield* handOut();
  }
  yield* handOut();
}
