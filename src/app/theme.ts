/** Light or dark: the system's choice unless the visitor makes one. Sets `data-theme` on <html>. */
import { createStore } from '../engine/store';
import { useStore } from '../engine/use-store';
import { recall, remember } from '../ui/local-storage';

export type ThemeChoice = 'system' | 'light' | 'dark';

const dark = matchMedia('(prefers-color-scheme: dark)');
const store = createStore<{ choice: ThemeChoice }>({ choice: recall('theme', ['system', 'light', 'dark']) });

/** Call before the first paint. */
export function startTheme(): void {
  dark.addEventListener('change', apply);
  apply();
}

export function setTheme(next: ThemeChoice): void {
  remember('theme', next);
  store.set({ choice: next });
  apply();
}

export function useThemeChoice(): ThemeChoice {
  return useStore(store).choice;
}

function apply(): void {
  const { choice } = store.get();
  const isDark = choice === 'dark' || (choice === 'system' && dark.matches);
  document.documentElement.dataset['theme'] = isDark ? 'dark' : 'light';
}
