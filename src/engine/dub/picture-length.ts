/** How long the face's video is. */
import type { PictureInfo } from '../../../workers/media/contract';

/** Some recordings do not say. */
export function lengthOf({ durationS }: PictureInfo): number {
  return durationS > 0 ? durationS : Number.POSITIVE_INFINITY;
}
