import { describe, expect, it } from 'vitest';
import { SHAPE_SIZE } from '../lips/shape';
import { type FaceTrack, LIP_AND_CHIN_COUNT, LIP_POINTS } from '../lips/types';
import { FINE_BANDS, type FineSound } from '../sound/fine-bands';
import { SOUND_HOP_S, type SoundFeatures } from '../sound/types';
import { seeded } from '../testing/random';
import { findPeak, fuse, standardise } from './lag-curve';
import { type LipEmbeddings, lipslateLagMaps, type SoundEmbeddings, VECTOR_LENGTH } from './lipslate';
import { embedLips, embedSound } from './lipslate-embed';
import { LipGrid, lipSteps, STEP_S, soundLevels, soundRange } from './lipslate-inputs';
import { lipslateInNode } from './testing/lipslate-network';

const SIZE = 8;
const LOWER = (LIP_POINTS as readonly number[]).indexOf(17);

/** A face whose lower lip moves; what it is embedded as is given to the engine directly. */
function trackOf(timesS: number[], opening: (timeS: number) => number): FaceTrack {
  const T = timesS.length;
  const lips = new Float32Array(T * LIP_AND_CHIN_COUNT * 2);
  timesS.forEach((timeS, t) => {
    lips[(t * LIP_AND_CHIN_COUNT + LOWER) * 2 + 1] = opening(timeS);
  });
  return {
    id: 1,
    timesS: Float64Array.from(timesS),
    boxes: new Float32Array(4 * T),
    lips,
    opening: Float32Array.from(timesS, opening),
    quality: new Float32Array(T).fill(1),
    pose: new Float32Array(3 * T),
    thumbnail: null,
  };
}

const times = (fromS: number, toS: number) =>
  Array.from({ length: Math.round((toS - fromS) * 25) }, (_, i) => fromS + i / 25);

const speechAll = (durationS: number): SoundFeatures => ({
  startS: 0,
  energyDb: new Float32Array(Math.round(durationS / SOUND_HOP_S)),
  bandsDb: new Float32Array(0),
  speech: new Float32Array(Math.round(durationS / SOUND_HOP_S)).fill(1),
});

/** Vectors that wander, so that near ones are alike as real ones are. */
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

/** Lips from fromS to toS, embedded as the sound that is `late` steps later. */
function pair(durationS: number, fromS: number, toS: number, late: number) {
  const steps = Math.round(durationS / STEP_S);
  const values = wandering(steps, 5);
  const sound: SoundEmbeddings = { startS: 0, from: 0, to: steps, size: SIZE, values };
  const first = Math.round(fromS / STEP_S);
  const length = Math.round((toS - fromS) / STEP_S);
  const own = new Int16Array(length * SIZE);
  for (let i = 0; i < length; i++) {
    const at = Math.max(0, Math.min(steps - 1, first + i + late));
    own.set(values.subarray(at * SIZE, (at + 1) * SIZE), i * SIZE);
  }
  const lips: LipEmbeddings = { first, length, values: own, known: new Float32Array(length).fill(1) };
  return { sound, lips, features: speechAll(durationS) };
}

const moving = (timeS: number) => 0.2 + 0.05 * Math.sin(timeS * 20);

