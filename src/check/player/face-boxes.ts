/** Which faces are in the picture at a moment, and where. Pure. */
import type { DrawnTrack } from '../../../core/lips/types';
import type { SpeakerSpan } from '../../../core/sync/types';
import { nearestWithin } from '../plots/decimate';

export interface FaceBox {
  id: number;
  speaks: boolean;
  /** Of the displayed picture, 0..1. */
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Of films whose pictures are not all looked at, the nearest one that was. */
const NEAR_S = 0.1;

type SeenTrack = Pick<DrawnTrack, 'id' | 'timesS' | 'boxes'>;

/** From left to right. */
export function faceBoxesAt(
  tracks: readonly SeenTrack[],
  speakers: readonly SpeakerSpan[],
  timeS: number,
): FaceBox[] {
  const boxes = tracks.flatMap(({ id, timesS, boxes }): FaceBox[] => {
    const at = nearestWithin(timesS, timeS, NEAR_S);
    if (at < 0) return [];
    const [left, top, width, height] = boxes.subarray(4 * at, 4 * at + 4);
    const speaks = speakers.some((s) => s.trackId === id && s.startS <= timeS && timeS < s.endS);
    return [{ id, speaks, left: left!, top: top!, width: width!, height: height! }];
  });
  return boxes.sort((a, b) => a.left - b.left);
}
