/** Which face a track is, whatever number it has: several may come into view with the same picture. */
import type { DubTrack } from '../../../workers/dub/contract';

/** Faces in one picture are further apart, as a share of it. */
const PLACE = 0.05;

/** When it is first seen, ms, and where, in coarse steps: looked at anew, it is nearly the same. */
export function faceKey({ timesS, boxes }: Pick<DubTrack, 'timesS' | 'boxes'>): number[] {
  const [x = 0, y = 0, width = 0, height = 0] = boxes;
  const places = [x + width / 2, y + height / 2].map((place) => Math.round(place / PLACE));
  return [Math.round(1000 * (timesS[0] ?? 0)), ...places];
}