describe('the lag map of the learned engine', () => {
  it.each([-44, -6, 0, 3, 50])('peaks where lips and sound are alike: %d steps of 20 ms', (late) => {
    const { sound, lips, features } = pair(12, 2, 10, late);
    const [map] = lipslateLagMaps(trackOf(times(2, 10), moving), lips, sound, features, 1)!;
    const evidence = standardise(map!);
    expect(findPeak(fuse(evidence), evidence.lagsMs)!.lagMs).toBeCloseTo(late * 20, 0);
    expect(map!.timesS[0]).toBeCloseTo(2 + map!.windowS / 2, 5);
    expect(Math.min(...map!.weight)).toBeGreaterThan(0.9);
  });

  it('knows nothing of lags at which the sound has ended or the lips were not seen', () => {
    const { sound, lips, features } = pair(6, 0, 6, 0);
    lips.known.fill(0, 0, 150);
    const [map] = lipslateLagMaps(trackOf(times(0, 6), moving), lips, sound, features, 1)!;
    const { lagsMs, score, timesS } = map!;
    const L = lagsMs.length;
    expect(score[0]).toBeNaN();
    const last = score.subarray((timesS.length - 1) * L);
    expect(last[L - 1]).toBeNaN();
    expect(last[(L - 1) / 2]).toBeCloseTo(1, 3);
  });

  it('is the same with a finer one beside it, whose peak is where its own is', () => {
    const { sound, lips, features } = pair(12, 2, 10, 6);
    const of = (finerS?: number) =>
      lipslateLagMaps(trackOf(times(2, 10), moving), lips, sound, features, 1, { finerS })!;
    const [map, finer] = of(1);
    expect(of()).toEqual([map]);
    expect(finer!.windowS).toBeCloseTo(1.04, 5);
    expect(finer!.timesS.length).toBeGreaterThan(map!.timesS.length);
    const evidence = standardise(finer!);
    expect(findPeak(fuse(evidence), evidence.lagsMs)!.lagMs).toBeCloseTo(120, 0);
  });

  it('gives still lips no weight', () => {
    const { sound, lips, features } = pair(6, 0, 6, 0);
    const [map] = lipslateLagMaps(
      trackOf(times(0, 6), () => 0.2),
      lips,
      sound,
      features,
      1,
    )!;
    expect(Math.max(...map!.weight)).toBe(0);
  });

  it('is not there for less than half a second of lips or of sound', () => {
    const { sound, lips, features } = pair(6, 0, 0.4, 0);
    expect(lipslateLagMaps(trackOf(times(0, 0.4), moving), lips, sound, features, 1)).toBeNull();
    const long = pair(6, 0, 6, 0);
    expect(
      lipslateLagMaps(trackOf(times(0, 6), moving), long.lips, { ...sound, to: 20 }, features, 1),
    ).toBeNull();
  });
});

describe('embedding in runs', { timeout: 30_000 }, () => {
  const random = seeded(3);
  const seconds = 36;
  const levels = Uint8Array.from({ length: (seconds / SOUND_HOP_S) * FINE_BANDS }, () => 100 + 60 * random());
  const sound: FineSound = { startS: 0.25, levels };

  it('gives a long sound the vectors it would have in one run', async () => {
    const network = await lipslateInNode();
    const rows = levels.length / FINE_BANDS;
    const data = soundLevels(sound, soundRange(sound), 0, rows);
    const whole = await network(
      {
        lips: { data: new Float32Array(46), dims: [1, 46, 1] },
        known: { data: new Float32Array(1), dims: [1, 1, 1] },
        sound: { data, dims: [1, FINE_BANDS, rows] },
      },
      'sound_embedding',
    );
    const { values, to } = await embedSound(network, sound);
    expect(to).toBe(rows / 2);
    expect(values).toHaveLength(whole.data.length);
    let worst = 0;
    for (let i = 0; i < values.length; i++)
      worst = Math.max(worst, Math.abs(values[i]! / VECTOR_LENGTH - whole.data[i]!));
    expect(worst).toBeLessThan(1e-4);
    // 36 s are 1800 steps: one run of them, and no more where that is enough.
    const part = await embedSound(network, sound, 700);
    expect(part.to).toBe(1500);
    expect(part.values).toEqual(values.slice(0, part.values.length));
  });

  it('sees the same of a stretch of the lips as of all of them', () => {
    const track = trackOf(times(0.3, 34), moving);
    const whole = lipSteps(track, 0);
    const grid = new LipGrid(track, 0);
    expect([grid.first, grid.length, [...grid.known]]).toEqual([whole.first, whole.length, [...whole.known]]);
    for (const [from, to] of [
      [0, 400],
      [777, 1300],
      [whole.length - 60, whole.length],
    ] as const) {
      const out = new Float32Array(SHAPE_SIZE * (to - from));
      grid.quick(from, to, out);
      let worst = 0;
      for (let i = 0; i < out.length; i++) {
        const [channel, step] = [Math.floor(i / (to - from)), from + (i % (to - from))];
        worst = Math.max(worst, Math.abs(out[i]! - whole.shape[channel * whole.length + step]!));
      }
      expect(worst).toBeLessThan(1e-6);
    }
  });

  it('places lips on the steps of the sound, whenever that begins', async () => {
    const network = await lipslateInNode();
    const track = trackOf(times(1, 34), moving);
    const { first, length, values, known } = await embedLips(network, track, sound.startS);
    expect((sound.startS + first * STEP_S - 1) / STEP_S).toBeCloseTo(0.5, 1);
    expect(length).toBe(lipSteps(track, sound.startS).length);
    expect(known).toHaveLength(length);
    expect(values.length % length).toBe(0);
    const last = values.subarray(values.length - values.length / length);
    expect(Math.hypot(...last) / VECTOR_LENGTH).toBeCloseTo(1, 3);
  });
});
