import { expect, it } from 'vitest';
import { type FaceTrack, LIP_AND_CHIN_COUNT, LIP_POINTS } from '../../core/lips/types';
import { SOUND_HOP_S } from '../../core/sound/types';
import { speechOf } from '../../core/sync/active-speaker';
import {
  type LipEmbeddings,
  lipslateLagMaps,
  type SoundEmbeddings,
  VECTOR_LENGTH,
} from '../../core/sync/lipslate';
import { chanceShare } from '../../core/sync/lipslate-chance';
import { STEP_S } from '../../core/sync/lipslate-inputs';
import { lipslateMatch } from '../../core/sync/lipslate-match';
import { seeded } from '../../core/testing/random';
import { measureFile } from './measure';

const SIZE = 16;
const LOWER = (LIP_POINTS as readonly number[]).indexOf(17);

/** Vectors that wander, so that near ones are alike as those of speech are. */
function wandering(steps: number, seed: number): Int16Array {
  const random = seeded(seed);
  const out = new Int16Array(steps * SIZE);
  let at = Array.from({ length: SIZE }, () => random() - 0.5);
  for (let i = 0; i < steps; i++) {
    at = at.map((value) => 0.8 * value + 0.6 * (random() - 0.5));
    const length = Math.hypot(...at);
    at.forEach((value, e) => {
      out[i * SIZE + e] = (value / length) * VECTOR_LENGTH;
    });
  }
  return out;
}

function talking(durationS: number): FaceTrack {
  const timesS = Float64Array.from({ length: Math.round(durationS * 25) }, (_, i) => i / 25);
  const lips = new Float32Array(timesS.length * LIP_AND_CHIN_COUNT * 2);
  timesS.forEach((timeS, t) => {
    lips[(t * LIP_AND_CHIN_COUNT + LOWER) * 2 + 1] = 0.2 + 0.05 * Math.sin(timeS * 20);
  });
  return {
    id: 1,
    timesS,
    boxes: Float32Array.from({ length: 4 * timesS.length }, (_, i) => [0.3, 0.2, 0.3, 0.4][i % 4]!),
    lips,
    opening: Float32Array.from(timesS, (timeS) => 0.1 + 0.05 * Math.sin(20 * timeS)),
    quality: new Float32Array(timesS.length).fill(1),
    pose: new Float32Array(3 * timesS.length),
    thumbnail: null,
  };
}

/** What is said at a time of the picture is heard `startMs` later, and later by `ppm` microseconds every second. */
async function measure(durationS: number, startMs: number, ppm: number) {
  const steps = Math.round(durationS / STEP_S);
  const values = wandering(steps + 400, 5);
  const sound: SoundEmbeddings = {
    startS: 0,
    from: 0,
    to: steps,
    size: SIZE,
    values: values.slice(0, steps * SIZE),
  };
  const noise = wandering(steps, 6);
  const lips: LipEmbeddings = {
    first: 0,
    length: steps,
    values: new Int16Array(steps * SIZE),
    known: new Float32Array(steps).fill(1),
  };
  for (let i = 0; i < steps; i++) {
    const heard = Math.round(i + (startMs / 1000 + i * STEP_S * ppm * 1e-6) / STEP_S);
    for (let e = 0; e < SIZE; e++) {
      const own = values[Math.max(0, heard) * SIZE + e]!;
      lips.values[i * SIZE + e] = 0.6 * own + 0.4 * noise[i * SIZE + e]!;
    }
  }
  const speech = {
    startS: 0,
    energyDb: new Float32Array(Math.round(durationS / SOUND_HOP_S)),
    bandsDb: new Float32Array(0),
    speech: new Float32Array(Math.round(durationS / SOUND_HOP_S)).fill(1),
  };
  const face = talking(durationS);
  const chunk = {
    ...{ startS: 0, endS: durationS, frameTimesS: face.timesS, cutsS: new Float64Array(0) },
    ...{ tracks: [face], motion: 5 },
  };
  const engine = {
    mapsOf: (track: FaceTrack, searchS: number, how?: object) =>
      lipslateLagMaps(track, lips, sound, speech, searchS, how),
    matchOf: (track: FaceTrack, at: (timeS: number) => number) => lipslateMatch(track.id, lips, sound, at),
    chanceOf: (faces: readonly { offsetMsAt(timeS: number): number | null }[]) =>
      chanceShare(
        faces.map(({ offsetMsAt }) => ({ lips, offsetMsAt })),
        sound,
        speechOf(speech),
      ),
  };
  const { measurement } = await measureFile(
    { chunks: [chunk], sound: speech, lipslate: async () => engine, syncnet: null },
    { engine: 'lipslate', profile: 'itu', searchS: 1, durationS, fps: 25, pictureWidthPx: 1280 },
  );
  return measurement;
}

it.each([
  { what: 'film sound under a PAL picture', ppm: 1e6 / 24 },
  { what: 'PAL sound under a film picture', ppm: -40_000 },
  { what: '23.976 fps sound under a PAL picture', ppm: 42_709 },
])(
  '$what: a drift of several per cent is told as one, in 12 s and in 48 s',
  async ({ ppm }) => {
    for (const durationS of [12, 48]) {
      const { verdict, pattern, segments } = await measure(durationS, 220, ppm);
      expect(verdict).toBe('varies');
      expect(pattern.kind).toBe('drift');
      if (pattern.kind !== 'drift') return;
      expect(Math.abs(pattern.ppm - ppm)).toBeLessThan(2000);
      expect(Math.abs(pattern.startMs - 220)).toBeLessThan(20);
      const endMs = 220 + (ppm * durationS) / 1000;
      expect(Math.abs(pattern.endMs - endMs)).toBeLessThan(25);
      expect(segments.at(-1)!.endS).toBe(durationS);
    }
  },
  60_000,
);

it('a sound at its own speed is not taken for one that runs too slow', async () => {
  const { verdict, pattern } = await measure(12, 220, 0);
  expect(verdict).toBe('late');
  expect(pattern.kind).toBe('constant');
}, 60_000);
