/** One canvas that redraws at most once per animation frame: on zoom, resize, new data, new theme, new pixel ratio. */
import { type RefObject, useEffect, useRef } from 'react';
import type { PlotTheme } from './theme';
import type { PlotTimeline } from './timeline';

export interface PlotFrame {
  readonly ctx: CanvasRenderingContext2D;
  /** Size in CSS pixels, which is also what the context draws in. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** Device pixels per CSS pixel. */
  readonly ratio: number;
  readonly startS: number;
  readonly endS: number;
  readonly theme: PlotTheme;
}

export type Draw = (frame: PlotFrame) => void;

/** Calls `update` once per frame after anything on `subscribe` changed, and once at first. */
export function useFrameUpdates(
  ref: RefObject<HTMLElement | null>,
  timeline: PlotTimeline,
  update: () => void,
): void {
  const latest = useRef(update);
  latest.current = update;
  const schedule = useRef(() => {});
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    let request = 0;
    let range = '';
    schedule.current = () => {
      request ||= requestAnimationFrame(() => {
        request = 0;
        latest.current();
      });
    };
    const undo = timeline.subscribe(() => {
      const { startS, endS } = timeline.getSnapshot();
      const next = `${startS} ${endS}`;
      // Playhead and pointer move 60 times a second and are drawn by others.
      if (next !== range) schedule.current();
      range = next;
    });
    const observer = new ResizeObserver(() => schedule.current());
    observer.observe(element);
    const ratio = watchPixelRatio(() => schedule.current());
    return () => {
      undo();
      observer.disconnect();
      ratio();
      cancelAnimationFrame(request);
      schedule.current = () => {};
    };
  }, [ref, timeline]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new update function is what asks for a new frame.
  useEffect(() => schedule.current(), [update]);
}

/** Draws on the canvas in `ref`. `draw` should keep its identity (useCallback) while its data is the same. */
export function usePlot(
  ref: RefObject<HTMLCanvasElement | null>,
  timeline: PlotTimeline,
  theme: PlotTheme | null,
  draw: Draw,
): void {
  const last = useRef<{ draw: Draw; theme: PlotTheme | null; update: () => void } | null>(null);
  if (!last.current || last.current.draw !== draw || last.current.theme !== theme) {
    last.current = { draw, theme, update: () => paint(ref.current, timeline, theme, draw) };
  }
  useFrameUpdates(ref, timeline, last.current.update);
}

function paint(
  canvas: HTMLCanvasElement | null,
  timeline: PlotTimeline,
  theme: PlotTheme | null,
  draw: Draw,
): void {
  const ctx = canvas?.getContext('2d');
  if (!canvas || !ctx || !theme) return;
  const { clientWidth: widthPx, clientHeight: heightPx } = canvas;
  if (widthPx === 0 || heightPx === 0) return;
  const ratio = pixelRatio();
  const width = Math.round(widthPx * ratio);
  const height = Math.round(heightPx * ratio);
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.clearRect(0, 0, widthPx, heightPx);
  const { startS, endS } = timeline.getSnapshot();
  if (!(endS > startS)) return;
  ctx.save();
  draw({ ctx, widthPx, heightPx, ratio, startS, endS, theme });
  ctx.restore();
}

/** Device pixels per CSS pixel to draw with: beyond 2 costs time and shows nothing more. */
export function pixelRatio(): number {
  return Math.min(2, Math.max(1, window.devicePixelRatio || 1));
}

/** A window dragged to another screen, or page zoom. */
function watchPixelRatio(callback: () => void): () => void {
  let undo = () => {};
  const watch = () => {
    const query = window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    const onChange = () => {
      undo();
      watch();
      callback();
    };
    query.addEventListener('change', onChange);
    undo = () => query.removeEventListener('change', onChange);
  };
  watch();
  return () => undo();
}
