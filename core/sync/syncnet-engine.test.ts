/** What the estimator makes of SyncNet's maps: a dip of the size that real distances have, a second per row. */
import { describe, expect, it } from 'vitest';
import { estimate } from './estimator';
import { trackEvidence } from './track-fusion';
import type { LagMap, Measurement } from './types';

const ROWS = 12;

/** Distances around 11, with a dip of `depth` at `offsetMs` as wide as two frames, and scatter. */
function syncnetMap(offsetMs: number, depth: number): LagMap {
  const lagsMs = Float32Array.from({ length: 51 }, (_, l) => (l - 25) * 40);
  let state = 3;
  const noise = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  const score = Float32Array.from({ length: ROWS * lagsMs.length }, (_, i) => {
    const away = (lagsMs[i % lagsMs.length]! - offsetMs) / 60;
    return 11 - depth * Math.exp((-away * away) / 2) + noise();
  });
  return {
    trackId: 1,
    timesS: Float64Array.from({ length: ROWS }, (_, t) => t + 0.5),
    lagsMs,
    score,
    higherIsBetter: false,
    weight: new Float32Array(ROWS).fill(1),
    windowS: 1,
  };
}

function measured(offsetMs: number, depth: number): Measurement {
  const conditions = {
    speechS: 10,
    visibleSpeechS: 10,
    faces: 1,
    faceWidthPx: 200,
    pictureMotion: 5,
    cutsS: [],
    tracks: [{ id: 1, startS: 0, endS: ROWS, speakingS: 10 }],
  };
  const options = { engine: 'syncnet' as const, profile: 'itu' as const, fps: 25, durationS: ROWS };
  return estimate(trackEvidence([syncnetMap(offsetMs, depth)]), conditions, options);
}

describe('the SyncNet engine', () => {
  it('is sure of a clear dip, and finds it finer than a frame', () => {
    const { verdict, offsetMs, ci95Ms } = measured(-190, 3);
    expect(verdict).toBe('early');
    expect(Math.abs(offsetMs! + 190)).toBeLessThan(12);
    expect(ci95Ms).toBeGreaterThan(35);
  });

  it('reaches further than the 15 frames of the original', () => {
    expect(Math.abs(measured(760, 3).offsetMs! - 760)).toBeLessThan(12);
  });

  it('is not sure where no lag is nearer than the others', () => {
    expect(measured(0, 0).verdict).toBe('unsure');
  });
});
