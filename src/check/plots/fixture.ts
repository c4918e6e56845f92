/** Small made-up evidence for the tests of this folder. */
import type { FaceTrack } from '../../../core/lips/types';
import type { Measurement } from '../../../core/sync/types';
import type { CheckEvidence } from '../../../workers/sync/contract';

export function trackOf(
  id: number,
  startS: number,
  endS: number,
  opening: (timeS: number) => number,
): FaceTrack {
  const n = Math.round((endS - startS) * 25);
  const timesS = Float64Array.from({ length: n }, (_, i) => startS + i / 25);
  return {
    id,
    timesS,
    boxes: new Float32Array(4 * n),
    lips: new Float32Array(92 * n),
    opening: Float32Array.from(timesS, opening),
    quality: new Float32Array(n).fill(1),
    pose: new Float32Array(3 * n),
    thumbnail: null,
  };
}

export function measurementOf(change: Partial<Measurement> = {}): Measurement {
  return {
    verdict: 'late',
    engine: 'motion',
    offsetMs: 120,
    ci95Ms: 9,
    confidence: 0.97,
    probability: 0.9,
    profile: 'itu',
    level: 'unnoticeable',
    pattern: { kind: 'constant' },
    segments: [],
    tracks: [],
    activeSpeaker: [],
    votes: [],
    evidence: {
      visibleSpeechS: 8,
      windows: 12,
      windowsAgreeing: 10,
      edgeHits: 0,
      searchS: 1,
      peakZ: 8,
      secondPeak: 0.3,
    },
    reasons: [],
    ...change,
  };
}

export function evidenceOf(change: Partial<CheckEvidence> = {}): CheckEvidence {
  return {
    measurement: measurementOf(),
    tracks: [],
    lagMaps: [],
    syncnet: null,
    speech: { startS: 0, values: new Float32Array(0) },
    energyDb: new Float32Array(0),
    cutsS: new Float64Array(0),
    frameTimesS: new Float64Array(0),
    ...change,
  };
}
