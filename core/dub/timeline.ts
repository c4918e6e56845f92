/** Which source picture is shown when, and which sound drives it: as long as the new speech lasts. */
import { type Extension, MEL_COLUMNS, melStartsAtTimes, sourcePicture } from '../lips/wav2lip';
import { MEL_RATE_HZ } from '../sound/mel';
import type { Part } from './part';

/** The video or photo that gives the face. */
export interface SourcePictures {
  /** PTS of every picture, rising. Float64Array [N] */
  timesS: Float64Array;
  endS: number;
  fps: number;
  variable: boolean;
}

export interface Timeline {
  /** Number of the source picture at every place of the result. Int32Array [P] */
  sources: Int32Array;
  /** PTS in the result, from 0. Float64Array [P] */
  timesS: Float64Array;
  /** Where the last picture ends: it is shown as long as it would be if others followed. */
  endS: number;
  /** First mel column. Int32Array [P] */
  melStarts: Int32Array;
}

/** A rate averaged from rounded timestamps is meant to be one of these when it is this near (30 and 29.97 differ by 1e-3). */
const USUAL_RATES = [12, 15, 24, 25, 30, 48, 50, 60, 90, 100, 120];
const NEAR = 2e-4;
/** Times at a constant rate that lie this near to a multiple of it are rounded (Matroska has whole milliseconds). */
const ROUNDING_S = 1.1e-3;
/** A picture that would begin this short before the end is not shown. */
const LEAST_SHOWN_S = 1e-4;

/** 24000 / 1001 for 23.9759 and the like: a window's first column hangs on the last digits. */
export function nominalRate(fps: number): number {
  const rates = USUAL_RATES.flatMap((rate) => [rate, (rate * 1000) / 1001]);
  return rates.find((rate) => Math.abs(fps / rate - 1) < NEAR) ?? fps;
}

/**
 * The result lasts as long as the speech. A loop's cycle takes from the first picture to the end of the last; on the
 * way back of a ping-pong each picture is shown as long as on the way there; a frozen one is repeated at the rate.
 *
 * At a constant rate windows start at int(i * (80 / fps)) as in the original, at a variable one at int(80 PTS). The
 * original shows nothing beyond its last full window; here pictures go on to the end of the speech with that window.
 * @param durationS of the speech
 * @param melColumns of the speech
 */
export function resultTimeline(
  picture: SourcePictures,
  durationS: number,
  melColumns: number,
  extension: Extension,
): Timeline {
  const fps = nominalRate(picture.fps);
  const show = showings(evenly(picture, fps), 1 / fps, extension);
  const sources: number[] = [];
  const times: number[] = [];
  for (let place = 0; show(place).timeS < durationS - LEAST_SHOWN_S; place++) {
    sources.push(show(place).source);
    times.push(show(place).timeS);
  }
  const endS = times.length > 0 ? show(times.length).timeS : 0;
  const timesS = Float64Array.from(times);
  const last = Math.max(0, melColumns - MEL_COLUMNS);
  const perPicture = MEL_RATE_HZ / fps;
  const melStarts = picture.variable
    ? melStartsAtTimes(timesS, melColumns)
    : times.map((_, i) => Math.min(last, Math.trunc(i * perPicture)));
  return { sources: Int32Array.from(sources), timesS, endS, melStarts: Int32Array.from(melStarts) };
}

/**
 * Of a stretch that alone is dubbed: its pictures once each, timed from its start; the speech is as long as it is.
 * @param sourcesS PTS of the source's pictures, rising. Float64Array [N]
 */
export function partTimeline(sourcesS: Float64Array, { startS, endS }: Part, melColumns: number): Timeline {
  const inside = (timeS: number) => timeS >= startS - LEAST_SHOWN_S && timeS < endS - LEAST_SHOWN_S;
  const sources = Array.from(sourcesS.keys()).filter((n) => inside(sourcesS[n]!));
  const timesS = Float64Array.from(sources, (n) => Math.max(0, sourcesS[n]! - startS));
  return {
    sources: Int32Array.from(sources),
    timesS,
    endS: endS - startS,
    melStarts: Int32Array.from(melStartsAtTimes(timesS, melColumns)),
  };
}

/** At a constant rate every picture at its exact time, so that the result has a constant rate as well. */
function evenly(picture: SourcePictures, fps: number): SourcePictures {
  const startS = picture.timesS[0] ?? 0;
  const exact = picture.timesS.map((_, n) => startS + n / fps);
  const isRounding = exact.every((timeS, n) => Math.abs(timeS - picture.timesS[n]!) < ROUNDING_S);
  if (picture.variable || !isRounding) return picture;
  return { ...picture, timesS: exact, endS: startS + exact.length / fps };
}

/** A picture's exact time at a constant rate, where what its file says is only rounded. */
export function evenTime(ptsS: number, firstS: number, fps: number): number {
  const exactS = firstS + Math.round((ptsS - firstS) * fps) / fps;
  return Math.abs(exactS - ptsS) < ROUNDING_S ? exactS : ptsS;
}

type Showings = (place: number) => { source: number; timeS: number };

function showings({ timesS, endS }: SourcePictures, stepS: number, extension: Extension): Showings {
  const count = timesS.length;
  const last = count - 1;
  const startS = timesS[0] ?? 0;
  const begin = (n: number) => timesS[n]! - startS;
  if (count <= 1) return (place) => ({ source: 0, timeS: place * stepS });
  if (extension === 'freeze') {
    return (place) =>
      place <= last
        ? { source: place, timeS: begin(place) }
        : { source: last, timeS: begin(last) + (place - last) * stepS };
  }
  const lastS = endS > timesS[last]! ? endS - timesS[last]! : stepS;
  const wayS = begin(last) + lastS;
  const loops = extension === 'loop';
  const cycle = loops ? count : 2 * last;
  const cycleS = loops ? wayS : wayS + begin(last) - begin(1);
  return (place) => {
    const source = sourcePicture(place, count, extension);
    const within = place % cycle;
    // On the way back picture n begins where the pictures after it have been shown once more.
    const atS = within < count ? begin(source) : wayS + begin(last) - begin(source + 1);
    return { source, timeS: Math.floor(place / cycle) * cycleS + atS };
  };
}
