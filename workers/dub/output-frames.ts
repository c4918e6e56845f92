/** From a stream of frames to places of the result, in their order: forwards, backwards, and the same one again. */
import type { PictureRun } from '../../core/dub/runs';
import { LipslateError } from '../../core/errors';
import { nearest } from '../../core/time/nearest';
import { forEachFrame } from '../lib/port/receive-frames';
import type { Rotation } from '../media/contract';
import type { OutputFrame, PlannedDub } from './plan';

interface Held {
  frame: VideoFrame;
  rotation: Rotation;
  /** Number of the source picture that it is. */
  picture: number;
}

/** Thrown through the stream when the rest of the run is not wanted. */
class Enough extends Error {}

/**
 * Calls `use` for every place of the run. A picture that the decoder left out is stood in for by its neighbour.
 * @param use must not keep the frame, which is closed by this function
 * @param goOn asked before every place; false ends the run early, and the port is closed then
 * @throws LipslateError what the stream reported; decode-failed when it brought nothing
 */
export async function forEachOutputFrame(
  plan: PlannedDub,
  run: PictureRun,
  port: MessagePort,
  use: (place: OutputFrame, frame: VideoFrame, rotation: Rotation) => Promise<void>,
  goOn: () => boolean = () => true,
): Promise<void> {
  const { timesS } = plan.picture;
  const { sources } = plan.timeline;
  const end = run.first + run.count;
  let next = run.first;
  const show = async ({ frame, rotation }: Held, wanted: (source: number) => boolean) => {
    for (; next < end && wanted(sources[next]!); next++) {
      if (!goOn()) throw new Enough();
      await use(plan.place(next), frame, rotation);
    }
  };
  if (!goOn()) {
    port.close();
    return;
  }
  let held: Held[] = [];
  const letGo = () => {
    for (const { frame } of held) frame.close();
    held = [];
  };
  try {
    await forEachFrame(port, async ({ frame, ptsS, rotation }) => {
      if (!goOn()) throw new Enough();
      const picture = nearest(timesS, ptsS);
      if (run.backward) {
        held.push({ frame: await detached(frame), rotation, picture });
        return;
      }
      await show({ frame, rotation, picture }, (source) => source <= picture);
      letGo();
      held = [{ frame: frame.clone(), rotation, picture }];
    });
    if (held.length === 0) throw new LipslateError('decode-failed', `no picture from ${run.startS} s on`);
    for (const one of held.toReversed()) await show(one, (source) => source >= one.picture);
    // What is left lies beyond the first or last frame that came.
    await show(run.backward ? held[0]! : held.at(-1)!, () => true);
  } catch (error) {
    if (!(error instanceof Enough)) throw error;
  } finally {
    letGo();
  }
}

/** A copy in plain memory: a decoder has few frames to give, and stalls when they are held. */
async function detached(frame: VideoFrame): Promise<VideoFrame> {
  const { format, displayWidth, displayHeight, timestamp, colorSpace } = frame;
  const rect = frame.visibleRect!;
  const options: VideoFrameCopyToOptions = format === null ? { format: 'RGBA' } : {};
  const data = new Uint8Array(frame.allocationSize(options));
  const layout = await frame.copyTo(data, options);
  return new VideoFrame(data, {
    format: format ?? 'RGBA',
    codedWidth: rect.width,
    codedHeight: rect.height,
    displayWidth,
    displayHeight,
    timestamp,
    layout,
    ...(format === null ? {} : { colorSpace: colorSpace.toJSON() }),
  });
}
