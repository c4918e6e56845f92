import { describe, expect, it } from 'vitest';
import { type FaceTrack, LIP_AND_CHIN_COUNT, LIP_POINTS } from '../lips/types';
import { BAND_COUNT, SOUND_HOP_S, type SoundFeatures } from '../sound/types';
import { seeded } from '../testing/random';
import { findPeak, fuse, standardise } from './lag-curve';
import { motionLagMaps, prepareMotionSound } from './motion';

/** Syllables at irregular times; what jaw and loudness both follow. */
function syllables(durationS: number, seed = 3): (timeS: number) => number {
  const random = seeded(seed);
  const centres: { timeS: number; height: number; widthS: number }[] = [];
  for (let timeS = 0.2; timeS < durationS; timeS += 0.12 + 0.3 * random()) {
    centres.push({ timeS, height: 0.3 + 0.7 * random(), widthS: 0.04 + 0.04 * random() });
  }
  return (timeS) =>
    centres.reduce((sum, c) => sum + c.height * Math.exp(-0.5 * ((timeS - c.timeS) / c.widthS) ** 2), 0);
}

function trackOf(frameTimesS: number[], opening: (timeS: number) => number): FaceTrack {
  const T = frameTimesS.length;
  const lips = new Float32Array(T * LIP_AND_CHIN_COUNT * 2);
  const lower = (LIP_POINTS as readonly number[]).indexOf(17);
  frameTimesS.forEach((timeS, t) => {
    lips[(t * LIP_AND_CHIN_COUNT + lower) * 2 + 1] = 0.2 + 0.15 * opening(timeS);
  });
  return {
    id: 1,
    timesS: Float64Array.from(frameTimesS),
    boxes: new Float32Array(T * 4),
    lips,
    opening: Float32Array.from(frameTimesS, opening),
    quality: new Float32Array(T).fill(1),
    pose: new Float32Array(T * 3),
    thumbnail: null,
  };
}

/** @param lateS how much later the sound is than the picture */
function soundOf(durationS: number, loudness: (timeS: number) => number, lateS: number): SoundFeatures {
  const T = Math.round(durationS / SOUND_HOP_S);
  const energyDb = Float32Array.from({ length: T }, (_, i) => -50 + 35 * loudness(i * SOUND_HOP_S - lateS));
  const bandsDb = Float32Array.from(
    { length: T * BAND_COUNT },
    (_, k) => energyDb[Math.floor(k / BAND_COUNT)]! - 8,
  );
  return { startS: 0, energyDb, bandsDb, speech: new Float32Array(T).fill(1) };
}

function bestLagMs(track: FaceTrack, sound: SoundFeatures): number {
  const [map] = motionLagMaps(track, prepareMotionSound(sound), 1)!;
  const evidence = standardise(map!);
  return findPeak(fuse(evidence), evidence.lagsMs)!.lagMs;
}

/**
 * Lips that follow loudness exactly are not how people speak; what the engine knows of articulation puts them off by a
 * fixed amount. What must be exact is the difference between two shifts.
 */
function measuredShiftMs(track: FaceTrack, speech: (timeS: number) => number, lateS: number): number {
  return bestLagMs(track, soundOf(12, speech, lateS)) - bestLagMs(track, soundOf(12, speech, 0));
}

function frameTimes(durationS: number, fps: number): number[] {
  return Array.from({ length: Math.floor(durationS * fps) }, (_, i) => i / fps);
}

describe('the motion engine', () => {
  it.each([-800, -200, -37, 0, 80, 213, 480, 800])('finds a sound that is %d ms late', (offsetMs) => {
    const speech = syllables(12);
    const shift = measuredShiftMs(trackOf(frameTimes(12, 25), speech), speech, offsetMs / 1000);
    expect(Math.abs(shift - offsetMs)).toBeLessThan(6);
  });

  it.each([15, 23.976, 29.97, 50, 60])('does not care about the frame rate (%d fps)', (fps) => {
    const speech = syllables(12, 9);
    const lag = bestLagMs(trackOf(frameTimes(12, fps), speech), soundOf(12, speech, 0.12));
    const at25 = bestLagMs(trackOf(frameTimes(12, 25), speech), soundOf(12, speech, 0.12));
    expect(Math.abs(lag - at25)).toBeLessThan(6);
    expect(Math.abs(lag - 120)).toBeLessThan(20);
  });

  it('follows the timestamps of a variable frame rate', () => {
    const random = seeded(4);
    const times = [0];
    while (times[times.length - 1]! < 12) times.push(times[times.length - 1]! + 0.02 + 0.05 * random());
    const speech = syllables(12, 5);
    expect(Math.abs(measuredShiftMs(trackOf(times, speech), speech, -0.2) + 200)).toBeLessThan(6);
  });

  it('gives still lips no weight', () => {
    const speech = syllables(12);
    const [map] = motionLagMaps(
      trackOf(frameTimes(12, 25), () => 0.1),
      prepareMotionSound(soundOf(12, speech, 0)),
      1,
    )!;
    expect(Math.max(...map!.weight)).toBe(0);
  });

  it('does not compare a track that is too short', () => {
    const speech = syllables(12);
    expect(
      motionLagMaps(trackOf(frameTimes(0.3, 25), speech), prepareMotionSound(soundOf(12, speech, 0)), 1),
    ).toBeNull();
  });
});
