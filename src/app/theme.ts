/** Light or dark: the system's choice unless the visitor makes one. Sets `data-theme` on <html>. */
import { useSyncExternalStore } from 'react';
import { recall, remember } from '../ui/local-storage';

export type ThemeChoice = 'system' | 'light' | 'dark';

const dark = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();
let choice: ThemeChoice = recall('theme', ['system', 'light', 'dark']);

/** Call before the first paint. */
export function startTheme(): void {
  dark.addEventListener('change', apply);
  apply();
}

export function setTheme(next: ThemeChoice): void {
  choice = next;
  remember('theme', next);
  apply();
  for (const listener of listeners) listener();
}

export function useThemeChoice(): ThemeChoice {
  return useSyncExternalStore(subscribe, () => choice);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function apply(): void {
  const isDark = choice === 'dark' || (choice === 'system' && dark.matches);
  document.documentElement.dataset['theme'] = isDark ? 'dark' : 'light';
}
