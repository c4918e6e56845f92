/** The page's colours as a canvas needs them: resolved, and again whenever the theme changes. */
import { type RefObject, useEffect, useState } from 'react';
import { oklabLightness } from './colormap';

export interface PlotTheme {
  readonly dark: boolean;
  readonly surface: string;
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly accent: string;
  readonly lips: string;
  readonly sound: string;
  readonly speech: string;
  readonly ridge: string;
  readonly warn: string;
  readonly bad: string;
  /** Font of small labels on a canvas, without its size. */
  readonly fontFamily: string;
}

const COLORS = [
  'surface',
  'text',
  'muted',
  'line',
  'accent',
  'lips',
  'sound',
  'speech',
  'ridge',
  'warn',
  'bad',
] as const;

/** Reads `--ev-*` (Evidence.module.css) as seen by an element. Null until it is mounted. */
export function usePlotTheme(ref: RefObject<HTMLElement | null>): PlotTheme | null {
  const [theme, setTheme] = useState<PlotTheme | null>(null);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const read = () => setTheme((old) => keepSame(old, readTheme(element)));
    read();
    const scheme = window.matchMedia('(prefers-color-scheme: dark)');
    const contrast = window.matchMedia('(prefers-contrast: more)');
    const observer = new MutationObserver(read);
    observer.observe(document.documentElement, { attributes: true });
    scheme.addEventListener('change', read);
    contrast.addEventListener('change', read);
    return () => {
      observer.disconnect();
      scheme.removeEventListener('change', read);
      contrast.removeEventListener('change', read);
    };
  }, [ref]);
  return theme;
}

function readTheme(element: HTMLElement): PlotTheme {
  // A custom property is unresolved text (it may hold light-dark() or var()): a real colour property resolves it.
  const probe = document.createElement('span');
  probe.hidden = true;
  // Forced colours would make every colour the same: text, line and ground of a canvas.
  probe.style.setProperty('forced-color-adjust', 'none');
  element.append(probe);
  const colors = {} as Record<(typeof COLORS)[number], string>;
  for (const name of COLORS) {
    probe.style.color = `var(--ev-${name})`;
    colors[name] = getComputedStyle(probe).color;
  }
  probe.remove();
  return { ...colors, dark: isDark(colors.surface), fontFamily: getComputedStyle(element).fontFamily };
}

function isDark(color: string): boolean {
  const ctx = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  if (!ctx) return false;
  ctx.fillStyle = color;
  ctx.fillRect(0, 0, 1, 1);
  const [r, g, b] = ctx.getImageData(0, 0, 1, 1).data;
  return oklabLightness(r!, g!, b!) < 0.5;
}

function keepSame(old: PlotTheme | null, next: PlotTheme): PlotTheme {
  return old && JSON.stringify(old) === JSON.stringify(next) ? old : next;
}
