import { describe, expect, it } from 'vitest';
import { atMostStereo } from './stereo';

/** One sample per channel, of which one alone is heard. */
const only = (channel: number, channels: number) =>
  Array.from({ length: channels }, (_, i) => Float32Array.of(i === channel ? 1 : 0));
const heard = (channel: number, channels: number) =>
  atMostStereo(only(channel, channels)).map(([sample]) => Math.round(100 * sample!) / 100);

describe('sound of many channels on two', () => {
  it('stays what it is when it has no more', () => {
    const planes = only(0, 2);
    expect(atMostStereo(planes)).toBe(planes);
    expect(atMostStereo(planes.slice(1))).toEqual([Float32Array.of(0)]);
  });

  it.each([3, 5, 6, 7, 8])('has the voice of the centre of %d channels on both', (channels) => {
    expect(heard(2, channels)).toEqual([0.71, 0.71]);
  });

  it('has the surrounds of 7.1 on their sides, and no bass channel', () => {
    expect([3, 4, 5, 6, 7].map((channel) => heard(channel, 8))).toEqual([
      [0, 0],
      [0.71, 0],
      [0, 0.71],
      [0.71, 0],
      [0, 0.71],
    ]);
  });

  it('loses none of sixteen channels whose order nobody knows', () => {
    for (let channel = 0; channel < 16; channel++) {
      expect(heard(channel, 16)).toEqual(channel % 2 === 0 ? [0.13, 0] : [0, 0.13]);
    }
  });
});
