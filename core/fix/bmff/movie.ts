/** What a moov box says of its tracks, their clocks and their edit lists, and how to say it anew. */

import { type Box, find, payload, put, take } from '../../container/boxes';
import { ContainerError } from '../../container/container-error';
import { viewOf } from '../../container/view';

export interface Edit {
  /** In ticks of the movie's clock. 0 in fragmented files: up to the end. */
  duration: number;
  /** Where in the track it starts, in ticks of the track's clock; -1: nothing is shown. */
  mediaTime: number;
  /** 16.16 */
  rate: number;
}

export interface Track {
  box: Box;
  id: number;
  /** 'vide', 'soun', 'text', 'sbtl', 'tmcd', ... */
  handler: string;
  /** Ticks per second. */
  timescale: number;
  /** In its own ticks; 0 in fragmented files. */
  duration: number;
  /** As stored; null where there is no edit list. */
  edits: Edit[] | null;
}

export interface Movie {
  box: Box;
  timescale: number;
  duration: number;
  fragmented: boolean;
  tracks: Track[];
}

/** Finer than this, a movie's clock holds any delay to a twentieth of a millisecond. */
const FINE_TIMESCALE = 10_000;
/** The picture shown first is among so many decoded first. */
export const REORDER_FRAMES = 32;
const MAX_UINT32 = 0xffffffff;
const ONE = 0x10000;

/** @throws ContainerError for a damaged box */
export function readMovie(box: Box): Movie {
  const header = payload(box, ['mvhd'], 20);
  const { timescale, duration } = clock(header);
  if (timescale === 0) throw new ContainerError('The movie has no clock');
  const traks = Array.isArray(box.content) ? box.content.filter(({ type }) => type === 'trak') : [];
  return {
    box,
    timescale,
    duration,
    fragmented: find(box, 'mvex') !== null,
    tracks: traks.map(readTrack),
  };
}

/** Makes the movie's clock fine enough for fractions of a millisecond, where lengths allow. */
export function refineClock(movie: Movie): void {
  const factor = Math.ceil(FINE_TIMESCALE / movie.timescale);
  const longest = Math.max(
    movie.duration,
    ...movie.tracks.flatMap((track) => (track.edits ?? []).map(({ duration }) => duration)),
    ...movie.tracks.map((track) => trackDuration(track)),
  );
  if (factor <= 1 || longest * factor > MAX_UINT32 / 2) return;
  const header = payload(movie.box, ['mvhd'], 20);
  header.setUint32(header.getUint8(0) === 1 ? 20 : 12, movie.timescale * factor);
  movie.timescale *= factor;
  setMovieDuration(movie, movie.duration * factor);
  const extends_ = find(movie.box, 'mvex', 'mehd')?.content;
  if (extends_ instanceof Uint8Array) {
    const view = viewOf(extends_);
    if (view.getUint8(0) === 1) view.setBigUint64(4, view.getBigUint64(4) * BigInt(factor));
    else view.setUint32(4, Math.min(MAX_UINT32, view.getUint32(4) * factor));
  }
  for (const track of movie.tracks) {
    setTrackDuration(track, trackDuration(track) * factor);
    if (track.edits !== null)
      setEdits(
        track,
        track.edits.map((edit) => ({ ...edit, duration: edit.duration * factor })),
      );
  }
}

/** The edit list a track plays by: its own, or all of it from the start. */
export function editsOf(track: Track, movie: Movie): Edit[] {
  if (track.edits !== null && track.edits.length > 0) return track.edits;
  // Pictures shown in another order than decoded begin late. Said outright: readers differ in what they assume.
  const lead = firstShown(track.box);
  const ticks = (media: number) => Math.round((media / track.timescale) * movie.timescale);
  const played = { duration: ticks(track.duration), mediaTime: lead, rate: ONE };
  return lead > 0 ? [{ duration: ticks(lead), mediaTime: -1, rate: ONE }, played] : [played];
}

/** Presentation time of a track's first sample, were none trimmed; seconds, negative when some are trimmed. */
export function startS(track: Track, movie: Movie): number {
  let atS = 0;
  for (const edit of editsOf(track, movie)) {
    if (edit.mediaTime >= 0) return atS - edit.mediaTime / track.timescale;
    atS += edit.duration / movie.timescale;
  }
  return atS;
}

/** @param seconds > 0: the track starts that much later */
export function delay(track: Track, movie: Movie, seconds: number): void {
  const ticks = Math.round(seconds * movie.timescale);
  const [first, ...rest] = editsOf(track, movie);
  const edits: Edit[] =
    first !== undefined && first.mediaTime < 0
      ? [{ ...first, duration: first.duration + ticks }, ...rest]
      : [{ duration: ticks, mediaTime: -1, rate: ONE }, ...(first === undefined ? [] : [first]), ...rest];
  setEdits(track, edits);
  lengthen(track, movie, ticks);
}

/**
 * @param seconds > 0: the track comes that much earlier; what would come before the start is left out
 * @returns how much earlier it really comes, exactly as its clock can hold
 */
export function advance(track: Track, movie: Movie, seconds: number): number {
  let leftS = seconds;
  const edits = editsOf(track, movie).map((edit) => ({ ...edit }));
  for (let first = edits[0]; first !== undefined && leftS > 0; first = edits[0]) {
    const lengthS = first.duration / movie.timescale;
    const open = first.duration === 0 && movie.fragmented && first.mediaTime >= 0;
    if (!open && lengthS <= leftS && edits.length > 1) {
      leftS -= lengthS;
      edits.shift();
    } else {
      if (!open) first.duration = Math.max(1, first.duration - Math.round(leftS * movie.timescale));
      if (first.mediaTime >= 0) {
        const ticks = Math.round(leftS * track.timescale);
        first.mediaTime += ticks;
        leftS -= ticks / track.timescale;
      } else {
        leftS -= Math.round(leftS * movie.timescale) / movie.timescale;
      }
      break;
    }
  }
  setEdits(track, edits);
  lengthen(track, movie, -Math.round(seconds * movie.timescale));
  return seconds - leftS;
}

