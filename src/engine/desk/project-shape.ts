/** What a project file holds (docs/projects.md, docs/project.schema.json), and whether something is that. */
import { ERROR_TEXTS } from '../../../core/errors';
import { REASON_TEXTS } from '../../../core/report/reasons';
import type { CheckRecord } from '../../../core/report/record';
import { parseProfile } from '../../../core/sync/profiles';
import type { Findings, KeptStatus } from '../check-job';
import type { CheckSettings } from '../check-types';
import {
  isBoolean,
  isDoubles,
  isFloats,
  isNumber,
  isText,
  listOf,
  oneOf,
  orAbsent,
  orNull,
  type Shape,
  withKeys,
} from './shape';

export const PROJECT_FORMAT = 'lipslate-project';
/** Goes up when an older Lipslate would read a file wrongly. */
export const PROJECT_VERSION = 1;

/** `project.json` */
export interface ProjectHead {
  format: typeof PROJECT_FORMAT;
  version: number;
  savedAt: string;
  settings: CheckSettings;
  checks: ProjectCheck[];
}

export interface ProjectCheck {
  id: string;
  file: {
    name: string;
    type: string;
    sizeBytes: number;
    lastModifiedMs: number;
    /** fingerprint.ts, hex; null where it could not be had. */
    fingerprint: string | null;
  };
  status: KeptStatus;
  /** On top of what was measured, ms; positive = the sound moves earlier. */
  correctionByHandMs: number;
  /** As `npm run check` prints it; null for what was not finished. */
  record: CheckRecord | null;
  /** Entry of the zip with the rest: plots, faces, what can be shown again. */
  findings: string;
}

const isProfile: Shape = (value) => typeof value === 'string' && parseProfile(value) !== null;
const isEngine = oneOf('motion', 'lipslate', 'syncnet');
const isMix = withKeys({ kind: oneOf('downmix', 'channel', 'difference') });
const isRange = withKeys({ startS: isNumber, endS: isNumber });

const isCheck = withKeys({
  id: isText,
  file: withKeys({
    name: isText,
    type: isText,
    sizeBytes: isNumber,
    lastModifiedMs: isNumber,
    fingerprint: orNull(isText),
  }),
  status: oneOf('done', 'failed', 'open'),
  correctionByHandMs: (value) => Number.isFinite(value),
  findings: isText,
});

const isHeadShape = withKeys({
  format: oneOf(PROJECT_FORMAT),
  version: isNumber,
  settings: withKeys({
    profile: isProfile,
    engine: oneOf('auto', 'lipslate', 'motion', 'syncnet'),
    syncnetWindows: oneOf('thinned', 'full'),
    searchS: oneOf(1, 3, 10),
  }),
  checks: listOf(isCheck),
});

const isMedia = withKeys({
  container: isText,
  durationS: isNumber,
  videoReader: oneOf('webcodecs', 'ffmpeg'),
  soundReader: oneOf('webcodecs', 'ffmpeg'),
  video: withKeys({ codec: isText, width: isNumber, height: isNumber, fps: isNumber, startS: isNumber }),
  audioTracks: listOf(
    withKeys({
      index: isNumber,
      codec: isText,
      channels: isNumber,
      language: orNull(isText),
      title: orNull(isText),
    }),
  ),
  playable: isBoolean,
  joinsS: orNull(listOf(isNumber)),
  warnings: listOf(isText),
});

const isMeasurement = withKeys({
  verdict: oneOf('in-sync', 'early', 'late', 'varies', 'unsure'),
  engine: isEngine,
  offsetMs: isNumber,
  ci95Ms: isNumber,
  confidence: isNumber,
  probability: isNumber,
  profile: isProfile,
  level: oneOf('unnoticeable', 'acceptable', 'wrong', null),
  pattern: (value) =>
    withKeys({ kind: oneOf('constant', 'mixed') })(value) ||
    withKeys({ kind: oneOf('drift'), ppm: isNumber, startMs: isNumber, endMs: isNumber })(value) ||
    withKeys({ kind: oneOf('steps'), atS: listOf(isNumber) })(value),
  segments: listOf(
    withKeys({
      startS: isNumber,
      endS: isNumber,
      offsetMs: isNumber,
      ci95Ms: isNumber,
      startsAt: oneOf('file', 'cut', 'speaker', 'within-shot'),
      trackIds: listOf(isNumber),
    }),
  ),
  tracks: listOf(withKeys({ id: isNumber, startS: isNumber, endS: isNumber, offsetMs: isNumber })),
  activeSpeaker: listOf(withKeys({ startS: isNumber, endS: isNumber, trackId: isNumber })),
  votes: listOf(withKeys({ trackId: isNumber, timeS: isNumber, offsetMs: isNumber, weight: isNumber })),
  evidence: withKeys({ windows: isNumber, windowsAgreeing: isNumber, visibleSpeechS: isNumber }),
  reasons: listOf(oneOf(...Object.keys(REASON_TEXTS))),
});

const isThumbnail: Shape = (value) =>
  withKeys({ width: isNumber, height: isNumber })(value) &&
  (value as { rgba?: unknown }).rgba instanceof Uint8ClampedArray;

const isEvidence = withKeys({
  measurement: isMeasurement,
  tracks: listOf(
    withKeys({
      id: isNumber,
      timesS: isDoubles,
      boxes: isFloats,
      opening: isFloats,
      quality: isFloats,
      thumbnail: orNull(isThumbnail),
    }),
  ),
  lagMaps: listOf(
    withKeys({
      trackId: isNumber,
      timesS: isDoubles,
      lagsMs: isFloats,
      score: isFloats,
      weight: isFloats,
      windowS: isNumber,
    }),
  ),
  speech: withKeys({ startS: isNumber, values: isFloats }),
  energyDb: isFloats,
  cutsS: isDoubles,
  frameTimesS: isDoubles,
  syncnet: orNull(
    withKeys({
      minDist: isNumber,
      confidence: isNumber,
      tracks: listOf(
        withKeys({
          trackId: isNumber,
          curve: isFloats,
          windowTimesS: isDoubles,
          windowConfidence: isFloats,
        }),
      ),
      runtime: withKeys({ provider: oneOf('wasm', 'webgpu') }),
    }),
  ),
});

const isFindingsShape = withKeys({
  audioIndex: isNumber,
  mix: orNull(isMix),
  part: orNull(isRange),
  onlyFace: isNumber,
  media: orNull(isMedia),
  heard: orNull(withKeys({ track: isNumber, mix: isMix })),
  peaks: orNull(withKeys({ startS: isNumber, bucketS: isNumber, minMax: isFloats })),
  evidence: orNull(isEvidence),
  error: orNull(
    withKeys({
      code: oneOf(...Object.keys(ERROR_TEXTS)),
      message: isText,
      hint: isText,
      detail: orAbsent(isText),
    }),
  ),
  wallS: isNumber,
});

export function isProjectHead(value: unknown): value is ProjectHead {
  return isHeadShape(value);
}

/** In `checks/N.bin`, as core/typed-json.ts packs it. */
export function isProjectFindings(value: unknown): value is Findings {
  return isFindingsShape(value);
}
