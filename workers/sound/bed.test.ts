import { expect, it } from 'vitest';
import { seeded } from '../../core/testing/random';
import { openBed } from './bed';
import { wavOf } from './testing/in-node';

const RATE_HZ = 48_000;

/** Noise where it is heard, from one second to another. */
function music(lengthS: number, heard: readonly (readonly [number, number])[]): File {
  const random = seeded(4);
  const plane = Float32Array.from({ length: lengthS * RATE_HZ }, (_, i) => {
    const atS = i / RATE_HZ;
    return heard.some(([from, to]) => atS >= from && atS < to) ? 0.2 * random() - 0.1 : 0;
  });
  return wavOf([plane], RATE_HZ, 'music.wav');
}

const roundsOf = async (bed: File, durationS: number) =>
  (await openBed({ file: bed, belowLu: 18, duckDb: 12 }, new File(['speech'], 'speech.wav'), 1, durationS))
    .rounds;

it.each([
  [
    'in a pause of the music',
    [
      [0, 4],
      [6, 10],
    ],
    5,
    { first: 0, end: 500 },
  ],
  [
    'at the beginning of a pause',
    [
      [0, 4],
      [6, 10],
    ],
    4.07,
    { first: 0, end: 407 },
  ],
  [
    'behind a pause',
    [
      [1, 4],
      [5, 10],
    ],
    6,
    { first: 100, end: 700 },
  ],
  [
    'before the first pause',
    [
      [0, 4],
      [6, 10],
    ],
    3.5,
    { first: 0, end: 350 },
  ],
] as const)(
  'a bed that is long enough goes on where the speech ends %s',
  async (_where, heard, durationS, rounds) => {
    expect(await roundsOf(music(10, heard), durationS)).toMatchObject({ ...rounds, count: 1 });
  },
);

it('a bed with more silence at its end than is missing is repeated all the same', async () => {
  const { count, end } = await roundsOf(music(9, [[0, 6]]), 8);
  expect(count).toBeGreaterThan(1);
  expect(end).toBeLessThanOrEqual(600);
});
