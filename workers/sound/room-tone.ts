/** Holes of a cleaned sound, filled with the room of its own pauses. */
import { FRAME_S, FrameEnergies } from '../../core/enhance/frame-energies';
import { HoleFinder, joined, type Stretch } from '../../core/enhance/holes';
import { HoleTone, JOIN_S, nearest, pausesOf } from '../../core/enhance/room-tone';
import { HOP_S } from '../../core/loudness/figures';
import type { FilledHoles } from './contract';
import { lengthOf } from './in-place';
import { KeptBlocks } from './kept-blocks';

export interface RoomToned {
  /** The sound itself where nothing was filled. */
  kept: KeptBlocks;
  holes: FilledHoles;
}

/**
 * @param holes of the sound as it was, in samples; those that cleaning made are found here
 * @param speech how surely each hop is speech, 0..1
 * @param onProgress gets samples that are done with, up to twice as many as there are: looked at, then filled
 */
export async function fillHoles(
  kept: KeptBlocks,
  { rateHz, channels, speech }: { rateHz: number; channels: number; speech: Float32Array },
  holes: readonly Stretch[],
  onProgress: (samples: number) => void = () => {},
): Promise<RoomToned> {
  const frames = new FrameEnergies(rateHz);
  const finder = new HoleFinder(rateHz);
  let samples = 0;
  for await (const planes of kept.blocks()) {
    frames.push(planes);
    finder.push(planes);
    samples += lengthOf(planes);
    onProgress(samples);
  }
  const all = joined(holes, finder.holes);
  if (all.length === 0) return { kept, holes: { count: 0, filledS: 0 } };
  const frame = Math.round(FRAME_S * rateHz);
  const scaled = (by: number) => (each: Stretch) => ({ from: each.from * by, to: each.to * by });
  const inFrames = all.map(scaled(1 / frame));
  const pauses = pausesOf(frames.energies(), FRAME_S, speech, HOP_S, inFrames).map(scaled(frame));
  if (pauses.length === 0) return { kept, holes: { count: all.length, filledS: 0 } };
  const filledS = all.reduce((sum, { from, to }) => sum + to - from, 0) / rateHz;
  const made = new KeptBlocks(channels);
  for await (const planes of filled(kept, rateHz, all, pauses)) {
    made.push(planes);
    samples += lengthOf(planes);
    onProgress(samples);
  }
  await made.finish();
  return { kept: made, holes: { count: all.length, filledS } };
}

/** All blocks, with tone in the holes. */
async function* filled(
  kept: KeptBlocks,
  rateHz: number,
  holes: readonly Stretch[],
  pauses: readonly Stretch[],
): AsyncGenerator<Float32Array[]> {
  const join = Math.round(JOIN_S * rateHz);
  // Many holes in one place have the same pauses around them.
  let read = new Map<string, Float32Array[]>();
  const toneOf = async (hole: Stretch) => {
    const near = new Map<string, Float32Array[]>();
    for (const { from, to } of nearest(pauses, hole, rateHz)) {
      const key = `${from}-${to}`;
      near.set(key, read.get(key) ?? (await kept.read(from, to)));
    }
    read = near;
    const before = await kept.read(hole.from - join, hole.from);
    const after = await kept.read(hole.to, hole.to + join);
    return new HoleTone({ ...hole, before, after }, [...near.values()], rateHz);
  };
  let [at, next] = [0, 0];
  let tone: HoleTone | null = null;
  for await (const planes of kept.blocks()) {
    const end = at + lengthOf(planes);
    for (let hole = holes[next]; hole && hole.from < end; hole = holes[next]) {
      tone ??= await toneOf(hole);
      tone.addTo(planes, Math.max(0, hole.from - at), Math.min(end, hole.to) - at);
      if (hole.to > end) break;
      tone = null;
      next += 1;
    }
    yield planes;
    at = end;
  }
}
