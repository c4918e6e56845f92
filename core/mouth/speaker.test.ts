import { expect, test } from 'vitest';
import { lipShape, openingOfShape, SHAPE_SIZE, shapeMovement } from '../lips/shape';
import { LIP_AND_CHIN_COUNT } from '../lips/types';
import { fitSpeaker, speakerShapes } from './speaker';
import { drawnFace } from './testing/drawn-face';

const CLOSED_LIPS = drawnFace(0).lips;
const STEPS = 1500;
const FPS = 25;

/** A predicted opening that comes and goes as syllables do, as shapes of a common speaker. */
function said(steps: number, phase: number): Float32Array {
  const shapes = new Float32Array(steps * SHAPE_SIZE);
  for (let i = 0; i < steps; i++) {
    const t = 0.02 * i + phase;
    const opening =
      0.03 * (Math.sin(24 * t) * Math.sin(2.3 * t) + Math.sin(15.7 * t) * Math.sin(3.7 * t + 1));
    const width = 0.01 * Math.sin(9.1 * t + phase);
    shapes.set(moved(opening, width), i * SHAPE_SIZE);
  }
  return shapes;
}

/** Lower lip and chin go down, the upper lip a little up. */
function moved(opening: number, width: number): Float32Array {
  const shape = new Float32Array(SHAPE_SIZE);
  for (const k of [40, 42, 44, 45, 30, 31, 32, 33]) shape[k] = 0.8 * opening;
  for (const k of [41, 43, 34, 35, 36, 37]) shape[k] = -0.2 * opening;
  for (const k of [0, 9]) shape[k] = width;
  return shape;
}

/** A face whose lips do so, `gain` as far, some steps before what is heard of them. */
function face(heard: Float32Array, gain: number, lateSteps: number) {
  const frames = Math.floor((heard.length / SHAPE_SIZE - 60) * 0.02 * FPS);
  const timesS = Float64Array.from({ length: frames }, (_, n) => 0.5 + n / FPS);
  const lips = new Float32Array(frames * LIP_AND_CHIN_COUNT * 2);
  const movement = new Float32Array(LIP_AND_CHIN_COUNT * 2);
  timesS.forEach((timeS, n) => {
    const step = Math.round(timeS / 0.02) + lateSteps;
    const shape = heard.slice(step * SHAPE_SIZE, (step + 1) * SHAPE_SIZE).map((value) => gain * value);
    const rest = moved(0.08, 0);
    shapeMovement(
      shape.map((value, k) => value + rest[k]!),
      movement,
    );
    lips.set(
      CLOSED_LIPS.map((value, k) => value + movement[k]!),
      n * LIP_AND_CHIN_COUNT * 2,
    );
  });
  const none = new Float32Array(0);
  return { timesS, lips, quality: new Float32Array(frames).fill(1), outlines: none, lowerFaces: none };
}

const ALWAYS = speech(() => true);
function speech(isSpoken: (timeS: number) => boolean) {
  const rows = 2 * STEPS;
  const spoken = (row: number) => isSpoken(row * 0.01);
  return {
    startS: 0,
    energyDb: Float32Array.from({ length: rows }, (_, row) => (spoken(row) ? -20 : -80)),
    speech: Float32Array.from({ length: rows }, (_, row) => (spoken(row) ? 1 : 0)),
  };
}

const openings = (shapes: Float32Array) =>
  Array.from({ length: shapes.length / SHAPE_SIZE }, (_, i) =>
    openingOfShape(shapes.subarray(i * SHAPE_SIZE, (i + 1) * SHAPE_SIZE)),
  );

function likeness(a: readonly number[], b: readonly number[]) {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  const sum = (f: (i: number) => number) => a.reduce((total, _, i) => total + f(i), 0);
  const spread = (values: readonly number[], m: number) => Math.sqrt(sum((i) => (values[i]! - m) ** 2));
  return {
    r: sum((i) => (a[i]! - ma) * (b[i]! - mb)) / (spread(a, ma) * spread(b, mb)),
    ratio: spread(a, ma) / spread(b, mb),
  };
}

