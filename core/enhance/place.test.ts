import { describe, expect, it } from 'vitest';
import { concatFloat32 } from '../concat';
import { lagOf } from '../testing/lag';
import { seeded } from '../testing/random';
import {
  azimuthOf,
  earFilter,
  interauralDelayS,
  PlacedSound,
  type PlaceId,
  panGains,
  shadowShare,
} from './place';
import { placeCurve } from './place-curve';
import { speechLike } from './testing/speech-like';

const RATE_HZ = 48_000;
const HOP_S = 0.1;
const DEGREE = Math.PI / 180;
/** Where in the picture's plane something at an angle is: beyond 30 degrees it is outside of it. */
const sideOf = (degrees: number) => Math.tan(degrees * DEGREE) / Math.tan(30 * DEGREE);

function placed(
  planes: Float32Array[],
  by: PlaceId,
  sides: Float32Array,
  piece = planes[0]!.length,
  isTurned = false,
): [Float32Array, Float32Array] {
  const sound = new PlacedSound(RATE_HZ, { by, sides, hopS: HOP_S, isTurned });
  const out: Float32Array[][] = [];
  for (let at = 0; at < planes[0]!.length; at += piece)
    out.push(sound.push(planes.map((plane) => plane.slice(at, at + piece))));
  const rest = sound.end();
  if (rest) out.push(rest);
  return [0, 1].map((channel) => concatFloat32(out.map((each) => each[channel]!))) as never;
}

const still = (side: number) => new Float32Array(100).fill(side);

/** @returns real and imaginary part of what comes of an impulse at a time, around that time */
function response(plane: Float32Array, at: number, hz: number): [number, number] {
  let [re, im] = [0, 0];
  for (const [i, sample] of plane.entries()) {
    const turn = (-2 * Math.PI * hz * (i - at)) / RATE_HZ;
    re += sample * Math.cos(turn);
    im += sample * Math.sin(turn);
  }
  return [re, im];
}

const db = (ratio: number) => 20 * Math.log10(ratio);
const noise = (length: number, seed: number) => {
  const random = seeded(seed);
  return Float32Array.from({ length }, () => random() - 0.5);
};

describe('a voice that is placed for loudspeakers', () => {
  it('has the same power wherever it is, and is at its angle by the tangent law', () => {
    for (let side = -1; side <= 1; side += 0.05) {
      const [left, right] = panGains(side);
      expect(Math.abs(10 * Math.log10((left ** 2 + right ** 2) / 2))).toBeLessThan(0.1);
      expect((right - left) / (right + left)).toBeCloseTo(
        Math.tan(azimuthOf(side)) / Math.tan(30 * DEGREE),
        9,
      );
    }
    const [left, right] = placed([noise(4800, 3)], 'stereo', still(1));
    expect(left.every((sample) => Math.abs(sample) < 1e-7)).toBe(true);
    expect(Math.abs(right[100]!)).toBeGreaterThan(0);
  });

  it('is as it was in the middle, bit for bit; and what differs between both channels stays anywhere', () => {
    const [left, right] = [noise(4800, 3), noise(4800, 4)];
    const middle = placed([left, right], 'stereo', still(0));
    for (const [i, plane] of [left, right].entries())
      expect(plane.every((sample, at) => Math.abs(sample - middle[i]![at]!) < 1e-7)).toBe(true);
    const mono = placed([left], 'stereo', still(0));
    expect(mono.every((plane) => plane.every((sample, at) => sample === left[at]))).toBe(true);
    // Only sides: nothing is in the middle.
    const apart = placed([left, left.map((sample) => -sample)], 'stereo', still(-0.7));
    expect(apart[0].every((sample, at) => Math.abs(sample - left[at]!) < 1e-7)).toBe(true);
  });
});

