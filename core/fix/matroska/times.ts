/** When the blocks of a track are, for reading back what was written. */
import { readElement } from '../../container/ebml';
import { type Entry, readCluster } from './cluster';
import { ID, readClock } from './header';

type Read = (startByte: number, endByte: number) => Promise<Uint8Array>;

export interface BlockTime {
  timeS: number;
  /** Tells a block from others, whatever its time. */
  key: string;
}

const HEAD_BYTES = 16;
const KEY_BYTES = 24;

/** Blocks of one track in the order of the file; clusters of unknown size end the list. */
export async function* blockTimes(read: Read, fileBytes: number, track: number): AsyncGenerator<BlockTime> {
  const head = await elementAt(read, 0, fileBytes);
  const segment = head?.endByte ? await elementAt(read, head.endByte, fileBytes) : null;
  if (segment?.id !== ID.segment) return;
  let scaleNs = 1_000_000;
  for (let at = segment.contentByte; at < fileBytes; ) {
    const here = await elementAt(read, at, fileBytes);
    if (here === null || here.endByte === null) return;
    const stop = Math.min(here.endByte, fileBytes);
    if (here.id === ID.info) ({ scaleNs } = readClock(await read(here.contentByte, stop)));
    if (here.id === ID.cluster) {
      const { entries } = readCluster(await read(here.contentByte, stop));
      for (const entry of entries)
        if (entry.track === track) yield { timeS: (entry.time * scaleNs) / 1e9, key: keyOf(entry) };
    }
    at = here.endByte;
  }
}

/** The block's content, less its time, at both ends. */
function keyOf({ bytes, timeAt }: Entry): string {
  const content = bytes.subarray(timeAt + 2);
  return [content.length, ...content.subarray(0, KEY_BYTES), ...content.subarray(-KEY_BYTES)].join(' ');
}

async function elementAt(read: Read, at: number, endByte: number) {
  return readElement(await read(at, Math.min(at + HEAD_BYTES, endByte)), 0, at);
}
