/** One's own limits, those that are kept by name, and saved offsets as a small file, for another browser or the rest of the house (docs/projects.md). */
import { ownLimits, ownProfile } from '../../core/sync/profiles';
import type { ProfileName } from '../../core/sync/types';
import { withNamed } from '../engine/saved-list';
import { readSettings, type SettingsKind, settingsText } from '../engine/settings-file';
import { keepList } from '../ui/kept-list';
import { recallText, remember } from '../ui/local-storage';
import { parseSaved, SAVED_OFFSETS, type SavedOffset, withSaved } from './player/offset-text';
import { parseLimits, SAVED_LIMITS, type SavedLimits } from './saved-limits';
import { recallOwnProfile } from './settings';

const KIND: SettingsKind = { format: 'lipslate-presets', version: 1 };

export interface Presets {
  /** Own limits: how early and how late the sound may be. */
  limits: ProfileName;
  /** Files of before have none. */
  savedLimits: readonly SavedLimits[];
  offsets: readonly SavedOffset[];
}

export function presetsText({ limits, savedLimits, offsets }: Presets): string {
  const { early, late } = ownLimits(limits)!;
  const ownLimitsMs = { earlyMs: early, lateMs: late };
  return settingsText(KIND, { ownLimits: ownLimitsMs, savedLimits, offsets });
}

/** @returns null when it is no such file, or one of a newer version */
export function parsePresets(text: string): Presets | null {
  try {
    const { ownLimits: own, savedLimits = [], offsets } = readSettings(text, KIND);
    const { earlyMs, lateMs } = own as { earlyMs: number; lateMs: number };
    const limits = ownProfile(earlyMs, lateMs);
    if (limits === null) return null;
    const named = parseLimits(JSON.stringify(savedLimits));
    return { limits, savedLimits: named, offsets: parseSaved(JSON.stringify(offsets)) };
  } catch {
    return null;
  }
}

export function recallPresets(): Presets {
  const savedLimits = parseLimits(recallText(SAVED_LIMITS));
  return { limits: recallOwnProfile(), savedLimits, offsets: parseSaved(recallText(SAVED_OFFSETS)) };
}

/** What has the same name is replaced; the others stay. */
export function keepPresets({ limits, savedLimits, offsets }: Presets): void {
  remember('own-profile', limits);
  const before = recallPresets();
  keepList(SAVED_LIMITS, savedLimits.reduce(withNamed, [...before.savedLimits]));
  const all = offsets.reduce((list, { name, ms }) => withSaved(list, name, ms), [...before.offsets]);
  keepList(SAVED_OFFSETS, all);
}
