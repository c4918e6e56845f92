import { describe, expect, test } from 'vitest';
import { evidenceOf, measurementOf, trackOf } from './fixture';
import {
  lipSeries,
  loudnessRange,
  offsetAtMs,
  seenStretches,
  speechStretches,
  visibleStretches,
} from './series';

const swing = (timeS: number) => 0.2 + 0.15 * Math.sin(9 * timeS);
const result = (id: number, speakingS: number) => ({
  id,
  startS: 0,
  endS: 10,
  offsetMs: null,
  confidence: 0,
  probability: 0,
  speakingS,
});

describe('the lips of whoever speaks', () => {
  test('with two faces the curve follows the active speaker and else the one who speaks more', () => {
    const series = lipSeries(
      evidenceOf({
        tracks: [trackOf(1, 0, 10, swing), trackOf(2, 0, 10, swing)],
        measurement: measurementOf({
          tracks: [result(1, 8), result(2, 2)],
          activeSpeaker: [{ startS: 4, endS: 6, trackId: 2 }],
        }),
      }),
    );
    const faceAt = (timeS: number) => series.trackId[series.timesS.findIndex((t) => t >= timeS)];
    expect([faceAt(1), faceAt(5), faceAt(8)]).toEqual([1, 2, 1]);
    expect(series.timesS.length).toBe(250);
    expect(series.timesS.every((t, i) => i === 0 || t > series.timesS[i - 1]!)).toBe(true);
  });

  test('a face that opens its lips little is drawn as tall as one that opens them wide', () => {
    for (const scale of [1, 3]) {
      const { opening } = lipSeries(evidenceOf({ tracks: [trackOf(1, 0, 10, (t) => scale * swing(t))] }));
      expect(Math.max(...opening)).toBeCloseTo(1);
      expect(Math.min(...opening)).toBeCloseTo(0);
    }
  });

  test('lips that do not move are not blown up to fill the picture', () => {
    const { opening } = lipSeries(
      evidenceOf({ tracks: [trackOf(1, 0, 4, (t) => 0.05 + 0.004 * Math.sin(50 * t))] }),
    );
    expect(Math.max(...opening)).toBeLessThan(0.15);
  });

  test('without any face there is an empty curve', () => {
    expect(lipSeries(evidenceOf()).timesS.length).toBe(0);
  });
});

describe('stretches', () => {
  test('speech is found, and the pause inside a word does not split it', () => {
    const values = new Float32Array(300);
    values.fill(1, 50, 100).fill(1, 108, 150).fill(0.9, 200, 250);
    const stretches = speechStretches({ startS: 1, values });
    expect(stretches.length).toBe(2);
    expect(stretches[0]!.startS).toBeCloseTo(1.5, 1);
    expect(stretches[0]!.endS).toBeCloseTo(2.5, 1);
  });

  test('values that are not numbers count as no speech', () => {
    expect(speechStretches({ startS: 0, values: new Float32Array(9).fill(Number.NaN) })).toEqual([]);
  });

  test('a face that leaves and comes back has two stretches', () => {
    const track = trackOf(1, 0, 2, () => 0);
    track.timesS.set(
      Float64Array.from({ length: 25 }, (_, i) => 5 + i / 25),
      25,
    );
    expect(seenStretches(track).map((s) => Math.round(s.startS))).toEqual([0, 5]);
  });

  test('only what can be seen is drawn', () => {
    const stretches = Array.from({ length: 1000 }, (_, i) => ({ startS: i, endS: i + 0.5 }));
    expect(visibleStretches(stretches, 10.6, 12.2).map((s) => s.startS)).toEqual([11, 12]);
  });

  test('the loudness range leaves silence at the bottom and survives an empty sound', () => {
    const [low, high] = loudnessRange(Float32Array.from({ length: 100 }, (_, i) => (i < 50 ? -100 : -20)));
    expect([low, high]).toEqual([-70, -20]);
    expect(loudnessRange(new Float32Array(0)).every(Number.isFinite)).toBe(true);
  });
});

describe('the offset at a time', () => {
  const segment = (startS: number, endS: number, offsetMs: number) => ({
    startS,
    endS,
    offsetMs,
    ci95Ms: 8,
    confidence: 0.9,
    probability: 0.9,
    startsAt: 'file' as const,
    group: 1,
    trackIds: [1],
  });

  test('follows a step, a drift, and the headline when there are no stretches', () => {
    const steps = measurementOf({
      pattern: { kind: 'steps', atS: [10] },
      segments: [segment(0, 10, 0), segment(10, 20, 300)],
    });
    expect([offsetAtMs(steps, 2), offsetAtMs(steps, 15), offsetAtMs(steps, 99)]).toEqual([0, 300, 300]);
    const drift = measurementOf({
      pattern: { kind: 'drift', ppm: 5000, startMs: -50, endMs: 50 },
      segments: [segment(0, 10, -25), segment(10, 20, 25)],
    });
    expect(offsetAtMs(drift, 10)).toBeCloseTo(0);
    expect(offsetAtMs(measurementOf(), 3)).toBe(120);
    expect(offsetAtMs(measurementOf({ offsetMs: null }), 3)).toBeNull();
  });
});
