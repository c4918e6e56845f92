/** Limits of houses, by name: a studio delivers to more than one. */
import { ownLimits, ownProfile, profileOf } from '../../core/sync/profiles';
import type { ProfileName } from '../../core/sync/types';
import { parseNamed } from '../engine/saved-list';

/** Under which the list is stored, and told when it changes elsewhere. */
export const SAVED_LIMITS = 'saved-limits';

export interface SavedLimits {
  name: string;
  /** Both positive: how early and how late the sound may be. */
  earlyMs: number;
  lateMs: number;
}

export function limitsOf(name: string, profile: ProfileName): SavedLimits {
  const { early, late } = ownLimits(profile)!;
  return { name, earlyMs: early, lateMs: late };
}

export function profileOfLimits({ earlyMs, lateMs }: SavedLimits): ProfileName {
  return ownProfile(earlyMs, lateMs)!;
}

/** `Studio (40 ms early / 60 ms late)` */
export function limitsWords(limits: SavedLimits): string {
  return `${limits.name} (${profileOf(profileOfLimits(limits), 0).label})`;
}

/** @param text as `JSON.stringify` wrote the list, or whatever is stored under its name */
export function parseLimits(text: string | null): SavedLimits[] {
  return parseNamed(text, (name, { earlyMs, lateMs }) =>
    name !== '' && ownProfile(Number(earlyMs), Number(lateMs)) !== null
      ? { name, earlyMs: Number(earlyMs), lateMs: Number(lateMs) }
      : null,
  );
}
