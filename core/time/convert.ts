/** The one place where our sign and unit meet SyncNet's. */

/** SyncNet looks at 25 frames per second. */
const SYNCNET_FRAME_MS = 40;

/**
 * SyncNet's own figure: opposite sign, counted in frames of 40 ms.
 * @param offsetMs positive = sound late
 * @returns frames, positive = sound early; not rounded
 */
export function syncnetFrames(offsetMs: number): number {
  // `+ 0` turns -0 into 0.
  return -offsetMs / SYNCNET_FRAME_MS + 0;
}

/** @param frames SyncNet's figure, positive = sound early. @returns ms, positive = sound late */
export function offsetMsOfSyncnet(frames: number): number {
  return -frames * SYNCNET_FRAME_MS + 0;
}
