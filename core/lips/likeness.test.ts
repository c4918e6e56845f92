import { describe, expect, it } from 'vitest';
import { seeded } from '../testing/random';
import { faceLook, SAME_PERSON, unlikeness } from './likeness';
import { LIP_AND_CHIN_COUNT, type Thumbnail } from './types';

const SIDE = 96;

/** A smooth pattern of light and colour, another one for every seed. */
function pattern(
  seed: number,
  change: (value: number, channel: number) => number = (value) => value,
): Thumbnail {
  const random = seeded(seed);
  const waves = Array.from({ length: 12 }, () => Array.from({ length: 5 }, () => random()));
  const tint = [random(), random(), random()].map((value) => 30 * value);
  const rgba = new Uint8ClampedArray(4 * SIDE * SIDE);
  for (let i = 0; i < SIDE * SIDE; i++) {
    const [x, y] = [(i % SIDE) / SIDE, Math.floor(i / SIDE) / SIDE];
    const light = waves.reduce((sum, [a, b, c]) => sum + Math.sin(9 * (a! * x + b! * y) + 7 * c!), 0);
    for (let c = 0; c < 3; c++) rgba[4 * i + c] = change(110 + 10 * light + tint[c]!, c);
  }
  return { width: SIDE, height: SIDE, rgba };
}

/** Lips that stand still, somewhere. */
function lipsOf(seed: number, spread = 0): Float32Array {
  const random = seeded(seed);
  const noise = seeded(99);
  const still = Float32Array.from({ length: 2 * LIP_AND_CHIN_COUNT }, () => random());
  return Float32Array.from(
    { length: 20 * still.length },
    (_, i) => still[i % still.length]! + spread * (noise() - 0.5),
  );
}

describe('faces are alike', () => {
  const face = faceLook(pattern(1), lipsOf(1));

  it('when they are the same in other light, with lips that moved', () => {
    const darker = faceLook(
      pattern(1, (value) => 0.8 * value + 12),
      lipsOf(1, 0.04),
    );
    expect(unlikeness(face, darker)).toBeLessThan(SAME_PERSON);
    expect(unlikeness(darker, face)).toBeCloseTo(unlikeness(face, darker), 6);
    expect(unlikeness(face, face)).toBeLessThan(unlikeness(face, darker));
  });

  it('not when they are others', () => {
    expect(unlikeness(face, faceLook(pattern(2), lipsOf(2)))).toBeGreaterThan(0);
    const tinted = pattern(1, (value, channel) => value + 25 * (channel - 1));
    expect(unlikeness(face, faceLook(tinted, lipsOf(1)))).toBeGreaterThan(unlikeness(face, face) + 3);
    expect(unlikeness(face, faceLook(pattern(1), lipsOf(2)))).toBeGreaterThan(unlikeness(face, face) + 3);
  });

  it('whatever the size of the thumbnail, and what surrounds the face', () => {
    const small = pattern(1);
    const big = { width: 2 * SIDE, height: 2 * SIDE, rgba: new Uint8ClampedArray(16 * SIDE * SIDE) };
    for (let i = 0; i < 4 * SIDE * SIDE; i++) {
      const at = (i >> 1) % SIDE;
      const row = Math.floor(i / (2 * SIDE)) >> 1;
      const isAround = Math.max(Math.abs(at - 47.5), Math.abs(row - 47.5)) > 30;
      for (let c = 0; c < 3; c++) big.rgba[4 * i + c] = isAround ? 0 : small.rgba[4 * (row * SIDE + at) + c]!;
    }
    expect(unlikeness(face, faceLook(big, lipsOf(1)))).toBeLessThan(3 * SAME_PERSON);
  });
});
