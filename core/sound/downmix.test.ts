import { describe, expect, it } from 'vitest';
import { monoWeights, toMono } from './downmix';

describe('downmix to mono', () => {
  it('never makes sound louder than full scale', () => {
    for (let channels = 1; channels <= 10; channels++) {
      const sum = monoWeights(channels).reduce((total, weight) => total + weight, 0);
      expect(sum).toBeCloseTo(1, 6);
    }
  });

  it('leaves the bass channel of 5.1 and 7.1 out and favours the centre, where speech is', () => {
    for (const channels of [6, 8]) {
      const weights = monoWeights(channels);
      expect(weights[3]).toBe(0);
      expect(Math.max(...weights)).toBe(weights[2]);
    }
  });

  it('averages left and right', () => {
    expect(Array.from(toMono([Float32Array.of(1, 0), Float32Array.of(0, 1)]))).toEqual([0.5, 0.5]);
  });
});