/** An edit list of its own, or none. */
export function setEdits(track: Track, edits: Edit[]): void {
  track.edits = edits;
  if (edits.length === 0) {
    take(track.box, 'edts');
    return;
  }
  const wide = edits.some(({ duration, mediaTime }) => duration > MAX_UINT32 || mediaTime > 0x7fffffff);
  const entryBytes = wide ? 20 : 12;
  const bytes = new Uint8Array(8 + edits.length * entryBytes);
  const view = viewOf(bytes);
  view.setUint8(0, wide ? 1 : 0);
  view.setUint32(4, edits.length);
  edits.forEach(({ duration, mediaTime, rate }, i) => {
    const at = 8 + i * entryBytes;
    if (wide) {
      view.setBigUint64(at, BigInt(duration));
      view.setBigInt64(at + 8, BigInt(mediaTime));
    } else {
      view.setUint32(at, duration);
      view.setInt32(at + 4, mediaTime);
    }
    view.setUint32(at + entryBytes - 4, rate);
  });
  put(track.box, { type: 'edts', content: [{ type: 'elst', content: bytes }] }, 'mdia');
}

/** Length in the movie, in the movie's ticks. */
export function trackDuration(track: Track): number {
  const header = payload(track.box, ['tkhd'], 24);
  return header.getUint8(0) === 1 ? Number(header.getBigUint64(28)) : header.getUint32(20);
}

export function setTrackDuration(track: Track, ticks: number): void {
  const header = payload(track.box, ['tkhd'], 24);
  if (header.getUint8(0) === 1) header.setBigUint64(28, BigInt(ticks));
  else header.setUint32(20, Math.min(MAX_UINT32, ticks));
}

/** As long as its longest track. Fragmented movies leave it at 0. */
export function fitDuration(movie: Movie): void {
  if (movie.duration === 0 && movie.fragmented) return;
  setMovieDuration(movie, Math.max(...movie.tracks.map(trackDuration)));
}

function lengthen(track: Track, movie: Movie, ticks: number): void {
  const before = trackDuration(track);
  if (before > 0 && before < MAX_UINT32) setTrackDuration(track, Math.max(0, before + ticks));
  fitDuration(movie);
}

function setMovieDuration(movie: Movie, ticks: number): void {
  movie.duration = ticks;
  const header = payload(movie.box, ['mvhd'], 20);
  if (header.getUint8(0) === 1) header.setBigUint64(24, BigInt(ticks));
  else header.setUint32(16, Math.min(MAX_UINT32, ticks));
}

/** @param box trak */
export function readTrack(box: Box): Track {
  const id = payload(box, ['tkhd'], 24);
  const { timescale, duration } = clock(payload(box, ['mdia', 'mdhd'], 20));
  const handler = payload(box, ['mdia', 'hdlr'], 12);
  return {
    box,
    id: id.getUint32(id.getUint8(0) === 1 ? 20 : 12),
    handler: String.fromCharCode(...[8, 9, 10, 11].map((i) => handler.getUint8(i))),
    timescale: Math.max(1, timescale),
    duration,
    edits: readEdits(box),
  };
}

/** @returns presentation time of the picture shown first, in the track's ticks; 0 where order is kept */
function firstShown(trak: Box): number {
  const lags = find(trak, 'mdia', 'minf', 'stbl', 'ctts')?.content;
  const times = find(trak, 'mdia', 'minf', 'stbl', 'stts')?.content;
  if (!(lags instanceof Uint8Array && times instanceof Uint8Array)) return 0;
  const [lag, time] = [viewOf(lags), viewOf(times)];
  if (lag.byteLength < 16 || time.byteLength < 16) return 0;
  let first = Number.POSITIVE_INFINITY;
  let sample = 0;
  const delta = time.getUint32(12);
  for (let at = 8; at + 8 <= lag.byteLength && sample < REORDER_FRAMES; at += 8) {
    first = Math.min(first, sample * delta + lag.getInt32(at + 4));
    sample += lag.getUint32(at);
  }
  return Math.max(0, first);
}

/** Of mvhd and mdhd, which begin alike. */
function clock(header: DataView): { timescale: number; duration: number } {
  return header.getUint8(0) === 1
    ? { timescale: header.getUint32(20), duration: Number(header.getBigUint64(24)) }
    : { timescale: header.getUint32(12), duration: header.getUint32(16) };
}

function readEdits(trak: Box): Edit[] | null {
  const content = find(trak, 'edts', 'elst')?.content;
  if (!(content instanceof Uint8Array) || content.length < 8) return null;
  const view = viewOf(content);
  const wide = view.getUint8(0) === 1;
  const entryBytes = wide ? 20 : 12;
  const count = Math.min(view.getUint32(4), Math.floor((content.length - 8) / entryBytes));
  return Array.from({ length: count }, (_, i) => {
    const at = 8 + i * entryBytes;
    return {
      duration: wide ? Number(view.getBigUint64(at)) : view.getUint32(at),
      mediaTime: wide ? Number(view.getBigInt64(at + 8)) : view.getInt32(at + 4),
      rate: view.getUint32(at + entryBytes - 4),
    };
  });
}
