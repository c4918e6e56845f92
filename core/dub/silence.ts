/** Where nobody speaks: there the generator hears silence, and shuts the mouth instead of chewing on noise. */
import { MEL_COLUMNS, MEL_SILENCE } from '../lips/wav2lip';
import { MEL_BANDS, MEL_RATE_HZ } from '../sound/mel';
import { quantile } from '../sound/speech';
import { SOUND_HOP_S, type SoundFeatures } from '../sound/types';
import type { Pause } from './fit';

/** Below this presence a row is no speech; presence already reaches 120 ms around each syllable. */
const LEAST_PRESENCE = 0.3;
/** What is nearly as loud as the loudest is heard, whatever it is: singing swings too little for the detector. */
const LOUD_DB = 8;
/** Room for a soft beginning or end of a word. */
const MARGIN_S = 0.08;
/** Rows below this are silence, and tell nothing of how loud the speech is. */
const SILENCE_DB = -65;

/** What is known of the speech in rows of 10 ms from `startS`. */
export type Heard = Pick<SoundFeatures, 'startS' | 'energyDb' | 'speech'>;

/** 1 where something is said. Uint8Array [T], rows of SoundFeatures */
function spokenRows({ energyDb, speech }: Heard): Uint8Array {
  const audible = energyDb.filter((e) => e > SILENCE_DB).sort();
  const loud = audible.length > 0 ? quantile(audible, 0.95) - LOUD_DB : Number.POSITIVE_INFINITY;
  return Uint8Array.from(energyDb, (e, i) => (speech[i]! >= LEAST_PRESENCE || e >= loud ? 1 : 0));
}

/** Seconds in which something is said. */
export function spokenS(heard: Heard): number {
  return spokenRows(heard).reduce((sum, row) => sum + row, 0) * SOUND_HOP_S;
}

/** Shorter ones belong to words: stops, and what lies between two syllables. */
const LEAST_PAUSE_S = 0.25;

/** Stretches in which nothing is said, those before the first and after the last word among them. @param durationS of the sound */
export function pausesOf(heard: Heard, durationS: number): Pause[] {
  const rows = spokenRows(heard);
  const timeAt = (row: number) => heard.startS + row * SOUND_HOP_S;
  const pauses: Pause[] = [];
  let from = 0;
  for (let row = 0; row <= rows.length; row++) {
    if (row < rows.length && !rows[row]) continue;
    // Words end softly; before the first and after the last there is nothing else.
    const startS = from === 0 ? 0 : timeAt(from) + MARGIN_S;
    const endS = row === rows.length ? durationS : timeAt(row) - MARGIN_S;
    if (endS - startS >= LEAST_PAUSE_S) pauses.push({ startS, endS });
    from = row + 1;
  }
  return pauses;
}

/** @returns whether anything is said between two times, seconds */
export function spokenBetween(heard: Heard): (fromS: number, toS: number) => boolean {
  const rows = spokenRows(heard);
  // Running count, so that a window costs two look-ups.
  const before = new Uint32Array(rows.length + 1);
  for (let i = 0; i < rows.length; i++) before[i + 1] = before[i]! + rows[i]!;
  const rowAt = (timeS: number) =>
    Math.max(0, Math.min(rows.length, Math.round((timeS - heard.startS) / SOUND_HOP_S)));
  return (fromS, toS) => before[rowAt(toS)] !== before[rowAt(fromS)];
}

/**
 * @param starts first mel columns of the windows
 * @returns one per window: true when nothing is said in its 200 ms nor shortly before or after
 */
export function silentWindows(heard: Heard, starts: ArrayLike<number>): boolean[] {
  const isSpoken = spokenBetween(heard);
  return Array.from(
    starts,
    (start) => !isSpoken(start / MEL_RATE_HZ - MARGIN_S, (start + MEL_COLUMNS) / MEL_RATE_HZ + MARGIN_S),
  );
}

/** Window of digital silence. Float32Array [80, 16] */
export function silentWindow(): Float32Array<ArrayBuffer> {
  return new Float32Array(MEL_BANDS * MEL_COLUMNS).fill(MEL_SILENCE);
}
