/** One's own limits and saved offsets as a small file, for another browser or the rest of the house (docs/projects.md). */
import { ownLimits, ownProfile } from '../../core/sync/profiles';
import type { ProfileName } from '../../core/sync/types';
import { readSettings, type SettingsKind, settingsText } from '../engine/settings-file';
import { recallText, remember } from '../ui/local-storage';
import { parseSaved, SAVED_OFFSETS, type SavedOffset, withSaved } from './player/offset-text';
import { recallOwnProfile } from './settings';

const KIND: SettingsKind = { format: 'lipslate-presets', version: 1 };

export interface Presets {
  /** Own limits: how early and how late the sound may be. */
  limits: ProfileName;
  offsets: readonly SavedOffset[];
}

export function presetsText({ limits, offsets }: Presets): string {
  const { early, late } = ownLimits(limits)!;
  const ownLimitsMs = { earlyMs: early, lateMs: late };
  return settingsText(KIND, { ownLimits: ownLimitsMs, offsets });
}

/** @returns null when it is no such file, or one of a newer version */
export function parsePresets(text: string): Presets | null {
  try {
    const { ownLimits: own, offsets } = readSettings(text, KIND);
    const { earlyMs, lateMs } = own as { earlyMs: number; lateMs: number };
    const limits = ownProfile(earlyMs, lateMs);
    return limits && { limits, offsets: parseSaved(JSON.stringify(offsets)) };
  } catch {
    return null;
  }
}

export function recallPresets(): Presets {
  return { limits: recallOwnProfile(), offsets: parseSaved(recallText(SAVED_OFFSETS)) };
}

/** Offsets of the same name are replaced; the others stay. */
export function keepPresets({ limits, offsets }: Presets): void {
  remember('own-profile', limits);
  const before = parseSaved(recallText(SAVED_OFFSETS));
  const all = offsets.reduce((list, { name, ms }) => withSaved(list, name, ms), before);
  remember(SAVED_OFFSETS, JSON.stringify(all));
  dispatchEvent(new Event(SAVED_OFFSETS));
}
