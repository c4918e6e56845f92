/** How bad an offset is: the tolerances that broadcasters and editors agree on. */
/* The names and the range of own limits are data, so that the commands, which run without a compiler, read them, too. */
import names from './profile-names.json' with { type: 'json' };
import type { Level, Measurement, ProfileName, Verdict } from './types';

export interface Profile {
  /** Shown beside every verdict. */
  label: string;
  /** Within these the offset counts as in sync. ms, both positive: sound early / sound late */
  inSyncMs: { early: number; late: number };
  /** Within these nobody notices. */
  unnoticeableMs: { early: number; late: number };
  /** Within these it is acceptable; beyond it is wrong. */
  acceptableMs: { early: number; late: number };
  /** What is off by exactly a limit is beyond it. */
  isBelow: boolean;
}

/**
 * Tolerances of a profile. Sources: ITU-R BT.1359-1 (detectable 45 early / 125 late, acceptable 90 / 185),
 * ATSC IS-191 (15 early / 45 late), EBU R 37 (40 early / 60 late at the output of a production), Netflix (Partner Help
 * Center, 115000522991, "Dialogue Out of Sync": an issue from one frame early or late on, so that one frame is no longer
 * in sync; it had two frames before), strict: one frame of this video, own: what its name says.
 * "In sync" is never wider than about one 25 fps frame: a sound 110 ms late is late, even if few notice.
 * @param fps frame rate for 'netflix' and 'strict'; 25 is assumed when it is unknown (0)
 */
export function profileOf(name: ProfileName, fps: number): Profile {
  const own = ownLimits(name);
  if (own !== null) return singleLimit(`${own.early} ms early / ${own.late} ms late`, own);
  const frameMs = 1000 / (fps > 0 ? fps : 25);
  switch (name) {
    case 'itu':
      return {
        label: 'ITU-R BT.1359-1',
        inSyncMs: { early: 45, late: 45 },
        unnoticeableMs: { early: 45, late: 125 },
        acceptableMs: { early: 90, late: 185 },
        isBelow: false,
      };
    case 'atsc':
      return singleLimit('ATSC IS-191', { early: 15, late: 45 });
    case 'ebu':
      return singleLimit('EBU R 37', { early: 40, late: 60 });
    case 'netflix':
      return { ...singleLimit('Netflix, below 1 frame', { early: frameMs, late: frameMs }), isBelow: true };
    default:
      return singleLimit('strict, ±1 frame', { early: frameMs, late: frameMs });
  }
}

/** From good to bad. */
const LEVELS: readonly Level[] = ['unnoticeable', 'acceptable', 'wrong'];

/** Own limits lie between these, in whole ms. */
export const LEAST_LIMIT_MS = names.own.leastMs;
export const MOST_LIMIT_MS = names.own.mostMs;
const OWN = new RegExp(names.own.pattern);

/** @returns null when a limit is none */
export function ownProfile(earlyMs: number, lateMs: number): ProfileName | null {
  const isLimit = (ms: number) => Number.isInteger(ms) && ms >= LEAST_LIMIT_MS && ms <= MOST_LIMIT_MS;
  return isLimit(earlyMs) && isLimit(lateMs) ? `own:${earlyMs}/${lateMs}` : null;
}

/** @returns ms, both positive; null for a profile that is not somebody's own */
export function ownLimits(name: string): { early: number; late: number } | null {
  const [, early, late] = OWN.exec(name) ?? [];
  return early === undefined || ownProfile(Number(early), Number(late)) === null
    ? null
    : { early: Number(early), late: Number(late) };
}

/** As it was stored or typed. @returns null when there is no such profile */
export function parseProfile(text: string | null): ProfileName | null {
  if (text === null) return null;
  return names.named.includes(text) || ownLimits(text) !== null ? (text as ProfileName) : null;
}

/** In sync or beyond, with nothing between. */
function singleLimit(label: string, limits: { early: number; late: number }): Profile {
  return { label, inSyncMs: limits, unnoticeableMs: limits, acceptableMs: limits, isBelow: false };
}

/** The level of one offset. @param offsetMs positive = sound late */
export function levelOf(offsetMs: number, profile: Profile): Level {
  if (within(offsetMs, profile.unnoticeableMs, profile)) return 'unnoticeable';
  return within(offsetMs, profile.acceptableMs, profile) ? 'acceptable' : 'wrong';
}

/** The worst of several: early sound has tighter limits than late sound, so that the largest offset need not be it. */
export function worstLevelOf(offsetsMs: readonly number[], profile: Profile): Level {
  const levels = offsetsMs.map((ms) => levelOf(ms, profile));
  return LEVELS.findLast((level) => levels.includes(level)) ?? 'unnoticeable';
}

/** Level of a sure measurement: of its one offset, or of the worst part where it varies; a drift is worst at an end. */
export function levelOfAll(
  { pattern, segments }: Pick<Measurement, 'pattern' | 'segments'>,
  offsetMs: number,
  profile: Profile,
): Level {
  if (pattern.kind === 'constant') return levelOf(offsetMs, profile);
  const ends = pattern.kind === 'drift' ? [pattern.startMs, pattern.endMs] : [];
  return worstLevelOf([offsetMs, ...ends, ...segments.map((segment) => segment.offsetMs)], profile);
}

/** Verdict of a sure, constant offset. @param offsetMs positive = sound late */
export function verdictOf(offsetMs: number, profile: Profile): Verdict {
  if (within(offsetMs, profile.inSyncMs, profile)) return 'in-sync';
  return offsetMs > 0 ? 'late' : 'early';
}

/** Judges the same measurement under another profile; what was measured does not change. */
export function applyProfile(measurement: Measurement, name: ProfileName, fps: number): Measurement {
  const profile = profileOf(name, fps);
  const { offsetMs, verdict } = measurement;
  if (offsetMs === null) return { ...measurement, profile: name, level: null };
  const level = verdict === 'unsure' ? null : levelOfAll(measurement, offsetMs, profile);
  const keeps = verdict === 'unsure' || verdict === 'varies';
  return { ...measurement, profile: name, level, verdict: keeps ? verdict : verdictOf(offsetMs, profile) };
}

function within(offsetMs: number, limit: Profile['inSyncMs'], { isBelow }: Profile): boolean {
  if (isBelow) return offsetMs > -limit.early && offsetMs < limit.late;
  return offsetMs >= -limit.early && offsetMs <= limit.late;
}