describe('a voice that is placed for headphones', () => {
  const AT = 500;
  const impulse = Float32Array.from({ length: 4800 }, (_, i) => (i === AT ? 1 : 0));

  it.each([0, 30, -30, 60, -60])(
    'has the differences between both ears of the formulas: %d degrees',
    (degrees) => {
      const azimuth = degrees * DEGREE;
      // Woodworth: a / c (angle + sin angle).
      const delayS = (0.0875 / 343) * (azimuth + Math.sin(azimuth));
      expect(interauralDelayS(azimuth)).toBeCloseTo(delayS, 12);
      const ears = placed([impulse], 'headphones', still(sideOf(degrees)));
      for (const hz of [250, 500, 1000, 2000, 4000, 8000]) {
        const [[lRe, lIm], [rRe, rIm]] = ears.map((ear) => response(ear, AT, hz)) as [
          [number, number],
          [number, number],
        ];
        // Brown and Duda, (3) and (4), at the frequency that the bilinear transform has there.
        const w = 2 * RATE_HZ * Math.tan((Math.PI * hz) / RATE_HZ);
        const beta = (2 * 343) / 0.0875;
        const alpha = (angle: number) => 1.05 + 0.95 * Math.cos((angle / 150) * Math.PI);
        const [l, r] = [90 + degrees, 90 - degrees].map((angle) => [beta, alpha(angle) * w] as const);
        const size = ([re, im]: readonly [number, number]) => Math.hypot(re, im);
        const wantedDb = db(size(r!) / size(l!));
        expect(Math.abs(db(Math.hypot(rRe, rIm) / Math.hypot(lRe, lIm)) - wantedDb)).toBeLessThan(0.1);
        const phase = (re: number, im: number) => Math.atan2(im, re);
        const wanted = phase(...r!) - phase(...l!) + 2 * Math.PI * hz * delayS;
        const off = phase(rRe, rIm) - phase(lRe, lIm) - wanted;
        expect(Math.abs(Math.atan2(Math.sin(off), Math.cos(off)))).toBeLessThan(0.02);
      }
    },
  );

  it('is where it was in time: the mean of both ears is not later by a sample, and in front nothing is changed', () => {
    const voice = speechLike(RATE_HZ, 1, 5);
    for (const degrees of [-30, -12, 0, 20, 30]) {
      const ears = placed([voice], 'headphones', still(sideOf(degrees)));
      const [left, right] = ears.map((ear) => lagOf(voice, ear, 40));
      expect([degrees, Math.abs(left! + right!) <= 1]).toEqual([degrees, true]);
      expect(Math.sign(left! - right!)).toBe(Math.sign(degrees));
      expect(ears.map(({ length }) => length)).toEqual([voice.length, voice.length]);
    }
    const front = placed([voice], 'headphones', still(0));
    expect(front.every((ear) => ear.every((sample, i) => Math.abs(sample - voice[i]!) < 1e-6))).toBe(true);
    expect(shadowShare(90 * DEGREE)).toBeCloseTo(1.05 + 0.95 * Math.cos(0.6 * Math.PI), 9);
    expect(earFilter(90 * DEGREE, RATE_HZ).b0).toBeCloseTo(1, 9);
  });

  it('clicks nowhere while it moves from one side to the other', () => {
    const tone = Float32Array.from({ length: RATE_HZ }, (_, i) =>
      Math.sin((2 * Math.PI * 440 * i) / RATE_HZ),
    );
    const sides = Float32Array.from({ length: 10 }, (_, i) => (i < 5 ? -1 : 1));
    const steepest = (plane: Float32Array) =>
      plane.reduce((most, sample, i) => Math.max(most, i < 2000 ? 0 : Math.abs(sample - plane[i - 1]!)), 0);
    for (const ear of placed([tone], 'headphones', sides))
      expect(steepest(ear)).toBeLessThan(2 * steepest(tone));
  });
});

describe.each<PlaceId>(['stereo', 'headphones'])('placing for %s', (by) => {
  it('does not depend on how the sound is cut, and leaves silence silent', () => {
    const planes = [noise(30_000, 3), noise(30_000, 4)];
    const sides = Float32Array.from({ length: 7 }, (_, i) => Math.sin(i));
    const whole = placed(planes, by, sides);
    for (const piece of [977, 17]) expect(placed(planes, by, sides, piece)).toEqual(whole);
    const silence = placed([new Float32Array(3000)], by, sides);
    expect(silence.every((plane) => plane.length === 3000 && plane.every((sample) => sample === 0))).toBe(
      true,
    );
  });
});

describe('the path of a voice', () => {
  const place = (startS: number, endS: number, side: number) => ({
    startS,
    endS,
    sides: Array.from({ length: Math.round((endS - startS) / 0.1) }, () => side),
  });
  const speech = (pauses: [fromS: number, toS: number][], hops = 200) =>
    Float32Array.from({ length: hops }, (_, i) =>
      pauses.some(([from, to]) => (i + 0.5) * HOP_S > from && (i + 0.5) * HOP_S < to) ? 0 : 0.9,
    );
  const at = (curve: Float32Array, timeS: number) => curve[Math.floor(timeS / HOP_S)]!;

  it('goes over in the pause between two who speak, also where the turns end beside it', () => {
    const curve = placeCurve([place(1, 4.2, -0.5), place(4.2, 9, 0.4)], 200, HOP_S, speech([[4.3, 4.7]]));
    expect(at(curve, 0.3)).toBeCloseTo(-0.5, 6);
    expect(at(curve, 4.15)).toBeCloseTo(-0.5, 6);
    expect(at(curve, 4.75)).toBeCloseTo(0.4, 6);
    expect(at(curve, 8.5)).toBeCloseTo(0.4, 6);
  });

  it('is in the middle where no face is seen to speak for long, and follows a face that moves', () => {
    const moving = { startS: 8, endS: 12, sides: Array.from({ length: 40 }, (_, i) => i / 40) };
    const curve = placeCurve([place(3, 4, 0.8), moving], 200, HOP_S, speech([]));
    expect(at(curve, 1)).toBe(0);
    expect(at(curve, 3.5)).toBeCloseTo(0.8, 6);
    expect(at(curve, 6)).toBe(0);
    expect(at(curve, 9)).toBeCloseTo(0.25, 1);
    expect(at(curve, 11)).toBeCloseTo(0.75, 1);
    expect(at(curve, 15)).toBe(0);
    expect(placeCurve([], 20, HOP_S, speech([])).every((side) => side === 0)).toBe(true);
  });
});

it('of a sound whose right side is turned round in phase the voice is placed as it would be the right way round', () => {
  const [left, right] = [noise(24_000, 1), noise(24_000, 2)];
  const against = right.map((sample) => -sample);
  for (const by of ['stereo', 'headphones'] as const) {
    const asItShould = placed([left, right], by, still(0.7), 4801);
    const turned = placed([left, against], by, still(0.7), 4801, true);
    expect(turned[0]).toEqual(asItShould[0]);
    expect(turned[1].map((sample) => -sample)).toEqual(asItShould[1]);
  }
});
