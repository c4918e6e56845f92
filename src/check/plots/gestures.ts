/** Pointer and wheel on the plots: hover reads, click seeks, drag and pinch move the axis. */
import { type RefObject, useEffect } from 'react';
import { dragPart, type Grip, gripAt } from './part-drag';
import type { PlotTimeline } from './timeline';

/** Less movement than this is a click. */
const CLICK_PX = 5;
/** An end of the part is taken hold of from this near. */
const GRIP_PX = 7;
/** Wheel distance that doubles the zoom: about three notches, or a comfortable pinch on a trackpad. */
const WHEEL_DOUBLE_PX = 240;

/**
 * Listens on `ref`. Only what starts inside an element with `data-axis` counts, so that
 * buttons and text between the plots stay what they are; dragging in `data-axis="scrub"` seeks instead of moving the
 * axis, or marks the part. A plain wheel scrolls the page as everywhere.
 */
export function useAxisGestures(ref: RefObject<HTMLElement | null>, timeline: PlotTimeline): void {
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    return listenTo(element, timeline);
  }, [ref, timeline]);
}

function listenTo(element: HTMLElement, timeline: PlotTimeline): () => void {
  const scale = new AxisScale(element, timeline);
  const pointers = new AxisPointers(element, timeline, scale);
  const scope = new AbortController();
  const on = <K extends keyof HTMLElementEventMap>(
    type: K,
    handler: (event: HTMLElementEventMap[K]) => void,
  ) => element.addEventListener(type, handler, { signal: scope.signal, passive: false });
  on('wheel', (event) => turnWheel(event, timeline, scale));
  on('pointerdown', (event) => pointers.press(event));
  on('pointermove', (event) => pointers.move(event));
  on('pointerup', (event) => pointers.release(event, true));
  on('pointercancel', (event) => pointers.release(event, false));
  on('pointerleave', (event) => pointers.leave(event));
  return () => scope.abort();
}

/** Pixels of the screen as seconds on the visible axis. */
class AxisScale {
  readonly #element: HTMLElement;
  readonly #timeline: PlotTimeline;

  constructor(element: HTMLElement, timeline: PlotTimeline) {
    this.#element = element;
    this.#timeline = timeline;
  }

  get spanS(): number {
    const { startS, endS } = this.#timeline.getSnapshot();
    return endS - startS;
  }

  /** Every plot has the same place from left to right. */
  get #box(): DOMRect {
    return (this.#element.querySelector('[data-axis]') ?? this.#element).getBoundingClientRect();
  }

  /** Beside the axis it is the time of the nearer end. */
  timeAt(clientX: number): number {
    const { left, width } = this.#box;
    const share = width > 0 ? Math.min(1, Math.max(0, (clientX - left) / width)) : 0;
    return this.#timeline.getSnapshot().startS + share * this.spanS;
  }

  deltaS(px: number): number {
    return (px / (this.#box.width || 1)) * this.spanS;
  }
}

function turnWheel(event: WheelEvent, timeline: PlotTimeline, scale: AxisScale): void {
  if (!inAxis(event)) return;
  const unit = event.deltaMode === 0 ? 1 : 30;
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    // A trackpad pinch arrives as a ctrl-wheel with small steps.
    timeline.zoom(2 ** ((-event.deltaY * unit) / WHEEL_DOUBLE_PX), scale.timeAt(event.clientX));
    return;
  }
  const sideways = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
  const zoomed = scale.spanS < timeline.getSnapshot().durationS;
  if (zoomed && sideways !== 0 && (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY))) {
    event.preventDefault();
    timeline.pan(scale.deltaS(sideways * unit));
  }
}

/** Where the held pointers are, of which two pinch. */
class AxisPointers {
  readonly #element: HTMLElement;
  readonly #timeline: PlotTimeline;
  readonly #scale: AxisScale;
  /** Place of each pointer held down, by its id. */
  readonly #heldX = new Map<number, number>();
  #startX = 0;
  /** No longer a click. */
  #moved = false;
  #scrubs = false;
  #grip: Grip | null = null;

  constructor(element: HTMLElement, timeline: PlotTimeline, scale: AxisScale) {
    this.#element = element;
    this.#timeline = timeline;
    this.#scale = scale;
  }

  press(event: PointerEvent): void {
    if (!inAxis(event) || event.button !== 0) return;
    this.#heldX.set(event.pointerId, event.clientX);
    if (this.#heldX.size === 1) {
      this.#startX = event.clientX;
      this.#moved = false;
      this.#scrubs = inAxis(event, '="scrub"');
      const reachS = this.#scale.deltaS(GRIP_PX);
      const timeS = this.#scale.timeAt(event.clientX);
      this.#grip = this.#scrubs ? gripAt(this.#timeline.getSnapshot(), timeS, reachS, event.shiftKey) : null;
    } else this.#moved = true;
  }

  move(event: PointerEvent): void {
    const nowS = () => this.#scale.timeAt(event.clientX);
    const lastX = this.#heldX.get(event.pointerId);
    if (lastX === undefined) {
      this.#timeline.setHover(inAxis(event) ? nowS() : null);
      return;
    }
    if (!this.#moved && Math.abs(event.clientX - this.#startX) > CLICK_PX) this.#startDrag(event.pointerId);
    const before = this.#pinch;
    if (this.#moved && this.#grip) dragPart(this.#timeline, this.#grip, nowS());
    else if (this.#moved && this.#scrubs) this.#timeline.seek(nowS());
    else if (this.#moved && this.#heldX.size === 1)
      this.#timeline.pan(-this.#scale.deltaS(event.clientX - lastX));
    this.#heldX.set(event.pointerId, event.clientX);
    this.#timeline.setHover(nowS());
    const after = this.#pinch;
    if (before && after && !this.#scrubs) {
      const ratio = Math.max(8, after.apart) / Math.max(8, before.apart);
      this.#timeline.zoom(ratio, this.#scale.timeAt(before.centreX));
      this.#timeline.pan(-this.#scale.deltaS(after.centreX - before.centreX));
    }
  }

  release(event: PointerEvent, click: boolean): void {
    if (!this.#heldX.delete(event.pointerId)) return;
    if (click && !this.#moved) this.#timeline.seek(this.#scale.timeAt(event.clientX));
    if (this.#heldX.size === 0) delete this.#element.dataset['dragging'];
    if (event.pointerType !== 'mouse') this.#timeline.setHover(null);
  }

  leave(event: PointerEvent): void {
    if (this.#element.hasPointerCapture(event.pointerId)) return;
    this.#heldX.delete(event.pointerId);
    this.#timeline.setHover(null);
  }

  /** Of two held pointers, px; null when there are fewer or more. */
  get #pinch(): { apart: number; centreX: number } | null {
    const [a, b] = [...this.#heldX.values()];
    if (a === undefined || b === undefined || this.#heldX.size > 2) return null;
    return { apart: Math.abs(a - b), centreX: (a + b) / 2 };
  }

  #startDrag(pointerId: number): void {
    this.#moved = true;
    this.#element.setPointerCapture(pointerId);
    if (!this.#scrubs) this.#element.dataset['dragging'] = '';
  }
}

function inAxis(event: Event, value = ''): boolean {
  return event.target instanceof Element && event.target.closest(`[data-axis${value}]`) !== null;
}
