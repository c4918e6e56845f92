import { describe, expect, it } from 'vitest';
import { steadyTimes } from './steady-times';

const RATE = 48_000;

async function steadied(times: number[], samples = 960): Promise<number[]> {
  async function* blocks() {
    for (const startS of times) yield { startS, samples };
  }
  const out: number[] = [];
  for await (const { startS } of steadyTimes(blocks(), (block) => block.samples, RATE)) out.push(startS);
  return out;
}

describe('times without rounding', () => {
  it('milliseconds of Matroska: within half a millisecond of the truth, evenly spaced', async () => {
    const truth = Array.from({ length: 500 }, (_, i) => 0.0065 + (i * 1024) / RATE);
    const out = await steadied(
      truth.map((t) => Math.round(t * 1000) / 1000),
      1024,
    );
    const off = out.map((t, i) => (t - truth[i]!) * 1000);
    expect(Math.max(...off.map(Math.abs))).toBeLessThan(0.3);
    const gaps = out.slice(1).map((t, i) => t - out[i]!);
    expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThan(0.00003);
  });

  it('a gap in the file stays one', async () => {
    const times = Array.from({ length: 60 }, (_, i) => i * 0.02 + (i >= 30 ? 0.5 : 0) + (i >= 40 ? 0.25 : 0));
    const out = await steadied(times);
    out.forEach((t, i) => {
      expect(t).toBeCloseTo(times[i]!, 6);
    });
  });

  it('nothing is swallowed of a sound of a few blocks, or of none', async () => {
    expect(await steadied([0, 0.02, 0.04])).toHaveLength(3);
    expect(await steadied([])).toEqual([]);
  });
});
