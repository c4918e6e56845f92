/** How loud what kind of programme is to be. */
import type { SoundFigures } from './figures';

export interface LoudnessTarget {
  id: string;
  name: string;
  /** LUFS, integrated. */
  lufs: number;
  /** dBTP that nothing may pass. */
  truePeakDb: number;
  /** LU on either side within which it is met. */
  toleranceLu: number;
  /** It is of what is said alone, as far as there is any; else of the whole. */
  ofSpeech?: boolean;
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
] as const satisfies readonly LoudnessTarget[];

export type TargetId = (typeof TARGETS)[number]['id'];

/** The loudness that a target is of; null where there is nothing to measure. */
export function measuredFor(
  target: LoudnessTarget,
  { integratedLufs, speechLufs }: Pick<SoundFigures, 'integratedLufs' | 'speechLufs'>,
): number | null {
  return target.ofSpeech ? (speechLufs ?? integratedLufs) : integratedLufs;
}

export function targetOf(id: TargetId): LoudnessTarget {
  return TARGETS.find((target) => target.id === id) as LoudnessTarget;
}