for (const [gain, lateSteps] of [
  [1, 0],
  [1.7, 0],
  [0.6, 10],
  [1.3, -15],
] as const) {
  test(`lips that move ${gain} times as far, heard ${20 * lateSteps} ms late, do so for new speech, and in time`, () => {
    const heard = said(STEPS, 0);
    const speaker = fitSpeaker([face(heard, gain, lateSteps)], heard);
    const fresh = said(STEPS, 100);
    const { shapes, steps } = speakerShapes(fresh, speaker, ALWAYS);
    expect(steps).toBe(STEPS);
    const wanted = openings(fresh).map((opening) => Math.max(0, 0.08 + gain * opening));
    const { r, ratio } = likeness(openings(shapes).slice(50, -50), wanted.slice(50, -50));
    // Quick movements are enlarged, and lips that nearly meet do meet: not the very same curve.
    expect(r).toBeGreaterThan(0.85);
    expect(ratio).toBeGreaterThan(0.85);
    expect(ratio).toBeLessThan(1.4);
  });
}

test('where nobody speaks the lips are shut, and they open and shut softly', () => {
  const heard = said(STEPS, 0);
  const speaker = fitSpeaker([face(heard, 1, 0)], heard);
  const { shapes } = speakerShapes(
    said(STEPS, 7),
    speaker,
    speech((timeS) => timeS > 10 && timeS < 20),
  );
  const all = openings(shapes);
  expect(Math.max(...all.slice(0, 480), ...all.slice(1020))).toBeLessThan(0.021);
  expect(Math.max(...all.slice(520, 980))).toBeGreaterThan(0.1);
  const steps = all.map((opening, i) => Math.abs(opening - (all[i - 1] ?? opening)));
  expect(Math.max(...steps)).toBeLessThan(0.04);
});

test('a photo’s mouth opens for speech, is shut without, and lips never go through each other', () => {
  const still = { ...face(said(STEPS, 0), 0, 0), timesS: Float64Array.of(0) };
  const photo = { ...still, lips: Float32Array.from(CLOSED_LIPS), quality: Float32Array.of(1) };
  const speaker = fitSpeaker([photo], null);
  expect(speaker.habit).toBeNull();
  const { shapes } = speakerShapes(
    said(STEPS, 3),
    speaker,
    speech((timeS) => timeS > 5),
  );
  const all = openings(shapes);
  expect(Math.max(...all.slice(0, 230))).toBeLessThan(0.002);
  expect(Math.max(...all.slice(300))).toBeGreaterThan(0.08);
  expect(Math.min(...all)).toBeGreaterThanOrEqual(0);
  const still0 = new Float32Array(SHAPE_SIZE);
  lipShape(photo.lips, 0, still0);
  // Shut, everything but the lips' meeting is as in the photo.
  for (let k = 0; k < SHAPE_SIZE; k++) expect(Math.abs(shapes[k]! - still0[k]!)).toBeLessThan(0.03);
});

test('of a film with too few pictures a second, and of one whose sound is empty, the mouth keeps its size', () => {
  const heard = said(STEPS, 0);
  const all = face(heard, 1, 0);
  const rows = [...all.timesS.keys()].filter((row) => row % FPS === 0);
  const slow = {
    ...all,
    timesS: Float64Array.from(rows, (row) => all.timesS[row]!),
    quality: Float32Array.from(rows, () => 1),
    lips: Float32Array.from(
      rows.flatMap((row) => [
        ...all.lips.subarray(row * 2 * LIP_AND_CHIN_COUNT, (row + 1) * 2 * LIP_AND_CHIN_COUNT),
      ]),
    ),
  };
  const own = new Float32Array(SHAPE_SIZE);
  lipShape(slow.lips, 0, own);
  for (const speaker of [fitSpeaker([slow], heard), fitSpeaker([all], new Float32Array(0))]) {
    expect(speaker.habit).toBeNull();
    expect(speaker.mean[0]).toBeCloseTo(own[0]!, 1);
    expect(speaker.mean.every(Number.isFinite)).toBe(true);
  }
});
