/** A sound in larger blocks than its decoder gives: what is done once for each block, or copied with it, is done less often. */
import { concatFloat32 } from '../../core/concat';
import type { SteadyBlock } from '../../core/fix/sound-editor';
import type { SourceSound } from '../lib/sound/source';
import { lengthOf } from './in-place';

/** Samples of a block, at the least. */
const BLOCK = 9600;

/** @returns the same, block after block put together where each begins at the sample at which the one before ends */
export function gathered(sound: SourceSound): SourceSound {
  const { codec, rateHz, channels } = sound;
  return { codec, rateHz, channels, blocks: () => inLargerBlocks(sound) };
}

async function* inLargerBlocks(sound: SourceSound): AsyncGenerator<SteadyBlock> {
  let open: SteadyBlock[] = [];
  let length = 0;
  const whole = (): SteadyBlock => {
    const [first] = open as [SteadyBlock];
    const planes = first.planes.map((_, channel) =>
      concatFloat32(open.map((block) => block.planes[channel] as Float32Array)),
    );
    open = [];
    length = 0;
    return { startS: first.startS, planes };
  };
  for await (const block of sound.blocks()) {
    const [first] = open;
    const isNext = first && Math.abs((block.startS - first.startS) * sound.rateHz - length) < 0.5;
    if (first && !isNext) yield whole();
    open.push(block);
    length += lengthOf(block.planes);
    if (length >= BLOCK) yield whole();
  }
  if (open.length > 0) yield whole();
}
