/** Whether the tables of an MP4 or QuickTime file can be true: readers count as far as these tell them to. */
import { topBoxes } from './boxes';
import type { Read } from './read';
import { viewOf } from './view';

/** Tables that claim so many samples more than there are cost seconds and gigabytes; fewer do no harm. */
const MUCH = 1_000_000;
/** On the way from the movie to the tables of a track. */
const WAY = ['moov', 'trak', 'mdia', 'minf', 'stbl'];

type BoxSpan = { type: string; contentByte: number; endByte: number };

/**
 * @returns true when a track's times or chunks (stts, ctts, stsc) are of at least a million samples more than it has
 * (stsz, stz2), or it has as many more than the file has bytes; false for any other file, damaged or not
 */
export async function hasImpossibleTables(read: Read, fileBytes: number): Promise<boolean> {
  for await (const tables of sampleTables(read, { type: '', contentByte: 0, endByte: fileBytes }, 0)) {
    // Without a table of sizes there is no sample; each has a byte at least.
    const samples = (await sampleCount(read, tables)) ?? 0;
    if (samples > fileBytes + MUCH) return true;
    for (const place of tables) {
      if ((await mostClaimed(read, place)) > samples + MUCH) return true;
    }
  }
  return false;
}

/** What lies in each `stbl`. */
async function* sampleTables(read: Read, around: BoxSpan, depth: number): AsyncGenerator<BoxSpan[]> {
  if (depth === WAY.length) {
    const tables: BoxSpan[] = [];
    for await (const place of childrenOf(read, around)) tables.push(place);
    yield tables;
    return;
  }
  for await (const place of childrenOf(read, around)) {
    if (place.type !== WAY[depth]) continue;
    yield* sampleTables(read, place, depth + 1);
    // There is one movie; behind it fragments may be thousands.
    if (depth === 0) return;
  }
}

async function* childrenOf(read: Read, { contentByte, endByte }: BoxSpan): AsyncGenerator<BoxSpan> {
  const length = endByte - contentByte;
  const within: Read = (from, to) => read(contentByte + from, contentByte + Math.min(to, length));
  for await (const box of topBoxes(within, length)) {
    yield {
      type: box.type,
      contentByte: contentByte + box.contentByte,
      endByte: contentByte + Math.min(box.endByte, length),
    };
  }
}

/** Null where the table of sizes is missing or too short. */
async function sampleCount(read: Read, tables: readonly BoxSpan[]): Promise<number | null> {
  const sizes = tables.find(({ type }) => type === 'stsz' || type === 'stz2');
  if (!sizes || sizes.endByte - sizes.contentByte < 12) return null;
  const view = viewOf(await read(sizes.contentByte, sizes.contentByte + 12));
  return view.byteLength < 12 ? null : view.getUint32(8);
}

/** Samples that a table of times speaks of, or that the largest chunk of a table of chunks has. */
async function mostClaimed(read: Read, { type, contentByte, endByte }: BoxSpan): Promise<number> {
  const entryBytes = { stts: 8, ctts: 8, stsc: 12 }[type];
  if (entryBytes === undefined) return 0;
  const view = viewOf(await read(contentByte, endByte));
  let sum = 0;
  let most = 0;
  for (let at = 8; at + entryBytes <= view.byteLength; at += entryBytes) {
    const count = view.getUint32(type === 'stsc' ? at + 4 : at);
    sum += count;
    most = Math.max(most, count);
  }
  return type === 'stsc' ? most : sum;
}
