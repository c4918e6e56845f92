/** SyncNet's 25 pictures per second out of a track of any frame rate. */
import { SYNCNET_FPS } from './syncnet';

export interface FrameGrid {
  /** Number of the first picture: it belongs to time first / 25. Sound windows of the whole file count the same. */
  first: number;
  /** For each picture the index of the nearest frame; -1 where the track has none near. Int32Array [N] */
  frames: Int32Array<ArrayBuffer>;
}

/**
 * Chooses for every 25th of a second the frame with the nearest PTS; the earlier one of two that are as near.
 * @param timesS PTS of the track's frames, rising. Float64Array [T]
 * @param farthestS frames further away than this are no picture of that moment. Half of it is the longest gap between
 *   frames that is bridged: the default takes 10 frames per second as they are
 */
export function frameGrid(timesS: Float64Array, farthestS = 0.06): FrameGrid {
  if (timesS.length === 0) return { first: 0, frames: new Int32Array(0) };
  const first = Math.round(timesS[0]! * SYNCNET_FPS);
  const last = Math.max(first, Math.round(timesS.at(-1)! * SYNCNET_FPS));
  const frames = new Int32Array(last - first + 1);
  let at = 0;
  for (let n = 0; n < frames.length; n++) {
    const timeS = (first + n) / SYNCNET_FPS;
    const away = (i: number) => Math.abs(timesS[i]! - timeS);
    while (at + 1 < timesS.length && away(at + 1) < away(at)) at += 1;
    frames[n] = away(at) <= farthestS ? at : -1;
  }
  return { first, frames };
}

/** Starts of all runs of `length` pictures without a gap, as positions in grid.frames. */
export function wholeWindows(grid: FrameGrid, length: number): number[] {
  const starts: number[] = [];
  let run = 0;
  for (let n = 0; n < grid.frames.length; n++) {
    run = grid.frames[n]! >= 0 ? run + 1 : 0;
    if (run >= length) starts.push(n - length + 1);
  }
  return starts;
}
