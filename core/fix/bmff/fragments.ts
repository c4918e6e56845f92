/** Reads the fragments of a fragmented MP4: which samples they hold and where (moof, 14496-12 8.8). */

import { type Box, find, parseBoxes } from '../../container/boxes';
import { ContainerError } from '../../container/container-error';
import type { Read } from '../../container/read';
import { viewOf } from '../../container/view';
import type { TopBox } from './layout';

/** Samples of one track, in the order of decoding. A run lies in one piece, as a chunk does. */
export class FragmentSamples {
  readonly sizes: number[] = [];
  readonly durations: number[] = [];
  /** Presentation minus decoding time. */
  readonly lags: number[] = [];
  readonly isSync: boolean[] = [];
  readonly runs: { startByte: number; samples: number; description: number }[] = [];
  /** Decoding time of the first sample, in the track's ticks. */
  firstTime = 0;
  #nextTime = 0;

  /** A fragment that begins later than the one before ended leaves a gap: its last sample lasts that long. */
  begin(time: number | null): void {
    if (time === null) return;
    if (this.sizes.length === 0) this.firstTime = time;
    else if (time > this.#nextTime) {
      const last = this.durations.length - 1;
      this.durations[last] = (this.durations[last] as number) + time - this.#nextTime;
    }
    this.#nextTime = Math.max(this.#nextTime, time);
  }

  add(size: number, duration: number, lag: number, isSync: boolean): void {
    this.sizes.push(size);
    this.durations.push(duration);
    this.lags.push(lag);
    this.isSync.push(isSync);
    this.#nextTime += duration;
  }
}

interface Defaults {
  description: number;
  duration: number;
  size: number;
  flags: number;
}

const IS_NOT_SYNC = 0x10000;

/** Samples without a byte of their own in one run: nothing in the file bounds their number. */
const MOST_EMPTY_SAMPLES = 100_000;

/** @param moov with its mvex @returns samples by track id */
export async function readFragments(
  moov: Box,
  top: TopBox[],
  read: Read,
): Promise<Map<number, FragmentSamples>> {
  const defaults = new Map<number, Defaults>();
  const mvex = find(moov, 'mvex')?.content;
  for (const { type, content } of Array.isArray(mvex) ? mvex : []) {
    if (type !== 'trex' || !(content instanceof Uint8Array)) continue;
    const view = viewOf(content);
    defaults.set(view.getUint32(4), {
      description: view.getUint32(8),
      duration: view.getUint32(12),
      size: view.getUint32(16),
      flags: view.getUint32(20),
    });
  }
  const tracks = new Map<number, FragmentSamples>();
  const fileBytes = top.at(-1)?.endByte ?? 0;
  for (const { type, startByte, endByte } of top) {
    if (type !== 'moof') continue;
    const moof = parseBoxes(await read(startByte, endByte))[0];
    let endOfLast = startByte;
    for (const traf of Array.isArray(moof?.content) ? moof.content : [])
      if (traf.type === 'traf')
        endOfLast = readTrack(traf, startByte, endOfLast, defaults, tracks, fileBytes);
  }
  return tracks;
}

/** @returns where its data end */
function readTrack(
  traf: Box,
  moofByte: number,
  endOfLast: number,
  defaults: Map<number, Defaults>,
  tracks: Map<number, FragmentSamples>,
  fileBytes: number,
): number {
  const content = find(traf, 'tfhd')?.content;
  if (!(content instanceof Uint8Array)) throw new ContainerError('A fragment without header');
  const view = viewOf(content);
  const flags = view.getUint32(0) & 0xffffff;
  const id = view.getUint32(4);
  const given = { ...(defaults.get(id) ?? { description: 1, duration: 0, size: 0, flags: 0 }) };
  let at = 8;
  let base = (flags & 0x20000) !== 0 ? moofByte : endOfLast;
  if (flags & 1) {
    base = Number(view.getBigUint64(at));
    at += 8;
  }
  const next = () => {
    at += 4;
    return view.getUint32(at - 4);
  };
  if (flags & 2) given.description = next();
  if (flags & 8) given.duration = next();
  if (flags & 0x10) given.size = next();
  if (flags & 0x20) given.flags = next();

  const samples = tracks.get(id) ?? new FragmentSamples();
  tracks.set(id, samples);
  samples.begin(decodeTime(traf));
  let place = base;
  for (const { type, content: run } of Array.isArray(traf.content) ? traf.content : [])
    if (type === 'trun' && run instanceof Uint8Array)
      place = readRun(run, base, place, given, samples, fileBytes);
  return place;
}

/** @returns where its data end */
function readRun(
  run: Uint8Array,
  base: number,
  follows: number,
  given: Defaults,
  samples: FragmentSamples,
  fileBytes: number,
): number {
  const view = viewOf(run);
  const flags = view.getUint32(0) & 0xffffff;
  const isSigned = view.getUint8(0) > 0;
  const count = view.getUint32(4);
  let at = 8;
  const next = () => {
    at += 4;
    return view.getUint32(at - 4);
  };
  let place = follows;
  if (flags & 1) place = base + (next() | 0);
  const first = flags & 4 ? next() : null;
  checkCount(count, flags, run.length - at, given.size, fileBytes);
  if (count > 0) samples.runs.push({ startByte: place, samples: count, description: given.description });
  for (let i = 0; i < count; i++) {
    const duration = flags & 0x100 ? next() : given.duration;
    const size = flags & 0x200 ? next() : given.size;
    const own = flags & 0x400 ? next() : null;
    const lag = flags & 0x800 ? next() : 0;
    const kind = own ?? (i === 0 && first !== null ? first : given.flags);
    samples.add(size, duration, isSigned ? lag | 0 : lag, (kind & IS_NOT_SYNC) === 0);
    place += size;
  }
  return place;
}

/**
 * A damaged count would fill the memory: the entries must fit into the box, and the samples of one default size into the file.
 *
 * @param entryBytes of the run, left for its entries
 * @throws ContainerError
 */
function checkCount(
  count: number,
  flags: number,
  entryBytes: number,
  sampleBytes: number,
  fileBytes: number,
): void {
  const perEntry = 4 * [0x100, 0x200, 0x400, 0x800].filter((flag) => flags & flag).length;
  if (count * perEntry > entryBytes)
    throw new ContainerError(`A run of ${count} samples is longer than its box`);
  if (perEntry > 0) return;
  const most = sampleBytes > 0 ? fileBytes / sampleBytes : MOST_EMPTY_SAMPLES;
  if (count > most) throw new ContainerError(`A run of ${count} samples is longer than its file`);
}

function decodeTime(traf: Box): number | null {
  const content = find(traf, 'tfdt')?.content;
  if (!(content instanceof Uint8Array)) return null;
  const view = viewOf(content);
  return view.getUint8(0) === 1 ? Number(view.getBigUint64(4)) : view.getUint32(4);
}
