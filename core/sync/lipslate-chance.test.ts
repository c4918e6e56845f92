import { describe, expect, it } from 'vitest';
import { seeded } from '../testing/random';
import { type LipEmbeddings, type SoundEmbeddings, VECTOR_LENGTH } from './lipslate';
import { chanceShare } from './lipslate-chance';
import { STEP_S } from './lipslate-inputs';

const SIZE = 8;

/** Vectors that change about as fast as speech does. */
function vectors(seed: number, steps: number): Float64Array {
  const random = seeded(seed);
  const values = Float64Array.from({ length: (steps + 8) * SIZE }, () => random() - 0.5);
  return Float64Array.from({ length: steps * SIZE }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < 8; k++) sum += values[i + k * SIZE]!;
    return sum;
  });
}

/** Of one length, as the network gives them. */
function packed(values: Float64Array): Int16Array {
  const out = new Int16Array(values.length);
  for (let i = 0; i < values.length; i += SIZE) {
    const length = Math.hypot(...values.subarray(i, i + SIZE));
    for (let e = 0; e < SIZE; e++) out[i + e] = Math.round((values[i + e]! / length) * VECTOR_LENGTH);
  }
  return out;
}

function soundOf(values: Float64Array): SoundEmbeddings {
  return { startS: 0, from: 0, to: values.length / SIZE, size: SIZE, values: packed(values) };
}

/** Lips that go with a sound `late` steps later by this share, and for the rest with nothing. */
function lipsOf(heard: Float64Array, late: number, share: number, seed = 9): LipEmbeddings {
  const length = heard.length / SIZE - late;
  const other = vectors(seed, length);
  const mixed = other.map((value, i) => share * heard[i + late * SIZE]! + (1 - share) * value);
  return { first: 0, length, values: packed(mixed), known: new Float32Array(length).fill(1) };
}

const SECONDS = 10;
const heard = vectors(1, SECONDS / STEP_S);
const sound = soundOf(heard);
const LATE = 12;
const SPOKEN = () => 1;
const offsetMs = LATE * STEP_S * 1000;
const shareOf = (lips: LipEmbeddings, at: (timeS: number) => number | null = () => offsetMs) =>
  chanceShare([{ lips, offsetMsAt: at }], sound, SPOKEN)!;

describe('what chance reaches', () => {
  it('is little of the match of lips with their own speech, and less of it the better they go together', () => {
    expect(shareOf(lipsOf(heard, LATE, 0.5))).toBeLessThan(0.6);
    expect(shareOf(lipsOf(heard, LATE, 0.8))).toBeLessThan(shareOf(lipsOf(heard, LATE, 0.3)));
  });

  it('is most of the match, or more than it, where the voice is of somebody else', () => {
    const shares = [11, 12, 13, 14, 15, 16].map((seed) => shareOf(lipsOf(heard, LATE, 0, seed)));
    expect(Math.min(...shares)).toBeGreaterThan(0.8);
  });

  it('is not more when the same words come again', () => {
    const twice = new Float64Array(2 * heard.length);
    twice.set(heard);
    twice.set(heard, heard.length);
    const lips = lipsOf(twice, LATE, 0.6);
    const share = chanceShare([{ lips, offsetMsAt: () => offsetMs }], soundOf(twice), SPOKEN)!;
    expect(share).toBeLessThan(0.5);
  });

  it('follows an offset that changes, and leaves out times that do not count', () => {
    const lips = lipsOf(heard, LATE, 0.7);
    const middle = Math.floor(lips.length / 2);
    // From the middle on the lips are nobody's.
    lips.values.set(packed(vectors(5, lips.length - middle)), middle * SIZE);
    const untilMiddle = shareOf(lips, (timeS) => (timeS < middle * STEP_S ? offsetMs : null));
    expect(untilMiddle).toBeLessThan(0.9 * shareOf(lips));
    lips.values.set(lipsOf(heard, 0, 0.7).values.subarray(middle * SIZE, lips.length * SIZE), middle * SIZE);
    expect(shareOf(lips, (timeS) => (timeS < middle * STEP_S ? offsetMs : 0))).toBeLessThan(0.5);
  });

  it('is not told where lips and sound meet for less than a second', () => {
    const lips = lipsOf(heard, LATE, 0.7);
    expect(
      chanceShare([{ lips, offsetMsAt: (timeS) => (timeS < 0.9 ? offsetMs : null) }], sound, SPOKEN),
    ).toBeNull();
    expect(chanceShare([], sound, SPOKEN)).toBeNull();
  });

  it('goes by the speech of a long film in which little is said', () => {
    const [seconds, spokenS] = [400, 16];
    const film = vectors(3, seconds / STEP_S);
    const lips = lipsOf(film, LATE, 0);
    const spoken = lipsOf(film, LATE, 0.5);
    const said = (spokenS / STEP_S) * SIZE;
    lips.values.set(spoken.values.subarray(0, said));
    const faces = [{ lips, offsetMsAt: () => offsetMs }];
    const heardFilm = soundOf(film);
    expect(chanceShare(faces, heardFilm, SPOKEN)!).toBeGreaterThan(0.8);
    expect(chanceShare(faces, heardFilm, (fromS) => Number(fromS < spokenS))!).toBeLessThan(0.6);
    // Half a second of it is too little to go by.
    expect(chanceShare(faces, heardFilm, (fromS) => Number(fromS < 0.5))).toBeNull();
  });
});
