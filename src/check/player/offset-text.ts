/** Movements of the sound as people type and keep them. Positive = earlier. */
import { correctionWords } from '../../../core/report/format';
import { parseNamed, withNamed } from '../../engine/saved-list';

/** A file's sound is nowhere searched for further away than this. */
export const MOST_MS = 60_000;
/** Under which the list is stored, and told when it changes elsewhere. */
export const SAVED_OFFSETS = 'saved-offsets';

/** Takes `120`, `-40`, `−40`, `+12.5 ms`, `12,5`. @returns whole milliseconds, null when it is no number or too large */
export function parseMs(text: string): number | null {
  const bare = text
    .trim()
    .replace(/\s*ms$/i, '')
    .replace(/^[−–]/, '-')
    .replace(',', '.');
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(bare)) return null;
  const ms = Number(bare);
  return Math.abs(ms) <= MOST_MS ? Math.round(ms) : null;
}

/** As it stands in the field: nothing is measured finer than a millisecond. */
export function msText(ms: number): string {
  const rounded = Math.round(ms);
  return `${rounded < 0 ? '−' : ''}${Math.abs(rounded)}`;
}

/** A movement that is needed again and again, such as that of one television set. */
export interface SavedOffset {
  name: string;
  ms: number;
}

export function savedWords({ name, ms }: SavedOffset): string {
  return `${name}: ${correctionWords(ms)}`;
}

/** @returns the list with it, by name */
export function withSaved(list: readonly SavedOffset[], name: string, ms: number): SavedOffset[] {
  return withNamed(list, { name, ms });
}

/** @param text as `JSON.stringify` wrote the list, or whatever is stored under its name */
export function parseSaved(text: string | null): SavedOffset[] {
  return parseNamed(text, (name, { ms }) =>
    typeof ms === 'number' && Math.abs(ms) <= MOST_MS ? { name, ms } : null,
  );
}
