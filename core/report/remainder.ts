/** What whole frames leave over, in words. */
import { decimal } from './sanitize';

/** @param remainderMs positive = sound still late */
export function remainderSentence(remainderMs: number): string {
  const size = decimal(Math.abs(remainderMs), 1);
  if (size === '0') return 'Nothing left over by whole frames';
  return `Left over by whole frames: sound still ${size} ms ${remainderMs > 0 ? 'late' : 'early'}`;
}
