import { describe, expect, it } from 'vitest';
import { seeded } from '../testing/random';
import { Sides } from './sides';

const SAMPLES = 48_000;

function noise(seed: number, size = 0.1): Float32Array {
  const random = seeded(seed);
  return Float32Array.from({ length: SAMPLES }, () => size * (2 * random() - 1));
}

const [one, other, third] = [noise(1), noise(2), noise(3)];
const silence = new Float32Array(SAMPLES);
const mixed = (a: Float32Array, ofA: number, b: Float32Array, ofB = 1) =>
  a.map((sample, i) => ofA * sample + ofB * b[i]!);

function sidesOf(...planes: Float32Array[]): Sides {
  const sides = new Sides();
  for (let at = 0; at < SAMPLES; at += 4801) sides.push(planes.map((plane) => plane.slice(at, at + 4801)));
  return sides;
}

describe('both sides of a stereo sound', () => {
  it.each([
    ['alike', [one, one], 1],
    ['one panned', [one, mixed(one, 0.2, silence)], 1],
    ['nothing in common', [one, other], 0],
    // Powers of what is shared and what is not: 1 and 0.25.
    ['a middle between noise', [mixed(one, 1, other, 0.5), mixed(one, 1, third, 0.5)], 0.8],
    [
      'wide music: all that is shared is turned, softer than the rest',
      [mixed(one, 0.5, other), mixed(one, -0.5, third)],
      -0.2,
    ],
  ])('without a fault: %s', (_name, planes, correlation) => {
    const sides = sidesOf(...planes);
    expect(Math.abs(sides.correlation! - correlation)).toBeLessThan(0.02);
    expect(sides.fault).toBeNull();
  });

  it.each([
    ['turned round', [one, mixed(one, -1, silence)], -1],
    ['turned round at half the level', [one, mixed(one, -0.5, silence)], -1],
    [
      'turned round with noise on each side, 6 dB softer',
      [mixed(one, 1, other, 0.5), mixed(one, -1, third, 0.5)],
      -0.8,
    ],
  ])('one of them %s', (_name, planes, correlation) => {
    const sides = sidesOf(...planes);
    expect(Math.abs(sides.correlation! - correlation)).toBeLessThan(0.02);
    expect(sides.fault).toBe('inverted');
  });

  it('one of which is silent, but for a converter’s noise', () => {
    for (const dead of [silence, noise(4, 1e-5), mixed(one, -1e-4, silence)]) {
      expect([sidesOf(one, dead).fault, sidesOf(dead, one).fault]).toEqual(['right-silent', 'left-silent']);
      expect(sidesOf(one, dead).correlation).toBeNull();
    }
    // Soft, but there.
    expect(sidesOf(one, mixed(other, 0.005, silence)).fault).toBeNull();
  });

  it('of silence, of one channel and of surround sound nothing is told', () => {
    for (const planes of [[silence, silence], [one], [one, other, third], []]) {
      const sides = sidesOf(...planes);
      expect([sides.correlation, sides.fault]).toEqual([null, null]);
    }
  });
});
