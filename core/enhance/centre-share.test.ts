import { describe, expect, it } from 'vitest';
import { seeded } from '../testing/random';
import { CentreShare } from './centre-share';
import { BINS, HOP, OVERLAP, Overlapped, SIZE, spectraOf } from './pair-spectra';

const SAMPLES = 40 * HOP;

function noise(seed: number): Float32Array {
  const random = seeded(seed);
  return Float32Array.from({ length: SAMPLES }, () => random() - 0.5);
}

const mixed = (a: Float32Array, ofA: number, b: Float32Array, ofB: number) =>
  a.map((sample, i) => ofA * sample + ofB * (b[i] as number));

/** Mean of all bands and frames once it has heard a little. */
function shareOf(left: Float32Array, right: Float32Array): number {
  const centre = new CentreShare(BINS);
  let [sum, count] = [0, 0];
  for (let at = 0; at + SIZE <= SAMPLES; at += HOP) {
    const [a, b] = spectraOf([left, right], at) as [Float32Array, Float32Array];
    const shares = centre.next(a, b);
    if (at < 5 * HOP) continue;
    sum += shares.reduce((total, share) => total + share, 0);
    count += shares.length;
  }
  return sum / count;
}

describe('the middle of a stereo sound', () => {
  const [one, other, third] = [noise(1), noise(2), noise(3)];

  it('is all of what is alike on both sides, and none of what is turned over or on one side beside something else', () => {
    expect(shareOf(one, one)).toBeGreaterThan(0.999);
    expect(
      shareOf(
        one,
        one.map((sample) => -sample),
      ),
    ).toBe(0);
    expect(shareOf(one, other)).toBeLessThan(0.12);
    expect(shareOf(one, mixed(other, 0.1, one, 0))).toBeLessThan(0.02);
  });

  it('has less of what is panned the farther from it', () => {
    const panned = [1, 0.7, 0.5, 0.3].map((level) => shareOf(one, mixed(one, level, other, 0)));
    // 0, 3.1, 6 and 10.5 dB louder on the left.
    expect(panned[0]).toBeGreaterThan(0.999);
    expect(panned[1]).toBeGreaterThan(0.4);
    expect(panned[1]).toBeLessThan(0.6);
    expect(panned[2]).toBeLessThan(0.1);
    expect(panned[3]).toBeLessThan(0.01);
  });

  it('goes down with how loud the sides are beside it', () => {
    const beside = [0.1, 0.3, 1, 3].map((level) =>
      shareOf(mixed(one, 1, other, level), mixed(one, 1, third, level)),
    );
    expect(beside).toEqual([...beside].sort((a, b) => b - a));
    expect(beside[0]).toBeGreaterThan(0.9);
    expect(beside[3]).toBeLessThan(0.2);
  });

  it('cannot be told where a side is dead: all of it is taken', () => {
    expect(shareOf(one, new Float32Array(SAMPLES))).toBe(1);
    expect(shareOf(one, mixed(other, 0.03, one, 0))).toBe(1);
    expect(shareOf(new Float32Array(SAMPLES), new Float32Array(SAMPLES))).toBe(1);
  });
});

it('spectra of any number of channels become the samples that they were', () => {
  const all = new Float32Array(BINS).fill(1);
  for (const channels of [1, 2, 3]) {
    const planes = Array.from({ length: channels }, (_, channel) => noise(channel + 5));
    const overlapped = new Overlapped(channels);
    for (let frame = 0; frame * HOP + SIZE <= SAMPLES; frame++) {
      const made = overlapped.add(spectraOf(planes, frame * HOP), all);
      if (frame < OVERLAP) continue;
      const wrong = made.map((hop, channel) =>
        hop.reduce(
          (most, sample, i) => Math.max(most, Math.abs(sample - planes[channel]![frame * HOP + i]!)),
          0,
        ),
      );
      expect(Math.max(...wrong)).toBeLessThan(1e-6);
    }
  }
});
