/** From a stream of frames to windows of five crops at 25 fps, each picture the frame with the nearest PTS. */

import { SYNCNET_FPS, WINDOW_FRAMES } from '../../core/sync/syncnet';
import { Cropper } from '../lib/crop-pixels';
import { forEachFrame } from '../lib/port/receive-frames';
import type { Rotation } from '../media/contract';
import type { PlannedRun } from './plan';

/** A frame further away is no picture of that moment; as in core/sync/syncnet-grid.ts. */
const FARTHEST_S = 0.06;

/**
 * Calls `use` with every wanted window whose five pictures are there, in order of time. Never more than a handful of
 * crops and two decoded frames are alive.
 * @throws LipslateError what the stream reported
 */
export async function forEachWindow(
  run: PlannedRun,
  port: MessagePort,
  use: (start: number, pictures: readonly Uint8Array[]) => Promise<void>,
): Promise<void> {
  const cropper = new Cropper();
  const starts = new Set(run.starts);
  const last = (run.starts.at(-1) ?? -1) + WINDOW_FRAMES - 1;
  let next = run.starts[0] ?? 0;
  let held: { frame: VideoFrame; ptsS: number; rotation: Rotation } | null = null;
  let recent: Uint8Array[] = [];

  /** The held frame is the picture of every moment up to `untilS`. */
  const settle = async (untilS: number) => {
    // Two moments of a slow film may show the same frame; their crops differ with the box.
    for (; next <= last && next / SYNCNET_FPS <= untilS; next++) {
      const where = run.track.crops[next - run.track.first];
      if (!held || !where || Math.abs(held.ptsS - next / SYNCNET_FPS) > FARTHEST_S) {
        recent = [];
        continue;
      }
      recent = [...recent, await cropper.cut(held.frame, held.rotation, where)].slice(-WINDOW_FRAMES);
      const start = next - WINDOW_FRAMES + 1;
      if (recent.length === WINDOW_FRAMES && starts.has(start)) await use(start, recent);
    }
  };

  try {
    await forEachFrame(port, async ({ frame, ptsS, rotation }) => {
      if (held) await settle((held.ptsS + ptsS) / 2);
      held?.frame.close();
      held = { frame: frame.clone(), ptsS, rotation };
    });
    await settle(Number.POSITIVE_INFINITY);
  } finally {
    (held as { frame: VideoFrame } | null)?.frame.close();
  }
}
