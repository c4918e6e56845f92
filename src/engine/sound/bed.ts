/** The bed of the Sound room: a file, and how much of it. */
import { USUAL_BED } from '../../../core/enhance/bed';
import type { Bed } from '../../../workers/sound/contract';

/** @param change null: none any more; a file begins with the usual amounts where there was none */
export function changedBed(bed: Bed | null, change: Partial<Bed> | null): Bed | null {
  if (change === null) return null;
  const file = change.file ?? bed?.file;
  return file ? { ...USUAL_BED, ...bed, ...change, file } : null;
}

export function isSameBed(a: Bed | null, b: Bed | null): boolean {
  return a?.file === b?.file && a?.belowLu === b?.belowLu && a?.duckDb === b?.duckDb;
}
