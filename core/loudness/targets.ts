/** How loud what kind of programme is to be. */
import type { SoundFigures } from './figures';

export interface LoudnessTarget {
  id: string;
  name: string;
  /** LUFS, integrated. */
  lufs: number;
  /** dBTP that nothing may pass. */
  truePeakDb: number;
  /** LU on either side that who asks for it lets pass. */
  toleranceLu: number;
  /** It is of what is said alone, as far as there is any; else of the whole. */
  ofSpeech?: boolean;
}

/** What is louder in a cinema is lowered to it; what is not stays as it is. */
export interface LoudnessLimit extends Pick<LoudnessTarget, 'id' | 'name' | 'truePeakDb'> {
  /** Leq(m) of ISO 21727, dB. */
  mostLeqMDb: number;
}

export const TARGETS = [
  { id: 'podcast', name: 'Podcast, stereo (−16 LUFS)', lufs: -16, truePeakDb: -1, toleranceLu: 1 },
  { id: 'podcast-mono', name: 'Podcast, mono (−19 LUFS)', lufs: -19, truePeakDb: -1, toleranceLu: 1 },
  { id: 'web', name: 'YouTube, Spotify (−14 LUFS)', lufs: -14, truePeakDb: -1, toleranceLu: 1 },
  { id: 'r128', name: 'EBU R 128 (−23 LUFS)', lufs: -23, truePeakDb: -1, toleranceLu: 0.5 },
  { id: 'atsc', name: 'ATSC A/85 (−24 LKFS)', lufs: -24, truePeakDb: -2, toleranceLu: 2 },
  {
    id: 'dialogue',
    name: 'Netflix, dialogue (−27 LKFS)',
    lufs: -27,
    truePeakDb: -2,
    toleranceLu: 2,
    ofSpeech: true,
  },
  // The limits of TASA for trailers, and of SAWA for commercials.
  { id: 'trailer', name: 'Film trailer, at most 85 dB Leq(m)', mostLeqMDb: 85, truePeakDb: -1 },
  { id: 'cinema-ad', name: 'Cinema commercial, at most 82 dB Leq(m)', mostLeqMDb: 82, truePeakDb: -1 },
] as const satisfies readonly (LoudnessTarget | LoudnessLimit)[];

export type TargetId = (typeof TARGETS)[number]['id'];

export function isLimit(target: LoudnessTarget | LoudnessLimit | null): target is LoudnessLimit {
  return target !== null && 'mostLeqMDb' in target;
}

/** The loudness that a target is of, LUFS, or a limit, dB; null where there is nothing to measure. */
export function measuredFor(
  target: LoudnessTarget | LoudnessLimit,
  { integratedLufs, speechLufs, leqMDb }: Pick<SoundFigures, 'integratedLufs' | 'speechLufs' | 'leqMDb'>,
): number | null {
  if (isLimit(target)) return leqMDb;
  return target.ofSpeech ? (speechLufs ?? integratedLufs) : integratedLufs;
}

export function targetOf(id: TargetId): LoudnessTarget | LoudnessLimit {
  return TARGETS.find((target) => target.id === id) as LoudnessTarget | LoudnessLimit;
}

/** A target that what came out is not as loud as. */
export interface MissedTarget {
  /** LUFS: what was wanted, and what it is; null where there is nothing to measure. */
  wantedLufs: number;
  reachedLufs: number | null;
  toleranceLu: number;
  /** It is of what is said. */
  isOfSpeech: boolean;
  /** dBTP that no peak may pass. */
  truePeakDb: number;
  /** Nothing is heard; more gain than any recording needs; or what the limiter takes away. */
  why: 'unheard' | 'quiet' | 'peaks';
}

/** As figures are told, to a tenth. */
const TOLD_LU = 0.1;

/**
 * @param expectedLufs before the gain
 * @returns null: it is met as well as figures are told
 */
export function missedTarget(
  { lufs, toleranceLu, truePeakDb, ofSpeech = false }: LoudnessTarget,
  reachedLufs: number | null,
  expectedLufs: number | null,
  gainDb: number,
): MissedTarget | null {
  const missed = { wantedLufs: lufs, reachedLufs, toleranceLu, isOfSpeech: ofSpeech, truePeakDb };
  if (reachedLufs === null) return { ...missed, why: 'unheard' };
  const lacking = lufs - reachedLufs;
  if (Math.abs(lacking) <= TOLD_LU) return null;
  // Whichever has the larger part in it.
  const limited = (expectedLufs ?? reachedLufs) + gainDb - reachedLufs;
  return { ...missed, why: limited > lacking / 2 ? 'peaks' : 'quiet' };
}
