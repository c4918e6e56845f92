/** Checked files for the reports' tests: figures as a check gives them, times and rates chosen by the test. */

import type { Correction } from '../../fix/correction';
import { correctionInUse } from '../../fix/in-use';
import { applyProfile } from '../../sync/profiles';
import type { Measurement, Pattern, Segment } from '../../sync/types';
import { toRecord } from '../record';
import type { MediaFacts, ReportFacts } from '../report-data';

export const PAL = 25;
export const FILM = 24_000 / 1001;
export const NTSC = 30_000 / 1001;

interface Chosen {
  file?: string;
  fps?: number;
  durationS?: number;
  variableFrameRate?: boolean;
  channels?: number;
  container?: string;
  warnings?: string[];
}

/** One offset all along: positive = sound late. */
export function steady(offsetMs: number, chosen: Chosen = {}): ReportFacts {
  const durationS = chosen.durationS ?? 10;
  const verdict = Math.abs(offsetMs) <= 45 ? 'in-sync' : offsetMs > 0 ? 'late' : 'early';
  return factsOf(
    measured({
      verdict,
      offsetMs,
      segments: [segment(0, durationS, offsetMs)],
      pattern: { kind: 'constant' },
    }),
    { ...chosen, durationS },
  );
}

/** From 0 ms to `endMs` at the end; the check shows it as four pieces. */
export function drifting(endMs: number, chosen: Chosen = {}): ReportFacts {
  const durationS = chosen.durationS ?? 600;
  const segments = [0, 1, 2, 3].map((i) =>
    segment((i * durationS) / 4, ((i + 1) * durationS) / 4, (endMs * (2 * i + 1)) / 8),
  );
  const pattern = { kind: 'drift', ppm: (endMs * 1000) / durationS, startMs: 0, endMs } as const;
  return factsOf(measured({ verdict: 'varies', offsetMs: endMs / 2, segments, pattern }), {
    ...chosen,
    durationS,
  });
}

/** +100 ms until 4 s, -60 ms until 8 s, +100 ms until 12 s. */
export function stepping(chosen: Chosen = {}): ReportFacts {
  const segments = [segment(0, 4, 100), segment(4, 8, -60), segment(8, 12, 100)];
  const pattern: Pattern = { kind: 'steps', atS: [4, 8] };
  return factsOf(measured({ verdict: 'varies', offsetMs: 100, segments, pattern }), {
    durationS: 12,
    ...chosen,
  });
}

/** A best guess of 120 ms that nobody should rely on. */
export function unsure(chosen: Chosen = {}): ReportFacts {
  const facts = steady(120, chosen);
  const measurement: Measurement = {
    ...facts.measurement,
    verdict: 'unsure',
    level: null,
    confidence: 0.41,
    probability: 0.3,
    reasons: ['lips-still'],
  };
  return factsOf(measurement, { ...chosen, durationS: facts.media.durationS });
}

export function withCorrection(facts: ReportFacts, correction: Correction | null): ReportFacts {
  return { ...facts, correction };
}

/** The sound 20 ms later than measured, by hand. */
export function nudged(facts: ReportFacts): ReportFacts {
  return { ...facts, correction: correctionInUse(facts.measurement, -20).correction, byHandMs: -20 };
}

export function withFix(facts: ReportFacts): ReportFacts {
  const { offsetMs } = facts.measurement;
  return {
    ...facts,
    fix: {
      file: 'talk.in-sync.mp4',
      mode: 'lossless',
      correction: { kind: 'shift', offsetMs: offsetMs ?? 0 },
      how: 'The sound was moved by its times; the first 0.1 s of it, which were silent, were left out.',
      appliedMs: offsetMs,
      beforeMs: offsetMs,
      afterMs: 2.4,
      afterCi95Ms: 8.1,
      residualMs: 2.4,
      good: true,
    },
  };
}

function segment(startS: number, endS: number, offsetMs: number): Segment {
  return {
    startS,
    endS,
    offsetMs,
    ci95Ms: 8.04,
    confidence: 0.971,
    probability: 0.962,
    startsAt: 'file',
    group: 1,
    trackIds: [1],
  };
}

function measured(found: Pick<Measurement, 'verdict' | 'offsetMs' | 'segments' | 'pattern'>): Measurement {
  const measurement: Measurement = {
    ...found,
    engine: 'motion',
    ci95Ms: 8.04,
    confidence: 0.971,
    probability: 0.962,
    profile: 'itu',
    level: 'acceptable',
    tracks: [
      {
        id: 1,
        startS: 0,
        endS: 9.5,
        offsetMs: found.offsetMs,
        confidence: 0.97,
        probability: 0.96,
        speakingS: 7.234,
      },
      { id: 2, startS: 3, endS: 4, offsetMs: null, confidence: 0, probability: 0, speakingS: 0 },
    ],
    activeSpeaker: [],
    votes: [],
    evidence: {
      visibleSpeechS: 7.2,
      windows: 20,
      windowsAgreeing: 18,
      edgeHits: 0,
      searchS: 1,
      peakZ: 6.1,
      secondPeak: 0.2,
    },
    reasons: [],
  };
  return applyProfile(measurement, 'itu', 25);
}

function factsOf(measurement: Measurement, chosen: Chosen & { durationS: number }): ReportFacts {
  const {
    file = 'talk.mp4',
    durationS,
    fps = PAL,
    variableFrameRate = false,
    channels = 2,
    container = 'mp4',
  } = chosen;
  const media: MediaFacts = {
    container,
    durationS,
    video: { codec: 'avc1.64001f', width: 1280, height: 720, fps, variableFrameRate, startS: 0 },
    audioTracks: [
      {
        index: 0,
        codec: 'mp4a.40.2',
        channels,
        sampleRateHz: 48_000,
        language: 'en',
        title: null,
        startS: 0,
      },
    ],
  };
  const sound = { track: 1, codec: 'aac', channels, mix: 'downmix', speechTrack: null };
  return {
    record: toRecord({ file, durationS, sound, measurement, warnings: chosen.warnings ?? [], wallS: 4.2 }),
    measurement,
    media,
    audioIndex: 0,
    made: { atIso: '2026-11-21T06:21:00.000Z', version: '0.1.0' },
  };
}

/** What files for editors have to hold: each kind of correction, rates, channels, and a hostile name. */
export const FOR_EDITORS: [about: string, ReportFacts][] = [
  ['late sound at 25', steady(120)],
  ['early sound at 23.976', steady(-120, { fps: FILM })],
  ['drop frame', steady(120, { fps: NTSC, durationS: 3600, channels: 6 })],
  ['one channel', steady(120, { channels: 1 })],
  ['a drift', drifting(300)],
  ['steps', stepping()],
  ['not sure', unsure()],
  ['no sound left', withCorrection(steady(120), { kind: 'shift', offsetMs: 11_000 })],
  ['a name full of markup', steady(120, { file: `<&>"'\u0001\u{1f600} ]]>.mp4` })],
];
