/** The visitor's settings, kept on this device. */
import type { ProfileName } from '../../core/sync/types';
import { recall, remember } from '../ui/remember';
import type { CheckSettings } from './session/types';

export const PROFILES = ['itu', 'atsc', 'strict'] as const satisfies readonly ProfileName[];
/** First search range, ± seconds; a match at its edge widens it anyway. */
export const SEARCH_RANGES_S = ['1', '3', '10'] as const;

export function recallSettings(): Partial<CheckSettings> {
  return { profile: recall('profile', PROFILES), searchS: Number(recall('search', SEARCH_RANGES_S)) };
}

export function rememberSettings({ profile, searchS }: CheckSettings): void {
  remember('profile', profile);
  remember('search', String(searchS));
}
