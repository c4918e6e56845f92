/** Whether the page can still read a copy: one that was moved into a folder or a zip it has let go. */
import type { FixResult } from './types';

export function isAtHand({ place, wish }: FixResult): boolean {
  return place.kind === 'browser' || wish.handle !== undefined;
}
