/** Makes the index of a plain movie out of a fragmented one, so that a track can be replaced in it. */

import { type Box, find, payload, put, take } from '../../container/boxes';
import { ContainerError } from '../../container/container-error';
import type { Read } from '../../container/read';
import { viewOf } from '../../container/view';
import { type FragmentSamples, readFragments } from './fragments';
import type { TopBox } from './layout';
import {
  fitDuration,
  type Movie,
  REORDER_FRAMES,
  readMovie,
  refineClock,
  setEdits,
  setTrackDuration,
  startS,
  type Track,
} from './movie';

/** Boxes that make sense in a fragmented file only. */
const FRAGMENT_BOXES = new Set(['moof', 'mfra', 'sidx', 'styp', 'ssix', 'prft', 'emsg']);

/**
 * Changes the movie in place.
 * @returns the movie and the boxes at the top without those of fragments
 * @throws ContainerError for fragments that cannot be read
 */
export async function defragment(
  movie: Movie,
  top: TopBox[],
  read: Read,
): Promise<{ movie: Movie; top: TopBox[] }> {
  const fragments = await readFragments(movie.box, top, read);
  take(movie.box, 'mvex');
  const plain = readMovie(movie.box);
  for (const track of plain.tracks) {
    if (payload(track.box, ['mdia', 'minf', 'stbl', 'stsc'], 8).getUint32(4) > 0)
      throw new ContainerError('Samples both in the index and in fragments');
    const samples = fragments.get(track.id);
    if (samples !== undefined && samples.sizes.length > 0) fill(track, plain, samples);
  }
  refineClock(plain);
  fitDuration(plain);
  return { movie: plain, top: top.filter(({ type }) => !FRAGMENT_BOXES.has(type)) };
}

function fill(track: Track, movie: Movie, samples: FragmentSamples): void {
  const table = find(track.box, 'mdia', 'minf', 'stbl') as Box;
  const duration = samples.durations.reduce((sum, each) => sum + each, 0);
  const beginsS = startS(track, movie) + samples.firstTime / track.timescale;

  put(table, list('stts', runLengths(samples.durations)));
  if (samples.lags.some((lag) => lag !== 0)) {
    const lags = list('ctts', runLengths(samples.lags));
    if (samples.lags.some((lag) => lag < 0)) (lags.content as Uint8Array)[0] = 1;
    put(table, lags);
  }
  if (samples.isSync.includes(false)) {
    put(
      table,
      list(
        'stss',
        samples.isSync.flatMap((isSync, i) => (isSync ? [[i + 1]] : [])),
      ),
    );
  }
  put(
    table,
    list(
      'stsc',
      samples.runs.map((run, i) => [i + 1, run.samples, run.description]),
    ),
  );
  put(table, list('stsz', [[samples.sizes.length], ...samples.sizes.map((size) => [size])], 0));
  take(table, 'stco');
  put(table, offsets(samples.runs.map(({ startByte }) => startByte)));

  const header = payload(track.box, ['mdia', 'mdhd'], 20);
  if (header.getUint8(0) === 1) header.setBigUint64(24, BigInt(duration));
  else header.setUint32(16, duration);
  track.duration = duration;
  // From the picture shown first on, said outright: readers differ in what they assume of those shown out of order.
  const trimmed = Math.max(firstShown(samples), Math.round(-beginsS * track.timescale));
  const emptyTicks = Math.max(0, Math.round((beginsS + trimmed / track.timescale) * movie.timescale));
  const playedTicks = Math.round(((duration - trimmed) / track.timescale) * movie.timescale);
  setEdits(track, [
    ...(emptyTicks > 0 ? [{ duration: emptyTicks, mediaTime: -1, rate: 0x10000 }] : []),
    { duration: playedTicks, mediaTime: trimmed, rate: 0x10000 },
  ]);
  setTrackDuration(track, emptyTicks + playedTicks);
}

/** @returns the earliest presentation time of the first samples, in ticks from the first one's decoding */
function firstShown({ lags, durations }: FragmentSamples): number {
  let first = Number.POSITIVE_INFINITY;
  let time = 0;
  for (let i = 0; i < Math.min(REORDER_FRAMES, lags.length); i++) {
    first = Math.min(first, time + (lags[i] as number));
    time += durations[i] as number;
  }
  return Math.max(0, first);
}

function runLengths(values: number[]): number[][] {
  const runs: [count: number, value: number][] = [];
  for (const value of values) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] === value) last[0] += 1;
    else runs.push([1, value]);
  }
  return runs;
}

/** A table box: version and flags, the number of rows unless given, rows of 32-bit numbers. */
function list(type: string, rows: number[][], count = rows.length): Box {
  const content = new Uint8Array(8 + rows.reduce((sum, row) => sum + row.length * 4, 0));
  const view = viewOf(content);
  view.setUint32(4, count);
  let at = 8;
  for (const row of rows) {
    for (const value of row) {
      view.setUint32(at, value);
      at += 4;
    }
  }
  return { type, content };
}

function offsets(places: number[]): Box {
  const content = new Uint8Array(8 + places.length * 8);
  const view = viewOf(content);
  view.setUint32(4, places.length);
  places.forEach((place, i) => {
    view.setBigUint64(8 + i * 8, BigInt(place));
  });
  return { type: 'co64', content };
}
