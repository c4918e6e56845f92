/** Whether the Sound room is busy; on its own, as the page asks before the room's session is loaded. */
import type { SoundState } from './types';

/** A file that comes now would end what goes on. */
export function isAtWork({ work, copy, encoded, queue, mixing }: SoundState): boolean {
  return [work, copy, encoded, queue, mixing].some((each) => each?.status === 'working');
}
