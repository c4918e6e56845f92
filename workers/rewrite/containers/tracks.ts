/** Which tracks of a file a fix is about. */
import { LipslateError } from '../../../core/errors';
import type { Shift } from '../container';
import type { Rewritten } from '../contract';

export function countKinds(kinds: readonly ('picture' | 'sound' | 'other')[]): Rewritten['tracksKept'] {
  const count = (kind: string) => kinds.filter((each) => each === kind).length;
  return { picture: count('picture'), sound: count('sound'), other: count('other') };
}

/** The tracks that move, the measured one first. @throws LipslateError when there is no such track */
export function chosen<T>(sounds: readonly T[], audioIndex: number, moves: Shift['moves']): T[] {
  const measured = sounds[audioIndex];
  if (measured === undefined) throw noTrack(audioIndex);
  return moves === 'measured-only' ? [measured] : [measured, ...sounds.filter((each) => each !== measured)];
}

export function noTrack(index: number): LipslateError {
  return new LipslateError('fix-impossible', `There is no sound track ${index + 1}.`);
}
