import { describe, expect, it } from 'vitest';
import { HumFilter } from './hum';
import { RumbleFinder } from './rumble';

const RATE_HZ = 48_000;
const SECONDS = 10;

type At = (atS: number) => number;

const sine =
  (hz: number, size: number): At =>
  (atS) =>
    size * Math.sin(2 * Math.PI * hz * atS);
/** A deep voice: 85 Hz and its harmonics, half of the time. */
const voice: At = (atS) =>
  atS % 1 < 0.5 ? [1, 2, 3, 4, 5].reduce((sum, n) => sum + sine(85 * n, 0.1 / n)(atS), 0) : 0;
const thump: At = (atS) => (atS > 4 && atS < 4.3 ? 0.3 * Math.sin((2 * Math.PI * (atS - 4)) / 0.3) : 0);

function soundOf(...parts: At[]): Float32Array {
  return Float32Array.from({ length: SECONDS * RATE_HZ }, (_, i) =>
    parts.reduce((sum, part) => sum + part(i / RATE_HZ), 0),
  );
}

function isLoud(sound: Float32Array, piece = 4096): boolean {
  const finder = new RumbleFinder(RATE_HZ);
  for (let at = 0; at < sound.length; at += piece) finder.push(sound.subarray(at, at + piece));
  return finder.isLoud;
}

describe('what lies below 20 Hz', () => {
  it.each([
    ['a direct current', () => 0.05],
    ['a rumble that goes on', sine(12, 0.03)],
    ['a thump in one second of ten', thump],
  ] as [string, At][])('is worth taking out where it is loud: %s', (_, rumble) => {
    const sound = soundOf(voice, rumble);
    expect([isLoud(sound), isLoud(sound, 333)]).toEqual([true, true]);
  });

  it.each([
    ['of a deep voice', voice],
    ['of a direct current that is 45 dB below the voice', (atS) => voice(atS) + 0.0005],
    ['of bass music', sine(45, 0.3)],
    ['of silence', () => 0],
  ] as [string, At][])('is left where it is faint: that %s', (_, sound) => {
    expect(isLoud(soundOf(sound))).toBe(false);
  });

  it('is left to the bit where it is faint and there is no hum', () => {
    const sound = soundOf(voice);
    const filter = new HumFilter(RATE_HZ, [], false);
    expect(filter.push(sound).every((sample, i) => sample === sound[i])).toBe(true);
    expect(filter.end()).toHaveLength(0);
  });
});
