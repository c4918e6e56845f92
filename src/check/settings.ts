/** The visitor's settings, kept on this device. */
import { ownLimits, parseProfile } from '../../core/sync/profiles';
import type { ProfileName } from '../../core/sync/types';
import type { CheckSettings } from '../engine/check-types';
import { recall, recallText, remember } from '../ui/local-storage';

export const PROFILES = ['itu', 'atsc', 'ebu', 'netflix', 'strict'] as const satisfies readonly ProfileName[];
/** First search range, ± seconds; a match at its edge widens it anyway. */
export const SEARCH_RANGES_S = ['1', '3', '10'] as const;

const ENGINES = [
  'auto',
  'lipslate',
  'motion',
  'syncnet',
] as const satisfies readonly CheckSettings['engine'][];
const WINDOWS = ['thinned', 'full'] as const satisfies readonly CheckSettings['syncnetWindows'][];

export function recallSettings(): Partial<CheckSettings> {
  return {
    profile: parseProfile(recallText('profile')) ?? PROFILES[0],
    searchS: Number(recall('search', SEARCH_RANGES_S)),
    engine: recall('engine', ENGINES),
    syncnetWindows: recall('syncnet-windows', WINDOWS),
  };
}

export function recallNotifying(): boolean {
  return recall('notify', ['off', 'on']) === 'on';
}

export function rememberNotifying(on: boolean): void {
  remember('notify', on ? 'on' : 'off');
}

/** What own limits start from: the last ones, or those of EBU R 37. */
export function recallOwnProfile(): ProfileName {
  const stored = parseProfile(recallText('own-profile'));
  return stored !== null && ownLimits(stored) !== null ? stored : 'own:40/60';
}

export function rememberSettings({ profile, searchS, engine, syncnetWindows }: CheckSettings): void {
  remember('engine', engine);
  remember('syncnet-windows', syncnetWindows);
  remember('profile', profile);
  if (ownLimits(profile) !== null) remember('own-profile', profile);
  remember('search', String(searchS));
}
