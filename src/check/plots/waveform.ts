/** wavesurfer.js as the painter of one visible stretch: it never sees the file, only the peaks of what is shown. */
import WaveSurfer from 'wavesurfer.js';
import type { WaveformPeaks } from '../../../core/sound/types';
import { type Pyramid, pyramidOfPairs, rangeOf } from './decimate';
import type { TimeShift } from './drawSound';

export interface WaveformSource {
  readonly startS: number;
  readonly bucketS: number;
  readonly pyramid: Pyramid;
  /** Factor that makes the loudest peak fill the height; quiet recordings are lifted at most 20 times. */
  readonly gain: number;
}

export interface WaveformView {
  /** Draws startS..endS of the picture's axis in `columns` device pixels, the sound moved by `shift`. */
  show(
    source: WaveformSource,
    startS: number,
    endS: number,
    columns: number,
    shift: TimeShift,
    color: string,
  ): void;
  dispose(): void;
}

export function waveformSource(peaks: WaveformPeaks): WaveformSource {
  const pyramid = pyramidOfPairs(peaks.minMax);
  const range = new Float32Array(3);
  rangeOf(pyramid, 0, pyramid.length, range);
  const loudest = Math.max(Math.abs(range[0]!), Math.abs(range[1]!));
  // A broken file may hold a sample that is infinite.
  const gain = loudest > 0 && Number.isFinite(loudest) ? Math.min(20, 0.96 / loudest) : 1;
  return { startS: peaks.startS, bucketS: peaks.bucketS, pyramid, gain };
}

/**
 * Peaks of startS..endS, one per column, silence where the sound has none.
 * @param shift how much later the sound lies than it is drawn
 * @returns upper and lower outline, two Float32Array [columns], both 0..1 outward from the middle
 */
export function waveformColumns(
  source: WaveformSource,
  startS: number,
  endS: number,
  columns: number,
  shift: TimeShift,
): [Float32Array<ArrayBuffer>, Float32Array<ArrayBuffer>] {
  const top = new Float32Array(columns);
  const bottom = new Float32Array(columns);
  const range = new Float32Array(3);
  const perColumnS = (endS - startS) / columns;
  const perColumn = perColumnS / source.bucketS;
  for (let i = 0; i < columns; i++) {
    const timeS = startS + i * perColumnS;
    const from = (timeS + shift(timeS) - source.startS) / source.bucketS;
    if (from + perColumn <= 0) continue;
    rangeOf(source.pyramid, from, from + perColumn, range);
    // Not a number is falsy: nothing there.
    top[i] = Math.max(0, (range[1] || 0) * source.gain);
    bottom[i] = Math.max(0, -(range[0] || 0) * source.gain);
  }
  return [top, bottom];
}

/** Puts a waveform into `host`. It has no sound, no cursor and no pointer of its own: the plots share those. */
export function createWaveformView(host: HTMLElement, heightPx: number): WaveformView {
  const container = withStrictStyles(host);
  const surfer = WaveSurfer.create({
    container,
    height: heightPx,
    interact: false,
    cursorWidth: 0,
    hideScrollbar: true,
    autoScroll: false,
  });
  let shownColor = '';
  return {
    show(source, startS, endS, columns, shift, color) {
      if (color !== shownColor) surfer.setOptions({ waveColor: color, progressColor: color });
      shownColor = color;
      if (columns < 1 || !(endS > startS)) return;
      const outline = waveformColumns(source, startS, endS, columns, shift);
      // A newer stretch overtakes an older one; that rejection is no error.
      surfer.load('', outline, endS - startS).catch(() => undefined);
    },
    dispose() {
      surfer.destroy();
      container.remove();
    },
  };
}

/**
 * wavesurfer writes its styles as a <style> element into its shadow root, which `style-src 'self'` blocks. Its own
 * rules are moved into a constructed style sheet, which the policy allows, before the root enters the page.
 */
function withStrictStyles(host: HTMLElement): HTMLElement {
  const parent = document.createElement('div');
  parent.appendChild = <T extends Node>(node: T): T => {
    const root = node instanceof Element ? node.shadowRoot : null;
    for (const style of root?.querySelectorAll('style') ?? []) {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(style.textContent);
      root!.adoptedStyleSheets.push(sheet);
      style.remove();
    }
    return Node.prototype.appendChild.call(parent, node) as T;
  };
  host.append(parent);
  return parent;
}
