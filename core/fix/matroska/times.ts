/** When the blocks of a track are, for reading back what was written. */
import { ID, segmentParts } from '../../container/matroska';
import type { Read } from '../../container/read';
import { type Entry, readCluster } from './cluster';
import { readClock } from './header';

export interface BlockTime {
  timeS: number;
  /** Tells a block from others, whatever its time. */
  key: string;
}

const KEY_BYTES = 24;

/** Blocks of one track in the order of the file; clusters of unknown size end the list. */
export async function* blockTimes(read: Read, fileBytes: number, track: number): AsyncGenerator<BlockTime> {
  let scaleNs = 1_000_000;
  for await (const { id, contentByte, endByte } of segmentParts(read, fileBytes)) {
    const stop = Math.min(endByte, fileBytes);
    if (id === ID.info) ({ scaleNs } = readClock(await read(contentByte, stop)));
    if (id !== ID.cluster) continue;
    const { entries } = readCluster(await read(contentByte, stop));
    for (const entry of entries)
      if (entry.track === track) yield { timeS: (entry.time * scaleNs) / 1e9, key: keyOf(entry) };
  }
}

/** The block's content, less its time, at both ends. */
function keyOf({ bytes, timeAt }: Entry): string {
  const content = bytes.subarray(timeAt + 2);
  return [content.length, ...content.subarray(0, KEY_BYTES), ...content.subarray(-KEY_BYTES)].join(' ');
}
