/** Where the samples of a track lie in the file: its chunk table, read and written (stco, co64, stsc, stsz, stts). */

import { type Box, find, payload, put, take } from '../../container/boxes';
import { ContainerError } from '../../container/container-error';
import { viewOf } from '../../container/view';

export interface Chunks {
  /** Place in the file of each chunk. Float64Array [C], bytes */
  offsets: Float64Array;
  /** Float64Array [C] */
  sizes: Float64Array;
  /** Number of samples before each chunk, and of all. Float64Array [C + 1] */
  firstSamples: Float64Array;
}

const MAX_UINT32 = 0xffffffff;

/** @throws ContainerError when the tables are damaged or lie elsewhere than in the file */
export function readChunks(trak: Box): Chunks {
  const table = find(trak, 'mdia', 'minf', 'stbl');
  if (table === null) throw new ContainerError('A track has no sample table');
  const offsets = readOffsets(table);
  const perChunk = samplesPerChunk(table, offsets.length);
  const sizeOf = sampleSizes(table, trak);
  const sizes = new Float64Array(offsets.length);
  const firstSamples = new Float64Array(offsets.length + 1);
  let sample = 0;
  for (let chunk = 0; chunk < offsets.length; chunk++) {
    const count = perChunk[chunk] as number;
    sizes[chunk] = sizeOf(sample, count);
    sample += count;
    firstSamples[chunk + 1] = sample;
  }
  return { offsets, sizes, firstSamples };
}

/** Writes places of chunks, as 64 bits where one of them needs it. */
export function writeOffsets(trak: Box, offsets: Float64Array, wide: boolean): void {
  const table = find(trak, 'mdia', 'minf', 'stbl') as Box;
  const bytes = new Uint8Array(8 + offsets.length * (wide ? 8 : 4));
  const view = viewOf(bytes);
  view.setUint32(4, offsets.length);
  offsets.forEach((offset, i) => {
    if (wide) view.setBigUint64(8 + i * 8, BigInt(offset));
    else view.setUint32(8 + i * 4, offset);
  });
  take(table, wide ? 'stco' : 'co64');
  put(table, { type: wide ? 'co64' : 'stco', content: bytes });
}

/** @returns decoding time of a sample in the track's ticks, for samples asked in rising order */
export function timesOf(trak: Box): (sample: number) => number {
  const table = payload(trak, ['mdia', 'minf', 'stbl', 'stts'], 8);
  const runs = Math.min(table.getUint32(4), Math.floor((table.byteLength - 8) / 8));
  let run = 0;
  let runStart = 0;
  let runTime = 0;
  return (sample) => {
    for (; run < runs; run++) {
      const count = table.getUint32(8 + run * 8);
      const delta = table.getUint32(12 + run * 8);
      if (sample < runStart + count) return runTime + (sample - runStart) * delta;
      runStart += count;
      runTime += count * delta;
    }
    return runTime;
  };
}

/** @returns true when a chunk would lie beyond what 32 bits can say */
export function needsWide(offsets: Float64Array): boolean {
  return offsets.some((offset) => offset > MAX_UINT32);
}

export function readOffsets(table: Box): Float64Array {
  const wide = find(table, 'co64') !== null;
  const view = payload(table, [wide ? 'co64' : 'stco'], 8);
  const count = view.getUint32(4);
  if (8 + count * (wide ? 8 : 4) > view.byteLength) throw new ContainerError('The chunk table is cut off');
  return Float64Array.from({ length: count }, (_, i) =>
    wide ? Number(view.getBigUint64(8 + i * 8)) : view.getUint32(8 + i * 4),
  );
}

function samplesPerChunk(table: Box, chunks: number): Float64Array {
  const view = payload(table, ['stsc'], 8);
  const runs = Math.min(view.getUint32(4), Math.floor((view.byteLength - 8) / 12));
  const counts = new Float64Array(chunks);
  for (let run = 0; run < runs; run++) {
    const from = view.getUint32(8 + run * 12) - 1;
    const next = run + 1 < runs ? view.getUint32(8 + (run + 1) * 12) - 1 : chunks;
    counts.fill(view.getUint32(12 + run * 12), Math.max(0, from), Math.min(chunks, next));
  }
  return counts;
}

/** @returns bytes of `count` samples from `first` on, for ranges asked in rising order */
function sampleSizes(table: Box, trak: Box): (first: number, count: number) => number {
  if (find(table, 'stsz') === null) throw new ContainerError('Sample sizes are packed (stz2)');
  const view = payload(table, ['stsz'], 12);
  const constant = view.getUint32(4);
  if (constant > 0) {
    const bytes = bytesPerSample(trak, constant);
    return (_, count) => count * bytes;
  }
  const samples = view.getUint32(8);
  if (12 + samples * 4 > view.byteLength) throw new ContainerError('The table of sample sizes is cut off');
  return (first, count) => {
    if (first + count > samples) throw new ContainerError('The chunks hold more samples than there are');
    let sum = 0;
    for (let i = first; i < first + count; i++) sum += view.getUint32(12 + i * 4);
    return sum;
  };
}

/** Old QuickTime sound says 1 for the size of a sample and gives the truth in its description (version 1). */
function bytesPerSample(trak: Box, constant: number): number {
  const description = payload(trak, ['mdia', 'minf', 'stbl', 'stsd'], 8);
  const isSound = find(trak, 'mdia', 'minf', 'smhd') !== null;
  if (constant > 1 || !isSound || description.byteLength < 60 || description.getUint16(24) !== 1)
    return constant;
  const samplesPerPacket = description.getUint32(44);
  const bytesPerFrame = description.getUint32(52);
  return samplesPerPacket > 0 && bytesPerFrame > 0 ? bytesPerFrame / samplesPerPacket : constant;
}
