/** Where a voice goes among channels. */

const CENTRE = 2;

/** A voice in the channels of the background: as it is where they are as many, else one voice in front. */
export function placed(planes: Float32Array[], channels: number): Float32Array[] {
  if (planes.length === channels) return planes;
  const [first, ...others] = planes as [Float32Array, ...Float32Array[]];
  const one = first.map(
    (sample, i) => others.reduce((sum, plane) => sum + (plane[i] as number), sample) / planes.length,
  );
  if (channels <= 2) return Array.from({ length: channels }, () => one);
  // L, R, C, ...: dialogue is in the middle; four channels have none.
  const front = channels === 4 ? [0, 1] : [CENTRE];
  return Array.from({ length: channels }, (_, channel) =>
    front.includes(channel) ? one : new Float32Array(one.length),
  );
}

/** The same of sound that comes in blocks. */
export async function* placedBlocks(
  blocks: AsyncIterable<Float32Array[]>,
  channels: number,
): AsyncGenerator<Float32Array[]> {
  for await (const planes of blocks) yield placed(planes, channels);
}
