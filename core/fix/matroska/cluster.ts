/** Clusters of a Matroska or WebM file: blocks whose times change and whose content does not. */
import { ContainerError } from '../../container/container-error';
import { element, readElements, readUint, readVint, uintElement, vintLength } from '../../container/ebml';
import { ID } from '../../container/matroska';
import { viewOf } from '../../container/view';

const TIMESTAMP = 0xe7;
const SIMPLE_BLOCK = 0xa3;
const BLOCK_GROUP = 0xa0;
const BLOCK = 0xa1;
/** Said of the cluster as it was: where it lay, how big the one before was, its check sum. */
const OUTDATED = new Set([0xa7, 0xab, ID.crc, ID.void]);

/** One block, or anything else that a cluster holds. */
export interface Entry {
  /** Track number; null for what is no block. */
  track: number | null;
  /** In ticks, from the start of the file. */
  time: number;
  bytes: Uint8Array;
  /** Where the 16-bit time lies in `bytes`. */
  timeAt: number;
}

/** @param content of a cluster, which may be cut off @throws ContainerError for a damaged block */
export function readCluster(content: Uint8Array): { time: number; entries: Entry[] } {
  const elements = readElements(content, 'upTo');
  const timestamp = elements.find(({ id }) => id === TIMESTAMP);
  const time = timestamp ? readUint(timestamp.content) : 0;
  const entries = elements
    .filter(({ id }) => id !== TIMESTAMP && !OUTDATED.has(id))
    .map(({ id, content: inner, whole }): Entry => {
      const block =
        id === SIMPLE_BLOCK
          ? inner
          : id === BLOCK_GROUP
            ? readElements(inner).find((child) => child.id === BLOCK)?.content
            : undefined;
      if (block === undefined) return { track: null, time, bytes: whole, timeAt: 0 };
      const timeAt = block.byteOffset - whole.byteOffset + vintLength(block[0]);
      const relative = viewOf(whole).getInt16(timeAt);
      return { track: readVint(block, 0), time: time + relative, bytes: whole, timeAt };
    });
  return { time, entries };
}

/**
 * Writes the entries' times into their bytes and makes a cluster of them.
 * @throws ContainerError when a time is too far from the cluster's
 */
export function writeCluster(time: number, entries: readonly Entry[]): Uint8Array<ArrayBuffer> {
  for (const { track, time: own, bytes, timeAt } of entries) {
    if (track === null) continue;
    const relative = own - time;
    if (relative < -0x8000 || relative > 0x7fff)
      throw new ContainerError(`A block ${relative} ticks from its cluster`);
    new DataView(bytes.buffer, bytes.byteOffset).setInt16(timeAt, relative);
  }
  return element(ID.cluster, uintElement(TIMESTAMP, time), ...entries.map(({ bytes }) => bytes));
}

/** A new packet of sound. @param track number of its track, below 2^14 */
export function soundEntry(track: number, time: number, packet: Uint8Array): Entry {
  const number = track < 127 ? [0x80 | track] : [0x40 | (track >> 8), track & 0xff];
  const bytes = element(SIMPLE_BLOCK, Uint8Array.from([...number, 0, 0, 0x80]), packet);
  return { track, time, bytes, timeAt: bytes.length - packet.length - 3 };
}
