/** Pointer and wheel on the plots: hover reads, click seeks, drag and pinch move the axis. */
import { type RefObject, useEffect } from 'react';
import type { Timeline } from './timeline';

/** Less movement than this is a click. */
const CLICK_PX = 5;
/** Wheel distance that doubles the zoom: about three notches, or a comfortable pinch on a trackpad. */
const WHEEL_DOUBLE_PX = 240;

/**
 * Listens on `ref`, whose width is the axis. Only what starts inside an element with `data-axis` counts, so that
 * buttons and text between the plots stay what they are; dragging in `data-axis="scrub"` seeks instead of moving the
 * axis. A plain wheel scrolls the page as everywhere.
 */
export function useAxisGestures(ref: RefObject<HTMLElement | null>, timeline: Timeline): void {
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    return listenTo(element, timeline);
  }, [ref, timeline]);
}

interface Held {
  x: number;
  y: number;
}

function listenTo(element: HTMLElement, timeline: Timeline): () => void {
  const held = new Map<number, Held>();
  let startX = 0;
  let moved = false;
  let scrubs = false;
  const scope = new AbortController();
  const on = <K extends keyof HTMLElementEventMap>(
    type: K,
    handler: (event: HTMLElementEventMap[K]) => void,
  ) => element.addEventListener(type, handler, { signal: scope.signal, passive: false });

  const share = (clientX: number) => {
    const rect = element.getBoundingClientRect();
    return rect.width > 0 ? Math.min(1, Math.max(0, (clientX - rect.left) / rect.width)) : 0;
  };
  const spanS = () => timeline.getSnapshot().endS - timeline.getSnapshot().startS;
  const timeAt = (clientX: number) => timeline.getSnapshot().startS + share(clientX) * spanS();
  const deltaS = (px: number) => (px / (element.getBoundingClientRect().width || 1)) * spanS();

  on('wheel', (event) => {
    if (!inAxis(event)) return;
    const unit = event.deltaMode === 0 ? 1 : 30;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      // A trackpad pinch arrives as a ctrl-wheel with small steps.
      timeline.zoom(2 ** ((-event.deltaY * unit) / WHEEL_DOUBLE_PX), timeAt(event.clientX));
      return;
    }
    const sideways = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
    const zoomed = spanS() < timeline.getSnapshot().durationS;
    if (zoomed && sideways !== 0 && (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY))) {
      event.preventDefault();
      timeline.pan(deltaS(sideways * unit));
    }
  });

  on('pointerdown', (event) => {
    if (!inAxis(event) || event.button !== 0) return;
    held.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (held.size === 1) {
      startX = event.clientX;
      moved = false;
      scrubs = inAxis(event, '="scrub"');
    } else moved = true;
  });

  on('pointermove', (event) => {
    const before = held.get(event.pointerId);
    if (!before) {
      timeline.setHover(inAxis(event) ? timeAt(event.clientX) : null);
      return;
    }
    if (!moved && Math.abs(event.clientX - startX) > CLICK_PX) {
      moved = true;
      element.setPointerCapture(event.pointerId);
      if (!scrubs) element.dataset['dragging'] = '';
    }
    const [one, two] = [...held.values()];
    const apart = one && two ? Math.abs(one.x - two.x) : 0;
    const centre = one && two ? (one.x + two.x) / 2 : 0;
    if (moved && scrubs) timeline.seek(timeAt(event.clientX));
    else if (moved && held.size === 1) timeline.pan(-deltaS(event.clientX - before.x));
    held.set(event.pointerId, { x: event.clientX, y: event.clientY });
    timeline.setHover(timeAt(event.clientX));
    if (held.size === 2 && !scrubs) {
      const [a, b] = [...held.values()] as [Held, Held];
      const anchorS = timeAt(centre);
      timeline.zoom(Math.max(8, Math.abs(a.x - b.x)) / Math.max(8, apart), anchorS);
      timeline.pan(-deltaS((a.x + b.x) / 2 - centre));
    }
  });

  const release = (event: PointerEvent, click: boolean) => {
    if (!held.delete(event.pointerId)) return;
    if (click && !moved) timeline.seek(timeAt(event.clientX));
    if (held.size === 0) delete element.dataset['dragging'];
    if (event.pointerType !== 'mouse') timeline.setHover(null);
  };
  on('pointerup', (event) => release(event, true));
  on('pointercancel', (event) => release(event, false));
  on('pointerleave', (event) => {
    if (!element.hasPointerCapture(event.pointerId)) {
      held.delete(event.pointerId);
      timeline.setHover(null);
    }
  });
  return () => scope.abort();
}

function inAxis(event: Event, value = ''): boolean {
  return event.target instanceof Element && event.target.closest(`[data-axis${value}]`) !== null;
}
