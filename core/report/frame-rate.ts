/** Frame rates as editors count them: exact fractions, and timecode on top. */

export interface FrameRate {
  /** Frames per second = num / den: 24000 / 1001 for 23.976. */
  num: number;
  den: number;
  /** What timecode counts to: 24 for 23.976. */
  base: number;
  /** 29.97 and 59.94 drop frame numbers, so that timecode follows the clock. */
  dropFrame: boolean;
  /** A sentence when the timeline's rate is not simply the video's; else null. */
  note: string | null;
}

const COMMON: readonly (readonly [num: number, den: number])[] = [
  [10, 1],
  [12, 1],
  [12_000, 1001],
  [15, 1],
  [15_000, 1001],
  [20, 1],
  [24_000, 1001],
  [24, 1],
  [25, 1],
  [30_000, 1001],
  [30, 1],
  [48_000, 1001],
  [48, 1],
  [50, 1],
  [60_000, 1001],
  [60, 1],
  [90, 1],
  [100, 1],
  [120_000, 1001],
  [120, 1],
];
/** 24 and 23.976 are 0.1 % apart: half of half of that. */
const SAME = 0.000_25;
/** What an average over a few seconds of a phone's varying rate may be off. */
const ALIKE = 0.03;

/**
 * The rate of a timeline for this video.
 * @param fps as measured, 0 when unknown (then 25)
 */
export function frameRateOf(fps: number, variable = false): FrameRate {
  if (!(fps > 0))
    return rate(25, 1, 'The frame rate of the video is unknown: the timeline runs at 25 frames per second.');
  // Counted to 13 it would run away from its own clock; at 25 every one of its frames begins with a frame.
  if (far([25, 2], fps) < SAME)
    return rate(25, 1, 'The video has 12.5 frames per second: the timeline runs at 25.');
  const [num, den] = COMMON.reduce((best, next) => (far(next, fps) < far(best, fps) ? next : best));
  const distance = far([num, den], fps);
  if (!variable && distance < SAME) return rate(num, den, null);
  const words = (value: number) => String(Math.round(value * 1000) / 1000);
  if (distance < ALIKE) {
    const told = variable
      ? 'The frame rate of the video varies'
      : `The video has ${words(fps)} frames per second`;
    return rate(num, den, `${told}: the timeline runs at ${words(num / den)} frames per second.`);
  }
  const whole = Math.max(1, Math.round(fps));
  const note = `The video has about ${words(fps)} frames per second: the timeline runs at ${whole}.`;
  return rate(whole, 1, Math.abs(whole / fps - 1) < SAME && !variable ? null : note);
}

export function framesPerSecond({ num, den }: FrameRate): number {
  return num / den;
}

/** Length of one frame in ms. */
export function frameMs({ num, den }: FrameRate): number {
  return (1000 * den) / num;
}

/** Whole frames that a stretch of time fills; a duration rounded to the millisecond loses none. */
export function wholeFrames(seconds: number, rate: FrameRate): number {
  return Math.floor(seconds * framesPerSecond(rate) + 0.05);
}

/**
 * SMPTE 12M timecode: `01:00:00:00`, with `;` before the frames where numbers are dropped (two a minute at 29.97, four
 * at 59.94, none in every tenth minute).
 * @param frame frames since 00:00:00:00
 */
export function timecode(frame: number, { base, dropFrame }: FrameRate): string {
  let number = frame;
  if (dropFrame) {
    const dropped = base / 15;
    const perMinute = 60 * base - dropped;
    const perTen = 10 * perMinute + dropped;
    const tens = Math.floor(frame / perTen);
    const rest = frame % perTen;
    const minutes = rest < 60 * base ? 0 : 1 + Math.floor((rest - 60 * base) / perMinute);
    number += dropped * (9 * tens + minutes);
  }
  const pad = (n: number) => String(n).padStart(2, '0');
  const seconds = Math.floor(number / base);
  const clock = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60]
    .map(pad)
    .join(':');
  return `${clock}${dropFrame ? ';' : ':'}${pad(number % base)}`;
}

/** The frame that is called 01:00:00:00: where edited timelines begin by custom. */
export function oneHour({ base, dropFrame }: FrameRate): number {
  return 3600 * base - (dropFrame ? (54 * base) / 15 : 0);
}

function rate(num: number, den: number, note: string | null): FrameRate {
  const base = Math.ceil(num / den - 1e-9);
  return { num, den, base, dropFrame: den === 1001 && (base === 30 || base === 60), note };
}

function far([num, den]: readonly [number, number], fps: number): number {
  return Math.abs(num / den / fps - 1);
}
