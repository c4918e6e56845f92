import { describe, expect, it } from 'vitest';
import { SHOT_HEIGHT, SHOT_WIDTH, ShotDetector } from './shot-detection';

const PIXELS = SHOT_WIDTH * SHOT_HEIGHT;

/** A smooth made-up scene; another seed is another scene, `shift` moves the camera by pixels. */
function scene(seed: number, shift = 0): Uint8Array {
  const luma = new Uint8Array(PIXELS);
  for (let i = 0; i < PIXELS; i++) {
    const x = (i % SHOT_WIDTH) + shift;
    const y = Math.floor(i / SHOT_WIDTH);
    const wave =
      Math.sin(x * (0.08 + 0.05 * Math.sin(seed)) + 2 * seed) +
      Math.sin(y * (0.15 + 0.06 * Math.cos(3 * seed)) + seed) +
      0.7 * Math.sin(0.11 * (x + y) * Math.sin(2 * seed + 1));
    luma[i] = 110 + 35 * wave + ((i * 7919) % 7);
  }
  return luma;
}

const lit = (luma: Uint8Array, gain: number, offset: number) =>
  Uint8Array.from(luma, (value) => Math.min(255, Math.max(0, gain * value + offset)));
const flat = (value: number) => new Uint8Array(PIXELS).fill(value);

function cutsIn(frames: Uint8Array[]): number[] {
  const detector = new ShotDetector();
  return frames.flatMap((frame, index) => (detector.push(frame).cut ? [index] : []));
}

describe('cuts between shots', () => {
  it('are found where one scene is followed by another', () => {
    for (let seed = 1; seed < 12; seed++) {
      expect(cutsIn([scene(seed), scene(seed), scene(seed + 20), scene(seed + 20)])).toEqual([2]);
    }
  });

  it('are not seen in a still picture, its noise or a slow pan', () => {
    expect(cutsIn(Array.from({ length: 30 }, (_, t) => scene(1, t)))).toEqual([]);
    expect(cutsIn(Array.from({ length: 10 }, () => scene(1)))).toEqual([]);
  });

  it('are not seen when the light changes or a flash bleaches the scene', () => {
    expect(cutsIn([scene(2), lit(scene(2), 1, 60), scene(2), lit(scene(2), 0.5, 0), scene(2)])).toEqual([]);
    expect(cutsIn([scene(2), scene(2), lit(scene(2), 1.3, 60), scene(2)])).toEqual([]);
    expect(cutsIn([scene(2), flat(255), flat(255), scene(2)])).toEqual([]);
  });

  it('are found behind black', () => {
    expect(cutsIn([scene(3), flat(16), flat(16), scene(30), scene(30)])).toEqual([3]);
    expect(cutsIn([scene(3), flat(16), scene(3)])).toEqual([]);
  });

  it('are taken back when the old shot returns within a few frames', () => {
    const detector = new ShotDetector();
    const steps = [scene(4), scene(4), scene(17), scene(4), scene(4)].map((frame) => detector.push(frame));
    expect(steps.map((step) => step.cut)).toEqual([false, false, true, false, false]);
    expect(steps.map((step) => step.returned)).toEqual([false, false, false, true, false]);
  });

  it('stand when the old scene returns later, as in a dialogue', () => {
    const second = Array.from({ length: 25 }, () => scene(17));
    expect(cutsIn([scene(4), scene(4), ...second, scene(4)])).toEqual([2, 27]);
  });
});

describe('motion of the picture', () => {
  it('is the mean change of luma, and nothing for a still', () => {
    const detector = new ShotDetector();
    expect(detector.push(scene(5)).motion).toBe(0);
    expect(detector.push(scene(5)).motion).toBe(0);
    expect(detector.push(scene(5).map((value) => value + 3)).motion).toBeCloseTo(3, 6);
  });
});
