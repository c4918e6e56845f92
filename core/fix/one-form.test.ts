import { describe, expect, it } from 'vitest';
import { inOneForm, type RatedBlock } from './one-form';

const TONE_HZ = 440;
const tone = (atS: number, channel: number) => 0.5 * Math.sin(2 * Math.PI * TONE_HZ * atS + channel);

interface Piece {
  startS: number;
  rateHz: number;
  durationS: number;
  /** Samples in a block. */
  length?: number;
}

/** Two channels of one tone, of the whole timeline, cut into blocks. */
async function* recorded(pieces: readonly Piece[]): AsyncGenerator<RatedBlock> {
  for (const { startS, rateHz, durationS, length = 1024 } of pieces)
    for (let at = 0; at < Math.round(durationS * rateHz); at += length) {
      const atS = startS + at / rateHz;
      const count = Math.min(length, Math.round(durationS * rateHz) - at);
      const planes = [0, 1].map((channel) =>
        Float32Array.from({ length: count }, (_, i) => tone(atS + i / rateHz, channel)),
      );
      yield { startS: atS, rateHz, planes };
    }
}

/** What is heard at 48 kHz, beside the tone; what lies within 5 ms of a seam or end is left out. */
async function heard(pieces: readonly Piece[], rateHz = 48_000) {
  const seams = pieces.flatMap(({ startS, durationS }) => [startS, startS + durationS]);
  let [worst, samples, untilS, jumps] = [0, 0, pieces[0]!.startS, 0];
  for await (const block of inOneForm(recorded(pieces), rateHz, 2)) {
    expect(block.rateHz).toBe(rateHz);
    expect(block.planes).toHaveLength(2);
    if (Math.abs(block.startS - untilS) > 0.0001) jumps += 1;
    block.planes.forEach((plane, channel) => {
      plane.forEach((value, i) => {
        const atS = block.startS + i / rateHz;
        if (seams.every((seamS) => Math.abs(atS - seamS) > 0.005))
          worst = Math.max(worst, Math.abs(value - tone(atS, channel)));
      });
    });
    samples += block.planes[0]!.length;
    untilS = block.startS + block.planes[0]!.length / rateHz;
  }
  return { worst, durationS: samples / rateHz, untilS, jumps };
}

describe('sound that changes its rate on the way', () => {
  it.each([
    [48_000, 44_100],
    [44_100, 48_000],
    [48_000, 22_050],
    [16_000, 48_000],
  ])('from %d to %d Hz and back goes on at the first rate, every sample at its time', async (first, then) => {
    const pieces = [
      { startS: 0.5, rateHz: first, durationS: 0.5 },
      { startS: 1, rateHz: then, durationS: 0.7 },
      { startS: 1.7, rateHz: first, durationS: 0.3 },
    ];
    const { worst, durationS, untilS, jumps } = await heard(pieces, first);
    expect(worst).toBeLessThan(0.001);
    expect(durationS).toBeCloseTo(1.5, 3);
    expect(untilS).toBeCloseTo(2, 3);
    expect(jumps).toBe(0);
  });

  it('keeps a gap within what is converted', async () => {
    const pieces = [
      { startS: 0, rateHz: 48_000, durationS: 0.3 },
      { startS: 0.3, rateHz: 44_100, durationS: 0.3 },
      { startS: 0.9, rateHz: 44_100, durationS: 0.3 },
    ];
    const { worst, durationS, untilS, jumps } = await heard(pieces);
    expect(worst).toBeLessThan(0.001);
    expect(durationS).toBeCloseTo(0.9, 3);
    expect(untilS).toBeCloseTo(1.2, 3);
    expect(jumps).toBe(1);
  });

  it('of blocks shorter than the filter, and of two rates behind the first', async () => {
    const pieces = [
      { startS: 0, rateHz: 48_000, durationS: 0.1, length: 40 },
      { startS: 0.1, rateHz: 44_100, durationS: 0.1, length: 7 },
      { startS: 0.2, rateHz: 32_000, durationS: 0.2, length: 16 },
    ];
    const { worst, durationS } = await heard(pieces);
    expect(worst).toBeLessThan(0.001);
    expect(durationS).toBeCloseTo(0.4, 3);
  });

  it('is the very same blocks where the rate never changes', async () => {
    const [given, got]: [RatedBlock[], RatedBlock[]] = [[], []];
    for await (const block of recorded([{ startS: 0, rateHz: 48_000, durationS: 0.2 }])) given.push(block);
    async function* each() {
      yield* given;
    }
    for await (const block of inOneForm(each(), 48_000, 2)) got.push(block);
    expect(got).toHaveLength(given.length);
    expect(got.every((block, i) => block === given[i])).toBe(true);
  });

  it('has its centre in both of two channels where it goes on with six, and one becomes both', async () => {
    async function* changing(): AsyncGenerator<RatedBlock> {
      const planes = (...values: number[]) => values.map((value) => new Float32Array(480).fill(value));
      yield { startS: 0, rateHz: 48_000, planes: planes(0.1, 0.2) };
      yield { startS: 0.01, rateHz: 48_000, planes: planes(0, 0, 0.5, 0, 0, 0) };
      yield { startS: 0.02, rateHz: 48_000, planes: planes(0.3) };
    }
    const heardAs: number[][] = [];
    for await (const { planes } of inOneForm(changing(), 48_000, 2))
      heardAs.push(planes.map(([value]) => Math.round(value! * 1000) / 1000));
    expect(heardAs).toEqual([
      [0.1, 0.2],
      [0.354, 0.354],
      [0.3, 0.3],
    ]);
  });
});
