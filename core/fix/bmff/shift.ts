/** The lossless fix of MP4 and QuickTime: edit lists and nothing else. */

import { type Box, find } from '../../container/boxes';
import { viewOf } from '../../container/view';
import { advance, delay, type Movie, refineClock, type Track } from './movie';

export type WhenLate = 'trim-sound' | 'delay-picture';

/**
 * Changes the movie's edit lists in place.
 * @param offsetMs > 0: the sound is late and comes forward
 * @param moving the sound tracks that move
 * @returns by how much the sound moved against the picture in the end, ms; of the first of them
 */
export function shiftSound(movie: Movie, offsetMs: number, moving: readonly Track[], how: WhenLate): number {
  refineClock(movie);
  const seconds = Math.abs(offsetMs) / 1000;
  const held = Math.round(seconds * movie.timescale) / movie.timescale;
  if (offsetMs < 0) {
    for (const track of moving) delay(track, movie, seconds);
    return -held * 1000;
  }
  if (how === 'trim-sound') {
    const applied = moving.map((track) => advance(track, movie, seconds));
    return (applied[0] ?? 0) * 1000;
  }
  for (const track of movie.tracks) if (!moving.includes(track)) delay(track, movie, seconds);
  delayChapterList(movie.box, seconds);
  return held * 1000;
}

/** Nero's list of chapters counts from the start of the movie, in units of 100 ns. */
function delayChapterList(moov: Box, seconds: number): void {
  const content = find(moov, 'udta', 'chpl')?.content;
  if (!(content instanceof Uint8Array) || content.length < 9) return;
  const view = viewOf(content);
  let at = view.getUint8(0) === 0 ? 4 : 8;
  const count = view.getUint8(at);
  at += 1;
  for (let i = 0; i < count && at + 9 <= content.length; i++) {
    view.setBigUint64(at, view.getBigUint64(at) + BigInt(Math.round(seconds * 1e7)));
    at += 9 + view.getUint8(at + 8);
  }
}
