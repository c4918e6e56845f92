/** Which windows of which faces are looked at: the towers cost too much to run on all of them by default. */
import { CROP_SIZE, type Crop, syncnetCrops } from '../../core/lips/crop';
import { detectorBox } from '../../core/lips/detector-box';
import type { Box } from '../../core/lips/geometry';
import { SYNCNET_FPS, WINDOW_FRAMES, windowCount } from '../../core/sync/syncnet';
import { frameGrid } from '../../core/sync/syncnet-grid';
import { lowerBound } from '../../core/time/lower-bound';
import type { SyncnetOptions, SyncnetRun, SyncnetTrack } from './contract';

/** A face's pictures at 25 fps and their crops. */
export interface PlannedTrack {
  id: number;
  /** Number of the first picture, in 25ths of a second from the start of the movie. */
  first: number;
  /** One per picture. */
  crops: Crop[];
  /** Windows that the original would look at: they start at first, first + 1, ... */
  windowsInFull: number;
}

export interface PlannedRun extends SyncnetRun {
  track: PlannedTrack;
  /** Numbers of the first pictures of the windows, rising. */
  starts: number[];
}

/** Windows of neighbouring frames share four of five pictures and say nearly the same: every fifth shares none. */
const STRIDE = WINDOW_FRAMES;
/**
 * Windows per face that a confidence needs: one window's (median - minimum) scatters by 2 to 3 between syllables, so
 * the mean of 64 is good to about 0.3, which is what separates neither good from bad nor one model from another.
 */
const MOST_WINDOWS = 64;
/** Of all faces together. */
const MOST_WINDOWS_IN_ALL = 160;
/** Windows of a stretch lie together, because each stretch pays for the sound a second to either side. */
const STRETCH_WINDOWS = 11;
/** Faces that hardly speak are left out, unless none speaks more. */
const LEAST_SPEAKING_S = 0.5;
/** Frames this much before and after the pictures are wanted, to choose the nearest from. */
const MARGIN_S = 0.1;

/**
 * @param samples sound at 16 kHz from the start of the movie
 * @returns runs in the order of faces, the most speaking one first, and of time
 */
export function planRuns(
  tracks: readonly SyncnetTrack[],
  samples: number,
  options: SyncnetOptions,
): PlannedRun[] {
  const sorted = [...tracks].sort(
    (a, b) => b.speakingS - a.speakingS || b.timesS.length - a.timesS.length || a.id - b.id,
  );
  // A picture of just this size is what the original's own pipeline cuts out: it is looked at as it is, and whole.
  if (options.width === CROP_SIZE && options.height === CROP_SIZE) {
    const id = sorted[0]?.id ?? 1;
    return runsOf(wholePicture(id, samples, options), MOST_WINDOWS, options);
  }
  const speaking = sorted.filter((track, i) => i === 0 || track.speakingS >= LEAST_SPEAKING_S);
  let left = MOST_WINDOWS_IN_ALL;
  return speaking.flatMap((track) => {
    const runs = runsOf(planTrack(track, samples, options), Math.min(MOST_WINDOWS, left), options);
    left -= runs.reduce((sum, run) => sum + run.starts.length, 0);
    return runs;
  });
}

function wholePicture(id: number, samples: number, { durationS, part }: SyncnetOptions): PlannedTrack {
  const first = part ? Math.ceil(part.startS * SYNCNET_FPS) : 0;
  const all = Math.round(durationS * SYNCNET_FPS);
  const end = part ? Math.min(all, Math.floor(part.endS * SYNCNET_FPS)) : all;
  const pictures = Math.max(0, end - first);
  const crop = { x: 0, y: 0, width: CROP_SIZE, height: CROP_SIZE };
  return {
    id,
    first,
    crops: Array.from({ length: pictures }, () => crop),
    windowsInFull: windowCount(pictures, Math.max(0, samples - (first * 16000) / SYNCNET_FPS)),
  };
}

function planTrack(track: SyncnetTrack, samples: number, options: SyncnetOptions): PlannedTrack {
  const { first, frames } = frameGrid(track.timesS);
  const boxes = Array.from(frames, (_, n) => boxAtTime(track, (first + n) / SYNCNET_FPS, options));
  const start = Math.max(0, (first * 16000) / SYNCNET_FPS);
  return {
    id: track.id,
    first,
    crops: syncnetCrops(boxes),
    windowsInFull: windowCount(frames.length, Math.max(0, samples - start)),
  };
}

/** Between two frames the box moves evenly; where the face was missed for a moment, too, as in the original. */
function boxAtTime(track: SyncnetTrack, timeS: number, { width, height }: SyncnetOptions): Box {
  const { timesS, boxes } = track;
  let after = lowerBound(timesS, timeS);
  if (after >= timesS.length) after = timesS.length - 1;
  const before = Math.max(0, after - 1);
  const spanS = timesS[after]! - timesS[before]!;
  const share = spanS > 0 ? Math.min(1, Math.max(0, (timeS - timesS[before]!) / spanS)) : 0;
  const at = (k: number) => boxes[4 * before + k]! * (1 - share) + boxes[4 * after + k]! * share;
  return detectorBox({ x: at(0) * width, y: at(1) * height, width: at(2) * width, height: at(3) * height });
}

function runsOf(track: PlannedTrack, most: number, options: SyncnetOptions): PlannedRun[] {
  const all = track.windowsInFull;
  if (all < 1) return [];
  if (options.windows === 'full') return [runOf(track, 0, all, 1)];
  const apart = Math.ceil(all / STRIDE);
  if (apart <= most) return [runOf(track, 0, all, STRIDE)];
  const stretches = Math.floor(most / STRETCH_WINDOWS);
  const length = STRETCH_WINDOWS * STRIDE;
  const step = stretches > 1 ? (all - length) / (stretches - 1) : 0;
  return Array.from({ length: stretches }, (_, i) => runOf(track, Math.round(i * step), length, STRIDE));
}

function runOf(track: PlannedTrack, from: number, length: number, stride: number): PlannedRun {
  const count = Math.ceil(length / stride);
  const starts = Array.from({ length: count }, (_, i) => track.first + from + i * stride).filter(
    // Sound has no windows before the start of the movie.
    (start) => start >= 0,
  );
  const last = (starts.at(-1) ?? 0) + WINDOW_FRAMES - 1;
  return {
    track,
    starts,
    startS: Math.max(0, (starts[0] ?? 0) / SYNCNET_FPS - MARGIN_S),
    endS: last / SYNCNET_FPS + MARGIN_S,
  };
}
