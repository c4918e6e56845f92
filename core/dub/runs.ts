/** Cuts the result into stretches of source pictures that a decoder can deliver in order of time. */
import type { SourcePictures } from './timeline';

/** Places first, first + 1, ... of the result; their pictures lie within [startS, endS) of the source. */
export interface PictureRun {
  startS: number;
  endS: number;
  /** Used from its end: its pictures are held until all have come. */
  backward: boolean;
  first: number;
  count: number;
}

/**
 * Pictures of a backward run, and the memory they may take (I420). Each run is decoded from the key frame before it: the
 * more it holds, the less is decoded again and again.
 */
const MOST_BACKWARD = 32;
const LEAST_BACKWARD = 3;
const BACKWARD_BYTES = 48e6;

/**
 * Forward runs are as long as possible; a picture that is shown again and again does not end one.
 * @param sources number of the source picture at every place of the result
 */
export function pictureRuns(
  sources: Int32Array,
  picture: SourcePictures & { width: number; height: number },
): PictureRun[] {
  const held = BACKWARD_BYTES / (1.5 * picture.width * picture.height);
  const most = Math.max(LEAST_BACKWARD, Math.min(MOST_BACKWARD, Math.floor(held)));
  const runs: PictureRun[] = [];
  for (let first = 0; first < sources.length; ) {
    const backward = first + 1 < sources.length && sources[first + 1]! < sources[first]!;
    let end = first + 1;
    while (end < sources.length && (backward ? end - first < most : true)) {
      const falls = sources[end]! < sources[end - 1]!;
      const rises = sources[end]! > sources[end - 1]!;
      if (backward ? rises : falls) break;
      end += 1;
    }
    const [from, to] = [sources[first]!, sources[end - 1]!];
    runs.push({
      ...rangeOfPictures(picture, Math.min(from, to), Math.max(from, to)),
      backward,
      first,
      count: end - first,
    });
    first = end;
  }
  return runs;
}

/** Of a video that was not looked at from its start, the first one known has others before it. */
function beforeFirst(timeS: number): number {
  return timeS > 0.5 ? timeS - 0.005 : Math.min(0, timeS);
}

/** From one picture to another; limits lie halfway between pictures, so that no rounding of a timestamp takes one away. */
export function rangeOfPictures({ timesS, endS }: SourcePictures, low: number, high: number) {
  const middle = (n: number) => (timesS[n]! + timesS[n + 1]!) / 2;
  return {
    startS: low > 0 ? middle(low - 1) : beforeFirst(timesS[0]!),
    endS: high + 1 < timesS.length ? middle(high) : Math.max(endS, timesS[high]! + 0.001),
  };
}
