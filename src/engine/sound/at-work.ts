/** How busy the Sound room is; on its own, as the page asks before the room's session is loaded. */
import type { SoundState } from './types';

type Work = Pick<SoundState, 'work' | 'copy' | 'encoded' | 'queue' | 'mixing'>;

/** A file that comes now would end what goes on. */
export function isAtWork({ work, copy, encoded, queue, mixing }: Work): boolean {
  return [work, copy, encoded, queue, mixing].some((each) => each?.status === 'working');
}

/** Pieces that go on or wait for their turn: each file of a queue, and whatever is done to the one file as one. */
export function piecesLeft({ work, copy, encoded, queue, mixing }: Work): number {
  const isBusy = [work, copy, encoded, mixing].some((each) => each?.status === 'working');
  const listed = queue?.status === 'working' ? queue.jobs : [];
  const left = listed.filter(({ status }) => status === 'working' || status === 'waiting');
  return Number(isBusy) + left.length;
}
