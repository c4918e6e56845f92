import { describe, expect, it } from 'vitest';
import { ContinuousSound } from './continuous';

const RATE_HZ = 1000;
const ones = (count: number) => new Float32Array(count).fill(1);

function joined(stream: ContinuousSound, blocks: [startS: number, samples: Float32Array][]): number[] {
  return blocks.flatMap(([startS, samples]) =>
    [...stream.push(startS, samples)].flatMap((piece) => Array.from(piece)),
  );
}

describe('continuous sound', () => {
  it('starts with silence when the sound track starts late', () => {
    const samples = joined(new ContinuousSound(RATE_HZ), [[2.5, ones(10)]]);
    expect(samples).toHaveLength(2510);
    expect(samples.indexOf(1)).toBe(2500);
  });

  it('drops what lies before time 0', () => {
    const stream = new ContinuousSound(RATE_HZ);
    expect(
      joined(stream, [
        [-0.03, ones(20)],
        [-0.01, ones(20)],
      ]),
    ).toHaveLength(10);
    expect(stream.nextS).toBeCloseTo(0.01, 9);
  });

  it('fills a gap with silence and drops an overlap', () => {
    const stream = new ContinuousSound(RATE_HZ);
    const samples = joined(stream, [
      [0, ones(100)],
      [0.3, ones(100)],
      [0.35, ones(100)],
    ]);
    expect(samples).toHaveLength(450);
    expect(samples.slice(100, 300).every((value) => value === 0)).toBe(true);
    expect(samples.slice(300).every((value) => value === 1)).toBe(true);
  });

  it('ignores timestamps rounded to milliseconds', () => {
    const stream = new ContinuousSound(48_000);
    const blocks = Array.from({ length: 500 }, (_, i): [number, Float32Array] => [
      Math.round(((i * 1024) / 48_000) * 1000) / 1000,
      ones(1024),
    ]);
    expect(joined(stream, blocks)).toHaveLength(500 * 1024);
  });

  it('follows a clock that runs off by 1000 ppm, to within 4 ms', () => {
    const stream = new ContinuousSound(48_000);
    for (let i = 0; i < 5000; i++) {
      const startS = i * 0.02 * 1.001;
      Array.from(stream.push(startS, ones(960)));
      expect(Math.abs(stream.nextS - (startS + 0.02))).toBeLessThan(0.004);
    }
  });

  it('does not run away with a broken timestamp', () => {
    const stream = new ContinuousSound(RATE_HZ, 0, 60);
    expect(
      joined(stream, [
        [0, ones(10)],
        [95_000, ones(10)],
      ]),
    ).toHaveLength(20);
  });
});
